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
 * An operand of a comparison. The server usually casts both operands to their common type; but a literal that has the
 * same text in the type of the other operand is converted to that type: {@code '7'} is the number 7, but {@code '7.0'}
 * is not.
 */
public record ComparedValue(Expression expression, Type type) {
    private static final DateTimeFormatter DATE_FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd").withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter DATETIME_FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter MICROSECOND_FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS").withResolverStyle(ResolverStyle.STRICT);
    private static final int COMPACT_DATE_LENGTH = 8;

    PrimitiveType primitive() {
        return PrimitiveType.of(type);
    }

    boolean isLiteral() {
        return ExpressionType.isLiteral(expression);
    }

    boolean isNull() {
        return expression.unwrap() instanceof Expression.Null;
    }

    /** Returns whether the value differs from row to row. */
    boolean variesByRow() {
        return expression.contains(
                subexpression -> subexpression instanceof Expression.Reference || subexpression.query() != null);
    }

    /** Returns whether the value is a literal of a different type that has the same text in the target type. */
    boolean isLiteralOf(Type target) {
        PrimitiveType targetPrimitive = PrimitiveType.of(target);
        if (!isLiteral()
                || CastRules.isUnnecessary(type, target)
                || primitive() == PrimitiveType.FLOAT
                || targetPrimitive == PrimitiveType.FLOAT) {
            return false;
        }
        if (isNull()) {
            return true;
        }
        String text = literalText();
        return text != null && isCanonicalText(text, targetPrimitive, target);
    }

    /** Returns the text of the literal in its own type; null if the server does not compare it as text. */
    private @Nullable String literalText() {
        Expression bareExpression = expression.unwrap();
        if (bareExpression instanceof Expression.Text text) {
            return text.value();
        }
        if (bareExpression instanceof Expression.DateText date) {
            return date.value();
        }
        if (bareExpression instanceof Expression.Bool bool) {
            return String.valueOf(bool.value());
        }
        BigDecimal number = numericValue(bareExpression);
        return number == null || primitive().isFloatingPoint() ? null : number.toPlainString();
    }

    private static @Nullable BigDecimal numericValue(Expression literal) {
        if (literal instanceof Expression.ParenthesizedExpression parenthesized) {
            return numericValue(parenthesized.expression());
        }
        if (literal instanceof Expression.Unary unary) {
            BigDecimal number = numericValue(unary.operand());
            return number == null || unary.operator() == Operator.PLUS ? number : number.negate();
        }
        if (!(literal instanceof Expression.Number number)) {
            return null;
        }
        BigDecimal decimal = new BigDecimal(number.text());
        return decimal.scale() < 0 ? decimal.setScale(0) : decimal;
    }

    private boolean isCanonicalText(String text, PrimitiveType targetPrimitive, Type target) {
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
                case DECIMAL32, DECIMAL64, DECIMAL128, DECIMAL256 -> isDecimal(text, (Decimal) target);
                case DATE -> isDate(text);
                case DATETIME -> isDatetime(text);
                case CHAR, VARCHAR -> primitive() != PrimitiveType.BOOLEAN;
                default -> false;
            };
        } catch (NumberFormatException ignored) {
            return false;
        }
    }

    private static boolean isDecimal(String text, Decimal target) {
        BigDecimal number = new BigDecimal(text);
        boolean hasEnoughDigits = number.precision() - number.scale() <= target.precision() - target.scale();
        return hasEnoughDigits
                && text.equals(
                        number.setScale(target.scale(), RoundingMode.HALF_UP).toPlainString());
    }

    /**
     * Returns whether the text is a date. The separators between year, month and day may be missing if the literal is a
     * number or a text.
     */
    private boolean isDate(String text) {
        boolean isCompact = text.length() == COMPACT_DATE_LENGTH
                && (primitive().isInteger() || primitive().isCharacterType());
        String dateText =
                isCompact ? text.substring(0, 4) + "-" + text.substring(4, 6) + "-" + text.substring(6) : text;
        try {
            LocalDate.parse(dateText, DATE_FORMAT);
            return true;
        } catch (DateTimeException ignored) {
            return false;
        }
    }

    private static boolean isDatetime(String text) {
        try {
            LocalDateTime time =
                    LocalDateTime.parse(text, text.indexOf('.') < 0 ? DATETIME_FORMAT : MICROSECOND_FORMAT);
            return text.equals(time.format(
                    time.truncatedTo(ChronoUnit.SECONDS).equals(time) ? DATETIME_FORMAT : MICROSECOND_FORMAT));
        } catch (DateTimeException ignored) {
            return false;
        }
    }
}
