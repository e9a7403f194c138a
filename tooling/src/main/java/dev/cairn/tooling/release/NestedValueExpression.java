package dev.cairn.tooling.release;

import dev.cairn.processor.model.EnumColumn.PathStep;
import dev.cairn.sql.ast.Name;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The expression for the values of a column, or for those at a place inside structs, arrays and maps.
 *
 * @param isArray whether the expression is an array of the values
 */
record NestedValueExpression(String sql, boolean isArray) {
    static NestedValueExpression find(String column, List<PathStep> path) {
        NestedValueExpression values = new NestedValueExpression(quote(column), false);
        for (PathStep step : path) {
            values = values.resolveStep(step);
        }
        return values;
    }

    private NestedValueExpression resolveStep(PathStep step) {
        return switch (step.kind()) {
            case FIELD -> new NestedValueExpression(mapValues(value -> value + "." + quote(step.field())), isArray);
            case ELEMENTS -> new NestedValueExpression(isArray ? "array_flatten(" + sql + ")" : sql, true);
            case KEYS -> flatten("map_keys");
            case VALUES -> flatten("map_values");
        };
    }

    private NestedValueExpression flatten(String function) {
        String arrays = mapValues(value -> function + "(" + value + ")");
        return new NestedValueExpression(isArray ? "array_flatten(" + arrays + ")" : arrays, true);
    }

    private String mapValues(UnaryOperator<String> expression) {
        return isArray ? "array_map(v -> " + expression.apply("v") + ", " + sql + ")" : expression.apply(sql);
    }

    static String quote(String name) {
        return Name.isPlain(name) ? name : "`" + name + "`";
    }
}
