package dev.cairn.analysis.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Functions that the server's parser takes for something else. */
final class FunctionRewrites {
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

    /** Null where the function is just a function. */
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
                        "like", arguments.stream().map(FunctionRewrites::lower).toList());
            case "lpad", "rpad" -> count == 2 ? withBlank(name, arguments) : null;
            // How it is printed differs between versions.
            case "str_to_map" -> printed ? new ShapeNode("call str_to_map", arguments, true) : null;
            default -> null;
        };
    }

    private static ShapeNode lower(ShapeNode argument) {
        return CallShapes.function("lower", List.of(argument));
    }

    private static ShapeNode withBlank(String name, List<ShapeNode> arguments) {
        List<ShapeNode> all = new ArrayList<>(arguments);
        all.add(LiteralShapes.text(" "));
        return CallShapes.function(name, all);
    }

    private static ShapeNode days(ShapeNode amount) {
        return amount.is("interval") ? amount : ExpressionShapes.interval(amount, "day");
    }

    /** {@code time_slice(d, INTERVAL 1 DAY, FLOOR)}, in whichever of its forms. */
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
        ShapeNode unit = LiteralShapes.text(interval.get(1).label());
        return CallShapes.function(name, List.of(arguments.get(0), arguments.get(1), interval.get(0), unit));
    }

    private static String word(ShapeNode text) {
        return text.label().substring(text.label().indexOf(' ') + 1);
    }
}
