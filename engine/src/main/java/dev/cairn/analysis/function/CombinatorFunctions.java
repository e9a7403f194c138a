package dev.cairn.analysis.function;

import dev.cairn.analysis.type.Casts;
import dev.cairn.analysis.type.ExpressionRefusals;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeText;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Types functions that consist of an aggregate function and a suffix: {@code sum_if}, {@code avg_state},
 * {@code avg_merge}. They have no listed signatures; their parameters and results follow from the aggregate function.
 */
public final class CombinatorFunctions {
    /** A function whose states can also be stored in plain VARBINARY columns. */
    private static final String BINARY_SKETCH = "ds_hll_count_distinct";

    private CombinatorFunctions() {}

    /** Returns the type of the call, or null if it is not such a function. */
    public static @Nullable ExpressionType of(Invocation call, List<ExpressionType> arguments) {
        Combinator combinator = Combinator.of(call.name());
        if (combinator == null || !BuiltinFunctions.named(call.name()).isEmpty()) {
            return null;
        }
        String inside = combinator.inside(call.name());
        return combinator.ofValues() ? ofValues(call, combinator, inside) : ofStates(call, combinator, arguments);
    }

    private static @Nullable ExpressionType ofValues(Invocation call, Combinator combinator, String inside) {
        boolean condition = combinator == Combinator.IF;
        int count = call.count() - (condition ? 1 : 0);
        if (count < 0 || (condition && !Casts.isPossible(call.type(count), TypeConstants.BOOLEAN))) {
            return null;
        }
        List<Type> types = call.types().subList(0, count);
        if (CombinatorRules.allowed(inside, condition).find(types) == null) {
            return null;
        }
        Invocation plain = call.of(inside, types);
        Signature signature = FunctionResolution.findAggregate(plain);
        if (signature == null) {
            return null;
        }
        AggregateChecks.check(plain, signature);
        return condition
                ? typed(signature.result(), true, null)
                : typed(signature.state(), AggregateState.isNullable(inside), state(inside, types));
    }

    private static @Nullable ExpressionType ofStates(
            Invocation call, Combinator combinator, List<ExpressionType> arguments) {
        int expected = combinator == Combinator.STATE_UNION ? 2 : 1;
        if (call.count() != expected
                || BuiltinFunctions.named(combinator.inside(call.name())).isEmpty()) {
            return null;
        }
        Aggregation.State state = arguments.get(0).state();
        if (state == null && call.name().startsWith(BINARY_SKETCH)) {
            requireBinary(call);
            state = state(BINARY_SKETCH, List.of(TypeConstants.VARCHAR));
        }
        if (state == null) {
            String signature = call.name() + "(" + TypeText.shown(call.type(0)) + ")";
            throw ExpressionRefusals.at(call.place(), "AggState's AggFunc should have AggStateDesc: " + signature);
        }
        List<Type> types =
                state.arguments().stream().map(Aggregation.Argument::type).toList();
        Signature signature = FunctionResolution.findAggregate(
                new Invocation(call.place(), state.function(), List.of(), types, false, false, 0, false));
        if (signature == null) {
            return null;
        }
        boolean nullable = AggregateState.isNullable(state.function());
        return combinator.givesState()
                ? typed(signature.state(), nullable, state)
                : typed(signature.result(), nullable, null);
    }

    private static void requireBinary(Invocation call) {
        if (PrimitiveType.of(call.type(0)) != PrimitiveType.VARBINARY) {
            throw ExpressionRefusals.at(
                    call.place(), "Resolved function " + call.name() + " has no binary as argument type");
        }
    }

    private static ExpressionType typed(SignatureType parameter, boolean nullable, Aggregation.@Nullable State state) {
        boolean known = parameter instanceof SignatureType.Of of
                && !(of.type() instanceof Type.Decimal decimal && decimal.isOpen());
        return known
                ? new ExpressionType(((SignatureType.Of) parameter).type(), nullable, state)
                : new ExpressionType(null, nullable, state);
    }

    private static Aggregation.State state(String function, List<Type> types) {
        List<Aggregation.Argument> arguments = new ArrayList<>(types.size());
        for (Type type : types) {
            arguments.add(new Aggregation.Argument(type, null));
        }
        return new Aggregation.State(function, arguments);
    }
}
