package dev.cairn.analysis.comparison;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.FunctionEntry.LambdaForm;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.ResolvedName;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Aggregated;
import dev.cairn.sql.ast.Expression.Binary;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.Frame;
import dev.cairn.sql.ast.Expression.Unary;
import dev.cairn.sql.ast.Expression.Windowed;
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
 * Builds the shapes of analysed expressions, with their calls rewritten as by the server's parser. An expression without a
 * rule of its own has a label and the shapes of its parts.
 */
final class ExpressionShapes {
    private static final Map<String, String> OTHER_NAMES =
            Map.of("array_agg_distinct", "array_agg", "grouping_id", "grouping");

    private final QueryShapes queries;
    private final IntFunction<ShapeNode> outputs;
    /** The lambda functions around the current expression, each with the number of those around it. */
    private final IdentityHashMap<Expression.Lambda, Integer> lambdas = new IdentityHashMap<>(1);

    /** @param outputs the output columns, to which a name in ORDER BY may refer */
    ExpressionShapes(QueryShapes queries, IntFunction<ShapeNode> outputs) {
        this.queries = queries;
        this.outputs = outputs;
    }

    ExpressionShapes(QueryShapes queries) {
        this(queries, index -> ShapeNode.UNRESOLVED);
    }

    ShapeNode optional(@Nullable Expression expression) {
        return expression == null ? ShapeNode.NONE : shapeOf(expression);
    }

    List<ShapeNode> shapesOf(List<Expression> expressions) {
        List<ShapeNode> shapes = new ArrayList<>(expressions.size());
        for (Expression expression : expressions) {
            shapes.add(shapeOf(expression));
        }
        return shapes;
    }

    ShapeNode shapeOf(Expression expression) {
        Expression bareExpression = queries.bindings().interpret(expression);
        if (bareExpression instanceof Expression.Reference reference) {
            return name(reference);
        }
        if (bareExpression instanceof Binary binary) {
            return binary(binary);
        }
        if (bareExpression instanceof Unary unary) {
            return unary(unary);
        }
        if (bareExpression instanceof Expression.Number number) {
            return ShapeNode.number(number);
        }
        if (bareExpression instanceof Expression.Text text) {
            return ShapeNode.text(text.value());
        }
        if (bareExpression instanceof Expression.Hex hex && queries.isPrinted()) {
            return ShapeNode.text(hex.digits().toUpperCase(Locale.ROOT)); // as such a server prints it
        }
        if (bareExpression instanceof Expression.DateText date) {
            return ShapeNode.date(date, queries.isPrinted());
        }
        if (bareExpression instanceof Expression.Subquery subquery) {
            return queries.shapeOfSubquery(subquery.query());
        }
        if (bareExpression instanceof Expression.FieldAccess access) {
            return ShapeNode.of(
                    "field",
                    shapeOf(access.base()),
                    ShapeNode.word(access.field().text()));
        }
        if (bareExpression instanceof Expression.Arrow arrow) {
            return ShapeNode.of("->", shapeOf(arrow.base()), shapeOf(arrow.path()));
        }
        if (bareExpression instanceof Expression.Lambda lambda) {
            return lambda(lambda);
        }
        if (bareExpression instanceof Expression.ArrayLiteral array) {
            return ShapeNode.of("array", type(array.type()), literal(shapesOf(array.parts())));
        }
        if (bareExpression instanceof Expression.MapLiteral map) {
            return ShapeNode.of("map", type(map.type()), literal(shapesOf(map.parts())));
        }
        if (bareExpression instanceof Expression.Cast cast) {
            return ShapeNode.of("cast", shapeOf(cast.value()), ShapeNode.type(cast.type()));
        }
        if (bareExpression instanceof Expression.Extract extract) {
            return function(extract.field().text().toLowerCase(Locale.ROOT), shapesOf(extract.parts()));
        }
        if (bareExpression instanceof Call call) {
            return call(call);
        }
        if (bareExpression instanceof Aggregated aggregated) {
            return aggregate(aggregated);
        }
        return bareExpression instanceof Windowed windowed ? window(windowed) : predicate(bareExpression);
    }

