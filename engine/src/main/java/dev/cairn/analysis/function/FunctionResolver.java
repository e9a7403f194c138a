package dev.cairn.analysis.function;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.analysis.type.TypeRule;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Resolves a call of a built-in function to its signature, or refuses it with the server's error. The rules of the
 * function itself come first, then the rule for decimals, and then the overloads.
 */
public record FunctionResolver(TypedCall call) {
    /**
     * Returns the signature of a call.
     *
     * @throws Refusal if no signature matches the arguments
     */
    public static Signature resolve(TypedCall call) {
        return new FunctionResolver(call.function().rewriteTypedCall(call)).requireSignature();
    }

    private Signature requireSignature() {
        Signature signature = findSignature();
        if (signature == null) {
            throw call.createRefusal(
                    FunctionRule.NO_MATCHING_FUNCTION,
                    call.name(),
                    call.form().hasStar() ? "*" : describeTypes(call.argumentTypes()));
        }
        if (signature.kind() == FunctionEntry.Kind.TABLE) {
            throw call.createRefusal(FunctionRule.TABLE_FUNCTION_IN_EXPRESSION);
        }
        requireCastableArguments(signature);
        return signature;
    }

    private @Nullable Signature findSignature() {
        if (call.function().excludes(call)) {
            return null;
        }
        Signature ruleSignature = call.function().resolveByRule(call);
        return ruleSignature == null ? findOverload() : ruleSignature;
    }

    /**
     * Returns the signature of the aggregate function before a combinator; null if no signature matches the arguments.
     */
    @Nullable
    Signature findAggregateSignature() {
        return call.function().isAggregate() ? findSignature() : findOverload();
    }

    /**
     * Returns the overload that matches the arguments; null if none matches.
     *
     * @throws Refusal if the rule for decimals applies and finds no signature, or if an aggregate function gets TIME
     */
    private @Nullable Signature findOverload() {
        if (call.function().decimalRule().appliesTo(call.argumentTypes())) {
            return call.function().decimalRule().resolve(call);
        }
        Signature signature = call.function().overloads().resolve(call.argumentTypes());
        if (signature != null
                && signature.kind().isAggregate()
                && call.argumentTypes().contains(TypeConstants.TIME)) {
            throw call.createRefusal(FunctionRule.INVALID_ARGUMENTS, call.name(), "a type other than TIME");
        }
        return signature;
    }

    /**
     * Refuses a signature whose parameters the arguments can't be cast to. For an argument that repeats the last
     * parameter of a variadic signature, the server reports another error than for the listed parameters.
     */
    private void requireCastableArguments(Signature signature) {
        if (signature.parameters().isEmpty()) {
            return;
        }
        int parameterCount = signature.parameters().size();
        for (int i = 0; i < call.argumentCount(); i++) {
            if ((i >= parameterCount && !signature.isVariadic())
                    || signature.parameter(i).acceptsWithCast(call.argumentType(i))) {
                continue;
            }
            if (i < parameterCount) {
                throw call.createRefusal(
                        FunctionRule.NO_MATCHING_FUNCTION, call.name(), describeTypes(call.argumentTypes()));
            }
            throw call.createRefusal(
                    FunctionRule.INVALID_ARGUMENTS,
                    call.name() + "(" + describeTypes(collectFixedParameterTypes(signature)) + ")",
                    "a type other than " + TypeFormat.formatForMessages(call.argumentType(i)));
        }
    }

    /**
     * Returns the fixed types among the parameters. A signature whose polymorphic types are resolved has no others.
     */
    private static List<Type> collectFixedParameterTypes(Signature signature) {
        List<Type> types = new ArrayList<>();
        for (SignatureType parameter : signature.parameters()) {
            if (parameter instanceof SignatureType.FixedType fixedType) {
                types.add(fixedType.type());
            }
        }
        return types;
    }

    public static String describeTypes(List<Type> types) {
        return types.stream().map(TypeFormat::formatForShowCreate).collect(Collectors.joining(", "));
    }

    /**
     * Checks the OVER clause and the arguments of a call against its resolved signature.
     *
     * @throws Refusal if the server would refuse the call
     */
    public static void checkCall(TypedCall call, Signature signature) {
        boolean isAggregate = signature.kind().isAggregate();
        if (signature.kind() == FunctionEntry.Kind.WINDOW && !call.form().isWindowed()) {
            throw call.createRefusal(FunctionRule.WINDOW_FUNCTION_WITHOUT_OVER, call.name());
        }
        if (!isAggregate || call.argumentCount() > 0) {
            call.function().checkResolvedCall(call);
        }
        if (isAggregate && call.form().isWindowed()) {
            requireSupportedSketches(call);
        }
    }

    /** Only a few window functions accept values of type BITMAP or HLL, and none accepts PERCENTILE. */
    private static void requireSupportedSketches(TypedCall call) {
        boolean allowsSketches = call.function().hasTrait(FunctionTrait.SKETCHES_OVER);
        for (int i = 0; i < call.argumentCount(); i++) {
            if (!allowsSketches && call.argumentType(i).equals(TypeConstants.BITMAP)) {
                throw Refusal.ofAnalysisAt(
                        call.argument(i), TypeRule.TYPE_UNSUPPORTED, "This window function", "bitmap");
            }
            if (!allowsSketches && call.argumentType(i).equals(TypeConstants.HLL)) {
                throw Refusal.ofAnalysisAt(call.argument(i), TypeRule.TYPE_UNSUPPORTED, "This window function", "hll");
            }
            if (call.argumentType(i).equals(TypeConstants.PERCENTILE)) {
                throw Refusal.ofAnalysisAt(
                        call.argument(i), TypeRule.TYPE_UNSUPPORTED, "This window function", "percentile");
            }
        }
    }
}
