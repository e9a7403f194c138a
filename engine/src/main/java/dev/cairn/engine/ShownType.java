package dev.cairn.engine;

import dev.cairn.sql.Type;
import dev.cairn.sql.Type.Decimal;
import java.util.List;

/**
 * Types as the server prints them. It has one word for all decimals, but names their storage class in arrays and in
 * expressions.
 */
final class ShownType {
    private ShownType() {}

    static Type ofColumn(Type type) {
        if (type instanceof Decimal decimal) {
            return new Decimal(Decimal.Kind.DECIMAL, decimal.precision(), decimal.scale());
        }
        if (type instanceof Type.Array array) {
            return new Type.Array(
                    array.element() instanceof Decimal decimal ? withClass(decimal) : ofColumn(array.element()));
        }
        if (type instanceof Type.Map map) {
            return new Type.Map(ofColumn(map.key()), ofColumn(map.value()));
        }
        if (type instanceof Type.Struct struct) {
            List<Type.Field> fields = struct.fields().stream()
                    .map(field -> new Type.Field(field.name(), ofColumn(field.type())))
                    .toList();
            return new Type.Struct(fields);
        }
        return type;
    }

    static Type inExpression(Type type) {
        if (type instanceof Decimal decimal) {
            return withClass(decimal);
        }
        if (type instanceof Type.Array array) {
            return new Type.Array(inExpression(array.element()));
        }
        if (type instanceof Type.Map map) {
            return new Type.Map(inExpression(map.key()), inExpression(map.value()));
        }
        return ofColumn(type);
    }

    /** The oldest class has no name of its own. */
    private static Decimal withClass(Decimal decimal) {
        return decimal.kind() == Decimal.Kind.DECIMALV2
                ? new Decimal(Decimal.Kind.DECIMAL, decimal.precision(), decimal.scale())
                : decimal;
    }
}
