package dev.cairn.analysis.function;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.analysis.type.TypeRule;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Resolves a call of a built-in function to its signature. */
public record FunctionResolution(TypedCall call) {
    public static Signature resolve(TypedCall call) {
        return new FunctionResolution(call.function().replace(call)).requireSignature();
    }

    private Signature requireSignature() {
        Signature signature = find();
        if (signature == null) {
            throw call.refusal(
                    FunctionRule.NO_MATCHING_FUNCTION, call.name(), call.hasStar() ? "*" : describeTypes(call.types()));
        }
        if (signature.kind() == FunctionEntry.Kind.TABLE) {
            throw call.refusal(FunctionRule.TABLE_FUNCTION_IN_EXPRESSION);
        }
        requireCasts(signature);
        return signature;
    }

    private @Nullable Signature find() {
        if (call.function().excludes(call)) {
            return null;
        }
        Signature resolved = call.function().resolve(call);
        return resolved == null ? listedSignature() : resolved;
    }

    /** Resolves the aggregate function inside a combinator. */
    @Nullable
    Signature findAggregate() {
        return call.function().isAggregate() ? find() : listedSignature();
    }

    private @Nullable Signature listedSignature() {
        if (call.function().decimals().appliesTo(call.types())) {
            return call.function().decimals().resolve(call);
        }
        Signature listed = call.function().overloads().resolve(call.types());
        if (listed != null && listed.kind().isAggregate() && call.types().contains(TypeConstants.TIME)) {
            throw call.refusal(FunctionRule.ARGUMENT, call.name(), "another type than TIME");
        }
        return listed;
    }

    private void requireCasts(Signature signature) {
        if (signature.parameters().isEmpty()) {
            return;
        }
        int parameters = signature.parameters().size();
        for (int i = 0; i < call.argumentCount(); i++) {
            if ((i >= parameters && !signature.variadic())
                    || signature.parameter(i).acceptsCast(call.type(i))) {
                continue;
            }
            if (i < parameters) {
                throw call.refusal(FunctionRule.NO_MATCHING_FUNCTION, call.name(), describeTypes(call.types()));
            }
            throw call.refusal(
                    FunctionRule.ARGUMENT,
                    call.name() + "(" + describeTypes(parameterTypes(signature)) + ")",
                    "another type than " + TypeFormat.formatForMessages(call.type(i)));
        }
    }

    private static List<Type> parameterTypes(Signature signature) {
        List<Type> types = new ArrayList<>();
        for (SignatureType parameter : signature.parameters()) {
            if (parameter instanceof SignatureType.FixedType of) {
                types.add(of.type());
            }
        }
        return types;
    }

    public static String describeTypes(List<Type> types) {
        return types.stream().map(TypeFormat::formatForShowCreate).collect(Collectors.joining(", "));
    }

    /** Checks the arguments of a call after its signature has been resolved. */
    public static void check(TypedCall call, Signature signature) {
        boolean aggregate = signature.kind().isAggregate();
        if (signature.kind() == FunctionEntry.Kind.WINDOW && !call.isWindowed()) {
            throw call.refusal(FunctionRule.WINDOW_FUNCTION_WITHOUT_OVER, call.name());
        }
        if (!aggregate || call.argumentCount() > 0) {
            call.function().check(call);
        }
        if (aggregate && call.isWindowed()) {
            checkSketches(call);
        }
    }

    /** Only a few window functions accept values of type BITMAP or HLL, and none accepts PERCENTILE. */
    private static void checkSketches(TypedCall call) {
        boolean allowed = call.function().is(FunctionTrait.SKETCHES_OVER);
        for (int i = 0; i < call.argumentCount(); i++) {
            if (!allowed && call.type(i).equals(TypeConstants.BITMAP)) {
                throw Refusal.analysisAt(call.argument(i), TypeRule.TYPE_UNSUPPORTED, "This window function", "bitmap");
            }
            if (!allowed && call.type(i).equals(TypeConstants.HLL)) {
                throw Refusal.analysisAt(call.argument(i), TypeRule.TYPE_UNSUPPORTED, "This window function", "hll");
            }
            if (call.type(i).equals(TypeConstants.PERCENTILE)) {
                throw Refusal.analysisAt(
                        call.argument(i), TypeRule.TYPE_UNSUPPORTED, "This window function", "percentile");
            }
        }
    }
}
