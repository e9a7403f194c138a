package dev.cairn.engine.column;

import dev.cairn.catalog.TypeText;
import dev.cairn.catalog.TypeTraits;
import dev.cairn.engine.expression.ExpressionKind;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Locale;

/** Defaults of ARRAY, MAP and STRUCT columns: literals within literals, {@code row(1, [2], map{'a': 3})}. */
final class ComplexDefaults {
    private static final String ALLOWED = "Only constant expressions (literals, arrays, maps, and row()) are allowed.";

    private ComplexDefaults() {}

    static boolean is(Expression expression) {
        return expression instanceof Expression.ArrayLiteral
                || expression instanceof Expression.MapLiteral
                || isRow(expression);
    }

    static void check(Expression expression, Type type) throws InvalidValueException {
        checkForm(expression);
        if (!fits(expression, type)) {
            throw new InvalidValueException("Default value type " + ExpressionKind.shape(expression)
                    + " cannot be cast to column type " + TypeText.named(type));
        }
    }

    private static boolean isRow(Expression expression) {
        return expression instanceof Expression.Call call
                && call.function().last().is("row");
    }

    private static void checkForm(Expression expression) throws InvalidValueException {
        if (expression instanceof Expression.Group group) {
            checkForm(group.inner());
        } else if (expression instanceof Expression.Null) {
            throw new InvalidValueException("NULL literal is not supported in complex type default value. " + ALLOWED);
        } else if (expression instanceof Expression.ArrayLiteral array) {
            checkForms(array.elements());
        } else if (expression instanceof Expression.MapLiteral map) {
            for (Expression.Entry entry : map.entries()) {
                checkForm(entry.key());
                checkForm(entry.value());
            }
        } else if (expression instanceof Expression.Call call) {
            if (!isRow(call)) {
                throw new InvalidValueException(
                        "Function '" + call.function().last().text().toLowerCase(Locale.ROOT)
                                + "' is not supported in complex type default value. " + ALLOWED);
            }
            checkForms(call.arguments());
        } else if (!ExpressionKind.isLiteral(expression)) {
            throw new InvalidValueException("Expression type '" + ExpressionKind.name(expression)
                    + "' is not supported in complex type default value. " + ALLOWED);
        }
    }

    private static void checkForms(List<Expression> expressions) throws InvalidValueException {
        for (Expression expression : expressions) {
            checkForm(expression);
        }
    }

    /** Any literal can be cast to any scalar type, as far as the server looks here. */
    private static boolean fits(Expression expression, Type type) {
        if (expression instanceof Expression.Group group) {
            return fits(group.inner(), type);
        }
        if (expression instanceof Expression.ArrayLiteral array) {
            return type instanceof Type.Array to
                    && array.elements().stream().allMatch(element -> fits(element, to.element()));
        }
        if (expression instanceof Expression.MapLiteral map) {
            return type instanceof Type.Map to
                    && map.entries().stream()
                            .allMatch(entry -> fits(entry.key(), to.key()) && fits(entry.value(), to.value()));
        }
        if (expression instanceof Expression.Call call) {
            return type instanceof Type.Struct to && fits(call.arguments(), to.fields());
        }
        return !TypeTraits.isComplex(type);
    }

    private static boolean fits(List<Expression> values, List<Type.Field> fields) {
        if (values.size() != fields.size()) {
            return false;
        }
        for (int i = 0; i < values.size(); i++) {
            if (!fits(values.get(i), fields.get(i).type())) {
                return false;
            }
        }
        return true;
    }
}
