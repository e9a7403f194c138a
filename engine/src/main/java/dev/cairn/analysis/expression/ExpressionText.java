package dev.cairn.analysis.expression;

import dev.cairn.analysis.type.DigitCount;
import dev.cairn.catalog.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Renders expressions as the server's messages do, with fully qualified columns. */
public final class ExpressionText {
    private static final int MAX_DIGITS = 76;

    private final Scope scope;

    public ExpressionText(Scope scope) {
        this.scope = scope;
    }

    /** Renders {@code `shop`.`orders`.`id`}. */
    public String renderQuoted(Expression expression) {
        return render(expression, true);
    }

    /** Renders {@code shop.orders.id}. */
    String renderPlain(Expression expression) {
        return render(expression, false);
    }

    private String render(Expression expression, boolean quoted) {
        return Sql.render(expression.rewrite(part -> rewriteShown(part, quoted)));
    }

    private Expression rewriteShown(Expression part, boolean quoted) {
        if (part instanceof Expression.Reference reference) {
            QualifiedName name = resolve(reference);
            List<Name> parts = new ArrayList<>(name.parts().size());
            for (Name each : name.parts()) {
                parts.add(new Name(each.text(), quoted, each.span()));
            }
            return new Expression.Reference(new QualifiedName(parts), reference.span());
        }
        if (part instanceof Expression.Like like) {
            return new Expression.Like(renderOperator(like), like.negated(), like.value(), like.pattern(), like.span());
        }
        return part instanceof Expression.Number number ? rewriteShown(number) : part;
    }

    private QualifiedName resolve(Expression.Reference reference) {
        try {
            return scope.resolveColumn(reference.name(), reference.span()).name();
        } catch (Refusal parameterOfLambda) {
            return reference.name();
        }
    }

    /** Appends an exponent to a whole number that was not written as an integer, as the server does. */
    private static Expression rewriteShown(Expression.Number number) {
        DigitCount digits = DigitCount.of(number.text());
        boolean marked = !number.isInteger() && digits.scale() == 0 && digits.precision() <= MAX_DIGITS;
        return marked
                ? new Expression.Number(
                        new BigDecimal(number.text()).toBigInteger() + "E0",
                        Expression.Number.Kind.DOUBLE,
                        number.span())
                : number;
    }

    public static String renderOperator(Expression.Like like) {
        return like.word().equals("LIKE") ? "LIKE" : "REGEXP";
    }
}
