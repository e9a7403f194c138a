package dev.cairn.embedded.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tables of WITH that a query sees, the nearest last. */
record TranslatedCommonTables(List<Entry> entries) {
    static final TranslatedCommonTables NONE = new TranslatedCommonTables(List.of());

    /**
     * One of them.
     *
     * @param held what DuckDB calls it
     * @param definition what stands behind WITH
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
