package dev.cairn.analysis.comparison;

import java.util.List;
import java.util.Map;

/** NOT, drawn into what it stands before, as the server does in conditions. */
final class Negation {
    private static final String NOT = "not ";
    private static final Map<String, String> OPPOSITES =
            Map.of("=", "!=", "!=", "=", "<", ">=", ">=", "<", ">", "<=", "<=", ">", "and", "or", "or", "and");
    private static final List<String> WITH_NOT = List.of("in", "between", "is null", "exists");

    private Negation() {}

    static ShapeNode of(ShapeNode condition) {
        String label = condition.label();
        if (label.equals("not")) {
            return condition.parts().get(0);
        }
        String opposite = OPPOSITES.get(label);
        if (label.equals("and") || label.equals("or")) {
            return ShapeNode.of(label.equals("and") ? "or" : "and", negated(condition.parts()));
        }
        if (opposite != null) {
            return ShapeNode.of(opposite, condition.parts());
        }
        if (WITH_NOT.contains(label)) {
            return ShapeNode.of(NOT + label, condition.parts());
        }
        if (label.startsWith(NOT)) {
            return ShapeNode.of(label.substring(NOT.length()), condition.parts());
        }
        return ShapeNode.of("not", condition);
    }

    static ShapeNode of(boolean negated, ShapeNode condition) {
        return negated ? of(condition) : condition;
    }

    private static List<ShapeNode> negated(List<ShapeNode> conditions) {
        return conditions.stream().map(Negation::of).toList();
    }
}
