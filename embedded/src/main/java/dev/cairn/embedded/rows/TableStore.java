package dev.cairn.embedded.rows;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Refusal;
import dev.cairn.embedded.translate.value.Conversion;
import dev.cairn.embedded.translate.value.DuckDbQuoting;
import dev.cairn.embedded.translate.value.DuckDbType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The DuckDB tables that store rows, by the keys of the objects that own the rows. */
final class TableStore {
    private final DuckDb duckDb;
    private final Map<String, DuckDbTable> tables = new HashMap<>();
    private final Map<String, Refusal> unusableTables = new HashMap<>();
    private final Set<String> tablesWithCounter = new HashSet<>();

    TableStore(DuckDb duckDb) {
        this.duckDb = duckDb;
    }

    Set<String> keys() {
        return Set.copyOf(tables.keySet());
    }

    /** Returns the table of a key; empty if no rows have been stored under it. */
    Optional<DuckDbTable> find(String key) {
        return Optional.ofNullable(tables.get(key));
    }

    /** Returns the table of a key, and creates it if it does not exist. */
    DuckDbTable findOrCreate(String key, List<Column> columns) {
        Refusal reason = unusableTables.get(key);
        if (reason != null) {
            throw reason;
        }
        DuckDbTable existing = tables.get(key);
        if (existing != null) {
            return existing;
        }
        DuckDbTable table = new DuckDbTable(key, columns);
        List<String> definitions = new ArrayList<>();
        for (Column column : columns) {
            definitions.add(DuckDbTable.columnName(column) + " " + DuckDbType.nameOf(column.type()));
        }
        duckDb.run("CREATE TABLE " + table.sql() + " (" + String.join(", ", definitions) + ")");
        duckDb.run("CREATE SEQUENCE " + table.sequence());
        tables.put(key, table);
        return table;
    }

    /** Forgets tables whose creation DuckDB has rolled back. */
    void retainAll(Set<String> keys) {
        tables.keySet().retainAll(keys);
    }

    /** Replaces the table of a key by an empty one. */
    DuckDbTable recreate(String key, List<Column> columns) {
        drop(key);
        return findOrCreate(key, columns);
    }

    /** Marks a table as unusable: access to it fails with this refusal until the table is dropped or replaced. */
    void markUnusable(String key, Refusal reason) {
        unusableTables.put(key, reason);
    }

    void drop(String key) {
        unusableTables.remove(key);
        DuckDbTable table = tables.remove(key);
        if (table != null) {
            duckDb.run("DROP TABLE " + table.sql());
            duckDb.run("DROP SEQUENCE " + table.sequence());
        }
        tablesWithCounter.remove(key);
    }

    /** Returns the next value of AUTO_INCREMENT; empty if the table has never generated one and none was set. */
    OptionalLong readCounter(DuckDbTable table) {
        List<List<@Nullable String>> sequences = duckDb.queryRows(
                "SELECT CAST(coalesce(last_value + 1, start_value) AS VARCHAR), last_value IS NOT NULL FROM"
                        + " duckdb_sequences() WHERE database_name = current_database() AND sequence_name = "
                        + DuckDbQuoting.quoteText(table.sequenceName()));
        List<@Nullable String> row = sequences.get(0);
        boolean counts = tablesWithCounter.contains(table.name()) || "true".equals(row.get(1));
        return counts ? OptionalLong.of(Long.parseLong(String.valueOf(row.get(0)))) : OptionalLong.empty();
    }

    void setCounter(DuckDbTable table, long next) {
        duckDb.run("CREATE OR REPLACE SEQUENCE " + table.sequence() + " START " + next);
        tablesWithCounter.add(table.name());
    }

    /** Copies a table with its rows and its counter; does nothing if no rows have been stored under the key. */
    void copy(String sourceKey, String targetKey) {
        Refusal reason = unusableTables.get(sourceKey);
        if (reason != null) {
            unusableTables.put(targetKey, reason);
        }
        DuckDbTable original = tables.get(sourceKey);
        if (original != null) {
            DuckDbTable copy = new DuckDbTable(targetKey, original.columns());
            duckDb.run("CREATE TABLE " + copy.sql() + " AS FROM " + original.sql());
            OptionalLong next = readCounter(original);
            duckDb.run("CREATE SEQUENCE " + copy.sequence() + " START " + next.orElse(1));
            if (next.isPresent()) {
                tablesWithCounter.add(targetKey);
            }
            tables.put(targetKey, copy);
        }
    }

    /** Changes the columns of a table and the values of its rows accordingly. */
    void changeColumns(String key, List<Column> columns, NewColumnValues newColumnValues) {
        DuckDbTable before = tables.get(key);
        if (before == null) {
            return;
        }
        List<String> values = new ArrayList<>();
        for (Column column : columns) {
            String value = before.columns().stream()
                    .filter(old -> old.id().equals(column.id()) && !isRecalculated(old, column))
                    .findFirst()
                    .map(old -> Conversion.convertAltered(DuckDbTable.columnName(old), old.type(), column.type()))
                    .orElseGet(() -> newColumnValues.renderValue(column));
            values.add(value + " AS " + DuckDbTable.columnName(column));
        }
        duckDb.run("CREATE OR REPLACE TABLE " + before.sql() + " AS SELECT " + String.join(", ", values) + " FROM "
                + before.sql());
        tables.put(key, new DuckDbTable(before.name(), columns));
    }

    private static boolean isRecalculated(Column old, Column column) {
        return column.generatedValue() != null && !column.generatedValue().equals(old.generatedValue());
    }

    /** Renders the values of new columns, and of columns whose generation expression has changed. */
    @FunctionalInterface
    interface NewColumnValues {
        String renderValue(Column column);
    }
}
