package dev.cairn.analysis.resolution;

import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.resolution.ConditionSplitter.Condition;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.ResolvedName;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Grouping;
import dev.cairn.sql.ast.Query.Quantifier;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the subqueries that a server can't plan. Its optimizer replaces each subquery in an expression by a join. A
 * correlated subquery uses columns of the enclosing query. It can be replaced only if the conditions on these columns
 * are in its WHERE clause, mostly as equalities. In addition, nothing between this clause and the enclosing query, such
 * as LIMIT, may depend on the rows that these conditions select.
 */
final class SubqueryPlanCheck {
    private final Bindings bindings;
    private final ConditionSplitter conditionSplitter;

    private SubqueryPlanCheck(Bindings bindings) {
        this.bindings = bindings;
        this.conditionSplitter = new ConditionSplitter(bindings, this::usesEnclosingColumn);
    }

    /** Records a plan refusal if the server can't plan one of the subqueries of an analyzed query. */
    static void check(Query query, Bindings bindings) {
        try {
            new SubqueryPlanCheck(bindings).checkQuery(query, 0);
        } catch (Refusal refusal) {
            bindings.recordPlanRefusal(refusal);
        }
    }

    /**
     * Checks the subqueries in a query.
     *
     * @param visibleLevelCount the number of enclosing queries whose columns the query may use: 1 for a subquery in an
     *     expression, 0 for any other query
     */
    private void checkQuery(Query query, int visibleLevelCount) {
        query.commonTables().forEach(table -> checkQuery(table.query(), 0));
        checkBody(query.body(), visibleLevelCount);
        for (SortItem item : bindings.orderBy(query)) {
            requireNoEnclosingColumns(item.value(), visibleLevelCount);
        }
    }

    private void checkBody(Query.Body body, int visibleLevelCount) {
        if (body instanceof Select writtenSelect) {
            checkSelect(bindings.resolveReplacement(writtenSelect), visibleLevelCount);
        } else if (body instanceof Query.NestedQuery nestedQuery) {
            checkQuery(nestedQuery.query(), visibleLevelCount);
        } else if (body instanceof Query.SetOperation operation) {
            checkBody(operation.left(), 0);
            checkBody(operation.right(), 0);
        }
    }

    private void checkSelect(Select select, int visibleLevelCount) {
        select.from().forEach(relation -> checkRelation(relation, visibleLevelCount));
        for (Expression expression : select.expressions()) {
            if (expression == select.where()) {
                visitEnclosingColumns(
                        expression, (reference, level) -> requireVisible(reference, level, visibleLevelCount));
            } else {
                requireNoEnclosingColumns(expression, visibleLevelCount);
            }
            if (expression == select.where() || expression == select.having()) {
                conditionSplitter
                        .splitConditions(expression)
                        .forEach(condition -> checkSubqueries(condition.expression(), true));
            } else {
                checkSubqueries(expression, false);
            }
        }
    }

    private void checkRelation(Relation relation, int visibleLevelCount) {
        if (relation instanceof Relation.Derived derivedRelation) {
            checkQuery(derivedRelation.query(), 0);
        }
        relation.expressions().forEach(expression -> requireNoEnclosingColumns(expression, visibleLevelCount));
        relation.children().forEach(child -> checkRelation(child, visibleLevelCount));
        if (relation instanceof Relation.Join join && join.on() != null) {
            for (Expression condition : conditionSplitter.splitAtOperators(join.on(), Set.of(Operator.AND))) {
                checkJoinCondition(join, condition);
                checkSubqueries(condition, true);
            }
        }
    }

    /**
     * Refuses a condition in ON whose subquery the server can't join with one of the two relations: together, the
     * condition and the subquery may use the columns of only one relation.
     */
    private void checkJoinCondition(Relation.Join join, Expression condition) {
        List<Expression> subqueries = new ArrayList<>();
        RestrictedExpression.QUERY.addOutermostExpressions(condition, subqueries);
        if (subqueries.isEmpty()) {
            return;
        }
        if (subqueries.size() > 1) {
            throw Refusal.ofAnalysis(condition.span(), SubqueryRule.SEVERAL_SUBQUERIES_IN_JOIN);
        }
        List<RelationField> usedColumns = new ArrayList<>();
        Select select = findSelect(subqueries.get(0).query());
        if (select != null && select.where() != null) {
            visitEnclosingColumns(
                    select.where(), (reference, level) -> usedColumns.add(bindings.findColumn(reference)));
        }
        for (Expression operand : conditionSplitter.splitAtOperators(condition, Set.of(Operator.AND, Operator.OR))) {
            if (operand instanceof Expression.InSubquery) {
                visitReferences(operand, reference -> usedColumns.add(bindings.findColumn(reference)));
            }
        }
        if (usedColumns.stream().anyMatch(column -> isColumnOf(column, join.left()))
                && usedColumns.stream().anyMatch(column -> isColumnOf(column, join.right()))) {
            throw Refusal.ofAnalysis(condition.span(), SubqueryRule.COLUMNS_OF_BOTH_JOIN_SIDES);
        }
    }

