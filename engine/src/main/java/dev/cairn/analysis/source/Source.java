package dev.cairn.analysis.source;

import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.sql.ast.Query;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A relation that a query can read by its name.
 *
 * @param catalog null for the internal catalog
 * @param complete false if there may be more columns than are known: any other name may then be one of them
 * @param definition the query of a view; the view's columns are then only names, since their types are those of the
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
        /** A table or view of an external catalog. */
        EXTERNAL,
        /** A table of the server's own databases, of which little is known. */
        SYSTEM
    }

    public Source {
        columns = List.copyOf(columns);
    }

    /** Creates a table or materialized view of which all columns are known. */
    public static Source of(String database, String name, Kind kind, List<Column> columns) {
        return new Source(null, database, name, kind, columns, true, null);
    }

    public static Source view(String database, String name, List<Column> columns, Definition definition) {
        return new Source(null, database, name, Kind.VIEW, columns, true, definition);
    }

    /** Creates a source that may have any column. */
    public static Source unknown(String database, String name, Kind kind) {
        return new Source(null, database, name, kind, List.of(), false, null);
    }

    /**
     * A column of a source.
     *
     * @param shown whether {@code *} expands to it too
     */
    public record Column(String name, ExpressionType typed, boolean shown) {
        public Column(String name, ExpressionType typed) {
            this(name, typed, true);
        }
    }

    /** The query of a view, and the database of its unqualified names. */
    public record Definition(Query query, @Nullable String database) {}
}
