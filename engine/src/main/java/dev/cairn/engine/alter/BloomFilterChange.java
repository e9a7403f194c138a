package dev.cairn.engine.alter;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.engine.index.BloomFilterColumns;
import dev.cairn.engine.index.BloomFilters;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;

/** What {@code bloom_filter_columns} or {@code bloom_filter_fpp} changes. */
final class BloomFilterChange {
    private final SchemaDraft draft;
    private final Span at;
    private final BloomFilterColumns before;
    private final BloomFilterColumns after;

    private BloomFilterChange(SchemaDraft draft, Span at) {
        this.draft = draft;
        this.at = at;
        this.before = BloomFilterColumns.of(draft.before());
        this.after = requested();
    }

    static BloomFilterChange of(SchemaDraft draft, Span at) {
        BloomFilterChange change = new BloomFilterChange(draft, at);
        change.requireColumns();
        change.requireNoIndexes();
        return change;
    }

    boolean changes() {
        return !after.equals(before);
    }

    /** Whether the columns have among them one that gets or loses a filter, or a filter of another rate. */
    boolean concerns(ColumnListDraft columns) {
        return columns.columns().stream()
                .anyMatch(column -> before.has(column.name()) != after.has(column.name())
                        || (after.has(column.name()) && before.rate() != after.rate()));
    }

    /** A filter goes with its column, and nobody says so. */
    Table applied(Table table) {
        return after.without(name -> table.column(name).isEmpty()).in(table);
    }

    private BloomFilterColumns requested() {
        Map<String, String> properties = draft.properties();
        String list = properties.get(BloomFilterColumns.COLUMNS);
        Optional<NavigableSet<String>> columns = list == null ? Optional.empty() : Optional.of(columns(list));
        String written = properties.get(BloomFilterColumns.RATE);
        double rate = written == null ? 0 : BloomFilters.falsePositives(written, at);
        if (columns.isEmpty() && rate == 0) {
            return before;
        }
        BloomFilterColumns requested = before.with(columns.orElse(before.columns()), rate);
        // To take filters away where there are none is a change to the server, of another kind of none.
        boolean first = columns.isPresent() && before.columns().isEmpty();
        if (!first && requested.equals(before)) {
            throw refused("Bloom filter index has no change");
        }
        return requested;
    }

    private NavigableSet<String> columns(String list) {
        if (list.isEmpty()) {
            return BloomFilterColumns.names(List.of());
        }
        try {
            return BloomFilterColumns.names(BloomFilters.columns(
                    list, draft.base().columns(), draft.before().model()));
        } catch (InvalidValueException e) {
            throw refused(e.problem());
        }
    }

    private void requireColumns() {
        for (String name : after.columns()) {
            if (draft.before().column(name).isEmpty()) {
                throw refused("can not find column by name: " + name);
            }
        }
    }

    private void requireNoIndexes() {
        for (IndexDefinition index : draft.indexes()) {
            Name column = index.columns().get(0);
            if (index.kind() == IndexDefinition.Kind.NGRAMBF && after.has(column.text())) {
                throw refused(
                        "column " + column + " should only have one bloom filter index or ngram bloom filter index");
            }
        }
    }

    private Refusal refused(String message) {
        return Refusal.execution(at, message);
    }
}
