package dev.cairn.analysis.function;

import dev.cairn.analysis.type.CastRules;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A suffix that turns the name of an aggregate function into the name of a derived function: {@code sum_if},
 * {@code avg_state}, {@code avg_merge}. The signatures of derived functions are not listed, but follow from the
 * signatures of the aggregate function.
 */
public enum Combinator {
    /** Returns the result of one state. */
    STATE_MERGE("_state_merge", Version.V4_0),
    /** Merges two states into one. */
    STATE_UNION("_state_union", Version.V4_0),
    /** Returns the state of one value. */
    STATE("_state", Version.V3_5),
    /** Aggregates values into a state. */
    COMBINE("_combine", Version.V4_0),
    /** Aggregates states into one state. */
    UNION("_union", Version.V3_5),
    /** Aggregates states into the result. */
    MERGE("_merge", Version.V3_5),
    /** Returns the aggregate over the rows whose last argument is true. */
    IF("_if", Version.V4_0);

    /** The only conditional aggregate function of the servers that do not have the combinator. */
    private static final String COUNT_IF = "count_if";

    /** In the order of declaration: a long suffix precedes the shorter suffix at its end. */
    private static final List<Combinator> ALL = List.of(values());

    private final String suffix;
    private final Version minVersion;

    Combinator(String suffix, Version minVersion) {
        this.suffix = suffix;
        this.minVersion = minVersion;
    }

    /** Returns the combinator with the longest suffix at the end of a function name; null if the name has none. */
    public static @Nullable Combinator find(String functionName) {
        for (Combinator combinator : ALL) {
            if (functionName.endsWith(combinator.suffix)) {
                return combinator;
            }
        }
        return null;
    }

    /**
     * Returns the aggregate function whose name precedes the suffix, as the newest server has it; an entry without
     * signatures if there is no such function.
     *
     * @param functionName the name of the derived function, which must end with the suffix of this combinator
     */
    public FunctionEntry aggregateFunction(String functionName) {
        return BuiltinFunctions.entry(removeSuffix(functionName));
    }

    private FunctionEntry aggregateFunction(TypedCall call) {
        return BuiltinFunctions.entry(removeSuffix(call.name()), call.version());
    }

    private String removeSuffix(String functionName) {
        return functionName.substring(0, functionName.length() - suffix.length());
    }

    private boolean isAvailableFor(TypedCall call) {
        return call.version().isAtLeast(minVersion) || (call.name().equals(COUNT_IF) && call.argumentCount() == 1);
    }

    /** Returns whether the derived function has values as arguments; the arguments of the others are states. */
    boolean acceptsValues() {
        return this == STATE || this == COMBINE || this == IF;
    }

    /** Returns whether the derived function is an aggregate function; the others are scalar. */
    boolean isAggregate() {
        return this == COMBINE || this == UNION || this == MERGE || this == IF;
    }

    /** Returns whether the result of the derived function is a state. */
    public boolean returnsState() {
        return this == STATE || this == COMBINE || this == UNION || this == STATE_UNION;
    }

    /**
     * Returns the type of a call; null if the name has no combinator, or if the function before it does not support the
     * combinator.
     *
     * @throws dev.cairn.refusal.Refusal if the server would refuse the arguments
     */
    public static @Nullable ExpressionType findType(TypedCall call, List<ExpressionType> argumentTypes) {
        Combinator combinator = find(call.name());
        if (combinator == null
                || !combinator.isAvailableFor(call)
                || !call.function().overloads().isEmpty()) {
            return null;
        }
        FunctionEntry aggregateFunction = combinator.aggregateFunction(call);
        return combinator.acceptsValues()
                ? findTypeForValues(call, combinator, aggregateFunction)
                : findTypeForStates(call, combinator, aggregateFunction, argumentTypes);
    }

    /**
     * Returns the type of a call whose arguments are values; null if the aggregate function does not accept them.
     *
     * @throws dev.cairn.refusal.Refusal if the function before the suffix refuses the arguments
     */
    private static @Nullable ExpressionType findTypeForValues(
            TypedCall call, Combinator combinator, FunctionEntry aggregateFunction) {
        boolean isConditional = combinator == IF;
        int valueCount = call.argumentCount() - (isConditional ? 1 : 0);
        if (valueCount < 0
                || (isConditional && !CastRules.isPossible(call.argumentType(valueCount), TypeConstants.BOOLEAN))) {
            return null;
        }
        List<Type> types = call.argumentTypes().subList(0, valueCount);
        if (selectCombinableOverloads(aggregateFunction, isConditional).resolve(types) == null) {
            return null;
        }
        TypedCall plainCall = call.withFunction(aggregateFunction.name(), types);
        Signature signature = new FunctionResolver(plainCall).findAggregateSignature();
        if (signature == null) {
            return null;
        }
        FunctionResolver.checkCall(plainCall, signature);
        return isConditional
                ? createType(signature.resultType(), true, null)
                : createType(
                        signature.stateType(),
                        AggregateState.isNullable(aggregateFunction.name()),
                        createState(aggregateFunction, types));
    }

