package dev.cairn.embedded.show;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Grouping;
import dev.cairn.sql.ast.Query.Quantifier;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Query.SelectItem;
import dev.cairn.sql.ast.Relation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Outlines the plan of an analyzed query, as a server's rules for logical plans leave it. Aggregations that a server
 * merges into one, such as a sum of sums, remain nested.
 *
 * @param inlinesViews whether the plan contains the queries of views instead of the views
 */
record PlanOutlineBuilder(Bindings bindings, boolean inlinesViews) {
    private static final String LIMIT = "LOGICAL_LIMIT";
    private static final String TOP_N = "LOGICAL_TOPN";
    private static final String VALUES = "LOGICAL_VALUES";
    private static final String WINDOW = "LOGICAL_WINDOW";
    private static final String CTE_CONSUMER = "LogicalCTEConsumeOperator";

    /** The operators of a common table that is read several times, above and below the query of this table. */
    private static final List<String> CTE_PRODUCER_OPERATORS =
            List.of("LogicalCTEAnchorOperator", "LogicalCTEProduceOperator");

    /** The functions over windows that have no frame of their own. */
    private static final Set<String> RANKING_FUNCTIONS = Set.of("row_number", "rank", "dense_rank");

    PlanOutline outline(Query query) {
        Query.Limit limit = bindings.limit(query);
        if (limit != null && Long.valueOf(0).equals(limit.count().integerValue())) {
            return PlanOutline.TABLE.below(VALUES);
        }
        PlanOutline body = outlineBody(query.body());
        if (!bindings.orderBy(query).isEmpty()) {
            body = body.below(TOP_N);
        } else if (limit != null && !startsWithLimit(body)) {
            body = body.below(LIMIT);
        }
        for (Query.CommonTable commonTable : query.commonTables()) {
            if (bindings.countReferences(commonTable, query::visit) > 1) {
                body = outline(commonTable.query())
                        .below(CTE_PRODUCER_OPERATORS)
                        .join(body);
            }
        }
        return body;
    }

    /** Returns whether a plan begins with a limit, with which a server merges another limit. */
    private static boolean startsWithLimit(PlanOutline outline) {
        return outline.otherOperators().stream().limit(1).anyMatch(LIMIT::equals);
    }

    private PlanOutline outlineBody(Query.Body body) {
        if (body instanceof Query.NestedQuery nestedQuery) {
            return outline(nestedQuery.query());
        }
        if (body instanceof Select select) {
            return outlineSelect(select);
        }
        Query.SetOperation operation = (Query.SetOperation) body;
        return operation.operands().stream()
                .map(this::outlineBody)
                .reduce(PlanOutline.TABLE, PlanOutline::join)
                .below("LOGICAL_" + operation.canonicalKind());
    }

    private PlanOutline outlineSelect(Select select) {
        if (select.where() != null
                && select.where().unwrap() instanceof Expression.BooleanLiteral where
                && !where.value()) {
            return PlanOutline.TABLE.below(VALUES);
        }
        PlanOutline outline = select.from().isEmpty() ? PlanOutline.TABLE.below(VALUES) : outlineFrom(select.from());
        if (select.where() != null) {
            for (Expression conjunct : select.where().conjuncts()) {
                outline = joinSubqueries(outline, conjunct.unwrap(), true);
            }
        }
        List<Expression> outputs = new ArrayList<>();
        select.items().stream()
                .filter(SelectItem.Value.class::isInstance)
                .forEach(item -> outputs.add(((SelectItem.Value) item).value()));
        List<Expression> expressions = new ArrayList<>(outputs);
        if (select.having() != null) {
            expressions.add(select.having());
        }
        if (select.groupBy() != null && select.groupBy().kind() != Grouping.Kind.PLAIN) {
            outline = outline.below("LOGICAL_REPEAT");
        }
        if (select.groupBy() != null || expressions.stream().anyMatch(RestrictedExpression.AGGREGATE::isIn)) {
            outline = outline.aggregate();
        }
        if (select.qualify() != null && select.qualify().windowFunction() instanceof SelectItem.Value function) {
            outline = outline.below(TOP_N);
            outputs.add(function.value());
        }
        for (int i = countWindows(outputs); i > 0; i--) {
            outline = outline.below(WINDOW);
        }
        for (Expression expression : expressions) {
            outline = joinSubqueries(outline, expression, false);
        }
        return select.quantifier() == Quantifier.DISTINCT ? outline.aggregate() : outline;
    }

