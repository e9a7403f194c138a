package dev.cairn.analysis.comparison;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.LambdaForm;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.AggregateCall;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.Frame;
import dev.cairn.sql.ast.Expression.WindowCall;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the shapes of calls of functions, after the rules of the server's parser have rewritten them. */
final class CallShapeBuilder {
    private static final Map<String, String> CANONICAL_NAME_BY_ALIAS =
            Map.of("array_agg_distinct", "array_agg", "grouping_id", "grouping");

    private final ExpressionShapeBuilder expressions;
    private final QueryShapeBuilder queryShapeBuilder;

    CallShapeBuilder(ExpressionShapeBuilder expressions, QueryShapeBuilder queryShapeBuilder) {
        this.expressions = expressions;
        this.queryShapeBuilder = queryShapeBuilder;
    }

    static ShapeNode buildFunctionCall(String name, List<ShapeNode> argumentShapes) {
        return ShapeNode.of("call " + name, argumentShapes);
    }

    ShapeNode buildCall(Call writtenCall) {
        Call call = joinSplitText(removeEmptyDatabase(writtenCall));
        List<Expression> arguments = call.arguments();
        if (call.function().parts().size() > 1) {
            return buildFunctionCall(call.function().toString(), expressions.buildShapes(arguments));
        }
        String name = CallRewrites.lowerCaseName(call);
        if (name.equals("bitnot")) {
            return ShapeNode.of("~", expressions.buildShapes(arguments));
        }
        if (name.equals("bitmap_union")
                && arguments.size() == 1
                && arguments.get(0) instanceof Call toBitmapCall
                && CallRewrites.lowerCaseName(toBitmapCall).equals("to_bitmap")) {
            return buildFunctionCall(
                    "bitmap_agg", expressions.buildShapes(toBitmapCall.arguments())); // as the server computes it
        }
        Expression rewrittenExpression = name.equals("group_concat") ? call : CallRewrites.rewrite(call);
        if (!(rewrittenExpression instanceof Call plainCall)) {
            return expressions.buildShape(rewrittenExpression);
        }
        ShapeNode evaluatedLambda = buildEvaluatedLambda(plainCall);
        return evaluatedLambda == null ? buildAggregate(AggregateCall.of(plainCall)) : evaluatedLambda;
    }

    /**
     * Returns {@code str_to_map(s, ',', ':')} for {@code str_to_map(split(s, ','), ':')}, as servers up to 3.5 print
     * it.
     */
    private Call joinSplitText(Call call) {
        boolean isSplit = queryShapeBuilder.comparesPrintedForm()
                && call.arguments().size() == 2
                && CallRewrites.lowerCaseName(call).equals("str_to_map");
        if (!isSplit || !(call.arguments().get(0) instanceof Call firstArgument)) {
            return call;
        }
        Call splitCall = removeEmptyDatabase(firstArgument);
        if (splitCall.arguments().size() != 2
                || !CallRewrites.lowerCaseName(splitCall).equals("split")) {
            return call;
        }
        List<Expression> textAndDelimiters = new ArrayList<>(splitCall.arguments());
        textAndDelimiters.add(call.arguments().get(1));
        return call.withArguments(textAndDelimiters);
    }

    /**
     * Returns the call without an empty database name. Servers up to 3.5 rewrite some calls, and print an empty
     * database name before the new function.
     */
    private static Call removeEmptyDatabase(Call call) {
        List<Name> nameParts = call.function().parts();
        return nameParts.size() == 2 && nameParts.get(0).text().isEmpty() ? call.withName(nameParts.get(1)) : call;
    }

    /**
     * Returns the shape of a call with a lambda function as servers up to 3.5 print it: array_map or map_apply computes
     * the results of the lambda function, and the called function takes these results as its last argument. Null for
     * any other call.
     */
    private @Nullable ShapeNode buildEvaluatedLambda(Call call) {
        LambdaForm form = BuiltinFunctions.resolveEntry(call).lambdaForm();
        List<Expression> arguments = call.arguments();
        int lastIndex = arguments.size() - 1;
        if (form == null || form == LambdaForm.SORT_ARRAY || lastIndex < 1) {
            return null;
        }
        boolean isLambdaFirst = arguments.get(0) instanceof Expression.Lambda;
        if (!(arguments.get(isLambdaFirst ? 0 : lastIndex) instanceof Expression.Lambda lambda)
                || (form.readsMaps() && lambda.parameters().size() != 2)) {
            return null;
        }
        List<ShapeNode> valueShapes = expressions.buildShapes(
                isLambdaFirst ? arguments.subList(1, lastIndex + 1) : arguments.subList(0, lastIndex));
        ShapeNode resultShape = buildLambdaCall(form, lambda, valueShapes);
        String name = CallRewrites.lowerCaseName(call);
        return switch (form) {
            case MATCH -> buildFunctionCall(name, List.of(resultShape));
            case FILTER_ARRAY, SORT_ARRAY_BY -> buildFunctionCall(name, List.of(valueShapes.get(0), resultShape));
            case FILTER_MAP ->
                buildFunctionCall(
                        name, List.of(valueShapes.get(0), buildFunctionCall("map_values", List.of(resultShape))));
            default -> resultShape;
        };
    }

