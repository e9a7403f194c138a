package dev.cairn.analysis.source;

import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.sql.ast.Query;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that a query may read from by its name.
 *
 * @param catalog null for the server's own
 * @param complete false where there may be more columns than are known: then whatever name is asked for may be one of
 *     them
 * @param definition what a view stands for; its columns are then only their names, for their types are those of its
 *     query today
 */
public record Source(
        @Nullable String catalog,
        String database,
        String name,
        Kind kind,
        List<Column> columns,
        boolean complete,
        @Nullable Definition definition) {
    public enum Kind {
        TABLE,
        TEMPORARY_TABLE,
        VIEW,
        MATERIALIZED_VIEW,
        /** A table or view that others keep. */
        EXTERNAL,
        /** A table of the server itself, about which little is known. */
        SYSTEM
    }

    public Source {
        columns = List.copyOf(columns);
    }

    /** Of a table or materialized view, all of whose columns are known. */
    public static Source of(String database, String name, Kind kind, List<Column> columns) {
        return new Source(null, database, name, kind, columns, true, null);
    }

    public static Source view(String database, String name, List<Column> columns, Definition definition) {
        return new Source(null, database, name, Kind.VIEW, columns, true, definition);
    }

    /** One that may have any column. */
    public static Source unknown(String database, String name, Kind kind) {
        return new Source(null, database, name, kind, List.of(), false, null);
    }

    /**
     * A column of a source.
     *
     * @param shown whether {@code *} stands for it too
     */
    public record Column(String name, ExpressionType typed, boolean shown) {
        public Column(String name, ExpressionType typed) {
            this(name, typed, true);
        }
    }

    /** The query of a view, and the database that names without one are looked for in. */
    public record Definition(Query query, @Nullable String database) {}
}
