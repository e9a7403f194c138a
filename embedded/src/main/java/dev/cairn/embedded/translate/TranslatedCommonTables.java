package dev.cairn.embedded.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The common tables that a query sees, the innermost last. */
record TranslatedCommonTables(List<Entry> entries) {
    static final TranslatedCommonTables NONE = new TranslatedCommonTables(List.of());

    /**
     * A common table.
     *
     * @param held the name in DuckDB
     * @param definition its definition in the WITH clause
     */
    record Entry(String name, String held, List<TranslatedQuery.Column> columns, String definition) {}

    TranslatedCommonTables {
        entries = List.copyOf(entries);
    }

    TranslatedCommonTables with(Entry entry) {
        List<Entry> more = new ArrayList<>(entries);
        more.add(entry);
        return new TranslatedCommonTables(more);
    }

    Optional<Entry> named(String name) {
        return entries.stream().filter(entry -> entry.name().equals(name)).reduce((first, second) -> second);
    }
}
