package dev.cairn.engine.expression;

import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.Type.Decimal;

/**
 * Converts types to the form in which the server prints them. The server prints DECIMAL for all decimals, but names
 * their storage class in arrays and in expressions.
 */
public final class ShownType {
    private ShownType() {}

    public static Type toColumnForm(Type type) {
        if (type instanceof Decimal decimal) {
            return withoutStorageClass(decimal);
        }
        if (type instanceof Type.Array array) {
            return new Type.Array(
                    array.element() instanceof Decimal decimal
                            ? withStorageClass(decimal)
                            : toColumnForm(array.element()));
        }
        return type.mapComponentTypes(ShownType::toColumnForm);
    }

    /**
     * The type as it must be written to produce the same type again: a storage class is named only if the precision
     * implies another one.
     */
    public static Type toWritten(Type type) {
        if (type instanceof Decimal decimal) {
            return decimal.kind() == Decimal.Kind.of(decimal.precision()) ? withoutStorageClass(decimal) : decimal;
        }
        return type.mapComponentTypes(ShownType::toWritten);
    }

    static Type toExpressionForm(Type type) {
        if (type instanceof Decimal decimal) {
            return withStorageClass(decimal);
        }
        return type instanceof Type.Struct ? toColumnForm(type) : type.mapComponentTypes(ShownType::toExpressionForm);
    }

    /** The decimal with its storage class; the oldest class, DECIMALV2, is not named. */
    private static Decimal withStorageClass(Decimal decimal) {
        return decimal.kind() == Decimal.Kind.DECIMALV2 ? withoutStorageClass(decimal) : decimal;
    }

    private static Decimal withoutStorageClass(Decimal decimal) {
        return new Decimal(Decimal.Kind.DECIMAL, decimal.precision(), decimal.scale());
    }
}
