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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares the rows before a migration with those after it: only what was announced may be missing. */
final class RowComparison {
    private final TableContent before;
    private final TableContent after;
    private final AnnouncedLosses announcedLosses;
    private final TableContent droppedContent;
    private final List<String> problems = new ArrayList<>();
    /** Descriptions of announced losses that can't happen. */
    private final List<String> needlessAnnouncements = new ArrayList<>();

    /** The columns whose values must all be kept, with the columns that have them after the migration. */
    private final Map<Column, Column> keptColumns = new LinkedHashMap<>();

    private final Set<String> targetNames = new HashSet<>();

    /**
     * @param newNames the new names of renamed columns, by the old ones
     * @param droppedContent the rows of partitions that are dropped
     */
    RowComparison(
            TableContent before,
            TableContent after,
            Map<String, String> newNames,
            AnnouncedLosses announcedLosses,
            TableContent droppedContent) {
        this.before = before;
        this.after = after;
        this.announcedLosses = announcedLosses;
        this.droppedContent = droppedContent;
        announcedLosses
                .unknownParts()
                .forEach(announcedPart -> problems.add("an announced loss of an unknown kind: " + announcedPart));
        for (Column column : before.table().columns()) {
            String name = newNames.getOrDefault(column.name(), column.name());
            targetNames.add(name);
            compareColumn(column, after.table().findColumn(name));
        }
    }

    /** Returns descriptions of the losses that were not announced, and of announced losses that can't happen. */
    List<String> problems() {
        List<String> allProblems = new ArrayList<>(findLosses());
        allProblems.addAll(needlessAnnouncements);
        return allProblems;
    }

    /** Returns descriptions of the losses that were not announced. */
    List<String> findLosses() {
        compareRows();
        return problems;
    }

    private void compareColumn(Column column, Optional<Column> newColumn) {
        boolean isDropped = isAnnounced(column, announcedLosses.droppedColumns());
        boolean isNarrowed = isAnnounced(column, announcedLosses.narrowedColumns())
                || announcedLosses.narrowedColumns().stream().anyMatch(path -> path.startsWith(column.name() + "."));
        if (column.generatedValue() != null
                && newColumn.map(Column::generatedValue).orElse(null) != null) {
            return; // The server recalculates the values.
        }
        if (newColumn.isEmpty()) {
            if (!isDropped && column.generatedValue() == null) {
                problems.add("the loss of the column " + column.name() + " was not announced");
            }
            return;
        }
        if (newColumn.get().generatedValue() != null) {
            if (!isDropped && !isNarrowed) {
                // The expression has to compute the same values, because no loss was announced.
                keptColumns.put(column, newColumn.get());
            }
            return;
        }
        Type newType = newColumn.get().type();
        if ((isDropped || isNarrowed) && ShownValue.keepsAll(column.type(), newType)) {
            needlessAnnouncements.add((isDropped ? "drops " : "is announced to lose values of ") + column.name()
                    + ", a " + Sql.render(column.type()) + ", although each value is one of " + Sql.render(newType));
        }
        for (String path : ShownValue.findMissingFields(column.type(), newType)) {
            boolean isFieldAnnounced = announcedLosses.droppedColumns().contains(column.name() + path);
            if (!isDropped && !isNarrowed && !isFieldAnnounced) {
                problems.add("the loss of the field " + column.name() + path + " was not announced");
            }
        }
        if (!isDropped && !isNarrowed) {
            keptColumns.put(column, newColumn.get());
        } else if (isNarrowed
                && !announcedLosses.mayMergeRows()
                && !announcedLosses.mayAffectAnyRow()
                && announcedLosses.droppedPartitions().isEmpty()) {
            compareNarrowed(column, newColumn.get());
        }
    }

    private static boolean isAnnounced(Column column, Set<String> names) {
        return names.stream().anyMatch(name -> name.equalsIgnoreCase(column.name()));
    }

    /** Requires that the values 0 and 1 are kept, which fit into each numeric type. */
    private void compareNarrowed(Column column, Column newColumn) {
        if (!ShownValue.isNumber(column.type()) || !ShownValue.isNumber(newColumn.type())) {
            return;
        }
        List<String> newValues = listShownValues(after, newColumn, column.type());
        for (String value : listShownValues(before, column, newColumn.type())) {
            if (value.matches("[01]") && !newValues.remove(value)) {
                problems.add("the value " + value + " of " + column.name() + " is gone, which fits");
            }
        }
    }

