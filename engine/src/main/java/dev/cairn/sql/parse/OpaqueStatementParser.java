package dev.cairn.sql.parse;

import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.query.SharedClauseParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.TokenKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses statements that are kept as text. Cairn does not interpret them, so this parser checks only the first words
 * and the brackets, and the name of the table that an INSERT, UPDATE or DELETE changes.
 */
final class OpaqueStatementParser {
    /** The greatest number of first words that an {@code OpaqueStatement} keeps. */
    private static final int MAX_KEYWORDS = 3;

    /**
     * The words with which the server's statements begin. Each line is a first word and the words that may follow it; a
     * line of one word allows any.
     */
    private static final String STATEMENT_OPENINGS = """
        ADD SQLBLACKLIST SQL BACKEND COMPUTE
        ADMIN SET SHOW REPAIR CANCEL CHECK ALTER DISABLE ENABLE EXECUTE
        ALTER CATALOG DATABASE LOAD MATERIALIZED PIPE PLAN RESOURCE ROUTINE SECURITY STORAGE SYSTEM TASK USER \
        VIEW WAREHOUSE
        ANALYZE FULL SAMPLE TABLE PROFILE
        BACKUP
        BEGIN
        CACHE SELECT
        CALL
        CANCEL BACKUP COMPACTION DECOMMISSION EXPORT LOAD REFRESH RESTORE
        CLEAN TEMPORARY
        CLEAR DATACACHE
        COMMIT
        CREATE AGGREGATE ANALYZE BASELINE DATACACHE DICTIONARY EXTERNAL FILE FUNCTION GLOBAL GROUP MATERIALIZED OR \
        PIPE READ REPOSITORY RESOURCE ROUTINE SECURITY STORAGE TABLE USER VIEW WAREHOUSE
        DEALLOCATE PREPARE
        DELETE FROM SQLBLACKLIST SQL BACKEND COMPUTE
        DESC
        DESCRIBE
        DISABLE BASELINE
        DROP ALL ANALYZE BASELINE CATALOG DATACACHE DICTIONARY FILE FUNCTION GLOBAL GROUP MATERIALIZED MULTIPLE \
        PIPE PREPARE REPOSITORY RESOURCE SECURITY STATS STORAGE TASK USER VIEW WAREHOUSE
        ENABLE BASELINE
        EXECUTE
        EXPLAIN
        EXPORT TABLE
        HELP
        INSERT INTO OVERWRITE
        INSTALL PLUGIN
        KILL
        LOAD LABEL
        LOCK TABLES
        PAUSE ROUTINE
        PREPARE
        REFRESH CONNECTIONS DICTIONARY EXTERNAL MATERIALIZED
        RESTORE SNAPSHOT
        RESUME ROUTINE WAREHOUSE
        ROLLBACK
        SELECT
        SET
        SHOW ALL ANALYZE AUTHENTICATION AUTHORS BACKEND BACKENDS BACKUP BASELINE BROKER BUILTIN CATALOGS CHAR \
        CHARACTER CHARSET CLUSTERS CNGROUPS COLLATION COMPUTE CREATE DATA DATACACHE DELETE DICTIONARY DYNAMIC \
        ENGINES ERRORS EVENTS EXPORT FAILPOINTS FILE FRONTENDS FULL FUNCTION FUNCTIONS GLOBAL GRANTS GROUP \
        HISTOGRAM LOAD LOCAL MULTIPLE NODES OPEN PIPES PLAN PLUGINS PRIVILEGES PROC PROCEDURE PROCESSLIST \
        PROFILELIST PROPERTIES PROPERTY REPOSITORIES RESOURCE RESOURCES RESTORE ROLES ROUTINE RUNNING SECURITY \
        SESSION SNAPSHOT SQL SQLBLACKLIST STATS STATUS STORAGE STREAM TABLET TABLETS TRANSACTION TRIGGERS USAGE \
        USER USERS VERBOSE WAREHOUSES WARNINGS WHITELIST
        START TRANSACTION
        STOP ROUTINE
        SUBMIT TASK
        SUSPEND WAREHOUSE
        SYNC
        TRACE ALL LOGS TIMES VALUES REASON
        TRANSLATE
        TRUNCATE PLAN
        UNINSTALL PLUGIN
        UNLOCK TABLES
        UPDATE
        USE
        WITH\
        """;

    private static final Map<Keyword, Set<Keyword>> SECOND_KEYWORDS_BY_FIRST = parseOpenings();

    private final Cursor cursor;
    private final SharedClauseParser clauseParser;
    private final DmlParser dmlParser;

    OpaqueStatementParser(Cursor cursor, SharedClauseParser clauseParser, DmlParser dmlParser) {
        this.cursor = cursor;
        this.clauseParser = clauseParser;
        this.dmlParser = dmlParser;
    }

