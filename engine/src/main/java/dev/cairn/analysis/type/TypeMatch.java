package dev.cairn.analysis.type;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Type;
import java.util.List;

/** Decides when the server accepts one type for another without a cast. */
public final class TypeMatch {
    private TypeMatch() {}

    /**
     * Lengths are ignored; of decimals, only the storage class and the scale are compared; an unspecified scale matches
     * any.
     */
    public static boolean matches(Type one, Type other) {
        if (one instanceof Type.Array array) {
            return other instanceof Type.Array with && matches(array.element(), with.element());
        }
        if (one instanceof Type.Map map) {
            return other instanceof Type.Map with
                    && matches(map.key(), with.key())
                    && matches(map.value(), with.value());
        }
        if (one instanceof Type.Struct struct) {
            return other instanceof Type.Struct with && fieldsMatch(struct.fields(), with.fields());
        }
        PrimitiveType primitive = PrimitiveType.of(one);
        PrimitiveType with = PrimitiveType.of(other);
        if (primitive.isCharacters()) {
            return with.isCharacters();
        }
        if (primitive != with) {
            return false;
        }
        return !primitive.isDecimalV3() || scalesMatch((Type.Decimal) one, (Type.Decimal) other);
    }

    /** Whether types are equal except for the case of field names. */
    static boolean same(Type one, Type other) {
        if (one instanceof Type.Array array) {
            return other instanceof Type.Array with && same(array.element(), with.element());
        }
        if (one instanceof Type.Map map) {
            return other instanceof Type.Map with && same(map.key(), with.key()) && same(map.value(), with.value());
        }
        if (one instanceof Type.Struct struct && other instanceof Type.Struct with) {
            return sameFields(struct.fields(), with.fields());
        }
        return one.equals(other);
    }

    private static boolean scalesMatch(Type.Decimal one, Type.Decimal other) {
        return one.scale() == other.scale() || Decimals.isOpen(one) || Decimals.isOpen(other);
    }

    private static boolean fieldsMatch(List<Type.Field> fields, List<Type.Field> others) {
        if (fields.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < fields.size(); i++) {
            Type.Field field = fields.get(i);
            Type.Field other = others.get(i);
            if (!matches(field.type(), other.type()) || !field.name().equalsIgnoreCase(other.name())) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameFields(List<Type.Field> fields, List<Type.Field> others) {
        if (fields.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < fields.size(); i++) {
            Type.Field field = fields.get(i);
            Type.Field other = others.get(i);
            if (!same(field.type(), other.type()) || !field.name().equalsIgnoreCase(other.name())) {
                return false;
            }
        }
        return true;
    }

    /** Whether the server considers that a column of the type stores the value without loss. */
    public static boolean fits(Type value, Type column) {
        if (value.equals(column)) {
            return true;
        }
        if (value instanceof Type.Array array) {
            return column instanceof Type.Array other && fits(array.element(), other.element());
        }
        if (value instanceof Type.Map map) {
            return column instanceof Type.Map other && fits(map.key(), other.key()) && fits(map.value(), other.value());
        }
        if (value instanceof Type.Struct struct) {
            return column instanceof Type.Struct other && fieldsFit(struct.fields(), other.fields());
        }
        return scalarFits(value, column);
    }

    private static boolean fieldsFit(List<Type.Field> fields, List<Type.Field> others) {
        boolean fit = fields.size() == others.size();
        for (int i = 0; fit && i < fields.size(); i++) {
            fit = fits(fields.get(i).type(), others.get(i).type());
        }
        return fit;
    }

    private static boolean scalarFits(Type value, Type column) {
        PrimitiveType from = PrimitiveType.of(value);
        PrimitiveType into = PrimitiveType.of(column);
        if (from == PrimitiveType.BOOLEAN) {
            return into.isNumeric() || into.isCharacters();
        }
        if (from.isFixedPoint()) {
            return into.isCharacters() || (into.isFixedPoint() && from.compareTo(into) < 0);
        }
        if (value instanceof Type.Decimal decimal && from.isDecimalV3()) {
            return (column instanceof Type.Decimal other && into.isDecimalV3())
                    ? other.precision() >= decimal.precision() && other.scale() >= decimal.scale()
                    : into.isCharacters() || into.isFloatingPoint();
        }
        return from.isCharacters() && into.isCharacters();
    }
}
