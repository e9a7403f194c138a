package dev.cairn.preservation;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares the rows before a migration with those after it: only what was announced may be missing. */
final class RowComparison {
    private final Content before;
    private final Content after;
    private final Announcement announced;
    private final Content dropped;
    private final List<String> problems = new ArrayList<>();
    /** Columns all of whose values have to be there, and what has them now. */
    private final Map<Column, Column> kept = new LinkedHashMap<>();

    /**
     * @param newNames of columns that have another one now, by the old one
     * @param dropped the rows that are in partitions whose rows go
     */
    RowComparison(
            Content before, Content after, Map<String, String> newNames, Announcement announced, Content dropped) {
        this.before = before;
        this.after = after;
        this.announced = announced;
        this.dropped = dropped;
        announced.unknown().forEach(part -> problems.add("announced, but what does it mean: " + part));
        for (Column column : before.table().columns()) {
            String name = newNames.getOrDefault(column.name(), column.name());
            compare(column, after.table().column(name));
        }
    }

    List<String> problems() {
        compareRows();
        return problems;
    }

    private void compare(Column column, Optional<Column> now) {
        boolean goes = isAnnounced(column, announced.dropped());
        boolean narrowed = isAnnounced(column, announced.narrowed())
                || announced.narrowed().stream().anyMatch(path -> path.startsWith(column.name() + "."));
        if (column.generatedValue() != null && now.map(Column::generatedValue).orElse(null) != null) {
            return; // recalculated
        }
        if (now.isEmpty()) {
            if (!goes && column.generatedValue() == null) {
                problems.add("the loss of the column " + column.name() + " was not announced");
            }
            return;
        }
        if (now.get().generatedValue() != null) {
            if (!goes && !narrowed) {
                kept.put(column, now.get()); // the same values, because no loss was announced
            }
            return;
        }
        Type is = now.get().type();
        if ((goes || narrowed) && ShownValue.keepsAll(column.type(), is)) {
            problems.add((goes ? "drops " : "is announced to lose values of ") + column.name() + ", a "
                    + Sql.render(column.type()) + ", although each value is one of " + Sql.render(is));
        }
        for (String path : ShownValue.missing(column.type(), is)) {
            if (!goes && !narrowed && !announced.dropped().contains(column.name() + path)) {
                problems.add("the loss of the field " + column.name() + path + " was not announced");
            }
        }
        if (!goes && !narrowed) {
            kept.put(column, now.get());
        } else if (narrowed
                && !announced.merged()
                && !announced.anyRow()
                && announced.partitions().isEmpty()) {
            compareNarrowed(column, now.get());
        }
    }

    private static boolean isAnnounced(Column column, java.util.Set<String> names) {
        return names.stream().anyMatch(name -> name.equalsIgnoreCase(column.name()));
    }

    /** Small numbers fit into each type of number. */
    private void compareNarrowed(Column column, Column now) {
        if (!ShownValue.isNumber(column.type()) || !ShownValue.isNumber(now.type())) {
            return;
        }
        List<String> there = shown(after, now, column.type());
        for (String value : shown(before, column, now.type())) {
            if (value.matches("[01]") && !there.remove(value)) {
                problems.add("the value " + value + " of " + column.name() + " is gone, which fits");
            }
        }
    }

