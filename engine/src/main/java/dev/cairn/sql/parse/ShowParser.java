package dev.cairn.sql.parse;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.Show;
import dev.cairn.sql.ast.Statement.Show.ShowKind;
import dev.cairn.sql.ast.Statement.ShowFilter;
import dev.cairn.sql.ast.Statement.ShowTarget;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.query.ExpressionParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.TokenKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses SHOW and DESC of databases, tables, views and variables. For any other object, it returns null without moving
 * the cursor, and the statement is kept as text.
 */
final class ShowParser {
    /** The words between EXPLAIN, or DESC, and the explained statement. */
    private static final Set<Keyword> EXPLAIN_LEVELS =
            EnumSet.of(Keyword.LOGICAL, Keyword.ANALYZE, Keyword.VERBOSE, Keyword.COSTS, Keyword.SCHEDULER);

    /**
     * The words with which an explained statement can begin. {@link #isExplainedStatementAhead} adds REFRESH
     * MATERIALIZED and a parenthesis.
     */
    private static final Set<Keyword> EXPLAINED_KEYWORDS =
            EnumSet.of(Keyword.SELECT, Keyword.WITH, Keyword.INSERT, Keyword.UPDATE, Keyword.DELETE);

    /** The FROM clauses that a SHOW can have. A clause for a table is required, one for a database is optional. */
    private enum Source {
        NONE(false, false),
        DATABASE(false, true),
        TABLE(true, false),
        TABLE_AND_DATABASE(true, true);

        private final boolean hasTable;
        private final boolean mayHaveDatabase;

        Source(boolean hasTable, boolean mayHaveDatabase) {
            this.hasTable = hasTable;
            this.mayHaveDatabase = mayHaveDatabase;
        }
    }

    private final Cursor cursor;
    private final ExpressionParser expressionParser;

    ShowParser(Cursor cursor, ExpressionParser expressionParser) {
        this.cursor = cursor;
        this.expressionParser = expressionParser;
    }

    /** Parses the statement; the cursor is at SHOW. */
    @Nullable
    Statement parseShow(int start) {
        Keyword keyword = cursor.keyword(1);
        if (keyword == null) {
            return null;
        }
        return switch (keyword) {
            case CREATE -> parseShowCreate(start);
            case DATABASES -> parseListing(ShowKind.DATABASES, 2, start);
            // SHOW SCHEMAS has no clause for a catalog.
            case SCHEMAS -> parseWithoutSource(ShowKind.DATABASES, 2, start);
            case TABLES -> parseListing(ShowKind.TABLES, 2, start);
            case COLUMNS, FIELDS -> parseTableListing(ShowKind.COLUMNS, 2, start);
            case INDEX, INDEXES, KEY, KEYS -> parseTableListing(ShowKind.INDEX, 2, start);
            case PARTITIONS -> parseTableListing(ShowKind.PARTITIONS, 2, start);
            case VARIABLES -> parseWithoutSource(ShowKind.VARIABLES, 2, start);
            case FULL, TEMPORARY -> parseFullOrTemporary(start);
            case TABLE -> cursor.keyword(2) == Keyword.STATUS ? parseListing(ShowKind.TABLE_STATUS, 3, start) : null;
            case MATERIALIZED ->
                cursor.keyword(2) == Keyword.VIEWS ? parseListing(ShowKind.MATERIALIZED_VIEWS, 3, start) : null;
            case ALTER -> parseShowAlter(start);
            case GLOBAL, LOCAL, SESSION, VERBOSE ->
                cursor.keyword(2) == Keyword.VARIABLES ? parseWithoutSource(variablesKind(keyword), 3, start) : null;
            default -> null;
        };
    }

    private static ShowKind variablesKind(Keyword scope) {
        return switch (scope) {
            case GLOBAL -> ShowKind.GLOBAL_VARIABLES;
            case VERBOSE -> ShowKind.VERBOSE_VARIABLES;
            default -> ShowKind.VARIABLES;
        };
    }

    private Statement parseWithoutSource(ShowKind kind, int keywordCount, int start) {
        return parseShowClauses(kind, keywordCount, Source.NONE, start);
    }

    private @Nullable Statement parseFullOrTemporary(int start) {
        Keyword keyword = cursor.keyword(2);
        boolean isFull = cursor.keyword(1) == Keyword.FULL;
        if (keyword == Keyword.TABLES) {
            return parseListing(ShowKind.TABLES, 3, start);
        }
        if (isFull && (keyword == Keyword.COLUMNS || keyword == Keyword.FIELDS)) {
            return parseTableListing(ShowKind.COLUMNS, 3, start);
        }
        return !isFull && keyword == Keyword.PARTITIONS ? parseTableListing(ShowKind.PARTITIONS, 3, start) : null;
    }

    private @Nullable Statement parseShowCreate(int start) {
        Keyword keyword = cursor.keyword(2);
        if (keyword == null) {
            return null;
        }
        return switch (keyword) {
            case DATABASE, SCHEMA -> parseShowObject(ShowKind.CREATE_DATABASE, 3, start);
            case TABLE -> parseShowObject(ShowKind.CREATE_TABLE, 3, start);
            case VIEW -> parseShowObject(ShowKind.CREATE_VIEW, 3, start);
            case MATERIALIZED ->
                cursor.keyword(3) == Keyword.VIEW ? parseShowObject(ShowKind.CREATE_MATERIALIZED_VIEW, 4, start) : null;
            default -> null;
        };
    }

