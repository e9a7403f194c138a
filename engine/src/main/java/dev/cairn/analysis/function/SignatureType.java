package dev.cairn.analysis.function;

import dev.cairn.analysis.type.CastRules;
import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Type;

/**
 * The type of a parameter or of a result: either a fixed one, or an open one that the arguments of a call determine.
 */
public sealed interface SignatureType {
    /**
     * Returns whether an argument of this type matches without a cast. Texts of all lengths match each other; a decimal
     * also matches one whose precision and scale are open.
     */
    boolean acceptsUncast(Type argument);

    /** Returns whether an argument matches after a cast that the server considers lossless. */
    boolean acceptsWidened(Type argument);

    /** Returns whether an argument matches after any cast. */
    boolean acceptsCast(Type argument);

    /** A fixed type; a decimal whose precision and scale are open matches all decimals of its storage class. */
    record FixedType(Type type) implements SignatureType {
        @Override
        public boolean acceptsUncast(Type argument) {
            return CastRules.isUnnecessary(argument, type);
        }

        @Override
        public boolean acceptsWidened(Type argument) {
            return acceptsUncast(argument) || isWidening(argument, type);
        }

        @Override
        public boolean acceptsCast(Type argument) {
            return acceptsUncast(argument) || CastRules.isPossible(argument, type);
        }

        private static boolean isWidening(Type source, Type target) {
            if (source instanceof Type.Array arrayType && target instanceof Type.Array targetArray) {
                return isWidening(arrayType.element(), targetArray.element());
            }
            if (source.isComplex() || target.isComplex()) {
                return false;
            }
            Type commonType = CommonTypes.ofScalars(source, target);
            return commonType != null && CastRules.isUnnecessary(commonType, target);
        }
    }

    /** A type that the arguments determine; several open types of one signature are resolved together. */
    enum OpenType implements SignatureType {
        ANY,
        ARRAY,
        MAP,
        STRUCT;

        @Override
        public boolean acceptsUncast(Type argument) {
            return switch (this) {
                case ANY -> true;
                case ARRAY -> argument instanceof Type.Array;
                case MAP -> argument instanceof Type.Map;
                case STRUCT -> argument instanceof Type.Struct;
            };
        }

        @Override
        public boolean acceptsWidened(Type argument) {
            return acceptsUncast(argument);
        }

        @Override
        public boolean acceptsCast(Type argument) {
            return acceptsUncast(argument) || PrimitiveType.of(argument) == PrimitiveType.NULL_TYPE;
        }
    }
}
