package dev.cairn.lineage;

import dev.cairn.plan.part.ObjectName;
import java.util.Locale;

/**
 * A query or a statement that reads objects, with the object that receives its rows.
 *
 * @param name the view or the table that the query defines; for a statement of an application or a migration, the
 *     statement's own name without a database
 * @param target the object that receives the outputs as columns; the name of the reader if the rows go to an
 *     application
 * @param sql the query, or the whole statement
 */
public record Reader(Kind kind, ObjectName name, ObjectName target, String sql, QueryLineage lineage) {
    /** The kind of reader. */
    public enum Kind {
        VIEW,
        MATERIALIZED_VIEW,
        /** The query that fills a table at each refresh. */
        SNAPSHOT_TABLE,
        /** The statement of a scheduled task. */
        TASK,
        /** A statement of an application. */
        STATEMENT,
        /** A statement of a migration, which has run once. */
        MIGRATION;

        /** Returns the kind in words, such as {@code materialized view}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** Returns whether the reader writes to an object that exists independently of it. */
    boolean isWriter() {
        return kind == Kind.SNAPSHOT_TABLE || !target.equals(name);
    }
}
