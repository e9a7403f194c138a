package dev.cairn.embedded.translate;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.Combinator;
import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.embedded.translate.value.UnsupportedFeatureRefusals;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Query.SelectItem;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Translates the functions of aggregate states: {@code avg_state}, {@code avg_combine}, {@code avg_union},
 * {@code avg_merge}, {@code avg_state_union} and {@code avg_state_merge}.
 *
 * <p>A state is a string of the rows that were added to it, separated by commas; a row is the list of its arguments as
 * strings. Therefore, every function can have states, and the function itself calculates the result from the rows. The
 * templates define the functions whose states are plain values, such as {@code sum_state}.
 */
record StateTranslator(ExpressionTranslator expressionTranslator) {
    /** The suffix of a variant that takes the rows of a state, for a function that requires constant arguments. */
    private static final String OF_ROWS_SUFFIX = "_of_rows";

    /** The suffix of the function that returns a state. */
    private static final String STATE_SUFFIX = "_state";

    private static final String SKETCH_FUNCTION = "ds_hll_count_distinct";

    /** Returns whether this class translates a function. */
    static boolean canTranslate(String functionName) {
        return findCombinator(functionName) != null;
    }

    /**
     * Returns the call of one of these functions that the server reads in place of a call; otherwise, the call itself.
     */
    static Call interpretCall(Call call) {
        return CallRewrites.rewrite(call) instanceof Call rewrittenCall
                        && canTranslate(CallRewrites.lowerCaseName(rewrittenCall))
                ? rewrittenCall
                : call;
    }

    private static @Nullable Combinator findCombinator(String functionName) {
        Combinator combinator = Combinator.find(functionName);
        return combinator == null
                        || combinator == Combinator.IF
                        || Template.hasTemplates(functionName)
                        || !BuiltinFunctions.entry(functionName).overloads().isEmpty()
                ? null
                : combinator;
    }

    /**
     * Refuses a function whose states are plain values if its argument is a state of another function: a server then
     * calculates that other function.
     */
    static void requireMatchingState(String functionName, List<DuckDbExpression> arguments, Span span) {
        Combinator combinator = Combinator.find(functionName);
        if (combinator == null || arguments.isEmpty()) {
            return;
        }
        Aggregation.State state = arguments.get(0).state();
        if (state != null
                && !state.function()
                        .equals(combinator.aggregateFunction(functionName).name())) {
            throw UnsupportedFeatureRefusals.createFunctionRefusal(functionName, span);
        }
    }

    /** Returns whether a SELECT merges states by aggregate functions. */
    static boolean mergesStates(Select select, List<SortItem> orderBy) {
        Stream<Expression> outputs = select.items().stream()
                .filter(SelectItem.Value.class::isInstance)
                .map(item -> ((SelectItem.Value) item).value());
        Stream<Expression> keys = orderBy.stream().map(SortItem::value);
        return Stream.of(outputs, keys, Stream.ofNullable(select.having()))
                .flatMap(expressions -> expressions)
                .anyMatch(StateTranslator::containsMerge);
    }

    private static boolean containsMerge(Expression expression) {
        return (expression instanceof Call call
                        && findCombinator(CallRewrites.lowerCaseName(interpretCall(call))) == Combinator.MERGE)
                || RestrictedExpression.operands(expression).stream().anyMatch(StateTranslator::containsMerge);
    }

    /**
     * Translates a call of one of these functions.
     *
     * @param wholeExpression the expression whose type is the result type: the call with its surrounding clauses
     * @param conditions the conditions of FILTER, which a row must meet
     * @param overClause the clause OVER; empty without one
     */
    DuckDbExpression translate(Expression wholeExpression, Call call, List<String> conditions, String overClause) {
        Combinator combinator = Objects.requireNonNull(findCombinator(CallRewrites.lowerCaseName(call)));
        Type type = expressionTranslator.requireType(wholeExpression);
        boolean isOpaqueState = isOpaque(
                combinator.returnsState()
                        ? type
                        : expressionTranslator.requireType(call.arguments().get(0)));
        if (!isOpaqueState || (combinator == Combinator.MERGE && !overClause.isEmpty())) {
            throw UnsupportedFeatureRefusals.createFunctionRefusal(CallRewrites.lowerCaseName(call), call.span());
        }
        expressionTranslator.state().addFunctionName(CallRewrites.lowerCaseName(call));
        List<String> nonMergingConditions = combinator == Combinator.MERGE
                ? List.of()
                : expressionTranslator.stateRows().nonMergingAggregateConditions();
        String clauses =
                AggregateTranslator.renderFilter(Stream.concat(conditions.stream(), nonMergingConditions.stream())
                                .toList())
                        + overClause;
        return switch (combinator) {
            case STATE -> new DuckDbExpression("encode(" + translateRow(call.arguments()) + ")", type);
            case COMBINE ->
                new DuckDbExpression(
                        "encode(string_agg(" + translateRow(call.arguments()) + ", ', ')" + clauses + ")", type);
            case UNION ->
                new DuckDbExpression(
                        "encode(string_agg(decode(" + translateStates(call).get(0) + "), ', ')" + clauses + ")", type);
            case STATE_UNION ->
                new DuckDbExpression("sr_state_union(" + String.join(", ", translateStates(call)) + ")", type);
            case STATE_MERGE -> translateSingleState(wholeExpression, call);
            default -> translateMerge(wholeExpression, call, conditions);
        };
    }

