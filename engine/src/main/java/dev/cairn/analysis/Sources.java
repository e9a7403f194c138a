package dev.cairn.analysis;

import dev.cairn.catalog.Refusal;
import dev.cairn.sql.QualifiedName;
import dev.cairn.sql.Span;
import org.jspecify.annotations.Nullable;

/** Where queries find what they name. */
public interface Sources {
    /**
     * The table, view or materialized view of the name.
     *
     * @param catalog null for the server's own
     * @throws Refusal where there is none
     */
    Source named(@Nullable String catalog, String database, String name, Span at);

    /** Whether a function that the server does not bring along may exist: then nothing is known of its result. */
    default boolean mayKnow(QualifiedName function) {
        return false;
    }
}