    private static boolean isColumnOf(@Nullable RelationField column, Relation relation) {
        return column != null && column.isColumnOf(relation);
    }

    /**
     * Checks the subqueries in an expression.
     *
     * @param isCondition whether the expression filters rows, by being true or by being false: the server then uses a
     *     semi join or an anti join for IN and EXISTS
     */
    private void checkSubqueries(Expression writtenExpression, boolean isCondition) {
        Expression expression = bindings.resolveReplacement(writtenExpression);
        RestrictedExpression.operands(expression).forEach(operand -> checkSubqueries(operand, false));
        Query query = expression.query();
        if (query != null) {
            checkSubquery(expression, query, isCondition);
        }
    }

    private void checkSubquery(Expression predicate, Query query, boolean isCondition) {
        checkQuery(query, 1);
        if (predicate instanceof Expression.InSubquery inPredicate) {
            checkComparedValue(inPredicate, isCondition);
        }
        Select select = findSelect(query);
        if (select == null || select.where() == null) {
            return;
        }
        List<Condition> correlations = new ArrayList<>();
        for (Condition condition : conditionSplitter.splitConditions(select.where())) {
            if (usesEnclosingColumn(condition.expression())) {
                correlations.add(condition);
            }
        }
        if (!correlations.isEmpty()) {
            checkClauses(predicate, query, select);
            checkCorrelations(predicate, select, correlations, isCondition);
        }
    }

    /** Refuses a value before IN that the server can't join with the subquery. */
    private void checkComparedValue(Expression.InSubquery inPredicate, boolean isCondition) {
        visitEnclosingColumns(inPredicate.value(), (reference, level) -> {
            throw Refusal.ofAnalysis(reference.span(), SubqueryRule.COLUMN_BEFORE_IN, reference.name());
        });
        if (isCondition) {
            return;
        }
        if (inPredicate.value().unwrap() instanceof Expression.Tuple) {
            throw Refusal.ofAnalysis(inPredicate.span(), SubqueryRule.TUPLE_BEFORE_IN);
        }
        List<Expression.Reference> references = new ArrayList<>();
        visitReferences(inPredicate.value(), references::add);
        if (references.isEmpty()) {
            throw Refusal.ofAnalysis(inPredicate.span(), SubqueryRule.CONSTANT_BEFORE_IN);
        }
    }

    /** Refuses the clauses of a correlated subquery that stand between its WHERE clause and the enclosing query. */
    private void checkClauses(Expression predicate, Query query, Select select) {
        boolean isExists = predicate instanceof Expression.Exists;
        Grouping grouping = select.groupBy();
        boolean isDistinct = select.quantifier() == Quantifier.DISTINCT;
        if (hasLimit(query)) {
            throw createClauseRefusal(query, "LIMIT");
        }
        if (selectListContains(select, RestrictedExpression.WINDOW_FUNCTION::isIn)) {
            throw createClauseRefusal(query, "a window function");
        }
        if (predicate instanceof Expression.InSubquery && combinesRows(select)) {
            throw createClauseRefusal(query, "GROUP BY, DISTINCT or aggregate functions after IN");
        }
        if (grouping != null && (!isExists || grouping.kind() != Grouping.Kind.PLAIN)) {
            throw createClauseRefusal(query, "GROUP BY");
        }
        if (isDistinct && (!isExists || grouping != null)) {
            throw createClauseRefusal(query, "DISTINCT");
        }
        if (selectListContains(select, RestrictedExpression.QUERY::isIn)) {
            throw createClauseRefusal(query, "a subquery in its select list");
        }
    }

