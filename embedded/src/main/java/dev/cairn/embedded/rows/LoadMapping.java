package dev.cairn.embedded.rows;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Statement.PartitionNames;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The mapping of the input fields of a load to the columns of the table.
 *
 * @param fieldNames the names of the input fields in their order; a field with the name of a column is loaded into that
 *     column
 * @param expressionByColumnName the expressions over fields that compute columns, by the names of the columns
 * @param typeColumnByFieldName the names of the columns as whose types a backend reads fields, by the names of the
 *     fields; it reads any other field as a string, and casts it
 * @param condition the condition over columns that a row must meet to be loaded; null if all rows are loaded
 * @param settings how the rows are read and stored
 */
public record LoadMapping(
        List<String> fieldNames,
        Map<String, Expression> expressionByColumnName,
        Map<String, String> typeColumnByFieldName,
        @Nullable Expression condition,
        LoadSettings settings) {
    /**
     * The field or computed column for the operation on a row of a table with PRIMARY KEY: 0 writes the row, and 1
     * deletes the row with its key.
     */
    public static final String OPERATION_FIELD = "__op";

    public LoadMapping {
        fieldNames = List.copyOf(fieldNames);
        typeColumnByFieldName = Map.copyOf(typeColumnByFieldName);
        expressionByColumnName = Collections.unmodifiableMap(new LinkedHashMap<>(expressionByColumnName));
    }

    /** Returns the name of the column as whose type a backend reads a field; empty if it reads a string. */
    public Optional<String> findTypeColumn(String fieldName) {
        return Optional.ofNullable(typeColumnByFieldName.get(fieldName));
    }

    /**
     * Settings of a load.
     *
     * @param isCsv whether the rows are CSV; otherwise they are JSON
     * @param timeZone the time zone of the expressions; default values of columns use the time zone of the session that
     *     runs the load
     * @param isPartialUpdate whether the columns of an existing row that the load does not set keep their values
     * @param isStrict whether a row is filtered out if a text can't be converted; otherwise the value becomes NULL
     * @param maxFilterRatio the fraction of rows that may be filtered out before the load fails
     * @param partitions the partitions that receive rows; null if all partitions do
     */
    public record LoadSettings(
            boolean isCsv,
            String timeZone,
            boolean isPartialUpdate,
            boolean isStrict,
            double maxFilterRatio,
            @Nullable PartitionNames partitions) {
        /** Returns whether the load writes to temporary partitions. */
        boolean writesTemporaryPartitions() {
            return partitions != null && partitions.isTemporary();
        }
    }
}
