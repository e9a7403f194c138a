package dev.cairn.embedded.translate.value;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * An operand and the casts around it, both explicit and implicit. A frontend removes inner casts depending on the sizes
 * of their types, even if they change the value: for a DOUBLE x of 1.5, {@code CAST(CAST(x AS BIGINT) AS DOUBLE)} is
 * 1.5.
 *
 * @param operand the value that is cast, which is not a cast itself
 * @param types the types to which it is cast, one after the other
 */
record CastChain(DuckDbExpression operand, List<Type> types) {
    CastChain {
        types = List.copyOf(types);
    }

    CastChain withCast(Type type) {
        List<Type> longerTypes = new ArrayList<>(types);
        longerTypes.add(type);
        return new CastChain(operand, longerTypes);
    }

    /** Returns the same casts of the operand in the SQL that a function returns. */
    CastChain mapOperand(UnaryOperator<String> mapping) {
        return new CastChain(operand.mapSql(mapping), types);
    }

    /** Returns the value that a server calculates. It always has the last type, even if frontends remove that cast. */
    DuckDbExpression applyCasts() {
        DuckDbExpression value = operand;
        List<Type> remainingTypes = determineRemainingTypes();
        for (int i = 0; i < remainingTypes.size() - 1; i++) {
            Type type = remainingTypes.get(i);
            boolean isWidened = PrimitiveType.of(type) == PrimitiveType.FLOAT && isFoldedTo(remainingTypes.get(i + 1));
            value = value.convertTo(isWidened ? TypeConstants.DOUBLE : type);
        }
        return value.convertTo(types.get(types.size() - 1));
    }

    /**
     * Returns whether frontends calculate a cast of this operand to a type. They calculate with constants of type FLOAT
     * in the precision of DOUBLE.
     */
    private boolean isFoldedTo(Type type) {
        PrimitiveType targetPrimitive = PrimitiveType.of(type);
        return operand.isFolded()
                && (targetPrimitive.isNumeric()
                        || targetPrimitive.isCharacterType()
                        || targetPrimitive.isDateOrDatetime());
    }

    /**
     * Returns the types of the casts that remain after passes from the outermost to the innermost cast, in which
     * frontends remove casts until nothing changes.
     */
    private List<Type> determineRemainingTypes() {
        List<Type> chain = new ArrayList<>(types);
        chain.add(0, operand.type());
        int lengthBeforePass;
        do {
            lengthBeforePass = chain.size();
            int castIndex = lengthBeforePass - 1;
            while (castIndex > 0) {
                if (castIndex > 1
                        && isRedundant(chain.get(castIndex - 1), chain.get(castIndex - 2), chain.get(castIndex))) {
                    chain.remove(castIndex - 1);
                    castIndex--;
                } else if (isIdentity(chain.get(castIndex), chain.get(castIndex - 1))) {
                    chain.remove(castIndex);
                    castIndex--; // the next pass looks at the value in its place
                }
                castIndex--;
            }
        } while (chain.size() < lengthBeforePass);
        return chain.subList(1, chain.size());
    }

    private static boolean isIdentity(Type castType, Type valueType) {
        PrimitiveType castPrimitive = PrimitiveType.of(castType);
        return isNumberOrBoolean(castPrimitive) && castPrimitive == PrimitiveType.of(valueType);
    }

    /** Returns whether a frontend removes a cast between a value and another cast. */
    static boolean isRedundant(Type castType, Type valueType, Type outerType) {
        PrimitiveType castPrimitive = PrimitiveType.of(castType);
        PrimitiveType valuePrimitive = PrimitiveType.of(valueType);
        PrimitiveType outerPrimitive = PrimitiveType.of(outerType);
        return isNumberOrBoolean(castPrimitive)
                && isNumberOrBoolean(valuePrimitive)
                && (outerPrimitive.isCharacterType()
                        || (isNumberOrBoolean(outerPrimitive) && outerPrimitive != PrimitiveType.BOOLEAN))
                && (byteCount(outerPrimitive) <= byteCount(castPrimitive)
                        || byteCount(castPrimitive) >= byteCount(valuePrimitive));
    }

    private static boolean isNumberOrBoolean(PrimitiveType type) {
        return type.isFixedPoint() || type.isFloatingPoint() || type == PrimitiveType.BOOLEAN;
    }

    /** Returns the bytes that frontends count for a type; a FLOAT counts as many as a DOUBLE. */
    private static int byteCount(PrimitiveType type) {
        return switch (type) {
            case BOOLEAN, TINYINT -> Byte.BYTES;
            case SMALLINT -> Short.BYTES;
            case INT -> Integer.BYTES;
            case BIGINT, FLOAT, DOUBLE -> Long.BYTES;
            default -> 2 * Long.BYTES;
        };
    }
}
