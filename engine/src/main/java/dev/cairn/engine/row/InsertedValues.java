package dev.cairn.engine.row;

import dev.cairn.analysis.expression.Assignment;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Refusal;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

record InsertedValues(List<List<@Nullable Expression>> values, List<List<ExpressionType>> types, Span at)
        implements InsertSource {
    @Override
    public List<Name> names(Span at) {
        return List.of();
    }

    @Override
    public void requireCount(int columns, Span at) {
        InsertSource.requireCount(columns, values.get(0).size(), at);
    }

    @Override
    public void requireValues(List<Column> columns) {
        for (List<@Nullable Expression> row : values) {
            for (int i = 0; i < columns.size(); i++) {
                Expression value = row.get(i);
                if (value != null) {
                    Assignment.requireSingleValue(value);
                } else if (InsertCheck.mustBeGiven(columns.get(i))) {
                    throw Refusal.analysis(
                            at, RowRule.INSERT_WITHOUT_DEFAULT, columns.get(i).name());
                }
            }
        }
    }

    @Override
    public void requireFit(List<Column> columns) {
        for (int row = 0; row < values.size(); row++) {
            for (int i = 0; i < columns.size(); i++) {
                Expression value = values.get(row).get(i);
                if (value != null) {
                    requireFit(value, types.get(row).get(i), columns.get(i));
                }
            }
        }
    }

    @Override
    public void bind(List<Column> columns, Bindings bindings) {
        for (List<@Nullable Expression> row : values) {
            for (int i = 0; i < columns.size(); i++) {
                Expression value = row.get(i);
                if (value != null) {
                    bindings.recordAssignment(value, columns.get(i));
                }
            }
        }
    }

    private static void requireFit(Expression value, ExpressionType typed, Column column) {
        if (column.autoIncrement() && value.unwrap() instanceof Expression.Null) {
            throw Refusal.analysis(value.span(), RowRule.INSERT_OF_NULL_AUTO_INCREMENT, column.name());
        }
        if (!(column.aggregation() instanceof Aggregation.State)) {
            Assignment.require(value, typed.type(), column.type());
        }
    }
}
