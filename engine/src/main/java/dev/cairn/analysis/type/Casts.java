package dev.cairn.analysis.type;

import static dev.cairn.catalog.PrimitiveType.BITMAP;
import static dev.cairn.catalog.PrimitiveType.BOOLEAN;
import static dev.cairn.catalog.PrimitiveType.HLL;
import static dev.cairn.catalog.PrimitiveType.INVALID_TYPE;
import static dev.cairn.catalog.PrimitiveType.JSON;
import static dev.cairn.catalog.PrimitiveType.NULL_TYPE;
import static dev.cairn.catalog.PrimitiveType.PERCENTILE;
import static dev.cairn.catalog.PrimitiveType.TIME;
import static dev.cairn.catalog.PrimitiveType.VARBINARY;
import static dev.cairn.catalog.PrimitiveType.VARIANT;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Type;
import java.util.List;

/**
 * Decides which casts the server accepts, which of them are lossless, and which are unnecessary. Explicit and implicit
 * casts have the same rule.
 */
public final class Casts {
    private Casts() {}

    /** Whether the server can cast the type; fields of structs are matched by position, and their names are ignored. */
    public static boolean isPossible(Type from, Type to) {
        PrimitiveType source = PrimitiveType.of(from);
        PrimitiveType target = PrimitiveType.of(to);
        if (source == NULL_TYPE || (source.isCharacters() && target == BITMAP)) {
            return true;
        }
        if (source != INVALID_TYPE && target != INVALID_TYPE) {
            return isPossible(source, target);
        }
        return (from instanceof Type.Nested nested && nested.matchesByPart(to, Casts::isPossible))
                || isAcrossNesting(from, to, source, target);
    }

    /** Whether each value of one type is a value of the other, so that the cast never returns NULL for a value. */
    public static boolean keepsAll(Type from, Type to) {
        if (from instanceof Type.Nested nested) {
            return nested.matchesByPart(to, Casts::keepsAll);
        }
        if (from.equals(to)) {
            return true;
        }
        PrimitiveType source = PrimitiveType.of(from);
        PrimitiveType target = PrimitiveType.of(to);
        if (source == BOOLEAN) {
            return target.isNumeric() || target.isCharacters();
        }
        if (source.isFixedPoint()) {
            return target.isCharacters() || (target.isFixedPoint() && source.compareTo(target) < 0);
        }
        if (source.isDecimalV3()) {
            return target.isCharacters() || target.isFloatingPoint() || keepsDigits(from, to);
        }
        return source.isCharacters() && target.isCharacters();
    }

    /**
     * Whether the cast of a value is never NULL. Unlike {@link #keepsAll}, this is not what the server assumes, but what
     * follows from the values of the types.
     */
    public static boolean alwaysSucceeds(Type from, Type to) {
        if (from.equals(to) || (from instanceof Type.Nested && to instanceof Type.Nested)) {
            return true; // in a nested value, only the elements may become NULL
        }
        PrimitiveType source = PrimitiveType.of(from);
        PrimitiveType target = PrimitiveType.of(to);
        if (source == target && !source.isDecimalV3()) {
            return true;
        }
        if (source == BOOLEAN || source.isFixedPoint() || source.isFloatingPoint()) {
            return ofNumber(source, to, target);
        }
        if (source.isDecimalV3()) {
            return target.isCharacters()
                    || target.isFloatingPoint()
                    || target == BOOLEAN
                    || keepsDigits(from, to)
                    || (from instanceof Type.Decimal decimal
                            && decimal.precision() - decimal.scale() <= digits(target));
        }
        if (source.isDate()) {
            return target.isDate() || target.isCharacters();
        }
        return source.isCharacters() && target.isCharacters();
    }

    private static boolean ofNumber(PrimitiveType source, Type to, PrimitiveType target) {
        if (target.isCharacters() || target == BOOLEAN || target == PrimitiveType.DOUBLE) {
            return true;
        }
        if (source.isFloatingPoint()) {
            return false;
        }
        if (target.isFixedPoint()) {
            return source == BOOLEAN || source.compareTo(target) < 0;
        }
        return target == PrimitiveType.FLOAT
                || (to instanceof Type.Decimal decimal
                        && (decimal.isOpen() || decimal.precision() - decimal.scale() > digits(source)));
    }

    /** The number of digits of which each number is in the range of an integer type; 0 for other types. */
    private static int digits(PrimitiveType integer) {
        return switch (integer) {
            case TINYINT -> 2;
            case SMALLINT -> 4;
            case INT -> 9;
            case BIGINT -> 18;
            case LARGEINT -> 38;
            default -> 0;
        };
    }

