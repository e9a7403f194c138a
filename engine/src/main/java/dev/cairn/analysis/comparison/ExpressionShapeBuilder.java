package dev.cairn.analysis.comparison;

import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.ResolvedName;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.AggregateCall;
import dev.cairn.sql.ast.Expression.Binary;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.Unary;
import dev.cairn.sql.ast.Expression.WindowCall;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Builds the shapes of analyzed expressions. An expression without a special rule gets a label and the shapes of its
 * parts.
 */
final class ExpressionShapeBuilder {
    private final QueryShapeBuilder queryShapeBuilder;
    private final IntFunction<ShapeNode> outputShapeByIndex;
    private final CallShapeBuilder calls;
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
        this.calls = new CallShapeBuilder(this, queryShapeBuilder);
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
            return CallShapeBuilder.buildFunctionCall(
                    extract.field().text().toLowerCase(Locale.ROOT), buildShapes(extract.children()));
        }
        if (bareExpression instanceof Call call) {
            return calls.buildCall(call);
        }
        if (bareExpression instanceof AggregateCall aggregateCall) {
            return calls.buildAggregate(aggregateCall);
        }
        return bareExpression instanceof WindowCall windowCall
                ? calls.buildWindow(windowCall)
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
        return isNegated ? ShapeNegation.negate(conditionShape) : conditionShape;
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
        return buildLambdaParameter(parameter.lambda(), parameter.index());
    }

    /** Returns the shape of a parameter of a lambda function around the current expression. */
    ShapeNode buildLambdaParameter(Expression.Lambda lambda, int index) {
        Integer depth = depthByLambda.get(lambda);
        return depth == null ? ShapeNode.UNRESOLVED : ShapeNode.ofLabel("parameter " + depth + " " + index);
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
            case NOT, NOT_SIGN -> ShapeNegation.negate(operandShape);
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

    ShapeNode buildLambda(Expression.Lambda lambda) {
        return buildLambda(lambda, () -> buildShape(lambda.result()));
    }

    ShapeNode buildLambda(Expression.Lambda lambda, Supplier<ShapeNode> bodySupplier) {
        depthByLambda.put(lambda, depthByLambda.size());
        ShapeNode shape = ShapeNode.of(
                "lambda", ShapeNode.ofLabel("" + lambda.parameters().size()), bodySupplier.get());
        depthByLambda.remove(lambda);
        return shape;
    }

    ShapeNode buildMap(List<ShapeNode> elementShapes) {
        return ShapeNode.of("map", buildType(null), buildElements(elementShapes));
    }
}