    private ShapeNode predicate(Expression expression) {
        if (expression instanceof Expression.Like like) {
            String word = like.word().equals("RLIKE") ? "regexp" : like.word().toLowerCase(Locale.ROOT);
            return negatable(like.negated(), shape(word, like));
        }
        if (expression instanceof Expression.Match match) {
            return negatable(match.negated(), shape(match.word().toLowerCase(Locale.ROOT), match));
        }
        if (expression instanceof Expression.In in) {
            return negatable(in.negated(), shape("in", in));
        }
        if (expression instanceof Expression.InQuery in) {
            return negatable(
                    in.negated(), ShapeNode.of("in", shapeOf(in.value()), queries.shapeOfSubquery(in.query())));
        }
        if (expression instanceof Expression.Between between) {
            return negatable(between.negated(), shape("between", between));
        }
        if (expression instanceof Expression.IsNull test) {
            return negatable(test.negated(), shape("is null", test));
        }
        return expression instanceof Expression.Exists exists
                ? ShapeNode.of("exists", queries.shapeOfSubquery(exists.query()))
                : shape(ParameterizedText.of(expression), expression);
    }

    private ShapeNode shape(String label, Expression expression) {
        return ShapeNode.of(label, shapesOf(expression.parts()));
    }

    private static ShapeNode negatable(boolean negated, ShapeNode condition) {
        return negated ? Negation.of(condition) : condition;
    }

    private ShapeNode name(Expression.Reference reference) {
        ResolvedName referent = queries.bindings().referent(reference);
        if (referent == null) {
            return ShapeNode.UNRESOLVED;
        }
        List<String> path = referent.path();
        if (referent instanceof ResolvedName.Column column) {
            RelationField field = column.field();
            return field.isWildcard()
                    ? queries.column(field, path.get(0), path.subList(1, path.size()))
                    : queries.column(field, field.name(), path);
        }
        ShapeNode shape = referent instanceof ResolvedName.Output output
                ? outputs.apply(output.index())
                : parameter((ResolvedName.Parameter) referent);
        for (String field : path) {
            shape = ShapeNode.of("field", shape, ShapeNode.word(field));
        }
        return shape;
    }

    private ShapeNode parameter(ResolvedName.Parameter parameter) {
        Integer depth = lambdas.get(parameter.lambda());
        return depth == null ? ShapeNode.UNRESOLVED : parameter(depth, parameter.index());
    }

    private static ShapeNode parameter(int depth, int index) {
        return ShapeNode.leaf("parameter " + depth + " " + index);
    }

    private ShapeNode binary(Binary binary) {
        Operator operator = binary.operator().meaning();
        List<ShapeNode> operands = shapesOf(binary.parts());
        return operator == Operator.AND || operator == Operator.OR
                ? ShapeNode.chain(operator.text().toLowerCase(Locale.ROOT), operands)
                : ShapeNode.of(operator.text(), operands);
    }

    private ShapeNode unary(Unary unary) {
        ShapeNode operand = shapeOf(unary.operand());
        return switch (unary.operator()) {
            case PLUS -> operand;
            case MINUS ->
                operand.isNumber() ? operand.negate() : ShapeNode.of("*", ShapeNode.leaf("integer -1"), operand);
            case NOT, NOT_SIGN -> Negation.of(operand);
            default -> ShapeNode.of(unary.operator().text(), operand);
        };
    }

    /** A server up to 3.5 prints the elements with their common type: an integer among decimals as a decimal. */
    private ShapeNode literal(List<ShapeNode> elements) {
        return ShapeNode.of(
                "list",
                elements.stream()
                        .map(element -> queries.isPrinted() && element.isNumber() ? element.withoutKind() : element)
                        .toList());
    }

    /** A server up to 3.5 prints the type of each array literal, even if the query did not specify it. */
    private ShapeNode type(@Nullable Type type) {
        return type == null
                ? queries.isPrinted() ? ShapeNode.ANYTHING : ShapeNode.doubtful("type")
                : ShapeNode.type(type);
    }

    private ShapeNode lambda(Expression.Lambda lambda) {
        return lambda(lambda, () -> shapeOf(lambda.result()));
    }

    private ShapeNode lambda(Expression.Lambda lambda, Supplier<ShapeNode> body) {
        lambdas.put(lambda, lambdas.size());
        ShapeNode shape =
                ShapeNode.of("lambda", ShapeNode.leaf("" + lambda.parameters().size()), body.get());
        lambdas.remove(lambda);
        return shape;
    }

