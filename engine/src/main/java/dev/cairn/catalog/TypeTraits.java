package dev.cairn.catalog;

import dev.cairn.sql.ast.Type;

/** What the server lets a type be used for. */
public final class TypeTraits {
    private TypeTraits() {}

    /** ARRAY, MAP or STRUCT. */
    public static boolean isComplex(Type type) {
        return type instanceof Type.Array || type instanceof Type.Map || type instanceof Type.Struct;
    }

    /** As a key column, or to distribute by. */
    public static boolean canBeKey(Type type) {
        Primitive primitive = Primitive.of(type);
        return primitive != Primitive.INVALID_TYPE
                && !primitive.isFloatingPoint()
                && !primitive.isMetric()
                && primitive != Primitive.JSON
                && primitive != Primitive.VARIANT;
    }

    public static boolean canBePrimaryKey(Type type) {
        Primitive primitive = Primitive.of(type);
        return primitive == Primitive.BOOLEAN
                || primitive.isFixedPoint()
                || primitive == Primitive.VARCHAR
                || primitive.isDate();
    }

    /** To sort a PRIMARY KEY table by. */
    public static boolean canBePrimarySortKey(Type type) {
        return canBePrimaryKey(type) || Primitive.of(type) == Primitive.VARBINARY;
    }

    public static boolean supportsBloomFilter(Type type) {
        Primitive primitive = Primitive.of(type);
        return canBeKey(type)
                && primitive != Primitive.TINYINT
                && primitive != Primitive.BOOLEAN
                && !primitive.isDecimalV3()
                && primitive != Primitive.VARBINARY;
    }

    public static boolean canBeMapKey(Type type) {
        Primitive primitive = Primitive.of(type);
        return primitive != Primitive.INVALID_TYPE && primitive != Primitive.JSON && !primitive.isMetric();
    }

    /** TIME is for values of a query only. */
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
        return Primitive.of(type) != Primitive.TIME;
    }
}