    private static Refusal createClauseRefusal(Query query, String clause) {
        return Refusal.ofAnalysis(query.span(), SubqueryRule.CLAUSE_UNSUPPORTED, clause);
    }

    /** Refuses conditions on columns of the enclosing query by which the server can't join the subquery. */
    private void checkCorrelations(
            Expression predicate, Select select, List<Condition> correlations, boolean isCondition) {
        boolean becomesJoin = isCondition && !(predicate instanceof Expression.Subquery);
        boolean requiresEquality = !becomesJoin || combinesRows(select);
        for (Condition correlation : correlations) {
            if (requiresEquality && !correlation.isEquality()) {
                throw Refusal.ofAnalysis(correlation.expression().span(), SubqueryRule.NOT_EQUALITY);
            }
        }
        if (predicate instanceof Expression.Exists && correlations.stream().noneMatch(Condition::isEquality)) {
            throw Refusal.ofAnalysis(correlations.get(0).expression().span(), SubqueryRule.NO_EQUALITY);
        }
        if (predicate instanceof Expression.InSubquery
                && !isCondition
                && (correlations.size() > 1
                        || correlations.get(0).expression().children().stream().allMatch(this::usesEnclosingColumn))) {
            throw Refusal.ofAnalysis(predicate.span(), SubqueryRule.SEVERAL_COLUMNS_IN);
        }
    }

    /** Returns whether a row of the result may stand for several rows of FROM. */
    private boolean combinesRows(Select select) {
        return select.groupBy() != null
                || select.quantifier() == Quantifier.DISTINCT
                || selectListContains(select, RestrictedExpression.AGGREGATE::isIn)
                || (select.having() != null && RestrictedExpression.AGGREGATE.isIn(select.having()));
    }

    /** Returns whether the select list has an expression of a kind. */
    private boolean selectListContains(Select select, Predicate<Expression> kind) {
        return select.items().stream()
                .anyMatch(item -> item instanceof Query.SelectItem.Value value
                        && kind.test(bindings.resolveReplacement(value.value())));
    }

    private static boolean hasLimit(Query query) {
        return query.limit() != null
                || (query.body() instanceof Query.NestedQuery nestedQuery && hasLimit(nestedQuery.query()));
    }

    /** Returns the SELECT of a query, also in parentheses; null for a set operation. */
    private @Nullable Select findSelect(@Nullable Query query) {
        Query innerQuery = query;
        while (innerQuery != null && innerQuery.body() instanceof Query.NestedQuery nestedQuery) {
            innerQuery = nestedQuery.query();
        }
        return innerQuery != null && innerQuery.body() instanceof Select select
                ? bindings.resolveReplacement(select)
                : null;
    }

    private void requireNoEnclosingColumns(Expression expression, int visibleLevelCount) {
        visitEnclosingColumns(expression, (reference, level) -> {
            requireVisible(reference, level, visibleLevelCount);
            throw Refusal.ofAnalysis(reference.span(), SubqueryRule.COLUMN_OUTSIDE_WHERE, reference.name());
        });
    }

    private static void requireVisible(Expression.Reference reference, int level, int visibleLevelCount) {
        if (level > visibleLevelCount) {
            throw Refusal.ofAnalysis(reference.span(), SubqueryRule.COLUMN_NOT_VISIBLE, reference.name());
        }
    }

    private boolean usesEnclosingColumn(Expression expression) {
        List<Expression.Reference> references = new ArrayList<>();
        visitEnclosingColumns(expression, (reference, level) -> references.add(reference));
        return !references.isEmpty();
    }

    /**
     * Visits the columns of enclosing queries in an expression, each with its level: 1 for the query directly around
     * this one. Subqueries are not visited.
     */
    private void visitEnclosingColumns(Expression expression, BiConsumer<Expression.Reference, Integer> visitor) {
        visitReferences(expression, reference -> {
            if (bindings.findResolvedName(reference) instanceof ResolvedName.ResolvedColumn column
                    && column.level() > 0) {
                visitor.accept(reference, column.level());
            }
        });
    }

    /** Visits the names in an expression as the server reads it, except for names in subqueries. */
    private void visitReferences(Expression writtenExpression, Consumer<Expression.Reference> visitor) {
        Expression expression = bindings.resolveReplacement(writtenExpression);
        if (expression instanceof Expression.Reference reference) {
            visitor.accept(reference);
        }
        expression.children().forEach(operand -> visitReferences(operand, visitor));
    }
}
