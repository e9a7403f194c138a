package dev.cairn.sql.parse;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.StringLiteral;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.query.ExpressionParser;
import dev.cairn.sql.query.SharedClauseParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.SyntaxRule;
import dev.cairn.sql.token.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses PARTITION BY and partition definitions. For expressions that the server's parser refuses there, it records a
 * refusal, so the engine receives only expressions that a table or a materialized view can have.
 */
public final class PartitionParser {
    /** The kinds of partitions that a list may contain. */
    private enum AllowedPartitions {
        RANGES,
        LISTS,
        ALL
    }

    private final Cursor cursor;
    private final ExpressionParser expressionParser;
    private final SharedClauseParser clauseParser;

    public PartitionParser(Cursor cursor, ExpressionParser expressionParser) {
        this.cursor = cursor;
        this.expressionParser = expressionParser;
        this.clauseParser = expressionParser.clauseParser();
    }

    /** Parses the clause; returns null if PARTITION BY does not follow. */
    @Nullable
    PartitionClause parseClause() {
        int start = cursor.position();
        if (!cursor.accept(Keyword.PARTITION, Keyword.BY)) {
            return null;
        }
        if (cursor.accept(Keyword.RANGE)) {
            return parseRangePartitioning(start);
        }
        if (cursor.isAt(Keyword.LIST) && isNameListAhead(1)) {
            cursor.advance();
            return parseListPartitioning(true, start);
        }
        return isNameListAhead(0) ? parseListPartitioning(false, start) : parseExpressionPartitioning(start);
    }

    /** Returns whether {@code (a, b)} begins at the given distance. */
    private boolean isNameListAhead(int distance) {
        return cursor.kind(distance) == TokenKind.LEFT_PARENTHESIS && cursor.findDistanceToEndOfNames(distance) > 0;
    }

    private PartitionClause parseRangePartitioning(int start) {
        List<Expression> rangeExpressions;
        if (isNameListAhead(0)) {
            rangeExpressions = cursor.readNamesInParentheses().stream()
                    .<Expression>map(name -> Expression.Reference.of(name, name.span()))
                    .toList();
        } else {
            rangeExpressions = List.of(parseRangeExpression());
        }
        List<PartitionDefinition> partitions = parsePartitions(AllowedPartitions.RANGES);
        return new PartitionClause.RangePartitioning(rangeExpressions, partitions, cursor.spanSince(start));
    }

    /**
     * Parses an expression of PARTITION BY RANGE that is not a column, and returns it without its parentheses. Records
     * a refusal if the server does not accept it.
     */
    public Expression parseRangeExpression() {
        Expression expression = expressionParser.parsePrimary();
        refuseInvalidRangeExpression(expression);
        return expression instanceof Expression.ParenthesizedExpression parenthesizedExpression
                ? parenthesizedExpression.expression()
                : expression;
    }

    private PartitionClause parseListPartitioning(boolean hasListKeyword, int start) {
        List<Name> columns = cursor.readNamesInParentheses();
        boolean isExplicit = cursor.isAt(TokenKind.LEFT_PARENTHESIS);
        List<PartitionDefinition> partitions = isExplicit ? parsePartitions(AllowedPartitions.LISTS) : List.of();
        if (!hasListKeyword && !partitions.isEmpty()) {
            cursor.recordRefusal(
                    SyntaxRule.UNSUPPORTED_SYNTAX,
                    partitions.get(0).span(),
                    "Automatic partitioning",
                    "partitions in advance");
        }
        return new PartitionClause.ListPartitioning(
                columns, hasListKeyword, isExplicit, partitions, cursor.spanSince(start));
    }

    private PartitionClause parseExpressionPartitioning(int start) {
        boolean isParenthesized = cursor.kind() == TokenKind.LEFT_PARENTHESIS;
        List<Expression> items =
                cursor.readListWithOptionalParentheses(expressionParser.primaryParser()::parseCallOrName);
        boolean isExplicit = !isParenthesized
                && items.size() == 1
                && !(items.get(0) instanceof Expression.Reference)
                && cursor.isAt(TokenKind.LEFT_PARENTHESIS);
        List<PartitionDefinition> partitions = isExplicit ? parsePartitions(AllowedPartitions.RANGES) : List.of();
        return new PartitionClause.ExpressionPartitioning(
                items, isParenthesized, isExplicit, partitions, cursor.spanSince(start));
    }

    private List<PartitionDefinition> parsePartitions(AllowedPartitions allowedPartitions) {
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        if (cursor.kind() == TokenKind.RIGHT_PARENTHESIS) {
            cursor.advance();
            return List.of();
        }
        List<PartitionDefinition> partitions = new ArrayList<>();
        do {
            partitions.add(parsePartition(allowedPartitions));
        } while (cursor.accept(TokenKind.COMMA) || (cursor.isPrintedByServer() && cursor.isAt(Keyword.PARTITION)));
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return partitions;
    }

    /** Parses a partition of ALTER TABLE: of a range or of a list, or a batch of such ranges. */
    PartitionDefinition parsePartition() {
        return parsePartition(AllowedPartitions.ALL);
    }

