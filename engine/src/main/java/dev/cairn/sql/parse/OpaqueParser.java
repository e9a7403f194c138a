package dev.cairn.sql.parse;

import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.query.ClauseParser;
import dev.cairn.sql.token.Cursor;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses statements that are kept as text: it checks only their first words and that their brackets match. */
final class OpaqueParser {
    private static final int KEPT_WORDS = 3;

    private final Cursor cursor;

    private final ClauseParser clauses;

    OpaqueParser(Cursor cursor, ClauseParser clauses) {
        this.cursor = cursor;
        this.clauses = clauses;
    }

    Statement opaque(int start) {
        if (!begin(cursor.keyword())) {
            throw cursor.expected("a statement");
        }
        if (!goesOn(cursor.keyword(), cursor.keyword(1))) {
            cursor.advance();
            throw cursor.unexpected();
        }
        List<String> keywords = keywordsFrom(start);
        QualifiedName target = target();
        cursor.skipStatement();
        return new Statement.Opaque(cursor.textSince(start), keywords, target, cursor.since(start));
    }

    private List<String> keywordsFrom(int start) {
        List<String> keywords = new ArrayList<>();
        for (int token = start; token < start + KEPT_WORDS; token++) {
            Keyword word = cursor.keywordOf(token);
            if (word == null) {
                break;
            }
            keywords.add(word.name());
        }
        return keywords;
    }

    /** Parses a query that writes its rows to a file; the cursor is at INTO. */
    Statement intoFile(int start) {
        cursor.expect(Keyword.INTO, Keyword.OUTFILE);
        cursor.text();
        if (cursor.take(Keyword.FORMAT)) {
            cursor.expect(Keyword.AS);
            cursor.nameOrText();
        }
        clauses.properties();
        return new Statement.Opaque(cursor.textSince(start), keywordsFrom(start), null, cursor.since(start));
    }

    /** Returns whether the common tables that begin here belong to an UPDATE or DELETE. */
    boolean changesRows() {
        int depth = 0;
        for (int ahead = 0; !cursor.endsAhead(ahead); ahead++) {
            Keyword word = cursor.keyword(ahead);
            if (depth == 0 && (word == Keyword.UPDATE || word == Keyword.DELETE || word == Keyword.SELECT)) {
                return word != Keyword.SELECT;
            }
            if (cursor.kind(ahead) == TokenKind.LEFT_PARENTHESIS) {
                depth++;
            } else if (cursor.kind(ahead) == TokenKind.RIGHT_PARENTHESIS) {
                depth--;
            }
        }
        return false;
    }

    /** Returns the table that is written; the cursor stops somewhere in the statement. */
    private @Nullable QualifiedName target() {
        if (cursor.keyword() == Keyword.WITH) {
            skipCommonTables();
        }
        Keyword word = cursor.keyword();
        if (word == Keyword.INSERT) {
            cursor.advance();
            cursor.advance();
            return cursor.atName(0) && !isBlackhole() && !isFiles() ? cursor.qualifiedName() : null;
        }
        if (word == Keyword.UPDATE) {
            cursor.advance();
            return cursor.qualifiedName();
        }
        if (word == Keyword.DELETE && cursor.keyword(1) == Keyword.FROM) {
            cursor.advance();
            cursor.advance();
            return cursor.qualifiedName();
        }
        return null;
    }

    private boolean isBlackhole() {
        return cursor.keyword() == Keyword.BLACKHOLE && cursor.kind(1) == TokenKind.LEFT_PARENTHESIS;
    }

    private boolean isFiles() {
        return cursor.keyword() == Keyword.FILES
                && cursor.kind(1) == TokenKind.LEFT_PARENTHESIS
                && cursor.kind(2) == TokenKind.TEXT;
    }

    /** Skips the common tables up to the UPDATE, DELETE or SELECT to which they belong. */
    private void skipCommonTables() {
        int depth = 0;
        while (!cursor.atEnd()) {
            TokenKind kind = cursor.kind();
            Keyword word = cursor.keyword();
            if (depth == 0 && (word == Keyword.UPDATE || word == Keyword.DELETE || word == Keyword.SELECT)) {
                return;
            }
            if (kind == TokenKind.LEFT_PARENTHESIS) {
                depth++;
            } else if (kind == TokenKind.RIGHT_PARENTHESIS) {
                depth--;
            }
            cursor.advance();
        }
    }

    // The words with which the server's statements begin.

    /** A line for each first word, with the words that may follow it; after a first word alone, any word may follow. */
    private static final String WORDS = """
        ADD SQLBLACKLIST SQL BACKEND COMPUTE
        ADMIN SET SHOW REPAIR CANCEL CHECK ALTER DISABLE ENABLE EXECUTE
        ALTER CATALOG DATABASE LOAD MATERIALIZED PIPE PLAN RESOURCE ROLE ROUTINE SECURITY STORAGE SYSTEM TASK USER \
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
        PIPE READ REPOSITORY RESOURCE ROLE ROUTINE SECURITY STORAGE TABLE USER VIEW WAREHOUSE
        DEALLOCATE PREPARE
        DELETE FROM SQLBLACKLIST SQL BACKEND COMPUTE
        DESC
        DESCRIBE
        DISABLE BASELINE
        DROP ALL ANALYZE BASELINE CATALOG DATACACHE DICTIONARY FILE FUNCTION GLOBAL GROUP MATERIALIZED MULTIPLE \
        PIPE PREPARE REPOSITORY RESOURCE ROLE SECURITY STATS STORAGE TASK USER VIEW WAREHOUSE
        ENABLE BASELINE
        EXECUTE
        EXPLAIN
        EXPORT TABLE
        GRANT
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
        REVOKE
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

    private static final Map<Keyword, Set<Keyword>> BY_FIRST = byFirst();

    private static boolean begin(@Nullable Keyword first) {
        return first != null && BY_FIRST.containsKey(first);
    }

    /** Returns whether the second word may follow the first. */
    private static boolean goesOn(@Nullable Keyword first, @Nullable Keyword second) {
        Set<Keyword> following = first == null ? null : BY_FIRST.get(first);
        return following != null && (following.isEmpty() || (second != null && following.contains(second)));
    }

    private static Map<Keyword, Set<Keyword>> byFirst() {
        Map<Keyword, Set<Keyword>> openings = new EnumMap<>(Keyword.class);
        WORDS.lines().forEach(line -> {
            String[] words = line.split(" ", -1);
            Set<Keyword> following = EnumSet.noneOf(Keyword.class);
            for (int i = 1; i < words.length; i++) {
                following.add(Keyword.valueOf(words[i]));
            }
            openings.put(Keyword.valueOf(words[0]), following);
        });
        return openings;
    }
}
