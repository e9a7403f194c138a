package dev.cairn.engine.materialized;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.MaterializedView.Division;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.ServerProfile.Version;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.view.DependentMaterializedViews;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.ViewStatement.AlterMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CancelRefresh;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.DropMaterializedView;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import dev.cairn.sql.ast.ViewStatement.RefreshMaterializedView;
import java.util.List;
import java.util.Optional;

/** What is done to materialized views as wholes. */
public final class MaterializedViewDdl {
    private MaterializedViewDdl() {}

    public static StatementResult create(ServerState server, CreateMaterializedView statement) {
        boolean synchronous = statement.refresh() == null && statement.distribution() == null;
        return synchronous
                ? SynchronousViewCreation.create(server, statement)
                : MaterializedViewCreation.create(server, statement);
    }

    public static StatementResult drop(ServerState server, DropMaterializedView statement) {
        ResolvedTableName place = ResolvedTableName.of(server, statement.name());
        Database database = place.database(server)
                .orElseThrow(() -> Refusal.execution(place.span(), ServerError.UNKNOWN_DATABASE, place.database()));
        Optional<MaterializedView> view = database.materializedView(place.table());
        if (view.isPresent()) {
            return server.changed(DependentMaterializedViews.of(server.catalog().with(database.without(view.get())))
                    .orphaned(database.name(), place.table()));
        }
        return dropSynchronous(server, statement, place, database);
    }

    /** To the server a table is the first of its own rollups. */
    private static StatementResult dropSynchronous(
            ServerState server, DropMaterializedView statement, ResolvedTableName place, Database database) {
        for (Table table : database.tables().values()) {
            boolean has =
                    table.rollups().stream().anyMatch(rollup -> rollup.name().equals(place.table()));
            if (has || table.name().equals(place.table())) {
                AlterTableContext.requireIdle(table, place.span());
                if (!has) {
                    throw Refusal.execution(
                            place.span(), "Cannot drop base index by using DROP ROLLUP or DROP MATERIALIZED VIEW.");
                }
                List<Rollup> left = table.rollups().stream()
                        .filter(rollup -> !rollup.name().equals(place.table()))
                        .toList();
                return server.changed(database.with(table.withRollups(left)));
            }
        }
        if (statement.ifExists()) {
            return server.unchanged();
        }
        throw Refusal.execution(place.span(), "Materialized view " + place.table() + " is not found");
    }

    public static StatementResult refresh(ServerState server, RefreshMaterializedView statement) {
        ResolvedTableName place = ResolvedTableName.of(server, statement.name());
        Database database =
                place.database(server).orElseThrow(() -> located(place, "Can not find database:" + place.database()));
        if (!database.holds(place.table())) {
            throw located(place, "Can not find materialized view:" + place.table());
        }
        MaterializedView view = database.materializedView(place.table())
                .orElseThrow(() -> located(place, "Can not refresh non materialized view:" + place.table()));
        if (MaterializedView.INACTIVE_BY_HAND.equals(view.inactive())) {
            throw located(
                    place,
                    "Refresh materialized view failed because [" + view.name()
                            + "] is not active. You can try to active it with ALTER MATERIALIZED VIEW "
                            + view.name() + " ACTIVE; ");
        }
        checkPartitions(statement, place, view);
        return server.unchanged();
    }

    private static void checkPartitions(
            RefreshMaterializedView statement, ResolvedTableName place, MaterializedView view) {
        boolean range = statement.start() != null;
        if (!range && statement.values().isEmpty()) {
            return;
        }
        if (view.division() == Division.UNPARTITIONED) {
            throw located(place, "Not support refresh by partition for single partition mv");
        }
        if (range && view.division() != Division.RANGE) {
            throw located(place, "Not support refresh by partition for non range partitioned mv");
        }
        if (!range && view.division() != Division.LIST) {
            throw located(place, "Not support refresh by partition for non list partitioned mv");
        }
    }

    private static Refusal located(ResolvedTableName place, String words) {
        return Refusal.located(place.span(), place.span(), words);
    }

    public static StatementResult cancel(ServerState server, CancelRefresh statement) {
        ResolvedTableName place = ResolvedTableName.of(server, statement.name());
        Database database = place.database(server)
                .orElseThrow(() -> Refusal.execution(place.span(), ServerError.UNKNOWN_DATABASE, place.database()));
        if (database.materializedView(place.table()).isEmpty()) {
            throw Refusal.execution(place.span(), "Can not find materialized view:" + place.table());
        }
        return server.unchanged();
    }

    public static StatementResult alter(ServerState server, AlterMaterializedView statement) {
        ResolvedTableName place = ResolvedTableName.of(server, statement.name());
        MaterializedView view = existing(server, statement.name());
        Database database = place.existingDatabase(server);
        MaterializedViewChange change = statement.change();
        MaterializedViewModification alteration = new MaterializedViewModification(server, database, view, statement);
        if (change instanceof MaterializedViewChange.SetRefresh set) {
            return alteration.refresh(set);
        }
        if (change instanceof MaterializedViewChange.Rename rename) {
            return alteration.rename(rename);
        }
        if (change instanceof MaterializedViewChange.Swap swap) {
            return alteration.swap(swap);
        }
        if (change instanceof MaterializedViewChange.SetProperties set) {
            return new AlteredProperties(server, database, view, set.properties(), statement.span()).applied();
        }
        if (change instanceof MaterializedViewChange.Activate) {
            return MaterializedViewActivation.activate(server, database, view, statement.span());
        }
        if (change instanceof MaterializedViewChange.Deactivate) {
            return alteration.deactivate();
        }
        return change instanceof MaterializedViewChange.AddColumn add
                ? AggregateColumns.add(server, database, view, add)
                : AggregateColumns.drop(server, database, view, ((MaterializedViewChange.DropColumn) change).name());
    }

    private static MaterializedView existing(ServerState server, QualifiedName name) {
        ResolvedTableName place = ResolvedTableName.of(server, name);
        Optional<Database> database = place.database(server);
        if (database.filter(found -> found.holds(place.table())).isEmpty()) {
            boolean alone = server.profile().atLeast(Version.V4_0);
            String said = alone ? place.table() : place.inDatabase();
            throw Refusal.analysis(place.span(), "Materialized view " + said + " is not found");
        }
        return database.flatMap(found -> found.materializedView(place.table()))
                .orElseThrow(() -> located(place, place.table() + " is not async materialized view"));
    }
}
