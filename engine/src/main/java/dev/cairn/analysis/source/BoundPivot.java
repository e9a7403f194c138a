package dev.cairn.analysis.source;

import dev.cairn.sql.ast.Expression;
import java.util.List;

/**
 * What a PIVOT makes of the rows of FROM.
 *
 * @param keys the columns by which the rows are grouped, which it passes on
 * @param cells its other columns, one for each combination of a value and an aggregate function
 * @param aggregates the expression of each cell, over the columns of FROM
 */
public record BoundPivot(List<RelationField> keys, BoundRelation cells, List<Expression> aggregates) {
    public BoundPivot {
        keys = List.copyOf(keys);
        aggregates = List.copyOf(aggregates);
    }
}
