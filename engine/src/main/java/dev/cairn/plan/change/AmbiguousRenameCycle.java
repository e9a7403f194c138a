package dev.cairn.plan.change;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.Objection;
import dev.cairn.plan.step.Objection.Kind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A declared cycle of renames whose tables also change in other ways, so that no table matches its target. A recorded
 * migration may have renamed the tables already; then the tables have more columns in common with the desired tables of
 * the same names.
 *
 * @param names the names of the cycle: each becomes the next one, and the last one becomes the first
 */
public record AmbiguousRenameCycle(Catalog currentCatalog, Catalog desiredCatalog, List<ObjectName> names) {
    /**
     * Returns the objection to a plan without these renames; empty if a migration has carried them out already, or if
     * one of the objects is not a table.
     */
    public Optional<Objection> findObjection() {
        boolean areAllTables =
                names.stream().allMatch(name -> findTable(currentCatalog, name).isPresent());
        if (!areAllTables || countCommonColumns(0) > countCommonColumns(1)) {
            return Optional.empty();
        }
        String quotedNameList = names.stream().map(ObjectName::name).collect(Collectors.joining("\", \"", "\"", "\""));
        return Optional.of(new Objection(
                Kind.IMPOSSIBLE,
                names.get(0),
                "@RenamedFrom exchanges the names " + quotedNameList
                        + " in a cycle, while the tables change in other ways, too;"
                        + " rename them in two migrations, by way of a third name, and change them afterwards;"
                        + " if a migration has renamed them, remove @RenamedFrom"));
    }

    /**
     * Counts the columns that the tables of the cycle have in common with the desired ones: of the same names if {@code
     * offset} is 0, of the new names if it is 1.
     */
    private long countCommonColumns(int offset) {
        long commonColumnCount = 0;
        for (int i = 0; i < names.size(); i++) {
            Optional<Table> currentTable = findTable(currentCatalog, names.get(i));
            Optional<Table> desiredTable = findTable(desiredCatalog, names.get((i + offset) % names.size()));
            if (currentTable.isPresent() && desiredTable.isPresent()) {
                commonColumnCount += currentTable.get().columns().stream()
                        .filter(column -> hasColumnWithSameType(desiredTable.get(), column))
                        .count();
            }
        }
        return commonColumnCount;
    }

    private static boolean hasColumnWithSameType(Table table, Column column) {
        return table.findColumn(column.name())
                .filter(sameNameColumn -> sameNameColumn.type().equals(column.type()))
                .isPresent();
    }

    private static Optional<Table> findTable(Catalog catalog, ObjectName name) {
        return catalog.findTable(name.database(), name.name());
    }
}
