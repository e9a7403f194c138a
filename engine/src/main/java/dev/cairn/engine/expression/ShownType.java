package dev.cairn.engine.expression;

import dev.cairn.catalog.DecimalClass;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.Type.Decimal;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Converts types to the form in which the server prints them. The server prints DECIMAL for all decimals, but names
 * their storage class in arrays and in expressions.
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

    /**
     * The type as it must be written to produce the same type again: a storage class is named only if the precision
     * implies another one.
     */
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

    /** The decimal with its storage class; the oldest class, DECIMALV2, is not named. */
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
