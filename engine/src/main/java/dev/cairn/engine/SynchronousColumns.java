package dev.cairn.engine;

import dev.cairn.analysis.OutputColumn;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Primitive;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TypeText;
import dev.cairn.catalog.TypeTraits;
import dev.cairn.sql.Aggregation;
import dev.cairn.sql.Expression;
import dev.cairn.sql.Expression.Call;
import dev.cairn.sql.KeyModel;
import dev.cairn.sql.Name;
import dev.cairn.sql.Query;
import dev.cairn.sql.Sql;
import dev.cairn.sql.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The columns of a synchronous materialized view: bare names as they are, all else under names that the server makes. */
final class SynchronousColumns {
    private static final String PREFIX = "mv_";
    private static final Set<String> FUNCTIONS =
            Set.of("sum", "min", "max", "count", "bitmap_union", "bitmap_agg", "hll_union", "percentile_union");
    private static final Set<String> SKETCHES = Set.of("to_bitmap", "hll_hash", "percentile_hash");
    private static final int MOST_KEYS = 3;
    private static final int MOST_KEY_BYTES = 36;

    private final DefiningQuery query;
    private final Query.Select select;
    private boolean aggregates;

    SynchronousColumns(DefiningQuery query, Query.Select select) {
        this.query = query;
        this.select = select;
    }

    /** Whether one of them is aggregated. */
    boolean aggregates() {
        return aggregates;
    }

    List<Column> columns() {
        List<Column> columns = new ArrayList<>(select.items().size());
        Set<String> names = new HashSet<>();
        for (Query.Item item : select.items()) {
            if (!(item instanceof Query.Item.Value value)) {
                throw refusal("The materialized view currently does not support * in select statement");
            }
            if (References.in(value.value()).isEmpty()) {
                throw refusal("The materialized view currently does not support const expr in select statement: {}");
            }
            Column column = column(value, output(columns.size()));
            if (!names.add(column.name())) {
                throw Refusal.analysis(item.span(), ServerError.DUPLICATE_COLUMN, column.name());
            }
            columns.add(column);
        }
        if (!columns.isEmpty() && columns.get(0).aggregation() != null) {
            throw refusal("Only [] found in the select list. Please add group by clause and at least one group by"
                    + " column in the select list");
        }
        boolean grouped = aggregates || select.groupBy() != null || select.quantifier() == Query.Quantifier.DISTINCT;
        return withKey(columns, grouped);
    }

    private @Nullable OutputColumn output(int position) {
        return position < query.columns().size() ? query.columns().get(position) : null;
    }

    private Column column(Query.Item.Value item, @Nullable OutputColumn output) {
        Expression expression = item.value();
        Type type = output == null || output.type() == null ? new Type.Scalar(Type.Scalar.Kind.NULL) : output.type();
        if (SynchronousViewCreation.holdsAggregate(expression)) {
            if (!(expression instanceof Call call) || !isAggregateItself(call)) {
                throw refusal("Aggregate function with function expr is not supported yet");
            }
            aggregates = true;
            return aggregated(item, call, type);
        }
        if (aggregates) {
            throw refusal("Any single column should be before agg column. Column " + Sql.render(expression)
                    + " at wrong location");
        }
        if (expression instanceof Expression.Reference reference) {
            return column(reference.name().last().text(), type, null);
        }
        return column(aliased(item, expression), ColumnOfQuery.stored(type, false), null);
    }

    private static boolean isAggregateItself(Call call) {
        return call.arguments().stream().noneMatch(SynchronousViewCreation::holdsAggregate);
    }

    private static Column column(String name, Type type, @Nullable Aggregation aggregation) {
        return new Column(name, name, type, false, aggregation, true, null, false, null, "");
    }

    private static String aliased(Query.Item.Value item, Expression expression) {
        Name alias = item.alias();
        if (alias == null) {
            String kind = expression instanceof Call
                    ? "FunctionCallExpr"
                    : expression.getClass().getSimpleName();
            throw Refusal.analysis(
                    item.span(), "Create materialized view non-slot ref expression should have an alias:" + kind);
        }
        return PREFIX + alias.text();
    }

    private Column aggregated(Query.Item.Value item, Call call, Type type) {
        String function = call.function().last().text().toLowerCase(Locale.ROOT);
        if (call.distinct()) {
            throw refusal("Materialized view does not support distinct function " + Sql.render(call));
        }
        if (!FUNCTIONS.contains(function)) {
            return column(aliased(item, call), ColumnOfQuery.stored(type, false), Aggregation.Function.REPLACE);
        }
        if (call.arguments().size() != 1) {
            throw refusal("The function " + function + " must match pattern:" + function + "(column)");
        }
        Expression argument = call.arguments().get(0);
        String by = function.equals("bitmap_agg") ? "bitmap_union" : function;
        boolean plain = argument instanceof Expression.Reference
                || (argument instanceof Call sketch
                        && SKETCHES.contains(sketch.function().last().text().toLowerCase(Locale.ROOT))
                        && sketch.arguments().size() == 1
                        && sketch.arguments().get(0) instanceof Expression.Reference);
        String name = plain ? PREFIX + by + "_" + References.in(argument).get(0) : aliased(item, argument);
        return column(name, type, SynchronousViewCreation.aggregation(by));
    }

    /** All columns that are not aggregated where some are, else as many as fit into an index entry. */
    private List<Column> withKey(List<Column> columns, boolean grouped) {
        List<Column> keyed = new ArrayList<>(columns.size());
        int bytes = 0;
        boolean open = true;
        for (Column column : columns) {
            Primitive primitive = Primitive.of(column.type());
            bytes += Primitive.indexSize(column.type());
            boolean fits = (keyed.size() < MOST_KEYS && bytes <= MOST_KEY_BYTES)
                    || (keyed.isEmpty() && primitive.isCharacters());
            open &= fits && TypeTraits.canBeKey(column.type());
            keyed.add(column.withKey(column.aggregation() == null && (grouped || open)));
            open &= primitive != Primitive.VARCHAR;
        }
        if (!keyed.get(0).key()) {
            throw refusal("Data type of first column cannot be "
                    + TypeText.named(columns.get(0).type()));
        }
        return keyed;
    }

    void checkNames(Table table, boolean grouped) {
        boolean merges = table.model() == KeyModel.AGGREGATE || table.model() == KeyModel.UNIQUE;
        boolean counts = select.items().stream()
                .filter(Query.Item.Value.class::isInstance)
                .map(item -> ((Query.Item.Value) item).value())
                .anyMatch(value -> value instanceof Call call
                        && call.function().last().text().equalsIgnoreCase("count"));
        if (merges && grouped && counts) {
            throw refusal("Aggregate type table do not support count function in materialized view");
        }
    }

    private Refusal refusal(String words) {
        return Refusal.analysis(select.span(), words);
    }
}
