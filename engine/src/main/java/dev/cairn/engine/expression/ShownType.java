package dev.cairn.engine.expression;

import dev.cairn.catalog.DecimalClass;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.Type.Decimal;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Types as the server prints them. It has one word for all decimals, but names their storage class in arrays and in
 * expressions.
 */
public final class ShownType {
    private ShownType() {}

    public static Type ofColumn(Type type) {
        if (type instanceof Decimal decimal) {
            return plain(decimal);
        }
        if (type instanceof Type.Array array) {
            return new Type.Array(
                    array.element() instanceof Decimal decimal ? withClass(decimal) : ofColumn(array.element()));
        }
        if (type instanceof Type.Map map) {
            return new Type.Map(ofColumn(map.key()), ofColumn(map.value()));
        }
        return type instanceof Type.Struct struct ? fields(struct, ShownType::ofColumn) : type;
    }

    /** As it must be written to become the type again: a storage class is named where the precision asks for another. */
    public static Type written(Type type) {
        if (type instanceof Decimal decimal) {
            return decimal.kind() == DecimalClass.of(decimal.precision()) ? plain(decimal) : decimal;
        }
        if (type instanceof Type.Array array) {
            return new Type.Array(written(array.element()));
        }
        if (type instanceof Type.Map map) {
            return new Type.Map(written(map.key()), written(map.value()));
        }
        return type instanceof Type.Struct struct ? fields(struct, ShownType::written) : type;
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
        return decimal.kind() == Decimal.Kind.DECIMALV2 ? plain(decimal) : decimal;
    }

    private static Decimal plain(Decimal decimal) {
        return new Decimal(Decimal.Kind.DECIMAL, decimal.precision(), decimal.scale());
    }

    private static Type fields(Type.Struct struct, UnaryOperator<Type> each) {
        List<Type.Field> fields = struct.fields().stream()
                .map(field -> new Type.Field(field.name(), each.apply(field.type())))
                .toList();
        return new Type.Struct(fields);
    }
}
