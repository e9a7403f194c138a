package dev.cairn.analysis.comparison;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.LambdaForm;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.ResolvedName;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.AggregateCall;
import dev.cairn.sql.ast.Expression.Binary;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.Frame;
import dev.cairn.sql.ast.Expression.Unary;
import dev.cairn.sql.ast.Expression.WindowCall;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Builds the shapes of analyzed expressions. Calls are first rewritten by the rules of the server's parser. An
 * expression without a special rule gets a label and the shapes of its parts.
 */
final class ExpressionShapeBuilder {
    private static final Map<String, String> CANONICAL_NAME_BY_ALIAS =
            Map.of("array_agg_distinct", "array_agg", "grouping_id", "grouping");

    private final QueryShapeBuilder queryShapeBuilder;
    private final IntFunction<ShapeNode> outputShapeByIndex;
    /** The lambda functions around the current expression, each with the number of lambda functions around it. */
    private final IdentityHashMap<Expression.Lambda, Integer> depthByLambda = new IdentityHashMap<>(1);

    /**
     * Creates a builder for expressions in ORDER BY.
     *
     * @param outputShapeByIndex returns the shape of the output column at an index, to which a name in ORDER BY may
     *     refer
     */
    ExpressionShapeBuilder(QueryShapeBuilder queryShapeBuilder, IntFunction<ShapeNode> outputShapeByIndex) {
        this.queryShapeBuilder = queryShapeBuilder;
        this.outputShapeByIndex = outputShapeByIndex;
    }

    /** Creates a builder for expressions in which no name refers to an output column. */
    ExpressionShapeBuilder(QueryShapeBuilder queryShapeBuilder) {
        this(queryShapeBuilder, index -> ShapeNode.UNRESOLVED);
    }

    ShapeNode buildOptionalShape(@Nullable Expression expression) {
        return expression == null ? ShapeNode.NONE : buildShape(expression);
    }

    List<ShapeNode> buildShapes(List<Expression> expressions) {
        List<ShapeNode> shapes = new ArrayList<>(expressions.size());
        for (Expression expression : expressions) {
            shapes.add(buildShape(expression));
        }
        return shapes;
    }

    ShapeNode buildShape(Expression expression) {
        Expression bareExpression = queryShapeBuilder.bindings().resolveReplacement(expression);
        if (bareExpression instanceof Expression.Reference reference) {
            return buildReference(reference);
        }
        if (bareExpression instanceof Binary binary) {
            return buildBinary(binary);
        }
        if (bareExpression instanceof Unary unary) {
            return buildUnary(unary);
        }
        if (bareExpression instanceof Expression.NumberLiteral number) {
            return ShapeNode.ofNumber(number);
        }
        if (bareExpression instanceof Expression.StringLiteral text) {
            return ShapeNode.ofText(text.value());
        }
        if (bareExpression instanceof Expression.Parameter parameter) {
            return ShapeNode.of("parameter " + parameter.index()); // each parameter has its own value
        }
        if (bareExpression instanceof Expression.HexLiteral hex && queryShapeBuilder.comparesPrintedForm()) {
            return ShapeNode.ofText(hex.digits().toUpperCase(Locale.ROOT)); // as a server up to 3.5 prints it
        }
        if (bareExpression instanceof Expression.DateLiteral dateText) {
            return ShapeNode.ofDate(dateText, queryShapeBuilder.comparesPrintedForm());
        }
        if (bareExpression instanceof Expression.Subquery subquery) {
            return queryShapeBuilder.buildSubqueryShape(subquery.query());
        }
        if (bareExpression instanceof Expression.FieldAccess access) {
            return ShapeNode.of(
                    "field",
                    buildShape(access.base()),
                    ShapeNode.ofName(access.field().text()));
        }
        if (bareExpression instanceof Expression.Arrow arrow) {
            return ShapeNode.of("->", buildShape(arrow.base()), buildShape(arrow.path()));
        }
        if (bareExpression instanceof Expression.Lambda lambda) {
            return buildLambda(lambda);
        }
        if (bareExpression instanceof Expression.ArrayLiteral arrayLiteral) {
            return ShapeNode.of(
                    "array", buildType(arrayLiteral.type()), buildElements(buildShapes(arrayLiteral.children())));
        }
        if (bareExpression instanceof Expression.MapLiteral mapLiteral) {
            return ShapeNode.of("map", buildType(mapLiteral.type()), buildElements(buildShapes(mapLiteral.children())));
        }
        if (bareExpression instanceof Expression.Cast cast) {
            return ShapeNode.of("cast", buildShape(cast.value()), ShapeNode.ofType(cast.type()));
        }
        if (bareExpression instanceof Expression.Extract extract) {
            return buildFunctionCall(extract.field().text().toLowerCase(Locale.ROOT), buildShapes(extract.children()));
        }
        if (bareExpression instanceof Call call) {
            return buildCall(call);
        }
        if (bareExpression instanceof AggregateCall aggregateCall) {
            return buildAggregate(aggregateCall);
        }
        return bareExpression instanceof WindowCall windowCall
                ? buildWindow(windowCall)
                : buildPredicate(bareExpression);
    }

