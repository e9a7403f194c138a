package dev.cairn.analysis.function;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Signatures that a call can't be led to by casts, though the casts are possible. */
final class CastLimits {
    private CastLimits() {}

    static boolean allow(Signature signature, List<Type> arguments) {
        return switch (signature.function()) {
            case "hex" -> allowHex(PrimitiveType.of(arguments.get(0)), signature);
            case "lead", "lag", "approx_top_k" ->
                PrimitiveType.of(arguments.get(0)) == PrimitiveType.NULL_TYPE
                        || signature.parameter(0).fits(arguments.get(0));
            case "ifnull", "nullif", "coalesce" -> staysDate(signature, arguments, 0);
            case "if" -> staysDate(signature, arguments, 1);
            default -> true;
        };
    }

    /** Texts and numbers have different digits. */
    private static boolean allowHex(PrimitiveType argument, Signature signature) {
        if (argument.isMetric()) {
            return false;
        }
        return argument.isCharacters() || !primitive(signature.parameter(0)).isCharacters();
    }

    /** What is chosen from dates only is no number. */
    private static boolean staysDate(Signature signature, List<Type> arguments, int from) {
        for (int i = from; i < arguments.size(); i++) {
            if (!PrimitiveType.of(arguments.get(i)).isDate()) {
                return true;
            }
        }
        return primitive(signature.parameter(from)).isDate();
    }

    private static PrimitiveType primitive(@Nullable SignatureType parameter) {
        return parameter instanceof SignatureType.Of of ? PrimitiveType.of(of.type()) : PrimitiveType.INVALID_TYPE;
    }
}
