package dev.cairn.embedded.session;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;

/** Checks the names and values of user variables by the server's rules. */
final class UserVariableCheck {
    private static final int MAX_NAME_LENGTH = 64;

    private UserVariableCheck() {}

    static void requireValidName(String name) {
        if (name.length() > MAX_NAME_LENGTH) {
            throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.USER_VARIABLE_NAME_INVALID, name);
        }
    }

    /**
     * Requires a value of a type that a variable can have. NULL may have any type, except for a metric type such as
     * BITMAP, whose values have no text. A VARBINARY is only allowed as a literal or a cast, which a frontend stores as
     * a text, like NULL.
     */
    static void requireSupportedValue(Expression expression, Constant value) {
        Type type = value.type();
        boolean isNull = value.text() == null && !PrimitiveType.of(type).isMetric();
        boolean isSupported = isNull
                || (type instanceof Type.Array array && isSupportedScalar(PrimitiveType.of(array.element())))
                || isSupportedScalar(PrimitiveType.of(type))
                || PrimitiveType.of(type) == PrimitiveType.JSON
                || (PrimitiveType.of(type) == PrimitiveType.VARBINARY && isBinaryConstant(expression));
        if (!isSupported) {
            throw Refusal.ofAnalysis(
                    expression.span(), EmbeddedRule.USER_VARIABLE_TYPE_UNSUPPORTED, TypeFormat.formatForMessages(type));
        }
    }

    private static boolean isSupportedScalar(PrimitiveType type) {
        return type == PrimitiveType.BOOLEAN
                || type.isNumeric()
                || type.isDateOrDatetime()
                || type == PrimitiveType.CHAR
                || type == PrimitiveType.VARCHAR;
    }

    private static boolean isBinaryConstant(Expression expression) {
        Expression constant = expression.unwrap();
        return constant instanceof Expression.HexLiteral || constant instanceof Expression.Cast;
    }
}
