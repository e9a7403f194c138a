package dev.cairn.plan.change;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.SeedRows;
import dev.cairn.catalog.Table;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.seed.SeedColumn;
import dev.cairn.plan.seed.SeedRowRenderer;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.ReasonFormatter;
import dev.cairn.sql.Sql;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Plans the statements that replace the previously declared rows of a table with the currently declared rows. Rows that
 * are no longer declared are deleted before the table changes, while it still has the key that identifies them. Rows
 * are written when the table has its columns.
 */
public record SeedPlanner(Simulation simulation, ObjectName name, Table desiredTable) {
    /** The marker is one line, so it names only the first rows. */
    private static final int MAX_LISTED_KEYS = 5;

    /**
     * Plans to delete the rows whose key is no longer declared.
     *
     * @param columnRenames the declared renames of columns
     */
    public void planDeletes(List<Rename.ColumnRename> columnRenames) {
        Table currentTable = simulation.requireTable(name);
        if (currentTable.seedRows().isEmpty()) {
            return;
        }
        Map<String, String> newNameByOldName = ColumnRenamePlanner.createOrder(
                        columnRenames, currentTable, desiredTable)
                .applicableRenames();
        Map<String, Column> desiredColumnByOldName = new HashMap<>();
        for (String columnName : currentTable.keyColumnNames()) {
            desiredTable
                    .findColumn(newNameByOldName.getOrDefault(columnName, columnName))
                    .ifPresent(desiredColumn -> desiredColumnByOldName.put(columnName, desiredColumn));
        }
        Set<Map<String, String>> declaredKeys = new HashSet<>();
        for (SeedRows.Row row : desiredTable.seedRows().rows()) {
            Map<String, String> keyValueByOldName = new HashMap<>();
            desiredColumnByOldName.forEach(
                    (oldName, column) -> keyValueByOldName.put(oldName, String.valueOf(row.value(column.name()))));
            declaredKeys.add(keyValueByOldName);
        }
        SeedRows removedRows = currentTable.seedRows().filter(row -> {
            Map<String, String> keyValueByOldName = new HashMap<>();
            desiredColumnByOldName.forEach((oldName, column) ->
                    keyValueByOldName.put(oldName, String.valueOf(normalize(column, row.value(oldName)))));
            return !declaredKeys.contains(keyValueByOldName);
        });
        List<Column> keyColumns = currentTable.keyColumns();
        Marker destructiveMarker = new Marker.Destructive(
                "deletes the " + describeKeys(keyColumns, removedRows) + " of " + currentTable.name());
        SeedRowRenderer.renderDeletes(name.toSqlName(simulation.session()), keyColumns, removedRows)
                .forEach(statementText -> planStatement(statementText, destructiveMarker));
    }

    /**
     * Returns the value in the form of a declaration; a value without such a form is returned unchanged.
     */
    private static @Nullable String normalize(Column column, @Nullable String value) {
        return value == null
                ? null
                : new SeedColumn(column).findNormalizedText(value).orElse(value);
    }

    private static String describeKeys(List<Column> keyColumns, SeedRows rows) {
        String keyList = rows.rows().stream()
                .limit(MAX_LISTED_KEYS)
                .map(row -> keyColumns.size() == 1
                        ? SeedRowRenderer.describeKey(keyColumns, row)
                        : "(" + SeedRowRenderer.describeKey(keyColumns, row) + ")")
                .collect(Collectors.joining(", "));
        int unlistedCount = rows.rows().size() - MAX_LISTED_KEYS;
        return (rows.rows().size() == 1 ? "row " : "rows ")
                + keyList
                + (unlistedCount > 0 ? " and " + unlistedCount + " more" : "");
    }

    /** Plans to insert the declared rows that the table is not known to hold, or holds with other values. */
    public void planInserts() {
        Table currentTable = simulation.requireTable(name);
        SeedRows missingRows =
                desiredTable.seedRows().findRowsNotIn(currentTable.seedRows(), desiredTable.keyColumnNames());
        SeedRowRenderer.renderInserts(name.toSqlName(simulation.session()), desiredTable.writableColumns(), missingRows)
                .forEach(this::planStatement);
    }

    /**
     * Plans a statement with the marker {@code -- seed}.
     *
     * @throws IllegalStateException if the engine refuses the statement, which it never does for declared rows
     */
    private void planStatement(String statementText, Marker... additionalMarkers) {
        Marker[] markers = new Marker[additionalMarkers.length + 1];
        markers[0] = new Marker.Seed();
        System.arraycopy(additionalMarkers, 0, markers, 1, additionalMarkers.length);
        simulation.attempt(Sql.parse(statementText), markers).ifPresent(refusal -> {
            throw new IllegalStateException(ReasonFormatter.format(refusal), refusal);
        });
    }
}
