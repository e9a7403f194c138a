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
import java.util.List;

/**
 * The cast of a literal that is assigned to a column, or that is an element of an array or a key of a map. The server
 * performs this cast during the analysis of the statement, by stricter rules than for any other value.
 */
record LiteralCast(Type sourceType, Type targetType) {
    /** Refuses a literal that can't be converted to the target type; accepts any value that is not a literal. */
    void requireCastable(Expression value) {
        if (CastRules.isUnnecessary(sourceType, targetType)) {
            return;
        }
        Expression bareExpression = value.unwrap();
        if (bareExpression instanceof Expression.Text text) {
            requireCastableText(text);
        } else if (bareExpression instanceof Expression.DateText) {
            requireCastableDate(bareExpression);
        } else if (bareExpression instanceof Expression.ArrayLiteral
                || bareExpression instanceof Expression.MapLiteral) {
            requireCastableElements(bareExpression);
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
    private void requireCastableText(Expression.Text text) {
        PrimitiveType primitiveType = PrimitiveType.of(targetType);
        String literalText = text.value();
        if (primitiveType.isFloatingPoint() && !canParseDouble(literalText)) {
            throw Refusal.ofAnalysis(text.span(), ServerError.NOT_A_NUMBER, literalText);
        }
        boolean hasRequiredIntegerForm = !primitiveType.isFixedPoint() || literalText.matches("[+-]?[0-9]+");
        if (!hasRequiredIntegerForm || (targetType instanceof Type.Decimal && !canParseDecimal(literalText))) {
            throw Refusal.ofAnalysis(text.span(), ExpressionRule.INVALID_NUMBER, literalText);
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

    /** Unlike other dates, a date literal can be cast to a numeric type only if that type is their common type. */
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
