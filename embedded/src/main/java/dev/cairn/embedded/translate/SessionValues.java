package dev.cairn.embedded.translate;

import dev.cairn.sql.Expression;
import dev.cairn.sql.Type;

/** Variables, and functions about the session: as constants. */
final class SessionValues {
    private SessionValues() {}

    static Value of(Setting setting, Expression expression, Type type) {
        Object value = setting.session().apply(expression);
        if (value == null) {
            return new Value("NULL", Kinds.NULL).as(type);
        }
        Object plain = value instanceof Boolean bool ? (Object) (bool ? 1 : 0) : value;
        return new Value(Quoted.text(plain.toString()), Kinds.VARCHAR).as(type);
    }
}
