package dev.cairn.analysis.expression;

import dev.cairn.analysis.type.Casts;
import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Type;
import java.math.BigDecimal;
import java.util.List;

/**
 * The cast of a literal that is assigned to a column, or that is an element of an array or a key of a map. The server performs
 * it while it analyses the statement, and has stricter rules for it than for the cast of any other value.
 */
record LiteralCast(Type from, Type to) {
    /** Refuses a literal that has no value of the target type. Values that are no literals can be cast. */
    void require(Expression value) {
        if (Casts.isUnnecessary(from, to)) {
            return;
        }
        Expression bareExpression = value.unwrap();
        if (bareExpression instanceof Expression.Text text) {
            requireNumber(text);
        } else if (bareExpression instanceof Expression.DateText) {
            requireDate(bareExpression);
        } else if (bareExpression instanceof Expression.ArrayLiteral
                || bareExpression instanceof Expression.MapLiteral) {
            requireParts(bareExpression);
        }
    }

    /** The parts of an array have its one type; those of a map are keys and values in turn. */
    private void requireParts(Expression literal) {
        if (from instanceof Type.Nested nested && nested.hasShapeOf(to)) {
            List<Type> sources = nested.parts();
            List<Type> targets = ((Type.Nested) to).parts();
            List<Expression> parts = literal.parts();
            for (int i = 0; i < parts.size(); i++) {
                int part = i % sources.size();
                new LiteralCast(sources.get(part), targets.get(part)).require(parts.get(i));
            }
        }
    }

    private void requireNumber(Expression.Text text) {
        PrimitiveType primitive = PrimitiveType.of(to);
        String written = text.value();
        if (primitive.isFloatingPoint() && !isFloating(written)) {
            throw Refusal.analysis(text.span(), ServerError.NOT_A_NUMBER, written);
        }
        boolean whole = !primitive.isFixedPoint() || written.matches("[+-]?[0-9]+");
        if (!whole || (to instanceof Type.Decimal && !isDecimal(written))) {
            throw Refusal.analysis(text.span(), ExpressionRule.INVALID_NUMBER, written);
        }
    }

    private static boolean isFloating(String text) {
        try {
            Double.parseDouble(text);
            return true;
        } catch (NumberFormatException notOne) {
            return false;
        }
    }

    private static boolean isDecimal(String text) {
        try {
            new BigDecimal(text);
            return true;
        } catch (NumberFormatException notOne) {
            return false;
        }
    }

    /** Unlike any other date, a literal can only be cast to a number if that is the common type of both. */
    private void requireDate(Expression literal) {
        PrimitiveType primitive = PrimitiveType.of(to);
        if (primitive.isDate() || primitive.isCharacters()) {
            return;
        }
        Type common = CommonTypes.ofScalars(from, to);
        if (common == null || !Casts.isUnnecessary(common, to)) {
            throw Refusal.analysis(
                    literal.span(),
                    ExpressionRule.CANNOT_CAST,
                    Sql.render(literal),
                    TypeFormat.formatForMessages(from),
                    TypeFormat.formatForMessages(to));
        }
    }
}
