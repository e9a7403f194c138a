package dev.cairn.analysis.function;

import dev.cairn.analysis.type.DecimalTypes;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The intermediate state of an aggregate function, which a column can store.
 *
 * @param type the type of the stored state: opaque bytes for most functions, otherwise a plain value
 * @param resultType the type of the function's final result
 */
public record AggregateState(Type type, Type resultType) {
    /**
     * Returns whether a state of this function may be NULL. Only the state of count is never NULL: it is 0 if there are
     * no rows.
     */
    public static boolean isNullable(String functionName) {
        return !BuiltinFunctions.entry(functionName.toLowerCase(Locale.ROOT)).hasTrait(FunctionTrait.STATE_NOT_NULL);
    }

    /**
     * Resolves the state that a column's aggregation declares.
     *
     * @param argumentTypes the declared types of the arguments, as they are stored
     * @throws Refusal if no function has such a state, or if the state can't be stored
     */
    public static AggregateState resolve(
            Aggregation.State state, List<Type> argumentTypes, Span span, Version version) {
        String functionName = state.function().toLowerCase(Locale.ROOT);
        String functionLabel = "AggStateType function " + state.function();
        if (BuiltinFunctions.entry(functionName, version).hasTrait(FunctionTrait.WITHOUT_COMBINATORS)) {
            throw Refusal.ofSyntax(
                    span, FunctionRule.INVALID_STATE_FUNCTION, functionLabel, "has no state that can be stored");
        }
        String callLabel = functionLabel + " with input "
                + argumentTypes.stream().map(TypeFormat::formatForMessages).toList();
        if (!argumentTypes.stream().allMatch(Combinator::canBeAggregatedIntoState)) {
            throw Refusal.ofSyntax(span, FunctionRule.INVALID_STATE_FUNCTION, callLabel, "has an unsupported type");
        }
        Signature signature =
                new FunctionResolver(createCall(functionName, argumentTypes, span, version)).findAggregateSignature();
        if (signature == null) {
            throw Refusal.ofSyntax(span, FunctionRule.INVALID_STATE_FUNCTION, callLabel, "is not found");
        }
        if (!signature.kind().isAggregate()) {
            throw Refusal.ofSyntax(
                    span, FunctionRule.INVALID_STATE_FUNCTION, callLabel, "is not an aggregate function");
        }
        if (!Combinator.isCombinable(signature, false)
                || !(signature.stateType() instanceof SignatureType.FixedType stateType)
                || !(signature.resultType() instanceof SignatureType.FixedType resultType)) {
            throw Refusal.ofSyntax(
                    span, FunctionRule.INVALID_STATE_FUNCTION, callLabel, "has no state that can be stored");
        }
        if (!state.function().equals(functionName) && isFoundInLowerCaseOnly(functionName, stateType.type())) {
            throw Refusal.ofSyntax(
                    span, FunctionRule.INVALID_STATE_FUNCTION, callLabel, "is not found; write it in lower case");
        }
        return new AggregateState(stateType.type(), resultType.type());
    }

    /** Returns whether the server finds the type of the state only if the function is written in lower case. */
    private static boolean isFoundInLowerCaseOnly(String functionName, Type stateType) {
        return switch (functionName) {
            case "array_agg" -> true;
            case "array_agg_distinct", "array_unique_agg" ->
                stateType instanceof Type.Array arrayType && DecimalTypes.isDecimalV3(arrayType.element());
            default -> DecimalTypes.isDecimalV3(stateType);
        };
    }

    /**
     * Creates a call whose signature can be resolved. Its arguments are only placeholders, because only their types
     * matter.
     */
    private static TypedCall createCall(String functionName, List<Type> argumentTypes, Span span, Version version) {
        List<Expression> nullArguments = new ArrayList<>(argumentTypes.size());
        for (int i = 0; i < argumentTypes.size(); i++) {
            nullArguments.add(new Expression.NullLiteral(span));
        }
        return TypedCall.ofPlain(new Expression.NullLiteral(span), functionName, nullArguments, argumentTypes, version);
    }
}
