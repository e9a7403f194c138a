package dev.cairn.catalog;

import dev.cairn.sql.ast.Type;
import java.util.Locale;
import java.util.stream.Collectors;

/** Formats a stored type as the server does in messages and in the answers of SHOW. */
public final class TypeFormat {
    private TypeFormat() {}

    /**
     * Returns the format of most messages: {@code DECIMAL64(10,2)}, {@code MAP<INT,VARCHAR(65533)>}. Structs have the
     * format of {@link #formatForShowCreate}.
     */
    public static String formatForMessages(Type type) {
        if (type instanceof Type.Scalar scalarType) {
            return PrimitiveType.of(scalarType).name();
        }
        if (type instanceof Type.Text textType) {
            return appendLength(textType.kind().name(), textType.length());
        }
        if (type instanceof Type.Decimal decimalType) {
            String name = decimalType.kind() == Type.Decimal.Kind.DECIMALV2
                    ? "DECIMAL"
                    : PrimitiveType.of(decimalType).name();
            // A decimal without digits stands for all decimals of its storage class.
            return decimalType.precision() < 0
                    ? name
                    : name + "(" + decimalType.precision() + "," + decimalType.scale() + ")";
        }
        if (type instanceof Type.Array arrayType) {
            return "ARRAY<" + formatForMessages(arrayType.element()) + ">";
        }
        if (type instanceof Type.Map mapType) {
            return "MAP<" + formatForMessages(mapType.key()) + "," + formatForMessages(mapType.value()) + ">";
        }
        return formatForShowCreate(type);
    }

    /**
     * Returns the format of SHOW CREATE: {@code decimal(10, 2)}, {@code struct<a int(11), b date>}. A decimal in an
     * array has the format of {@link #formatForMessages}.
     */
    public static String formatForShowCreate(Type type) {
        if (type instanceof Type.Scalar scalarType) {
            return formatForShowCreate(scalarType);
        }
        if (type instanceof Type.Text textType) {
            return appendLength(textType.kind().name().toLowerCase(Locale.ROOT), textType.length());
        }
        if (type instanceof Type.Decimal decimalType) {
            return "decimal(" + decimalType.precision() + ", " + decimalType.scale() + ")";
        }
        if (type instanceof Type.Array arrayType) {
            boolean isDecimal = arrayType.element() instanceof Type.Decimal;
            return "array<"
                    + (isDecimal ? formatForMessages(arrayType.element()) : formatForShowCreate(arrayType.element()))
                    + ">";
        }
        if (type instanceof Type.Map mapType) {
            return "map<" + formatForShowCreate(mapType.key()) + "," + formatForShowCreate(mapType.value()) + ">";
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
    public static String formatWithoutStorageClass(Type type) {
        return type instanceof Type.Decimal decimalType
                ? "DECIMAL(" + decimalType.precision() + "," + decimalType.scale() + ")"
                : formatForMessages(type);
    }

    /**
     * Returns the format of SHOW FULL COLUMNS: {@code decimal(10,2)}, {@code array<int>}, {@code struct<a int(11)>}.
     */
    public static String formatForShowColumns(Type type) {
        return formatWithoutStorageClass(type).toLowerCase(Locale.ROOT);
    }

    private static String formatForShowCreate(Type.Scalar type) {
        return switch (type.kind()) {
            case SIGNED -> Type.Scalar.Kind.BIGINT.columnText();
            case TIME -> "TIME";
            case NULL -> "NULL_TYPE";
            default -> type.kind().columnText();
        };
    }

    private static String appendLength(String name, int length) {
        return length == Type.Text.UNSPECIFIED_LENGTH ? name : name + "(" + length + ")";
    }
}