    private @Nullable Statement parseShowAlter(int start) {
        Keyword keyword = cursor.keyword(3);
        if (cursor.keyword(2) == Keyword.MATERIALIZED && keyword == Keyword.VIEW) {
            return parseListing(ShowKind.ALTER_MATERIALIZED_VIEW, 4, start);
        }
        if (cursor.keyword(2) != Keyword.TABLE || keyword == null) {
            return null;
        }
        return switch (keyword) {
            case COLUMN -> parseListing(ShowKind.ALTER_COLUMN, 4, start);
            case ROLLUP -> parseListing(ShowKind.ALTER_ROLLUP, 4, start);
            case OPTIMIZE -> parseListing(ShowKind.ALTER_OPTIMIZE, 4, start);
            default -> null;
        };
    }

    private Statement parseShowObject(ShowKind kind, int keywordCount, int start) {
        cursor.skip(keywordCount);
        QualifiedName objectName = kind == ShowKind.CREATE_DATABASE
                ? new QualifiedName(List.of(cursor.readName()))
                : cursor.readQualifiedName();
        return new Show(kind, false, false, new ShowTarget(objectName, null), ShowFilter.NONE, cursor.spanSince(start));
    }

    private Statement parseListing(ShowKind kind, int keywordCount, int start) {
        return parseShowClauses(kind, keywordCount, Source.DATABASE, start);
    }

    private Statement parseTableListing(ShowKind kind, int keywordCount, int start) {
        return parseShowClauses(
                kind, keywordCount, kind == ShowKind.PARTITIONS ? Source.TABLE : Source.TABLE_AND_DATABASE, start);
    }

    /**
     * Parses a SHOW with the clauses after its first words.
     *
     * @param keywordCount the number of these words
     * @param source the FROM clauses that may follow
     */
    private Statement parseShowClauses(ShowKind kind, int keywordCount, Source source, int start) {
        boolean isFull = cursor.keyword(1) == Keyword.FULL;
        boolean isTemporary = cursor.keyword(1) == Keyword.TEMPORARY;
        cursor.skip(keywordCount);
        QualifiedName tableName = source.hasTable ? parseFromOrIn() : null;
        if (source.hasTable && tableName == null) {
            throw cursor.unexpectedTokenError();
        }
        ShowTarget target = new ShowTarget(tableName, source.mayHaveDatabase ? parseFromOrIn() : null);
        ShowFilter filter = parseFilter();
        return new Show(kind, isFull, isTemporary, target, filter, cursor.spanSince(start));
    }

    private @Nullable QualifiedName parseFromOrIn() {
        return cursor.accept(Keyword.FROM) || cursor.accept(Keyword.IN) ? cursor.readQualifiedName() : null;
    }

    /** Parses the LIKE, WHERE, ORDER BY and LIMIT clauses. */
    ShowFilter parseFilter() {
        String likePattern = cursor.accept(Keyword.LIKE) ? cursor.readText() : null;
        Expression condition = cursor.accept(Keyword.WHERE) ? expressionParser.parseExpression() : null;
        List<SortItem> orderBy = expressionParser.clauseParser().parseOrderBy();
        if (!cursor.accept(Keyword.LIMIT)) {
            return likePattern == null && condition == null && orderBy.isEmpty()
                    ? ShowFilter.NONE
                    : new ShowFilter(likePattern, condition, orderBy, null, null);
        }
        long firstNumber = cursor.readLong();
        if (cursor.accept(TokenKind.COMMA)) {
            return new ShowFilter(likePattern, condition, orderBy, cursor.readLong(), firstNumber);
        }
        return new ShowFilter(
                likePattern, condition, orderBy, firstNumber, cursor.accept(Keyword.OFFSET) ? cursor.readLong() : null);
    }

    /**
     * Parses the statement; the cursor is at DESC. It returns null for an EXPLAIN, and for descriptions of objects
     * other than tables.
     */
    @Nullable
    Statement parseDescribe(int start) {
        if (isExplainedStatementAhead()
                || (cursor.keyword(1) == Keyword.STORAGE && cursor.keyword(2) == Keyword.VOLUME)
                || (cursor.keyword(1) == Keyword.FILES && cursor.kind(2) == TokenKind.LEFT_PARENTHESIS)) {
            return null;
        }
        cursor.advance();
        QualifiedName tableName = cursor.readQualifiedName();
        boolean isFull = cursor.accept(Keyword.ALL);
        return new Show(
                ShowKind.DESCRIBE,
                isFull,
                false,
                new ShowTarget(tableName, null),
                ShowFilter.NONE,
                cursor.spanSince(start));
    }

    /** Requires that a statement that can be explained follows EXPLAIN; the cursor is at EXPLAIN. */
    void requireExplainedStatement() {
        if (!isExplainedStatementAhead()) {
            cursor.advance();
            throw cursor.expectedError("a query");
        }
    }

    private boolean isExplainedStatementAhead() {
        int distance = EXPLAIN_LEVELS.contains(cursor.keyword(1)) ? 2 : 1;
        return cursor.kind(distance) == TokenKind.LEFT_PARENTHESIS
                || EXPLAINED_KEYWORDS.contains(cursor.keyword(distance))
                || (cursor.keyword(distance) == Keyword.REFRESH
                        && cursor.keyword(distance + 1) == Keyword.MATERIALIZED);
    }
}