    /** Parses a partition of a range, or a batch of such partitions. */
    public PartitionDefinition parseRangePartition() {
        return parsePartition(AllowedPartitions.RANGES);
    }

    /** Parses a partition of a list. */
    public PartitionDefinition parseListPartition() {
        return parsePartition(AllowedPartitions.LISTS);
    }

    private PartitionDefinition parsePartition(AllowedPartitions allowedPartitions) {
        return allowedPartitions != AllowedPartitions.LISTS && cursor.isAt(Keyword.START)
                ? parsePartitionBatch()
                : parseNamedPartition(allowedPartitions);
    }

    private PartitionDefinition parseNamedPartition(AllowedPartitions allowedPartitions) {
        int start = cursor.position();
        cursor.expect(Keyword.PARTITION);
        boolean ifNotExists = cursor.acceptIfNotExists();
        Name name = cursor.readBareName(() -> cursor.keyword() == Keyword.VALUES);
        cursor.expect(Keyword.VALUES);
        if (allowedPartitions == AllowedPartitions.LISTS
                || (allowedPartitions == AllowedPartitions.ALL && cursor.isAt(Keyword.IN))) {
            cursor.expect(Keyword.IN);
            boolean hasParenthesizedValues = cursor.kind(1) == TokenKind.LEFT_PARENTHESIS;
            List<List<Bound>> values = parseListValues();
            return new PartitionDefinition.ListPartition(
                    ifNotExists, name, values, hasParenthesizedValues, parseProperties(), cursor.spanSince(start));
        }
        if (cursor.accept(TokenKind.LEFT_BRACKET)) {
            List<Bound> lowerBounds = parseRangeBounds();
            cursor.expect(TokenKind.COMMA);
            List<Bound> upperBounds = parseRangeBounds();
            cursor.expect(TokenKind.RIGHT_PARENTHESIS);
            List<Property> properties = parseProperties();
            return new PartitionDefinition.RangePartition(
                    ifNotExists, name, lowerBounds, upperBounds, properties, cursor.spanSince(start));
        }
        cursor.expect(Keyword.LESS, Keyword.THAN);
        boolean hasBareMaxvalue = cursor.accept(Keyword.MAXVALUE);
        List<Bound> values = hasBareMaxvalue ? List.of() : parseRangeBounds();
        List<Property> properties = parseProperties();
        return new PartitionDefinition.LessThanPartition(
                ifNotExists, name, values, hasBareMaxvalue, properties, cursor.spanSince(start));
    }

    /** Parses {@code ("a", "b")}, in which each value is a row, or {@code (("a", "1"), ("b", "2"))}. */
    List<List<Bound>> parseListValues() {
        return cursor.kind(1) == TokenKind.LEFT_PARENTHESIS
                ? cursor.readListInParentheses(() -> cursor.readListInParentheses(this::parseListBound))
                : cursor.readListInParentheses(this::parseListBound).stream()
                        .map(List::of)
                        .toList();
    }

    private List<Property> parseProperties() {
        return cursor.isAt(TokenKind.LEFT_PARENTHESIS) ? clauseParser.parsePropertyList() : List.of();
    }

    private List<Bound> parseRangeBounds() {
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        List<Bound> bounds = new ArrayList<>();
        do {
            bounds.add(parseRangeBound());
        } while (cursor.accept(TokenKind.COMMA)
                || (cursor.isPrintedByServer() && !cursor.isAt(TokenKind.RIGHT_PARENTHESIS)));
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return bounds;
    }

    private Bound parseRangeBound() {
        return cursor.accept(Keyword.MAXVALUE) ? new Bound.MaximumBound() : new Bound.LiteralBound(cursor.readText());
    }

    private Bound parseListBound() {
        return cursor.accept(Keyword.NULL) ? new Bound.NullBound() : new Bound.LiteralBound(cursor.readText());
    }

    /** Parses {@code START ("…") END ("…") EVERY (INTERVAL 1 DAY)}. */
    PartitionDefinition.PartitionBatch parsePartitionBatch() {
        int start = cursor.position();
        cursor.expect(Keyword.START);
        String startText = cursor.readTextInParentheses();
        cursor.expect(Keyword.END);
        String endText = cursor.readTextInParentheses();
        cursor.expect(Keyword.EVERY);
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        int step;
        String unit = null;
        if (cursor.isAt(Keyword.INTERVAL)) {
            Expression.Interval interval = expressionParser.primaryParser().parseInterval();
            step = toStep(interval.amount());
            unit = interval.unit().toUpperCase(Locale.ROOT);
        } else {
            step = cursor.readInt();
        }
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return new PartitionDefinition.PartitionBatch(startText, endText, step, unit, cursor.spanSince(start));
    }

    /**
     * Returns the value of an integer with an optional minus sign. For any other amount, records a refusal and returns
     * 0.
     */
    private int toStep(Expression amount) {
        boolean isNegative = false;
        Expression value = amount.unwrap();
        if (value instanceof Expression.Unary unary && unary.operator() == Operator.MINUS) {
            isNegative = true;
            value = unary.operand();
        }
        Integer step = value instanceof Expression.NumberLiteral number ? number.shortIntegerValue() : null;
        if (step != null) {
            return isNegative ? -step : step;
        }
        cursor.recordRefusal(SyntaxRule.UNSUPPORTED_SYNTAX, amount.span(), "EVERY", cursor.textAt(amount.span()));
        return 0;
    }

