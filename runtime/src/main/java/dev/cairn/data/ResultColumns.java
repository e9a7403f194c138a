package dev.cairn.data;

import dev.cairn.internal.row.SelectStatement;
import dev.cairn.schema.Column;
import dev.cairn.schema.Descriptor;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Maps the positions that a reader requests to columns of a result, and to their names in messages. A generated reader
 * knows positions only, and a query may return the columns in another order.
 */
final class ResultColumns {
    /**
     * The names of the columns, as objects whose {@code toString} is called only for messages; null for the labels of
     * the result.
     */
    private final @Nullable List<?> names;

    private final int @Nullable [] jdbcIndexes;

    private ResultColumns(@Nullable List<?> names, int @Nullable [] jdbcIndexes) {
        this.names = names;
        this.jdbcIndexes = jdbcIndexes;
    }

    /** Maps the columns of the result in their order, with its labels as names. */
    static ColumnMapping inResultOrder() {
        return resultSet -> new ResultColumns(null, null);
    }

    /** Maps the columns of the result in their order; messages contain these names. */
    static ColumnMapping inResultOrder(List<?> names) {
        return resultSet -> new ResultColumns(names, null);
    }

    /**
     * Maps each column of a descriptor to the column of the result that has its name as label. Columns of the type
     * PERCENTILE and of aggregate states may be absent, because their values are never read.
     */
    static ColumnMapping forDescriptor(Descriptor<?> descriptor) {
        return resultSet -> mapByLabel(resultSet.getMetaData(), descriptor);
    }

    private static ResultColumns mapByLabel(ResultSetMetaData metaData, Descriptor<?> descriptor) throws SQLException {
        TreeMap<String, Integer> indexByLabel = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Set<String> duplicateLabels = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        List<String> labels = new ArrayList<>();
        for (int index = 1; index <= metaData.getColumnCount(); index++) {
            String label = metaData.getColumnLabel(index);
            labels.add(label);
            if (indexByLabel.put(label, index) != null) {
                duplicateLabels.add(label);
            }
        }
        int[] jdbcIndexes = new int[descriptor.columns().size()];
        List<String> missingColumnNames = new ArrayList<>();
        for (Column<?> column : descriptor.columns()) {
            Integer index = indexByLabel.remove(column.name());
            if (index != null) {
                jdbcIndexes[column.position()] = index;
            } else if (!SelectStatement.isUnreadable(column)) {
                missingColumnNames.add(column.name());
            }
        }
        List<String> unexpectedLabels =
                labels.stream().filter(indexByLabel::containsKey).distinct().toList();
        if (!missingColumnNames.isEmpty() || !unexpectedLabels.isEmpty() || !duplicateLabels.isEmpty()) {
            throw new IllegalArgumentException("The columns of the result do not match those of " + descriptor + "."
                    + describeColumns(" Missing: ", missingColumnNames)
                    + describeColumns(" Unexpected: ", unexpectedLabels)
                    + describeColumns(" Duplicate: ", duplicateLabels)
                    + " The result has " + String.join(", ", labels) + "; " + descriptor + " has "
                    + descriptor.columns().stream().map(Column::name).collect(Collectors.joining(", ")) + ".");
        }
        return new ResultColumns(Collections.unmodifiableList(descriptor.columns()), jdbcIndexes);
    }

    private static String describeColumns(String title, Iterable<String> columnNames) {
        String joinedNames = String.join(", ", columnNames);
        return joinedNames.isEmpty() ? "" : title + joinedNames + ".";
    }

    /**
     * Returns the JDBC index of the value at each position, which is 0 if the result has no such column; null if the
     * values are in the order of the result.
     */
    int @Nullable [] jdbcIndexes() {
        return jdbcIndexes;
    }

    /** Returns the name of the column at a position. */
    String name(ResultSet resultSet, int position) throws SQLException {
        return names == null
                ? resultSet.getMetaData().getColumnLabel(position + 1)
                : names.get(position).toString();
    }

    /** The mapping of a reader's positions, which is determined when the result has arrived. */
    @FunctionalInterface
    interface ColumnMapping {
        /**
         * Maps the columns of a result.
         *
         * @throws IllegalArgumentException if a column is missing, unexpected or ambiguous
         */
        ResultColumns map(ResultSet resultSet) throws SQLException;
    }
}
