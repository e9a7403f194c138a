package dev.cairn.embedded.translate;

import dev.cairn.embedded.translate.value.HeldType;
import dev.cairn.embedded.translate.value.Kinds;
import dev.cairn.embedded.translate.value.Quoted;
import dev.cairn.embedded.translate.value.Value;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Type;
import org.jspecify.annotations.Nullable;

/** Values as they are written. */
final class LiteralTranslation {
    private LiteralTranslation() {}

    /** Null for what is none. */
    static @Nullable Value of(ExpressionTranslation expressions, Expression expression) {
        if (expression instanceof Expression.Null) {
            return new Value("NULL", Kinds.NULL);
        }
        if (expression instanceof Expression.Bool bool) {
            return new Value(bool.value() ? "TRUE" : "FALSE", Kinds.BOOLEAN);
        }
        if (expression instanceof Expression.Text text) {
            return new Value(Quoted.text(text.value()), expressions.type(text));
        }
        if (expression instanceof Expression.Number number) {
            return number(number, expressions.type(number));
        }
        if (expression instanceof Expression.DateText date) {
            return new Value(Quoted.text(date.value()), Kinds.VARCHAR)
                    .as(date.withTime() ? Kinds.DATETIME : Kinds.DATE);
        }
        if (expression instanceof Expression.Hex hex) {
            return new Value("from_hex('" + hex.digits() + "')", Kinds.VARBINARY);
        }
        return null;
    }

    private static Value number(Expression.Number number, Type type) {
        boolean plain = number.kind() == Expression.Number.Kind.INTEGER;
        return new Value(plain ? number.text() : "CAST('" + number.text() + "' AS " + HeldType.of(type) + ")", type);
    }
}
