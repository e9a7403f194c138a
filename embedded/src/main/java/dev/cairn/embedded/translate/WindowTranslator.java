package dev.cairn.embedded.translate;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.AggregateCall;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.Frame;
import dev.cairn.sql.ast.Expression.WindowCall;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.List;
import java.util.Objects;

/**
 * Translates a call with an OVER clause. {@link AggregateTranslator} translates the function; this class decides in
 * which order the rows are read, and translates the window.
 */
record WindowTranslator(ExpressionTranslator expressionTranslator, WindowCall windowCall) {
    DuckDbExpression translate(AggregateTranslator aggregateTranslator) {
        AggregateCall call = windowCall.function() instanceof AggregateCall aggregateCall
                ? aggregateCall
                : AggregateCall.of((Call) windowCall.function());
        return aggregateTranslator.translate(
                windowCall,
                isReadInReverse() ? reverseValueFunction(call) : call,
                translateOverClause(),
                windowCall.ignoreNulls() != Expression.IgnoreNullsPosition.UNSPECIFIED);
    }

    /**
     * Returns whether the server reads the rows in the reverse of the declared order. This changes the results of
     * functions that depend on the order, such as array_agg.
     */
    private boolean isReadInReverse() {
        Frame frame = windowCall.frame();
        return frame != null
                && frame.end() != null
                && frame.end().kind() == Frame.FrameBound.Kind.UNBOUNDED_FOLLOWING
                && frame.start().kind() != Frame.FrameBound.Kind.UNBOUNDED_PRECEDING;
    }

    /**
     * Replaces first_value by last_value and vice versa, so the result is the same for rows in the reverse order; returns
     * any other function unchanged.
     */
    private static AggregateCall reverseValueFunction(AggregateCall aggregateCall) {
        Call call = aggregateCall.call();
        String reversedName = switch (CallRewrites.lowerCaseName(call)) {
            case "first_value" -> "last_value";
            case "last_value" -> "first_value";
            default -> null;
        };
        return reversedName == null
                ? aggregateCall
                : AggregateCall.of(
                        new Call(QualifiedName.of(reversedName), false, false, false, call.arguments(), call.span()));
    }

    private String translateOverClause() {
        List<String> partitionKeys = expressionTranslator.translateAll(windowCall.partitionBy()).stream()
                .map(DuckDbExpression::sql)
                .toList();
        String partitionClause = partitionKeys.isEmpty() ? "" : "PARTITION BY " + String.join(", ", partitionKeys);
        OrderByTranslator orderByTranslator = new OrderByTranslator(expressionTranslator);
        boolean isReadInReverse = isReadInReverse();
        List<SortItem> sortItems =
                isReadInReverse ? orderByTranslator.reverse(windowCall.orderBy()) : windowCall.orderBy();
        Frame frame =
                isReadInReverse ? Objects.requireNonNull(windowCall.frame()).reverse() : windowCall.frame();
        String frameClause = frame == null ? "" : " " + translateFrame(frame);
        return " OVER (" + partitionClause + orderByTranslator.translate(sortItems) + frameClause + ")";
    }

    private String translateFrame(Frame frame) {
        String unit = frame.isRows() ? "ROWS " : "RANGE ";
        return frame.end() == null
                ? unit + translateFrameBound(frame.start())
                : unit + "BETWEEN " + translateFrameBound(frame.start()) + " AND " + translateFrameBound(frame.end());
    }

    private String translateFrameBound(Frame.FrameBound bound) {
        String amount = bound.amount() == null
                ? ""
                : expressionTranslator.translate(bound.amount()).sql() + " ";
        return switch (bound.kind()) {
            case UNBOUNDED_PRECEDING -> "UNBOUNDED PRECEDING";
            case PRECEDING -> amount + "PRECEDING";
            case CURRENT_ROW -> "CURRENT ROW";
            case FOLLOWING -> amount + "FOLLOWING";
            case UNBOUNDED_FOLLOWING -> "UNBOUNDED FOLLOWING";
        };
    }
}
