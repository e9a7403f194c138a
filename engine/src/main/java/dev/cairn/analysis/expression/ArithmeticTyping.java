package dev.cairn.analysis.expression;

import dev.cairn.analysis.type.ArithmeticTypes;
import dev.cairn.analysis.type.CastRules;
import dev.cairn.analysis.type.DecimalTypes;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import org.jspecify.annotations.Nullable;

/** Types the arithmetic operators. Operands that are not numbers are converted to numbers or refused. */
final class ArithmeticTyping {
    private ArithmeticTyping() {}

    /**
     * Returns the types of the operands and of the result.
     *
     * @param expression the operation as written, to which a refusal refers
     * @throws Refusal if an operand can't be converted to the type of the operation
     */
    static ArithmeticTypes determineTypes(Operator operator, Expression expression, Type leftType, Type rightType) {
        if (DecimalTypes.isDecimalV3(leftType) || DecimalTypes.isDecimalV3(rightType)) {
            return DecimalTypes.determineTypes(operator, leftType, rightType);
        }
        boolean areBothNull = leftType.equals(TypeConstants.NULL) && rightType.equals(TypeConstants.NULL);
        if (areBothNull) {
            return ArithmeticTypes.ofSameType(determineTypeOfNulls(operator));
        }
        Type leftNumericType = findNumericType(leftType);
        Type rightNumericType = findNumericType(rightType);
        Type leftOperandType = determineOperandType(operator, leftNumericType, rightNumericType);
        if (leftOperandType == null) {
            throw Refusal.ofAnalysis(
                    Span.NONE, ExpressionRule.CANNOT_CAST, "operand", "a function type", "INVALID_TYPE");
        }
        boolean isShift = isShift(operator);
        requireCastable(expression, leftType, leftNumericType, leftOperandType);
        Type rightOperandType = isShift ? TypeConstants.BIGINT : leftOperandType;
        requireCastable(expression, rightType, rightNumericType, rightOperandType);
        if (isShift && !PrimitiveType.of(leftOperandType).isFixedPoint()) {
            throw Refusal.ofAnalysis(
                    Span.NONE,
                    ExpressionRule.NO_MATCHING_OPERATOR,
                    shiftFunctionName(operator),
                    describeType(leftNumericType),
                    describeType(rightNumericType));
        }
        return new ArithmeticTypes(leftOperandType, rightOperandType, leftOperandType);
    }

    /** If both operands are NULL, the server uses the first signature of the operator's function. */
    private static Type determineTypeOfNulls(Operator operator) {
        return switch (operator.canonicalOperator()) {
            case DIVIDE -> TypeConstants.DOUBLE;
            case MODULO, BIT_AND, BIT_OR, BIT_XOR -> TypeConstants.TINYINT;
            default -> TypeConstants.BOOLEAN;
        };
    }

    /**
     * Returns the type that both operands are cast to; null if no operand determines it. A shift casts only the left
     * operand to this type, and the right operand to BIGINT.
     */
    private static @Nullable Type determineOperandType(
            Operator operator, @Nullable Type leftType, @Nullable Type rightType) {
        if (isShift(operator)) {
            return leftType;
        }
        Type commonType = findCommonType(leftType, rightType);
        if (commonType == null) {
            return isIntegerOperator(operator) ? TypeConstants.BIGINT : null;
        }
        PrimitiveType primitiveType = PrimitiveType.of(commonType);
        return switch (operator.canonicalOperator()) {
            case PLUS, MINUS, TIMES -> nextLargerType(commonType, primitiveType);
            case DIVIDE -> primitiveType.isFixedPoint() ? TypeConstants.DOUBLE : commonType;
            case MODULO -> commonType;
            default -> primitiveType.isFixedPoint() ? commonType : TypeConstants.BIGINT;
        };
    }

    /** Returns the next larger type, which leaves room for the result of the operation. */
    private static Type nextLargerType(Type type, PrimitiveType primitiveType) {
        return switch (primitiveType) {
            case TINYINT -> TypeConstants.SMALLINT;
            case SMALLINT -> TypeConstants.INT;
            case INT -> TypeConstants.BIGINT;
            default -> type;
        };
    }

    /**
     * Returns the wider of two numeric types. An operand without a numeric type (null) does not influence the result.
     */
    private static @Nullable Type findCommonType(@Nullable Type leftType, @Nullable Type rightType) {
        if (leftType == null || rightType == null) {
            return leftType == null ? rightType : leftType;
        }
        return isWider(PrimitiveType.of(leftType), PrimitiveType.of(rightType)) ? leftType : rightType;
    }

    /**
     * Returns whether the first type is at least as wide as the second one. DOUBLE is the widest type, followed by
     * DECIMALV2; the others are in the order of {@link PrimitiveType}.
     */
    private static boolean isWider(PrimitiveType left, PrimitiveType right) {
        if (left == PrimitiveType.DOUBLE || right == PrimitiveType.DOUBLE) {
            return left == PrimitiveType.DOUBLE;
        }
        return left == PrimitiveType.DECIMALV2 || (right != PrimitiveType.DECIMALV2 && left.compareTo(right) >= 0);
    }

    /** Returns the numeric type that an operand is converted to; null if it can't be converted. */
    private static @Nullable Type findNumericType(Type type) {
        return switch (PrimitiveType.of(type)) {
            case BOOLEAN, TINYINT -> TypeConstants.TINYINT;
            case SMALLINT, INT, BIGINT, LARGEINT -> type;
            case FLOAT, DOUBLE, DATE, DATETIME, TIME, CHAR, VARCHAR -> TypeConstants.DOUBLE;
            case DECIMALV2 -> TypeConstants.DECIMALV2;
            default -> null;
        };
    }

    private static void requireCastable(
            Expression expression, Type type, @Nullable Type numericType, Type operandType) {
        boolean isCastable = numericType != null && CastRules.isPossible(numericType, operandType);
        if (!isCastable && !type.equals(TypeConstants.NULL)) {
            throw Refusal.ofAnalysisAt(
                    expression,
                    ExpressionRule.TYPES_NOT_COMPARABLE,
                    "A comparison",
                    TypeFormat.formatForShowCreate(type) + " and " + TypeFormat.formatForShowCreate(operandType));
        }
    }

    private static boolean isIntegerOperator(Operator operator) {
        return switch (operator) {
            case INT_DIVIDE, BIT_AND, BIT_OR, BIT_XOR -> true;
            default -> false;
        };
    }

    private static boolean isShift(Operator operator) {
        return operator == Operator.SHIFT_LEFT
                || operator == Operator.SHIFT_RIGHT
                || operator == Operator.SHIFT_RIGHT_LOGICAL;
    }

    private static String shiftFunctionName(Operator operator) {
        return switch (operator) {
            case SHIFT_LEFT -> "bitShiftLeft";
            case SHIFT_RIGHT -> "bitShiftRight";
            default -> "bitShiftRightLogical";
        };
    }

    private static String describeType(@Nullable Type type) {
        return type == null ? PrimitiveType.INVALID_TYPE.name() : TypeFormat.formatForMessages(type);
    }
}
