package dev.cairn.internal.load;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The target and the parameters of a load, without the rows. */
public record LoadRequest(
        String databaseName,
        String tableName,
        String label,
        List<LoadColumn> columns,
        LoadTolerance tolerance,
        Duration timeout) {
    /**
     * The rows that a load accepts.
     *
     * @param isPartial whether rows may lack columns
     * @param maxFilteredRatio the fraction of rows that may be filtered out
     */
    public record LoadTolerance(boolean isPartial, double maxFilteredRatio) {}

    /** Returns the HTTP headers of the load. */
    public Map<String, String> headers() {
        Map<String, String> headers = new TreeMap<>();
        headers.put("label", label);
        headers.put("format", "json");
        headers.put("ignore_json_size", "true");
        headers.put("strict_mode", "true");
        headers.put("max_filter_ratio", Double.toString(tolerance.maxFilteredRatio));
        headers.put("timeout", Long.toString(timeout.toSeconds()));
        headers.put("columns", renderColumnsHeader());
        if (tolerance.isPartial) {
            headers.put("partial_update", "true");
        }
        return headers;
    }

    /** Returns the text for the log, without the address, which may contain a user name. */
    @Override
    public String toString() {
        return "PUT /api/" + databaseName + "/" + tableName + "/_stream_load label: " + label + ", columns: "
                + renderColumnsHeader();
    }

    /** Returns the header {@code columns}: the fields, then the columns that are computed from them. */
    private String renderColumnsHeader() {
        Stream<String> quotedFieldNames = columns.stream().map(LoadColumn::quotedFieldName);
        Stream<String> derivations = columns.stream().flatMap(column -> Stream.ofNullable(column.derivation()));
        return Stream.concat(quotedFieldNames, derivations).collect(Collectors.joining(", "));
    }
}
