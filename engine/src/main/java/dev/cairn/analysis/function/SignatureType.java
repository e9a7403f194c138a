package dev.cairn.analysis.function;

import dev.cairn.analysis.type.CastRules;
import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Type;

/**
 * The type of a parameter or of a result: either fixed, or polymorphic and therefore determined by the arguments of a
 * call.
 */
public sealed interface SignatureType {
    /**
     * Returns whether an argument of this type matches without a cast. Texts of all lengths match each other; a decimal
     * also matches one whose precision and scale are open.
     */
    boolean acceptsWithoutCast(Type argumentType);

    /** Returns whether an argument matches after a cast that the server considers lossless. */
    boolean acceptsWithWidening(Type argumentType);

    /** Returns whether an argument matches after any cast. */
    boolean acceptsWithCast(Type argumentType);

    /** A fixed type; a decimal whose precision and scale are open matches all decimals of its storage class. */
    record FixedType(Type type) implements SignatureType {
        @Override
        public boolean acceptsWithoutCast(Type argumentType) {
            return CastRules.isUnnecessary(argumentType, type);
        }

        @Override
        public boolean acceptsWithWidening(Type argumentType) {
            return acceptsWithoutCast(argumentType) || isWidening(argumentType, type);
        }

        @Override
        public boolean acceptsWithCast(Type argumentType) {
            return acceptsWithoutCast(argumentType) || CastRules.isPossible(argumentType, type);
        }

        private static boolean isWidening(Type sourceType, Type targetType) {
            if (sourceType instanceof Type.Array arrayType && targetType instanceof Type.Array targetArray) {
                return isWidening(arrayType.element(), targetArray.element());
            }
            if (sourceType.isNested() || targetType.isNested()) {
                return false;
            }
            Type commonType = CommonTypes.ofScalars(sourceType, targetType);
            return commonType != null && CastRules.isUnnecessary(commonType, targetType);
        }
    }

    /** A type that the arguments determine. Several polymorphic types of one signature are resolved together. */
    enum PolymorphicType implements SignatureType {
        ANY,
        ARRAY,
        MAP,
        STRUCT;

        @Override
        public boolean acceptsWithoutCast(Type argumentType) {
            return switch (this) {
                case ANY -> true;
                case ARRAY -> argumentType instanceof Type.Array;
                case MAP -> argumentType instanceof Type.Map;
                case STRUCT -> argumentType instanceof Type.Struct;
            };
        }

        @Override
        public boolean acceptsWithWidening(Type argumentType) {
            return acceptsWithoutCast(argumentType);
        }

        @Override
        public boolean acceptsWithCast(Type argumentType) {
            return acceptsWithoutCast(argumentType) || PrimitiveType.of(argumentType) == PrimitiveType.NULL_TYPE;
        }
    }
}
