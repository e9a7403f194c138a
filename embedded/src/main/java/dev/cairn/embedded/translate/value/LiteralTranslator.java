package dev.cairn.embedded.translate.value;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Type;
import java.util.Optional;
import java.util.function.Function;

/** Translates literals to DuckDB's SQL. */
public final class LiteralTranslator {
    private LiteralTranslator() {}

    /**
     * Returns the value of a literal, or of a number with a sign; empty for any other expression.
     *
     * @param toType returns the type of a text or a number
     */
    public static Optional<DuckDbExpression> translate(Expression expression, Function<Expression, Type> toType) {
        if (expression instanceof Expression.Unary signedNumber && signedNumber.isSignedNumber()) {
            String sign = signedNumber.isNegativeNumber() ? "-" : "";
            return Optional.of(translateNumber(signedNumber.number(), sign, toType.apply(signedNumber)));
        }
        if (expression instanceof Expression.NumberLiteral number) {
            return Optional.of(translateNumber(number, "", toType.apply(number)));
        }
        if (expression instanceof Expression.StringLiteral text) {
            return Optional.of(DuckDbExpression.ofFolded(DuckDbQuoting.quoteText(text.value()), toType.apply(text)));
        }
        if (expression instanceof Expression.NullLiteral) {
            return Optional.of(new DuckDbExpression("NULL", TypeConstants.NULL));
        }
        if (expression instanceof Expression.BooleanLiteral bool) {
            return Optional.of(new DuckDbExpression(bool.value() ? "TRUE" : "FALSE", TypeConstants.BOOLEAN));
        }
        if (expression instanceof Expression.DateLiteral date) {
            return Optional.of(DuckDbExpression.ofFolded(DuckDbQuoting.quoteText(date.value()), TypeConstants.VARCHAR)
                    .convertTo(date.hasTime() ? TypeConstants.DATETIME : TypeConstants.DATE));
        }
        return expression instanceof Expression.HexLiteral hex
                ? Optional.of(new DuckDbExpression("from_hex('" + hex.digits() + "')", TypeConstants.VARBINARY))
                : Optional.empty();
    }

    /**
     * Translates a number together with its sign: the widest integer type of DuckDB can't represent the absolute value
     * of its least number.
     */
    private static DuckDbExpression translateNumber(Expression.NumberLiteral number, String sign, Type type) {
        String text = sign + number.text();
        if (number.longValue() == null || WideDecimal.isWide(type)) {
            return DuckDbExpression.ofNumber(text, type);
        }
        return DuckDbExpression.ofFolded(sign.isEmpty() ? text : "(" + text + ")", type);
    }
}