    private ShapeNode buildPredicate(Expression expression) {
        if (expression instanceof Expression.Like likePredicate) {
            String operatorLabel = likePredicate.word().equals("RLIKE")
                    ? "regexp"
                    : likePredicate.word().toLowerCase(Locale.ROOT);
            return negateIf(likePredicate.isNegated(), buildLabelled(operatorLabel, likePredicate));
        }
        if (expression instanceof Expression.Match match) {
            return negateIf(match.isNegated(), buildLabelled(match.word().toLowerCase(Locale.ROOT), match));
        }
        if (expression instanceof Expression.In inPredicate) {
            return negateIf(inPredicate.isNegated(), buildLabelled("in", inPredicate));
        }
        if (expression instanceof Expression.InSubquery inPredicate) {
            return negateIf(
                    inPredicate.isNegated(),
                    ShapeNode.of(
                            "in",
                            buildShape(inPredicate.value()),
                            queryShapeBuilder.buildSubqueryShape(inPredicate.query())));
        }
        if (expression instanceof Expression.Between between) {
            return negateIf(between.isNegated(), buildLabelled("between", between));
        }
        if (expression instanceof Expression.IsNull nullTest) {
            return negateIf(nullTest.isNegated(), buildLabelled("is null", nullTest));
        }
        return expression instanceof Expression.Exists exists
                ? ShapeNode.of("exists", queryShapeBuilder.buildSubqueryShape(exists.query()))
                : buildLabelled(ParameterizedTextWriter.render(expression), expression);
    }

    private ShapeNode buildLabelled(String label, Expression expression) {
        return ShapeNode.of(label, buildShapes(expression.children()));
    }

    private static ShapeNode negateIf(boolean isNegated, ShapeNode conditionShape) {
        return isNegated ? Negator.negate(conditionShape) : conditionShape;
    }

    private ShapeNode buildReference(Expression.Reference reference) {
        ResolvedName resolvedName = queryShapeBuilder.bindings().findResolvedName(reference);
        if (resolvedName == null) {
            return ShapeNode.UNRESOLVED;
        }
        List<String> path = resolvedName.path();
        if (resolvedName instanceof ResolvedName.ResolvedColumn column) {
            RelationField field = column.field();
            return field.isWildcard()
                    ? queryShapeBuilder.buildColumn(field, path.get(0), path.subList(1, path.size()))
                    : queryShapeBuilder.buildColumn(field, field.name(), path);
        }
        ShapeNode shape = resolvedName instanceof ResolvedName.ResolvedOutput output
                ? outputShapeByIndex.apply(output.index())
                : buildLambdaParameter((ResolvedName.LambdaParameter) resolvedName);
        for (String field : path) {
            shape = ShapeNode.of("field", shape, ShapeNode.ofName(field));
        }
        return shape;
    }

    private ShapeNode buildLambdaParameter(ResolvedName.LambdaParameter parameter) {
        Integer depth = depthByLambda.get(parameter.lambda());
        return depth == null ? ShapeNode.UNRESOLVED : buildLambdaParameter(depth, parameter.index());
    }

    private static ShapeNode buildLambdaParameter(int depth, int index) {
        return ShapeNode.ofLabel("parameter " + depth + " " + index);
    }

    private ShapeNode buildBinary(Binary binary) {
        Operator operator = binary.operator().canonicalOperator();
        List<ShapeNode> operandShapes = buildShapes(binary.children());
        return operator == Operator.AND || operator == Operator.OR
                ? ShapeNode.ofChain(operator.text().toLowerCase(Locale.ROOT), operandShapes)
                : ShapeNode.of(operator.text(), operandShapes);
    }

