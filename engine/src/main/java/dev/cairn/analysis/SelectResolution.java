package dev.cairn.analysis;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeText;
import dev.cairn.sql.Expression;
import dev.cairn.sql.Query.Item;
import dev.cairn.sql.Query.Limit;
import dev.cairn.sql.Query.Quantifier;
import dev.cairn.sql.Query.Select;
import dev.cairn.sql.Relation;
import dev.cairn.sql.Statement.SortItem;
import dev.cairn.sql.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One SELECT with its clauses, in the order in which the server reads them. */
final class SelectResolution {
    private final QueryResolution resolution;
    private final Select select;
    private final Surroundings around;
    private final QueryScope source;
    private final ExpressionTyping typing;

    private SelectResolution(QueryResolution resolution, Select select, Surroundings around) {
        this.resolution = resolution;
        this.select = select;
        this.around = around;
        Fields from = new RelationResolution(resolution, around).from(select);
        this.source = resolution.scope(from, around.scope());
        this.typing = resolution.typing(source, around.tables());
    }

    static Fields of(
            QueryResolution resolution,
            Select select,
            List<SortItem> orderBy,
            @Nullable Limit limit,
            Surroundings around) {
        if (select.qualify() != null) {
            Select outer = QualifiedSelect.of(select, select.qualify());
            return of(resolution, outer, orderBy, limit, around);
        }
        return new SelectResolution(resolution, select, around).resolved(orderBy, limit);
    }

    private Fields resolved(List<SortItem> orderBy, @Nullable Limit limit) {
        List<Item> items = SelectAliases.resolved(select.items(), source);
        if (select.where() != null) {
            checkWhere(select.where());
        }
        SelectList list = new SelectList(resolution, source, typing);
        List<Integer> order = starOrder();
        items.forEach(item -> list.add(item, order));
        if (select.quantifier() == Quantifier.DISTINCT) {
            list.requireDistinct();
        }
        return list.fields();
    }

    private void checkWhere(Expression where) {
        Type type = typing.of(where).type();
        Misplaced.refuse(where, "WHERE");
        if (type != null && !Casts.isPossible(type, Types.BOOLEAN)) {
            throw Refusal.analysis(
                    where.span(),
                    "WHERE clause " + new ExpressionText(source).quoted(where) + " can not be converted to boolean type");
        }
    }

    /** A join by USING has its columns first, even where only one side comes out of it. */
    private List<Integer> starOrder() {
        Fields fields = source.fields();
        List<Integer> order = new ArrayList<>(fields.size());
        IntStream.range(0, fields.size()).forEach(order::add);
        if (select.from().size() == 1
                && select.from().get(0) instanceof Relation.Join join
                && !join.using().isEmpty()) {
            order.sort((one, other) -> Integer.compare(place(join, fields.get(one)), place(join, fields.get(other))));
        }
        return order;
    }

    private static int place(Relation.Join join, Field field) {
        for (int i = 0; i < join.using().size(); i++) {
            if (join.using().get(i).is(field.name())) {
                return i;
            }
        }
        return join.using().size();
    }
}
