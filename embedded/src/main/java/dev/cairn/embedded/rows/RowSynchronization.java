package dev.cairn.embedded.rows;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.rows.store.DuckDb;
import dev.cairn.embedded.rows.store.DuckDbTable;
import dev.cairn.embedded.rows.store.StorageKey;
import dev.cairn.embedded.rows.store.TableStore;
import dev.cairn.embedded.state.ClusterState;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.ObjectIdentities;
import dev.cairn.embedded.state.StatementObject;
import dev.cairn.embedded.translate.Translation;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.ClusterAlteration;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.PartitionNames;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Applies the changes of tables to their stored rows: after each statement, it compares the catalogs before and after
 * the statement, and alters, copies or drops the stored rows. Therefore, no DDL statement needs code of its own for
 * rows.
 */
record RowSynchronization(
        DuckDb duckDb, TableStore store, ClusterState oldState, ClusterState newState, Translation translation) {
    /** Changes the stored rows after a statement; null if the state changed without one. */
    @SuppressWarnings("ReferenceEquality") // a comparison by value of the whole state would take too long
    void synchronize(@Nullable Statement statement, @Nullable String defaultDatabase) {
        if (statement instanceof Statement.TruncateTable truncate) {
            StatementObject.find(truncate, defaultDatabase).ifPresent(subject -> truncate(truncate, subject));
        }
        if (statement instanceof Statement.AlterTable alter) {
            StatementObject.find(alter, defaultDatabase).ifPresent(subject -> deletePartitionRows(alter, subject));
        }
        if (oldState.identities() != newState.identities()) {
            dropUnrecoverableRows();
        }
        if (oldState.catalog() != newState.catalog()) {
            newState.catalog().databases().forEach(database -> synchronizeDatabase(database.getValue()));
        }
        if (statement instanceof ClusterStatement clusterStatement
                && clusterStatement.kind().isNamedInExternalDatabase()) {
            synchronizeExternalTable(
                    clusterStatement,
                    StatementObject.resolve(clusterStatement.name(), null).orElseThrow());
        }
        if (statement instanceof Statement.AlterTable alter) {
            StatementObject.find(alter, defaultDatabase).ifPresent(subject -> mergeTemporaryPartitions(alter, subject));
        }
    }

    private void synchronizeExternalTable(ClusterStatement statement, StatementObject subject) {
        StorageKey key = StorageKey.ofExternalTable(subject);
        Optional<DatabaseObject> table = DatabaseObject.find(newState.catalog(), subject.database(), subject.name());
        if (table.isEmpty()) {
            store.drop(key);
            return;
        }
        if (statement instanceof ClusterStatement.AlterClusterObject alter) {
            for (ClusterStatement.ClusterChange change : alter.changes()) {
                if (change.alteration().effect() == ClusterAlteration.AlterationEffect.RENAME) {
                    change.items()
                            .forEach(item -> store.renameColumn(key, item.part().name(), item.value()));
                }
            }
        }
        if (store.find(key)
                .filter(storedTable -> !storedTable.columns().equals(table.get().columns()))
                .isPresent()) {
            changeColumns(key, table.get().columns());
        }
    }

    private void truncate(Statement.TruncateTable truncate, StatementObject subject) {
        if (truncate.table().isExternal()) {
            store.find(StorageKey.ofExternalTable(subject))
                    .ifPresent(table -> duckDb.run("DELETE FROM " + table.quotedName()));
            return;
        }
        Optional<DuckDbTable> storedTable = findKey(newState.identities(), subject.database(), subject.name())
                .flatMap(store::find);
        Optional<Table> table = newState.catalog().table(subject.database(), subject.name());
        if (storedTable.isEmpty() || table.isEmpty()) {
            return;
        }
        if (truncate.partitions() == null) {
            duckDb.run("DELETE FROM " + storedTable.get().quotedName());
            return;
        }
        PartitionConditions partitionConditions = new PartitionConditions(table.get(), translation);
        for (Name name : truncate.partitions().names()) {
            duckDb.run("DELETE FROM " + storedTable.get().quotedName() + " WHERE "
                    + partitionConditions.renderNamedPartition(name));
        }
    }

    /** Deletes the rows of partitions that are replaced or truncated. */
    private void deletePartitionRows(Statement.AlterTable alter, StatementObject subject) {
        Optional<StorageKey> key = findKey(oldState.identities(), subject.database(), subject.name());
        Optional<Table> table = oldState.catalog().table(subject.database(), subject.name());
        if (key.isEmpty() || table.isEmpty()) {
            return;
        }
        PartitionConditions partitionConditions = new PartitionConditions(table.get(), translation);
        for (AlterClause clause : alter.clauses()) {
            findEmptiedPartitions(clause)
                    .ifPresent(
                            names -> store.find(names.isTemporary() ? key.get().temporaryPartitions() : key.get())
                                    .ifPresent(storedTable -> duckDb.run("DELETE FROM " + storedTable.quotedName()
                                            + " WHERE " + partitionConditions.renderNamedPartitions(names))));
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
    private void mergeTemporaryPartitions(Statement.AlterTable alter, StatementObject subject) {
        Optional<Table> oldTable = oldState.catalog().table(subject.database(), subject.name());
        Optional<Table> newTable = newState.catalog().table(subject.database(), subject.name());
        Optional<StorageKey> key = findKey(newState.identities(), subject.database(), subject.name());
        Optional<DuckDbTable> temporaryTable =
                key.map(StorageKey::temporaryPartitions).flatMap(store::find);
        if (oldTable.isEmpty() || newTable.isEmpty() || temporaryTable.isEmpty()) {
            return;
        }
        PartitionConditions partitionConditions = new PartitionConditions(oldTable.get(), translation);
        for (AlterClause clause : alter.clauses()) {
            if (clause instanceof AlterClause.ReplacePartitions replace) {
                DuckDbTable storedTable =
                        store.findOrCreate(key.get(), newTable.get().columns());
                duckDb.run("INSERT INTO " + storedTable.quotedName() + " SELECT * FROM "
                        + temporaryTable.get().quotedName() + " WHERE "
                        + partitionConditions.renderNamedPartitions(replace.newPartitions()));
            }
        }
        for (PartitionDefinition partition : oldTable.get().temporaryPartitions()) {
            if (!newTable.get().temporaryPartitions().contains(partition)) {
                duckDb.run("DELETE FROM " + temporaryTable.get().quotedName() + " WHERE "
                        + partitionConditions.renderPartition(partition));
            }
        }
        if (newTable.get().temporaryPartitions().isEmpty()) {
            store.drop(temporaryTable.get().key());
        }
    }

    private static Optional<StorageKey> findKey(ObjectIdentities identities, String database, String name) {
        return identities.findObject(database, name).map(identity -> StorageKey.ofObject(identity.id()));
    }

    /** Drops the rows of objects that can't be recovered. */
    private void dropUnrecoverableRows() {
        Set<Long> ids = newState.identities().recoverableIds();
        for (StorageKey key : store.keys()) {
            StorageKey owner = key.owner();
            if (owner.isObject() && !ids.contains(owner.objectId())) {
                store.drop(key);
            }
        }
    }

    private void synchronizeDatabase(Database database) {
        for (DatabaseObject object : DatabaseObject.listAll(database)) {
            findKey(newState.identities(), database.name(), object.name())
                    .flatMap(store::find)
                    .ifPresent(storedTable -> synchronizeTable(storedTable, object));
        }
    }

    private void synchronizeTable(DuckDbTable storedTable, DatabaseObject object) {
        StorageKey key = storedTable.key();
        if (!storedTable.columns().equals(object.columns())) {
            changeColumns(key, object.columns());
        }
        if (object instanceof DatabaseObject.DatabaseTable tableObject) {
            synchronizePartitions(store.findOrCreate(key, object.columns()), tableObject.table());
        }
    }

    private void changeColumns(StorageKey key, List<Column> columns) {
        DefaultValueTranslation defaults = new DefaultValueTranslation(translation);
        store.changeColumns(
                key,
                columns,
                column -> column.generatedValue() == null
                        ? defaults.translateDefault(column)
                        : renderGeneratedValues(column, column.generatedValue(), columns));
    }

    /**
     * Returns the values of a new generated column. If the column can't be calculated, it has no values: statements
     * that read or write the table are refused.
     */
    private String renderGeneratedValues(Column column, Expression expression, List<Column> columns) {
        return DuckDbTableResolver.findGeneratedValue(column, expression, columns, translation)
                .orElse("NULL");
    }

    /**
     * Moves the rows of dropped and recovered partitions, and deletes the rows of partitions that can't be recovered.
     */
    private void synchronizePartitions(DuckDbTable storedTable, Table table) {
        StorageKey key = storedTable.key();
        findTable(oldState.catalog(), oldState.identities(), key).ifPresent(oldTable -> {
            List<? extends PartitionDefinition> currentPartitions =
                    table.partitioning().partitions();
            for (PartitionDefinition partition : oldTable.recycledPartitions()) {
                if (!containsPartition(table.recycledPartitions(), partition)) {
                    if (containsPartition(currentPartitions, partition)
                            && !containsPartition(oldTable.partitioning().partitions(), partition)) {
                        recoverPartition(droppedPartitionKey(key, partition), storedTable);
                    }
                    store.drop(droppedPartitionKey(key, partition));
                }
            }
            PartitionConditions partitionConditions = new PartitionConditions(oldTable, translation);
            for (PartitionDefinition partition : oldTable.partitioning().partitions()) {
                if (!containsPartition(currentPartitions, partition)) {
                    String fromClause = " FROM " + storedTable.quotedName() + " WHERE "
                            + partitionConditions.renderPartition(partition);
                    if (containsPartition(table.recycledPartitions(), partition)) {
                        DuckDbTable recycledTable =
                                store.recreate(droppedPartitionKey(key, partition), storedTable.columns());
                        duckDb.run("INSERT INTO " + recycledTable.quotedName() + " SELECT *" + fromClause);
                    }
                    duckDb.run("DELETE" + fromClause);
                }
            }
        });
    }

    private static StorageKey droppedPartitionKey(StorageKey key, PartitionDefinition partition) {
        return key.droppedPartition(partition.name().text());
    }

    private static boolean containsPartition(
            List<? extends PartitionDefinition> partitions, PartitionDefinition partition) {
        return partitions.stream().anyMatch(candidate -> PartitionConditions.haveSameBounds(partition, candidate));
    }

    private void recoverPartition(StorageKey droppedPartitionKey, DuckDbTable storedTable) {
        store.find(droppedPartitionKey).ifPresent(recycledTable -> {
            String columns = recycledTable.columns().stream()
                    .filter(column -> storedTable.columns().stream()
                            .anyMatch(storedColumn -> storedColumn.id().equals(column.id())))
                    .map(DuckDbTable::columnName)
                    .collect(Collectors.joining(", "));
            duckDb.run("INSERT INTO " + storedTable.quotedName() + " (" + columns + ") SELECT " + columns + " FROM "
                    + recycledTable.quotedName());
        });
    }

    /** Returns the table whose rows are stored under a key; empty if the catalog does not contain it. */
    private static Optional<Table> findTable(Catalog catalog, ObjectIdentities identities, StorageKey key) {
        for (Map.Entry<String, Database> database : catalog.databases()) {
            for (Map.Entry<String, Table> table : database.getValue().tables()) {
                if (findKey(identities, database.getKey(), table.getKey())
                        .filter(key::equals)
                        .isPresent()) {
                    return Optional.of(table.getValue());
                }
            }
        }
        return Optional.empty();
    }
}
