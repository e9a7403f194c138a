package dev.cairn.catalog;

import dev.cairn.sql.ast.Type;

/** The uses that the server allows for a type. */
public final class TypeTraits {
    private TypeTraits() {}

    /** Returns whether the type is an ARRAY, MAP or STRUCT. */
    public static boolean isComplex(Type type) {
        return type instanceof Type.Array || type instanceof Type.Map || type instanceof Type.Struct;
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
        if (type instanceof Type.Array array) {
            return canBeStored(array.element());
        }
        if (type instanceof Type.Map map) {
            return canBeStored(map.key()) && canBeStored(map.value());
        }
        if (type instanceof Type.Struct struct) {
            return struct.fields().stream().allMatch(field -> canBeStored(field.type()));
        }
        return PrimitiveType.of(type) != PrimitiveType.TIME;
    }
}
