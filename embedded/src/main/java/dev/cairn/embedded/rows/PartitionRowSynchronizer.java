package dev.cairn.embedded.rows;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.rows.store.DuckDb;
import dev.cairn.embedded.rows.store.DuckDbTable;
import dev.cairn.embedded.rows.store.StorageKey;
import dev.cairn.embedded.rows.store.TableStore;
import dev.cairn.embedded.rows.table.PartitionConditionRenderer;
import dev.cairn.embedded.state.ClusterState;
import dev.cairn.embedded.state.DatabaseObjectName;
import dev.cairn.embedded.state.ObjectIdentities;
import dev.cairn.embedded.translate.SqlTranslator;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.PartitionNames;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Moves and deletes the rows of partitions that a statement replaces, truncates, drops or recovers. The rows of a
 * partition are those rows of the table, or of its temporary partitions, that lie within its bounds; only a dropped
 * partition is stored separately.
 */
record PartitionRowSynchronizer(
        DuckDb duckDb, TableStore store, ClusterState oldState, ClusterState newState, SqlTranslator sqlTranslator) {
    /** Deletes the rows of partitions that are replaced or truncated. */
    void deletePartitionRows(Statement.AlterTable alter, DatabaseObjectName objectName) {
        Optional<StorageKey> key =
                RowSynchronizer.findStorageKey(oldState.identities(), objectName.databaseName(), objectName.name());
        Optional<Table> table = oldState.catalog().findTable(objectName.databaseName(), objectName.name());
        if (key.isEmpty() || table.isEmpty()) {
            return;
        }
        PartitionConditionRenderer conditionRenderer = new PartitionConditionRenderer(table.get(), sqlTranslator);
        for (AlterClause clause : alter.clauses()) {
            findEmptiedPartitions(clause)
                    .ifPresent(
                            names -> store.find(names.isTemporary() ? key.get().temporaryPartitions() : key.get())
                                    .ifPresent(storedTable -> duckDb.run("DELETE FROM " + storedTable.quotedName()
                                            + " WHERE " + conditionRenderer.renderNamedPartitions(names))));
        }
    }

    private static Optional<PartitionNames> findEmptiedPartitions(AlterClause clause) {
        if (clause instanceof AlterClause.ReplacePartitions replace) {
            return Optional.of(replace.oldPartitions());
        }
        return clause instanceof AlterClause.TruncatePartitions truncate
                ? Optional.of(truncate.partitions())
                : Optional.empty();
    }

    /**
     * Moves the rows of temporary partitions that replace partitions into the table, and deletes the rows of dropped
     * partitions.
     */
    void synchronizeTemporaryPartitions(Statement.AlterTable alter, DatabaseObjectName objectName) {
        Optional<Table> oldTable = oldState.catalog().findTable(objectName.databaseName(), objectName.name());
        Optional<Table> newTable = newState.catalog().findTable(objectName.databaseName(), objectName.name());
        Optional<StorageKey> key =
                RowSynchronizer.findStorageKey(newState.identities(), objectName.databaseName(), objectName.name());
        Optional<DuckDbTable> temporaryTable =
                key.map(StorageKey::temporaryPartitions).flatMap(store::find);
        if (oldTable.isEmpty() || newTable.isEmpty() || temporaryTable.isEmpty()) {
            return;
        }
        PartitionConditionRenderer conditionRenderer = new PartitionConditionRenderer(oldTable.get(), sqlTranslator);
        for (AlterClause clause : alter.clauses()) {
            if (clause instanceof AlterClause.ReplacePartitions replace) {
                DuckDbTable storedTable = store.open(key.get(), newTable.get().columns());
                duckDb.run("INSERT INTO " + storedTable.quotedName() + " SELECT * FROM "
                        + temporaryTable.get().quotedName() + " WHERE "
                        + conditionRenderer.renderNamedPartitions(replace.newPartitions()));
            }
        }
        for (PartitionDefinition partition : oldTable.get().temporaryPartitions()) {
            if (!newTable.get().temporaryPartitions().contains(partition)) {
                duckDb.run("DELETE FROM " + temporaryTable.get().quotedName() + " WHERE "
                        + conditionRenderer.renderPartition(partition));
            }
        }
        if (newTable.get().temporaryPartitions().isEmpty()) {
            store.drop(temporaryTable.get().key());
        }
    }

    /**
     * Moves the rows of dropped and recovered partitions, and deletes the rows of partitions that can't be recovered.
     * The rows of merged partitions remain.
     */
    void synchronizePartitions(DuckDbTable storedTable, Table table) {
        StorageKey key = storedTable.key();
        findTable(oldState.catalog(), oldState.identities(), key).ifPresent(oldTable -> {
            TablePartitions oldPartitions = TablePartitions.of(oldTable);
            Set<List<List<Bound>>> currentValues =
                    collectValues(table, table.partitioning().partitions());
            Set<List<List<Bound>>> recycledValues = collectValues(table, table.recycledPartitions());
            Set<List<List<Bound>>> oldValues =
                    collectValues(oldTable, oldTable.partitioning().partitions());
            for (PartitionDefinition partition : oldTable.recycledPartitions()) {
                List<List<Bound>> values = oldPartitions.canonicalValues(partition);
                if (!recycledValues.contains(values)) {
                    if (currentValues.contains(values) && !oldValues.contains(values)) {
                        recoverPartition(recycledPartitionKey(key, partition), storedTable);
                    }
                    store.drop(recycledPartitionKey(key, partition));
                }
            }
            PartitionConditionRenderer conditionRenderer = new PartitionConditionRenderer(oldTable, sqlTranslator);
            for (PartitionDefinition partition : oldTable.partitioning().partitions()) {
                List<List<Bound>> values = oldPartitions.canonicalValues(partition);
                if (!currentValues.contains(values)
                        && TablePartitions.of(table)
                                .findEnclosingPartition(partition)
                                .isEmpty()) {
                    String fromClause = " FROM " + storedTable.quotedName() + " WHERE "
                            + conditionRenderer.renderPartition(partition);
                    if (recycledValues.contains(values)) {
                        DuckDbTable recycledTable =
                                store.recreate(recycledPartitionKey(key, partition), storedTable.columns());
                        duckDb.run("INSERT INTO " + recycledTable.quotedName() + " SELECT *" + fromClause);
                    }
                    duckDb.run("DELETE" + fromClause);
                }
            }
        });
    }

    /** Returns the table whose rows are stored under a key; empty if the catalog does not contain it. */
    private static Optional<Table> findTable(Catalog catalog, ObjectIdentities identities, StorageKey key) {
        for (Map.Entry<String, Database> databaseEntry : catalog.databases()) {
            for (Map.Entry<String, Table> tableEntry : databaseEntry.getValue().tables()) {
                if (RowSynchronizer.findStorageKey(identities, databaseEntry.getKey(), tableEntry.getKey())
                        .filter(key::equals)
                        .isPresent()) {
                    return Optional.of(tableEntry.getValue());
                }
            }
        }
        return Optional.empty();
    }

    private static StorageKey recycledPartitionKey(StorageKey key, PartitionDefinition partition) {
        return key.recycledPartition(partition.name().text());
    }

    private static Set<List<List<Bound>>> collectValues(Table table, List<? extends PartitionDefinition> partitions) {
        TablePartitions tablePartitions = TablePartitions.of(table);
        return partitions.stream().map(tablePartitions::canonicalValues).collect(Collectors.toSet());
    }

    /** Copies the rows of a recycled partition into the table, without the columns that have been dropped since. */
    private void recoverPartition(StorageKey recycledPartitionKey, DuckDbTable storedTable) {
        store.find(recycledPartitionKey).ifPresent(recycledTable -> {
            String columnList = recycledTable.columns().stream()
                    .filter(column -> storedTable.columns().stream()
                            .anyMatch(storedColumn -> storedColumn.id().equals(column.id())))
                    .map(DuckDbTable::quotedColumnName)
                    .collect(Collectors.joining(", "));
            duckDb.run("INSERT INTO " + storedTable.quotedName() + " (" + columnList + ") SELECT " + columnList
                    + " FROM " + recycledTable.quotedName());
        });
    }
}
