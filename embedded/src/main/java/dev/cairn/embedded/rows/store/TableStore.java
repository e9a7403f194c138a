package dev.cairn.embedded.rows.store;

import dev.cairn.catalog.Column;
import dev.cairn.embedded.translate.value.DuckDbQuoting;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.StoredValueConverter;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The DuckDB tables that store rows, by the keys of the objects that own the rows. */
public final class TableStore {
    private final DuckDb duckDb;
    private final Map<StorageKey, DuckDbTable> tableByKey = new HashMap<>();
    private final Map<StorageKey, Refusal> refusalByKey = new HashMap<>();
    /** The keys of tables whose counter was set, so that it has a value even before the table generates one. */
    private final Set<StorageKey> keysWithSetCounter = new HashSet<>();

    public TableStore(DuckDb duckDb) {
        this.duckDb = duckDb;
    }

    public Set<StorageKey> keys() {
        return Set.copyOf(tableByKey.keySet());
    }

    /** Returns the table of a key; empty if no rows have been stored under it. */
    public Optional<DuckDbTable> find(StorageKey key) {
        return Optional.ofNullable(tableByKey.get(key));
    }

    /**
     * Returns the table of a key, and creates it with these columns if it does not exist. An existing table keeps its
     * columns.
     *
     * @throws Refusal if the table is {@linkplain #markUnusable marked as unusable}
     */
    public DuckDbTable open(StorageKey key, List<Column> columns) {
        Refusal refusal = refusalByKey.get(key);
        if (refusal != null) {
            throw refusal;
        }
        DuckDbTable existingTable = tableByKey.get(key);
        if (existingTable != null) {
            return existingTable;
        }
        DuckDbTable table = new DuckDbTable(key, columns);
        List<String> definitions = new ArrayList<>();
        for (Column column : columns) {
            definitions.add(DuckDbTable.quotedColumnName(column) + " " + DuckDbType.typeName(column.type()));
        }
        duckDb.run("CREATE TABLE " + table.quotedName() + " (" + String.join(", ", definitions) + ")");
        duckDb.run("CREATE SEQUENCE IF NOT EXISTS " + table.quotedSequenceName());
        tableByKey.put(key, table);
        return table;
    }

    /**
     * Runs the work in a transaction. If the work fails, its changes and its new tables are rolled back. The work must
     * not replace, drop or alter a table that existed before.
     */
    public <T> T runInTransaction(Supplier<T> work) {
        Set<StorageKey> keysBefore = keys();
        boolean hasSucceeded = false;
        try {
            T result = duckDb.runInTransaction(work);
            hasSucceeded = true;
            return result;
        } finally {
            if (!hasSucceeded) {
                tableByKey.keySet().retainAll(keysBefore);
            }
        }
    }

    /**
     * Runs the work, rolls back its changes and the tables that it has created, and returns its result. The work must
     * not replace, drop or alter a table that existed before.
     */
    public <T> T runAndRollBack(Supplier<T> work) {
        Set<StorageKey> keysBefore = keys();
        try {
            return duckDb.runAndRollBack(work);
        } finally {
            tableByKey.keySet().retainAll(keysBefore);
        }
    }

    /** Replaces the table of a key with an empty one. */
    public DuckDbTable recreate(StorageKey key, List<Column> columns) {
        drop(key);
        return open(key, columns);
    }

    /** Marks a table as unusable: access to it fails with this refusal until the table is dropped or replaced. */
    public void markUnusable(StorageKey key, Refusal refusal) {
        refusalByKey.put(key, refusal);
    }

    public boolean isUnusable(StorageKey key) {
        return refusalByKey.containsKey(key);
    }

    /** Drops the table of a key with its rows, and forgets that it was unusable; does nothing if there is neither. */
    public void drop(StorageKey key) {
        refusalByKey.remove(key);
        DuckDbTable table = tableByKey.remove(key);
        if (table != null) {
            duckDb.run("DROP TABLE " + table.quotedName());
            if (key.owner().equals(key)) {
                duckDb.run("DROP SEQUENCE " + table.quotedSequenceName());
            }
        }
        keysWithSetCounter.remove(key);
    }

    /** Returns the next value of AUTO_INCREMENT; empty if the table has never generated one and none was set. */
    public OptionalLong readCounter(DuckDbTable table) {
        List<List<@Nullable String>> sequences = duckDb.queryRows(
                "SELECT CAST(coalesce(last_value + 1, start_value) AS VARCHAR), last_value IS NOT NULL FROM"
                        + " duckdb_sequences() WHERE database_name = current_database() AND sequence_name = "
                        + DuckDbQuoting.quoteText(table.sequenceName()));
        List<@Nullable String> row = sequences.get(0);
        boolean hasCounter = keysWithSetCounter.contains(table.key().owner()) || "true".equals(row.get(1));
        return hasCounter ? OptionalLong.of(Long.parseLong(String.valueOf(row.get(0)))) : OptionalLong.empty();
    }

    /** Sets the next value of AUTO_INCREMENT, which may be lower than the current one. */
    public void setCounter(DuckDbTable table, long nextValue) {
        duckDb.run("CREATE OR REPLACE SEQUENCE " + table.quotedSequenceName() + " START " + nextValue);
        keysWithSetCounter.add(table.key().owner());
    }