    private ShapeNode buildUnary(Unary unary) {
        ShapeNode operandShape = buildShape(unary.operand());
        return switch (unary.operator()) {
            case PLUS -> operandShape;
            case MINUS ->
                operandShape.isNumber()
                        ? operandShape.negate()
                        : ShapeNode.of("*", ShapeNode.ofLabel("integer -1"), operandShape);
            case NOT, NOT_SIGN -> Negator.negate(operandShape);
            default -> ShapeNode.of(unary.operator().text(), operandShape);
        };
    }

    /**
     * Returns the shape of the elements of an array or map literal. A server up to 3.5 prints all elements in their
     * common type, such as an integer among decimals as a decimal; the kinds of numbers are then not compared.
     */
    private ShapeNode buildElements(List<ShapeNode> elementShapes) {
        return ShapeNode.of(
                "list",
                elementShapes.stream()
                        .map(element -> queryShapeBuilder.comparesPrintedForm() && element.isNumber()
                                ? element.withoutKind()
                                : element)
                        .toList());
    }

    /**
     * Returns the shape of the type of an array or map literal. A server up to 3.5 prints the type of each array
     * literal, even if the query did not specify it; an unspecified type is therefore equivalent to any printed type.
     */
    private ShapeNode buildType(@Nullable Type type) {
        if (type != null) {
            return ShapeNode.ofType(type);
        }
        return queryShapeBuilder.comparesPrintedForm() ? ShapeNode.ANYTHING : ShapeNode.ofUncertain("type");
    }

    private ShapeNode buildLambda(Expression.Lambda lambda) {
        return buildLambda(lambda, () -> buildShape(lambda.result()));
    }

    private ShapeNode buildLambda(Expression.Lambda lambda, Supplier<ShapeNode> bodySupplier) {
        depthByLambda.put(lambda, depthByLambda.size());
        ShapeNode shape = ShapeNode.of(
                "lambda", ShapeNode.ofLabel("" + lambda.parameters().size()), bodySupplier.get());
        depthByLambda.remove(lambda);
        return shape;
    }

    private ShapeNode buildMap(List<ShapeNode> elementShapes) {
        return ShapeNode.of("map", buildType(null), buildElements(elementShapes));
    }

    // Calls.

    private static ShapeNode buildFunctionCall(String name, List<ShapeNode> argumentShapes) {
        return ShapeNode.of("call " + name, argumentShapes);
    }

