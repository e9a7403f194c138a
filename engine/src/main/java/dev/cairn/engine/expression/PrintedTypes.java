package dev.cairn.engine.expression;

import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.Type.Decimal;

/**
 * Converts types to the form in which the server prints them. The server prints DECIMAL for all decimals, but names
 * their storage class in arrays and in expressions.
 */
public final class PrintedTypes {
    private PrintedTypes() {}

    /** Returns the type as a column definition shows it: storage classes remain only in arrays of decimals. */
    public static Type toColumnForm(Type type) {
        if (type instanceof Decimal decimalType) {
            return withoutStorageClass(decimalType);
        }
        if (type instanceof Type.Array arrayType) {
            return new Type.Array(
                    arrayType.element() instanceof Decimal decimalType
                            ? withStorageClass(decimalType)
                            : toColumnForm(arrayType.element()));
        }
        return type.mapComponentTypes(PrintedTypes::toColumnForm);
    }

    /**
     * Returns the type as it must be written to produce the same type again: a storage class is named only if the
     * precision implies another one.
     */
    public static Type toWrittenForm(Type type) {
        if (type instanceof Decimal decimalType) {
            return decimalType.kind() == Decimal.Kind.of(decimalType.precision())
                    ? withoutStorageClass(decimalType)
                    : decimalType;
        }
        return type.mapComponentTypes(PrintedTypes::toWrittenForm);
    }

    /** Returns the type as an expression shows it: decimals have storage classes, except in structs. */
    static Type toExpressionForm(Type type) {
        if (type instanceof Decimal decimalType) {
            return withStorageClass(decimalType);
        }
        return type instanceof Type.Struct
                ? toColumnForm(type)
                : type.mapComponentTypes(PrintedTypes::toExpressionForm);
    }

    /** Returns the decimal with its storage class; the oldest class, DECIMALV2, is not named. */
    private static Decimal withStorageClass(Decimal decimalType) {
        return decimalType.kind() == Decimal.Kind.DECIMALV2 ? withoutStorageClass(decimalType) : decimalType;
    }

    private static Decimal withoutStorageClass(Decimal decimalType) {
        return new Decimal(Decimal.Kind.DECIMAL, decimalType.precision(), decimalType.scale());
    }
}
