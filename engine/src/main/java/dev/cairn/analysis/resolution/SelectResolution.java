package dev.cairn.analysis.resolution;

import dev.cairn.analysis.expression.ExpressionText;
import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.function.AggregateCalls;
import dev.cairn.analysis.function.MisplacedFunctions;
import dev.cairn.analysis.function.UserFunctions;
import dev.cairn.analysis.resolution.SelectList.Output;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationFields;
import dev.cairn.analysis.type.Casts;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeText;
import dev.cairn.catalog.UserFunction;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query.Grouping;
import dev.cairn.sql.ast.Query.Item;
import dev.cairn.sql.ast.Query.Quantifier;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One SELECT with its clauses, in the order in which the server reads them. */
final class SelectResolution {
    private final QueryResolution resolution;
    private final Select select;
    private final OuterScope around;
    private final QueryScope source;
    private final ExpressionTyping typing;
    private final SelectList list;

    private SelectResolution(QueryResolution resolution, Select select, OuterScope around) {
        this.resolution = resolution;
        this.select = select;
        this.around = around;
        RelationFields from = new RelationResolution(resolution, around).from(select);
        this.source = resolution.scope(from, around.scope());
        this.typing = resolution.typing(source, around.tables());
        this.list = new SelectList(resolution, source, typing);
    }

    static RelationFields of(QueryResolution resolution, Select select, List<SortItem> orderBy, OuterScope around) {
        if (select.qualify() != null) {
            return of(resolution, QualifyRewrite.of(select, select.qualify()), orderBy, around);
        }
        if (!resolution.sources().hasUserAggregates()) {
            return new SelectResolution(resolution, select, around).resolved(orderBy);
        }
        Function<QualifiedName, List<UserFunction>> known =
                name -> resolution.sources().functions(resolution.database(), name);
        return new SelectResolution(resolution, UserFunctions.marked(select, known), around)
                .resolved(UserFunctions.marked(orderBy, known));
    }

    private RelationFields resolved(List<SortItem> orderBy) {
        List<Item> items = SelectAliases.resolved(select.items(), source);
        if (select.where() != null) {
            checkWhere(select.where());
        }
        List<Integer> order = starOrder();
        items.forEach(item -> list.add(item, order));
        if (isDistinct()) {
            list.requireDistinct();
        }
        checkRows(orderBy);
        return list.fields();
    }

    private boolean isDistinct() {
        return select.quantifier() == Quantifier.DISTINCT;
    }

    private void checkWhere(Expression where) {
        Type type = typing.of(where).type();
        MisplacedFunctions.refuse(where, "WHERE");
        if (type != null && !Casts.isPossible(type, TypeConstants.BOOLEAN)) {
            throw Refusal.analysis(
                    where.span(),
                    "WHERE clause " + new ExpressionText(source).quoted(where)
                            + " can not be converted to boolean type");
        }
    }

    /** GROUP BY, HAVING and ORDER BY, and what they leave for the outputs to be. */
    private void checkRows(List<SortItem> orderBy) {
        GroupBy groups = new GroupBy(source, typing, list);
        List<Expression> groupings = select.groupBy() == null ? List.of() : groups.expressions(select.groupBy());
        List<Output> outputs = list.outputs();
        if (isDistinct() && !groupings.isEmpty()) {
            check(new GroupingCheck(source, groupings), outputs);
        }
        Expression having = select.having() == null ? null : having(select.having());
        SelectOrder ordering = new SelectOrder(resolution, around, source, list, isDistinct(), !orderBy.isEmpty());
        List<Expression> sorted = ordering.checked(orderBy);
        checkGroupingFunctions();
        List<Expression> aggregates = new ArrayList<>();
        outputs.forEach(output -> collect(output.expression(), aggregates));
        collect(having, aggregates);
        boolean aggregated = !aggregates.isEmpty();
        sorted.forEach(expression -> AggregateCalls.collect(expression, aggregates));
        requireTellableApart(aggregates);
        boolean grouped = !groupings.isEmpty();
        if (!aggregates.isEmpty() || grouped || isDistinct()) {
            checkGrouped(groupings, aggregates, having, ordering, sorted);
        }
        checkWindows(sorted);
        if (!aggregates.isEmpty() && !aggregated && !grouped && !isDistinct()) {
            throw Refusal.analysis(
                    select.span(),
                    "ORDER BY contains aggregate function and applies to the result of a non-aggregated query");
        }
    }

