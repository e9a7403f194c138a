package dev.cairn.catalog;

import dev.cairn.sql.ast.Type;
import java.util.Locale;
import java.util.stream.Collectors;

/** Formats a stored type in the different ways of the server's messages. */
public final class TypeText {
    private TypeText() {}

    /**
     * Returns the format of most messages: {@code DECIMAL64(10,2)}, {@code MAP<INT,VARCHAR(65533)>}, but structs as in
     * {@link #ofShowCreate}.
     */
    public static String ofMessages(Type type) {
        if (type instanceof Type.Scalar scalar) {
            return PrimitiveType.of(scalar).name();
        }
        if (type instanceof Type.Text text) {
            return withLength(text.kind().name(), text.length());
        }
        if (type instanceof Type.Decimal decimal) {
            String name = decimal.kind() == Type.Decimal.Kind.DECIMALV2
                    ? "DECIMAL"
                    : PrimitiveType.of(decimal).name();
            // A decimal without digits stands for all decimals of its storage class.
            return decimal.precision() < 0 ? name : name + "(" + decimal.precision() + "," + decimal.scale() + ")";
        }
        if (type instanceof Type.Array array) {
            return "ARRAY<" + ofMessages(array.element()) + ">";
        }
        if (type instanceof Type.Map map) {
            return "MAP<" + ofMessages(map.key()) + "," + ofMessages(map.value()) + ">";
        }
        return ofShowCreate(type);
    }

    /** Returns the format of SHOW CREATE: {@code decimal(10, 2)}, {@code struct<a int(11), b date>}. */
    public static String ofShowCreate(Type type) {
        if (type instanceof Type.Scalar scalar) {
            return ofShowCreate(scalar);
        }
        if (type instanceof Type.Text text) {
            return withLength(text.kind().name().toLowerCase(Locale.ROOT), text.length());
        }
        if (type instanceof Type.Decimal decimal) {
            return "decimal(" + decimal.precision() + ", " + decimal.scale() + ")";
        }
        if (type instanceof Type.Array array) {
            boolean decimal = array.element() instanceof Type.Decimal;
            return "array<" + (decimal ? ofMessages(array.element()) : ofShowCreate(array.element())) + ">";
        }
        if (type instanceof Type.Map map) {
            return "map<" + ofShowCreate(map.key()) + "," + ofShowCreate(map.value()) + ">";
        }
        return "struct<"
                + ((Type.Struct) type)
                        .fields().stream()
                                .map(field -> field.name() + " " + ofShowCreate(field.type()))
                                .collect(Collectors.joining(", "))
                + ">";
    }

    /**
     * Returns the format of {@link #ofMessages}, but without the storage class of a top-level decimal:
     * {@code DECIMAL(10,2)}.
     */
    public static String canonical(Type type) {
        return type instanceof Type.Decimal decimal
                ? "DECIMAL(" + decimal.precision() + "," + decimal.scale() + ")"
                : ofMessages(type);
    }

    /**
     * Returns the format of SHOW FULL COLUMNS: {@code decimal(10,2)}, {@code array<int>}, {@code struct<a int(11)>}.
     */
    public static String ofShowColumns(Type type) {
        return canonical(type).toLowerCase(Locale.ROOT);
    }

    private static String ofShowCreate(Type.Scalar type) {
        return switch (type.kind()) {
            case SIGNED -> Type.Scalar.Kind.BIGINT.columnText();
            case TIME -> "TIME";
            case NULL -> "NULL_TYPE";
            default -> type.kind().columnText();
        };
    }

    private static String withLength(String name, int length) {
        return length == Type.Text.UNSPECIFIED ? name : name + "(" + length + ")";
    }
}
