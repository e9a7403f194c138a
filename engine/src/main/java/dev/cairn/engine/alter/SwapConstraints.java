package dev.cairn.engine.alter;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.sql.ast.Name;
import java.util.Arrays;
import java.util.List;

/** Two tables can only be swapped where they declare the same constraints: others may rely on them. */
final class SwapConstraints {
    private SwapConstraints() {}

    static void requireSame(Table table, Table other, Name with) {
        requireSame("unique constraints", "unique_constraints", table, other, with);
        requireSame("foreign key constraints", "foreign_key_constraints", table, other, with);
    }

    private static void requireSame(String what, String property, Table table, Table other, Name with) {
        List<String> mine = constraints(table, property);
        List<String> theirs = constraints(other, property);
        if (!columns(mine).equals(columns(theirs))) {
            throw Refusal.execution(
                    with.span(),
                    "Table " + with + " does not contain the same " + what + ", origin: " + mine + ", new: " + theirs);
        }
    }

    private static List<String> constraints(Table table, String property) {
        return table.properties()
                .value(property)
                .map(value -> Arrays.stream(value.split(";"))
                        .map(String::trim)
                        .filter(constraint -> !constraint.isEmpty())
                        .toList())
                .orElse(List.of());
    }

    /** Without the tables that they stand in. */
    private static List<String> columns(List<String> constraints) {
        return constraints.stream()
                .map(constraint -> constraint.replaceAll("[^,.() ]+\\.", ""))
                .toList();
    }
}
