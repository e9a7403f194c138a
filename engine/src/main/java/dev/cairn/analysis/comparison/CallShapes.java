package dev.cairn.analysis.comparison;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Aggregated;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.Frame;
import dev.cairn.sql.ast.Expression.Windowed;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Function calls, and what the server's parser makes of some of them. */
final class CallShapes {
    private final Setting setting;
    private final ExpressionShapes expressions;

    CallShapes(Setting setting, ExpressionShapes expressions) {
        this.setting = setting;
        this.expressions = expressions;
    }

    Shape of(Expression expression) {
        if (expression instanceof Call call) {
            return call(call);
        }
        if (expression instanceof Aggregated aggregated) {
            return aggregated(aggregated);
        }
        if (expression instanceof Windowed windowed) {
            return windowed(windowed);
        }
        if (expression instanceof Expression.Cast cast) {
            return Shape.of("cast", expressions.of(cast.value()), TypeShapes.of(cast.type()));
        }
        if (expression instanceof Expression.Extract extract) {
            String field = extract.field().text().toLowerCase(Locale.ROOT);
            return function(field, List.of(expressions.of(extract.value())));
        }
        if (expression instanceof Expression.Case choice) {
            return choice(choice);
        }
        if (expression instanceof Expression.MapLiteral map) {
            List<Shape> entries = new ArrayList<>();
            for (Expression.Entry entry : map.entries()) {
                entries.add(expressions.of(entry.key()));
                entries.add(expressions.of(entry.value()));
            }
            return expressions.map(map.type(), entries);
        }
        return Shape.doubtful(expression.getClass().getSimpleName());
    }

    static Shape function(String name, List<Shape> arguments) {
        return Shape.of("call " + name, arguments);
    }

    private Shape choice(Expression.Case choice) {
        List<Shape> parts = new ArrayList<>();
        parts.add(expressions.optional(choice.operand()));
        for (Expression.When branch : choice.branches()) {
            parts.add(Shape.of("when", expressions.of(branch.condition()), expressions.of(branch.result())));
        }
        parts.add(expressions.optional(choice.otherwise()));
        return Shape.of("case", parts);
    }

    private static String name(QualifiedName function) {
        return function.parts().size() > 1
                ? function.toString()
                : function.last().text().toLowerCase(Locale.ROOT);
    }

    private Shape call(Call call) {
        String name = name(call.function());
        List<Shape> arguments = call.star() ? List.of(Shape.leaf("*")) : expressions.all(call.arguments());
        if (call.distinct() || name.equals("array_agg_distinct") || name.equals("group_concat")) {
            return aggregated(new Aggregated(call, false, null, List.of(), null, null, call.span()));
        }
        Shape rewritten = FunctionRewrites.of(name, arguments, setting.printed());
        if (rewritten != null) {
            return rewritten;
        }
        return name.equals("map") ? expressions.map(null, arguments) : function(name, arguments);
    }

    /** A filter makes another function of it, and what it sorts by may be the number of an argument. */
    private Shape aggregated(Aggregated aggregated) {
        Call call = aggregated.call();
        String name = name(call.function());
        boolean distinct = call.distinct() || name.equals("array_agg_distinct");
        List<Shape> arguments =
                new ArrayList<>(call.star() ? List.of(Shape.leaf("*")) : expressions.all(call.arguments()));
        List<Shape> order = new ArrayList<>();
        for (SortItem item : aggregated.orderBy()) {
            Shape by = expressions.of(item.value());
            Shape value = LiteralShapes.isNumber(by) ? argument(by, arguments) : by;
            order.add(sortItem(value, item));
        }
        List<Shape> parts = new ArrayList<>();
        parts.add(Shape.leaf(distinct ? "distinct" : "all"));
        parts.add(Shape.of("list", arguments));
        parts.add(Shape.of("order", order));
        parts.add(separator(name, aggregated.separator()));
        parts.add(expressions.optional(aggregated.filter()));
        parts.add(hint(aggregated.quantifierHint()));
        String meant = name.equals("array_agg_distinct") ? "array_agg" : name;
        boolean plain = !distinct && order.isEmpty() && aggregated.filter() == null && !name.equals("group_concat");
        return plain ? function(meant, arguments) : Shape.of("aggregate " + meant, parts);
    }

    private Shape separator(String name, @Nullable Expression separator) {
        boolean assumed = separator == null && name.equals("group_concat");
        return assumed ? LiteralShapes.text(",") : expressions.optional(separator);
    }

    private static Shape argument(Shape ordinal, List<Shape> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            if (ordinal.is("integer " + (i + 1))) {
                return arguments.get(i);
            }
        }
        return ordinal;
    }

    /** NULLs come first where it ascends and last where it descends, if nothing else is said. */
    static Shape sortItem(Shape value, SortItem item) {
        boolean ascending = !Boolean.FALSE.equals(item.ascending());
        boolean nullsFirst = item.nullsFirst() == null ? ascending : item.nullsFirst();
        return Shape.of(
                "sort", value, Shape.leaf(ascending ? "asc" : "desc"), Shape.leaf(nullsFirst ? "first" : "last"));
    }

    private Shape windowed(Windowed windowed) {
        List<Shape> order = windowed.orderBy().stream()
                .map(item -> sortItem(expressions.of(item.value()), item))
                .toList();
        boolean ignores = windowed.ignoreNulls() != Expression.IgnoreNulls.UNSAID;
        return Shape.of(
                "over",
                expressions.of(windowed.function()),
                Shape.leaf(ignores ? "ignore" : "respect"),
                hint(windowed.hint()),
                Shape.of("partition", expressions.all(windowed.partitionBy())),
                Shape.of("order", order),
                frame(windowed.frame()));
    }

    /** Not printed by servers up to 3.5. */
    private Shape hint(@Nullable String hint) {
        return hint == null || setting.printed() ? Shape.NONE : Shape.leaf(LooseText.of(hint));
    }

    private Shape frame(@Nullable Frame frame) {
        if (frame == null) {
            return Shape.NONE;
        }
        Shape to = frame.to() == null ? Shape.of("CURRENT_ROW", Shape.NONE) : bound(frame.to());
        return Shape.of(frame.rows() ? "rows" : "range", bound(frame.from()), to);
    }

    private Shape bound(Frame.Bound bound) {
        return Shape.of(bound.kind().name(), expressions.optional(bound.amount()));
    }
}
