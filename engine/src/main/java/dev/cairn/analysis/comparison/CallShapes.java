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
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds the shapes of function calls, including the calls that the server's parser rewrites. */
final class CallShapes {
    private final ComparisonContext setting;
    private final ExpressionShapes expressions;

    CallShapes(ComparisonContext setting, ExpressionShapes expressions) {
        this.setting = setting;
        this.expressions = expressions;
    }

    ShapeNode of(Expression expression) {
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
            return ShapeNode.of("cast", expressions.of(cast.value()), ShapeNode.type(cast.type()));
        }
        if (expression instanceof Expression.Extract extract) {
            String field = extract.field().text().toLowerCase(Locale.ROOT);
            return function(field, List.of(expressions.of(extract.value())));
        }
        if (expression instanceof Expression.Case choice) {
            return choice(choice);
        }
        if (expression instanceof Expression.MapLiteral map) {
            List<ShapeNode> entries = new ArrayList<>();
            for (Expression.Entry entry : map.entries()) {
                entries.add(expressions.of(entry.key()));
                entries.add(expressions.of(entry.value()));
            }
            return expressions.map(map.type(), entries);
        }
        return ShapeNode.doubtful(expression.getClass().getSimpleName());
    }

    static ShapeNode function(String name, List<ShapeNode> arguments) {
        return ShapeNode.of("call " + name, arguments);
    }

    private ShapeNode choice(Expression.Case choice) {
        List<ShapeNode> parts = new ArrayList<>();
        parts.add(expressions.optional(choice.operand()));
        for (Expression.When branch : choice.branches()) {
            parts.add(ShapeNode.of("when", expressions.of(branch.condition()), expressions.of(branch.result())));
        }
        parts.add(expressions.optional(choice.otherwise()));
        return ShapeNode.of("case", parts);
    }

    private static String name(QualifiedName function) {
        return function.parts().size() > 1
                ? function.toString()
                : function.last().text().toLowerCase(Locale.ROOT);
    }

    private ShapeNode call(Call call) {
        String name = name(call.function());
        List<ShapeNode> arguments = call.star() ? List.of(ShapeNode.leaf("*")) : expressions.all(call.arguments());
        if (call.distinct() || name.equals("array_agg_distinct") || name.equals("group_concat")) {
            return aggregated(new Aggregated(call, false, null, List.of(), null, null, call.span()));
        }
        ShapeNode rewritten = FunctionRewrites.of(name, arguments, setting.printed());
        if (rewritten != null) {
            return rewritten;
        }
        return name.equals("map") ? expressions.map(null, arguments) : function(name, arguments);
    }

    /**
     * A FILTER clause makes the call a different function, and a number in its ORDER BY may be the position of an
     * argument.
     */
    private ShapeNode aggregated(Aggregated aggregated) {
        Call call = aggregated.call();
        String name = name(call.function());
        boolean distinct = call.distinct() || name.equals("array_agg_distinct");
        List<ShapeNode> arguments =
                new ArrayList<>(call.star() ? List.of(ShapeNode.leaf("*")) : expressions.all(call.arguments()));
        List<ShapeNode> order = new ArrayList<>();
        for (SortItem item : aggregated.orderBy()) {
            ShapeNode by = expressions.of(item.value());
            ShapeNode value = by.isNumber() ? argument(by, arguments) : by;
            order.add(sortItem(value, item));
        }
        List<ShapeNode> parts = new ArrayList<>();
        parts.add(ShapeNode.leaf(distinct ? "distinct" : "all"));
        parts.add(ShapeNode.of("list", arguments));
        parts.add(ShapeNode.of("order", order));
        parts.add(separator(name, aggregated.separator()));
        parts.add(expressions.optional(aggregated.filter()));
        parts.add(hint(aggregated.quantifierHint()));
        String meant = name.equals("array_agg_distinct") ? "array_agg" : name;
        boolean plain = !distinct && order.isEmpty() && aggregated.filter() == null && !name.equals("group_concat");
        return plain ? function(meant, arguments) : ShapeNode.of("aggregate " + meant, parts);
    }

    private ShapeNode separator(String name, @Nullable Expression separator) {
        boolean assumed = separator == null && name.equals("group_concat");
        return assumed ? ShapeNode.text(",") : expressions.optional(separator);
    }

    private static ShapeNode argument(ShapeNode ordinal, List<ShapeNode> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            if (ordinal.is("integer " + (i + 1))) {
                return arguments.get(i);
            }
        }
        return ordinal;
    }

    /** The default is NULLS FIRST for an ascending and NULLS LAST for a descending order. */
    static ShapeNode sortItem(ShapeNode value, SortItem item) {
        boolean ascending = !Boolean.FALSE.equals(item.ascending());
        boolean nullsFirst = item.nullsFirst() == null ? ascending : item.nullsFirst();
        return ShapeNode.of(
                "sort",
                value,
                ShapeNode.leaf(ascending ? "asc" : "desc"),
                ShapeNode.leaf(nullsFirst ? "first" : "last"));
    }

    private ShapeNode windowed(Windowed windowed) {
        List<ShapeNode> order = windowed.orderBy().stream()
                .map(item -> sortItem(expressions.of(item.value()), item))
                .toList();
        boolean ignores = windowed.ignoreNulls() != Expression.IgnoreNulls.UNSAID;
        return ShapeNode.of(
                "over",
                expressions.of(windowed.function()),
                ShapeNode.leaf(ignores ? "ignore" : "respect"),
                hint(windowed.hint()),
                ShapeNode.of("partition", expressions.all(windowed.partitionBy())),
                ShapeNode.of("order", order),
                frame(windowed.frame()));
    }

    /** Servers up to 3.5 do not print the hint. */
    private ShapeNode hint(@Nullable String hint) {
        return hint == null || setting.printed() ? ShapeNode.NONE : ShapeNode.leaf(ShapeNode.looseText(hint));
    }

    private ShapeNode frame(@Nullable Frame frame) {
        if (frame == null) {
            return ShapeNode.NONE;
        }
        ShapeNode to = frame.to() == null ? ShapeNode.of("CURRENT_ROW", ShapeNode.NONE) : bound(frame.to());
        return ShapeNode.of(frame.rows() ? "rows" : "range", bound(frame.from()), to);
    }

    private ShapeNode bound(Frame.Bound bound) {
        return ShapeNode.of(bound.kind().name(), expressions.optional(bound.amount()));
    }

    /** Functions that the server's parser rewrites into other expressions. */
    private static final class FunctionRewrites {
        private static final Map<String, String> OTHER_NAMES = Map.of(
                "struct", "row",
                "approx_count_distinct_hll_sketch", "ds_hll_count_distinct",
                "grouping_id", "grouping",
                "rlike", "regexp");
        private static final Map<String, String> OPERATORS = Map.of(
                "add", "+",
                "subtract", "-",
                "multiply", "*",
                "divide", "/",
                "int_divide", "DIV",
                "bitand", "&",
                "bitor", "|",
                "bitxor", "^");
        private static final Set<String> OF_DAYS = Set.of("date_add", "adddate", "date_sub", "subdate", "days_sub");

        private FunctionRewrites() {}

        /** Returns null if the parser does not rewrite the function. */
        static @Nullable ShapeNode of(String name, List<ShapeNode> arguments, boolean printed) {
            int count = arguments.size();
            String operator = OPERATORS.get(name);
            if (operator != null && count == 2) {
                return ShapeNode.of(operator, arguments);
            }
            if (OTHER_NAMES.containsKey(name)) {
                return CallShapes.function(OTHER_NAMES.getOrDefault(name, name), arguments);
            }
            if (OF_DAYS.contains(name) && count == 2) {
                return CallShapes.function(name, List.of(arguments.get(0), days(arguments.get(1))));
            }
            return switch (name) {
                case "bitnot" -> ShapeNode.of("~", arguments);
                case "isnull" -> ShapeNode.of("is null", arguments);
                case "isnotnull" -> ShapeNode.of("not is null", arguments);
                case "element_at" -> ShapeNode.of("[]", arguments);
                case "time_slice", "date_slice" -> slice(name, arguments);
                case "array_generate" -> generate(name, arguments);
                case "ilike" ->
                    CallShapes.function(
                            "like",
                            arguments.stream().map(FunctionRewrites::lower).toList());
                case "lpad", "rpad" -> count == 2 ? withBlank(name, arguments) : null;
                // Its printed form differs between versions.
                case "str_to_map" -> printed ? new ShapeNode("call str_to_map", arguments, true) : null;
                default -> null;
            };
        }

        private static ShapeNode lower(ShapeNode argument) {
            return CallShapes.function("lower", List.of(argument));
        }

        private static ShapeNode withBlank(String name, List<ShapeNode> arguments) {
            List<ShapeNode> all = new ArrayList<>(arguments);
            all.add(ShapeNode.text(" "));
            return CallShapes.function(name, all);
        }

        private static ShapeNode days(ShapeNode amount) {
            return amount.is("interval") ? amount : ExpressionShapes.interval(amount, "day");
        }

        /** {@code time_slice(d, INTERVAL 1 DAY, FLOOR)}, in any of its forms. */
        private static ShapeNode slice(String name, List<ShapeNode> arguments) {
            if (arguments.size() == 4) {
                ShapeNode interval = ExpressionShapes.interval(arguments.get(1), word(arguments.get(2)));
                return CallShapes.function(
                        name, List.of(arguments.get(0), interval, ShapeNode.word(word(arguments.get(3)))));
            }
            ShapeNode boundary = arguments.size() == 3 ? arguments.get(2) : ShapeNode.word("floor");
            return CallShapes.function(name, List.of(arguments.get(0), days(arguments.get(1)), boundary));
        }

        private static ShapeNode generate(String name, List<ShapeNode> arguments) {
            if (arguments.size() != 3 || !arguments.get(2).is("interval")) {
                return CallShapes.function(name, arguments);
            }
            List<ShapeNode> interval = arguments.get(2).parts();
            ShapeNode unit = ShapeNode.text(interval.get(1).label());
            return CallShapes.function(name, List.of(arguments.get(0), arguments.get(1), interval.get(0), unit));
        }

        private static String word(ShapeNode text) {
            return text.label().substring(text.label().indexOf(' ') + 1);
        }
    }
}
