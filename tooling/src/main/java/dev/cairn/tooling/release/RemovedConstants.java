package dev.cairn.tooling.release;

import dev.cairn.plan.part.ObjectName;
import dev.cairn.processor.model.EnumColumn.PathStep;
import dev.cairn.sql.ast.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The constants of an enum that a previous release could write, that the current one no longer has, and that a column may therefore still contain.
 *
 * @param removed those that are gone
 * @param added those that are new, of which one may be another name of a removed one
 */
public record RemovedConstants(ReleasedConstants column, List<String> removed, List<String> added) {
    public RemovedConstants {
        removed = List.copyOf(removed);
        added = List.copyOf(added);
    }

    /** Returns the removed constants of each column that has an enum both before and after. */
    public static List<RemovedConstants> compare(List<ReleasedConstants> before, List<ReleasedConstants> after) {
        List<RemovedConstants> removedConstants = new ArrayList<>();
        for (ReleasedConstants releasedConstants : before) {
            for (ReleasedConstants currentConstants : after) {
                if (currentConstants.object().equals(releasedConstants.object())
                        && currentConstants.column().equalsIgnoreCase(releasedConstants.column())
                        && currentConstants.path().equals(releasedConstants.path())) {
                    List<String> removed = subtract(releasedConstants.constants(), currentConstants.constants());
                    if (!removed.isEmpty()) {
                        removedConstants.add(new RemovedConstants(
                                releasedConstants,
                                removed,
                                subtract(currentConstants.constants(), releasedConstants.constants())));
                    }
                }
            }
        }
        return removedConstants;
    }

    private static List<String> subtract(List<String> constants, List<String> subtracted) {
        return constants.stream()
                .filter(constant -> !subtracted.contains(constant))
                .toList();
    }

    /** Returns the query that counts the rows with a removed constant. */
    public String renderCountQuery() {
        return "SELECT count(*) FROM " + renderTable() + " WHERE " + renderCondition();
    }

    /** Returns the UPDATE that replaces the removed constant with the added one; empty unless there is exactly one of each. */
    public Optional<String> renderRenameStatement() {
        boolean isRename =
                removed.size() == 1 && added.size() == 1 && column.path().isEmpty();
        return isRename
                ? Optional.of("UPDATE " + renderTable() + " SET " + quote(column.column()) + " = "
                        + quoteText(added.get(0)) + " WHERE " + renderCondition())
                : Optional.empty();
    }

    private String renderTable() {
        ObjectName object = column.object();
        return quote(object.database()) + "." + quote(object.name());
    }

    private String renderCondition() {
        String texts = removed.stream().map(RemovedConstants::quoteText).collect(Collectors.joining(", "));
        NestedValues values = new NestedValues(quote(column.column()), false);
        for (PathStep step : column.path()) {
            values = values.resolveStep(step);
        }
        if (values.isArray) {
            return "arrays_overlap(" + values.sql + ", [" + texts + "])";
        }
        return removed.size() == 1 ? values.sql + " = " + texts : values.sql + " IN (" + texts + ")";
    }

    /**
     * The values at a place of the values of a column.
     *
     * @param isArray whether the expression is an array of them
     */
    private record NestedValues(String sql, boolean isArray) {
        NestedValues resolveStep(PathStep step) {
            return switch (step.kind()) {
                case FIELD -> new NestedValues(mapValues(value -> value + "." + quote(step.field())), isArray);
                case ELEMENTS -> new NestedValues(isArray ? "array_flatten(" + sql + ")" : sql, true);
                case KEYS -> flatten("map_keys");
                case VALUES -> flatten("map_values");
            };
        }

        private NestedValues flatten(String function) {
            String arrays = mapValues(value -> function + "(" + value + ")");
            return new NestedValues(isArray ? "array_flatten(" + arrays + ")" : arrays, true);
        }

        private String mapValues(UnaryOperator<String> expression) {
            return isArray ? "array_map(v -> " + expression.apply("v") + ", " + sql + ")" : expression.apply(sql);
        }
    }

    private static String quote(String name) {
        return Name.isPlain(name) ? name : "`" + name + "`";
    }

    private static String quoteText(String constant) {
        return "'" + constant + "'";
    }
}
