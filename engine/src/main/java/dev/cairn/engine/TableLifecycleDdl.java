package dev.cairn.engine;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TableState;
import dev.cairn.catalog.View;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.engine.property.DeclaredConstraints;
import dev.cairn.engine.view.DependentMaterializedViews;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.refusal.ServerError;
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

/**
 * Applies DROP TABLE, CANCEL ALTER, and RECOVER of tables, views and partitions; translates CREATE INDEX and DROP INDEX
 * to ALTER TABLE.
 */
record TableLifecycleDdl(ServerState server) {
    StatementResult drop(DropTable statement) {
        ResolvedTableName resolvedName = ResolvedTableName.of(server, statement.table());
        Database database = resolvedName.requireDatabase(server);
        Optional<Table> table = statement.isTemporary()
                ? database.temporaryTables().get(resolvedName.tableName())
                : database.findTable(resolvedName.tableName());
        if (table.isEmpty()) {
            requireNotView(database, resolvedName);
            // DROP of a system table has no effect, as though it contained IF EXISTS.
            boolean isSystemTable = !statement.isTemporary()
                    && database.findSystemTable(resolvedName.tableName()).isPresent();
            if (statement.ifExists() || isSystemTable) {
                resolvedName.requireDroppable(database);
                return server.unchangedResult();
            }
            throw Refusal.ofAnalysis(resolvedName.span(), ServerError.UNKNOWN_TABLE, resolvedName.tableName());
        }
        if (table.get().isTemporary()) {
            return server.createResult(database.withoutTable(resolvedName.tableName()));
        }
        Database remainingDatabase =
                statement.isForced() ? database.withoutTable(resolvedName.tableName()) : database.recycle(table.get());
        Catalog remainingCatalog = DeclaredConstraints.of(server.catalog().withDatabase(remainingDatabase))
                .followTableDrop(database.name(), resolvedName.tableName());
        return server.createResult(DependentMaterializedViews.of(remainingCatalog)
                .detachReaders(database.name(), resolvedName.tableName()));
    }

    private static void requireNotView(Database database, ResolvedTableName resolvedName) {
        if (database.findMaterializedView(resolvedName.tableName()).isPresent()) {
            throw resolvedName.createMaterializedViewRefusal();
        }
        if (database.findView(resolvedName.tableName()).isPresent()) {
            throw Refusal.ofAnalysis(
                    resolvedName.span(), ServerError.WRONG_OBJECT, database.name(), resolvedName.tableName(), "TABLE");
        }
    }

    StatementResult recover(Recover statement) {
        ResolvedTableName resolvedName = ResolvedTableName.of(server, statement.name());
        Database database = resolvedName.requireDatabaseAtExecution(server);
        if (database.hasObject(resolvedName.tableName())) {
            throw Refusal.ofExecution(resolvedName.span(), ServerError.TABLE_EXISTS, resolvedName.tableName());
        }
        Optional<View> view = database.recycledViews().get(resolvedName.tableName());
        if (view.isPresent()) {
            return server.createResult(database.recover(view.get()));
        }
        Table table = database.recycledTables()
                .get(resolvedName.tableName())
                .orElseThrow(() ->
                        Refusal.ofExecution(resolvedName.span(), ServerError.UNKNOWN_TABLE, resolvedName.tableName()));
        return server.createResult(database.recover(table));
    }

    StatementResult recoverPartition(Recover statement, Name partitionName) {
        ResolvedTableName resolvedName = ResolvedTableName.of(server, statement.name());
        Database database = resolvedName.requireDatabaseAtExecution(server);
        Table table = database.tables()
                .get(resolvedName.tableName())
                .orElseThrow(() ->
                        Refusal.ofExecution(resolvedName.span(), ServerError.UNKNOWN_TABLE, resolvedName.tableName()));
        TablePartitions partitions = TablePartitions.of(table);
        if (partitions.hasPartition(partitionName.text())) {
            throw Refusal.ofExecution(
                    partitionName.span(), CommonRule.ALREADY_EXISTS, RuleSubject.PARTITION, partitionName);
        }
        return server.createResult(database.withTable(partitions.withRecoveredPartition(partitionName)));
    }

    static AlterTable toAlterTable(CreateIndex statement) {
        AlterClause clause = new AlterClause.AddIndex(statement.index(), statement.span());
        return new AlterTable(statement.table(), List.of(clause), statement.span());
    }

    static AlterTable toAlterTable(DropIndex statement) {
        AlterClause clause = new AlterClause.DropIndex(statement.index(), statement.span());
        return new AlterTable(statement.table(), List.of(clause), statement.span());
    }

    /**
     * Cancels the running job of a table. The catalog contains no partial effects of a job, so the table's definition
     * does not change.
     */
    StatementResult cancelAlter(CancelAlter statement) {
        ResolvedTableName resolvedName = ResolvedTableName.of(server, statement.table());
        Database database = resolvedName.requireDatabase(server);
        Table table = database.findTable(resolvedName.tableName()).orElse(null);
        if (table == null
                && database.findMaterializedView(resolvedName.tableName()).isEmpty()) {
            ServerError error = database.hasObject(resolvedName.tableName())
                    ? ServerError.NOT_OLAP_TABLE
                    : ServerError.UNKNOWN_TABLE;
            throw Refusal.ofExecution(resolvedName.span(), error, resolvedName.tableName());
        }
        boolean isRollupJob = statement.kind() == CancelAlter.Kind.ROLLUP;
        if (table == null || !isCancellable(table.state(), isRollupJob)) {
            throw Refusal.ofExecution(
                    resolvedName.span(),
                    Engine.ObjectRule.NO_JOB_RUNNING,
                    isRollupJob ? "ROLLUP" : "SCHEMA_CHANGE",
                    resolvedName.tableName());
        }
        return server.createResult(database.withTable(table.withState(TableState.NORMAL)));
    }

    private static boolean isCancellable(TableState state, boolean isRollupJob) {
        return isRollupJob
                ? state == TableState.ROLLUP
                : state == TableState.SCHEMA_CHANGE || state == TableState.OPTIMIZE;
    }
}
