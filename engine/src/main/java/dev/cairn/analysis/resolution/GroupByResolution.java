package dev.cairn.analysis.resolution;

import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.resolution.SelectList.Output;
import dev.cairn.analysis.type.TypeRule;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeTraits;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query.Grouping;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Resolves GROUP BY: columns, expressions, names of outputs, and positions of outputs. */
final class GroupByResolution {
    private final QueryScope source;
    private final ExpressionTyping typing;
    private final SelectList list;

    GroupByResolution(QueryScope source, ExpressionTyping typing, SelectList list) {
        this.source = source;
        this.typing = typing;
        this.list = list;
    }

    /** Returns the grouping expressions in normal form. */
    List<Expression> expressions(Grouping grouping) {
        List<Expression> expressions = new ArrayList<>();
        for (List<Expression> set : grouping.sets()) {
            for (Expression by : set) {
                expressions.add(grouping.kind() == Grouping.Kind.PLAIN ? resolvePlain(by) : inSet(by));
            }
        }
        return expressions;
    }

    private Expression inSet(Expression by) {
        Expression withoutAliases = list.withAliases(by);
        typing.determineType(withoutAliases);
        return NormalForm.normalize(withoutAliases, source);
    }

    private Expression resolvePlain(Expression by) {
        Long ordinal = by.integerValue();
        if (ordinal != null) {
            return ofOutput(by, ordinal);
        }
        Expression withoutAliases = list.withAliases(by);
        requireGrouping(by, typing.determineType(withoutAliases).type());
        if (!(withoutAliases.unwrap() instanceof Expression.Reference)) {
            RestrictedExpression.refuseFunctionsIn(withoutAliases, "GROUP BY");
        }
        return NormalForm.normalize(withoutAliases, source);
    }

    private Expression ofOutput(Expression by, long ordinal) {
        List<Output> outputs = list.outputs();
        boolean open = list.fields().mayHaveOthers();
        if (ordinal < 1 || (ordinal > outputs.size() && !open)) {
            throw Refusal.analysis(by.span(), QueryRule.POSITION, "GROUP BY", ordinal);
        }
        if (ordinal > outputs.size()) {
            return by;
        }
        Output output = outputs.get((int) ordinal - 1);
        requireGrouping(by, output.field().typed().type());
        if (output.expression() == null) {
            return NormalForm.ofStar(output);
        }
        if (!(output.expression().unwrap() instanceof Expression.Reference)) {
            RestrictedExpression.refuseFunctionsIn(output.expression(), "GROUP BY");
        }
        return NormalForm.normalize(output.expression(), source);
    }

    private void requireGrouping(Expression place, @Nullable Type type) {
        if (type != null && !TypeTraits.canCompare(type, typing.version())) {
            throw Refusal.analysis(
                    place.span(), TypeRule.TYPE_UNSUPPORTED, "GROUP BY", "percentile, hll, bitmap or json");
        }
    }
}
