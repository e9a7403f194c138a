package dev.cairn.catalog;

import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.Type;

/** Decides for which purposes the server allows a type, depending on its component types and the server's version. */
public final class TypeTraits {
    private TypeTraits() {}

    /** Returns whether a column may have the type; TIME is for values of queries only. */
    public static boolean canBeStored(Type type) {
        return PrimitiveType.of(type) != PrimitiveType.TIME && type.allComponentsMatch(TypeTraits::canBeStored);
    }

    /** Returns whether values of the type have an order. Before 4.0, structs and binaries have none. */
    public static boolean canOrder(Type type, Version version) {
        boolean isUnordered = type instanceof Type.Struct || PrimitiveType.of(type) == PrimitiveType.VARBINARY;
        if (type instanceof Type.Map || (isUnordered && !version.atLeast(Version.V4_0))) {
            return false;
        }
        return type.isComplex()
                ? type.allComponentsMatch(componentType -> canOrder(componentType, version))
                : canCompare(type);
    }

    /** Returns whether values of the type can be used in GROUP BY and in a join. Before 4.0, binaries can't. */
    public static boolean canCompare(Type type, Version version) {
        boolean isBinary = PrimitiveType.of(type) == PrimitiveType.VARBINARY;
        return (!isBinary || version.atLeast(Version.V4_0))
                && canCompareAlone(type)
                && type.allComponentsMatch(componentType -> canCompare(componentType, version));
    }

    private static boolean canCompare(Type type) {
        return canCompareAlone(type) && type.allComponentsMatch(TypeTraits::canCompare);
    }

    private static boolean canCompareAlone(Type type) {
        PrimitiveType primitive = PrimitiveType.of(type);
        return !primitive.isMetric() && primitive != PrimitiveType.JSON && primitive != PrimitiveType.VARIANT;
    }

    public static boolean canBeDistinct(Type type) {
        return type.isComplex()
                ? type.allComponentsMatch(TypeTraits::canBeDistinct)
                : PrimitiveType.of(type) != PrimitiveType.VARBINARY && canCompare(type);
    }

    /** Returns whether windows can be partitioned by values of the type. */
    public static boolean canPartition(Type type) {
        if (type instanceof Type.Array arrayType) {
            return canPartition(arrayType.element());
        }
        return !type.isComplex() && PrimitiveType.of(type) != PrimitiveType.VARBINARY && canCompare(type);
    }

    /** Returns whether sums, extremes and similar aggregates support the type. */
    public static boolean canAggregate(Type type) {
        return !(type instanceof Type.Array) && canPartition(type);
    }
}