    private ShapeNode map(List<ShapeNode> entry) {
        return ShapeNode.of("map", type(null), literal(entry));
    }

    // Calls.

    private static ShapeNode function(String name, List<ShapeNode> arguments) {
        return ShapeNode.of("call " + name, arguments);
    }

    private ShapeNode call(Call qualified) {
        Call call = withoutEmptyDatabase(qualified);
        List<Expression> arguments = call.arguments();
        if (call.function().parts().size() > 1) {
            return function(call.function().toString(), shapesOf(arguments));
        }
        String name = CallRewrites.lowerCaseName(call);
        if (name.equals("bitnot")) {
            return ShapeNode.of("~", shapesOf(arguments));
        }
        if (name.equals("bitmap_union")
                && arguments.size() == 1
                && arguments.get(0) instanceof Call bitmap
                && CallRewrites.lowerCaseName(bitmap).equals("to_bitmap")) {
            return function("bitmap_agg", shapesOf(bitmap.arguments())); // as the server computes it
        }
        if (name.equals("str_to_map") && queries.isPrinted()) {
            // Its printed form differs between versions.
            return new ShapeNode("call str_to_map", shapesOf(arguments), true);
        }
        Expression rewritten = name.equals("group_concat") ? call : CallRewrites.rewrite(call);
        if (!(rewritten instanceof Call plainCall)) {
            return shapeOf(rewritten);
        }
        ShapeNode evaluated = withEvaluatedLambda(plainCall);
        return evaluated == null ? aggregate(Aggregated.of(plainCall)) : evaluated;
    }

    /** A server up to 3.5 prints an empty database before a function by which it replaced another one. */
    private static Call withoutEmptyDatabase(Call call) {
        List<Name> parts = call.function().parts();
        return parts.size() == 2 && parts.get(0).text().isEmpty() ? call.withName(parts.get(1)) : call;
    }

    /**
     * Returns the shape of a call with a lambda function as servers up to 3.5 print it: the lambda function comes first,
     * functions that need its results take the array of them, and all functions of maps use map_apply. Null for any other
     * call.
     */
    private @Nullable ShapeNode withEvaluatedLambda(Call call) {
        LambdaForm form = BuiltinFunctions.entryOf(call).lambda();
        List<Expression> arguments = call.arguments();
        int last = arguments.size() - 1;
        if (form == null || form == LambdaForm.SORT_ARRAY || last < 1) {
            return null;
        }
        boolean first = arguments.get(0) instanceof Expression.Lambda;
        if (!(arguments.get(first ? 0 : last) instanceof Expression.Lambda lambda)
                || (form.takesMaps() && lambda.parameters().size() != 2)) {
            return null;
        }
        List<ShapeNode> values = shapesOf(first ? arguments.subList(1, last + 1) : arguments.subList(0, last));
        ShapeNode results = lambda(form, lambda, values);
        String name = CallRewrites.lowerCaseName(call);
        return switch (form) {
            case MATCH -> function(name, List.of(results));
            case FILTER_ARRAY, SORT_ARRAY_BY -> function(name, List.of(values.get(0), results));
            case FILTER_MAP -> function(name, List.of(values.get(0), function("map_values", List.of(results))));
            default -> results;
        };
    }

    private ShapeNode lambda(LambdaForm form, Expression.Lambda lambda, List<ShapeNode> values) {
        int depth = lambdas.size();
        ShapeNode function = switch (form) {
            case MAP_KEYS -> lambda(lambda, () -> map(List.of(shapeOf(lambda.body()), parameter(depth, 1))));
            case MAP_VALUES, FILTER_MAP ->
                lambda(lambda, () -> map(List.of(parameter(depth, 0), shapeOf(lambda.body()))));
            default -> lambda(lambda);
        };
        List<ShapeNode> arguments = new ArrayList<>(List.of(function));
        arguments.addAll(values);
        return function(form.takesMaps() ? "map_apply" : "array_map", arguments);
    }