    private static boolean keepsDigits(Type from, Type to) {
        return from instanceof Type.Decimal decimal
                && to instanceof Type.Decimal into
                && Decimals.isDecimal(into)
                && into.precision() >= decimal.precision()
                && into.scale() >= decimal.scale();
    }

    /**
     * Whether the server accepts one type for the other without a cast. Lengths are ignored; of decimals, only the
     * storage class and the scale are compared; an unspecified scale matches any.
     */
    public static boolean isUnnecessary(Type from, Type to) {
        if (from instanceof Type.Nested nested) {
            return nested.matchesByPart(to, Casts::isUnnecessary)
                    && (!(from instanceof Type.Struct struct) || struct.hasFieldNamesOf((Type.Struct) to));
        }
        PrimitiveType source = PrimitiveType.of(from);
        PrimitiveType target = PrimitiveType.of(to);
        if (source.isCharacters()) {
            return target.isCharacters();
        }
        return source == target && (!source.isDecimalV3() || scalesMatch((Type.Decimal) from, (Type.Decimal) to));
    }

    /** Returns the type itself, if the server accepts it for the other without a cast; otherwise the other. */
    public static Type necessary(Type from, Type to) {
        return isUnnecessary(from, to) ? from : to;
    }

    private static boolean scalesMatch(Type.Decimal from, Type.Decimal to) {
        return from.scale() == to.scale() || from.isOpen() || to.isOpen();
    }

    private static boolean isPossible(PrimitiveType from, PrimitiveType to) {
        if (from == to) {
            return true;
        }
        return switch (from) {
            case BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, LARGEINT, FLOAT, DOUBLE, CHAR, VARCHAR ->
                isBasic(to) || to == JSON || to == VARIANT;
            case DATE, DATETIME, TIME -> isBasic(to) || to == VARIANT;
            case VARBINARY -> isBasic(to);
            case DECIMALV2, DECIMAL32, DECIMAL64, DECIMAL128, DECIMAL256 ->
                isNumber(to) || to.isCharacters() || to == TIME || to == JSON || to == VARIANT;
            case JSON -> isNumber(to) || to.isCharacters() || to == NULL_TYPE || to == VARIANT;
            case VARIANT ->
                isNumber(to) || to.isCharacters() || to.isDate() || to == TIME || to == JSON || to == NULL_TYPE;
            case NULL_TYPE, HLL, BITMAP, PERCENTILE, INVALID_TYPE -> false;
        };
    }

    private static boolean isNumber(PrimitiveType primitive) {
        return primitive == BOOLEAN || primitive.isNumeric();
    }

    private static boolean isBasic(PrimitiveType primitive) {
        return isNumber(primitive)
                || primitive.isCharacters()
                || primitive.isDate()
                || primitive == TIME
                || primitive == VARBINARY
                || primitive == NULL_TYPE;
    }

    private static boolean isAcrossNesting(Type from, Type to, PrimitiveType source, PrimitiveType target) {
        if (source.isCharacters() && to instanceof Type.Array) {
            return true;
        }
        if (source == JSON) {
            return opens(to, TypeConstants.JSON);
        }
        if (target == VARIANT) {
            return becomesVariant(from);
        }
        if (source == VARIANT) {
            return opens(to, TypeConstants.VARIANT);
        }
        // The server types a NULL inside a nested value as BOOLEAN.
        return source == BOOLEAN && to.isComplex();
    }

    private static boolean opens(Type to, Type document) {
        if (to instanceof Type.Array array) {
            return !(array.element() instanceof Type.Array) && !(array.element() instanceof Type.Map);
        }
        if (to instanceof Type.Map map) {
            return isPossible(TypeConstants.VARCHAR, map.key()) && isPossible(document, map.value());
        }
        return to instanceof Type.Struct;
    }

    private static boolean becomesVariant(Type from) {
        if (from instanceof Type.Map map && !isPossible(map.key(), TypeConstants.VARCHAR)) {
            return false;
        }
        if (from instanceof Type.Nested) {
            List<Type> values = from instanceof Type.Map map ? List.of(map.value()) : from.parts();
            return values.stream().allMatch(Casts::becomesVariant);
        }
        PrimitiveType primitive = PrimitiveType.of(from);
        return primitive != HLL && primitive != BITMAP && primitive != PERCENTILE && primitive != VARBINARY;
    }
}
