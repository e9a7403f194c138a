package dev.cairn.analysis.resolution;

import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.function.MisplacedFunctions;
import dev.cairn.analysis.function.Subexpressions;
import dev.cairn.analysis.resolution.SelectList.Output;
import dev.cairn.analysis.type.LiteralTypes;
import dev.cairn.analysis.type.OrderableTypes;
import dev.cairn.catalog.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query.Grouping;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** GROUP BY: columns, expressions, the names of outputs, and the places of outputs. */
final class GroupBy {
    private final QueryScope source;
    private final ExpressionTyping typing;
    private final SelectList list;

    GroupBy(QueryScope source, ExpressionTyping typing, SelectList list) {
        this.source = source;
        this.typing = typing;
        this.list = list;
    }

    /** What the rows are grouped by, in normal form. */
    List<Expression> expressions(Grouping grouping) {
        OutputAliases aliases = new OutputAliases(source, list);
        List<Expression> expressions = new ArrayList<>();
        if (grouping instanceof Grouping.Plain plain) {
            for (Expression by : plain.by()) {
                expressions.add(plain(by, aliases));
            }
        } else {
            for (Expression by : inSets(grouping)) {
                Expression meant = aliases.rewritten(by);
                typing.of(meant);
                expressions.add(NormalForm.of(meant, source));
            }
        }
        return expressions;
    }

    private static List<Expression> inSets(Grouping grouping) {
        if (grouping instanceof Grouping.Rollup rollup) {
            return rollup.by();
        }
        if (grouping instanceof Grouping.Cube cube) {
            return cube.by();
        }
        List<Expression> all = new ArrayList<>();
        ((Grouping.Sets) grouping).sets().forEach(all::addAll);
        return all;
    }

    private Expression plain(Expression by, OutputAliases aliases) {
        Long ordinal = LiteralTypes.integer(by);
        if (ordinal != null) {
            return ofOutput(by, ordinal);
        }
        Expression meant = aliases.rewritten(by);
        requireGrouping(by, typing.of(meant).type());
        if (!(Subexpressions.bare(meant) instanceof Expression.Reference)) {
            MisplacedFunctions.refuse(meant, "GROUP BY");
        }
        return NormalForm.of(meant, source);
    }

    private Expression ofOutput(Expression by, long ordinal) {
        List<Output> outputs = list.outputs();
        boolean open = list.fields().open();
        if (ordinal < 1 || (ordinal > outputs.size() && !open)) {
            throw Refusal.analysis(by.span(), "Group by position " + ordinal + " is not in select list");
        }
        if (ordinal > outputs.size()) {
            return by;
        }
        Output output = outputs.get((int) ordinal - 1);
        requireGrouping(by, output.field().typed().type());
        if (output.expression() == null) {
            return NormalForm.ofStar(output);
        }
        if (!(Subexpressions.bare(output.expression()) instanceof Expression.Reference)) {
            MisplacedFunctions.refuse(output.expression(), "GROUP BY");
        }
        return NormalForm.of(output.expression(), source);
    }

    private static void requireGrouping(Expression place, @Nullable Type type) {
        if (type != null && !OrderableTypes.canTellApart(type)) {
            throw Refusal.analysis(place.span(), "Type (nested) percentile/hll/bitmap/json not support group-by");
        }
    }
}
