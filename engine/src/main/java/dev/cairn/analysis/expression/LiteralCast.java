package dev.cairn.analysis.expression;

import dev.cairn.analysis.type.CastRules;
import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Type;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;

/**
 * The cast of a literal that is assigned to a column, or that is an element of an array or a key of a map. The server
 * performs this cast during the analysis of the statement, by stricter rules than for any other value.
 */
record LiteralCast(Type sourceType, Type targetType) {
    private static final Map<Type.Decimal.Kind, Integer> BITS_BY_KIND = Map.of(
            Type.Decimal.Kind.DECIMAL32, 32,
            Type.Decimal.Kind.DECIMAL64, 64,
            Type.Decimal.Kind.DECIMAL128, 128,
            Type.Decimal.Kind.DECIMAL256, 256);

    /** Refuses a literal that can't be converted to the target type; accepts any value that is not a literal. */
    void requireCastable(Expression value) {
        if (CastRules.isUnnecessary(sourceType, targetType)) {
            return;
        }
        Expression bareExpression = value.unwrap();
        if (bareExpression instanceof Expression.StringLiteral text) {
            requireCastableText(text);
        } else if (bareExpression instanceof Expression.DateLiteral) {
            requireCastableDate(bareExpression);
        } else if (bareExpression instanceof Expression.ArrayLiteral
                || bareExpression instanceof Expression.MapLiteral) {
            requireCastableElements(bareExpression);
        } else if (bareExpression.numberValue() != null) {
            requireCastableNumber(value, bareExpression.numberValue());
        }
    }

    /**
     * Refuses a number that does not fit in a DECIMAL. For an integer type, refuses an integer beyond BIGINT, and a
     * decimal whose integer part is out of range; any other integer that is out of range is cast, and becomes NULL.
     */
    private void requireCastableNumber(Expression literal, BigDecimal number) {
        if (targetType instanceof Type.Decimal decimalType) {
            requireFit(literal, number, decimalType);
        } else if (PrimitiveType.of(targetType).isInteger()) {
            if (PrimitiveType.of(sourceType) == PrimitiveType.LARGEINT
                    && number.toBigInteger().bitLength() >= Long.SIZE) {
                throw createRangeRefusal(literal, number.toPlainString());
            }
            long storedNumber = number.longValue();
            if (sourceType instanceof Type.Decimal
                    && !PrimitiveType.of(targetType).canHold(storedNumber)) {
                throw createRangeRefusal(literal, String.valueOf(storedNumber));
            }
        }
    }

    /** All elements of an array have the same type; the elements of a map are alternately keys and values. */
    private void requireCastableElements(Expression literal) {
        if (sourceType instanceof Type.Nested nestedType && nestedType.hasShapeOf(targetType)) {
            List<Type> sourceComponentTypes = nestedType.componentTypes();
            List<Type> targetComponentTypes = ((Type.Nested) targetType).componentTypes();
            List<Expression> elements = literal.children();
            for (int i = 0; i < elements.size(); i++) {
                int componentIndex = i % sourceComponentTypes.size();
                new LiteralCast(sourceComponentTypes.get(componentIndex), targetComponentTypes.get(componentIndex))
                        .requireCastable(elements.get(i));
            }
        }
    }

    /**
     * Refuses a text literal that is not a number of the target type; any text can be converted to a type that is not
     * numeric.
     */
    private void requireCastableText(Expression.StringLiteral text) {
        PrimitiveType primitiveType = PrimitiveType.of(targetType);
        String literalText = text.value();
        if (primitiveType.isFloatingPoint() && !canParseDouble(literalText)) {
            throw Refusal.ofAnalysis(text.span(), ServerError.NOT_A_NUMBER, literalText);
        }
        if (primitiveType.isInteger()) {
            requireInteger(text, primitiveType);
        }
        boolean hasRequiredIntegerForm = !primitiveType.isFixedPoint() || literalText.matches("[+-]?[0-9]+");
        if (!hasRequiredIntegerForm || (targetType instanceof Type.Decimal && !canParseDecimal(literalText))) {
            throw Refusal.ofAnalysis(text.span(), ExpressionRule.INVALID_NUMBER, literalText);
        }
        if (targetType instanceof Type.Decimal decimalType) {
            requireFit(text, new BigDecimal(literalText), decimalType);
        }
    }

    private void requireInteger(Expression.StringLiteral text, PrimitiveType primitiveType) {
        long number;
        try {
            number = Long.parseLong(text.value());
        } catch (NumberFormatException failure) {
            throw Refusal.ofAnalysis(text.span(), ExpressionRule.INVALID_NUMBER, text.value());
        }
        if (!primitiveType.canHold(number)) {
            throw createRangeRefusal(text, text.value());
        }
    }

    private Refusal createRangeRefusal(Expression literal, String number) {
        return Refusal.ofAnalysis(
                literal.span(), ExpressionRule.NUMBER_OUT_OF_RANGE, number, TypeFormat.formatForMessages(targetType));
    }

    /**
     * Refuses a number that does not fit in the bytes of the type after it is rounded to the scale of the type. A
     * number that is rounded to zero always fits.
     */
    private static void requireFit(Expression literal, BigDecimal number, Type.Decimal type) {
        long integerDigitCount = (long) number.precision() - number.scale();
        boolean roundsToZero = integerDigitCount < -type.scale();
        boolean fits = roundsToZero
                || (integerDigitCount <= Type.Decimal.MAX_DIGITS
                        && number.setScale(type.scale(), RoundingMode.HALF_UP)
                                        .unscaledValue()
                                        .bitLength()
                                < BITS_BY_KIND.getOrDefault(type.kind(), Integer.MAX_VALUE));
        if (!fits) {
            throw Refusal.ofAnalysis(
                    literal.span(),
                    ExpressionRule.DECIMAL_LITERAL_OVERFLOW,
                    TypeFormat.formatForMessages(type),
                    number);
        }
    }

    private static boolean canParseDouble(String text) {
        try {
            Double.parseDouble(text);
            return true;
        } catch (NumberFormatException ignored) {
            return false;
        }
    }

    private static boolean canParseDecimal(String text) {
        try {
            new BigDecimal(text);
            return true;
        } catch (NumberFormatException ignored) {
            return false;
        }
    }

    /**
     * Refuses a date literal for a target that is neither a date nor a text, unless the target type is the common type
     * of both. Values that are not literals have no such limit.
     */
    private void requireCastableDate(Expression literal) {
        PrimitiveType primitiveType = PrimitiveType.of(targetType);
        if (primitiveType.isDateOrDatetime() || primitiveType.isCharacterType()) {
            return;
        }
        Type commonType = CommonTypes.ofScalars(sourceType, targetType);
        if (commonType == null || !CastRules.isUnnecessary(commonType, targetType)) {
            throw Refusal.ofAnalysis(
                    literal.span(),
                    ExpressionRule.CANNOT_CAST,
                    Sql.render(literal),
                    TypeFormat.formatForMessages(sourceType),
                    TypeFormat.formatForMessages(targetType));
        }
    }
}
