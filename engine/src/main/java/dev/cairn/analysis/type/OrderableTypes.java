package dev.cairn.analysis.type;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Type;

/** Decides which types have an order, and which have equality. */
public final class OrderableTypes {
    private OrderableTypes() {}

    public static boolean canOrder(Type type) {
        if (type instanceof Type.Array array) {
            return canOrder(array.element());
        }
        if (type instanceof Type.Struct struct) {
            return struct.fields().stream().allMatch(field -> canOrder(field.type()));
        }
        return !(type instanceof Type.Map) && canTellApart(type);
    }

    /** Whether values of this type can be used in GROUP BY and in a join. */
    public static boolean canTellApart(Type type) {
        if (type instanceof Type.Array array) {
            return canTellApart(array.element());
        }
        if (type instanceof Type.Map map) {
            return canTellApart(map.key()) && canTellApart(map.value());
        }
        if (type instanceof Type.Struct struct) {
            return struct.fields().stream().allMatch(field -> canTellApart(field.type()));
        }
        PrimitiveType primitive = PrimitiveType.of(type);
        return !primitive.isMetric() && primitive != PrimitiveType.JSON && primitive != PrimitiveType.VARIANT;
    }

    public static boolean canBeDistinct(Type type) {
        if (type instanceof Type.Array array) {
            return canBeDistinct(array.element());
        }
        if (type instanceof Type.Map map) {
            return canBeDistinct(map.key()) && canBeDistinct(map.value());
        }
        if (type instanceof Type.Struct struct) {
            return struct.fields().stream().allMatch(field -> canBeDistinct(field.type()));
        }
        return PrimitiveType.of(type) != PrimitiveType.VARBINARY && canTellApart(type);
    }

    public static boolean canPartition(Type type) {
        if (type instanceof Type.Array array) {
            return canPartition(array.element());
        }
        return !(type instanceof Type.Map)
                && !(type instanceof Type.Struct)
                && PrimitiveType.of(type) != PrimitiveType.VARBINARY
                && canTellApart(type);
    }

    /** Whether sums, extremes and similar aggregates support this type. */
    public static boolean canAggregate(Type type) {
        return !(type instanceof Type.Array) && canPartition(type);
    }
}
