package dev.cairn.preservation;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.plan.step.ValueLoss;
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
    private final TableContent before;
    private final TableContent after;
    private final AnnouncedLosses announced;
    private final TableContent dropped;
    private final List<String> problems = new ArrayList<>();
    /** Columns all of whose values have to be there, and what has them now. */
    private final Map<Column, Column> keptColumns = new LinkedHashMap<>();

    /**
     * @param newNames of columns that have another one now, by the old one
     * @param dropped the rows that are in partitions whose rows go
     */
    RowComparison(
            TableContent before,
            TableContent after,
            Map<String, String> newNames,
            AnnouncedLosses announced,
            TableContent dropped) {
        this.before = before;
        this.after = after;
        this.announced = announced;
        this.dropped = dropped;
        announced.unknownParts().forEach(part -> problems.add("announced, but what does it mean: " + part));
        for (Column column : before.table().columns()) {
            String name = newNames.getOrDefault(column.name(), column.name());
            compare(column, after.table().column(name));
        }
    }

    List<String> problems() {
        compareRows();
        return problems;
    }

    private void compare(Column column, Optional<Column> newColumn) {
        boolean isDropped = isAnnounced(column, announced.droppedColumns());
        boolean isNarrowed = isAnnounced(column, announced.narrowedColumns())
                || announced.narrowedColumns().stream().anyMatch(path -> path.startsWith(column.name() + "."));
        if (column.generatedValue() != null
                && newColumn.map(Column::generatedValue).orElse(null) != null) {
            return; // recalculated
        }
        if (newColumn.isEmpty()) {
            if (!isDropped && column.generatedValue() == null) {
                problems.add("the loss of the column " + column.name() + " was not announced");
            }
            return;
        }
        if (newColumn.get().generatedValue() != null) {
            if (!isDropped && !isNarrowed) {
                keptColumns.put(column, newColumn.get()); // the same values, because no loss was announced
            }
            return;
        }
        Type newType = newColumn.get().type();
        if ((isDropped || isNarrowed) && ShownValue.keepsAll(column.type(), newType)) {
            problems.add((isDropped ? "drops " : "is announced to lose values of ") + column.name() + ", a "
                    + Sql.render(column.type()) + ", although each value is one of " + Sql.render(newType));
        }
        for (String path : ShownValue.missingFields(column.type(), newType)) {
            boolean isFieldAnnounced = announced.droppedColumns().contains(column.name() + path)
                    || announced.droppedColumns().contains(newColumn.get().name() + path);
            if (!isDropped && !isNarrowed && !isFieldAnnounced) {
                problems.add("the loss of the field " + column.name() + path + " was not announced");
            }
        }
        if (!isDropped && !isNarrowed) {
            keptColumns.put(column, newColumn.get());
        } else if (isNarrowed
                && !announced.isMerged()
                && !announced.mayAffectAnyRow()
                && announced.droppedPartitions().isEmpty()) {
            compareNarrowed(column, newColumn.get());
        }
    }

    private static boolean isAnnounced(Column column, java.util.Set<String> names) {
        return names.stream().anyMatch(name -> name.equalsIgnoreCase(column.name()));
    }

    /** Small numbers fit into each type of number. */
    private void compareNarrowed(Column column, Column newColumn) {
        if (!ShownValue.isNumber(column.type()) || !ShownValue.isNumber(newColumn.type())) {
            return;
        }
        List<String> newValues = shownValues(after, newColumn, column.type());
        for (String value : shownValues(before, column, newColumn.type())) {
            if (value.matches("[01]") && !newValues.remove(value)) {
                problems.add("the value " + value + " of " + column.name() + " is gone, which fits");
            }
        }
    }

    private static List<String> shownValues(TableContent content, Column column, Type other) {
        return content.values(column).stream()
                .map(value -> ShownValue.of(column.type(), other, value))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private void compareRows() {
        List<String> missing = readRows(before, true);
        List<String> surplus = readRows(after, false);
        if (mergesRows()) {
            compareKeys();
            return;
        }
        for (String row : List.copyOf(missing)) {
            if (surplus.remove(row)) {
                missing.remove(row);
            }
        }
        if (!announced.droppedPartitions().isEmpty()) {
            readRows(dropped, true).forEach(missing::remove);
        }
        if (announced.mayAffectAnyRow()) {
            missing.clear();
        }
        if (!missing.isEmpty() || !surplus.isEmpty()) {
            problems.add("of " + keptColumns.keySet().stream().map(Column::name).toList() + "\n  missing "
                    + describeFirst(missing) + "\n  not there before " + describeFirst(surplus));
        }
        compareAddedColumns();
    }

    private static String describeFirst(List<String> rows) {
        return rows.size() + " rows" + (rows.isEmpty() ? "" : ": " + rows.subList(0, Math.min(3, rows.size())));
    }

    /** Rows become one where the key gets shorter, or where there was none. */
    private boolean mergesRows() {
        Table table = before.table();
        boolean aggregates =
                table.model() == KeyModel.AGGREGATE && after.table().model() == KeyModel.AGGREGATE;
        boolean losesKeyColumn =
                table.columns().stream().anyMatch(column -> column.isKey() && !keptColumns.containsKey(column));
        if (announced.isMerged() && table.model() != KeyModel.DUPLICATE) {
            boolean isSame = keys(table).stream()
                    .allMatch(column -> keptColumns.containsKey(column)
                            && keptColumns.get(column).isKey()
                            && !ValueLoss.isPossible(
                                    column.type(), keptColumns.get(column).type()));
            if (isSame) {
                problems.add("is announced to keep one row for each key, although the key is as long as before");
            }
        }
        return announced.isMerged() || (aggregates && losesKeyColumn);
    }

    private static List<Column> keys(Table table) {
        return table.columns().stream().filter(Column::isKey).toList();
    }

    /** At least each key is there. */
    private void compareKeys() {
        List<Column> columns = keptColumns.keySet().stream()
                .filter(column -> keptColumns.get(column).isKey())
                .toList();
        boolean isComplete = keys(after.table()).stream().allMatch(keptColumns::containsValue);
        if (!isComplete
                || announced.mayAffectAnyRow()
                || !announced.droppedPartitions().isEmpty()) {
            return;
        }
        List<String> keys = keys(before, columns, true);
        List<String> newKeys = keys(after, columns, false);
        if (!keys.stream()
                .distinct()
                .sorted()
                .toList()
                .equals(newKeys.stream().sorted().toList())) {
            problems.add("keys are " + newKeys + ", and were " + keys);
        }
    }

    private List<String> keys(TableContent content, List<Column> columns, boolean isBefore) {
        return content.rows().stream()
                .map(row -> columns.stream()
                        .map(column -> shownValue(content, row, column, isBefore))
                        .collect(Collectors.joining(" | ")))
                .toList();
    }

    private List<String> readRows(TableContent content, boolean isBefore) {
        List<Column> columns = List.copyOf(keptColumns.keySet());
        List<String> rows = new ArrayList<>(keys(content, columns, isBefore));
        Collections.sort(rows);
        return rows;
    }

    private String shownValue(TableContent content, List<@Nullable String> row, Column column, boolean isBefore) {
        Column newColumn = Objects.requireNonNull(keptColumns.get(column));
        Column shownColumn = isBefore ? column : newColumn;
        return ShownValue.of(
                shownColumn.type(),
                (isBefore ? newColumn : column).type(),
                row.get(content.table().columns().indexOf(shownColumn)));
    }

    /** Returns how the empty BITMAP or HLL is shown that the server gives rows; null for other types. */
    private static @Nullable String emptySketch(Column column) {
        return switch (PrimitiveType.of(column.type())) {
            case BITMAP -> "";
            case HLL -> "0";
            default -> null;
        };
    }

    /** Rows that were there have in a new column what the column says. */
    private void compareAddedColumns() {
        for (Column column : after.table().columns()) {
            boolean isNew = !keptColumns.containsValue(column)
                    && before.table().column(column.name()).isEmpty()
                    && column.generatedValue() == null
                    && !column.isAutoIncrement();
            String value = column.defaultValue() instanceof ColumnDefault.TextDefault text
                    ? text.value()
                    : emptySketch(column);
            boolean isPlain = column.defaultValue() == null || value != null;
            if (isNew && isPlain && (column.isNullable() || value != null)) {
                List<String> others = shownValues(after, column, column.type());
                others.removeIf(ShownValue.of(column.type(), column.type(), value)::equals);
                if (!others.isEmpty()) {
                    problems.add("the new column " + column.name() + " should be " + value + ", and is " + others);
                }
            }
        }
    }
}
