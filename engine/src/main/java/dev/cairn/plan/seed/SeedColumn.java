package dev.cairn.plan.seed;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.ServerDateFormat;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Converts the values of a column in seeded rows between three forms: a literal, the text that the server returns,
 * and a normalized text, which is the same for equal values.
 */
public record SeedColumn(Column column) {
    /**
     * The maximum number of digits, more than any type has. Longer numbers are refused, because their conversion would
     * take long.
     */
    private static final int MAX_DIGITS = 1000;

    /** Returns whether values of the type can be compared exactly. */
    public static boolean isSupported(Type type) {
        PrimitiveType primitiveType = PrimitiveType.of(type);
        return primitiveType == PrimitiveType.BOOLEAN
                || primitiveType.isNumeric()
                || primitiveType.isDateOrDatetime()
                || primitiveType == PrimitiveType.CHAR
                || primitiveType == PrimitiveType.VARCHAR;
    }

    private PrimitiveType primitiveType() {
        return PrimitiveType.of(column.type());
    }

    /**
     * Returns the normalized text of a literal; null for NULL.
     *
     * @throws Refusal if the column can't hold the value unchanged
     */
    public @Nullable String normalizeLiteral(Expression writtenExpression) {
        Expression value = writtenExpression.unwrap();
        if (value instanceof Expression.NullLiteral) {
            if (!column.isNullable()) {
                throw Refusal.ofAnalysis(writtenExpression.span(), SeedRule.NULL_VALUE, column.name());
            }
            return null;
        }
        String text = findLiteralText(value)
                .orElseThrow(() -> Refusal.ofAnalysis(
                        writtenExpression.span(),
                        SeedRule.NOT_A_LITERAL,
                        column.name(),
                        formatType(),
                        Sql.render(writtenExpression),
                        describeExpectedLiteral()));
        if (primitiveType().isCharacterType()) {
            requireFittingLength(text, writtenExpression);
            return text;
        }
        return findNormalizedText(text)
                .filter(this::isInRange)
                .orElseThrow(() -> Refusal.ofAnalysis(
                        writtenExpression.span(),
                        SeedRule.OUT_OF_RANGE,
                        column.name(),
                        formatType(),
                        Sql.render(writtenExpression)));
    }

    private String formatType() {
        return TypeFormat.formatForShowCreate(column.type());
    }

    private String describeExpectedLiteral() {
        if (primitiveType().isNumeric()) {
            return primitiveType().isFixedPoint() ? "an integer" : "a number";
        }
        if (primitiveType() == PrimitiveType.BOOLEAN) {
            return "TRUE or FALSE";
        }
        return primitiveType().isDateOrDatetime() ? "a date in quotes" : "a text in quotes";
    }

    /** Returns the text of a literal; empty if it does not have the form for the type. */
    private Optional<String> findLiteralText(Expression value) {
        if (primitiveType().isNumeric()) {
            return findNumberText(value);
        }
        if (primitiveType() == PrimitiveType.BOOLEAN) {
            return value instanceof Expression.BooleanLiteral bool
                    ? Optional.of(String.valueOf(bool.value()))
                    : findNumberText(value).filter(digit -> digit.equals("0") || digit.equals("1"));
        }
        if (primitiveType().isDateOrDatetime() && value instanceof Expression.DateLiteral date) {
            return Optional.of(date.value());
        }
        return value instanceof Expression.StringLiteral text ? Optional.of(text.value()) : Optional.empty();
    }

    private Optional<String> findNumberText(Expression value) {
        if (value instanceof Expression.Unary unary && unary.isSignedNumber()) {
            String sign = unary.operator() == Operator.MINUS ? "-" : "";
            Expression operand = unary.operand().unwrap();
            return operand instanceof Expression.NumberLiteral number && isNumberOfType(number)
                    ? Optional.of(sign + number.text())
                    : Optional.empty();
        }
        return value instanceof Expression.NumberLiteral number && isNumberOfType(number)
                ? Optional.of(number.text())
                : Optional.empty();
    }

    private boolean isNumberOfType(Expression.NumberLiteral number) {
        return number.isInteger() || (!primitiveType().isFixedPoint() && primitiveType() != PrimitiveType.BOOLEAN);
    }