    /**
     * Parses the statement at the cursor, up to its end.
     *
     * @param start the position of the cursor
     * @throws dev.cairn.sql.token.SqlSyntaxException if no statement of the server begins with its first two words, or
     *     if its brackets do not match
     */
    Statement parse(int start) {
        Keyword firstKeyword = cursor.keyword();
        Set<Keyword> allowedSecondKeywords = firstKeyword == null ? null : SECOND_KEYWORDS_BY_FIRST.get(firstKeyword);
        if (allowedSecondKeywords == null) {
            throw cursor.expectedError("a statement");
        }
        Keyword secondKeyword = cursor.keyword(1);
        if (!allowedSecondKeywords.isEmpty()
                && (secondKeyword == null || !allowedSecondKeywords.contains(secondKeyword))) {
            cursor.advance();
            throw cursor.unexpectedTokenError();
        }
        List<String> keywords = collectKeywords(start);
        QualifiedName targetName = parseTargetTable();
        cursor.skipStatement();
        return new Statement.OpaqueStatement(cursor.textSince(start), keywords, targetName, cursor.spanSince(start));
    }

    private List<String> collectKeywords(int start) {
        List<String> keywords = new ArrayList<>();
        for (int tokenIndex = start; tokenIndex < start + MAX_KEYWORDS; tokenIndex++) {
            Keyword keyword = cursor.keywordAt(tokenIndex);
            if (keyword == null) {
                break;
            }
            keywords.add(keyword.name());
        }
        return keywords;
    }

    /** Parses INTO OUTFILE after a query, and keeps the whole statement as text; the cursor is at INTO. */
    Statement finishIntoOutfile(int start) {
        cursor.expect(Keyword.INTO, Keyword.OUTFILE);
        cursor.readText();
        if (cursor.accept(Keyword.FORMAT)) {
            cursor.expect(Keyword.AS);
            cursor.readNameOrText();
        }
        clauseParser.parseProperties();
        return new Statement.OpaqueStatement(
                cursor.textSince(start), collectKeywords(start), null, cursor.spanSince(start));
    }

    /** Returns whether the common tables that begin here belong to an UPDATE or DELETE. */
    boolean isUpdateOrDeleteAhead() {
        Keyword keyword = cursor.keyword(countTokensToMainStatement());
        return keyword == Keyword.UPDATE || keyword == Keyword.DELETE;
    }

    /**
     * Returns the number of tokens before the UPDATE, DELETE or SELECT that follows the common tables beginning here;
     * the number of tokens before the end of the statement if none of them follows.
     */
    private int countTokensToMainStatement() {
        int depth = 0;
        int distance = 0;
        for (; !cursor.isEndAhead(distance); distance++) {
            Keyword keyword = cursor.keyword(distance);
            if (depth == 0 && (keyword == Keyword.UPDATE || keyword == Keyword.DELETE || keyword == Keyword.SELECT)) {
                break;
            }
            if (cursor.kind(distance) == TokenKind.LEFT_PARENTHESIS) {
                depth++;
            } else if (cursor.kind(distance) == TokenKind.RIGHT_PARENTHESIS) {
                depth--;
            }
        }
        return distance;
    }

    /**
     * Returns the table that the statement writes, or null if it does not write a table; the cursor stops somewhere in
     * the statement.
     */
    private @Nullable QualifiedName parseTargetTable() {
        if (cursor.keyword() == Keyword.WITH) {
            cursor.skip(countTokensToMainStatement());
        }
        Keyword keyword = cursor.keyword();
        if (keyword == Keyword.INSERT) {
            cursor.skip(2); // INSERT INTO or INSERT OVERWRITE
            return cursor.isNameAhead(0) && !dmlParser.isAtPseudoTable() ? cursor.readQualifiedName() : null;
        }
        boolean isDelete = keyword == Keyword.DELETE && cursor.keyword(1) == Keyword.FROM;
        if (keyword != Keyword.UPDATE && !isDelete) {
            return null;
        }
        cursor.skip(isDelete ? 2 : 1);
        return cursor.readQualifiedName();
    }

    private static Map<Keyword, Set<Keyword>> parseOpenings() {
        Map<Keyword, Set<Keyword>> secondKeywordsByFirst = new EnumMap<>(Keyword.class);
        STATEMENT_OPENINGS.lines().forEach(line -> {
            String[] words = line.split(" ", -1);
            Set<Keyword> secondKeywords = EnumSet.noneOf(Keyword.class);
            for (int i = 1; i < words.length; i++) {
                secondKeywords.add(Keyword.valueOf(words[i]));
            }
            secondKeywordsByFirst.put(Keyword.valueOf(words[0]), secondKeywords);
        });
        return secondKeywordsByFirst;
    }
}
