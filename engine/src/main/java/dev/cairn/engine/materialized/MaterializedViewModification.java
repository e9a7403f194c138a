package dev.cairn.engine.materialized;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Refusal;
import dev.cairn.engine.context.NameRules;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.view.DependentMaterializedViews;
import dev.cairn.engine.view.InactiveReason;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.ViewStatement.AlterMaterializedView;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import java.util.Optional;

/** ALTER MATERIALIZED VIEW, but for its properties and columns and for ACTIVE. */
record MaterializedViewModification(
        ServerState server, Database database, MaterializedView view, AlterMaterializedView statement) {
    StatementResult refresh(MaterializedViewChange.SetRefresh change) {
        return server.changed(database.with(view.refreshed(RefreshScheme.changed(view.refresh(), change.refresh()))));
    }

    StatementResult rename(MaterializedViewChange.Rename change) {
        Name to = change.to();
        if (view.name().equals(to.text())) {
            throw Refusal.analysis(to.span(), "Same table name " + to);
        }
        NameRules.checkTable(to.text(), to.span());
        if (database.holds(to.text())) {
            throw Refusal.analysis(to.span(), "Materialized view [" + to + "] is already used");
        }
        Catalog renamed = server.catalog().with(database.without(view).with(view.named(to.text())));
        return server.changed(
                DependentMaterializedViews.of(renamed).following(database.name(), view.name(), to.text()));
    }

    /** Who reads one of them reads it under its other name, and is told. */
    StatementResult swap(MaterializedViewChange.Swap change) {
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
        DependentMaterializedViews dependents = DependentMaterializedViews.of(server.catalog());
        dependents.inactivated(database.name(), view.name(), InactiveReason.swapped(view.name()));
        dependents.inactivated(database.name(), other.name(), InactiveReason.swapped(other.name()));
        Catalog told = dependents.exchanging(database.name(), view.name(), other.name());
        Database after = told.database(database.name()).orElseThrow();
        MaterializedView one = after.materializedView(view.name()).orElseThrow();
        MaterializedView two = after.materializedView(other.name()).orElseThrow();
        return server.changed(told.with(after.with(one.named(two.name())).with(two.named(one.name()))));
    }

    StatementResult deactivate() {
        return view.active()
                ? server.changed(DependentMaterializedViews.of(server.catalog())
                        .inactivated(database.name(), view, MaterializedView.INACTIVE_BY_HAND))
                : server.unchanged();
    }
}
