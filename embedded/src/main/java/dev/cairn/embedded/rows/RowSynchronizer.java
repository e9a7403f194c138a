package dev.cairn.embedded.rows;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.rows.store.DuckDb;
import dev.cairn.embedded.rows.store.DuckDbTable;
import dev.cairn.embedded.rows.store.StorageKey;
import dev.cairn.embedded.rows.store.TableStore;
import dev.cairn.embedded.rows.table.DefaultValueTranslator;
import dev.cairn.embedded.rows.table.DuckDbTableResolver;
import dev.cairn.embedded.rows.table.PartitionConditionRenderer;
import dev.cairn.embedded.rows.table.RowMerger;
import dev.cairn.embedded.state.ClusterState;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.DatabaseObjectName;
import dev.cairn.embedded.state.ObjectIdentities;
import dev.cairn.embedded.translate.SqlTranslator;
import dev.cairn.embedded.translate.value.CastTranslator;
import dev.cairn.embedded.translate.value.StoredValueConverter;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.cluster.ClusterAlteration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Applies the changes of tables to their stored rows: after each statement, it compares the catalogs before and after
 * the statement, and alters, copies or drops the stored rows. Therefore, only TRUNCATE, changes of partitions and
 * statements about external tables need separate code for rows.
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
                    .ifPresent(objectName -> createPartitionSynchronizer().deletePartitionRows(alter, objectName));
        }
        if (oldState.identities() != newState.identities()) {
            dropUnrecoverableRows();
        }
        if (oldState.catalog() != newState.catalog()) {
            // A change without a statement is the end of a job, which converts the stored values. After a statement,
            // they
            // remain as they are, and backends cast them when they read them.
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
                    .ifPresent(objectName ->
                            createPartitionSynchronizer().synchronizeTemporaryPartitions(alter, objectName));
        }
    }

    private PartitionRowSynchronizer createPartitionSynchronizer() {
        return new PartitionRowSynchronizer(duckDb, store, oldState, newState, sqlTranslator);
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
        Optional<DuckDbTable> storedTable = findStorageKey(
                        newState.identities(), objectName.databaseName(), objectName.name())
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

    static Optional<StorageKey> findStorageKey(ObjectIdentities identities, String databaseName, String name) {
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
            findStorageKey(newState.identities(), database.name(), object.name())
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
            createPartitionSynchronizer().synchronizePartitions(changedTable, databaseTable.table());
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
}
