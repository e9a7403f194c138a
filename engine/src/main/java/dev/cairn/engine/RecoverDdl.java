package dev.cairn.engine;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.View;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Statement.Recover;
import java.util.Optional;

/** Applies RECOVER of databases, tables, views and partitions. */
record RecoverDdl(ServerState server) {
    StatementResult apply(Recover statement) {
        Name partitionName = statement.partition();
        if (partitionName != null) {
            return recoverPartition(statement, partitionName);
        }
        return statement.kind() == Recover.RecoverKind.DATABASE ? recoverDatabase(statement) : recoverTable(statement);
    }

    private StatementResult recoverDatabase(Recover statement) {
        String databaseName = statement.name().lastPart().text();
        if (server.catalog().isDatabaseNameTaken(databaseName)) {
            throw Refusal.ofExecution(statement.span(), CommonRule.ALREADY_EXISTS, RuleSubject.DATABASE, databaseName);
        }
        Database database = server.catalog()
                .recycledDatabases()
                .get(databaseName)
                .orElseThrow(() -> Refusal.ofExecution(statement.span(), ServerError.UNKNOWN_DATABASE, databaseName));
        return server.createResult(server.catalog().recover(database));
    }

    /** Recovers the view of a name, or else the table. */
    private StatementResult recoverTable(Recover statement) {
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

    private StatementResult recoverPartition(Recover statement, Name partitionName) {
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
}
