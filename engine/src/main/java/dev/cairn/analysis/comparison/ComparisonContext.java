package dev.cairn.analysis.comparison;

import dev.cairn.analysis.source.QuerySources;
import dev.cairn.analysis.source.Source;
import dev.cairn.catalog.Refusal;
import dev.cairn.sql.ast.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The context in which one query is compared: its sources, and the numbers assigned to the relations that it reads. */
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

    /** Whether to omit the parts that a server up to 3.5 does not print. */
    boolean printed() {
        return printed;
    }

    /** Relations at the same position of two queries get the same number. */
    String nextRelation() {
        return "#" + relations++;
    }

    /** The columns that {@code *} expands to; null if they are unknown. */
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