    private ShapeNode buildCall(Call writtenCall) {
        Call call = joinSplitText(removeEmptyDatabase(writtenCall));
        List<Expression> arguments = call.arguments();
        if (call.function().parts().size() > 1) {
            return buildFunctionCall(call.function().toString(), buildShapes(arguments));
        }
        String name = CallRewrites.lowerCaseName(call);
        if (name.equals("bitnot")) {
            return ShapeNode.of("~", buildShapes(arguments));
        }
        if (name.equals("bitmap_union")
                && arguments.size() == 1
                && arguments.get(0) instanceof Call toBitmapCall
                && CallRewrites.lowerCaseName(toBitmapCall).equals("to_bitmap")) {
            return buildFunctionCall("bitmap_agg", buildShapes(toBitmapCall.arguments())); // as the server computes it
        }
        Expression rewrittenExpression = name.equals("group_concat") ? call : CallRewrites.rewrite(call);
        if (!(rewrittenExpression instanceof Call plainCall)) {
            return buildShape(rewrittenExpression);
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
        List<ShapeNode> valueShapes =
                buildShapes(isLambdaFirst ? arguments.subList(1, lastIndex + 1) : arguments.subList(0, lastIndex));
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
        int depth = depthByLambda.size();
        ShapeNode functionShape = switch (form) {
            case MAP_KEYS ->
                buildLambda(lambda, () -> buildMap(List.of(buildShape(lambda.body()), buildLambdaParameter(depth, 1))));
            case MAP_VALUES, FILTER_MAP ->
                buildLambda(lambda, () -> buildMap(List.of(buildLambdaParameter(depth, 0), buildShape(lambda.body()))));
            default -> buildLambda(lambda);
        };
        List<ShapeNode> argumentShapes = new ArrayList<>(List.of(functionShape));
        argumentShapes.addAll(valueShapes);
        return buildFunctionCall(form.readsMaps() ? "map_apply" : "array_map", argumentShapes);
    }

    /**
     * Returns the shape of a call with clauses of aggregate functions. A number in ORDER BY may be the position of an
     * argument.
     */
    private ShapeNode buildAggregate(AggregateCall aggregateCall) {
        Call call = aggregateCall.call();
        String writtenName = call.function().toString().toLowerCase(Locale.ROOT);
        boolean isGroupConcat = writtenName.equals("group_concat");
        boolean isDistinct = call.isDistinct() || writtenName.equals("array_agg_distinct");
        String name = CANONICAL_NAME_BY_ALIAS.getOrDefault(writtenName, writtenName);
        List<ShapeNode> argumentShapes =
                call.hasStar() ? List.of(ShapeNode.ofLabel("*")) : buildShapes(call.arguments());
        if (!isDistinct && aggregateCall.orderBy().isEmpty() && aggregateCall.filter() == null && !isGroupConcat) {
            return buildFunctionCall(name, argumentShapes);
        }
        List<ShapeNode> sortItemShapes = new ArrayList<>();
        for (SortItem item : aggregateCall.orderBy()) {
            ShapeNode sortKeyShape = buildShape(item.value());
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
                usesDefaultSeparator ? ShapeNode.ofText(",") : buildOptionalShape(aggregateCall.separator()),
                buildOptionalShape(aggregateCall.filter()),
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

    /**
     * Builds the shape of a sort item. By default, NULLs come first in an ascending order and last in a descending one.
     */
    static ShapeNode buildSortItem(ShapeNode valueShape, SortItem item) {
        boolean isAscending = !Boolean.FALSE.equals(item.isAscending());
        boolean putsNullsFirst = item.putsNullsFirst() == null ? isAscending : item.putsNullsFirst();
        return ShapeNode.of(
                "sort",
                valueShape,
                ShapeNode.ofLabel(isAscending ? "asc" : "desc"),
                ShapeNode.ofLabel(putsNullsFirst ? "first" : "last"));
    }

    private ShapeNode buildWindow(WindowCall windowCall) {
        List<ShapeNode> sortItemShapes = windowCall.orderBy().stream()
                .map(item -> buildSortItem(buildShape(item.value()), item))
                .toList();
        boolean ignoresNulls = windowCall.ignoreNulls() != Expression.IgnoreNullsPosition.UNSPECIFIED;
        return ShapeNode.of(
                "over",
                buildShape(windowCall.function()),
                ShapeNode.ofLabel(ignoresNulls ? "ignore" : "respect"),
                buildHint(windowCall.window().hint()),
                ShapeNode.of("partition", buildShapes(windowCall.partitionBy())),
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
        return ShapeNode.of(bound.kind().name(), buildOptionalShape(bound.amount()));
    }

    /** Pushes NOT down into its operand, as the server does in conditions. */
    private static final class Negator {
        private static final String NOT_PREFIX = "not ";
        private static final Map<String, String> OPPOSITE_BY_LABEL =
                Map.of("=", "!=", "!=", "=", "<", ">=", ">=", "<", ">", "<=", "<=", ">", "and", "or", "or", "and");
        private static final List<String> NEGATABLE_LABELS = List.of("in", "between", "is null", "exists");

        private Negator() {}

        static ShapeNode negate(ShapeNode conditionShape) {
            String label = conditionShape.label();
            if (label.equals("not")) {
                return conditionShape.children().get(0);
            }
            String opposite = OPPOSITE_BY_LABEL.get(label);
            if (opposite != null) {
                boolean isChain = label.equals("and") || label.equals("or");
                return ShapeNode.of(
                        opposite,
                        isChain
                                ? conditionShape.children().stream()
                                        .map(Negator::negate)
                                        .toList()
                                : conditionShape.children());
            }
            if (NEGATABLE_LABELS.contains(label)) {
                return ShapeNode.of(NOT_PREFIX + label, conditionShape.children());
            }
            if (label.startsWith(NOT_PREFIX)) {
                return ShapeNode.of(label.substring(NOT_PREFIX.length()), conditionShape.children());
            }
            return ShapeNode.of("not", conditionShape);
        }
    }
}