    /** Returns whether a type can be that of a state whose rows are encoded in a string or in bytes. */
    private static boolean isOpaque(Type stateType) {
        PrimitiveType primitiveType = PrimitiveType.of(stateType);
        return primitiveType == PrimitiveType.VARBINARY || primitiveType.isCharacterType();
    }

    private List<String> translateStates(Call call) {
        return expressionTranslator.translateAll(call.arguments()).stream()
                .map(value -> value.convertTo(TypeConstants.VARBINARY).sql())
                .toList();
    }

    /** Returns the row with these arguments. */
    private String translateRow(List<Expression> arguments) {
        return expressionTranslator.translateAll(arguments).stream()
                .map(StateTranslator::castToText)
                .collect(Collectors.joining(", ", "CAST([", "] AS VARCHAR)"));
    }

    /** Returns the argument as a string that can be read as any type to which the server casts the argument. */
    private static String castToText(DuckDbExpression value) {
        String sql = switch (PrimitiveType.of(value.type())) {
            case FLOAT -> value.convertTo(TypeConstants.DOUBLE).sql();
            case BOOLEAN -> value.convertTo(TypeConstants.INT).sql();
            default -> value.sql();
        };
        return "CAST(" + sql + " AS VARCHAR)";
    }

    private DuckDbExpression translateMerge(Expression wholeExpression, Call call, List<String> conditions) {
        if (!expressionTranslator.stateRows().canMerge()) {
            throw UnsupportedFeatureRefusals.createFunctionRefusal(CallRewrites.lowerCaseName(call), call.span());
        }
        return translateAggregate(
                wholeExpression,
                call,
                expressionTranslator
                        .stateRows()
                        .addMergedState(translateStates(call).get(0)),
                conditions);
    }

    /** Returns the result of a single state. */
    private DuckDbExpression translateSingleState(Expression wholeExpression, Call call) {
        String stateSql = translateStates(call).get(0);
        if (expressionTranslator.stateRows().canFinish()) {
            DuckDbExpression aggregate = translateAggregate(
                    wholeExpression, call, expressionTranslator.stateRows().addSingleState(stateSql), List.of());
            return new DuckDbExpression(expressionTranslator.stateRows().addResult(aggregate.sql()), aggregate.type());
        }
        String rowName = expressionTranslator.state().nextName("e");
        DuckDbExpression aggregate = translateAggregate(wholeExpression, call, rowName, List.of());
        return new DuckDbExpression(
                "(SELECT " + aggregate.sql() + " FROM (SELECT unnest(sr_state_rows(" + stateSql + ")) AS " + rowName
                        + "))",
                aggregate.type());
    }

    /**
     * Returns the state that a call has as its argument. A sketch of ds_hll_count_distinct may also be a plain binary
     * value; its arguments are then strings.
     */
    private Aggregation.State determineArgumentState(Call call) {
        Aggregation.State state =
                expressionTranslator.findAggregateState(call.arguments().get(0));
        if (state != null) {
            return state;
        }
        if (!CallRewrites.lowerCaseName(call).startsWith(SKETCH_FUNCTION)) {
            throw UnsupportedFeatureRefusals.createFunctionRefusal(CallRewrites.lowerCaseName(call), call.span());
        }
        return new Aggregation.State(
                SKETCH_FUNCTION, List.of(new Aggregation.StateArgument(TypeConstants.VARCHAR, false)));
    }

    /** Returns the result of the function for rows of a state. */
    private DuckDbExpression translateAggregate(
            Expression wholeExpression, Call call, String rowSql, List<String> conditions) {
        Aggregation.State state = determineArgumentState(call);
        if (Template.hasTemplates(state.function() + STATE_SUFFIX)) {
            throw UnsupportedFeatureRefusals.createFunctionRefusal(CallRewrites.lowerCaseName(call), call.span());
        }
        List<Expression> references = new ArrayList<>();
        for (Aggregation.StateArgument argument : state.arguments()) {
            String sql = rowSql + "[" + (references.size() + 1) + "]";
            QualifiedName name = expressionTranslator.state().addArgument(CallTranslator.cast(sql, argument.type()));
            references.add(new Expression.Reference(name, call.span()));
        }
        List<String> rowConditions = new ArrayList<>(conditions);
        rowConditions.add(rowSql + " IS NOT NULL");
        String functionName = Template.hasTemplates(state.function() + OF_ROWS_SUFFIX)
                ? state.function() + OF_ROWS_SUFFIX
                : state.function();
        Template.CallClauses clauses =
                new Template.CallClauses("", "", "", AggregateTranslator.renderFilter(rowConditions));
        Call plainCall = Call.of(functionName, references, call.span());
        return new CallTranslator(expressionTranslator).translateCall(wholeExpression, plainCall, clauses);
    }
}
