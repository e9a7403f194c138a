package dev.cairn.analysis.source;

import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Query;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A relation that a query can read by its name.
 *
 * @param hasAllColumns whether all columns are known; if not, any other name may be a column, too
 * @param viewQuery the query of a view or a synchronous materialized view, from which the types of its columns follow;
 *     null for any other relation
 * @param storedQuery the query whose rows an asynchronous materialized view stores; null for any other relation
 */
public record Source(
        SourceName sourceName,
        Kind kind,
        List<Column> columns,
        boolean hasAllColumns,
        @Nullable ViewQuery viewQuery,
        @Nullable StoredQuery storedQuery) {
    /**
     * The name of a source.
     *
     * @param catalog null for the internal catalog
     */
    public record SourceName(@Nullable String catalog, String database, String name) {}

    public enum Kind {
        TABLE,
        TEMPORARY_TABLE,
        VIEW,
        MATERIALIZED_VIEW,
        /** A table or view of an external catalog. */
        EXTERNAL,
        /** A table of the server's own databases. */
        SYSTEM;

        /** Returns the type of a table or a materialized view in the messages of a server. */
        public String tableTypeName(ServerProfile profile) {
            if (this == MATERIALIZED_VIEW) {
                return profile.isSharedData() ? "CLOUD_NATIVE_MATERIALIZED_VIEW" : "MATERIALIZED_VIEW";
            }
            return profile.isSharedData() ? "CLOUD_NATIVE" : "OLAP";
        }
    }

    public Source {
        columns = List.copyOf(columns);
    }

    /** Returns the catalog; null for the internal one. */
    public @Nullable String catalog() {
        return sourceName.catalog;
    }

    public String database() {
        return sourceName.database;
    }

    public String name() {
        return sourceName.name;
    }

    /** Creates a source without a query. All its columns are known. */
    public static Source of(String database, String name, Kind kind, List<Column> columns) {
        return new Source(new SourceName(null, database, name), kind, columns, true, null, null);
    }

    public static Source ofView(String database, String name, List<Column> columns, ViewQuery viewQuery) {
        return ofViewQuery(Kind.VIEW, database, name, columns, viewQuery);
    }

    /** Creates a view or a synchronous materialized view. All its columns are known. */
    public static Source ofViewQuery(
            Kind kind, String database, String name, List<Column> columns, ViewQuery viewQuery) {
        return new Source(new SourceName(null, database, name), kind, columns, true, viewQuery, null);
    }

    /** Creates a source that may have any column. */
    public static Source ofUnknown(String database, String name, Kind kind) {
        return new Source(new SourceName(null, database, name), kind, List.of(), false, null, null);
    }

    /** Creates a materialized view. All its columns are known. */
    public static Source ofMaterializedView(
            String database, String name, List<Column> columns, StoredQuery storedQuery) {
        return new Source(
                new SourceName(null, database, name), Kind.MATERIALIZED_VIEW, columns, true, null, storedQuery);
    }

    /** Returns the same source with other columns. */
    public Source withColumns(List<Column> newColumns) {
        return new Source(sourceName, kind, newColumns, hasAllColumns, viewQuery, storedQuery);
    }

    /** Returns the view with the order in which a {@code *} expands to its columns; returns any other source itself. */
    Source withStarColumnNames(List<String> names) {
        return viewQuery == null
                ? this
                : new Source(
                        sourceName,
                        kind,
                        columns,
                        hasAllColumns,
                        new ViewQuery(viewQuery.query, viewQuery.database, viewQuery.bases, names),
                        storedQuery);
    }

    /**
     * A column of a source.
     *
     * @param isVisible whether {@code *} expands to the column
     */
    public record Column(String name, ExpressionType expressionType, boolean isVisible) {
        public Column(String name, ExpressionType expressionType) {
            this(name, expressionType, true);
        }
    }

    /**
     * The query of a view, and the database of its unqualified names.
     *
     * @param bases the relations that the query reads, with the columns of each {@code *} at the creation of the view
     * @param starColumnNames the order in which a {@code *} over the view expands to its columns, if it was written
     *     when the view had another order; empty for the order of the columns, which is that of the query's outputs
     */
    public record ViewQuery(
            Query query, @Nullable String database, List<BaseRelation> bases, List<String> starColumnNames) {
        public ViewQuery {
            bases = List.copyOf(bases);
            starColumnNames = List.copyOf(starColumnNames);
        }

        public ViewQuery(Query query, @Nullable String database, List<BaseRelation> bases) {
            this(query, database, bases, List.of());
        }
    }

    /**
     * The query of a materialized view, and the database of its unqualified names.
     *
     * @param columns the columns of the view in the order of the query
     */
    public record StoredQuery(Query query, @Nullable String database, List<ViewColumn> columns) {}
}
