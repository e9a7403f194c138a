package dev.cairn.analysis.source;

import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A relation of a query that is not a join of other relations. Two relations are never equal, even if both read the
 * same table.
 */
public final class BoundRelation {
    private final @Nullable Relation relation;
    private final @Nullable RelationName name;
    private final @Nullable Source source;
    private final Query.@Nullable CommonTable commonTable;
    private final RelationFields fields;

    /**
     * Creates a relation.
     *
     * @param columns the columns, which are copied with this relation as their base
     */
    private BoundRelation(
            @Nullable Relation relation,
            @Nullable RelationName name,
            @Nullable Source source,
            Query.@Nullable CommonTable commonTable,
            RelationFields columns) {
        this.relation = relation;
        this.name = name;
        this.source = source;
        this.commonTable = commonTable;
        List<RelationField> boundFields = new ArrayList<>(columns.size());
        for (RelationField column : columns.fields()) {
            boundFields.add(column.withBaseColumns(List.of(new BoundColumn(this, boundFields.size()))));
        }
        this.fields = new RelationFields(boundFields);
    }

    public static BoundRelation of(Relation.Named relation, RelationName name, Source source, RelationFields columns) {
        return new BoundRelation(relation, name, source, null, columns);
    }

    public static BoundRelation of(
            Relation.Named relation, RelationName name, Query.CommonTable commonTable, RelationFields columns) {
        return new BoundRelation(relation, name, null, commonTable, columns);
    }

    /** Creates a subquery, a table function, or a relation of values or files. */
    public static BoundRelation ofComputed(Relation relation, @Nullable RelationName name, RelationFields columns) {
        return new BoundRelation(relation, name, null, null, columns);
    }

    /**
     * Creates a relation of columns that no relation in FROM has: the columns that PIVOT adds, or the columns of a row
     * without a query.
     */
    public static BoundRelation ofColumns(RelationFields columns) {
        return new BoundRelation(null, null, null, null, columns);
    }

    /** Returns the relation as it is written; null for columns that no relation in FROM has. */
    public @Nullable Relation relation() {
        return relation;
    }

    public Span span() {
        return relation == null ? Span.NONE : relation.span();
    }

    /** Returns the name that qualifies the columns; null if the columns can't be qualified. */
    public @Nullable RelationName name() {
        return name;
    }

    /** Returns the table, view or materialized view that is read; null for anything else. */
    public @Nullable Source source() {
        return source;
    }

    /** Returns the common table that is read; null for anything else. */
    public Query.@Nullable CommonTable commonTable() {
        return commonTable;
    }

    /** Returns the query of a subquery, a common table or a view; null for any other relation. */
    public @Nullable Query query() {
        if (relation instanceof Relation.Derived derivedRelation) {
            return derivedRelation.query();
        }
        if (commonTable != null) {
            return commonTable.query();
        }
        Source.ViewQuery viewQuery = source == null ? null : source.viewQuery();
        return viewQuery == null ? null : viewQuery.query();
    }

    public RelationFields fields() {
        return fields;
    }
}
