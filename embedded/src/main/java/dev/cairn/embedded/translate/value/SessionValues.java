package dev.cairn.embedded.translate.value;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Type;

/** Translates variables, and functions about the session, to constants. */
public final class SessionValues {
    private SessionValues() {}

    public static Value of(TranslationContext setting, Expression expression, Type type) {
        Object value = setting.session().apply(expression);
        if (value == null) {
            return new Value("NULL", TranslationTypes.NULL).as(type);
        }
        Object plain = value instanceof Boolean bool ? (Object) (bool ? 1 : 0) : value;
        return new Value(DuckDbQuoting.text(plain.toString()), TranslationTypes.VARCHAR).as(type);
    }
}
