package dev.cairn.engine.row;

import dev.cairn.analysis.expression.ExpressionRule;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.engine.value.LiteralValueParser;
import dev.cairn.engine.value.ValueRule;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.ServerDateFormat;
import dev.cairn.sql.ast.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The condition of a DELETE from a table without PRIMARY KEY. The server reads the text of each value as a value of the
 * type of its column, instead of casting the value as in a query. It reads the values only if the DELETE names
 * partitions, or if at least one partition is not pruned. The statement must have passed {@link DeleteCheck}, at least
 * the checks of the form of its condition and of its columns.
 *
 * @param table the table, whose columns the condition compares with literals
 */
public record DeleteCondition(Table table, Expression condition) {
    private static final char QUOTE = '\'';

    /**
     * Returns the condition with values of the types of the columns; empty if it compares a column with NULL, because
     * the server then deletes nothing. Refuses a value that is invalid for the type of its column, and a column that a
     * rollup lacks.
     */
    public Optional<Expression> convertValues() {
        Expression convertedCondition = null;
        for (Expression conjunct : condition.conjuncts()) {
            Expression convertedConjunct = convertConjunct(conjunct.unwrap()).orElse(null);
            if (convertedConjunct == null) {
                return Optional.empty();
            }
            convertedCondition = convertedCondition == null
                    ? convertedConjunct
                    : new Expression.Binary(Operator.AND, convertedCondition, convertedConjunct, conjunct.span());
        }
        table.rollups().forEach(this::requireColumns);
        return Optional.ofNullable(convertedCondition);
    }

    /** Returns a condition with the bare names of its columns, because the server ignores the qualifiers. */
    public static Expression removeQualifiers(Expression condition) {
        return condition instanceof Expression.Reference reference
                ? Expression.Reference.of(reference.name().lastPart(), reference.span())
                : condition.mapChildren(DeleteCondition::removeQualifiers);
    }

    /**
     * Returns whether a frontend can convert each value to the type of its column; the frontend prunes no partition by
     * a value that it can't convert. Any value can be converted to a text.
     */
    public boolean hasConvertibleValues() {
        return condition.conjuncts().stream().map(Expression::unwrap).allMatch(this::hasConvertibleValues);
    }

    private boolean hasConvertibleValues(Expression conjunct) {
        if (conjunct instanceof Expression.Binary comparison) {
            return isConvertible(comparison.left(), comparison.right().unwrap());
        }
        return !(conjunct instanceof Expression.In inPredicate)
                || inPredicate.candidates().stream()
                        .allMatch(candidate -> isConvertible(inPredicate.value(), candidate.unwrap()));
    }

    private boolean isConvertible(Expression reference, Expression value) {
        Type type = requireColumn(reference).type();
        Optional<String> text = findLiteralText(value);
        if (text.isEmpty() || PrimitiveType.of(type).isCharacterType()) {
            return true;
        }
        try {
            convertText(text.get(), type, value);
            return true;
        } catch (InvalidValueException ignored) {
            return false;
        }
    }

    /** Requires that a rollup has the columns of the condition. */
    private void requireColumns(Rollup rollup) {
        for (String name : condition.collectReferenceNames()) {
            if (rollup.columns().stream().noneMatch(column -> column.isNamed(name))) {
                throw Refusal.ofExecution(
                        condition.span(), ServerError.UNKNOWN_COLUMN, name, "index[" + rollup.name() + "]");
            }
        }
    }

