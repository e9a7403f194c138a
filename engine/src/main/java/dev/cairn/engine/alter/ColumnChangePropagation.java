package dev.cairn.engine.alter;

import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Table;
import dev.cairn.engine.column.ColumnComparison;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.Cost;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.value.HashOrder;
import dev.cairn.engine.view.DependentMaterializedViews;
import dev.cairn.engine.view.InactiveReason;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a change of a table's columns means to the materialized views that read them. */
final class ColumnChangePropagation {
    private ColumnChangePropagation() {}

    static StatementResult told(AlterTableContext alteration, Table after, Cost cost) {
        StatementResult applied = alteration.to(after, cost);
        Collection<String> changed = changed(alteration.table(), after);
        if (changed.isEmpty()) {
            return applied;
        }
        String database = alteration.database().name();
        DependentMaterializedViews dependents = DependentMaterializedViews.of(applied.catalog());
        Catalog told;
        if (cost == Cost.FAST_JOB) {
            told = dependents.inactivatedBy(database, after.name(), HashOrder.of(changed));
        } else if (alteration.profile().sharedData()) {
            told = byName(applied.catalog(), database, after, changed);
        } else {
            told = dependents.inactivatedBy(database, after.name(), changed);
        }
        return new StatementResult(told, applied.session(), cost);
    }

    /**
     * A shared-data server that writes a table anew only looks at the names of the views' own columns, ends with the first
     * view that has one of the names, and tells no other.
     */
    private static Catalog byName(Catalog catalog, String database, Table table, Collection<String> changed) {
        Optional<MaterializedView> first = Optional.empty();
        for (MaterializedView view :
                catalog.database(database).orElseThrow().materializedViews().values()) {
            boolean reads = view.definition().bases().stream().anyMatch(base -> isOf(base, database, table));
            boolean named = view.columns().stream().anyMatch(column -> changed.contains(column.name()));
            if (reads && named && first.isEmpty()) {
                first = Optional.of(view);
            }
        }
        return first.map(view -> catalog.with(catalog.database(database)
                        .orElseThrow()
                        .with(view.inactivated(InactiveReason.columnsChanged(changed)))))
                .orElse(catalog);
    }

    private static boolean isOf(BaseRelation base, String database, Table table) {
        return base.is(database, table.name());
    }

    /** Those that are gone, and those whose definition is another one. */
    private static Collection<String> changed(Table before, Table after) {
        Set<String> changed = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        List<Column> columns = before.columns();
        for (Column column : columns) {
            Optional<Column> now = after.column(column.name());
            if (now.isEmpty() || !ColumnComparison.isSame(column, now.get())) {
                changed.add(column.name());
            }
        }
        return changed;
    }
}
