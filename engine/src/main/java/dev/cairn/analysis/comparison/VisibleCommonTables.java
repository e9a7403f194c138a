package dev.cairn.analysis.comparison;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The common tables in scope: those of this query's WITH, and those of the enclosing queries. */
final class VisibleCommonTables {
    private final @Nullable VisibleCommonTables around;
    private final Map<String, Found> own = new HashMap<>();

    VisibleCommonTables(@Nullable VisibleCommonTables around) {
        this.around = around;
    }

    /** A common table; its columns are null if they are unknown. */
    record Found(String number, @Nullable List<String> columns) {}

    void add(String name, Found table) {
        own.put(name, table);
    }

    @Nullable
    Found named(String name) {
        Found found = own.get(name);
        return found != null || around == null ? found : around.named(name);
    }
}
