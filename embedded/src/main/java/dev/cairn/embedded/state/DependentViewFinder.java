package dev.cairn.embedded.state;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.TruncateTable;
import dev.cairn.sql.ast.ViewStatement.Refresh;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds the materialized views that are refreshed when rows of an object change: ASYNC views without an interval. */
record DependentViewFinder(Catalog catalog) {
    /**
     * Returns whether a statement changes the rows of a table without being a load. The dependent views are refreshed
     * after such a statement.
     */
    static boolean changesRowsWithoutLoad(Statement statement) {
        return statement instanceof TruncateTable
                || (statement instanceof Statement.AlterTable alter
                        && alter.clauses().stream()
                                .anyMatch(clause -> clause instanceof AlterClause.TruncatePartitions
                                        || clause instanceof AlterClause.ReplacePartitions
                                        || (clause instanceof AlterClause.DropPartitions drop && !drop.isTemporary())));
    }

    List<DatabaseObjectName> findNames(DatabaseObjectName changedObjectName) {
        List<DatabaseObjectName> viewNames = new ArrayList<>();
        for (Map.Entry<String, Database> databaseEntry : catalog.databases()) {
            for (Map.Entry<String, MaterializedView> viewEntry :
                    databaseEntry.getValue().materializedViews()) {
                MaterializedView view = viewEntry.getValue();
                Refresh refresh = view.refresh();
                boolean isRefreshedByChanges =
                        view.isActive() && refresh.scheme() == Refresh.Scheme.ASYNC && refresh.interval() == null;
                if (isRefreshedByChanges
                        && view.definition().dependsOn(changedObjectName.databaseName(), changedObjectName.name())) {
                    viewNames.add(new DatabaseObjectName(databaseEntry.getKey(), view.name()));
                }
            }
        }
        return viewNames;
    }
}
