package dev.cairn.engine.table;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.engine.column.DraftColumn;
import dev.cairn.engine.column.TableKey;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The sort key of a new table, ORDER BY in CREATE TABLE, whose columns the server checks in two passes with different
 * errors.
 */
record SortKey(List<SortItem> items, List<DraftColumn> columns) {
    /**
     * Applies the first checks; DUPLICATE KEY tables are checked later. The server compares the names case-sensitively
     * here.
     */
    void check(TableKey key) {
        if (items.isEmpty() || key.model() == KeyModel.DUPLICATE) {
            return;
        }
        Set<String> sortedNames = new HashSet<>();
        for (SortItem item : items) {
            String name = item.value()
                    .asColumn()
                    .orElseThrow(() -> Refusal.ofAnalysis(
                            item.value().span(), CommonRule.NOT_FOUND, RuleSubject.COLUMN, Sql.render(item.value())))
                    .text();
            DraftColumn column = columns.stream()
                    .filter(candidate -> candidate.name().equals(name))
                    .findFirst()
                    .orElseThrow(() ->
                            Refusal.ofAnalysis(item.value().span(), CommonRule.NOT_FOUND, RuleSubject.COLUMN, name));
            if (key.model() == KeyModel.PRIMARY
                    && !PrimitiveType.of(column.type()).canBePrimarySortKey()) {
                throw Refusal.ofAnalysis(
                        item.value().span(),
                        TableRule.SORT_COLUMN_TYPE_UNSUPPORTED,
                        column.name(),
                        TypeFormat.formatForShowCreate(column.type()));
            }
            sortedNames.add(name);
        }
        if (key.model() != KeyModel.PRIMARY) {
            requireAllKeys(sortedNames, key);
        }
    }

    private void requireAllKeys(Set<String> sortedNames, TableKey key) {
        Set<String> keys = new HashSet<>();
        for (DraftColumn column : columns.subList(0, key.columns().size())) {
            keys.add(column.name());
        }
        if (!keys.equals(sortedNames)) {
            throw Refusal.ofAnalysis(items.get(0).value().span(), TableRule.SORT_COLUMNS_NOT_KEY, key.keywords());
        }
    }

    /** Returns the columns of the sort key, in the table's spelling. */
    List<String> resolveStoredNames() {
        List<String> names = new ArrayList<>(items.size());
        Set<String> usedNames = new HashSet<>();
        for (SortItem item : items) {
            String name = item.value()
                    .asColumn()
                    .orElseThrow(() -> Refusal.ofExecution(
                            item.value().span(), CommonRule.NOT_FOUND, RuleSubject.COLUMN, Sql.render(item.value())))
                    .text();
            DraftColumn column = columns.stream()
                    .filter(candidate -> candidate.isNamed(name))
                    .findFirst()
                    .orElseThrow(() ->
                            Refusal.ofExecution(item.value().span(), CommonRule.NOT_FOUND, RuleSubject.COLUMN, name));
            if (!usedNames.add(column.name().toLowerCase(Locale.ROOT))) {
                throw Refusal.ofExecution(item.value().span(), TableRule.SORT_COLUMN_REPEATED, name);
            }
            names.add(column.name());
        }
        return names;
    }
}