    // The expressions that the server accepts after PARTITION BY RANGE instead of columns

    private void refuseInvalidRangeExpression(Expression expression) {
        boolean isCast = false;
        Expression unwrappedExpression = expression;
        while (unwrappedExpression instanceof Expression.Cast
                || unwrappedExpression instanceof Expression.ParenthesizedExpression) {
            isCast |= unwrappedExpression instanceof Expression.Cast;
            unwrappedExpression = unwrappedExpression instanceof Expression.Cast castExpression
                    ? castExpression.value()
                    : ((Expression.ParenthesizedExpression) unwrappedExpression).expression();
        }
        // SHOW CREATE TABLE prints this form for a table that CREATE TABLE … PARTITION BY date_trunc(…) LIKE has
        // created, although the server refuses it as input.
        if (unwrappedExpression instanceof Call call && !cursor.isPrintedByServer() && !mayDefineRanges(call, isCast)) {
            refuseExpression(call);
        }
    }

    private void refuseExpression(Expression expression) {
        Span span = expression.span();
        cursor.recordRefusal(SyntaxRule.UNSUPPORTED_SYNTAX, span, "PARTITION BY", cursor.textAt(span));
    }

    private static boolean mayDefineRanges(Call call, boolean isCast) {
        boolean isFunctionOfColumn =
                !call.arguments().isEmpty() && call.arguments().get(0) instanceof Expression.Reference;
        return isFunctionOfColumn
                && switch (lowerCaseFunctionName(call)) {
                    case "substr", "substring", "str2date" -> true;
                    case "from_unixtime", "from_unixtime_ms" ->
                        !isCast && call.arguments().size() == 1;
                    default -> false;
                };
    }

    private static String lowerCaseFunctionName(Call call) {
        return call.function().toString().toLowerCase(Locale.ROOT);
    }

    // The expressions that the server accepts after PARTITION BY of a materialized view

    private static final Set<String> TRUNCATION_UNITS = Set.of("minute", "hour", "day", "week", "month", "year");
    private static final Set<String> SLICE_UNITS = Set.of("minute", "hour", "day", "month", "year");

    /**
     * Parses an item of PARTITION BY of a materialized view: a column, or one of three functions of a column. Records a
     * refusal of anything else.
     */
    public Expression parseMaterializedViewItem() {
        Expression item = expressionParser.parsePrimary();
        boolean isSupported = item instanceof Expression.Reference
                || (item instanceof Call call && mayPartitionMaterializedView(call) && !roundsUp(call));
        if (!isSupported) {
            refuseExpression(item);
        }
        return item;
    }

    private static boolean mayPartitionMaterializedView(Call call) {
        List<Expression> arguments = call.arguments();
        if (arguments.size() < 2) {
            return false;
        }
        Expression firstArgument = arguments.get(0);
        Expression secondArgument = arguments.get(1);
        return switch (lowerCaseFunctionName(call)) {
            case "date_trunc" ->
                arguments.size() == 2
                        && secondArgument instanceof Expression.Reference
                        && isOneOf(firstArgument, TRUNCATION_UNITS);
            case "time_slice" -> firstArgument instanceof Expression.Reference && areSliceArguments(arguments);
            case "str2date" ->
                arguments.size() == 2
                        && firstArgument instanceof Expression.Reference
                        && secondArgument instanceof StringLiteral;
            default -> false;
        };
    }

    /**
     * Returns whether the arguments after the first one are {@code INTERVAL 5 MINUTE} or begin with a number, as in
     * {@code 5, 'minute', 'floor'}. The unit after a number is checked only if a boundary follows it.
     */
    private static boolean areSliceArguments(List<Expression> arguments) {
        Expression amount = arguments.get(1);
        if (amount instanceof Expression.Interval interval) {
            return isInteger(interval.amount())
                    && SLICE_UNITS.contains(interval.unit().toLowerCase(Locale.ROOT));
        }
        return isInteger(amount) && (arguments.size() < 4 || isOneOf(arguments.get(2), SLICE_UNITS));
    }

    /** Returns whether the boundary of {@code time_slice} is anything but FLOOR; the call must have arguments. */
    private static boolean roundsUp(Call call) {
        Expression lastArgument = call.arguments().get(call.arguments().size() - 1);
        if (lastArgument instanceof Expression.UnitBoundary boundary) {
            return !boundary.word().equalsIgnoreCase("floor");
        }
        return call.arguments().size() == 4
                && lastArgument instanceof StringLiteral text
                && !text.value().equalsIgnoreCase("floor");
    }

    private static boolean isInteger(Expression expression) {
        return expression instanceof Expression.NumberLiteral number && number.isInteger();
    }

    private static boolean isOneOf(Expression expression, Set<String> words) {
        return expression instanceof StringLiteral text
                && words.contains(text.value().toLowerCase(Locale.ROOT));
    }
}
