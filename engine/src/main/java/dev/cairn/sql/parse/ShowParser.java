package dev.cairn.sql.parse;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.Filter;
import dev.cairn.sql.ast.Statement.Show;
import dev.cairn.sql.ast.Statement.Show.ShowKind;
import dev.cairn.sql.ast.Statement.ShowTarget;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.query.ExpressionParser;
import dev.cairn.sql.token.Cursor;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses SHOW and DESC of databases, tables and views; for all others it returns null. */
final class ShowParser {
    /** The words between EXPLAIN, or DESC, and the explained statement. */
    private static final Set<Keyword> EXPLAIN_DETAILS =
            EnumSet.of(Keyword.LOGICAL, Keyword.ANALYZE, Keyword.VERBOSE, Keyword.COSTS, Keyword.SCHEDULER);

    /** The words with which an explained statement can begin, except for REFRESH and a parenthesis. */
    private static final Set<Keyword> EXPLAINED =
            EnumSet.of(Keyword.SELECT, Keyword.WITH, Keyword.INSERT, Keyword.UPDATE, Keyword.DELETE);

    private final Cursor cursor;
    private final ExpressionParser expressions;

    ShowParser(Cursor cursor, ExpressionParser expressions) {
        this.cursor = cursor;
        this.expressions = expressions;
    }

    /** Parses the statement; the cursor is at SHOW. */
    @Nullable
    Statement show(int start) {
        Keyword word = cursor.keyword(1);
        if (word == null) {
            return null;
        }
        return switch (word) {
            case CREATE -> create(start);
            case DATABASES, SCHEMAS -> listing(ShowKind.DATABASES, 2, start);
            case TABLES -> listing(ShowKind.TABLES, 2, start);
            case COLUMNS, FIELDS -> ofTable(ShowKind.COLUMNS, 2, start);
            case INDEX, INDEXES, KEY, KEYS -> ofTable(ShowKind.INDEX, 2, start);
            case PARTITIONS -> ofTable(ShowKind.PARTITIONS, 2, start);
            case VARIABLES -> listing(ShowKind.VARIABLES, 2, start);
            case FULL, TEMPORARY -> fullOrTemporary(start);
            case TABLE -> cursor.keyword(2) == Keyword.STATUS ? listing(ShowKind.TABLE_STATUS, 3, start) : null;
            case MATERIALIZED ->
                cursor.keyword(2) == Keyword.VIEWS ? listing(ShowKind.MATERIALIZED_VIEWS, 3, start) : null;
            case ALTER -> alter(start);
            case GLOBAL, LOCAL, SESSION, VERBOSE ->
                cursor.keyword(2) == Keyword.VARIABLES ? listing(ShowKind.VARIABLES, 3, start) : null;
            default -> null;
        };
    }

    private @Nullable Statement fullOrTemporary(int start) {
        Keyword word = cursor.keyword(2);
        boolean full = cursor.keyword(1) == Keyword.FULL;
        if (word == Keyword.TABLES) {
            return listing(ShowKind.TABLES, 3, start);
        }
        if (full && (word == Keyword.COLUMNS || word == Keyword.FIELDS)) {
            return ofTable(ShowKind.COLUMNS, 3, start);
        }
        return !full && word == Keyword.PARTITIONS ? ofTable(ShowKind.PARTITIONS, 3, start) : null;
    }

    private @Nullable Statement create(int start) {
        Keyword word = cursor.keyword(2);
        if (word == null) {
            return null;
        }
        return switch (word) {
            case DATABASE, SCHEMA -> object(ShowKind.CREATE_DATABASE, 3, start);
            case TABLE -> object(ShowKind.CREATE_TABLE, 3, start);
            case VIEW -> object(ShowKind.CREATE_VIEW, 3, start);
            case MATERIALIZED ->
                cursor.keyword(3) == Keyword.VIEW ? object(ShowKind.CREATE_MATERIALIZED_VIEW, 4, start) : null;
            default -> null;
        };
    }

