package dev.cairn.sql.ast;

import java.util.stream.Collectors;

/** The names of types in the server's messages. */
public final class TypeNames {
    private static final int DECIMAL64_PRECISION = 18;
    private static final int DECIMAL128_PRECISION = 38;

    private TypeNames() {}

    public static String of(Type type) {
        if (type instanceof Type.Scalar scalar) {
            return scalar.kind() == Type.Scalar.Kind.SIGNED
                    ? "BIGINT"
                    : scalar.kind().name();
        }
        if (type instanceof Type.Text text) {
            return text.length() == Type.Text.UNSAID ? text.kind().name() : text.kind() + "(" + text.length() + ")";
        }
        if (type instanceof Type.Decimal decimal) {
            return decimalKind(decimal) + "(" + decimal.precision() + "," + decimal.scale() + ")";
        }
        if (type instanceof Type.Array array) {
            return "ARRAY<" + of(array.element()) + ">";
        }
        if (type instanceof Type.Map map) {
            return "MAP<" + of(map.key()) + "," + of(map.value()) + ">";
        }
        return ((Type.Struct) type)
                .fields().stream()
                        .map(field -> field.name() + " " + of(field.type()))
                        .collect(Collectors.joining(", ", "STRUCT<", ">"));
    }

    private static String decimalKind(Type.Decimal decimal) {
        if (decimal.kind() != Type.Decimal.Kind.DECIMAL) {
            return decimal.kind().name();
        }
        if (decimal.precision() <= DECIMAL64_PRECISION) {
            return "DECIMAL64";
        }
        return decimal.precision() <= DECIMAL128_PRECISION ? "DECIMAL128" : "DECIMAL256";
    }
}
