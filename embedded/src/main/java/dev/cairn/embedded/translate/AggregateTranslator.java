package dev.cairn.embedded.translate;

import dev.cairn.analysis.expression.ExpressionRule;
import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.FunctionEntry;
import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.AggregateCall;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Translates aggregate functions with the clauses around their arguments. DuckDB has clauses with the same names, but
 * not for the same functions; what DuckDB lacks is expressed by other means.
 */
record AggregateTranslator(ExpressionTranslator expressionTranslator, CallTranslator callTranslator) {
    /** The suffix of conditional aggregate functions, such as {@code sum_if(x, condition)}. */
    private static final String IF_SUFFIX = "_if";

    /** The functions that do not omit a row whose first argument is NULL. */
    private static final Set<String> NULL_KEEPING_FUNCTIONS =
            Set.of("array_agg", "array_agg_distinct", "array_unique_agg", "min_by", "max_by");

    /**
     * Returns whether this class has to translate a call without FILTER, ORDER BY or OVER; if not,
     * {@link CallTranslator} does.
     */
    boolean canTranslate(Call call) {
        String name = CallRewrites.lowerCaseName(call);
        return call.isDistinct()
                || call.hasStar()
                || new AggregateReplacementFinder(expressionTranslator).findReplacement(call, false) != null
                || isConditionalAggregate(call)
                || CollectingAggregateTranslator.canTranslate(name)
                || StateTranslator.canTranslate(CallRewrites.lowerCaseName(StateTranslator.interpretCall(call)))
                || (!expressionTranslator
                                .stateRows()
                                .nonMergingAggregateConditions()
                                .isEmpty()
                        && RestrictedExpression.AGGREGATE.matches(call));
    }

    /**
     * Returns whether a call is an aggregate function with the suffix {@code _if}, whose last argument is a condition.
     * {@code count_if} with one argument is a function of its own.
     */
    private static boolean isConditionalAggregate(Call call) {
        String name = CallRewrites.lowerCaseName(call);
        if (!name.endsWith(IF_SUFFIX)
                || (Template.hasTemplates(name) && call.arguments().size() < 2)) {
            return false;
        }
        String functionName = name.substring(0, name.length() - IF_SUFFIX.length());
        return Template.hasTemplates(functionName) || CollectingAggregateTranslator.canTranslate(functionName);
    }

    DuckDbExpression translate(Call call) {
        return translate(call, AggregateCall.of(call), "", false);
    }

    DuckDbExpression translate(AggregateCall aggregateCall) {
        return translate(aggregateCall, aggregateCall, "", false);
    }

