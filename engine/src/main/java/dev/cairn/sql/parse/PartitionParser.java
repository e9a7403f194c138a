package dev.cairn.sql.parse;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.Text;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.query.ClauseParser;
import dev.cairn.sql.query.ExpressionParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.SyntaxRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses PARTITION BY and partition definitions. */
public final class PartitionParser {
    /** The kinds of partitions that a list may contain. */
    private enum Kinds {
        RANGES,
        LISTS,
        ALL
    }

    private final Cursor cursor;
    private final ExpressionParser expressions;
    private final ClauseParser clauses;

    public PartitionParser(Cursor cursor, ExpressionParser expressions) {
        this.cursor = cursor;
        this.expressions = expressions;
        this.clauses = expressions.clauses();
    }

    /** Parses the clause; returns null if the statement has no PARTITION BY. */
    @Nullable
    PartitionClause clause() {
        int start = cursor.position();
        if (!cursor.take(Keyword.PARTITION, Keyword.BY)) {
            return null;
        }
        if (cursor.take(Keyword.RANGE)) {
            return range(start);
        }
        if (cursor.isAt(Keyword.LIST) && isNameListAhead(1)) {
            cursor.advance();
            return list(true, start);
        }
        return isNameListAhead(0) ? list(false, start) : partitionBy(start);
    }

    /** Returns whether {@code (a, b)} begins that many tokens ahead. */
    private boolean isNameListAhead(int ahead) {
        return cursor.kind(ahead) == TokenKind.LEFT_PARENTHESIS && cursor.endOfNames(ahead) > 0;
    }

    private PartitionClause range(int start) {
        List<Expression> by;
        if (isNameListAhead(0)) {
            by = cursor.names().stream()
                    .<Expression>map(name -> Expression.Reference.of(name, name.span()))
                    .toList();
        } else {
            by = List.of(rangeExpression());
        }
        List<PartitionDefinition> partitions = partitions(Kinds.RANGES);
        return new PartitionClause.Range(by, partitions, cursor.spanSince(start));
    }

    /** Parses an expression of PARTITION BY RANGE that is not a column. */
    public Expression rangeExpression() {
        Expression expression = expressions.primary();
        checkRange(expression);
        return expression instanceof Expression.Group group ? group.inner() : expression;
    }

    private PartitionClause list(boolean word, int start) {
        List<Name> columns = cursor.names();
        boolean explicit = cursor.isAt(TokenKind.LEFT_PARENTHESIS);
        List<PartitionDefinition> partitions = explicit ? partitions(Kinds.LISTS) : List.of();
        if (!word && !partitions.isEmpty()) {
            cursor.refuse(
                    SyntaxRule.UNSUPPORTED,
                    partitions.get(0).span(),
                    "Automatic partitioning",
                    "partitions in advance");
        }
        return new PartitionClause.InList(columns, word, explicit, partitions, cursor.spanSince(start));
    }

    private PartitionClause partitionBy(int start) {
        boolean parenthesized = cursor.kind() == TokenKind.LEFT_PARENTHESIS;
        List<Expression> items = cursor.listWithOptionalParentheses(expressions.primaries()::callOrName);
        boolean explicit = !parenthesized
                && items.size() == 1
                && !(items.get(0) instanceof Expression.Reference)
                && cursor.isAt(TokenKind.LEFT_PARENTHESIS);
        List<PartitionDefinition> partitions = explicit ? partitions(Kinds.RANGES) : List.of();
        return new PartitionClause.ExpressionPartitioning(
                items, parenthesized, explicit, partitions, cursor.spanSince(start));
    }

    private List<PartitionDefinition> partitions(Kinds kinds) {
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        if (cursor.kind() == TokenKind.RIGHT_PARENTHESIS) {
            cursor.advance();
            return List.of();
        }
        List<PartitionDefinition> partitions = new ArrayList<>();
        do {
            partitions.add(partition(kinds));
        } while (cursor.take(TokenKind.COMMA) || (cursor.isShown() && cursor.isAt(Keyword.PARTITION)));
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return partitions;
    }

    /** Parses a partition of ranges or of lists, as in ALTER TABLE. */
    PartitionDefinition partition() {
        return partition(Kinds.ALL);
    }

    public PartitionDefinition rangePartition() {
        return partition(Kinds.RANGES);
    }

    public PartitionDefinition listPartition() {
        return partition(Kinds.LISTS);
    }

    private PartitionDefinition partition(Kinds kinds) {
        return kinds != Kinds.LISTS && cursor.isAt(Keyword.START) ? everyClause() : namedPartition(kinds);
    }

    private PartitionDefinition namedPartition(Kinds kinds) {
        int start = cursor.position();
        cursor.expect(Keyword.PARTITION);
        boolean ifNotExists = cursor.skipIfNotExists();
        Name name = cursor.bareName(() -> cursor.keyword() == Keyword.VALUES);
        cursor.expect(Keyword.VALUES);
        if (kinds == Kinds.LISTS || (kinds == Kinds.ALL && cursor.isAt(Keyword.IN))) {
            cursor.expect(Keyword.IN);
            boolean rows = cursor.kind(1) == TokenKind.LEFT_PARENTHESIS;
            List<List<Bound>> values = listValues();
            return new PartitionDefinition.In(
                    ifNotExists, name, values, rows, ownProperties(), cursor.spanSince(start));
        }
        if (cursor.take(TokenKind.LEFT_BRACKET)) {
            List<Bound> lower = rangeBounds();
            cursor.expect(TokenKind.COMMA);
            List<Bound> upper = rangeBounds();
            cursor.expect(TokenKind.RIGHT_PARENTHESIS);
            List<Property> properties = ownProperties();
            return new PartitionDefinition.FixedRange(
                    ifNotExists, name, lower, upper, properties, cursor.spanSince(start));
        }
        cursor.expect(Keyword.LESS, Keyword.THAN);
        boolean maximum = cursor.take(Keyword.MAXVALUE);
        List<Bound> values = maximum ? List.of() : rangeBounds();
        List<Property> properties = ownProperties();
        return new PartitionDefinition.LessThan(
                ifNotExists, name, values, maximum, properties, cursor.spanSince(start));
    }

