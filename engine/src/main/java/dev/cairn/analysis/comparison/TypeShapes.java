package dev.cairn.analysis.comparison;

import dev.cairn.sql.ast.Type;

/** Builds the shapes of type names. */
final class TypeShapes {
    private TypeShapes() {}

    static ShapeNode of(Type type) {
        if (type instanceof Type.Decimal decimal) {
            // If the storage class is not specified, it follows from the precision.
            Type.Decimal.Kind kind = decimal.kind() == Type.Decimal.Kind.DECIMAL ? storage(decimal) : decimal.kind();
            return ShapeNode.leaf(kind + "(" + decimal.precision() + "," + decimal.scale() + ")");
        }
        if (type instanceof Type.Scalar scalar && scalar.kind() == Type.Scalar.Kind.SIGNED) {
            return ShapeNode.doubtful("signed");
        }
        if (type instanceof Type.Array array) {
            return ShapeNode.of("array", of(array.element()));
        }
        if (type instanceof Type.Map map) {
            return ShapeNode.of("map", of(map.key()), of(map.value()));
        }
        if (type instanceof Type.Struct struct) {
            return ShapeNode.of(
                    "struct",
                    struct.fields().stream()
                            .map(field -> ShapeNode.of(field.name(), of(field.type())))
                            .toList());
        }
        return ShapeNode.leaf(type.toString());
    }

    private static Type.Decimal.Kind storage(Type.Decimal decimal) {
        if (decimal.precision() <= 9) {
            return Type.Decimal.Kind.DECIMAL32;
        }
        if (decimal.precision() <= 18) {
            return Type.Decimal.Kind.DECIMAL64;
        }
        return decimal.precision() <= 38 ? Type.Decimal.Kind.DECIMAL128 : Type.Decimal.Kind.DECIMAL256;
    }
}
