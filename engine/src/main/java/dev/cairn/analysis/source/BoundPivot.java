package dev.cairn.analysis.source;

import dev.cairn.sql.ast.Expression;
import java.util.List;

/**
 * The output columns of a PIVOT.
 *
 * @param keys the columns of FROM by which the rows are grouped
 * @param cellRelation the other output columns, one for each combination of a value and an aggregate function
 * @param aggregates the expression of each cell, over the columns of FROM
 */
public record BoundPivot(List<RelationField> keys, BoundRelation cellRelation, List<Expression> aggregates) {
    public BoundPivot {
        keys = List.copyOf(keys);
        aggregates = List.copyOf(aggregates);
    }
}
