package dev.cairn.sql.parse;

import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.Text;
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
import dev.cairn.sql.token.SyntaxRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses CREATE MATERIALIZED VIEW. */
public final class MaterializedViewParser {
    private static final Set<String> TRUNCATED_TO = Set.of("minute", "hour", "day", "week", "month", "year");
    private static final Set<String> SLICED_BY = Set.of("minute", "hour", "day", "month", "year");

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
        Clauses parsed = new Clauses();
        while (clause(parsed)) {
            // The loop ends at AS.
        }
        cursor.expect(Keyword.AS);
        QueryText query = expressions.queries().written();
        checkSynchronous(parsed);
        return new CreateMaterializedView(
                ifNotExists,
                name,
                columns,
                indexes,
                comment,
                parsed.partitionBy,
                parsed.partitionParentheses,
                parsed.distribution,
                parsed.orderBy,
                parsed.refresh,
                parsed.properties,
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

    /** Parses one clause; returns false if the next token begins no clause. */
    private boolean clause(Clauses parsed) {
        Span span = cursor.span();
        if (cursor.take(Keyword.PARTITION, Keyword.BY)) {
            refuseSecond(!parsed.partitionBy.isEmpty(), "PARTITION", span);
            partitionBy(parsed);
        } else if (cursor.at(Keyword.DISTRIBUTED, Keyword.BY)) {
            refuseSecond(parsed.distribution != null, "DISTRIBUTION", span);
            parsed.distribution = clauses.distribution();
        } else if (cursor.at(Keyword.ORDER, Keyword.BY)) {
            parsed.orderBy = clauses.orderBy();
        } else if (cursor.at(Keyword.REFRESH)) {
            refuseSecond(parsed.refresh != null, "REFRESH", span);
            parsed.refresh = refreshes.refresh();
        } else if (cursor.at(Keyword.PROPERTIES)) {
            refuseSecond(!parsed.properties.isEmpty(), "PROPERTY", span);
            parsed.properties = clauses.properties();
        } else {
            return false;
        }
        return true;
    }

    private void refuseSecond(boolean second, String clause, Span span) {
        if (second) {
            cursor.refuse(SyntaxRule.VIEW_CLAUSE_DUPLICATED, span, clause);
        }
    }

    private void partitionBy(Clauses parsed) {
        parsed.partitionParentheses = cursor.at(TokenKind.LEFT_PARENTHESIS);
        parsed.partitionBy = parsed.partitionParentheses
                ? cursor.parenthesized(this::partitionExpression)
                : List.of(partitionExpression());
    }

    private Expression partitionExpression() {
        return partitionExpression(cursor, expressions);
    }

    /** Checks a view with neither REFRESH nor a distribution, which is a rollup of its table. */
    private void checkSynchronous(Clauses parsed) {
        if (parsed.refresh == null && parsed.distribution == null && !parsed.partitionBy.isEmpty()) {
            cursor.refuse(
                    SyntaxRule.SYNC_PARTITION_BY, parsed.partitionBy.get(0).span());
        }
    }

    /** Parses a partition expression: a column, or one of three functions of a column. */
    public static Expression partitionExpression(Cursor cursor, ExpressionParser expressions) {
        Expression by = expressions.primary();
        check(cursor, by);
        return by;
    }

    private static void check(Cursor cursor, Expression by) {
        if (by instanceof Expression.Reference) {
            return;
        }
        if (!(by instanceof Call call) || !isSupported(call)) {
            cursor.refuse(SyntaxRule.EXPRESSION_UNSUPPORTED, by.span(), cursor.textAt(by.span()), "PARTITION BY");
        } else if (roundsUp(call)) {
            cursor.refuse(SyntaxRule.PARTITION_CEIL, by.span(), cursor.textAt(by.span()));
        }
    }

    private static boolean isSupported(Call call) {
        List<Expression> arguments = call.arguments();
        if (arguments.size() < 2) {
            return false;
        }
        Expression first = arguments.get(0);
        Expression second = arguments.get(1);
        return switch (name(call)) {
            case "date_trunc" ->
                arguments.size() == 2 && second instanceof Expression.Reference && isOneOf(first, TRUNCATED_TO);
            case "time_slice" -> first instanceof Expression.Reference && isSlice(arguments);
            case "str2date" -> arguments.size() == 2 && first instanceof Expression.Reference && second instanceof Text;
            default -> false;
        };
    }

    /**
     * Returns whether the arguments are {@code INTERVAL 5 MINUTE}, {@code 5, 'minute', 'floor'}, or a number of days.
     */
    private static boolean isSlice(List<Expression> arguments) {
        Expression amount = arguments.get(1);
        if (amount instanceof Expression.Interval interval) {
            return isInteger(interval.amount())
                    && SLICED_BY.contains(interval.unit().toLowerCase(Locale.ROOT));
        }
        return isInteger(amount) && (arguments.size() < 4 || isOneOf(arguments.get(2), SLICED_BY));
    }

    private static boolean roundsUp(Call call) {
        Expression last = call.arguments().get(call.arguments().size() - 1);
        if (last instanceof Expression.Boundary boundary) {
            return !boundary.word().equalsIgnoreCase("floor");
        }
        return call.arguments().size() == 4
                && last instanceof Text text
                && !text.value().equalsIgnoreCase("floor");
    }

    private static boolean isInteger(Expression expression) {
        return expression instanceof Expression.Number number && number.kind() == Expression.Number.Kind.INTEGER;
    }

    private static boolean isOneOf(Expression expression, Set<String> words) {
        return expression instanceof Text text && words.contains(text.value().toLowerCase(Locale.ROOT));
    }

    private static String name(Call call) {
        return call.function().toString().toLowerCase(Locale.ROOT);
    }
}
