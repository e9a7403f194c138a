package dev.cairn.embedded.translate;

import dev.cairn.analysis.source.BoundColumn;
import dev.cairn.analysis.source.BoundPivot;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.embedded.translate.query.TranslatedQuery;
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
 * value and an aggregate function adds a column.
 */
record PivotTranslator(QueryTranslator queryTranslator, Pivot pivot) {
    /**
     * Translates the clause to a relation, and adds the columns of the relation to the {@link BoundValues}, so that the
     * names in the SELECT refer to them.
     *
     * @param sourceSql the relations whose rows are grouped
     */
    String translate(String sourceSql) {
        BoundPivot boundPivot =
                Objects.requireNonNull(queryTranslator.bindings().findBoundPivot(pivot));
        String duckDbName = queryTranslator.state().nextName("r");
        List<TranslatedQuery.QueryColumn> queryColumns = new ArrayList<>();
        List<String> selectItems = new ArrayList<>();
        List<String> keySqls = new ArrayList<>();
        Map<BoundColumn, Integer> positionByColumn = new HashMap<>();
        for (RelationField field : boundPivot.keys()) {
            if (!field.isVisible()) {
                continue;
            }
            int position = selectItems.size();
            field.baseColumns().forEach(base -> positionByColumn.put(base, position));
            DuckDbExpression key = queryTranslator.boundValues().translateColumn(field, pivot.span());
            selectItems.add(key.sql() + " AS " + TranslatedQuery.columnName(selectItems.size()));
            queryColumns.add(new TranslatedQuery.QueryColumn(key.type(), key.state()));
            keySqls.add(key.sql());
        }
        ExpressionTranslator expressionTranslator = new ExpressionTranslator(queryTranslator);
        for (Expression aggregate : boundPivot.aggregates()) {
            DuckDbExpression cell = expressionTranslator.translate(aggregate);
            selectItems.add(cell.sql() + " AS " + TranslatedQuery.columnName(selectItems.size()));
            queryColumns.add(new TranslatedQuery.QueryColumn(cell.type(), cell.state()));
        }
        addColumns(boundPivot, positionByColumn, duckDbName, queryColumns);
        return "(SELECT " + String.join(", ", selectItems) + " FROM " + sourceSql
                + (keySqls.isEmpty() ? "" : " GROUP BY " + String.join(", ", keySqls)) + ") AS " + duckDbName;
    }

    /**
     * Adds the columns of the result. The name of a grouped column of FROM then refers to the column of the result with
     * the values of the grouped column.
     */
    private void addColumns(
            BoundPivot boundPivot,
            Map<BoundColumn, Integer> positionByColumn,
            String duckDbName,
            List<TranslatedQuery.QueryColumn> queryColumns) {
        BoundValues.BoundColumns boundColumns = BoundValues.BoundColumns.of(duckDbName, queryColumns);
        for (BoundColumn key : positionByColumn.keySet()) {
            queryTranslator
                    .boundValues()
                    .columnsByRelation()
                    .put(
                            key.relation(),
                            index -> boundColumns.column(Objects.requireNonNull(
                                    positionByColumn.get(new BoundColumn(key.relation(), index)))));
        }
        int keyCount = queryColumns.size() - boundPivot.cellRelation().fields().size();
        queryTranslator
                .boundValues()
                .columnsByRelation()
                .put(boundPivot.cellRelation(), index -> boundColumns.column(keyCount + index));
    }
}