    private @Nullable Statement alter(int start) {
        Keyword word = cursor.keyword(3);
        if (cursor.keyword(2) == Keyword.MATERIALIZED && word == Keyword.VIEW) {
            return listing(ShowKind.ALTER_MATERIALIZED_VIEW, 4, start);
        }
        if (cursor.keyword(2) != Keyword.TABLE || word == null) {
            return null;
        }
        return switch (word) {
            case COLUMN -> listing(ShowKind.ALTER_COLUMN, 4, start);
            case ROLLUP -> listing(ShowKind.ALTER_ROLLUP, 4, start);
            case OPTIMIZE -> listing(ShowKind.ALTER_OPTIMIZE, 4, start);
            default -> null;
        };
    }

    private Statement object(ShowKind subject, int keywords, int start) {
        cursor.skip(keywords);
        QualifiedName object = subject == ShowKind.CREATE_DATABASE
                ? new QualifiedName(List.of(cursor.name()))
                : cursor.qualifiedName();
        return new Show(subject, false, false, new ShowTarget(object, null), Filter.NONE, cursor.spanSince(start));
    }

    private Statement listing(ShowKind subject, int keywords, int start) {
        return show(subject, keywords, false, subject != ShowKind.VARIABLES, start);
    }

    private Statement ofTable(ShowKind subject, int keywords, int start) {
        return show(subject, keywords, true, subject != ShowKind.PARTITIONS, start);
    }

    private Statement show(ShowKind subject, int keywords, boolean ofTable, boolean ofDatabase, int start) {
        boolean full = cursor.keyword(1) == Keyword.FULL;
        boolean temporary = cursor.keyword(1) == Keyword.TEMPORARY;
        cursor.skip(keywords);
        QualifiedName table = ofTable ? from() : null;
        if (ofTable && table == null) {
            throw cursor.unexpectedToken();
        }
        ShowTarget target = new ShowTarget(table, ofDatabase ? from() : null);
        Filter filter = filter();
        return new Show(subject, full, temporary, target, filter, cursor.spanSince(start));
    }

    private @Nullable QualifiedName from() {
        return cursor.take(Keyword.FROM) || cursor.take(Keyword.IN) ? cursor.qualifiedName() : null;
    }

    private Filter filter() {
        String like = cursor.take(Keyword.LIKE) ? cursor.text() : null;
        Expression where = cursor.take(Keyword.WHERE) ? expressions.expression() : null;
        List<SortItem> orderBy = expressions.clauses().sortItems();
        if (!cursor.take(Keyword.LIMIT)) {
            return like == null && where == null && orderBy.isEmpty()
                    ? Filter.NONE
                    : new Filter(like, where, orderBy, null, null);
        }
        long first = cursor.number();
        if (cursor.take(TokenKind.COMMA)) {
            return new Filter(like, where, orderBy, cursor.number(), first);
        }
        return new Filter(like, where, orderBy, first, cursor.take(Keyword.OFFSET) ? cursor.number() : null);
    }

    /**
     * Parses the statement; the cursor is at DESC. It returns null for an EXPLAIN and for descriptions of other objects
     * than tables.
     */
    @Nullable
    Statement describe(int start) {
        if (explainsStatement()
                || (cursor.keyword(1) == Keyword.FILES && cursor.kind(2) == TokenKind.LEFT_PARENTHESIS)) {
            return null;
        }
        cursor.advance();
        QualifiedName table = cursor.qualifiedName();
        boolean all = cursor.take(Keyword.ALL);
        return new Show(
                ShowKind.DESCRIBE, all, false, new ShowTarget(table, null), Filter.NONE, cursor.spanSince(start));
    }

    /** Requires that EXPLAIN, at which the cursor is, explains a statement. */
    void checkExplained() {
        if (!explainsStatement()) {
            cursor.advance();
            throw cursor.expectation("a query");
        }
    }

    private boolean explainsStatement() {
        int ahead = EXPLAIN_DETAILS.contains(cursor.keyword(1)) ? 2 : 1;
        return cursor.kind(ahead) == TokenKind.LEFT_PARENTHESIS
                || EXPLAINED.contains(cursor.keyword(ahead))
                || (cursor.keyword(ahead) == Keyword.REFRESH && cursor.keyword(ahead + 1) == Keyword.MATERIALIZED);
    }
}
