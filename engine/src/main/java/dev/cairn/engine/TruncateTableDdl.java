package dev.cairn.engine;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.SeedRows;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.NameRule;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Relation.PartitionKeyValue;
import dev.cairn.sql.ast.Statement.PartitionNames;
import dev.cairn.sql.ast.Statement.TruncateTable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Applies TRUNCATE TABLE. Of everything that a catalog contains, the statement removes only temporary partitions
 * and the rows that the schema declares. If it names partitions, it removes neither.
 */
public record TruncateTableDdl(ServerState server) {
    StatementResult apply(TruncateTable statement) {
        ResolvedTableName resolvedName = ResolvedTableName.of(server, statement.table());
        PartitionNames partitionNames = statement.partitions();
        if (partitionNames != null && partitionNames.isTemporary()) {
            throw Refusal.ofAnalysis(partitionNames.span(), CommonRule.UNSUPPORTED, "TRUNCATE", "temporary partitions");
        }
        requireDistinctColumns(statement.partitionKeys());
        if (isExistenceUnchecked(resolvedName)) {
            return server.unchangedResult();
        }
        Database database = resolvedName.requireDatabaseAtExecution(server);
        Table table = database.findTable(resolvedName.tableName())
                .orElseThrow(() -> createNoTableRefusal(database, resolvedName));
        AlterTableContext.requireIdle(table, resolvedName.span());
        if (partitionNames == null) {
            return deletesRows(statement, server.profile())
                    ? server.createResult(database.withTable(
                            table.withTemporaryPartitions(List.of()).withSeedRows(SeedRows.NONE)))
                    : server.unchangedResult();
        }
        for (Name partitionName : partitionNames.names()) {
            requirePartition(table, partitionName);
        }
        return server.unchangedResult();
    }

    /**
     * Returns whether the statement deletes rows of a native table. With {@code PARTITION (k = 1)}, servers before 4.0
     * delete no rows, and later servers empty all partitions.
     */
    public static boolean deletesRows(TruncateTable statement, ServerProfile profile) {
        return statement.partitionKeys().isEmpty() || profile.isAtLeast(Version.V4_0);
    }

    /**
     * Returns whether the server does not check that the table exists. It does not check tables of external catalogs
     * since 4.0, and the engine does not check tables of a database whose objects it does not know.
     */
    private boolean isExistenceUnchecked(ResolvedTableName resolvedName) {
        return resolvedName.isInternal()
                ? resolvedName.findDatabase(server).isEmpty()
                        && server.catalog().hasDatabase(resolvedName.databaseName())
                : server.profile().isAtLeast(Version.V4_0);
    }

    private static Refusal createNoTableRefusal(Database database, ResolvedTableName resolvedName) {
        return database.hasObject(resolvedName.tableName())
                ? Refusal.ofExecution(resolvedName.span(), Engine.ObjectRule.TRUNCATED_OBJECT_NOT_A_TABLE)
                : Refusal.ofAnalysis(resolvedName.span(), NameRule.TABLE_NOT_FOUND, resolvedName.tableName());
    }

    /**
     * Requires that no column is repeated; names that differ in case are different. Servers before 4.0 do not check
     * this.
     */
    private void requireDistinctColumns(List<PartitionKeyValue> keys) {
        Set<String> columnNames = new HashSet<>();
        for (PartitionKeyValue keyValue : keys) {
            if (!columnNames.add(keyValue.column().text()) && server.profile().isAtLeast(Version.V4_0)) {
                throw Refusal.ofAnalysis(
                        keyValue.column().span(), CommonRule.DUPLICATE, RuleSubject.COLUMN, keyValue.column());
            }
        }
    }

    private static void requirePartition(Table table, Name partitionName) {
        if (!table.mayHavePartition(partitionName)) {
            throw Refusal.ofExecution(partitionName.span(), CommonRule.NOT_FOUND, RuleSubject.PARTITION, partitionName);
        }
    }
}
