package dev.cairn.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a schema declares for a PRIMARY KEY table. The table may hold other, unknown rows.
 *
 * @param rows the rows in the order of the declaration
 */
public record SeedRows(List<Row> rows) {
    public static final SeedRows NONE = new SeedRows(List.of());

    public SeedRows {
        rows = List.copyOf(rows);
    }

    /**
     * One row.
     *
     * @param valueByColumn the values by column name, regardless of case. A value is a string in the canonical spelling
     *     of its type, or null for NULL; the value of a missing column is unknown.
     */
    public record Row(SortedMap<String, @Nullable String> valueByColumn) {
        public Row {
            SortedMap<String, @Nullable String> sortedValues = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            sortedValues.putAll(valueByColumn);
            valueByColumn = Collections.unmodifiableSortedMap(sortedValues);
        }

        /** Returns a row without known values. */
        public static Row ofUnknownValues() {
            return new Row(new TreeMap<>());
        }

        /** Returns the row with the value of one more column. */
        public Row withValue(String column, @Nullable String value) {
            SortedMap<String, @Nullable String> extendedValues = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            extendedValues.putAll(valueByColumn);
            extendedValues.put(column, value);
            return new Row(extendedValues);
        }

        public boolean hasValue(String column) {
            return valueByColumn.containsKey(column);
        }

        /** Returns the value of a column; null if it is NULL, or if it is not known. */
        public @Nullable String value(String column) {
            return valueByColumn.get(column);
        }

        /** Returns the values of some columns in their order; null for each value that is NULL or not known. */
        public List<@Nullable String> selectValues(Collection<String> columns) {
            List<@Nullable String> selectedValues = new ArrayList<>();
            columns.forEach(column -> selectedValues.add(value(column)));
            return selectedValues;
        }

        /** Returns whether this row has the values of another row; columns that only this row has are ignored. */
        public boolean matches(Row other) {
            return other.valueByColumn.keySet().stream()
                    .allMatch(column -> hasValue(column) && Objects.equals(value(column), other.value(column)));
        }

        private Row renameColumn(String oldName, String newName) {
            SortedMap<String, @Nullable String> renamedValues = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            valueByColumn.forEach(
                    (column, value) -> renamedValues.put(column.equalsIgnoreCase(oldName) ? newName : column, value));
            return new Row(renamedValues);
        }

        private Row retainColumns(Predicate<String> isRetainedColumn) {
            SortedMap<String, @Nullable String> retainedValues = new TreeMap<>(valueByColumn);
            retainedValues.keySet().removeIf(isRetainedColumn.negate());
            return new Row(retainedValues);
        }
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /**
     * Returns the rows by the values of the columns that identify a row; of several rows with the same key, the last
     * one.
     */
    private Map<List<@Nullable String>, Row> indexBy(List<String> key) {
        Map<List<@Nullable String>, Row> rowByKey = new LinkedHashMap<>();
        rows.forEach(row -> rowByKey.put(row.selectValues(key), row));
        return rowByKey;
    }

    /**
     * Returns the row with the same key as another row; empty if no row has it.
     *
     * @param key the columns that identify a row
     */
    public Optional<Row> findByKey(Row other, List<String> key) {
        return Optional.ofNullable(indexBy(key).get(other.selectValues(key)));
    }

    /** Returns these rows and further rows. A further row replaces a row with the same key. */
    public SeedRows mergeByKey(SeedRows furtherRows, List<String> key) {
        Map<List<@Nullable String>, Row> mergedRowByKey = indexBy(key);
        mergedRowByKey.putAll(furtherRows.indexBy(key));
        return new SeedRows(List.copyOf(mergedRowByKey.values()));
    }

    /** Returns the rows that meet a condition. */
    public SeedRows filter(Predicate<Row> condition) {
        return new SeedRows(rows.stream().filter(condition).toList());
    }

    /** Returns the rows that are missing among the present rows, or have other values there. */
    public SeedRows findRowsNotIn(SeedRows presentRows, List<String> key) {
        Map<List<@Nullable String>, Row> presentRowByKey = presentRows.indexBy(key);
        return filter(row -> {
            Row presentRow = presentRowByKey.get(row.selectValues(key));
            return presentRow == null || !presentRow.matches(row);
        });
    }

    /** Returns the rows after a column was renamed. */
    public SeedRows renameColumn(String oldName, String newName) {
        return new SeedRows(
                rows.stream().map(row -> row.renameColumn(oldName, newName)).toList());
    }

    /** Returns the rows without the values of generated columns and of columns that the table does not have. */
    SeedRows projectOnto(List<Column> columns) {
        Predicate<String> isRetained =
                name -> columns.stream().anyMatch(column -> column.isNamed(name) && column.generatedValue() == null);
        boolean retainsAll = rows.stream()
                .allMatch(row -> row.valueByColumn().keySet().stream().allMatch(isRetained));
        return retainsAll
                ? this
                : new SeedRows(
                        rows.stream().map(row -> row.retainColumns(isRetained)).toList());
    }
}
