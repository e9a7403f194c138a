package dev.cairn.engine.table;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeText;
import dev.cairn.engine.column.DraftColumn;
import dev.cairn.engine.column.RangeExpressions;
import dev.cairn.engine.column.TableKey;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Checks ORDER BY in CREATE TABLE. */
final class SortKeys {
    private SortKeys() {}

    /**
     * Applies the first checks; DUPLICATE KEY tables are checked later. The server compares the names case-sensitively
     * here.
     */
    static void check(List<SortItem> items, TableKey key, List<DraftColumn> columns) {
        if (items.isEmpty() || key.model() == KeyModel.DUPLICATE) {
            return;
        }
        Set<String> sorted = new HashSet<>();
        for (SortItem item : items) {
            String name = RangeExpressions.column(item.value())
                    .orElseThrow(() -> Refusal.analysis(
                            item.value().span(), TableRule.ORDER_BY_COLUMN_NOT_FOUND, Sql.render(item.value())))
                    .text();
            DraftColumn column = columns.stream()
                    .filter(present -> present.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> Refusal.analysis(item.value().span(), TableRule.SORT_COLUMN_NOT_FOUND, name));
            if (key.model() == KeyModel.PRIMARY
                    && !PrimitiveType.of(column.type()).canBePrimarySortKey()) {
                throw Refusal.analysis(
                        item.value().span(), TableRule.SORT_COLUMN_TYPE, column.name(), TypeText.shown(column.type()));
            }
            sorted.add(name);
        }
        if (key.model() != KeyModel.PRIMARY) {
            requireAllKeys(sorted, items, key, columns);
        }
    }

    private static void requireAllKeys(
            Set<String> sorted, List<SortItem> items, TableKey key, List<DraftColumn> columns) {
        Set<String> keys = new HashSet<>();
        for (DraftColumn column : columns.subList(0, key.columns().size())) {
            keys.add(column.name());
        }
        if (!keys.equals(sorted)) {
            throw Refusal.analysis(items.get(0).value().span(), TableRule.SORT_COLUMNS_NOT_KEY, key.words());
        }
    }

    /** The columns of the sort key, in the table's spelling. */
    static List<String> stored(List<SortItem> items, List<DraftColumn> columns) {
        List<String> names = new ArrayList<>(items.size());
        Set<String> seen = new HashSet<>();
        for (SortItem item : items) {
            String name = RangeExpressions.column(item.value())
                    .orElseThrow(() -> Refusal.execution(
                            item.value().span(), TableRule.ORDER_BY_COLUMN_NOT_FOUND, Sql.render(item.value())))
                    .text();
            DraftColumn column = columns.stream()
                    .filter(present -> present.is(name))
                    .findFirst()
                    .orElseThrow(() -> Refusal.execution(item.value().span(), TableRule.SORT_COLUMN_INVALID, name));
            if (!seen.add(column.name().toLowerCase(Locale.ROOT))) {
                throw Refusal.execution(item.value().span(), TableRule.SORT_COLUMN_REPEATED, name);
            }
            names.add(column.name());
        }
        return names;
    }
}
