package dev.cairn.analysis.type;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.Type.Decimal;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * An operand of a comparison. The server usually casts both operands to their common type. A literal that has the same
 * text in the type of the other operand is instead converted to that type: {@code '7'} is the number 7, but
 * {@code '7.0'} is not.
 */
public record ComparedValue(Expression expression, Type type) {
    private static final DateTimeFormatter DATE_FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd").withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter DATETIME_FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter MICROSECOND_FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS").withResolverStyle(ResolverStyle.STRICT);
    private static final int COMPACT_DATE_LENGTH = 8;

    PrimitiveType primitiveType() {
        return PrimitiveType.of(type);
    }

    boolean isLiteral() {
        return ExpressionType.isLiteral(expression);
    }

    boolean isNullLiteral() {
        return expression.unwrap() instanceof Expression.NullLiteral;
    }

    /** Returns whether the value may differ from row to row, because it contains a column or a subquery. */
    boolean variesByRow() {
        return expression.contains(
                subexpression -> subexpression instanceof Expression.Reference || subexpression.query() != null);
    }

    /** Returns whether the value is a literal of a different type that has the same text in the target type. */
    boolean isCanonicalLiteralOf(Type targetType) {
        PrimitiveType targetPrimitive = PrimitiveType.of(targetType);
        if (!isLiteral()
                || CastRules.isUnnecessary(type, targetType)
                || primitiveType() == PrimitiveType.FLOAT
                || targetPrimitive == PrimitiveType.FLOAT) {
            return false;
        }
        if (isNullLiteral()) {
            return true;
        }
        String text = findLiteralText();
        return text != null && isCanonicalText(text, targetPrimitive, targetType);
    }

    /** Returns the text of the literal in its own type; null if the server does not compare it as text. */
    private @Nullable String findLiteralText() {
        Expression bareExpression = expression.unwrap();
        if (bareExpression instanceof Expression.StringLiteral text) {
            return text.value();
        }
        if (bareExpression instanceof Expression.DateLiteral date) {
            return date.value();
        }
        if (bareExpression instanceof Expression.BooleanLiteral bool) {
            return String.valueOf(bool.value());
        }
        BigDecimal number = findNumericValue(bareExpression);
        return number == null || primitiveType().isFloatingPoint() ? null : number.toPlainString();
    }

    private static @Nullable BigDecimal findNumericValue(Expression literal) {
        if (literal instanceof Expression.ParenthesizedExpression parenthesized) {
            return findNumericValue(parenthesized.expression());
        }
        if (literal instanceof Expression.Unary unary) {
            BigDecimal number = findNumericValue(unary.operand());
            return number == null || unary.operator() == Operator.PLUS ? number : number.negate();
        }
        if (!(literal instanceof Expression.NumberLiteral number)) {
            return null;
        }
        BigDecimal decimal = new BigDecimal(number.text());
        return decimal.scale() < 0 ? decimal.setScale(0) : decimal;
    }

    private boolean isCanonicalText(String text, PrimitiveType targetPrimitive, Type targetType) {
        try {
            return switch (targetPrimitive) {
                case BOOLEAN -> text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
                case TINYINT -> text.equals(String.valueOf(Byte.parseByte(text)));
                case SMALLINT -> text.equals(String.valueOf(Short.parseShort(text)));
                case INT -> text.equals(String.valueOf(Integer.parseInt(text)));
                case BIGINT -> text.equals(String.valueOf(Long.parseLong(text)));
                case LARGEINT -> text.equals(new BigInteger(text).toString());
                case DOUBLE ->
                    text.equals(BigDecimal.valueOf(Double.parseDouble(text))
                            .stripTrailingZeros()
                            .toPlainString());
                case DECIMAL32, DECIMAL64, DECIMAL128, DECIMAL256 -> isCanonicalDecimal(text, (Decimal) targetType);
                case DATE -> isCanonicalDate(text);
                case DATETIME -> isCanonicalDatetime(text);
                case CHAR, VARCHAR -> primitiveType() != PrimitiveType.BOOLEAN;
                default -> false;
            };
        } catch (NumberFormatException ignored) {
            return false;
        }
    }

    private static boolean isCanonicalDecimal(String text, Decimal targetType) {
        BigDecimal number = new BigDecimal(text);
        boolean hasEnoughDigits = number.precision() - number.scale() <= targetType.precision() - targetType.scale();
        return hasEnoughDigits
                && text.equals(number.setScale(targetType.scale(), RoundingMode.HALF_UP)
                        .toPlainString());
    }

    /**
     * Returns whether the text is a date. The separators between year, month and day may be missing if the literal is a
     * number or a text.
     */
    private boolean isCanonicalDate(String text) {
        boolean isCompact = text.length() == COMPACT_DATE_LENGTH
                && (primitiveType().isInteger() || primitiveType().isCharacterType());
        String dateText =
                isCompact ? text.substring(0, 4) + "-" + text.substring(4, 6) + "-" + text.substring(6) : text;
        try {
            LocalDate.parse(dateText, DATE_FORMAT);
            return true;
        } catch (DateTimeException ignored) {
            return false;
        }
    }

    private static boolean isCanonicalDatetime(String text) {
        try {
            LocalDateTime dateTime =
                    LocalDateTime.parse(text, text.indexOf('.') < 0 ? DATETIME_FORMAT : MICROSECOND_FORMAT);
            return text.equals(dateTime.format(
                    dateTime.truncatedTo(ChronoUnit.SECONDS).equals(dateTime) ? DATETIME_FORMAT : MICROSECOND_FORMAT));
        } catch (DateTimeException ignored) {
            return false;
        }
    }
}
