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
import dev.cairn.embedded.state.DatabaseObjectName;
import dev.cairn.embedded.state.ObjectIdentities;
import dev.cairn.embedded.translate.SqlTranslator;
import dev.cairn.embedded.translate.value.CastTranslator;
import dev.cairn.embedded.translate.value.StoredValueConverter;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.ClusterAlteration;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.PartitionNames;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Applies the changes of tables to their stored rows: after each statement, it compares the catalogs before and after
 * the statement, and alters, copies or drops the stored rows. Therefore, no DDL statement needs separate code for rows.
 *
 * @param translatorFunction creates a translator for which a time is the current one
 */
record RowSynchronizer(
        DuckDb duckDb,
        TableStore store,
        ClusterState oldState,
        ClusterState newState,
        SqlTranslator sqlTranslator,
        Function<LocalDateTime, SqlTranslator> translatorFunction) {
    /** Changes the stored rows after a statement. The statement is null if the state has changed without one. */
    @SuppressWarnings("ReferenceEquality") // a comparison by value of the whole state would take too long
    void synchronize(@Nullable Statement statement, @Nullable String defaultDatabaseName) {
        if (statement instanceof Statement.TruncateTable truncate) {
            DatabaseObjectName.findChangedObject(truncate, defaultDatabaseName)
                    .ifPresent(objectName -> truncate(truncate, objectName));
        }
        if (statement instanceof Statement.AlterTable alter) {
            DatabaseObjectName.findChangedObject(alter, defaultDatabaseName)
                    .ifPresent(objectName -> deletePartitionRows(alter, objectName));
        }
        if (oldState.identities() != newState.identities()) {
            dropUnrecoverableRows();
        }
        if (oldState.catalog() != newState.catalog()) {
            // Without a job, stored values remain as they are, and a backend casts them when it reads them.
            TableStore.ValueConverter valueConverter =
                    statement == null ? StoredValueConverter::convert : CastTranslator::convertByFieldNames;
            newState.catalog()
                    .databases()
                    .forEach(databaseEntry -> synchronizeDatabase(databaseEntry.getValue(), valueConverter));
        }
        if (statement instanceof ClusterStatement clusterStatement
                && clusterStatement.kind().isNamedInExternalDatabase()) {
            synchronizeExternalTable(
                    clusterStatement,
                    DatabaseObjectName.resolve(clusterStatement.name(), null).orElseThrow());
        }
        if (statement instanceof Statement.AlterTable alter) {
            DatabaseObjectName.findChangedObject(alter, defaultDatabaseName)
                    .ifPresent(objectName -> synchronizeTemporaryPartitions(alter, objectName));
        }
    }

    private void synchronizeExternalTable(ClusterStatement statement, DatabaseObjectName objectName) {
        StorageKey key = StorageKey.ofExternalTable(objectName);
        Optional<DatabaseObject> table =
                DatabaseObject.find(newState.catalog(), objectName.databaseName(), objectName.name());
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
            changeColumns(key, table.get().columns(), CastTranslator::convertByFieldNames);
        }
    }

    private void truncate(Statement.TruncateTable truncate, DatabaseObjectName objectName) {
        if (truncate.table().isExternal()) {
            store.find(StorageKey.ofExternalTable(objectName))
                    .ifPresent(table -> duckDb.run("DELETE FROM " + table.quotedName()));
            return;
        }
        Optional<DuckDbTable> storedTable = findKey(newState.identities(), objectName.databaseName(), objectName.name())
                .flatMap(store::find);
        Optional<Table> table = newState.catalog().findTable(objectName.databaseName(), objectName.name());
        if (storedTable.isEmpty() || table.isEmpty()) {
            return;
        }
        if (truncate.partitions() == null) {
            duckDb.run("DELETE FROM " + storedTable.get().quotedName());
            return;
        }
        PartitionConditionRenderer conditionRenderer = new PartitionConditionRenderer(table.get(), sqlTranslator);
        for (Name name : truncate.partitions().names()) {
            duckDb.run("DELETE FROM " + storedTable.get().quotedName() + " WHERE "
                    + conditionRenderer.renderNamedPartition(name));
        }
    }

    /** Deletes the rows of partitions that are replaced or truncated. */
    private void deletePartitionRows(Statement.AlterTable alter, DatabaseObjectName objectName) {
        Optional<StorageKey> key = findKey(oldState.identities(), objectName.databaseName(), objectName.name());
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
    private void synchronizeTemporaryPartitions(Statement.AlterTable alter, DatabaseObjectName objectName) {
        Optional<Table> oldTable = oldState.catalog().findTable(objectName.databaseName(), objectName.name());
        Optional<Table> newTable = newState.catalog().findTable(objectName.databaseName(), objectName.name());
        Optional<StorageKey> key = findKey(newState.identities(), objectName.databaseName(), objectName.name());
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

    private static Optional<StorageKey> findKey(ObjectIdentities identities, String databaseName, String name) {
        return identities.findObject(databaseName, name).map(identity -> StorageKey.ofObject(identity.id()));
    }

    /** Drops the rows of objects that can't be recovered. */
    private void dropUnrecoverableRows() {
        Set<Long> recoverableIds = newState.identities().recoverableIds();
        for (StorageKey key : store.keys()) {
            StorageKey owner = key.owner();
            if (owner.hasObjectId() && !recoverableIds.contains(owner.objectId())) {
                store.drop(key);
            }
        }
    }

    private void synchronizeDatabase(Database database, TableStore.ValueConverter valueConverter) {
        for (DatabaseObject object : DatabaseObject.listObjects(database)) {
            findKey(newState.identities(), database.name(), object.name())
                    .flatMap(store::find)
                    .ifPresent(storedTable -> synchronizeTable(storedTable, object, valueConverter));
        }
    }

    private void synchronizeTable(
            DuckDbTable storedTable, DatabaseObject object, TableStore.ValueConverter valueConverter) {
        StorageKey key = storedTable.key();
        if (!storedTable.columns().equals(object.columns())) {
            changeColumns(key, object.columns(), valueConverter);
        }
        if (object instanceof DatabaseObject.DatabaseTable databaseTable) {
            DuckDbTable changedTable = store.open(key, object.columns());
            if (mayHaveEqualKeys(storedTable, databaseTable.table())) {
                new RowMerger(duckDb, databaseTable.table(), changedTable, sqlTranslator).mergeDuplicateKeys();
            }
            synchronizePartitions(changedTable, databaseTable.table());
        }
    }

    /** Returns whether rows with different keys may have equal keys in the changed table, which merges such rows. */
    private static boolean mayHaveEqualKeys(DuckDbTable oldTable, Table newTable) {
        return newTable.model() != KeyModel.DUPLICATE
                && oldTable.columns().stream()
                        .filter(Column::isKey)
                        .anyMatch(oldKey -> newTable.keyColumns().stream()
                                .noneMatch(newKey -> newKey.id().equals(oldKey.id())
                                        && newKey.type().equals(oldKey.type())));
    }

    private void changeColumns(StorageKey key, List<Column> columns, TableStore.ValueConverter valueConverter) {
        // Existing rows get the time of the statement that adds the column.
        SqlTranslator defaultTranslator = key.hasObjectId()
                ? newState.findNewestJob(key.objectId())
                        .map(job -> translatorFunction.apply(job.localCreationTime()))
                        .orElse(sqlTranslator)
                : sqlTranslator;
        DefaultValueTranslator defaultValueTranslator = new DefaultValueTranslator(defaultTranslator);
        store.changeColumns(
                key,
                columns,
                valueConverter,
                column -> column.generatedValue() == null
                        ? defaultValueTranslator.translateDefault(column)
                        : renderGeneratedValues(column, column.generatedValue(), columns));
    }

    /**
     * Returns the values of a new generated column. If the column can't be calculated, it has no values: statements
     * that read or write the table are refused.
     */
    private String renderGeneratedValues(Column column, Expression expression, List<Column> columns) {
        return DuckDbTableResolver.findGeneratedValueSql(column, expression, columns, sqlTranslator)
                .orElse("NULL");
    }

    /**
     * Moves the rows of dropped and recovered partitions, and deletes the rows of partitions that can't be recovered.
     * The rows of merged partitions remain.
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
                        recoverPartition(recycledPartitionKey(key, partition), storedTable);
                    }
                    store.drop(recycledPartitionKey(key, partition));
                }
            }
            PartitionConditionRenderer conditionRenderer = new PartitionConditionRenderer(oldTable, sqlTranslator);
            for (PartitionDefinition partition : oldTable.partitioning().partitions()) {
                if (!containsPartition(currentPartitions, partition)
                        && TablePartitions.of(table)
                                .findEnclosingPartition(partition)
                                .isEmpty()) {
                    String fromClause = " FROM " + storedTable.quotedName() + " WHERE "
                            + conditionRenderer.renderPartition(partition);
                    if (containsPartition(table.recycledPartitions(), partition)) {
                        DuckDbTable recycledTable =
                                store.recreate(recycledPartitionKey(key, partition), storedTable.columns());
                        duckDb.run("INSERT INTO " + recycledTable.quotedName() + " SELECT *" + fromClause);
                    }
                    duckDb.run("DELETE" + fromClause);
                }
            }
        });
    }

    private static StorageKey recycledPartitionKey(StorageKey key, PartitionDefinition partition) {
        return key.recycledPartition(partition.name().text());
    }

    private static boolean containsPartition(
            List<? extends PartitionDefinition> partitions, PartitionDefinition partition) {
        return partitions.stream()
                .anyMatch(candidate -> PartitionConditionRenderer.haveSameBounds(partition, candidate));
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

    /** Returns the table whose rows are stored under a key; empty if the catalog does not contain it. */
    private static Optional<Table> findTable(Catalog catalog, ObjectIdentities identities, StorageKey key) {
        for (Map.Entry<String, Database> databaseEntry : catalog.databases()) {
            for (Map.Entry<String, Table> tableEntry : databaseEntry.getValue().tables()) {
                if (findKey(identities, databaseEntry.getKey(), tableEntry.getKey())
                        .filter(key::equals)
                        .isPresent()) {
                    return Optional.of(tableEntry.getValue());
                }
            }
        }
        return Optional.empty();
    }
}
