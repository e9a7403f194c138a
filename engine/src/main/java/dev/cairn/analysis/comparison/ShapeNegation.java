package dev.cairn.analysis.comparison;

import java.util.List;
import java.util.Map;

/** Negates the shape of a condition by pushing NOT down into its operands, as the server does. */
final class ShapeNegation {
    private static final String NOT_PREFIX = "not ";
    private static final Map<String, String> OPPOSITE_BY_LABEL =
            Map.of("=", "!=", "!=", "=", "<", ">=", ">=", "<", ">", "<=", "<=", ">", "and", "or", "or", "and");
    private static final List<String> NEGATABLE_LABELS = List.of("in", "between", "is null", "exists");

    private ShapeNegation() {}

    static ShapeNode negate(ShapeNode conditionShape) {
        String label = conditionShape.label();
        if (label.equals("not")) {
            return conditionShape.children().get(0);
        }
        String opposite = OPPOSITE_BY_LABEL.get(label);
        if (opposite != null) {
            boolean isChain = label.equals("and") || label.equals("or");
            return ShapeNode.of(
                    opposite,
                    isChain
                            ? conditionShape.children().stream()
                                    .map(ShapeNegation::negate)
                                    .toList()
                            : conditionShape.children());
        }
        if (NEGATABLE_LABELS.contains(label)) {
            return ShapeNode.of(NOT_PREFIX + label, conditionShape.children());
        }
        if (label.startsWith(NOT_PREFIX)) {
            return ShapeNode.of(label.substring(NOT_PREFIX.length()), conditionShape.children());
        }
        return ShapeNode.of("not", conditionShape);
    }
}
