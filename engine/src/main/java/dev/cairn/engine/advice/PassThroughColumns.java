package dev.cairn.engine.advice;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.ColumnOrigin;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.SelectOutput;
import dev.cairn.analysis.source.Source;
import dev.cairn.sql.ast.Query;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows columns that queries pass on unchanged, through subqueries, common tables and views. */
public record PassThroughColumns(Bindings bindings) {
    /**
     * Returns the columns of views and tables that an output of a query passes on, the nearest one first; none for a
     * calculated value.
     */
    public List<ColumnOrigin> findOutputOrigins(Query query, int outputIndex) {
        if (query.body() instanceof Query.NestedQuery nestedQuery) {
            return findOutputOrigins(nestedQuery.query(), outputIndex);
        }
        if (!(query.body() instanceof Query.Select select)) {
            return List.of();
        }
        List<SelectOutput> outputs = SelectOutput.of(select, bindings);
        return outputIndex < outputs.size()
                ? findOrigins(outputs.get(outputIndex).column())
                : List.of();
    }

    /**
     * Returns the columns of views and tables that a column passes on, the nearest one first; none for null, for a
     * wildcard, and for a column that stands for several columns.
     */
    List<ColumnOrigin> findOrigins(@Nullable RelationField column) {
        if (column == null || column.isWildcard() || column.baseColumns().size() != 1) {
            return List.of();
        }
        BoundRelation relation = column.baseColumns().get(0).relation();
        int columnIndex = column.baseColumns().get(0).index();
        List<ColumnOrigin> origins = new ArrayList<>();
        Source source = relation.source();
        if (source != null && columnIndex < source.columns().size()) {
            origins.add(new ColumnOrigin(source, source.columns().get(columnIndex)));
        }
        Query query = relation.query();
        boolean isRecursive = relation.commonTable() != null && bindings.isRecursive(relation.commonTable());
        if (query != null && !isRecursive) {
            origins.addAll(findOutputOrigins(query, columnIndex));
        }
        return origins;
    }
}
