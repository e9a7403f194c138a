package dev.cairn.tooling.release;

import dev.cairn.processor.model.EnumColumn.PathStep;
import dev.cairn.sql.ast.Name;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The SQL expression of the values of a column, or of values nested inside its structs, arrays and maps. If the path
 * enters an array or a map, the expression is one flat array of all these values, however deeply they are nested.
 *
 * @param isArray whether the expression is an array of the values; otherwise it is the only value
 */
record NestedValueExpression(String sql, boolean isArray) {
    static NestedValueExpression of(String columnName, List<PathStep> path) {
        NestedValueExpression expression = new NestedValueExpression(Name.quoteIfNeeded(columnName), false);
        for (PathStep step : path) {
            expression = expression.followStep(step);
        }
        return expression;
    }

    private NestedValueExpression followStep(PathStep step) {
        return switch (step.kind()) {
            case FIELD ->
                new NestedValueExpression(
                        renderForEachValue(value -> value + "." + Name.quoteIfNeeded(step.fieldName())), isArray);
            case ELEMENTS -> new NestedValueExpression(isArray ? "array_flatten(" + sql + ")" : sql, true);
            case KEYS -> flattenMaps("map_keys");
            case VALUES -> flattenMaps("map_values");
        };
    }

    private NestedValueExpression flattenMaps(String functionName) {
        String arraysSql = renderForEachValue(value -> functionName + "(" + value + ")");
        return new NestedValueExpression(isArray ? "array_flatten(" + arraysSql + ")" : arraysSql, true);
    }

    private String renderForEachValue(UnaryOperator<String> valueRenderer) {
        return isArray ? "array_map(v -> " + valueRenderer.apply("v") + ", " + sql + ")" : valueRenderer.apply(sql);
    }
}
