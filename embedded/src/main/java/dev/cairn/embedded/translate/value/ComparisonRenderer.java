package dev.cairn.embedded.translate.value;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Type;

/** Renders comparisons of values of one type as the server compares them. */
public final class ComparisonRenderer {
    private ComparisonRenderer() {}

    /** Returns whether DuckDB compares values of a type as the server does. */
    public static boolean comparesLikeServer(Type type) {
        return !type.isNested() && PrimitiveType.of(type) != PrimitiveType.JSON;
    }

    /** Compares two values of the same type. */
    public static String renderComparison(Operator operator, String left, String right, Type type) {
        if (comparesLikeServer(type)) {
            return "(" + left + operatorText(operator) + right + ")";
        }
        return "("
                + (type.isNested()
                        ? renderNestedComparison(operator, left, right, type)
                        : renderJsonComparison(operator, left, right))
                + ")";
    }

    private static String renderJsonComparison(Operator operator, String left, String right) {
        String order = "sr_json_compare(" + left + ", " + right + ")";
        return switch (operator) {
            case EQUAL -> left + " = " + right + " OR " + order + " = 0";
            case NULL_SAFE_EQUAL -> "coalesce(" + order + " = 0, " + left + " IS NULL AND " + right + " IS NULL)";
            default -> order + operatorText(operator) + "0";
        };
    }

    private static String renderNestedComparison(Operator operator, String left, String right, Type type) {
        return switch (operator) {
            case EQUAL -> NestedComparisonRenderer.renderEquality(left, right, type);
            case NOT_EQUAL -> NestedComparisonRenderer.renderDifference(left, right, type);
            case NULL_SAFE_EQUAL ->
                NestedComparisonRenderer.renderSortedMaps(left, type)
                        + operatorText(operator)
                        + NestedComparisonRenderer.renderSortedMaps(right, type);
            default ->
                NestedComparisonRenderer.requireOrderable(left, type)
                        + operatorText(operator)
                        + NestedComparisonRenderer.requireOrderable(right, type);
        };
    }

    private static String operatorText(Operator comparison) {
        return switch (comparison) {
            case NULL_SAFE_EQUAL -> " IS NOT DISTINCT FROM ";
            case NOT_EQUAL -> " <> ";
            default -> " " + comparison.text() + " ";
        };
    }
}