    private Optional<Expression> convertConjunct(Expression conjunct) {
        if (conjunct instanceof Expression.Binary comparison) {
            if (comparison.operator().canonicalOperator() == Operator.NULL_SAFE_EQUAL) {
                throw Refusal.ofExecution(
                        comparison.span(), CommonRule.UNSUPPORTED, "DELETE from a table without PRIMARY KEY", "<=>");
            }
            Expression value = comparison.right().unwrap();
            return value instanceof Expression.NullLiteral
                    ? Optional.empty()
                    : Optional.of(new Expression.Binary(
                            comparison.operator(),
                            comparison.left(),
                            convertValue(comparison.left(), value),
                            comparison.span()));
        }
        if (conjunct instanceof Expression.In inPredicate) {
            List<Expression> candidates = new ArrayList<>();
            for (Expression candidate : inPredicate.candidates()) {
                if (!(candidate.unwrap() instanceof Expression.NullLiteral)) {
                    candidates.add(convertValue(inPredicate.value(), candidate.unwrap()));
                }
            }
            return candidates.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Expression.In(
                            inPredicate.isNegated(), inPredicate.value(), candidates, inPredicate.span()));
        }
        return Optional.of(conjunct);
    }

    private Expression convertValue(Expression reference, Expression value) {
        Column column = requireColumn(reference);
        String text = findLiteralText(value).orElse(null);
        if (text == null) {
            return value;
        }
        try {
            return convertText(text, column.type(), value);
        } catch (InvalidValueException failure) {
            throw Refusal.ofExecution(value.span(), RowRule.DELETE_VALUE_INVALID, column.name(), failure.problem());
        }
    }

    private Column requireColumn(Expression reference) {
        String columnName =
                ((Expression.Reference) reference.unwrap()).name().lastPart().text();
        return table.findColumn(columnName).orElseThrow();
    }

    /** Returns the text of a literal; empty for a binary literal. */
    private static Optional<String> findLiteralText(Expression literal) {
        BigDecimal number = literal.numberValue();
        if (number != null) {
            return Optional.of(number.toPlainString());
        }
        if (literal instanceof Expression.BooleanLiteral bool) {
            return Optional.of(bool.value() ? "TRUE" : "FALSE");
        }
        if (literal instanceof Expression.DateLiteral dateText) {
            LocalDateTime time = ServerDateFormat.parse(dateText.value());
            return Optional.of(
                    dateText.hasTime() ? ServerDateFormat.formatDateTime(time) : ServerDateFormat.formatDate(time));
        }
        return literal.findQuotedText();
    }

    /**
     * Returns an expression whose value is the text, read as a value of the type; a number becomes a cast of the text.
     *
     * @param value the literal that has the text
     */
    private static Expression convertText(String text, Type type, Expression value) throws InvalidValueException {
        Expression.StringLiteral textLiteral = new Expression.StringLiteral(text, QUOTE, value.span());
        switch (PrimitiveType.of(type)) {
            case CHAR, VARCHAR -> {
                requireLength(text, (Type.Text) type);
                return textLiteral;
            }
            case HLL, VARBINARY -> {
                return textLiteral;
            }
            case BOOLEAN -> {
                return new Expression.BooleanLiteral(LiteralValueParser.parseBoolean(text), value.span());
            }
            case DATE -> {
                String dateText = ServerDateFormat.formatDate(LiteralValueParser.parseDateTime(text));
                return new Expression.DateLiteral(false, dateText, value.span());
            }
            case DATETIME -> {
                String timeText = ServerDateFormat.formatDateTime(LiteralValueParser.parseDateTime(text));
                return new Expression.DateLiteral(true, timeText, value.span());
            }
            case TINYINT, SMALLINT, INT, BIGINT -> LiteralValueParser.parseInteger(text, type);
            case LARGEINT -> LiteralValueParser.parseLargeInteger(text);
            case DECIMALV2, DECIMAL32, DECIMAL64, DECIMAL128, DECIMAL256 -> requireFit(text, (Type.Decimal) type);
            default ->
                throw new InvalidValueException(
                        CommonRule.UNSUPPORTED, "The condition of DELETE", TypeFormat.formatForMessages(type));
        }
        return new Expression.Cast("CAST", textLiteral, type, value.span());
    }

    private static void requireLength(String text, Type.Text type) throws InvalidValueException {
        if (text.getBytes(StandardCharsets.UTF_8).length > type.length()) {
            throw new InvalidValueException(ValueRule.LITERAL_FORMAT, text);
        }
    }

    private static void requireFit(String text, Type.Decimal type) throws InvalidValueException {
        if (!LiteralValueParser.fits(LiteralValueParser.parseDecimal(text), type)) {
            throw new InvalidValueException(
                    ExpressionRule.NUMBER_OUT_OF_RANGE, text, TypeFormat.formatForMessages(type));
        }
    }
}
