package dev.cairn.engine;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.CommonRule;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.RuleSubject;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TableState;
import dev.cairn.catalog.View;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.engine.property.DeclaredConstraints;
import dev.cairn.engine.view.DependentMaterializedViews;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Statement.AlterTable;
import dev.cairn.sql.ast.Statement.CancelAlter;
import dev.cairn.sql.ast.Statement.CreateIndex;
import dev.cairn.sql.ast.Statement.DropIndex;
import dev.cairn.sql.ast.Statement.DropTable;
import dev.cairn.sql.ast.Statement.Recover;
import java.util.List;
import java.util.Optional;

/** Applies DROP and RECOVER of tables, and translates statements that are another spelling of an ALTER TABLE. */
final class TableDdl {
    private TableDdl() {}

    static StatementResult drop(ServerState server, DropTable statement) {
        ResolvedTableName place = ResolvedTableName.of(server, statement.table());
        Database database = place.requireDatabase(server);
        Optional<Table> table =
                statement.temporary() ? database.temporaries().get(place.table()) : database.table(place.table());
        if (table.isEmpty()) {
            refuseOthers(database, place);
            if (statement.ifExists()) {
                return server.unchangedResult();
            }
            throw Refusal.analysis(place.span(), ServerError.UNKNOWN_TABLE, place.table());
        }
        if (table.get().temporary()) {
            return server.resultOf(database.without(place.table()));
        }
        Database after = statement.force() ? database.without(place.table()) : database.recycle(table.get());
        Catalog dropped =
                DeclaredConstraints.of(server.catalog().with(after)).withoutTable(database.name(), place.table());
        return server.resultOf(DependentMaterializedViews.of(dropped).detachReaders(database.name(), place.table()));
    }

    private static void refuseOthers(Database database, ResolvedTableName place) {
        if (database.materializedView(place.table()).isPresent()) {
            throw place.materializedView();
        }
        if (database.view(place.table()).isPresent()) {
            throw Refusal.analysis(place.span(), ServerError.WRONG_OBJECT, database.name(), place.table(), "TABLE");
        }
    }

    static StatementResult recover(ServerState server, Recover statement) {
        ResolvedTableName place = ResolvedTableName.of(server, statement.name());
        Database database = place.database(server)
                .orElseThrow(() -> Refusal.execution(place.span(), ServerError.UNKNOWN_DATABASE, place.database()));
        if (database.holds(place.table())) {
            throw Refusal.execution(place.span(), ServerError.TABLE_EXISTS, place.table());
        }
        Optional<View> view = database.recycledViews().get(place.table());
        if (view.isPresent()) {
            return server.resultOf(database.recover(view.get()));
        }
        Table table = database.recycledTables()
                .get(place.table())
                .orElseThrow(() -> Refusal.execution(place.span(), ServerError.UNKNOWN_TABLE, place.table()));
        return server.resultOf(database.recover(table));
    }

    static StatementResult recover(ServerState server, Recover statement, Name partition) {
        ResolvedTableName place = ResolvedTableName.of(server, statement.name());
        Database database = place.database(server)
                .orElseThrow(() -> Refusal.execution(place.span(), ServerError.UNKNOWN_DATABASE, place.database()));
        Table table = database.tables()
                .get(place.table())
                .orElseThrow(() -> Refusal.execution(place.span(), ServerError.UNKNOWN_TABLE, place.table()));
        TablePartitions partitions = TablePartitions.of(table);
        if (partitions.has(partition.text())) {
            throw Refusal.execution(partition.span(), CommonRule.EXISTS, RuleSubject.PARTITION, partition);
        }
        return server.resultOf(database.with(partitions.recover(partition)));
    }

    static AlterTable asAlter(CreateIndex statement) {
        AlterClause clause = new AlterClause.AddIndex(statement.index(), statement.span());
        return new AlterTable(statement.table(), List.of(clause), statement.span());
    }

    static AlterTable asAlter(DropIndex statement) {
        AlterClause clause = new AlterClause.DropIndex(statement.index(), statement.span());
        return new AlterTable(statement.table(), List.of(clause), statement.span());
    }

    /**
     * Cancels a running job. The catalog contains no partial effects of a running job, so the table's definition
     * does not change.
     */
    static StatementResult cancel(ServerState server, CancelAlter statement) {
        ResolvedTableName place = ResolvedTableName.of(server, statement.table());
        Database database = place.requireDatabase(server);
        Table table = database.table(place.table())
                .orElseThrow(() -> Refusal.execution(place.span(), ServerError.UNKNOWN_TABLE, place.table()));
        boolean rollup = statement.kind() == CancelAlter.Kind.ROLLUP;
        if (!isCancellable(table.state(), rollup)) {
            throw Refusal.execution(
                    place.span(), Engine.ObjectRule.NO_JOB_RUNNING, rollup ? "ROLLUP" : "SCHEMA_CHANGE", table.name());
        }
        return server.resultOf(database.with(table.withState(TableState.NORMAL)));
    }

    private static boolean isCancellable(TableState state, boolean rollup) {
        return rollup ? state == TableState.ROLLUP : state == TableState.SCHEMA_CHANGE || state == TableState.OPTIMIZE;
    }
}
