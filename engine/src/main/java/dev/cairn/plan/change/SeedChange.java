package dev.cairn.plan.change;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.SeedRows;
import dev.cairn.catalog.Table;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject.TableObject;
import dev.cairn.plan.seed.SeedStatement;
import dev.cairn.plan.seed.SeedValue;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.ReasonText;
import dev.cairn.sql.Sql;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Plans the statements that lead from the rows that the schema declared for a table to those that it declares now. Rows
 * that are no longer declared are deleted before the table changes, while it still has the key by which they are known;
 * rows are written when the table has its columns.
 */
public record SeedChange(Simulation simulation, ObjectName name, Table desired) {
    private static final int MAX_KEYS = 5;

    /**
     * Deletes the rows whose key is no longer declared.
     *
     * @param renames the declared renames of columns
     */
    public void deleteRows(List<Rename.ColumnRename> renames) {
        Table present = presentTable();
        if (present.seedRows().isEmpty()) {
            return;
        }
        Map<String, String> newNames =
                ColumnRenames.order(renames, present, desired).applicable();
        Map<String, Column> common = new HashMap<>();
        for (String column : present.keyNames()) {
            desired.column(newNames.getOrDefault(column, column))
                    .ifPresent(foundColumn -> common.put(column, foundColumn));
        }
        Set<Map<String, String>> declared = new HashSet<>();
        for (SeedRows.Row row : desired.seedRows().rows()) {
            Map<String, String> key = new HashMap<>();
            common.forEach((old, column) -> key.put(old, String.valueOf(row.value(column.name()))));
            declared.add(key);
        }
        SeedRows gone = present.seedRows().filter(row -> {
            Map<String, String> key = new HashMap<>();
            common.forEach((old, column) -> key.put(old, String.valueOf(normalize(column, row.value(old)))));
            return !declared.contains(key);
        });
        List<Column> key = present.keyColumns();
        Marker why = new Marker.Destructive("deletes the " + describeKeys(key, gone) + " of " + present.name());
        SeedStatement.deleteStatements(name.toSqlName(simulation.session()), key, gone)
                .forEach(text -> send(text, why));
    }

    private static @Nullable String normalize(Column column, @Nullable String value) {
        return value == null
                ? null
                : new SeedValue(column).findNormalized(value).orElse(value);
    }

    private static String describeKeys(List<Column> key, SeedRows rows) {
        String keys = rows.rows().stream()
                .limit(MAX_KEYS)
                .map(row -> key.size() == 1
                        ? SeedStatement.describeKey(key, row)
                        : "(" + SeedStatement.describeKey(key, row) + ")")
                .collect(Collectors.joining(", "));
        int more = rows.rows().size() - MAX_KEYS;
        return (rows.rows().size() == 1 ? "row " : "rows ") + keys + (more > 0 ? " and " + more + " more" : "");
    }

    /** Writes the rows that the table is not known to hold with their declared values. */
    public void writeRows() {
        Table present = presentTable();
        SeedRows missing = desired.seedRows().rowsMissingIn(present.seedRows(), desired.keyNames());
        SeedStatement.insertStatements(name.toSqlName(simulation.session()), desired.writableColumns(), missing)
                .forEach(this::send);
    }

    private Table presentTable() {
        return ((TableObject) simulation.find(name).orElseThrow()).table();
    }

    private void send(String text, Marker... further) {
        Marker[] markers = new Marker[further.length + 1];
        markers[0] = new Marker.Seed();
        System.arraycopy(further, 0, markers, 1, further.length);
        simulation.attempt(Sql.parse(text), markers).ifPresent(refusal -> {
            throw new IllegalStateException(ReasonText.format(refusal), refusal);
        });
    }
}
