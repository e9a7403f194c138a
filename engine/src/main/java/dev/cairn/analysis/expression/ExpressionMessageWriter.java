package dev.cairn.analysis.expression;

import dev.cairn.analysis.type.DigitCount;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Renders expressions as in the server's messages, with fully qualified names of columns. */
public final class ExpressionMessageWriter {
    private final ExpressionScope scope;

    public ExpressionMessageWriter(ExpressionScope scope) {
        this.scope = scope;
    }

    /** Renders an expression with quoted names, as in {@code `shop`.`orders`.`id`}. */
    public String renderQuoted(Expression expression) {
        return render(expression, true);
    }

    /** Renders an expression with unquoted names, as in {@code shop.orders.id}. */
    String renderUnquoted(Expression expression) {
        return render(expression, false);
    }

    private String render(Expression expression, boolean quotesNames) {
        return Sql.render(expression.rewrite(subexpression -> rewriteForMessage(subexpression, quotesNames)));
    }

    private Expression rewriteForMessage(Expression expression, boolean quotesNames) {
        if (expression instanceof Expression.Reference reference) {
            QualifiedName name = qualify(reference);
            List<Name> nameParts = new ArrayList<>(name.parts().size());
            for (Name namePart : name.parts()) {
                nameParts.add(new Name(namePart.text(), quotesNames, namePart.span()));
            }
            return new Expression.Reference(new QualifiedName(nameParts), reference.span());
        }
        if (expression instanceof Expression.Like likePredicate) {
            return new Expression.Like(
                    operatorName(likePredicate),
                    likePredicate.isNegated(),
                    likePredicate.value(),
                    likePredicate.pattern(),
                    likePredicate.span());
        }
        return expression instanceof Expression.NumberLiteral number ? appendExponentIfWholeDouble(number) : expression;
    }

    private QualifiedName qualify(Expression.Reference reference) {
        try {
            return scope.resolveColumn(reference.name(), reference.span()).name();
        } catch (Refusal ignored) {
            // The message keeps a name that can't be resolved.
            return reference.name();
        }
    }

    /** Appends an exponent to a whole number that was not written as an integer, as the server does. */
    private static Expression appendExponentIfWholeDouble(Expression.NumberLiteral number) {
        DigitCount digits = DigitCount.of(number.text());
        boolean isWholeDouble =
                !number.isInteger() && digits.scale() == 0 && digits.precision() <= Type.Decimal.MAX_DIGITS;
        return isWholeDouble
                ? new Expression.NumberLiteral(
                        new BigDecimal(number.text()).toBigInteger() + "E0",
                        Expression.NumberLiteral.Kind.DOUBLE,
                        number.span())
                : number;
    }

    /** Returns the server's name of the operator: LIKE, or REGEXP for both RLIKE and REGEXP. */
    public static String operatorName(Expression.Like likePredicate) {
        return likePredicate.word().equals("LIKE") ? "LIKE" : "REGEXP";
    }
}
