package dev.cairn.embedded.state;

import dev.cairn.sql.ast.Statement;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that goes along with the changes of a server; nothing else changes while it is told of one. */
public interface StateListener {
    /** Nobody follows. */
    StateListener NONE = (before, after, statement, inUse) -> Map.of();

    /**
     * The state has changed.
     *
     * @param statement what was run, or null where jobs went on
     * @param inUse the database that the statement was run in
     * @return the materialized views that could not be refreshed, by their identities, and why
     */
    Map<Long, String> changed(
            ClusterState before, ClusterState after, @Nullable Statement statement, @Nullable String inUse);
}
