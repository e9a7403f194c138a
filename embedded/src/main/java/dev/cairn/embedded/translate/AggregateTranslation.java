package dev.cairn.embedded.translate;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.embedded.translate.value.TranslationTypes;
import dev.cairn.embedded.translate.value.Value;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Aggregated;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.Frame;
import dev.cairn.sql.ast.Expression.Windowed;
import dev.cairn.sql.ast.QualifiedName;
import java.util.ArrayList;
import java.util.List;

/** Translates aggregate and window functions with the clauses around their arguments. */
record AggregateTranslation(ExpressionTranslation expressions, CallTranslation calls) {
    /** The suffix of conditional aggregate functions, such as {@code sum_if(x, condition)}. */
    private static final String IF = "_if";

    /** Returns whether a call without clauses is one of an aggregate function that this class translates. */
    boolean covers(Call call) {
        String name = CallRewrites.lowerCaseName(call);
        return call.distinct()
                || call.hasStar()
                || isConditional(call)
                || CollectingAggregates.covers(name)
                || StateTranslation.covers(CallRewrites.lowerCaseName(StateTranslation.interpretCall(call)))
                || (!expressions.stateRows().otherAggregateConditions().isEmpty()
                        && RestrictedExpression.AGGREGATE.matches(call));
    }

    /** Returns whether the last argument is a condition; count_if has none if it has a single argument. */
    private static boolean isConditional(Call call) {
        String name = CallRewrites.lowerCaseName(call);
        if (!name.endsWith(IF) || (Template.has(name) && call.arguments().size() < 2)) {
            return false;
        }
        String function = name.substring(0, name.length() - IF.length());
        return Template.has(function) || CollectingAggregates.covers(function);
    }

    Value translate(Call call) {
        return translate(call, withoutClauses(call), "", false);
    }

    Value translate(Aggregated aggregated) {
        return translate(aggregated, aggregated, "", false);
    }

    Value translate(Windowed windowed) {
        Aggregated call = windowed.function() instanceof Aggregated aggregated
                ? aggregated
                : withoutClauses((Call) windowed.function());
        boolean ignoreNulls = windowed.ignoreNulls() != Expression.IgnoreNulls.UNSPECIFIED;
        return translate(windowed, call, translateOverClause(windowed), ignoreNulls);
    }

    private static Aggregated withoutClauses(Call call) {
        return Aggregated.of(call);
    }

    /** @param wholeExpression the expression whose type is the result type: the call with its surrounding clauses */
    private Value translate(Expression wholeExpression, Aggregated aggregated, String over, boolean ignoreNulls) {
        Call call = StateTranslation.interpretCall(aggregated.call());
        String name = CallRewrites.lowerCaseName(call);
        Expression condition = aggregated.filter();
        List<Expression> arguments = call.arguments();
        if (isConditional(call)) {
            name = name.substring(0, name.length() - IF.length());
            condition = arguments.get(arguments.size() - 1);
            arguments = arguments.subList(0, arguments.size() - 1);
        }
        List<String> conditions = new ArrayList<>();
        if (condition != null) {
            conditions.add(expressions.translateCondition(condition));
        }
        if (StateTranslation.covers(name)) {
            return new StateTranslation(expressions).translate(wholeExpression, call, conditions, over);
        }
        if (over.isEmpty()) {
            conditions.addAll(expressions.stateRows().otherAggregateConditions());
        }
        if (CollectingAggregates.covers(name)) {
            expressions.state().addFunction(name);
            return new CollectingAggregates(expressions, name, arguments, aggregated, expressions.type(wholeExpression))
                    .translate(conditions, over);
        }
        String filter = renderFilter(conditions);
        if (call.distinct() && arguments.size() > 1 && name.equals("count")) {
            return translateCountOfTuples(arguments, filter + over);
        }
        Template.CallClauses clauses = new Template.CallClauses(
                call.distinct() ? "DISTINCT " : "",
                expressions.translateOrderBy(aggregated.orderBy()),
                ignoreNulls ? " IGNORE NULLS" : "",
                filter + over);
        Call plainCall = new Call(QualifiedName.of(name), false, call.hasStar(), false, arguments, call.span());
        return calls.translateCall(wholeExpression, plainCall, clauses);
    }

    static String renderFilter(List<String> conditions) {
        return conditions.isEmpty() ? "" : " FILTER (WHERE " + String.join(" AND ", conditions) + ")";
    }

    /** Translates COUNT(DISTINCT a, b), which does not count tuples with a NULL. */
    private Value translateCountOfTuples(List<Expression> arguments, String over) {
        List<String> values =
                expressions.translateAll(arguments).stream().map(Value::sql).toList();
        String tuple = "CASE WHEN " + CallTranslation.renderNoneIsNull(values) + " THEN row("
                + String.join(", ", values) + ") END";
        return new Value("count(DISTINCT " + tuple + ")" + over, TranslationTypes.BIGINT);
    }

    /** Translates the OVER clause. */
    private String translateOverClause(Windowed windowed) {
        List<String> keys = expressions.translateAll(windowed.partitionBy()).stream()
                .map(Value::sql)
                .toList();
        String partition = keys.isEmpty() ? "" : "PARTITION BY " + String.join(", ", keys);
        String frame = windowed.frame() == null ? "" : " " + translateFrame(windowed.frame());
        return " OVER (" + partition + expressions.translateOrderBy(windowed.orderBy()) + frame + ")";
    }

    private String translateFrame(Frame frame) {
        String unit = frame.countsRows() ? "ROWS " : "RANGE ";
        return frame.end() == null
                ? unit + translateFrameBound(frame.start())
                : unit + "BETWEEN " + translateFrameBound(frame.start()) + " AND " + translateFrameBound(frame.end());
    }

    private String translateFrameBound(Frame.FrameBound bound) {
        String amount = bound.amount() == null
                ? ""
                : expressions.translate(bound.amount()).sql() + " ";
        return switch (bound.kind()) {
            case UNBOUNDED_PRECEDING -> "UNBOUNDED PRECEDING";
            case PRECEDING -> amount + "PRECEDING";
            case CURRENT_ROW -> "CURRENT ROW";
            case FOLLOWING -> amount + "FOLLOWING";
            case UNBOUNDED_FOLLOWING -> "UNBOUNDED FOLLOWING";
        };
    }
}
