package dev.cairn.analysis.type;

import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.NumberLiteral.Kind;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.Type.Decimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The type of an expression's values.
 *
 * @param type the type of the values; null if it is unknown. The type of an operation with an unknown operand is
 *     unknown, too, and never guessed.
 * @param isNullable whether the server considers the expression nullable, even if its value is never NULL
 * @param state the declaration of the state if the values are aggregate states, which functions such as {@code
 *     sum_merge} require; null for other values
 * @param nullCause why a value may be NULL; null if it never is, even if the server considers the expression nullable
 * @param operandTypes the types of the operands after implicit casts, in the order of the text; the columns of a
 *     subquery after IN are operands, too. The list is empty if the operands are never cast, or if a type is unknown.
 */
public record ExpressionType(
        @Nullable Type type,
        boolean isNullable,
        Aggregation.@Nullable State state,
        @Nullable NullCause nullCause,
        List<Type> operandTypes) {
    /** The absolute value of the smallest LARGEINT, which the largest one does not reach. */
    private static final BigInteger LARGEINT_BOUND = BigInteger.ONE.shiftLeft(127);
    /** Literals with more digits are out of LARGEINT's range. */
    private static final int MAX_LARGEINT_DIGITS = 39;
    /** A number in exponent notation is a FLOAT or DOUBLE if it has more digits than this before the decimal point. */
    private static final int MAX_EXACT_DIGITS = 38;

    /** The type of an unknown expression. */
    public static final ExpressionType UNKNOWN = new ExpressionType(null, true, null, NullCause.UNKNOWN);

    public ExpressionType {
        operandTypes = List.copyOf(operandTypes);
    }

    public ExpressionType(
            @Nullable Type type, boolean isNullable, Aggregation.@Nullable State state, @Nullable NullCause nullCause) {
        this(type, isNullable, state, nullCause, List.of());
    }

    /** Returns a type without a known cause: the value may be NULL if the server considers it nullable. */
    public static ExpressionType of(Type type, boolean isNullable) {
        return of(type, isNullable, isNullable ? NullCause.UNKNOWN : null);
    }

    public static ExpressionType of(Type type, boolean isNullable, @Nullable NullCause nullCause) {
        return new ExpressionType(type, isNullable, null, nullCause);
    }

    public static ExpressionType ofNullable(Type type) {
        return of(type, true);
    }

    /** Returns the type of a value that the server considers nullable. */
    public static ExpressionType ofNullable(Type type, @Nullable NullCause nullCause) {
        return of(type, true, nullCause);
    }

    /** Returns the type of a declared column. */
    public static ExpressionType ofColumn(@Nullable Type type, boolean isNullable, Aggregation.@Nullable State state) {
        return new ExpressionType(type, isNullable, state, isNullable ? NullCause.UNNAMED_COLUMN : null);
    }

    /** Returns the same type, which the server considers nullable from here on. */
    public ExpressionType asNullable() {
        return isNullable ? this : new ExpressionType(type, true, state, nullCause, operandTypes);
    }

    /** Returns the same type with another cause; the type of an unknown value is returned unchanged. */
    public ExpressionType withNullCause(@Nullable NullCause newCause) {
        boolean isUnknown = type == null && nullCause != null && nullCause.kind() == NullCause.Kind.UNKNOWN;
        boolean isUnchanged = isUnknown || (nullCause == null && newCause == null);
        return isUnchanged ? this : new ExpressionType(type, isNullable, state, newCause, operandTypes);
    }

    /** Returns the same type with the types that the operands are cast to. */
    public ExpressionType withOperandTypes(List<Type> newOperandTypes) {
        return new ExpressionType(type, isNullable, state, nullCause, newOperandTypes);
    }

    /**
     * Returns the type of a literal, with any sign: the smallest type that holds it. Null for an expression that is not
     * a literal.
     *
     * @throws Refusal if the server has no type for the number
     */
    public static @Nullable ExpressionType ofLiteral(Expression expression, Version version) {
        if (expression instanceof Expression.NumberLiteral number) {
            return of(determineNumberType(number, false, version), false);
        }
        if (expression instanceof Expression.Unary unary && unary.isSignedNumber()) {
            return of(determineNumberType(unary.number(), unary.isNegativeNumber(), version), false);
        }
        if (expression instanceof Expression.StringLiteral) {
            return of(TypeConstants.VARCHAR, false);
        }
        if (expression instanceof Expression.NullLiteral) {
            return ofNullable(TypeConstants.NULL, NullCause.of(NullCause.Kind.NULL_LITERAL, expression.span()));
        }
        if (expression instanceof Expression.BooleanLiteral) {
            return of(TypeConstants.BOOLEAN, false);
        }
        if (expression instanceof Expression.DateLiteral dateText) {
            return of(dateText.hasTime() ? TypeConstants.DATETIME : TypeConstants.DATE, false);
        }
        return expression instanceof Expression.HexLiteral ? of(TypeConstants.VARBINARY, false) : null;
    }

    /** Returns whether the expression is a literal, with any signs and parentheses. */
    public static boolean isLiteral(Expression expression) {
        if (expression instanceof Expression.ParenthesizedExpression parenthesized) {
            return isLiteral(parenthesized.expression());
        }
        return expression instanceof Expression.Unary unary ? unary.isSignedNumber() : expression.isPlainLiteral();
    }

    /**
     * Returns the type of a field of this struct. The server considers it nullable only if the struct is, but a field
     * may be NULL in any struct.
     *
     * @throws Refusal if the type is known and has no such field
     */
    public ExpressionType requireFieldType(Name field, Span span) {
        if (type == null) {
            return UNKNOWN;
        }
        if (type instanceof Type.Struct structType) {
            for (Type.Field candidate : structType.fields()) {
                if (field.equalsIgnoreCase(candidate.name())) {
                    return new ExpressionType(candidate.type(), isNullable, null, NullCause.FIELD);
                }
            }
        }
        throw Refusal.ofAnalysis(span, TypeRule.COLUMN_NOT_FOUND, field);
    }

    /** Returns the types of several expressions; null if one of them is unknown. */
    public static @Nullable List<Type> findTypes(List<ExpressionType> expressionTypes) {
        List<Type> types = new ArrayList<>(expressionTypes.size());
        for (ExpressionType expressionType : expressionTypes) {
            if (expressionType.type() == null) {
                return null;
            }
            types.add(expressionType.type());
        }
        return types;
    }

    /** Returns the maximum precision of a decimal in a version of the server. */
    public static int maxDecimalDigits(Version version) {
        return version.isAtLeast(Version.V4_0)
                ? Decimal.Kind.DECIMAL256.maxDigits()
                : Decimal.Kind.DECIMAL128.maxDigits();
    }

    /** Returns the type of a number, which depends only on its absolute value: -128 is a SMALLINT. */
    private static Type determineNumberType(Expression.NumberLiteral number, boolean isNegative, Version version) {
        if (!number.isInteger()) {
            return determineDecimalType(number, version);
        }
        Long integer = number.longValue();
        if (integer == null) {
            return determineLargeIntegerType(number, isNegative, version);
        }
        if (integer <= Byte.MAX_VALUE) {
            return TypeConstants.TINYINT;
        }
        if (integer <= Short.MAX_VALUE) {
            return TypeConstants.SMALLINT;
        }
        return integer <= Integer.MAX_VALUE ? TypeConstants.INT : TypeConstants.BIGINT;
    }

    private static Type determineLargeIntegerType(
            Expression.NumberLiteral number, boolean isNegative, Version version) {
        String digits = number.text();
        if (digits.length() > MAX_LARGEINT_DIGITS) {
            return determineDecimalType(number, version);
        }
        int comparison = new BigInteger(digits).compareTo(LARGEINT_BOUND);
        if (comparison == 0 && !isNegative) {
            throw Refusal.ofAnalysisAt(number, TypeRule.NUMERIC_OVERFLOW, digits);
        }
        return comparison <= 0 ? TypeConstants.LARGEINT : determineDecimalType(number, version);
    }

    private static Type determineDecimalType(Expression.NumberLiteral number, Version version) {
        int maxDigits = maxDecimalDigits(version);
        DigitCount digits = DigitCount.of(number.text());
        if (number.kind() == Kind.DOUBLE && digits.integerDigitCount() > MAX_EXACT_DIGITS) {
            double value = Double.parseDouble(number.text());
            return Float.toString((float) value).equals(Double.toString(value))
                    ? TypeConstants.FLOAT
                    : TypeConstants.DOUBLE;
        }
        if (digits.integerDigitCount() > maxDigits) {
            throw Refusal.ofExecution(number.span(), TypeRule.NUMERIC_OVERFLOW, number.text());
        }
        int scale = Math.min(maxDigits - digits.integerDigitCount(), digits.scale());
        int precision = digits.integerDigitCount() + scale;
        return new Decimal(DecimalTypes.narrowestKind(precision), precision, scale);
    }
}
