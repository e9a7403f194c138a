package dev.cairn.engine;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TableState;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Statement.CancelAlter;

/**
 * Applies CANCEL ALTER, which cancels the running job of a table. The catalog contains no partial effects of a job, so
 * the table's definition does not change.
 */
record CancelAlterDdl(ServerState server) {
    StatementResult apply(CancelAlter statement) {
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
