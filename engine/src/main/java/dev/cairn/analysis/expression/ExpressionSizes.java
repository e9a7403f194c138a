package dev.cairn.analysis.expression;

import dev.cairn.analysis.function.Subexpressions;
import dev.cairn.analysis.type.ExpressionRefusals;
import dev.cairn.sql.ast.Expression;
import java.util.IdentityHashMap;

/**
 * How large expressions are that parts of other ones were put into. Where each is made of the one before twice, a few make
 * one that nobody could look at to its end.
 */
public final class ExpressionSizes {
    private static final int MOST_PARTS = 100_000;

    /** As deep as what is read from text. */
    private static final int MOST_LEVELS = 400;

    private final IdentityHashMap<Expression, Size> known = new IdentityHashMap<>();

    public void require(Expression expression) {
        Size size = of(expression);
        if (size.parts > MOST_PARTS) {
            throw ExpressionRefusals.at(expression, "An expression of more than " + MOST_PARTS + " parts");
        }
        if (size.levels > MOST_LEVELS) {
            throw ExpressionRefusals.at(expression, "An expression of more than " + MOST_LEVELS + " levels");
        }
    }

    private Size of(Expression expression) {
        Size size = known.get(expression);
        if (size == null) {
            int parts = 1;
            int levels = 0;
            for (Expression part : Subexpressions.of(expression)) {
                Size inner = of(part);
                parts += inner.parts;
                levels = Math.max(levels, inner.levels);
            }
            size = new Size(parts, levels + 1);
            known.put(expression, size);
        }
        return size;
    }

    private record Size(int parts, int levels) {}
}
