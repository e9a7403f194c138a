package dev.cairn.processor.check;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a query says of one of the columns that it gives.
 *
 * @param at where; where a {@code *} stands for the column, its place
 * @param value null where a {@code *} stands for the column, or it comes from several parts of a UNION
 */
record OutputItem(Span at, @Nullable Expression value) {
    private static final Set<String> FALLING_BACK = Set.of("coalesce", "ifnull", "nvl");

    /** One for each column. */
    static List<OutputItem> of(Query query, int columns) {
        Query.Select first = first(query.body());
        boolean alone = first == query.body();
        long stars =
                first.items().stream().filter(Query.Item.Star.class::isInstance).count();
        List<OutputItem> found = new ArrayList<>(columns);
        for (Query.Item item : first.items()) {
            boolean star = item instanceof Query.Item.Star;
            int stands = star ? columns - first.items().size() + 1 : 1;
            Expression value = alone && item instanceof Query.Item.Value said ? said.value() : null;
            for (int i = 0; i < stands; i++) {
                found.add(new OutputItem(item.span(), value));
            }
        }
        return stars < 2 && found.size() == columns ? found : unknown(first, columns);
    }

    /** Which {@code *} stands for which columns only an analysis knows. */
    private static List<OutputItem> unknown(Query.Select select, int columns) {
        List<OutputItem> unknown = new ArrayList<>(columns);
        for (int i = 0; i < columns; i++) {
            unknown.add(new OutputItem(select.items().get(0).span(), null));
        }
        return unknown;
    }

    /** The SELECT that gives the columns their names. */
    private static Query.Select first(Query.Body body) {
        Query.Body first = body;
        while (!(first instanceof Query.Select select)) {
            first = first instanceof Query.SetOperation set
                    ? set.left()
                    : ((Query.Nested) first).query().body();
        }
        return select;
    }

    /**
     * Whether it is plain that it is never NULL: a literal, or what falls back on one. The server takes nearly all calls for
     * nullable.
     */
    boolean isNeverNull() {
        return value != null && isNeverNull(value);
    }

    private static boolean isNeverNull(Expression value) {
        if (value instanceof Expression.Group group) {
            return isNeverNull(group.inner());
        }
        if (value instanceof Expression.Call call) {
            String name = call.function().toString().toLowerCase(Locale.ROOT);
            return FALLING_BACK.contains(name) && call.arguments().stream().anyMatch(OutputItem::isNeverNull);
        }
        if (value instanceof Expression.Case cases) {
            return cases.otherwise() != null
                    && isNeverNull(cases.otherwise())
                    && cases.branches().stream().allMatch(branch -> isNeverNull(branch.result()));
        }
        return value instanceof Expression.Number
                || value instanceof Expression.Text
                || value instanceof Expression.Bool
                || value instanceof Expression.DateText;
    }
}
