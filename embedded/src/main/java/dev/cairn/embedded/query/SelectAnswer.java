package dev.cairn.embedded.query;

import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.protocol.ResultColumn;
import dev.cairn.embedded.protocol.ResultColumnType;
import dev.cairn.embedded.query.Select.Item;
import dev.cairn.embedded.query.Select.Order;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Filters, sorts and projects the rows of a SELECT, and applies its limit. */
final class SelectAnswer {
    private final Select select;
    private final InMemoryRelation relation;
    private final Evaluator evaluator;
    private final Map<String, Expression> aliases;

    SelectAnswer(Select select, InMemoryRelation relation, Evaluator evaluator) {
        this.select = select;
        this.relation = relation;
        this.evaluator = evaluator;
        this.aliases = select.aliases();
    }

    Answer.Rows rows() {
        List<List<@Nullable Object>> chosen = chosen();
        if (select.items().stream().anyMatch(SelectAnswer::isCount)) {
            return counted(chosen.size());
        }
        List<List<@Nullable Object>> results = new ArrayList<>();
        for (List<@Nullable Object> row : chosen) {
            results.add(projected(row));
        }
        List<List<@Nullable String>> texts = new ArrayList<>();
        for (List<@Nullable Object> row : results) {
            List<@Nullable String> values = new ArrayList<>();
            row.forEach(value -> values.add(Values.text(value)));
            texts.add(values);
        }
        return new Answer.Rows(
                columns(results),
                cut(select.distinct() ? texts.stream().distinct().toList() : texts));
    }

    private List<List<@Nullable Object>> chosen() {
        List<List<@Nullable Object>> chosen = new ArrayList<>();
        for (List<@Nullable Object> row : relation.rows()) {
            if (holds(select.where(), new RowScope(relation, row)) && holds(select.having(), naming(row))) {
                chosen.add(row);
            }
        }
        if (!select.orderBy().isEmpty()) {
            chosen.sort(this::compareRows);
        }
        return chosen;
    }

    private RowScope naming(List<@Nullable Object> row) {
        return new RowScope(relation, row, aliases);
    }

    private boolean holds(@Nullable Expression condition, RowScope scope) {
        return condition == null || Boolean.TRUE.equals(Values.truth(evaluator.value(condition, scope)));
    }

    private <T> List<T> cut(List<T> rows) {
        return rows.stream().skip(select.offset()).limit(select.limit()).toList();
    }

    private List<@Nullable Object> projected(List<@Nullable Object> row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (Item item : select.items()) {
            if (item.value() == null) {
                values.addAll(row);
            } else {
                values.add(evaluator.value(item.value(), new RowScope(relation, row)));
            }
        }
        return values;
    }

    private List<ResultColumn> columns(List<List<@Nullable Object>> results) {
        List<ResultColumn> columns = new ArrayList<>();
        for (Item item : select.items()) {
            if (item.value() == null) {
                columns.addAll(relation.columns());
            } else {
                columns.add(new ResultColumn(item.name(), type(item.value(), columns.size(), results)));
            }
        }
        return columns;
    }

    private ResultColumnType type(Expression value, int index, List<List<@Nullable Object>> results) {
        if (value instanceof Expression.Reference reference) {
            String qualifier = reference.name().qualifier().map(Name::text).orElse(null);
            int column = relation.column(qualifier, reference.name().last().text());
            if (column >= 0) {
                return relation.columns().get(column).type();
            }
        }
        return Values.type(results.stream()
                .map(row -> Optional.ofNullable(row.get(index)))
                .flatMap(Optional::stream)
                .reduce(Values::wider)
                .orElse(null));
    }

    private static boolean isCount(Item item) {
        Expression value = item.value();
        Expression inner = value instanceof Expression.Aggregated aggregated ? aggregated.call() : value;
        return inner instanceof Expression.Call call
                && call.function().last().text().equalsIgnoreCase("count");
    }

    /** Returns the number of all rows, which is the result of any call of COUNT here. */
    private Answer.Rows counted(int rows) {
        List<ResultColumn> columns = new ArrayList<>();
        List<@Nullable String> values = new ArrayList<>();
        for (Item item : select.items()) {
            columns.add(new ResultColumn(item.name(), ResultColumnType.BIGINT));
            values.add(String.valueOf(rows));
        }
        List<List<@Nullable String>> all = new ArrayList<>();
        all.add(values);
        return new Answer.Rows(columns, cut(all));
    }

    private int compareRows(List<@Nullable Object> left, List<@Nullable Object> right) {
        for (Order order : select.orderBy()) {
            int compared = compare(sortValue(order, left), sortValue(order, right));
            if (compared != 0) {
                return order.ascending() ? compared : -compared;
            }
        }
        return 0;
    }

    /** Returns the value of a sort key. A number stands for the column at that position. */
    private @Nullable Object sortValue(Order order, List<@Nullable Object> row) {
        if (order.value() instanceof Expression.Number number && number.kind() == Expression.Number.Kind.INTEGER) {
            return projected(row).get(Integer.parseInt(number.text()) - 1);
        }
        return evaluator.value(order.value(), naming(row));
    }

    /** Compares two values. NULL comes first. */
    private static int compare(@Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return Boolean.compare(left != null, right != null);
        }
        return Values.compare(left, right);
    }
}
