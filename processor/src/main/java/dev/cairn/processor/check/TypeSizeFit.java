package dev.cairn.processor.check;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Type;
import java.util.List;

/**
 * Whether texts and decimals of one type have room in another one of the same Java type. The length of most expressions is not
 * known; that of columns, and of what is cast, is.
 *
 * @param inferred whether the first type only describes what a query gives: then a plain {@code String} says no length
 */
record TypeSizeFit(boolean inferred) {
    boolean holds(Type stated, Type given) {
        if (stated instanceof Type.Text text && given instanceof Type.Text from) {
            boolean said = text.length() > 0 && !(inferred && text.length() >= Type.Text.STRING_LENGTH);
            return !said || from.length() <= text.length();
        }
        if (stated instanceof Type.Decimal decimal && decimal.precision() > 0) {
            return holds(decimal, given);
        }
        if (stated instanceof Type.Array array && given instanceof Type.Array from) {
            return holds(array.element(), from.element());
        }
        if (stated instanceof Type.Map map && given instanceof Type.Map from) {
            return holds(map.key(), from.key()) && holds(map.value(), from.value());
        }
        return !(stated instanceof Type.Struct struct && given instanceof Type.Struct from)
                || holds(struct.fields(), from.fields());
    }

    private static boolean holds(Type.Decimal decimal, Type given) {
        int whole = decimal.precision() - decimal.scale();
        if (given instanceof Type.Decimal from) {
            return from.precision() <= 0
                    || (from.scale() <= decimal.scale() && from.precision() - from.scale() <= whole);
        }
        return !(given instanceof Type.Scalar) || digits(PrimitiveType.of(given)) <= whole;
    }

    /** How many digits the largest value has. */
    private static int digits(PrimitiveType integer) {
        return switch (integer) {
            case TINYINT -> 3;
            case SMALLINT -> 5;
            case INT -> 10;
            case BIGINT -> 19;
            case LARGEINT -> 39;
            default -> 0;
        };
    }

    private boolean holds(List<Type.Field> stated, List<Type.Field> given) {
        for (int i = 0; i < Math.min(stated.size(), given.size()); i++) {
            if (!holds(stated.get(i).type(), given.get(i).type())) {
                return false;
            }
        }
        return true;
    }
}
