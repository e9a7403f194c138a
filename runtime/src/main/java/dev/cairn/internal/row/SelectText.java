package dev.cairn.internal.row;

import dev.cairn.internal.link.SqlQuoting;
import dev.cairn.schema.Column;
import dev.cairn.schema.Condition;
import dev.cairn.schema.Descriptor;
import dev.cairn.schema.SortableColumn.SortOrder;
import dev.cairn.schema.ValueType;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * SELECT over a table or a view.
 *
 * @param limit null for all rows
 */
public record SelectText<R>(
        Descriptor<R> rows,
        @Nullable Condition<R> condition,
        List<SortOrder<R>> order,
        @Nullable Long limit,
        long offset) {
    /** All columns, in their order. */
    public BoundStatement selecting() {
        return statement(rows.columns().stream().map(SelectText::selected).collect(Collectors.joining(", ")));
    }

    public BoundStatement counting() {
        if (limit == null && offset == 0) {
            return new SelectText<>(rows, condition, List.of(), null, 0).statement("count(*)");
        }
        BoundStatement limited = new SelectText<>(rows, condition, List.of(), limit, offset).statement("1 AS `one`");
        return new BoundStatement("SELECT count(*) FROM (" + limited.sql() + ") AS `counted`", limited.values());
    }

    private BoundStatement statement(String selected) {
        StringBuilder text = new StringBuilder("SELECT ").append(selected);
        text.append(" FROM ").append(SqlQuoting.path(rows.path()));
        ConditionText filter = new ConditionText(condition);
        text.append(filter.clause());
        String before = " ORDER BY ";
        for (SortOrder<R> item : order) {
            text.append(before).append(SqlQuoting.name(item.column().name()));
            text.append(item.direction() == SortOrder.Direction.DESCENDING ? " DESC" : "");
            before = ", ";
        }
        if (limit != null || offset > 0) {
            text.append(" LIMIT ").append(limit == null ? Long.MAX_VALUE : limit);
            text.append(offset > 0 ? " OFFSET " + offset : "");
        }
        return new BoundStatement(text.toString(), filter.values());
    }

    /** The server sends no BITMAP or HLL; of the other metrics there is not even a number that says what they are. */
    private static String selected(Column<?> column) {
        String name = SqlQuoting.name(column.name());
        ValueType<?> type = column.convertedType().orElse(null);
        if (type == ValueType.BITMAP) {
            return "bitmap_count(" + name + ")";
        }
        if (type == ValueType.HLL) {
            return "hll_cardinality(" + name + ")";
        }
        return type == ValueType.PERCENTILE || type == ValueType.STATE ? "NULL" : name;
    }
}
