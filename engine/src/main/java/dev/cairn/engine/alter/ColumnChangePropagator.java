package dev.cairn.engine.alter;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.ChangeCost;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.property.DeclaredConstraints;
import dev.cairn.engine.value.ServerHashMapOrder;
import dev.cairn.engine.view.DependentMaterializedViews;
import dev.cairn.engine.view.InactiveReason;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Propagates a change of a table's columns to the materialized views that read them. */
final class ColumnChangePropagator {
    private ColumnChangePropagator() {}

    static StatementResult apply(AlterTableDraft draft, Table tableAfter, ChangeCost cost) {
        AlterTableContext context = draft.context();
        Catalog newCatalog = DeclaredConstraints.of(
                        context.createResult(tableAfter, cost).catalog())
                .followColumnDrop(context.database().name(), context.table(), tableAfter);
        StatementResult finalResult = context.server().createResult(newCatalog, cost);
        Collection<String> changedNames = findChangedNames(context.table(), tableAfter);
        if (changedNames.isEmpty()) {
            return finalResult;
        }
        String databaseName = context.database().name();
        DependentMaterializedViews dependentViews = DependentMaterializedViews.of(finalResult.catalog());
        Catalog catalog;
        if (draft.isMetadataOnly()) {
            catalog = dependentViews.deactivateColumnReaders(
                    databaseName, tableAfter.name(), ServerHashMapOrder.sort(changedNames));
        } else if (context.profile().isSharedData()) {
            catalog = deactivateByName(finalResult.catalog(), databaseName, tableAfter, changedNames);
        } else {
            catalog = dependentViews.deactivateColumnReaders(databaseName, tableAfter.name(), changedNames);
        }
        return new StatementResult(catalog, finalResult.session(), cost);
    }

    /**
     * Deactivates a view as a shared-data server does when it rewrites a table: it compares only the names of the
     * views' own columns, stops at the first view that has one of the changed names, and deactivates no other view.
     */
    private static Catalog deactivateByName(
            Catalog catalog, String databaseName, Table table, Collection<String> changedNames) {
        Database viewDatabase = catalog.findDatabase(databaseName).orElseThrow();
        for (MaterializedView view : viewDatabase.materializedViews().values()) {
            if (view.definition().dependsOn(databaseName, table.name())
                    && view.columns().stream().anyMatch(column -> changedNames.contains(column.name()))) {
                return catalog.withDatabase(viewDatabase.withMaterializedView(
                        view.withInactiveReason(InactiveReason.columnsChanged(changedNames))));
            }
        }
        return catalog;
    }

    /** Returns the names of columns that were dropped or whose definition has changed. */
    private static Collection<String> findChangedNames(Table tableBefore, Table tableAfter) {
        Set<String> changedNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (Column column : tableBefore.columns()) {
            Optional<Column> columnAfter = tableAfter.findColumn(column.name());
            if (columnAfter.isEmpty() || !column.hasSameDefinition(columnAfter.get())) {
                changedNames.add(column.name());
            }
        }
        return changedNames;
    }
}
