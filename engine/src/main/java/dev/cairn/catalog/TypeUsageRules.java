package dev.cairn.catalog;

import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.Type;

/** Decides for which purposes the server allows a type, depending on its component types and the server's version. */
public final class TypeUsageRules {
    /** How refusals name the types that can't be compared. */
    public static final String INCOMPARABLE_TYPE_NAMES = "percentile, hll, bitmap or json";

    /** How refusals name the types that have no order. */
    public static final String UNORDERED_TYPE_NAMES = "percentile, hll, bitmap, json, struct or map";

    private TypeUsageRules() {}

    /** Returns whether a column may have the type; TIME is for values of queries only. */
    public static boolean canBeStored(Type type) {
        return PrimitiveType.of(type) != PrimitiveType.TIME && type.allComponentsMatch(TypeUsageRules::canBeStored);
    }

    /** Returns whether values of the type have an order. Before 4.0, structs and binaries do not. */
    public static boolean canBeOrdered(Type type, Version version) {
        boolean isUnorderedInOldVersions =
                type instanceof Type.Struct || PrimitiveType.of(type) == PrimitiveType.VARBINARY;
        if (type instanceof Type.Map || (isUnorderedInOldVersions && !version.isAtLeast(Version.V4_0))) {
            return false;
        }
        return type.isNested()
                ? type.allComponentsMatch(componentType -> canBeOrdered(componentType, version))
                : canBeCompared(type);
    }

    /** Returns whether values of the type can be used in GROUP BY and in a join. Before 4.0, binaries can't. */
    public static boolean canBeCompared(Type type, Version version) {
        boolean isBinary = PrimitiveType.of(type) == PrimitiveType.VARBINARY;
        return (!isBinary || version.isAtLeast(Version.V4_0))
                && canBeComparedIgnoringComponents(type)
                && type.allComponentsMatch(componentType -> canBeCompared(componentType, version));
    }

    /** Decides like {@link #canBeCompared(Type, Version)}, but lets any version compare binaries. */
    private static boolean canBeCompared(Type type) {
        return canBeComparedIgnoringComponents(type) && type.allComponentsMatch(TypeUsageRules::canBeCompared);
    }

    /** Decides by the type itself, without its component types. */
    private static boolean canBeComparedIgnoringComponents(Type type) {
        PrimitiveType primitiveType = PrimitiveType.of(type);
        return !primitiveType.isMetric()
                && primitiveType != PrimitiveType.JSON
                && primitiveType != PrimitiveType.VARIANT;
    }

    /** Returns whether DISTINCT supports the type. */
    public static boolean canBeDistinct(Type type) {
        return type.isNested()
                ? type.allComponentsMatch(TypeUsageRules::canBeDistinct)
                : PrimitiveType.of(type) != PrimitiveType.VARBINARY && canBeCompared(type);
    }

    /** Returns whether windows can be partitioned by values of the type. */
    public static boolean canPartitionWindows(Type type) {
        if (type instanceof Type.Array arrayType) {
            return canPartitionWindows(arrayType.element());
        }
        return !type.isNested() && PrimitiveType.of(type) != PrimitiveType.VARBINARY && canBeCompared(type);
    }

    /** Returns whether sums, extremes and similar aggregates support the type. */
    public static boolean canBeAggregated(Type type) {
        return !(type instanceof Type.Array) && canPartitionWindows(type);
    }
}
