package dev.cairn.analysis.comparison;

import dev.cairn.analysis.source.QuerySources;
import dev.cairn.analysis.source.Source;
import dev.cairn.catalog.Refusal;
import dev.cairn.sql.ast.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one query is read with: where tables are found, and the numbers that what it reads from gets. */
final class ComparisonContext {
    private final @Nullable QuerySources sources;
    private final @Nullable String database;
    private final boolean printed;
    private int relations;

    ComparisonContext(@Nullable QuerySources sources, @Nullable String database, boolean printed) {
        this.sources = sources;
        this.database = database;
        this.printed = printed;
    }

    @Nullable
    String database() {
        return database;
    }

    /** Whether what a server up to 3.5 does not print is to be left out. */
    boolean printed() {
        return printed;
    }

    /** What stands in the same place of two queries gets the same number. */
    String nextRelation() {
        return "#" + relations++;
    }

    /** The columns that {@code *} stands for; null where they are unknown. */
    @Nullable
    List<String> columns(@Nullable String catalog, String database, String table) {
        if (sources == null) {
            return null;
        }
        try {
            Source source = sources.named(catalog, database, table, Span.NONE);
            return source.complete()
                    ? source.columns().stream()
                            .filter(Source.Column::shown)
                            .map(Source.Column::name)
                            .toList()
                    : null;
        } catch (Refusal unknown) {
            return null;
        }
    }
}