    private static List<String> shown(Content content, Column column, Type other) {
        return content.values(column).stream()
                .map(value -> ShownValue.of(column.type(), other, value))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private void compareRows() {
        List<String> missing = rows(before, true);
        List<String> surplus = rows(after, false);
        if (mergesRows()) {
            compareKeys();
            return;
        }
        for (String row : List.copyOf(missing)) {
            if (surplus.remove(row)) {
                missing.remove(row);
            }
        }
        if (!announced.partitions().isEmpty()) {
            rows(dropped, true).forEach(missing::remove);
        }
        if (announced.anyRow()) {
            missing.clear();
        }
        if (!missing.isEmpty() || !surplus.isEmpty()) {
            problems.add("of " + kept.keySet().stream().map(Column::name).toList() + "\n  missing " + first(missing)
                    + "\n  not there before " + first(surplus));
        }
        compareAdded();
    }

    private static String first(List<String> rows) {
        return rows.size() + " rows" + (rows.isEmpty() ? "" : ": " + rows.subList(0, Math.min(3, rows.size())));
    }

    /** Rows become one where the key gets shorter, or where there was none. */
    private boolean mergesRows() {
        Table table = before.table();
        boolean aggregates =
                table.model() == KeyModel.AGGREGATE && after.table().model() == KeyModel.AGGREGATE;
        boolean keyGoes = table.columns().stream().anyMatch(column -> column.isKey() && !kept.containsKey(column));
        if (announced.merged() && table.model() != KeyModel.DUPLICATE) {
            boolean same = keys(table).stream()
                    .allMatch(column ->
                            kept.containsKey(column) && kept.get(column).isKey());
            if (same) {
                problems.add("is announced to keep one row for each key, although the key is as long as before");
            }
        }
        return announced.merged() || (aggregates && keyGoes);
    }

    private static List<Column> keys(Table table) {
        return table.columns().stream().filter(Column::isKey).toList();
    }

    /** At least each key is there. */
    private void compareKeys() {
        List<Column> columns = kept.keySet().stream()
                .filter(column -> kept.get(column).isKey())
                .toList();
        boolean complete = keys(after.table()).stream().allMatch(kept::containsValue);
        if (!complete || announced.anyRow() || !announced.partitions().isEmpty()) {
            return;
        }
        List<String> keys = keys(before, columns, true);
        List<String> now = keys(after, columns, false);
        if (!keys.stream()
                .distinct()
                .sorted()
                .toList()
                .equals(now.stream().sorted().toList())) {
            problems.add("keys are " + now + ", and were " + keys);
        }
    }

    private List<String> keys(Content content, List<Column> columns, boolean old) {
        return content.rows().stream()
                .map(row -> columns.stream()
                        .map(column -> value(content, row, column, old))
                        .collect(Collectors.joining(" | ")))
                .toList();
    }

    private List<String> rows(Content content, boolean old) {
        List<Column> columns = List.copyOf(kept.keySet());
        List<String> rows = new ArrayList<>(keys(content, columns, old));
        Collections.sort(rows);
        return rows;
    }

    private String value(Content content, List<@Nullable String> row, Column column, boolean old) {
        Column now = Objects.requireNonNull(kept.get(column));
        Column own = old ? column : now;
        return ShownValue.of(
                own.type(),
                (old ? now : column).type(),
                row.get(content.table().columns().indexOf(own)));
    }

    /** The server gives rows an empty BITMAP or HLL, which is shown as the number of its values; null for other types. */
    private static @Nullable String emptySketch(Column column) {
        PrimitiveType type = PrimitiveType.of(column.type());
        return type == PrimitiveType.BITMAP || type == PrimitiveType.HLL ? "0" : null;
    }

    /** Rows that were there have in a new column what the column says. */
    private void compareAdded() {
        for (Column column : after.table().columns()) {
            boolean isNew = !kept.containsValue(column)
                    && before.table().column(column.name()).isEmpty()
                    && column.generatedValue() == null
                    && !column.isAutoIncrement();
            String value = column.defaultValue() instanceof ColumnDefault.TextDefault text
                    ? text.value()
                    : emptySketch(column);
            boolean plain = column.defaultValue() == null || value != null;
            if (isNew && plain && (column.nullable() || value != null)) {
                List<String> others = shown(after, column, column.type());
                others.removeIf(ShownValue.of(column.type(), column.type(), value)::equals);
                if (!others.isEmpty()) {
                    problems.add("the new column " + column.name() + " should be " + value + ", and is " + others);
                }
            }
        }
    }
}
