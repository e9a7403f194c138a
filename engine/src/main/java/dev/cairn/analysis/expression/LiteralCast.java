package dev.cairn.analysis.expression;

import dev.cairn.analysis.type.Casts;
import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.TypeText;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Type;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Checks the cast of a literal that is assigned to a column, or that is an element of an array or a map. The server performs
 * it while it analyses the statement, and has stricter rules for it than for the cast of any other value.
 */
final class LiteralCast {
    private LiteralCast() {}

    /**
     * Refuses a literal that has no value of the target type. Values that are no literals can be cast.
     *
     * @param type the type of the value
     */
    static void require(Expression value, Type type, Type target) {
        if (Casts.isUnnecessary(type, target)) {
            return;
        }
        Expression bare = value.unwrapped();
        if (bare instanceof Expression.Text text) {
            requireNumber(text, target);
        } else if (bare instanceof Expression.DateText) {
            requireDate(bare, type, target);
        } else if (bare instanceof Expression.ArrayLiteral array
                && type instanceof Type.Array from
                && target instanceof Type.Array to) {
            array.elements().forEach(element -> require(element, from.element(), to.element()));
        } else if (bare instanceof Expression.MapLiteral map
                && type instanceof Type.Map from
                && target instanceof Type.Map to) {
            for (Expression.Entry entry : map.entries()) {
                require(entry.key(), from.key(), to.key());
                require(entry.value(), from.value(), to.value());
            }
        }
    }

    private static void requireNumber(Expression.Text text, Type target) {
        PrimitiveType primitive = PrimitiveType.of(target);
        String written = text.value();
        if (primitive.isFloatingPoint() && !isFloating(written)) {
            throw Refusal.analysis(text.span(), ServerError.NOT_A_NUMBER, written);
        }
        boolean whole = !primitive.isFixedPoint() || written.matches("[+-]?[0-9]+");
        if (!whole || (target instanceof Type.Decimal && !isDecimal(written))) {
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
    private static void requireDate(Expression literal, Type date, Type target) {
        PrimitiveType primitive = PrimitiveType.of(target);
        if (primitive.isDate() || primitive.isCharacters()) {
            return;
        }
        @Nullable Type common = CommonTypes.ofScalars(date, target);
        if (common == null || !Casts.isUnnecessary(common, target)) {
            throw Refusal.analysis(
                    literal.span(),
                    ExpressionRule.CANNOT_CAST,
                    Sql.render(literal),
                    TypeText.named(date),
                    TypeText.named(target));
        }
    }
}
