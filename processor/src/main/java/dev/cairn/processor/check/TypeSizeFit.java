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
        if (declaredType instanceof Type.Text declaredText && queryType instanceof Type.Text queryText) {
            boolean isSized =
                    declaredText.length() > 0 && !(isInferred && declaredText.length() >= Type.Text.STRING_LENGTH);
            return !isSized || queryText.length() <= declaredText.length();
        }
        if (declaredType instanceof Type.Decimal declaredDecimal && declaredDecimal.precision() > 0) {
            return canHold(declaredDecimal, queryType);
        }
        if (declaredType instanceof Type.Array declaredArray && queryType instanceof Type.Array queryArray) {
            return canHold(declaredArray.element(), queryArray.element());
        }
        if (declaredType instanceof Type.Map declaredMap && queryType instanceof Type.Map queryMap) {
            return canHold(declaredMap.key(), queryMap.key()) && canHold(declaredMap.value(), queryMap.value());
        }
        return !(declaredType instanceof Type.Struct declaredStruct && queryType instanceof Type.Struct queryStruct)
                || canHold(declaredStruct.fields(), queryStruct.fields());
    }

    private static boolean canHold(Type.Decimal declaredDecimal, Type queryType) {
        int integerDigits = declaredDecimal.precision() - declaredDecimal.scale();
        if (queryType instanceof Type.Decimal queryDecimal) {
            return queryDecimal.precision() <= 0
                    || (queryDecimal.scale() <= declaredDecimal.scale()
                            && queryDecimal.precision() - queryDecimal.scale() <= integerDigits);
        }
        return !(queryType instanceof Type.Scalar)
                || PrimitiveType.of(queryType).maxIntegerDigits() <= integerDigits;
    }

    private boolean canHold(List<Type.Field> declaredFields, List<Type.Field> queryFields) {
        for (int i = 0; i < Math.min(declaredFields.size(), queryFields.size()); i++) {
            if (!canHold(declaredFields.get(i).type(), queryFields.get(i).type())) {
                return false;
            }
        }
        return true;
    }
}
