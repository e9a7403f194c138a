package dev.cairn.catalog;

import dev.cairn.sql.ast.Type;

/** The uses that the server allows for a type. */
public final class TypeTraits {
    private TypeTraits() {}

    /** Returns whether the type is an ARRAY, MAP or STRUCT. */
    public static boolean isComplex(Type type) {
        return type instanceof Type.Nested;
    }

    /** Returns whether a key or distribution column may have the type. */
    public static boolean canBeKey(Type type) {
        PrimitiveType primitive = PrimitiveType.of(type);
        return primitive != PrimitiveType.INVALID_TYPE
                && !primitive.isFloatingPoint()
                && !primitive.isMetric()
                && primitive != PrimitiveType.JSON
                && primitive != PrimitiveType.VARIANT;
    }

    public static boolean canBePrimaryKey(Type type) {
        PrimitiveType primitive = PrimitiveType.of(type);
        return primitive == PrimitiveType.BOOLEAN
                || primitive.isFixedPoint()
                || primitive == PrimitiveType.VARCHAR
                || primitive.isDate();
    }

    /** Returns whether a sort column of a PRIMARY KEY table may have the type. */
    public static boolean canBePrimarySortKey(Type type) {
        return canBePrimaryKey(type) || PrimitiveType.of(type) == PrimitiveType.VARBINARY;
    }

    public static boolean supportsBloomFilter(Type type) {
        PrimitiveType primitive = PrimitiveType.of(type);
        return canBeKey(type)
                && primitive != PrimitiveType.TINYINT
                && primitive != PrimitiveType.BOOLEAN
                && !primitive.isDecimalV3()
                && primitive != PrimitiveType.VARBINARY;
    }

    public static boolean canBeMapKey(Type type) {
        PrimitiveType primitive = PrimitiveType.of(type);
        return primitive != PrimitiveType.INVALID_TYPE && primitive != PrimitiveType.JSON && !primitive.isMetric();
    }

    /** Returns whether a column may have the type; TIME is for values of queries only. */
    public static boolean canBeStored(Type type) {
        return PrimitiveType.of(type) != PrimitiveType.TIME
                && type.parts().stream().allMatch(TypeTraits::canBeStored);
    }

    /** Returns whether values of the type have an order. */
    public static boolean canOrder(Type type) {
        return isComplex(type)
                ? !(type instanceof Type.Map) && type.parts().stream().allMatch(TypeTraits::canOrder)
                : canTellApart(type);
    }

    /** Returns whether values of the type can be used in GROUP BY and in a join. */
    public static boolean canTellApart(Type type) {
        PrimitiveType primitive = PrimitiveType.of(type);
        return !primitive.isMetric()
                && primitive != PrimitiveType.JSON
                && primitive != PrimitiveType.VARIANT
                && type.parts().stream().allMatch(TypeTraits::canTellApart);
    }

    public static boolean canBeDistinct(Type type) {
        return isComplex(type)
                ? type.parts().stream().allMatch(TypeTraits::canBeDistinct)
                : PrimitiveType.of(type) != PrimitiveType.VARBINARY && canTellApart(type);
    }

    /** Returns whether windows can be partitioned by values of the type. */
    public static boolean canPartition(Type type) {
        if (type instanceof Type.Array array) {
            return canPartition(array.element());
        }
        return !isComplex(type) && PrimitiveType.of(type) != PrimitiveType.VARBINARY && canTellApart(type);
    }

    /** Returns whether sums, extremes and similar aggregates support the type. */
    public static boolean canAggregate(Type type) {
        return !(type instanceof Type.Array) && canPartition(type);
    }
}