    private static void collect(@Nullable Expression expression, List<Expression> into) {
        if (expression != null) {
            AggregateCalls.collect(expression, into);
        }
    }

    private void checkGrouped(
            List<Expression> groupings,
            List<Expression> aggregates,
            @Nullable Expression having,
            SelectOrder ordering,
            List<Expression> sorted) {
        List<Output> outputs = list.outputs();
        if (!groupings.isEmpty() && !isDistinct() && outputs.stream().anyMatch(Output::ofStar)) {
            throw Refusal.analysis(select.span(), "cannot combine '*' in select list with GROUP BY: *");
        }
        if (isDistinct() && groupings.isEmpty() && !aggregates.isEmpty()) {
            throw Refusal.analysis(
                    select.span(), "cannot combine SELECT DISTINCT with aggregate functions without GROUP BY");
        }
        List<Expression> constant = isDistinct() && groupings.isEmpty()
                ? outputs.stream().map(this::normal).toList()
                : groupings;
        GroupingCheck check = new GroupingCheck(source, constant);
        check(check, outputs);
        if (having != null) {
            check.require(having, NormalForm.of(having, source));
        }
        if (!sorted.isEmpty()) {
            ordering.check(new GroupingCheck(ordering.scope(), constant), sorted);
        }
    }

    private void check(GroupingCheck check, List<Output> outputs) {
        for (Output output : outputs) {
            Expression written = output.expression();
            Expression normal = normal(output);
            check.require(written == null ? normal : written, normal);
        }
    }

    private Expression normal(Output output) {
        Expression written = output.expression();
        return written == null ? NormalForm.ofStar(output) : NormalForm.of(written, source);
    }

    private Expression having(Expression written) {
        Expression having = new OutputAliases(source, list).rewritten(written);
        MisplacedFunctions.refuseWindows(having, "HAVING");
        MisplacedFunctions.refuseGroupings(having, "HAVING");
        Type type = typing.of(having).type();
        if (type != null && !type.equals(TypeConstants.BOOLEAN) && !type.equals(TypeConstants.NULL)) {
            throw Refusal.analysis(
                    written.span(), "HAVING clause must evaluate to a boolean: actual type " + TypeText.named(type));
        }
        return having;
    }

    private void checkGroupingFunctions() {
        boolean sets = select.groupBy() != null && !(select.groupBy() instanceof Grouping.Plain);
        for (Output output : list.outputs()) {
            boolean used = !sets
                    && output.expression() != null
                    && AggregateCalls.contains(output.expression(), AggregateCalls::isGrouping);
            if (used) {
                throw Refusal.analysis(
                        output.span(), "cannot use GROUPING functions without [grouping sets|rollup|cube] clause");
            }
        }
    }

    private void requireTellableApart(List<Expression> aggregates) {
        for (Expression aggregate : aggregates) {
            DistinctArguments.check(aggregate, typing, source);
        }
    }

    private void checkWindows(List<Expression> sorted) {
        for (Output output : list.outputs()) {
            if (output.expression() != null) {
                requireFlat(output.expression(), output.expression());
            }
        }
        sorted.forEach(expression -> requireFlat(expression, expression));
    }

    private static void requireFlat(Expression part, Expression whole) {
        boolean windowed = AggregateCalls.isWindowed(part);
        for (Expression inner : AggregateCalls.operands(part)) {
            if (windowed && AggregateCalls.contains(inner, AggregateCalls::isWindowed)) {
                throw Refusal.analysis(
                        whole.span(), "Nesting of analytic expressions is not allowed: " + Sql.render(whole));
            }
            requireFlat(inner, whole);
        }
    }

    /** A join by USING has its columns first, even where only one side comes out of it. */
    private List<Integer> starOrder() {
        RelationFields fields = source.fields();
        List<Integer> order = new ArrayList<>(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            order.add(i);
        }
        if (select.from().size() == 1
                && select.from().get(0) instanceof Relation.Join join
                && !join.using().isEmpty()) {
            order.sort((one, other) -> Integer.compare(place(join, fields.get(one)), place(join, fields.get(other))));
        }
        return order;
    }

    private static int place(Relation.Join join, RelationField field) {
        for (int i = 0; i < join.using().size(); i++) {
            if (join.using().get(i).is(field.name())) {
                return i;
            }
        }
        return join.using().size();
    }
}
