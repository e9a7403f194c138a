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
 * The sort key of a new table, which ORDER BY in CREATE TABLE declares. The server checks its columns in two passes
 * with different errors.
 */
record SortKey(List<SortItem> items, List<DraftColumn> columns) {
    /**
     * Applies the first checks, which the server omits for DUPLICATE KEY tables. In these checks, the server compares
     * names case-sensitively.
     */
    void check(TableKey key) {
        if (items.isEmpty() || key.model() == KeyModel.DUPLICATE) {
            return;
        }
        Set<String> sortNames = new HashSet<>();
        for (SortItem item : items) {
            String name = item.value()
                    .findColumnName()
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
            sortNames.add(name);
        }
        if (key.model() != KeyModel.PRIMARY) {
            requireAllKeys(sortNames, key);
        }
    }

    private void requireAllKeys(Set<String> sortNames, TableKey key) {
        Set<String> keyNames = new HashSet<>();
        for (DraftColumn column : columns.subList(0, key.columnNames().size())) {
            keyNames.add(column.name());
        }
        if (!keyNames.equals(sortNames)) {
            throw Refusal.ofAnalysis(items.get(0).value().span(), TableRule.SORT_COLUMNS_NOT_KEY, key.keywords());
        }
    }

    /**
     * Applies the second checks, and returns the columns of the sort key as the table spells their names; empty if
     * there is no ORDER BY.
     */
    List<String> resolveStoredNames() {
        List<String> storedNames = new ArrayList<>(items.size());
        Set<String> usedNames = new HashSet<>();
        for (SortItem item : items) {
            String name = item.value()
                    .findColumnName()
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
            storedNames.add(column.name());
        }
        return storedNames;
    }
}