    /**
     * A FILTER clause makes the call a different function, and a number in its ORDER BY may be the position of an
     * argument.
     */
    private ShapeNode aggregate(Aggregated aggregated) {
        Call call = aggregated.call();
        String written = call.function().toString().toLowerCase(Locale.ROOT);
        boolean joins = written.equals("group_concat");
        boolean distinct = call.distinct() || written.equals("array_agg_distinct");
        String name = OTHER_NAMES.getOrDefault(written, written);
        List<ShapeNode> arguments = call.star() ? List.of(ShapeNode.leaf("*")) : shapesOf(call.arguments());
        if (!distinct && aggregated.orderBy().isEmpty() && aggregated.filter() == null && !joins) {
            return function(name, arguments);
        }
        List<ShapeNode> order = new ArrayList<>();
        for (SortItem item : aggregated.orderBy()) {
            ShapeNode by = shapeOf(item.value());
            order.add(sortItem(by.isNumber() ? argument(by, arguments) : by, item));
        }
        boolean comma = joins && aggregated.separator() == null;
        return ShapeNode.of(
                "aggregate " + name,
                ShapeNode.leaf(distinct ? "distinct" : "all"),
                ShapeNode.of("list", arguments),
                ShapeNode.of("order", order),
                comma ? ShapeNode.text(",") : optional(aggregated.separator()),
                optional(aggregated.filter()),
                hint(aggregated.clauses().hint()));
    }

    private static ShapeNode argument(ShapeNode ordinal, List<ShapeNode> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            if (ordinal.is("integer " + (i + 1))) {
                return arguments.get(i);
            }
        }
        return ordinal;
    }

    /** The default is NULLS FIRST for an ascending and NULLS LAST for a descending order. */
    static ShapeNode sortItem(ShapeNode value, SortItem item) {
        boolean ascending = !Boolean.FALSE.equals(item.ascending());
        boolean nullsFirst = item.nullsFirst() == null ? ascending : item.nullsFirst();
        return ShapeNode.of(
                "sort",
                value,
                ShapeNode.leaf(ascending ? "asc" : "desc"),
                ShapeNode.leaf(nullsFirst ? "first" : "last"));
    }

    private ShapeNode window(Windowed windowed) {
        List<ShapeNode> order = windowed.orderBy().stream()
                .map(item -> sortItem(shapeOf(item.value()), item))
                .toList();
        boolean ignores = windowed.ignoreNulls() != Expression.IgnoreNulls.UNSPECIFIED;
        return ShapeNode.of(
                "over",
                shapeOf(windowed.function()),
                ShapeNode.leaf(ignores ? "ignore" : "respect"),
                hint(windowed.window().hint()),
                ShapeNode.of("partition", shapesOf(windowed.partitionBy())),
                ShapeNode.of("order", order),
                frame(windowed.frame()));
    }

    /** Servers up to 3.5 do not print the hint. */
    private ShapeNode hint(@Nullable String hint) {
        return hint == null || queries.isPrinted() ? ShapeNode.NONE : ShapeNode.leaf(ShapeNode.normalizeText(hint));
    }

    private ShapeNode frame(@Nullable Frame frame) {
        if (frame == null) {
            return ShapeNode.NONE;
        }
        ShapeNode to = frame.to() == null ? ShapeNode.of("CURRENT_ROW", ShapeNode.NONE) : frameBound(frame.to());
        return ShapeNode.of(frame.rows() ? "rows" : "range", frameBound(frame.from()), to);
    }

    private ShapeNode frameBound(Frame.Bound bound) {
        return ShapeNode.of(bound.kind().name(), optional(bound.amount()));
    }

    /** Pushes NOT down into its operand, as the server does in conditions. */
    private static final class Negation {
        private static final String NOT = "not ";
        private static final Map<String, String> OPPOSITES =
                Map.of("=", "!=", "!=", "=", "<", ">=", ">=", "<", ">", "<=", "<=", ">", "and", "or", "or", "and");
        private static final List<String> WITH_NOT = List.of("in", "between", "is null", "exists");

        private Negation() {}

        static ShapeNode of(ShapeNode condition) {
            String label = condition.label();
            if (label.equals("not")) {
                return condition.parts().get(0);
            }
            String opposite = OPPOSITES.get(label);
            if (opposite != null) {
                boolean chain = label.equals("and") || label.equals("or");
                return ShapeNode.of(
                        opposite,
                        chain ? condition.parts().stream().map(Negation::of).toList() : condition.parts());
            }
            if (WITH_NOT.contains(label)) {
                return ShapeNode.of(NOT + label, condition.parts());
            }
            if (label.startsWith(NOT)) {
                return ShapeNode.of(label.substring(NOT.length()), condition.parts());
            }
            return ShapeNode.of("not", condition);
        }
    }
}