    private PlanOutline outlineFrom(List<Relation> relations) {
        PlanOutline outline = outlineRelation(relations.get(0));
        for (Relation relation : relations.subList(1, relations.size())) {
            outline = join(outline, relation);
        }
        return outline;
    }

    private PlanOutline join(PlanOutline left, Relation right) {
        return right.lateralFunction() == null
                ? left.join(outlineRelation(right))
                : left.below("LOGICAL_TABLE_FUNCTION");
    }

    private PlanOutline outlineRelation(Relation relation) {
        if (relation instanceof Relation.Join join) {
            return join(outlineRelation(join.left()), join.right());
        }
        if (relation instanceof Relation.Parenthesized parenthesized) {
            return outlineFrom(parenthesized.relations());
        }
        if (relation instanceof Relation.Lateral lateral) {
            return outlineRelation(lateral.relation());
        }
        if (relation instanceof Relation.Derived derivedTable) {
            return outline(derivedTable.query());
        }
        if (relation instanceof Relation.Named namedRelation) {
            return outlineNamed(namedRelation);
        }
        return PlanOutline.TABLE.below(relation instanceof Relation.Values ? VALUES : "LOGICAL_TABLE_FUNCTION");
    }

    private PlanOutline outlineNamed(Relation.Named relation) {
        BoundRelation boundRelation = bindings.findBoundRelation(relation);
        Query query = boundRelation == null ? null : boundRelation.query();
        if (boundRelation == null || query == null) {
            return relation.section().sample() == null
                    ? PlanOutline.TABLE
                    : PlanOutline.TABLE.below("LogicalScanOperator");
        }
        Query.CommonTable commonTable = boundRelation.commonTable();
        if (commonTable == null) {
            return inlinesViews ? outline(query) : PlanOutline.TABLE;
        }
        Query readingQuery = bindings.query();
        return readingQuery != null && bindings.countReferences(commonTable, readingQuery::visit) > 1
                ? PlanOutline.TABLE.below(CTE_CONSUMER)
                : outline(query);
    }

    /**
     * Adds the joins by which the plan reads the subqueries of an expression.
     *
     * @param isCondition whether only rows that meet the expression are read
     */
    private PlanOutline joinSubqueries(PlanOutline outline, Expression expression, boolean isCondition) {
        Expression bareExpression = expression instanceof Expression.Unary negation
                ? negation.operand().unwrap()
                : expression;
        PlanOutline newOutline = outline;
        List<Expression> subqueries = new ArrayList<>();
        RestrictedExpression.QUERY.addOutermostExpressions(expression, subqueries);
        for (Expression subquery : subqueries) {
            Query query = Objects.requireNonNull(subquery.query());
            PlanOutline plan = outline(query);
            if (subquery instanceof Expression.Subquery) {
                newOutline = newOutline.join(returnsOneRow(query) ? plan : plan.below("LOGICAL_ASSERT_ONE_ROW"));
            } else if (isCondition && subquery.equals(bareExpression)) {
                newOutline = newOutline.join(plan);
            } else {
                newOutline = plan.below(CTE_PRODUCER_OPERATORS)
                        .join(newOutline)
                        .join(PlanOutline.TABLE.below(List.of(CTE_CONSUMER, CTE_CONSUMER)));
            }
        }
        return newOutline;
    }

    /** Returns whether a query has exactly one row because it aggregates all rows. */
    private static boolean returnsOneRow(Query query) {
        return query.body() instanceof Select select
                && select.groupBy() == null
                && select.having() == null
                && select.items().stream()
                        .anyMatch(item -> item instanceof SelectItem.Value value
                                && RestrictedExpression.AGGREGATE.isIn(value.value()));
    }

    /**
     * Returns the number of windows over which functions are calculated. Functions with equal OVER clauses share a
     * window, except for a ranking function and any other function.
     */
    private static int countWindows(List<Expression> expressions) {
        Set<String> windows = new LinkedHashSet<>();
        for (Expression expression : expressions) {
            List<Expression> calls = new ArrayList<>();
            RestrictedExpression.WINDOW_FUNCTION.addOutermostExpressions(expression, calls);
            for (Expression windowCall : calls) {
                Expression.WindowCall call = (Expression.WindowCall) windowCall;
                boolean isRanking = call.function() instanceof Expression.Call function
                        && RANKING_FUNCTIONS.contains(CallRewrites.lowerCaseName(function));
                windows.add(call.partitionBy().stream().map(Sql::render).toList() + " "
                        + call.orderBy().stream()
                                .map(item -> Sql.render(item.value()) + item.isAscending())
                                .toList() + " "
                        + call.frame() + isRanking);
            }
        }
        return windows.size();
    }
}
