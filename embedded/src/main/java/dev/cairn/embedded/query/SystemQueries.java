package dev.cairn.embedded.query;

import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.query.Select.Order;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Statement.Filter;
import dev.cairn.sql.ast.Statement.QueryText;
import java.util.List;

/** Answers SELECT. */
public final class SystemQueries {
    private final Evaluator evaluator;
    private final TableLookup tables;

    public SystemQueries(Evaluator evaluator, TableLookup tables) {
        this.evaluator = evaluator;
        this.tables = tables;
    }

    /** What WHERE, ORDER BY and LIMIT behind a SHOW leave of its rows. */
    public static Answer chosen(InMemoryRelation relation, Filter filter, Evaluator evaluator) {
        List<Order> orderBy = filter.orderBy().stream()
                .map(item -> new Order(item.value(), !Boolean.FALSE.equals(item.ascending())))
                .toList();
        Long limit = filter.limit();
        Long offset = filter.offset();
        Select select = new Select(
                false,
                List.of(new Select.Item(null, "*", false)),
                List.of(),
                filter.where(),
                null,
                orderBy,
                limit == null ? Select.NO_LIMIT : limit,
                offset == null ? 0 : offset);
        return new SelectAnswer(select, relation, evaluator).rows();
    }

    /** Whether a query can be answered without rows, as far as its text tells. */
    public static boolean cover(Query query) {
        return SystemQueryCheck.of(query);
    }

    public Answer answer(QueryText query) {
        Select select = SelectReader.read(query);
        InMemoryRelation relation = new Joins(tables, evaluator).read(select.from());
        return new SelectAnswer(select, relation, evaluator).rows();
    }
}
