package dev.cairn.engine.row;

import dev.cairn.analysis.expression.AssignmentCheck;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.catalog.Column;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of an INSERT … VALUES.
 *
 * @param rows the values of each row, equally many in all rows; null for DEFAULT
 * @param rowTypes the types of the values of each row
 * @param span the span of the statement
 */
record InsertedValues(List<List<@Nullable Expression>> rows, List<List<ExpressionType>> rowTypes, Span span)
        implements InsertSource {
    @Override
    public List<Name> requireColumnNames(Span span) {
        return List.of();
    }

    @Override
    public void requireColumnCount(int columnCount, Span span) {
        InsertSource.requireEqualCounts(columnCount, rows.get(0).size(), span);
    }

    @Override
    public void checkValues(List<Column> columns) {
        for (List<@Nullable Expression> row : rows) {
            for (int i = 0; i < columns.size(); i++) {
                Expression value = row.get(i);
                if (value != null) {
                    AssignmentCheck.requireNoAggregateOrWindowFunction(value);
                } else {
                    InsertCheck.requireConstantDefault(columns.get(i), span);
                }
            }
        }
    }

    @Override
    public void requireCompatibleTypes(List<Column> columns) {
        for (int rowIndex = 0; rowIndex < rows.size(); rowIndex++) {
            for (int i = 0; i < columns.size(); i++) {
                Expression value = rows.get(rowIndex).get(i);
                if (value != null) {
                    requireCompatibleValue(value, rowTypes.get(rowIndex).get(i), columns.get(i));
                }
            }
        }
    }

    @Override
    public void bindValues(List<Column> columns, Bindings bindings) {
        for (List<@Nullable Expression> row : rows) {
            for (int i = 0; i < columns.size(); i++) {
                Expression value = row.get(i);
                if (value != null) {
                    bindings.recordAssignment(value, columns.get(i));
                }
            }
        }
    }

    private static void requireCompatibleValue(Expression value, ExpressionType expressionType, Column column) {
        if (column.isAutoIncrement() && value.unwrap() instanceof Expression.NullLiteral) {
            throw Refusal.ofAnalysis(value.span(), RowRule.INSERT_OF_NULL_AUTO_INCREMENT, column.name());
        }
        if (!(column.aggregation() instanceof Aggregation.State)) {
            AssignmentCheck.requireAssignable(value, expressionType.type(), column.type());
        }
    }
}
