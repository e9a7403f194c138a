package dev.cairn.embedded.query;

import dev.cairn.catalog.Refusal;
import dev.cairn.embedded.query.Select.Item;
import dev.cairn.embedded.query.Select.Order;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.QueryText;

/** Takes from a query what one without groups and subqueries has; one that wants more is refused. */
final class SelectReader {
    private final QueryText query;

    private SelectReader(QueryText query) {
        this.query = query;
    }

    static Select read(QueryText query) {
        return new SelectReader(query).select();
    }

    private Select select() {
        Query whole = query.query();
        if (!(whole.body() instanceof Query.Select select)
                || !whole.with().isEmpty()
                || select.pivot() != null
                || select.groupBy() != null
                || select.qualify() != null) {
            throw beyond(query.span());
        }
        Query.Limit limit = whole.limit();
        return new Select(
                select.quantifier() == Query.Quantifier.DISTINCT,
                select.items().stream().map(this::item).toList(),
                select.from(),
                select.where(),
                select.having(),
                whole.orderBy().stream().map(SelectReader::order).toList(),
                limit == null ? Select.NO_LIMIT : number(limit.count()),
                limit == null || limit.offset() == null ? 0 : number(limit.offset()));
    }

    static Refusal beyond(Span at) {
        return Refusal.analysis(at, "The embedded server only answers a simple SELECT, without groups and subqueries");
    }

    private Item item(Query.Item item) {
        if (item instanceof Query.Item.Value value) {
            return value.alias() == null
                    ? new Item(value.value(), written(value.span()), false)
                    : new Item(value.value(), value.alias().text(), true);
        }
        if (item instanceof Query.Item.Star star && star.excluded().isEmpty()) {
            return new Item(null, "*", false);
        }
        throw beyond(item.span());
    }

    /** A column without an alias is called as it was written. */
    private String written(Span span) {
        int start = span.offset() - query.span().offset();
        return query.text().substring(start, start + span.length());
    }

    private static Order order(Statement.SortItem item) {
        return new Order(item.value(), !Boolean.FALSE.equals(item.ascending()));
    }

    private static long number(Expression value) {
        if (value instanceof Expression.Number number && number.kind() == Expression.Number.Kind.INTEGER) {
            return Long.parseLong(number.text());
        }
        throw beyond(value.span());
    }
}