    private ShapeNode buildLambdaCall(LambdaForm form, Expression.Lambda lambda, List<ShapeNode> valueShapes) {
        ShapeNode functionShape = switch (form) {
            case MAP_KEYS ->
                expressions.buildLambda(
                        lambda,
                        () -> expressions.buildMap(List.of(
                                expressions.buildShape(lambda.body()), expressions.buildLambdaParameter(lambda, 1))));
            case MAP_VALUES, FILTER_MAP ->
                expressions.buildLambda(
                        lambda,
                        () -> expressions.buildMap(List.of(
                                expressions.buildLambdaParameter(lambda, 0), expressions.buildShape(lambda.body()))));
            default -> expressions.buildLambda(lambda);
        };
        List<ShapeNode> argumentShapes = new ArrayList<>(List.of(functionShape));
        argumentShapes.addAll(valueShapes);
        return buildFunctionCall(form.readsMaps() ? "map_apply" : "array_map", argumentShapes);
    }

    /**
     * Returns the shape of a call with clauses of aggregate functions. A number in ORDER BY may be the position of an
     * argument.
     */
    ShapeNode buildAggregate(AggregateCall aggregateCall) {
        Call call = aggregateCall.call();
        String writtenName = call.function().toString().toLowerCase(Locale.ROOT);
        boolean isGroupConcat = writtenName.equals("group_concat");
        boolean isDistinct = call.isDistinct() || writtenName.equals("array_agg_distinct");
        String name = CANONICAL_NAME_BY_ALIAS.getOrDefault(writtenName, writtenName);
        List<ShapeNode> argumentShapes =
                call.hasStar() ? List.of(ShapeNode.ofLabel("*")) : expressions.buildShapes(call.arguments());
        if (!isDistinct && aggregateCall.orderBy().isEmpty() && aggregateCall.filter() == null && !isGroupConcat) {
            return buildFunctionCall(name, argumentShapes);
        }
        List<ShapeNode> sortItemShapes = new ArrayList<>();
        for (SortItem item : aggregateCall.orderBy()) {
            ShapeNode sortKeyShape = expressions.buildShape(item.value());
            sortItemShapes.add(buildSortItem(
                    sortKeyShape.isNumber() ? resolveArgumentPosition(sortKeyShape, argumentShapes) : sortKeyShape,
                    item));
        }
        boolean usesDefaultSeparator = isGroupConcat && aggregateCall.separator() == null;
        return ShapeNode.of(
                "aggregate " + name,
                ShapeNode.ofLabel(isDistinct ? "distinct" : "all"),
                ShapeNode.of("list", argumentShapes),
                ShapeNode.of("order", sortItemShapes),
                usesDefaultSeparator
                        ? ShapeNode.ofText(",")
                        : expressions.buildOptionalShape(aggregateCall.separator()),
                expressions.buildOptionalShape(aggregateCall.filter()),
                buildHint(aggregateCall.clauses().hint()));
    }

    private static ShapeNode resolveArgumentPosition(ShapeNode positionShape, List<ShapeNode> argumentShapes) {
        for (int i = 0; i < argumentShapes.size(); i++) {
            if (positionShape.hasLabel("integer " + (i + 1))) {
                return argumentShapes.get(i);
            }
        }
        return positionShape;
    }

    static ShapeNode buildSortItem(ShapeNode valueShape, SortItem item) {
        return ShapeNode.of(
                "sort",
                valueShape,
                ShapeNode.ofLabel(item.sortsAscending() ? "asc" : "desc"),
                ShapeNode.ofLabel(item.sortsNullsFirst() ? "first" : "last"));
    }

    ShapeNode buildWindow(WindowCall windowCall) {
        List<ShapeNode> sortItemShapes = windowCall.orderBy().stream()
                .map(item -> buildSortItem(expressions.buildShape(item.value()), item))
                .toList();
        boolean ignoresNulls = windowCall.ignoreNulls() != Expression.IgnoreNullsPosition.UNSPECIFIED;
        return ShapeNode.of(
                "over",
                expressions.buildShape(windowCall.function()),
                ShapeNode.ofLabel(ignoresNulls ? "ignore" : "respect"),
                buildHint(windowCall.window().hint()),
                ShapeNode.of("partition", expressions.buildShapes(windowCall.partitionBy())),
                ShapeNode.of("order", sortItemShapes),
                buildFrame(windowCall.frame()));
    }

    /**
     * Returns the shape of a hint; {@link ShapeNode#NONE} if a printed form is compared, because servers up to 3.5 do
     * not print hints.
     */
    private ShapeNode buildHint(@Nullable String hint) {
        return hint == null || queryShapeBuilder.comparesPrintedForm()
                ? ShapeNode.NONE
                : ShapeNode.ofLabel(ShapeNode.normalizeText(hint));
    }

    private ShapeNode buildFrame(@Nullable Frame frame) {
        if (frame == null) {
            return ShapeNode.NONE;
        }
        ShapeNode endBoundShape =
                frame.end() == null ? ShapeNode.of("CURRENT_ROW", ShapeNode.NONE) : buildFrameBound(frame.end());
        return ShapeNode.of(frame.isRows() ? "rows" : "range", buildFrameBound(frame.start()), endBoundShape);
    }

    private ShapeNode buildFrameBound(Frame.FrameBound bound) {
        return ShapeNode.of(bound.kind().name(), expressions.buildOptionalShape(bound.amount()));
    }
}
