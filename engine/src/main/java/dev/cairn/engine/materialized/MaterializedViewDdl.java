package dev.cairn.engine.materialized;

import dev.cairn.catalog.CommonRule;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.MaterializedView.Division;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.RuleSubject;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.view.DependentMaterializedViews;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.ViewStatement.AlterMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CancelRefresh;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.DropMaterializedView;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import dev.cairn.sql.ast.ViewStatement.RefreshMaterializedView;
import dev.cairn.sql.token.RefusalRule;
import java.util.List;
import java.util.Optional;

/** Applies statements that drop, change or activate whole materialized views. */
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
            return server.resultOf(
                    DependentMaterializedViews.of(server.catalog().with(database.without(view.get())))
                            .detachReaders(database.name(), place.table()));
        }
        return dropSynchronous(server, statement, place, database);
    }

    /**
     * Drops a synchronous view, which is a rollup of a table. The server also counts a table as one of its own rollups.
     */
    private static StatementResult dropSynchronous(
            ServerState server, DropMaterializedView statement, ResolvedTableName place, Database database) {
        for (Table table : database.tables().values()) {
            boolean has = table.rollup(place.table()).isPresent();
            if (has || table.name().equals(place.table())) {
                AlterTableContext.requireIdle(table, place.span());
                if (!has) {
                    throw Refusal.execution(place.span(), MaterializedViewRule.BASE_INDEX_DROPPED);
                }
                List<Rollup> left = table.rollups().stream()
                        .filter(rollup -> !rollup.name().equals(place.table()))
                        .toList();
                return server.resultOf(database.with(table.withRollups(left)));
            }
        }
        if (statement.ifExists()) {
            return server.unchangedResult();
        }
        throw Refusal.execution(place.span(), CommonRule.NOT_FOUND, RuleSubject.MATERIALIZED_VIEW, place.table());
    }

    public static StatementResult refresh(ServerState server, RefreshMaterializedView statement) {
        ResolvedTableName place = ResolvedTableName.of(server, statement.name());
        Database database = place.database(server)
                .orElseThrow(() -> refuseAt(place, CommonRule.NOT_FOUND, RuleSubject.DATABASE, place.database()));
        if (!database.holds(place.table())) {
            throw refuseAt(place, CommonRule.NOT_FOUND, RuleSubject.MATERIALIZED_VIEW, place.table());
        }
        MaterializedView view = database.materializedView(place.table())
                .orElseThrow(
                        () -> refuseAt(place, CommonRule.NOT_A, place.table(), "an asynchronous materialized view"));
        if (MaterializedView.INACTIVE_BY_HAND.equals(view.inactive())) {
            throw refuseAt(place, MaterializedViewRule.REFRESHED_VIEW_INACTIVE, view.name(), view.name());
        }
        checkPartitions(statement, place, view);
        return server.unchangedResult();
    }

    private static void checkPartitions(
            RefreshMaterializedView statement, ResolvedTableName place, MaterializedView view) {
        boolean range = statement.partitions().start() != null;
        if (!range && statement.partitions().values().isEmpty()) {
            return;
        }
        if (view.division() == Division.UNPARTITIONED) {
            throw refuseAt(place, CommonRule.REQUIRES, "REFRESH of partitions", "partitions");
        }
        if (range && view.division() != Division.RANGE) {
            throw refuseAt(place, CommonRule.REQUIRES, "REFRESH of a range", "range partitions");
        }
        if (!range && view.division() != Division.LIST) {
            throw refuseAt(place, CommonRule.REQUIRES, "REFRESH of a list", "list partitions");
        }
    }

    private static Refusal refuseAt(ResolvedTableName place, RefusalRule rule, Object... arguments) {
        return Refusal.analysisAt(place.span(), place.span(), rule, arguments);
    }

    public static StatementResult cancel(ServerState server, CancelRefresh statement) {
        ResolvedTableName place = ResolvedTableName.of(server, statement.name());
        Database database = place.database(server)
                .orElseThrow(() -> Refusal.execution(place.span(), ServerError.UNKNOWN_DATABASE, place.database()));
        if (database.materializedView(place.table()).isEmpty()) {
            throw Refusal.execution(place.span(), CommonRule.NOT_FOUND, RuleSubject.MATERIALIZED_VIEW, place.table());
        }
        return server.unchangedResult();
    }

    public static StatementResult alter(ServerState server, AlterMaterializedView statement) {
        ResolvedTableName place = ResolvedTableName.of(server, statement.name());
        MaterializedView view = requireExisting(server, statement.name());
        Database database = place.requireDatabase(server);
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
            StoredProperties altered = MaterializedPropertyAlteration.alter(
                    server, database.name(), view, set.properties(), statement.span());
            return server.resultOf(database.with(view.withProperties(altered)));
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

    private static MaterializedView requireExisting(ServerState server, QualifiedName name) {
        ResolvedTableName place = ResolvedTableName.of(server, name);
        Optional<Database> database = place.database(server);
        if (database.filter(foundDatabase -> foundDatabase.holds(place.table())).isEmpty()) {
            boolean alone = server.profile().atLeast(Version.V4_0);
            String shownName = alone ? place.table() : place.inDatabase();
            throw Refusal.analysis(place.span(), CommonRule.NOT_FOUND, RuleSubject.MATERIALIZED_VIEW, shownName);
        }
        return database.flatMap(foundDatabase -> foundDatabase.materializedView(place.table()))
                .orElseThrow(
                        () -> refuseAt(place, CommonRule.NOT_A, place.table(), "an asynchronous materialized view"));
    }
}
