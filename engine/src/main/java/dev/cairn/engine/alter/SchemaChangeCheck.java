package dev.cairn.engine.alter;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.engine.column.ColumnConversion;
import dev.cairn.engine.column.ShortKey;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Checks whether the result of the clauses is still a valid table. */
final class SchemaChangeCheck {
    private final SchemaDraft draft;
    private final Span at;

    SchemaChangeCheck(SchemaDraft draft, Span at) {
        this.draft = draft;
        this.at = at;
    }

    /** Checks the table if it has changed, and returns its sort key. */
    List<String> checkTable() {
        Table before = draft.before();
        checkColumns(before.columns(), draft.base(), before.name());
        requirePartitionColumns();
        requireDistributionColumns();
        return checkSortKey();
    }

    void checkRollup(Rollup before, ColumnListDraft columns) {
        checkColumns(before.columns(), columns, before.name());
        List<Column> all = columns.columns();
        if (!ShortKey.of(all, keys(all), at).equals(ShortKey.of(before.columns(), keys(before.columns()), at))) {
            draft.rewriteData();
        }
    }

    private void checkColumns(List<Column> before, ColumnListDraft columns, String name) {
        requireKeysFirst(columns, name);
        Map<String, Column> byName = new HashMap<>();
        before.forEach(column -> byName.putIfAbsent(lowerCase(column), column));
        for (Column column : columns.columns()) {
            Column old = byName.get(lowerCase(column));
            if (old != null && !draft.isChangedStruct(column) && !column.isSame(old)) {
                new ColumnConversion(old, column).require(at);
            }
        }
    }

    private static String lowerCase(Column column) {
        return column.name().toLowerCase(Locale.ROOT);
    }

    private void requireKeysFirst(ColumnListDraft columns, String name) {
        boolean value = false;
        boolean key = false;
        for (Column column : columns.columns()) {
            if (column.key() && value) {
                throw Refusal.execution(at, AlterRule.VALUE_BEFORE_KEY, name);
            }
            value |= !column.key();
            key |= column.key();
        }
        if (!key) {
            throw Refusal.execution(at, AlterRule.NO_KEY_LEFT, name);
        }
    }

    private void requirePartitionColumns() {
        for (String name : draft.before().partitioning().columns()) {
            requireUntouched("Partition", "partition", name);
        }
    }

    private void requireDistributionColumns() {
        if (draft.before().distribution() instanceof Distribution.Hash hash) {
            for (Name name : hash.columns()) {
                requireUntouched("Distribution", "distribution", name.text());
            }
        }
    }

    private void requireUntouched(String role, String lower, String name) {
        Table table = draft.before();
        Optional<Column> before = table.column(name);
        Optional<Column> after = draft.base().columns().stream()
                .filter(column -> column.is(name))
                .findFirst();
        String shown = before.map(Column::name).orElse(name);
        if (after.isEmpty() && before.isPresent()) {
            throw Refusal.execution(at, AlterRule.COLUMN_NOT_DROPPABLE, role, shown, table.name());
        }
        if (after.isPresent() && before.isPresent() && !after.get().isSame(before.get())) {
            throw Refusal.execution(at, AlterRule.COLUMN_NOT_MODIFIABLE, lower, shown, table.name());
        }
    }

    private List<String> checkSortKey() {
        Table before = draft.before();
        List<Column> all = draft.base().columns();
        List<Column> sorted = before.sortKey().isEmpty() ? keys(all) : sorted(all);
        List<Column> sortedBefore = before.sortKey().isEmpty() ? keys(before.columns()) : sortedBefore();
        ShortKey shortKey = ShortKey.of(all, sorted, at);
        if (!shortKey.hasSameTypes(ShortKey.of(before.columns(), sortedBefore, at))) {
            draft.rewriteData();
        }
        return before.sortKey().isEmpty()
                ? List.of()
                : sorted.stream().map(Column::name).toList();
    }

    private List<Column> sorted(List<Column> all) {
        List<Column> sorted = new ArrayList<>();
        for (String name : draft.before().sortKey()) {
            sorted.add(all.stream()
                    .filter(column -> column.is(name))
                    .findFirst()
                    .orElseThrow(() -> Refusal.execution(at, AlterRule.SORT_COLUMN_LOST, name)));
        }
        KeyModel model = draft.before().model();
        if (model == KeyModel.AGGREGATE || model == KeyModel.UNIQUE) {
            keys(all).stream().filter(key -> !sorted.contains(key)).forEach(sorted::add);
        }
        return sorted;
    }

    private List<Column> sortedBefore() {
        Table before = draft.before();
        return before.sortKey().stream()
                .flatMap(name -> before.column(name).stream())
                .toList();
    }

    private static List<Column> keys(List<Column> columns) {
        return columns.stream().filter(Column::key).toList();
    }
}
