package dev.cairn.data;

import dev.cairn.schema.Column;
import dev.cairn.schema.Descriptor;
import dev.cairn.schema.ValueType;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Maps the positions that a reader requests to columns of a result, and to their names in messages. */
final class ResultColumns {
    private final @Nullable List<?> names;
    private final int @Nullable [] indexes;

    private ResultColumns(@Nullable List<?> names, int @Nullable [] indexes) {
        this.names = names;
        this.indexes = indexes;
    }

    /** Returns the columns of the result in their order, with its labels as names. */
    static Layout labels() {
        return resultSet -> new ResultColumns(null, null);
    }

    /** Returns the columns of the result in their order, with these names. */
    static Layout of(List<?> names) {
        return resultSet -> new ResultColumns(names, null);
    }

    /**
     * Returns the columns of a descriptor, each of which is the column of the result with its name as label. Columns that have no
     * Java type, whose values are never read, may be absent.
     *
     * @throws IllegalArgumentException by the layout, if a column is missing, superfluous or ambiguous
     */
    static Layout forDescriptor(Descriptor<?> rows) {
        return resultSet -> {
            ResultSetMetaData result = resultSet.getMetaData();
            TreeMap<String, Integer> positions = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            Set<String> repeatedLabels = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            List<String> labels = new ArrayList<>();
            for (int index = 1; index <= result.getColumnCount(); index++) {
                String label = result.getColumnLabel(index);
                labels.add(label);
                if (positions.put(label, index) != null) {
                    repeatedLabels.add(label);
                }
            }
            int[] indexes = new int[rows.columns().size()];
            List<String> missingColumns = new ArrayList<>();
            for (Column<?> column : rows.columns()) {
                Integer index = positions.remove(column.name());
                if (index != null) {
                    indexes[column.position()] = index;
                } else if (!isUnreadable(column)) {
                    missingColumns.add(column.name());
                }
            }
            List<String> superfluousLabels =
                    labels.stream().filter(positions::containsKey).distinct().toList();
            if (!missingColumns.isEmpty() || !superfluousLabels.isEmpty() || !repeatedLabels.isEmpty()) {
                throw new IllegalArgumentException("The columns of the result do not match those of " + rows + "."
                        + describeColumns(" Missing: ", missingColumns)
                        + describeColumns(" Superfluous: ", superfluousLabels)
                        + describeColumns(" More than once: ", repeatedLabels) + " The result has "
                        + String.join(", ", labels) + "; "
                        + rows + " has "
                        + String.join(
                                ", ", rows.columns().stream().map(Column::name).toList()) + ".");
            }
            return new ResultColumns(Collections.unmodifiableList(rows.columns()), indexes);
        };
    }

    private static boolean isUnreadable(Column<?> column) {
        ValueType<?> type = column.convertedType().orElse(null);
        return type == ValueType.PERCENTILE || type == ValueType.STATE;
    }

    private static String describeColumns(String title, Iterable<String> columns) {
        String list = String.join(", ", columns);
        return list.isEmpty() ? "" : title + list + ".";
    }

    /**
     * Returns the JDBC index of the value at each position, which is 0 if the result has no such column; null if the values
     * are in the order of the result.
     */
    int @Nullable [] indexes() {
        return indexes;
    }

    /** Returns the name of the column at a position. */
    String name(ResultSet resultSet, int position) throws SQLException {
        return names == null
                ? resultSet.getMetaData().getColumnLabel(position + 1)
                : names.get(position).toString();
    }

    /** Finds the columns of a result. */
    @FunctionalInterface
    interface Layout {
        ResultColumns of(ResultSet answer) throws SQLException;
    }
}
