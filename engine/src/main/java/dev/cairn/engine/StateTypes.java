package dev.cairn.engine;

import dev.cairn.catalog.DecimalClass;
import dev.cairn.catalog.Primitive;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.catalog.TypeText;
import dev.cairn.sql.Aggregation;
import dev.cairn.sql.Span;
import dev.cairn.sql.Type;
import java.util.List;
import java.util.Locale;

/**
 * The types in which the states of generic aggregate functions are kept. Most states are opaque bytes; those whose state
 * is a plain value keep it as such.
 */
final class StateTypes {

    private StateTypes() {}

    static Type of(ServerProfile profile, Aggregation.State state, Span at) {
        List<Type> arguments = state.arguments().stream()
                .map(argument -> StoredTypes.of(profile, argument.type(), at))
                .toList();
        for (Type argument : arguments) {
            Primitive primitive = Primitive.of(argument);
            if (primitive == Primitive.TIME || primitive.isMetric() || primitive == Primitive.DECIMALV2) {
                throw Refusal.syntax(
                        at,
                        "AggStateType function " + state.function() + " with input "
                                + arguments.stream().map(TypeText::named).toList() + " has unsupported type");
            }
        }
        return switch (state.function().toLowerCase(Locale.ROOT)) {
            case "count" -> scalar(Type.Scalar.Kind.BIGINT);
            case "sum" -> arguments.isEmpty() ? opaque() : sum(arguments.get(0));
            case "min", "max", "any_value" -> arguments.isEmpty() ? opaque() : value(arguments.get(0));
            default -> opaque();
        };
    }

    /** A count of nothing is 0; every other state may be missing. */
    static boolean isNullable(Aggregation.State state) {
        return !state.function().equalsIgnoreCase("count");
    }

    private static Type sum(Type type) {
        if (type instanceof Type.Decimal decimal) {
            return new Type.Decimal(
                    decimal.kind() == Type.Decimal.Kind.DECIMAL256
                            ? Type.Decimal.Kind.DECIMAL256
                            : Type.Decimal.Kind.DECIMAL128,
                    decimal.kind() == Type.Decimal.Kind.DECIMAL256 ? DecimalClass.LARGEST : 38,
                    decimal.scale());
        }
        Primitive primitive = Primitive.of(type);
        if (primitive.isFloatingPoint()) {
            return scalar(Type.Scalar.Kind.DOUBLE);
        }
        if (primitive == Primitive.LARGEINT) {
            return type;
        }
        return primitive.isInteger() || primitive == Primitive.BOOLEAN
                ? scalar(Type.Scalar.Kind.BIGINT)
                : scalar(Type.Scalar.Kind.DOUBLE);
    }

    private static Type value(Type type) {
        return type instanceof Type.Text text && text.length() == Type.Text.UNSAID
                ? new Type.Text(text.kind(), 1048576)
                : type;
    }

    private static Type opaque() {
        return new Type.Text(Type.Text.Kind.VARBINARY, Type.Text.UNSAID);
    }

    private static Type scalar(Type.Scalar.Kind kind) {
        return new Type.Scalar(kind);
    }
}