    private void requireFittingLength(String text, Expression writtenExpression) {
        int byteCount = text.getBytes(StandardCharsets.UTF_8).length;
        if (column.type() instanceof Type.Text type && byteCount > type.length()) {
            throw Refusal.ofAnalysis(
                    writtenExpression.span(),
                    SeedRule.TOO_LONG,
                    column.name(),
                    formatType(),
                    Sql.render(writtenExpression),
                    byteCount);
        }
    }

    /** Returns whether the type can hold a value; {@code text} is the normalized text. */
    private boolean isInRange(String text) {
        return switch (primitiveType()) {
            case TINYINT -> fits(text, Byte.SIZE);
            case SMALLINT -> fits(text, Short.SIZE);
            case INT -> fits(text, Integer.SIZE);
            case BIGINT -> fits(text, Long.SIZE);
            case LARGEINT -> fits(text, 128);
            case DATE -> text.length() == 10;
            default -> !(column.type() instanceof Type.Decimal decimalType) || fits(new BigDecimal(text), decimalType);
        };
    }

    private static boolean fits(String integer, int bits) {
        return new BigInteger(integer).bitLength() < bits;
    }

    private static boolean fits(BigDecimal value, Type.Decimal type) {
        return value.scale() <= type.scale() && value.precision() - value.scale() <= type.precision() - type.scale();
    }

    /**
     * Returns the normalized text of a value, which is the same for equal values; empty if the text is not a number or
     * a date of the type. For a BOOLEAN, each text except {@code 1} and {@code true} counts as false.
     */
    public Optional<String> findNormalizedText(String text) {
        try {
            return Optional.of(normalize(text));
        } catch (NumberFormatException | DateTimeException ignored) {
            return Optional.empty();
        }
    }

    private String normalize(String text) {
        return switch (primitiveType()) {
            case BOOLEAN -> String.valueOf(text.equals("1") || text.equalsIgnoreCase("true"));
            case TINYINT, SMALLINT, INT, BIGINT, LARGEINT -> new BigInteger(requireBoundedLength(text)).toString();
            case FLOAT -> Float.toString(requireFinite(Float.parseFloat(text)));
            case DOUBLE -> Double.toString(requireFinite(Double.parseDouble(text)));
            case DATE -> formatDate(ServerDateFormat.parse(text));
            case DATETIME -> ServerDateFormat.formatDateTime(ServerDateFormat.parse(text));
            default -> primitiveType().isDecimal() ? normalizeDecimal(requireBoundedLength(text)) : text;
        };
    }

    private static String requireBoundedLength(String number) {
        if (number.length() > MAX_DIGITS) {
            throw new NumberFormatException(number);
        }
        return number;
    }

    private static String normalizeDecimal(String text) {
        BigDecimal value = new BigDecimal(text);
        if (Math.abs((long) value.scale()) > MAX_DIGITS) {
            throw new NumberFormatException(text);
        }
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    private static <N extends Number> N requireFinite(N value) {
        if (!Double.isFinite(value.doubleValue())) {
            throw new NumberFormatException(value.toString());
        }
        return value;
    }

    /** Formats a date. If it has a time of day, the text is longer, and {@link #isInRange} rejects it. */
    private static String formatDate(LocalDateTime value) {
        return value.toLocalDate().atStartOfDay().equals(value)
                ? ServerDateFormat.formatDate(value)
                : ServerDateFormat.formatDateTime(value);
    }

    /** Returns the literal of a normalized text; {@code NULL} for null. */
    public String toLiteral(@Nullable String text) {
        if (text == null) {
            return "NULL";
        }
        if (primitiveType().isFloatingPoint()) {
            // Without an exponent, the server reads the number as a decimal, and its conversion is not exact.
            return text.contains("E") ? text : text + "E0";
        }
        if (primitiveType() == PrimitiveType.BOOLEAN) {
            return text.equals("true") ? "TRUE" : "FALSE";
        }
        return primitiveType().isNumeric() ? text : Sql.render(new Expression.StringLiteral(text, '\'', Span.NONE));
    }
}