    private static List<String> listShownValues(TableContent content, Column column, Type otherType) {
        return content.values(column).stream()
                .map(value -> ShownValue.of(column.type(), otherType, value))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private void compareRows() {
        List<String> missingRows = renderSortedRows(before, true);
        List<String> surplusRows = renderSortedRows(after, false);
        if (mergesRows()) {
            compareKeys();
            return;
        }
        for (String row : List.copyOf(missingRows)) {
            if (surplusRows.remove(row)) {
                missingRows.remove(row);
            }
        }
        if (!announcedLosses.droppedPartitions().isEmpty()) {
            renderSortedRows(droppedContent, true).forEach(missingRows::remove);
        }
        if (announcedLosses.mayAffectAnyRow()) {
            missingRows.clear();
        }
        if (!missingRows.isEmpty() || !surplusRows.isEmpty()) {
            problems.add("of " + keptColumns.keySet().stream().map(Column::name).toList() + "\n  missing "
                    + describeFirstRows(missingRows) + "\n  not there before " + describeFirstRows(surplusRows));
        }
        compareAddedColumns();
    }

    private static String describeFirstRows(List<String> rows) {
        return rows.size() + " rows" + (rows.isEmpty() ? "" : ": " + rows.subList(0, Math.min(3, rows.size())));
    }

    /** Returns whether rows with the same key may be merged, and adds a problem if that is announced without need. */
    private boolean mergesRows() {
        Table table = before.table();
        boolean isAggregated =
                table.model() == KeyModel.AGGREGATE && after.table().model() == KeyModel.AGGREGATE;
        boolean losesKeyColumn =
                table.columns().stream().anyMatch(column -> column.isKey() && !keptColumns.containsKey(column));
        if (announcedLosses.mayMergeRows() && table.model() != KeyModel.DUPLICATE) {
            boolean isSameKey = findKeyColumns(table).stream()
                    .allMatch(column -> keptColumns.containsKey(column)
                            && keptColumns.get(column).isKey()
                            && !ValueLoss.isPossible(
                                    column.type(), keptColumns.get(column).type()));
            if (isSameKey) {
                needlessAnnouncements.add(
                        "is announced to keep one row for each key, although the key is as long as before");
            }
        }
        return announcedLosses.mayMergeRows() || (isAggregated && losesKeyColumn);
    }

    private static List<Column> findKeyColumns(Table table) {
        return table.columns().stream().filter(Column::isKey).toList();
    }

    /** Requires that each key is kept, whatever happens to the other values. */
    private void compareKeys() {
        List<Column> columns = keptColumns.keySet().stream()
                .filter(column -> keptColumns.get(column).isKey())
                .toList();
        boolean isComplete = findKeyColumns(after.table()).stream().allMatch(keptColumns::containsValue);
        if (!isComplete
                || announcedLosses.mayAffectAnyRow()
                || !announcedLosses.droppedPartitions().isEmpty()) {
            return;
        }
        List<String> keys = renderRows(before, columns, true);
        List<String> newKeys = renderRows(after, columns, false);
        if (!keys.stream()
                .distinct()
                .sorted()
                .toList()
                .equals(newKeys.stream().sorted().toList())) {
            problems.add("keys are " + newKeys + ", and were " + keys);
        }
    }

    private List<String> renderRows(TableContent content, List<Column> columns, boolean isBefore) {
        return content.rows().stream()
                .map(row -> columns.stream()
                        .map(column -> renderValue(content, row, column, isBefore))
                        .collect(Collectors.joining(" | ")))
                .toList();
    }

    private List<String> renderSortedRows(TableContent content, boolean isBefore) {
        List<Column> columns = List.copyOf(keptColumns.keySet());
        List<String> rows = new ArrayList<>(renderRows(content, columns, isBefore));
        Collections.sort(rows);
        return rows;
    }

    private String renderValue(TableContent content, List<@Nullable String> row, Column column, boolean isBefore) {
        Column newColumn = Objects.requireNonNull(keptColumns.get(column));
        Column shownColumn = isBefore ? column : newColumn;
        return ShownValue.of(
                shownColumn.type(),
                (isBefore ? newColumn : column).type(),
                row.get(content.table().columns().indexOf(shownColumn)));
    }

    /** Returns the text of the empty BITMAP or HLL that the server gives existing rows; null for other types. */
    private static @Nullable String renderEmptySketch(Column column) {
        return switch (PrimitiveType.of(column.type())) {
            case BITMAP -> "";
            case HLL -> "0";
            default -> null;
        };
    }

    /** Requires that existing rows have the defaults of new columns. */
    private void compareAddedColumns() {
        for (Column column : after.table().columns()) {
            boolean isNew = !targetNames.contains(column.name())
                    && column.generatedValue() == null
                    && !column.isAutoIncrement();
            String value = column.defaultValue() instanceof ColumnDefault.TextDefault text
                    ? text.value()
                    : renderEmptySketch(column);
            boolean isPlain = column.defaultValue() == null || value != null;
            if (isNew && isPlain && (column.isNullable() || value != null)) {
                List<String> otherValues = listShownValues(after, column, column.type());
                otherValues.removeIf(ShownValue.of(column.type(), column.type(), value)::equals);
                if (!otherValues.isEmpty()) {
                    problems.add("the new column " + column.name() + " should be " + value + ", and is " + otherValues);
                }
            }
        }
    }
}
