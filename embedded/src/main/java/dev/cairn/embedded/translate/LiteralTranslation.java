package dev.cairn.embedded.translate;

import dev.cairn.embedded.translate.value.DuckDbQuoting;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.TranslationTypes;
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
            return new Value("NULL", TranslationTypes.NULL);
        }
        if (expression instanceof Expression.Bool bool) {
            return new Value(bool.value() ? "TRUE" : "FALSE", TranslationTypes.BOOLEAN);
        }
        if (expression instanceof Expression.Text text) {
            return new Value(DuckDbQuoting.text(text.value()), expressions.type(text));
        }
        if (expression instanceof Expression.Number number) {
            return number(number, expressions.type(number));
        }
        if (expression instanceof Expression.DateText date) {
            return new Value(DuckDbQuoting.text(date.value()), TranslationTypes.VARCHAR)
                    .as(date.withTime() ? TranslationTypes.DATETIME : TranslationTypes.DATE);
        }
        if (expression instanceof Expression.Hex hex) {
            return new Value("from_hex('" + hex.digits() + "')", TranslationTypes.VARBINARY);
        }
        return null;
    }

    private static Value number(Expression.Number number, Type type) {
        boolean plain = number.kind() == Expression.Number.Kind.INTEGER;
        return new Value(plain ? number.text() : "CAST('" + number.text() + "' AS " + DuckDbType.of(type) + ")", type);
    }
}
