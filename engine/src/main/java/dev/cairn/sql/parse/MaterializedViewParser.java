package dev.cairn.sql.parse;

import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.Refresh;
import dev.cairn.sql.ast.ViewStatement.ViewColumn;
import dev.cairn.sql.query.ClauseParser;
import dev.cairn.sql.query.ExpressionParser;
import dev.cairn.sql.token.Cursor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses CREATE MATERIALIZED VIEW. */
final class MaterializedViewParser {
    private final Cursor cursor;
    private final ExpressionParser expressions;
    private final ClauseParser clauses;
    private final ViewParser views;
    private final RefreshParser refreshes;

    MaterializedViewParser(
            Cursor cursor,
            ExpressionParser expressions,
            ClauseParser clauses,
            ViewParser views,
            RefreshParser refreshes) {
        this.cursor = cursor;
        this.expressions = expressions;
        this.clauses = clauses;
        this.views = views;
        this.refreshes = refreshes;
    }

    /** The clauses between the comment and AS, in any order. */
    private static final class Clauses {
        List<Expression> partitionBy = List.of();
        boolean partitionParentheses;

        @Nullable
        Distribution distribution;

        List<SortItem> orderBy = List.of();

        @Nullable
        Refresh refresh;

        List<Property> properties = List.of();
    }

    /** Parses the statement; the cursor is behind CREATE MATERIALIZED VIEW. */
    Statement create(int start) {
        boolean ifNotExists = cursor.ifNotExists();
        QualifiedName name = cursor.qualifiedName();
        List<ViewColumn> columns = new ArrayList<>();
        List<IndexDefinition> indexes = new ArrayList<>();
        if (cursor.at(TokenKind.LEFT_PARENTHESIS)) {
            items(columns, indexes);
        }
        String comment = clauses.comment();
        Clauses said = new Clauses();
        while (clause(said)) {
            // The loop ends at AS.
        }
        cursor.expect(Keyword.AS);
        QueryText query = expressions.queries().written();
        checkSynchronous(said);
        return new CreateMaterializedView(
                ifNotExists,
                name,
                columns,
                indexes,
                comment,
                said.partitionBy,
                said.partitionParentheses,
                said.distribution,
                said.orderBy,
                said.refresh,
                said.properties,
                query,
                cursor.since(start));
    }

    /** Parses the columns, then the indexes. */
    private void items(List<ViewColumn> columns, List<IndexDefinition> indexes) {
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        do {
            int start = cursor.position();
            if (!columns.isEmpty() && cursor.take(Keyword.INDEX)) {
                indexes.add(clauses.index(start));
            } else if (indexes.isEmpty()) {
                columns.add(views.column());
            } else {
                throw cursor.unexpected();
            }
        } while (cursor.take(TokenKind.COMMA));
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
    }

    /** Parses one clause; returns false if there is none. */
    private boolean clause(Clauses said) {
        Span span = cursor.span();
        if (cursor.take(Keyword.PARTITION, Keyword.BY)) {
            refuseSecond(!said.partitionBy.isEmpty(), "PARTITION", span);
            partitionBy(said);
        } else if (cursor.at(Keyword.DISTRIBUTED, Keyword.BY)) {
            refuseSecond(said.distribution != null, "DISTRIBUTION", span);
            said.distribution = clauses.distribution();
        } else if (cursor.at(Keyword.ORDER, Keyword.BY)) {
            said.orderBy = clauses.orderBy();
        } else if (cursor.at(Keyword.REFRESH)) {
            refuseSecond(said.refresh != null, "REFRESH", span);
            said.refresh = refreshes.refresh();
        } else if (cursor.at(Keyword.PROPERTIES)) {
            refuseSecond(!said.properties.isEmpty(), "PROPERTY", span);
            said.properties = clauses.properties();
        } else {
            return false;
        }
        return true;
    }

    private void refuseSecond(boolean second, String clause, Span span) {
        if (second) {
            cursor.refuse("Cannot use duplicated " + clause + " clause in building materialized view", span);
        }
    }

    private void partitionBy(Clauses said) {
        said.partitionParentheses = cursor.at(TokenKind.LEFT_PARENTHESIS);
        said.partitionBy = said.partitionParentheses
                ? cursor.parenthesized(this::partitionExpression)
                : List.of(partitionExpression());
    }

    private Expression partitionExpression() {
        return MaterializedPartitions.expression(cursor, expressions);
    }

    /** Checks a view with neither REFRESH nor a distribution, which is a rollup of its table. */
    private void checkSynchronous(Clauses said) {
        if (said.refresh == null && said.distribution == null && !said.partitionBy.isEmpty()) {
            cursor.refuse(
                    "'SYNC refresh type' cannot support 'PARTITION BY' in materialized view",
                    said.partitionBy.get(0).span());
        }
    }
}