    /** Parses {@code ("a", "b")}, in which each value is a row, or {@code (("a", "1"), ("b", "2"))}. */
    List<List<Bound>> listValues() {
        return cursor.kind(1) == TokenKind.LEFT_PARENTHESIS
                ? cursor.listInParentheses(() -> cursor.listInParentheses(this::listBound))
                : cursor.listInParentheses(this::listBound).stream()
                        .map(List::of)
                        .toList();
    }

    private List<Property> ownProperties() {
        return cursor.isAt(TokenKind.LEFT_PARENTHESIS) ? clauses.propertyList() : List.of();
    }

    private List<Bound> rangeBounds() {
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        List<Bound> bounds = new ArrayList<>();
        do {
            bounds.add(rangeBound());
        } while (cursor.take(TokenKind.COMMA) || (cursor.isShown() && !cursor.isAt(TokenKind.RIGHT_PARENTHESIS)));
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return bounds;
    }

    private Bound rangeBound() {
        return cursor.take(Keyword.MAXVALUE) ? new Bound.Maximum() : new Bound.Value(cursor.text());
    }

    private Bound listBound() {
        return cursor.take(Keyword.NULL) ? new Bound.Null() : new Bound.Value(cursor.text());
    }

    /** Parses {@code START ("…") END ("…") EVERY (INTERVAL 1 DAY)}. */
    PartitionDefinition.Every everyClause() {
        int start = cursor.position();
        cursor.expect(Keyword.START);
        String from = cursor.textInParentheses();
        cursor.expect(Keyword.END);
        String to = cursor.textInParentheses();
        cursor.expect(Keyword.EVERY);
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        int step;
        String unit = null;
        if (cursor.isAt(Keyword.INTERVAL)) {
            Expression.Interval interval = expressions.primaries().interval();
            step = step(interval.amount());
            unit = interval.unit().toUpperCase(Locale.ROOT);
        } else {
            step = cursor.integer();
        }
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return new PartitionDefinition.Every(from, to, step, unit, cursor.spanSince(start));
    }

    private int step(Expression amount) {
        boolean negative = false;
        Expression value = amount;
        while (value instanceof Expression.Group group) {
            value = group.inner();
        }
        if (value instanceof Expression.Unary unary && unary.operator() == Operator.MINUS) {
            negative = true;
            value = unary.operand();
        }
        if (value instanceof Expression.Number number
                && isInteger(value)
                && number.text().length() < 10) {
            int step = Integer.parseInt(number.text());
            return negative ? -step : step;
        }
        cursor.refuse(SyntaxRule.UNSUPPORTED, amount.span(), "EVERY", cursor.textAt(amount.span()));
        return 0;
    }

    // The expressions that the server accepts behind PARTITION BY RANGE instead of columns

    private void checkRange(Expression expression) {
        boolean cast = false;
        Expression inner = expression;
        while (inner instanceof Expression.Cast || inner instanceof Expression.Group) {
            cast |= inner instanceof Expression.Cast;
            inner = inner instanceof Expression.Cast wrapped ? wrapped.value() : ((Expression.Group) inner).inner();
        }
        // CREATE TABLE … PARTITION BY date_trunc(…) LIKE makes a table that the server shows like this, and would
        // refuse.
        if (inner instanceof Call call && !cursor.isShown() && !mayDefineRanges(call, cast)) {
            refuse(call);
        }
    }

    private void refuse(Expression expression) {
        Span span = expression.span();
        cursor.refuse(SyntaxRule.UNSUPPORTED, span, "PARTITION BY", cursor.textAt(span));
    }

    private static boolean mayDefineRanges(Call call, boolean cast) {
        boolean ofColumn = !call.arguments().isEmpty() && call.arguments().get(0) instanceof Expression.Reference;
        return ofColumn
                && switch (name(call)) {
                    case "substr", "substring", "str2date" -> true;
                    case "from_unixtime", "from_unixtime_ms" ->
                        !cast && call.arguments().size() == 1;
                    default -> false;
                };
    }

    private static String name(Call call) {
        return call.function().toString().toLowerCase(Locale.ROOT);
    }

    // The expressions that the server accepts behind PARTITION BY of a materialized view

    private static final Set<String> TRUNCATED_TO = Set.of("minute", "hour", "day", "week", "month", "year");
    private static final Set<String> SLICED_BY = Set.of("minute", "hour", "day", "month", "year");

    /** Parses an item of PARTITION BY of a materialized view: a column, or one of three functions of a column. */
    public Expression materializedItem() {
        Expression item = expressions.primary();
        if (item instanceof Expression.Reference) {
            return item;
        }
        if (!(item instanceof Call call) || !mayPartitionMaterialized(call)) {
            refuse(item);
        } else if (roundsUp(call)) {
            cursor.refuse(SyntaxRule.UNSUPPORTED, item.span(), "PARTITION BY", cursor.textAt(item.span()));
        }
        return item;
    }

    private static boolean mayPartitionMaterialized(Call call) {
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
        return expression instanceof Expression.Number number && number.isInteger();
    }

    private static boolean isOneOf(Expression expression, Set<String> words) {
        return expression instanceof Text text && words.contains(text.value().toLowerCase(Locale.ROOT));
    }
}