    /**
     * Translates a call with its clauses.
     *
     * @param wholeExpression the expression whose type is the result type: the call with its surrounding clauses
     * @param overClause the clause OVER; empty without one
     */
    DuckDbExpression translate(
            Expression wholeExpression, AggregateCall aggregateCall, String overClause, boolean ignoresNulls) {
        Call call = StateTranslator.interpretCall(aggregateCall.call());
        Call replacement = aggregateCall.filter() == null
                ? new AggregateReplacementFinder(expressionTranslator).findReplacement(call, !overClause.isEmpty())
                : null;
        if (replacement != null) {
            requireWindowFunction(replacement, overClause);
            return translate(replacement, AggregateCall.of(replacement), overClause, ignoresNulls);
        }
        String name = CallRewrites.lowerCaseName(call);
        Expression condition = aggregateCall.filter();
        List<Expression> arguments = call.arguments();
        if (isConditionalAggregate(call)) {
            name = name.substring(0, name.length() - IF_SUFFIX.length());
            condition = arguments.get(arguments.size() - 1);
            arguments = arguments.subList(0, arguments.size() - 1);
        }
        List<String> conditions = new ArrayList<>();
        if (condition != null && NULL_KEEPING_FUNCTIONS.contains(name)) {
            arguments = nullifyUnlessTrue(arguments, condition);
        } else if (condition != null) {
            conditions.add(expressionTranslator.translateCondition(condition));
        }
        if (StateTranslator.canTranslate(name)) {
            return new StateTranslator(expressionTranslator).translate(wholeExpression, call, conditions, overClause);
        }
        if (overClause.isEmpty()) {
            conditions.addAll(expressionTranslator.stateRows().nonMergingAggregateConditions());
        }
        if (CollectingAggregateTranslator.canTranslate(name)) {
            expressionTranslator.state().addFunctionName(name);
            return new CollectingAggregateTranslator(
                            expressionTranslator,
                            name,
                            arguments,
                            aggregateCall,
                            expressionTranslator.requireType(wholeExpression))
                    .translate(conditions, overClause);
        }
        String filter = renderFilter(conditions);
        if (call.isDistinct() && arguments.size() > 1 && name.equals("count")) {
            return translateCountDistinctTuples(arguments, filter + overClause);
        }
        Template.CallClauses clauses = new Template.CallClauses(
                call.isDistinct() ? "DISTINCT " : "",
                new OrderByTranslator(expressionTranslator).translate(aggregateCall.orderBy()),
                ignoresNulls ? " IGNORE NULLS" : "",
                filter + overClause);
        Call callWithoutClauses =
                new Call(QualifiedName.of(name), false, call.hasStar(), false, arguments, call.span());
        return callTranslator.translateCall(wholeExpression, callWithoutClauses, clauses);
    }

    /**
     * Returns the arguments of a conditional function. As on a server, a condition that is not true makes the first
     * nullable argument NULL, or the first argument if none is nullable.
     */
    private List<Expression> nullifyUnlessTrue(List<Expression> arguments, Expression condition) {
        int nullifiedIndex = 0;
        while (nullifiedIndex < arguments.size()
                && !expressionTranslator
                        .determineExpressionType(arguments.get(nullifiedIndex))
                        .isNullable()) {
            nullifiedIndex++;
        }
        nullifiedIndex = nullifiedIndex < arguments.size() ? nullifiedIndex : 0;
        DuckDbExpression value = expressionTranslator.translate(arguments.get(nullifiedIndex));
        String sql =
                "CASE WHEN " + expressionTranslator.translateCondition(condition) + " THEN " + value.sql() + " END";
        List<Expression> newArguments = new ArrayList<>(arguments);
        newArguments.set(
                nullifiedIndex,
                new Expression.Reference(
                        expressionTranslator.state().addArgument(new DuckDbExpression(sql, value.type())),
                        arguments.get(nullifiedIndex).span()));
        return newArguments;
    }

    /** Requires that a function can be calculated over a window if its call has an OVER clause. */
    private static void requireWindowFunction(Call call, String overClause) {
        if (!overClause.isEmpty() && BuiltinFunctions.resolveEntry(call).kind() == FunctionEntry.Kind.AGGREGATE) {
            throw Refusal.ofAnalysisAt(call, ExpressionRule.NO_WINDOW_FUNCTION, Sql.render(call));
        }
    }

    static String renderFilter(List<String> conditions) {
        return conditions.isEmpty() ? "" : " FILTER (WHERE " + String.join(" AND ", conditions) + ")";
    }

    /** Translates COUNT(DISTINCT a, b), which does not count tuples with a NULL. */
    private DuckDbExpression translateCountDistinctTuples(List<Expression> arguments, String filterAndOverClause) {
        List<String> values = expressionTranslator.translateAll(arguments).stream()
                .map(DuckDbExpression::sql)
                .toList();
        String tuple = "CASE WHEN " + CallTranslator.renderNoneIsNull(values) + " THEN row(" + String.join(", ", values)
                + ") END";
        return new DuckDbExpression("count(DISTINCT " + tuple + ")" + filterAndOverClause, TypeConstants.BIGINT);
    }
}
