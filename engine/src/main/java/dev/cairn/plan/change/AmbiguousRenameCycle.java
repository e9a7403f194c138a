package dev.cairn.plan.change;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.ViewObject;
import dev.cairn.plan.step.Objection;
import dev.cairn.plan.step.Objection.Kind;
import java.util.Optional;

/**
 * A declared cycle of renames whose tables or views also change in other ways, so that none matches its target. A
 * recorded migration may have renamed them already; then they have more columns in common with the desired ones of the
 * same names.
 */
public record AmbiguousRenameCycle(Catalog currentCatalog, Catalog desiredCatalog, RenameCycle<ObjectName> cycle) {
    /**
     * Returns the objection to a plan without these renames; empty if a migration has carried them out already, or if
     * the objects are neither tables nor views only.
     */
    public Optional<Objection> findObjection() {
        boolean areAllTables = cycle.names().stream()
                .allMatch(name -> findTable(currentCatalog, name).isPresent());
        boolean areAllViews = cycle.names().stream()
                .allMatch(name -> findView(currentCatalog, name).isPresent());
        if (!(areAllTables || areAllViews)
                || cycle.sumIfKept(this::countCommonColumns) > cycle.sumIfRenamed(this::countCommonColumns)) {
            return Optional.empty();
        }
        return Optional.of(new Objection(
                Kind.IMPOSSIBLE,
                cycle.names().get(0),
                cycle.describe(ObjectName::name)
                        + ", while the " + (areAllTables ? "tables" : "views") + " change in other ways, too;"
                        + " rename them in two migrations, by way of a third name, and change them afterwards;"
                        + " if a migration has renamed them, remove @RenamedFrom"));
    }

    /**
     * Counts the columns that the current table or view of one name has in common with the desired one of another name.
     */
    private long countCommonColumns(ObjectName currentName, ObjectName desiredName) {
        Optional<SchemaObject> currentView = findView(currentCatalog, currentName);
        Optional<SchemaObject> desiredView = findView(desiredCatalog, desiredName);
        if (currentView.isPresent() && desiredView.isPresent()) {
            return currentView.get().columnNames().stream()
                    .filter(desiredView.get().columnNames()::contains)
                    .count();
        }
        Optional<Table> currentTable = findTable(currentCatalog, currentName);
        Optional<Table> desiredTable = findTable(desiredCatalog, desiredName);
        return currentTable.isEmpty() || desiredTable.isEmpty()
                ? 0
                : currentTable.get().columns().stream()
                        .filter(column -> hasColumnWithSameType(desiredTable.get(), column))
                        .count();
    }

    private static boolean hasColumnWithSameType(Table table, Column column) {
        return table.findColumn(column.name())
                .filter(sameNameColumn -> sameNameColumn.type().equals(column.type()))
                .isPresent();
    }

    private static Optional<SchemaObject> findView(Catalog catalog, ObjectName name) {
        return SchemaObject.find(catalog, name).filter(ViewObject.class::isInstance);
    }

    private static Optional<Table> findTable(Catalog catalog, ObjectName name) {
        return catalog.findTable(name.database(), name.name());
    }
}
