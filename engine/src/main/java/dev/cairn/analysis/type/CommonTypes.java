package dev.cairn.analysis.type;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.Type.Decimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Determines the common type to which values of several types are cast; null if the types have no common type. */
public final class CommonTypes {
    private CommonTypes() {}

    /** Returns the common type of two scalar types. */
    public static @Nullable Type ofScalars(Type one, Type other) {
        PrimitiveType left = PrimitiveType.of(one);
        PrimitiveType right = PrimitiveType.of(other);
        if (left == PrimitiveType.INVALID_TYPE || right == PrimitiveType.INVALID_TYPE) {
            return null;
        }
        if (one.equals(other) || right == PrimitiveType.NULL_TYPE) {
            return one;
        }
        if (left == PrimitiveType.NULL_TYPE) {
            return other;
        }
        if (left == PrimitiveType.HLL || right == PrimitiveType.HLL) {
            return null;
        }
        if (left.isCharacters() || right.isCharacters()) {
            return text(one, other);
        }
        if (left.isDecimalV3()) {
            return Decimals.common((Decimal) one, other);
        }
        if (right.isDecimalV3()) {
            return Decimals.common((Decimal) other, one);
        }
        return ofPlainScalars(left, one, right, other);
    }

    /** Returns the common type; for arrays, maps and structs it is determined part by part. */
    public static @Nullable Type commonType(Type one, Type other) {
        if (one instanceof Type.Nested nested && nested.hasShapeOf(other)) {
            return ofParts(nested, other);
        }
        PrimitiveType left = PrimitiveType.of(one);
        PrimitiveType right = PrimitiveType.of(other);
        if (left != PrimitiveType.INVALID_TYPE && right != PrimitiveType.INVALID_TYPE) {
            return ofScalars(one, other);
        }
        // The server types a NULL inside a nested value as BOOLEAN.
        if (left == PrimitiveType.NULL_TYPE || left == PrimitiveType.BOOLEAN) {
            return other;
        }
        return right == PrimitiveType.NULL_TYPE || right == PrimitiveType.BOOLEAN ? one : null;
    }

    /** Returns the common type of all; refuses the first two types that have none. */
    public static Type commonType(List<Type> types) {
        Type common = types.get(0);
        for (Type type : types.subList(1, types.size())) {
            Type next = commonType(common, type);
            if (next == null) {
                throw Refusal.analysis(
                        Span.NONE,
                        TypeRule.NO_COMMON_TYPE,
                        TypeFormat.formatForMessages(common),
                        TypeFormat.formatForMessages(type));
            }
            common = next;
        }
        return common;
    }

    /**
     * Returns the common type for functions whose arguments must all have one type. The only nested types that it
     * supports are arrays.
     */
    public static @Nullable Type ofArguments(@Nullable Type one, Type other) {
        if (one == null) {
            return null;
        }
        if (one instanceof Type.Array array && other instanceof Type.Array with) {
            Type element = ofArguments(array.element(), with.element());
            return element == null ? null : new Type.Array(element);
        }
        if (!one.isComplex() && !other.isComplex()) {
            return ofScalars(one, other);
        }
        if (one.equals(TypeConstants.NULL)) {
            return other;
        }
        return other.equals(TypeConstants.NULL) ? one : null;
    }

    private static Type text(Type one, Type other) {
        int left = one instanceof Type.Text text ? text.length() : Type.Text.UNSPECIFIED;
        int right = other instanceof Type.Text text ? text.length() : Type.Text.UNSPECIFIED;
        return left <= 0 || right <= 0
                ? TypeConstants.VARCHAR
                : new Type.Text(Type.Text.Kind.VARCHAR, Math.max(left, right));
    }

    private static @Nullable Type ofParts(Type.Nested one, Type other) {
        List<Type> parts = new ArrayList<>(one.parts().size());
        for (int i = 0; i < one.parts().size(); i++) {
            Type common = commonType(one.parts().get(i), other.parts().get(i));
            if (common == null) {
                return null;
            }
            parts.add(common);
        }
        return one.withParts(parts);
    }

    private static @Nullable Type ofPlainScalars(PrimitiveType left, Type one, PrimitiveType right, Type other) {
        if (left == right) {
            return left == PrimitiveType.VARBINARY ? TypeConstants.VARBINARY : one; // the lengths differ
        }
        boolean old = left == PrimitiveType.DECIMALV2 || right == PrimitiveType.DECIMALV2;
        if (old) {
            return left == PrimitiveType.DATE || right == PrimitiveType.DATE ? null : TypeConstants.DECIMALV2;
        }
        if (failsOn(left, right) || failsOn(right, left)) {
            throw Refusal.execution(
                    Span.NONE,
                    TypeRule.NO_COMMON_TYPE,
                    TypeFormat.formatForMessages(one),
                    TypeFormat.formatForMessages(other));
        }
        boolean ordered = left.compareTo(right) < 0;
        return ordered ? ofPair(left, one, right, other) : ofPair(right, other, left, one);
    }

    /** The server's list of types orders the smaller type before the larger one. */
    private static @Nullable Type ofPair(PrimitiveType smaller, Type small, PrimitiveType larger, Type large) {
        boolean number = smaller == PrimitiveType.BOOLEAN || smaller.isFixedPoint() || smaller.isFloatingPoint();
        return switch (larger) {
            case TINYINT, SMALLINT, INT, BIGINT, LARGEINT, DOUBLE -> large;
            case FLOAT -> smaller.compareTo(PrimitiveType.INT) < 0 ? large : TypeConstants.DOUBLE;
            case DATE -> smaller.isFixedPoint() && smaller.compareTo(PrimitiveType.INT) >= 0 ? small : null;
            case DATETIME -> ofDatetimeAnd(smaller, small, large);
            case TIME -> number ? TypeConstants.DOUBLE : null;
            case JSON -> number ? small : null;
            case VARIANT -> isVariable(smaller) ? large : null;
            default -> null;
        };
    }

    private static @Nullable Type ofDatetimeAnd(PrimitiveType smaller, Type small, Type datetime) {
        if (smaller == PrimitiveType.DATE) {
            return datetime;
        }
        return smaller == PrimitiveType.BIGINT || smaller == PrimitiveType.LARGEINT || smaller == PrimitiveType.DOUBLE
                ? small
                : null;
    }

    private static boolean isVariable(PrimitiveType primitive) {
        return primitive == PrimitiveType.BOOLEAN
                || primitive.isFixedPoint()
                || primitive.isFloatingPoint()
                || primitive.isDate()
                || primitive == PrimitiveType.TIME
                || primitive == PrimitiveType.JSON;
    }

    /** Whether the server fails on the pair of types instead of finding that they have no common type. */
    private static boolean failsOn(PrimitiveType smaller, PrimitiveType larger) {
        return switch (larger) {
            case BITMAP, PERCENTILE -> smaller == PrimitiveType.TIME;
            case VARBINARY ->
                smaller == PrimitiveType.BITMAP || smaller == PrimitiveType.PERCENTILE || smaller == PrimitiveType.JSON;
            default -> false;
        };
    }
}
