package dev.cairn.embedded.state;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.sql.ast.ViewStatement.Refresh;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The materialized views that are refreshed when rows of something change: those that are ASYNC, but not by a clock. */
final class DependentViews {
    private DependentViews() {}

    static List<StatementObject> of(Catalog catalog, StatementObject changed) {
        List<StatementObject> views = new ArrayList<>();
        for (Map.Entry<String, Database> database : catalog.databases()) {
            for (Map.Entry<String, MaterializedView> entry : database.getValue().materializedViews()) {
                MaterializedView view = entry.getValue();
                if (isRefreshedByChanges(view) && reads(view, changed)) {
                    views.add(new StatementObject(database.getKey(), view.name()));
                }
            }
        }
        return views;
    }

    private static boolean isRefreshedByChanges(MaterializedView view) {
        Refresh refresh = view.refresh();
        return view.active() && refresh.scheme() == Refresh.Scheme.ASYNC && refresh.every() == null;
    }

    private static boolean reads(MaterializedView view, StatementObject changed) {
        return view.definition().bases().stream().anyMatch(base -> base.is(changed.database(), changed.name()));
    }
}