    /** Copies the rows of an object, including those in its temporary and dropped partitions. */
    public void copyObject(StorageKey sourceKey, StorageKey targetKey) {
        copy(sourceKey, targetKey);
        copy(sourceKey.temporaryPartitions(), targetKey.temporaryPartitions());
        for (StorageKey key : keys()) {
            if (key.isRecycledPartition() && key.owner().equals(sourceKey)) {
                copy(key, key.withOwner(targetKey));
            }
        }
    }

    /** Copies a table with its rows and its counter; does nothing if no rows have been stored under the key. */
    private void copy(StorageKey sourceKey, StorageKey targetKey) {
        Refusal refusal = refusalByKey.get(sourceKey);
        if (refusal != null) {
            refusalByKey.put(targetKey, refusal);
        }
        DuckDbTable sourceTable = tableByKey.get(sourceKey);
        if (sourceTable != null) {
            DuckDbTable targetTable = new DuckDbTable(targetKey, sourceTable.columns());
            duckDb.run("CREATE TABLE " + targetTable.quotedName() + " AS FROM " + sourceTable.quotedName());
            OptionalLong nextValue = readCounter(sourceTable);
            duckDb.run("CREATE SEQUENCE IF NOT EXISTS " + targetTable.quotedSequenceName() + " START "
                    + nextValue.orElse(1));
            if (nextValue.isPresent()) {
                keysWithSetCounter.add(targetKey.owner());
            }
            tableByKey.put(targetKey, targetTable);
        }
    }

    /** Gives a column another name and another id; does nothing if no rows have been stored under the key. */
    public void renameColumn(StorageKey key, String oldName, String newName) {
        DuckDbTable table = tableByKey.get(key);
        if (table == null) {
            return;
        }
        List<Column> columns = new ArrayList<>();
        for (Column column : table.columns()) {
            boolean isRenamed = column.name().equals(oldName);
            columns.add(
                    isRenamed ? Column.of(newName, column.type(), column.aggregation(), column.isNullable()) : column);
        }
        duckDb.run("ALTER TABLE " + table.quotedName() + " RENAME COLUMN " + DuckDbTable.quotedColumnName(oldName)
                + " TO " + DuckDbTable.quotedColumnName(newName));
        tableByKey.put(key, new DuckDbTable(key, columns));
    }

    /**
     * Changes the columns of a table and the values of its rows accordingly; does nothing if no rows have been stored
     * under the key.
     *
     * @param valueConverter renders the values of the columns that keep their values, possibly with another type
     * @param newValueRenderer renders the values of the other columns
     */
    public void changeColumns(
            StorageKey key,
            List<Column> columns,
            ValueConverter valueConverter,
            NewColumnValueRenderer newValueRenderer) {
        DuckDbTable oldTable = tableByKey.get(key);
        if (oldTable == null) {
            return;
        }
        List<String> valueSqls = new ArrayList<>();
        for (Column column : columns) {
            String valueSql = findSourceColumn(oldTable, column)
                    .map(oldColumn -> valueConverter.convert(
                            DuckDbTable.quotedColumnName(oldColumn), oldColumn.type(), column.type()))
                    .orElseGet(() -> newValueRenderer.renderValue(column));
            valueSqls.add(valueSql + " AS " + DuckDbTable.quotedColumnName(column));
        }
        duckDb.run("CREATE OR REPLACE TABLE " + oldTable.quotedName() + " AS SELECT " + String.join(", ", valueSqls)
                + " FROM " + oldTable.quotedName());
        tableByKey.put(key, new DuckDbTable(key, columns));
    }

    /**
     * Returns the first of the changed columns to whose type a stored value can't be converted; empty if all values
     * can be converted, or if no rows have been stored under the key.
     */
    public Optional<Column> findUnconvertibleColumn(StorageKey key, List<Column> columns) {
        return find(key)
                .flatMap(oldTable -> columns.stream()
                        .filter(column -> findSourceColumn(oldTable, column)
                                .flatMap(oldColumn -> StoredValueConverter.renderFailureCondition(
                                        DuckDbTable.quotedColumnName(oldColumn), oldColumn.type(), column.type()))
                                .filter(condition -> hasRow(oldTable, condition))
                                .isPresent())
                        .findFirst());
    }

    private boolean hasRow(DuckDbTable table, String condition) {
        return !duckDb.queryRows("SELECT 1 FROM " + table.quotedName() + " WHERE " + condition + " LIMIT 1")
                .isEmpty();
    }

    /** Returns the stored column from whose values a changed column gets its values; empty if it gets new values. */
    private static Optional<Column> findSourceColumn(DuckDbTable oldTable, Column column) {
        return oldTable.columns().stream()
                .filter(oldColumn -> oldColumn.id().equals(column.id()) && !isRecalculated(oldColumn, column))
                .findFirst();
    }

    private static boolean isRecalculated(Column oldColumn, Column column) {
        return column.generatedValue() != null && !column.generatedValue().equals(oldColumn.generatedValue());
    }

    /** Renders SQL that converts the stored values of a column to another type. */
    @FunctionalInterface
    public interface ValueConverter {
        String convert(String sql, Type sourceType, Type targetType);
    }

    /** Renders the values of new columns, and of columns whose generation expression has changed. */
    @FunctionalInterface
    public interface NewColumnValueRenderer {
        String renderValue(Column column);
    }
}
