package dev.cairn.analysis.type;

import dev.cairn.catalog.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Number.Kind;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.Type.Decimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Determines the type of a literal: the smallest that holds it. */
public final class LiteralTypes {
    private static final BigInteger LARGEST = BigInteger.ONE.shiftLeft(127);
    /** Literals with more digits are out of LARGEINT's range. */
    private static final int LARGEST_DIGITS = 39;
    /** With more digits before the point, a number with an exponent is not a decimal. */
    private static final int LARGEST_EXACT = 38;

    private static final int LARGEST_WHOLE = 76;

    private LiteralTypes() {}

    /** Returns null for an expression that is no literal. */
    public static @Nullable ExpressionType of(Expression expression) {
        if (expression instanceof Expression.Number number) {
            return ExpressionType.of(number(number), false);
        }
        if (expression instanceof Expression.Text) {
            return ExpressionType.of(TypeConstants.VARCHAR, false);
        }
        if (expression instanceof Expression.Null) {
            return ExpressionType.nullable(TypeConstants.NULL);
        }
        if (expression instanceof Expression.Bool) {
            return ExpressionType.of(TypeConstants.BOOLEAN, false);
        }
        if (expression instanceof Expression.DateText date) {
            return ExpressionType.of(date.withTime() ? TypeConstants.DATETIME : TypeConstants.DATE, false);
        }
        return expression instanceof Expression.Hex ? ExpressionType.of(TypeConstants.VARBINARY, false) : null;
    }

    /**
     * Returns the value of an integer literal, with any signs before it; null for any other expression and for a value
     * out of range.
     */
    public static @Nullable Long integer(Expression expression) {
        if (expression instanceof Expression.Unary unary && isSigned(unary)) {
            Long value = integer(unary.operand());
            return value == null || unary.operator() == Expression.Operator.PLUS ? value : Long.valueOf(-value);
        }
        if (expression instanceof Expression.Group group) {
            return integer(group.inner());
        }
        boolean integer = expression instanceof Expression.Number number && number.kind() == Kind.INTEGER;
        return integer ? value(((Expression.Number) expression).text()) : null;
    }

    /** Whether the server reads a sign as part of a number. */
    public static boolean isSigned(Expression.Unary unary) {
        return (unary.operator() == Expression.Operator.MINUS || unary.operator() == Expression.Operator.PLUS)
                && isNumber(unary.operand());
    }

    public static boolean isLiteral(Expression expression) {
        if (expression instanceof Expression.Group group) {
            return isLiteral(group.inner());
        }
        return expression instanceof Expression.Unary unary ? isSigned(unary) : of(expression) != null;
    }

    private static boolean isNumber(Expression expression) {
        if (expression instanceof Expression.Group group) {
            return isNumber(group.inner());
        }
        return expression instanceof Expression.Number
                || (expression instanceof Expression.Unary unary && isSigned(unary));
    }

    private static Type number(Expression.Number number) {
        if (number.kind() != Kind.INTEGER) {
            return decimal(number);
        }
        Long value = value(number.text());
        if (value == null) {
            return large(number);
        }
        if (value <= Byte.MAX_VALUE) {
            return TypeConstants.TINYINT;
        }
        if (value <= Short.MAX_VALUE) {
            return TypeConstants.SMALLINT;
        }
        return value <= Integer.MAX_VALUE ? TypeConstants.INT : TypeConstants.BIGINT;
    }

    private static @Nullable Long value(String digits) {
        try {
            return Long.valueOf(digits);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static Type large(Expression.Number number) {
        String digits = number.text();
        if (digits.length() > LARGEST_DIGITS) {
            return decimal(number);
        }
        int order = new BigInteger(digits).compareTo(LARGEST);
        if (order == 0) {
            throw Refusal.at(number, TypeRule.NUMERIC_OVERFLOW, digits);
        }
        return order < 0 ? TypeConstants.LARGEINT : decimal(number);
    }

    private static Type decimal(Expression.Number number) {
        DigitCount digits = DigitCount.of(number.text());
        if (number.kind() == Kind.DOUBLE && digits.whole() > LARGEST_EXACT) {
            double value = Double.parseDouble(number.text());
            return Float.toString((float) value).equals(Double.toString(value))
                    ? TypeConstants.FLOAT
                    : TypeConstants.DOUBLE;
        }
        if (digits.whole() > LARGEST_WHOLE) {
            throw Refusal.execution(
                    number.span(),
                    TypeRule.DECIMAL_LITERAL_OVERFLOW,
                    number.text(),
                    digits.precision(),
                    digits.scale());
        }
        int scale = Math.min(LARGEST_WHOLE - digits.whole(), digits.scale());
        int precision = digits.whole() + scale;
        return new Decimal(Decimals.narrowest(precision), precision, scale);
    }
}
