package dev.cairn.analysis.expression;

import dev.cairn.analysis.function.MisplacedFunctions;
import dev.cairn.analysis.function.Subexpressions;
import dev.cairn.analysis.type.Casts;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.TypeText;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Type;
import org.jspecify.annotations.Nullable;

/** Whether a column takes a value: the server casts it as if a CAST were written. */
public final class Assignment {
    private Assignment() {}

    /** Refuses an aggregate or window function among the values of {@code VALUES (…)}. */
    public static void requireSingleValue(Expression value) {
        MisplacedFunctions.refuseAggregates(value, "Values");
        MisplacedFunctions.refuseWindows(value, "Values");
    }

    /**
     * Refuses a value that can't be cast.
     *
     * @param type of the value; null where it is unknown
     */
    public static void require(Expression value, @Nullable Type type, Type target) {
        if (type == null) {
            return;
        }
        if (!Casts.isPossible(type, target)) {
            throw Refusal.analysis(
                    value.span(),
                    "Cannot cast '" + Sql.render(value) + "' from " + TypeText.named(type) + " to "
                            + TypeText.named(target));
        }
        if (Subexpressions.bare(value) instanceof Expression.Text text) {
            requireNumber(text, target);
        }
    }

    /** Whether a query may give a column of the type for a column: the backends cast as the frontend does. */
    public static boolean isPossible(@Nullable Type type, Type target) {
        // Between scalar types the backends know casts that SQL has no syntax for, such as decimal to date.
        return type == null || Casts.isPossible(type, target) || (isPlain(type) && isPlain(target));
    }

    private static boolean isPlain(Type type) {
        PrimitiveType primitive = PrimitiveType.of(type);
        return primitive.isNumeric()
                || primitive.isCharacters()
                || primitive.isDate()
                || primitive == PrimitiveType.BOOLEAN
                || primitive == PrimitiveType.NULL_TYPE;
    }

    /** A text becomes the number that it says while the statement is analysed. */
    private static void requireNumber(Expression.Text text, Type target) {
        PrimitiveType primitive = PrimitiveType.of(target);
        String written = text.value();
        if (primitive.isFloatingPoint() && !isFloating(written)) {
            throw Refusal.analysis(text.span(), ServerError.NOT_A_NUMBER, written);
        }
        if (primitive.isFixedPoint() && !written.matches("[+-]?[0-9]+")) {
            throw Refusal.analysis(text.span(), "Invalid number format: " + written);
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
}
