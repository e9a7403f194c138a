package dev.cairn.processor.check;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Type;
import java.util.List;

/**
 * Decides whether the values of a type fit into a declared type of the same Java type, by the lengths of texts and the
 * digits of decimals. Lengths are known only of columns and of casts.
 *
 * @param isInferred whether the declared type only describes the result of a query, so that a plain {@code String}
 *     does not determine a length
 */
record TypeSizeFit(boolean isInferred) {
    /**
     * Returns whether each value of an output of the query fits by its size; true for types whose sizes are not known,
     * or can't be compared.
     */
    boolean canHold(Type declaredType, Type queryType) {
        if (declaredType instanceof Type.Text textType && queryType instanceof Type.Text outputType) {
            boolean isSized = textType.length() > 0 && !(isInferred && textType.length() >= Type.Text.STRING_LENGTH);
            return !isSized || outputType.length() <= textType.length();
        }
        if (declaredType instanceof Type.Decimal decimalType && decimalType.precision() > 0) {
            return canHold(decimalType, queryType);
        }
        if (declaredType instanceof Type.Array arrayType && queryType instanceof Type.Array outputType) {
            return canHold(arrayType.element(), outputType.element());
        }
        if (declaredType instanceof Type.Map mapType && queryType instanceof Type.Map outputType) {
            return canHold(mapType.key(), outputType.key()) && canHold(mapType.value(), outputType.value());
        }
        return !(declaredType instanceof Type.Struct structType && queryType instanceof Type.Struct outputType)
                || canHold(structType.fields(), outputType.fields());
    }

    private static boolean canHold(Type.Decimal decimalType, Type queryType) {
        int integerDigits = decimalType.precision() - decimalType.scale();
        if (queryType instanceof Type.Decimal outputType) {
            return outputType.precision() <= 0
                    || (outputType.scale() <= decimalType.scale()
                            && outputType.precision() - outputType.scale() <= integerDigits);
        }
        return !(queryType instanceof Type.Scalar) || countMaxDigits(PrimitiveType.of(queryType)) <= integerDigits;
    }

    /** Returns the number of digits of the largest value; 0 for a type that is not an integer type. */
    private static int countMaxDigits(PrimitiveType integerType) {
        return switch (integerType) {
            case TINYINT -> 3;
            case SMALLINT -> 5;
            case INT -> 10;
            case BIGINT -> 19;
            case LARGEINT -> 39;
            default -> 0;
        };
    }

    private boolean canHold(List<Type.Field> declaredFields, List<Type.Field> outputFields) {
        for (int i = 0; i < Math.min(declaredFields.size(), outputFields.size()); i++) {
            if (!canHold(declaredFields.get(i).type(), outputFields.get(i).type())) {
                return false;
            }
        }
        return true;
    }
}
