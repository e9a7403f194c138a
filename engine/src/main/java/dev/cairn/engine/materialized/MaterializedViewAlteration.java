package dev.cairn.engine.materialized;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Refusal;
import dev.cairn.engine.context.Applied;
import dev.cairn.engine.context.Names;
import dev.cairn.engine.context.Server;
import dev.cairn.engine.view.Dependents;
import dev.cairn.engine.view.Inactivity;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.ViewStatement.AlterMaterializedView;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import java.util.Optional;

/** ALTER MATERIALIZED VIEW, but for its properties and columns and for ACTIVE. */
record MaterializedViewAlteration(
        Server server, Database database, MaterializedView view, AlterMaterializedView statement) {
    Applied refresh(MaterializedViewChange.SetRefresh change) {
        return server.changed(database.with(view.refreshed(RefreshScheme.changed(view.refresh(), change.refresh()))));
    }

    Applied rename(MaterializedViewChange.Rename change) {
        Name to = change.to();
        if (view.name().equals(to.text())) {
            throw Refusal.analysis(to.span(), "Same table name " + to);
        }
        Names.checkTable(to.text(), to.span());
        if (database.holds(to.text())) {
            throw Refusal.analysis(to.span(), "Materialized view [" + to + "] is already used");
        }
        Catalog renamed = server.catalog().with(database.without(view).with(view.named(to.text())));
        return server.changed(Dependents.of(renamed).following(database.name(), view.name(), to.text()));
    }

    /** Who reads one of them reads it under its other name, and is told. */
    Applied swap(MaterializedViewChange.Swap change) {
        Name with = change.with();
        boolean table = database.tables().contains(with.text());
        Optional<MaterializedView> found = database.materializedView(with.text());
        if (!table && found.isEmpty()) {
            throw Refusal.execution(with.span(), "Table " + with + " does not exist or is not OLAP/LAKE table");
        }
        if (with.text().equals(view.name())) {
            throw Refusal.execution(with.span(), "New name conflicts with rollup index name: " + with);
        }
        MaterializedView other = found.orElseThrow(
                () -> Refusal.execution(with.span(), "Materialized view can only SWAP WITH materialized view"));
        Dependents dependents = Dependents.of(server.catalog());
        dependents.inactivated(database.name(), view.name(), Inactivity.swapped(view.name()));
        dependents.inactivated(database.name(), other.name(), Inactivity.swapped(other.name()));
        Catalog told = dependents.exchanging(database.name(), view.name(), other.name());
        Database after = told.database(database.name()).orElseThrow();
        MaterializedView one = after.materializedView(view.name()).orElseThrow();
        MaterializedView two = after.materializedView(other.name()).orElseThrow();
        return server.changed(told.with(after.with(one.named(two.name())).with(two.named(one.name()))));
    }

    Applied deactivate() {
        return view.active()
                ? server.changed(Dependents.of(server.catalog())
                        .inactivated(database.name(), view, MaterializedView.INACTIVE_BY_HAND))
                : server.unchanged();
    }
}
