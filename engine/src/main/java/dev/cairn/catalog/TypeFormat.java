package dev.cairn.catalog;

import dev.cairn.sql.ast.Type;
import java.util.Locale;
import java.util.stream.Collectors;

/** Formats a stored type in the different ways of the server's messages. */
public final class TypeFormat {
    private TypeFormat() {}

    /**
     * Returns the format of most messages: {@code DECIMAL64(10,2)}, {@code MAP<INT,VARCHAR(65533)>}, but structs as in
     * {@link #formatForShowCreate}.
     */
    public static String formatForMessages(Type type) {
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
            return "ARRAY<" + formatForMessages(array.element()) + ">";
        }
        if (type instanceof Type.Map map) {
            return "MAP<" + formatForMessages(map.key()) + "," + formatForMessages(map.value()) + ">";
        }
        return formatForShowCreate(type);
    }

    /** Returns the format of SHOW CREATE: {@code decimal(10, 2)}, {@code struct<a int(11), b date>}. */
    public static String formatForShowCreate(Type type) {
        if (type instanceof Type.Scalar scalar) {
            return formatForShowCreate(scalar);
        }
        if (type instanceof Type.Text text) {
            return withLength(text.kind().name().toLowerCase(Locale.ROOT), text.length());
        }
        if (type instanceof Type.Decimal decimal) {
            return "decimal(" + decimal.precision() + ", " + decimal.scale() + ")";
        }
        if (type instanceof Type.Array array) {
            boolean decimal = array.element() instanceof Type.Decimal;
            return "array<" + (decimal ? formatForMessages(array.element()) : formatForShowCreate(array.element()))
                    + ">";
        }
        if (type instanceof Type.Map map) {
            return "map<" + formatForShowCreate(map.key()) + "," + formatForShowCreate(map.value()) + ">";
        }
        return "struct<"
                + ((Type.Struct) type)
                        .fields().stream()
                                .map(field -> field.name() + " " + formatForShowCreate(field.type()))
                                .collect(Collectors.joining(", "))
                + ">";
    }

    /**
     * Returns the format of {@link #formatForMessages}, but without the storage class of a top-level decimal:
     * {@code DECIMAL(10,2)}.
     */
    public static String formatCanonically(Type type) {
        return type instanceof Type.Decimal decimal
                ? "DECIMAL(" + decimal.precision() + "," + decimal.scale() + ")"
                : formatForMessages(type);
    }

    /**
     * Returns the format of SHOW FULL COLUMNS: {@code decimal(10,2)}, {@code array<int>}, {@code struct<a int(11)>}.
     */
    public static String formatForShowColumns(Type type) {
        return formatCanonically(type).toLowerCase(Locale.ROOT);
    }

    private static String formatForShowCreate(Type.Scalar type) {
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
