package dev.cairn.embedded.translate;

import dev.cairn.analysis.source.BoundPivot;
import dev.cairn.analysis.source.RelationColumn;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query.Pivot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Translates PIVOT: the rows are grouped by the columns that the clause does not mention, and each combination of a
 * value and an aggregate function is a further column.
 */
record PivotTranslation(QueryTranslation queries, Pivot pivot) {
    /** @param sourceSql the relations whose rows are grouped */
    String translate(String sourceSql) {
        BoundPivot boundPivot = Objects.requireNonNull(queries.bindings().findBoundPivot(pivot));
        String duckDbName = queries.state().nextName("r");
        List<TranslatedQuery.QueryColumn> columns = new ArrayList<>();
        List<String> items = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        Map<RelationColumn, Integer> positions = new HashMap<>();
        for (RelationField field : boundPivot.keys()) {
            if (!field.isVisible()) {
                continue;
            }
            int position = items.size();
            field.baseColumns().forEach(base -> positions.put(base, position));
            DuckDbExpression key = queries.boundValues().translateColumn(field, pivot.span());
            items.add(key.sql() + " AS " + TranslatedQuery.columnName(items.size()));
            columns.add(new TranslatedQuery.QueryColumn(key.type(), key.state()));
            keys.add(key.sql());
        }
        ExpressionTranslation expressions = new ExpressionTranslation(queries);
        for (Expression aggregate : boundPivot.aggregates()) {
            DuckDbExpression cell = expressions.translate(aggregate);
            items.add(cell.sql() + " AS " + TranslatedQuery.columnName(items.size()));
            columns.add(new TranslatedQuery.QueryColumn(cell.type(), cell.state()));
        }
        addColumns(boundPivot, positions, duckDbName, columns);
        return "(SELECT " + String.join(", ", items) + " FROM " + sourceSql
                + (keys.isEmpty() ? "" : " GROUP BY " + String.join(", ", keys)) + ") AS " + duckDbName;
    }

    /**
     * Adds the columns of the result. The name of a grouped column of FROM then refers to the result's column with
     * its values.
     */
    private void addColumns(
            BoundPivot boundPivot,
            Map<RelationColumn, Integer> positions,
            String duckDbName,
            List<TranslatedQuery.QueryColumn> queryColumns) {
        BoundValues.RelationColumns columns = BoundValues.RelationColumns.of(duckDbName, queryColumns);
        for (RelationColumn key : positions.keySet()) {
            queries.boundValues()
                    .relations()
                    .put(
                            key.relation(),
                            index -> columns.column(
                                    Objects.requireNonNull(positions.get(new RelationColumn(key.relation(), index)))));
        }
        int keyCount = queryColumns.size() - boundPivot.cellRelation().fields().size();
        queries.boundValues().relations().put(boundPivot.cellRelation(), index -> columns.column(keyCount + index));
    }
}
