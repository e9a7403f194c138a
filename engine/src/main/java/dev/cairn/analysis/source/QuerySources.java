package dev.cairn.analysis.source;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.UserFunction;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where queries find what they name. */
public interface QuerySources {
    /**
     * The table, view or materialized view of the name.
     *
     * @param catalog null for the server's own
     * @throws Refusal where there is none
     */
    Source named(@Nullable String catalog, String database, String name, Span at);

    /**
     * The functions of users that a name may mean, in the order in which the server looks for them.
     *
     * @param database where a name without one is looked for; null for none
     */
    default List<UserFunction> functions(@Nullable String database, QualifiedName function) {
        return List.of();
    }

    /** Whether any function of users is one of many values: such calls can't be told by their names alone. */
    default boolean hasUserAggregates() {
        return false;
    }

    /** Whether a function that the server does not bring along may exist: then nothing is known of its result. */
    default boolean mayKnow(QualifiedName function) {
        return false;
    }
}