    /**
     * Returns the type of a call whose arguments are states; null if the aggregate function does not have such states.
     *
     * @throws dev.cairn.refusal.Refusal if the first argument is not a state
     */
    private static @Nullable ExpressionType findTypeForStates(
            TypedCall call,
            Combinator combinator,
            FunctionEntry aggregateFunction,
            List<ExpressionType> argumentTypes) {
        int stateCount = combinator == STATE_UNION ? 2 : 1;
        if (call.argumentCount() != stateCount || aggregateFunction.overloads().isEmpty()) {
            return null;
        }
        Aggregation.State state = argumentTypes.get(0).state();
        if (state == null && aggregateFunction.hasTrait(FunctionTrait.BINARY_STATES)) {
            requireBinary(call);
            state = createState(aggregateFunction, List.of(TypeConstants.VARCHAR));
        }
        if (state == null) {
            throw call.createRefusal(FunctionRule.INVALID_ARGUMENTS, call.name(), "a state");
        }
        boolean acceptsState = aggregateFunction.overloads().signatures().stream()
                .anyMatch(candidate -> candidate.stateType().acceptsWithCast(call.argumentType(0)));
        if (!acceptsState) {
            return null;
        }
        List<Type> types =
                state.arguments().stream().map(Aggregation.StateArgument::type).toList();
        Signature signature = new FunctionResolver(
                        TypedCall.ofPlain(call.expression(), state.function(), List.of(), types, call.version()))
                .findAggregateSignature();
        if (signature == null) {
            return null;
        }
        boolean isNullable = AggregateState.isNullable(state.function());
        return combinator.returnsState()
                ? createType(signature.stateType(), isNullable, state)
                : createType(signature.resultType(), isNullable, null);
    }

    private static void requireBinary(TypedCall call) {
        if (PrimitiveType.of(call.argumentType(0)) != PrimitiveType.VARBINARY) {
            throw call.createRefusal(FunctionRule.INVALID_ARGUMENTS, call.name(), "a state");
        }
    }

    private static ExpressionType createType(
            SignatureType signatureType, boolean isNullable, Aggregation.@Nullable State state) {
        boolean isKnown = signatureType instanceof SignatureType.FixedType fixedType
                && !(fixedType.type() instanceof Type.Decimal decimalType && decimalType.isWildcard());
        return new ExpressionType(
                isKnown ? ((SignatureType.FixedType) signatureType).type() : null,
                isNullable,
                state,
                NullCause.UNKNOWN);
    }

    private static Aggregation.State createState(FunctionEntry function, List<Type> types) {
        List<Aggregation.StateArgument> arguments = new ArrayList<>(types.size());
        for (Type type : types) {
            arguments.add(new Aggregation.StateArgument(type, null));
        }
        return new Aggregation.State(function.name(), arguments);
    }

    private static Overloads selectCombinableOverloads(FunctionEntry function, boolean isConditional) {
        return new Overloads(
                function,
                function.overloads().signatures().stream()
                        .filter(signature -> isCombinable(signature, isConditional))
                        .toList());
    }

    /** Returns whether a combinator can be applied to the aggregate function with this signature. */
    static boolean isCombinable(Signature signature, boolean isConditional) {
        FunctionEntry function = signature.function();
        boolean isPlainAggregate = function.kind().isAggregate() && function.kind() != FunctionEntry.Kind.WINDOW;
        if (!isPlainAggregate || function.hasTrait(FunctionTrait.WITHOUT_COMBINATORS)) {
            return false;
        }
        List<SignatureType> parameters = signature.parameters();
        if (parameters.isEmpty()) {
            return isConditional || !function.hasTrait(FunctionTrait.STATE_NOT_NULL);
        }
        for (SignatureType parameter : parameters) {
            if (!isCombinableParameter(function, parameter)) {
                return false;
            }
        }
        return !function.hasTrait(FunctionTrait.STATES_BY_SECOND_VALUE)
                || (toPrimitiveType(parameters.get(0)) != PrimitiveType.VARBINARY && isComparable(parameters.get(1)));
    }

    private static boolean isCombinableParameter(FunctionEntry function, SignatureType parameter) {
        PrimitiveType primitiveType = toPrimitiveType(parameter);
        return canBeAggregatedIntoState(primitiveType)
                && (!function.hasTrait(FunctionTrait.COMPARABLE_STATES) || isComparable(parameter))
                && (!function.hasTrait(FunctionTrait.NUMERIC_STATES) || primitiveType.isNumeric())
                && (!function.hasTrait(FunctionTrait.INTEGER_STATES) || primitiveType.isInteger());
    }

    /** Returns whether values of this type can be aggregated into states. */
    static boolean canBeAggregatedIntoState(Type type) {
        return canBeAggregatedIntoState(PrimitiveType.of(type));
    }

    private static boolean canBeAggregatedIntoState(PrimitiveType primitiveType) {
        return primitiveType != PrimitiveType.TIME
                && !primitiveType.isMetric()
                && primitiveType != PrimitiveType.DECIMALV2;
    }

    private static boolean isComparable(SignatureType parameter) {
        return parameter instanceof SignatureType.FixedType fixedType && isComparable(fixedType.type());
    }

    /** Returns whether values of the type can be compared. Nested types, sketches, documents and binaries can't. */
    private static boolean isComparable(Type type) {
        PrimitiveType primitiveType = PrimitiveType.of(type);
        return !type.isNested()
                && !primitiveType.isMetric()
                && primitiveType != PrimitiveType.JSON
                && primitiveType != PrimitiveType.VARIANT
                && primitiveType != PrimitiveType.VARBINARY;
    }

    private static PrimitiveType toPrimitiveType(SignatureType parameter) {
        return parameter instanceof SignatureType.FixedType fixedType
                ? PrimitiveType.of(fixedType.type())
                : PrimitiveType.INVALID_TYPE;
    }
}
