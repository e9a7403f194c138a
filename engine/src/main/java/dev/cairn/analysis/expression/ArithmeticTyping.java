package dev.cairn.analysis.expression;

import dev.cairn.analysis.type.Casts;
import dev.cairn.analysis.type.DecimalArithmetic;
import dev.cairn.analysis.type.Decimals;
import dev.cairn.analysis.type.ExpressionRefusals;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeText;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Operator;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import org.jspecify.annotations.Nullable;

/** What the operators for numbers give; other types become numbers, or are refused. */
final class ArithmeticTyping {
    private ArithmeticTyping() {}

    static Type of(Operator operator, Expression place, Type left, Type right) {
        if (Decimals.isDecimal(left) || Decimals.isDecimal(right)) {
            return DecimalArithmetic.of(operator, left, right);
        }
        boolean nothing = left.equals(TypeConstants.NULL) && right.equals(TypeConstants.NULL);
        if (nothing) {
            return ofNulls(operator);
        }
        Type one = asNumber(left);
        Type other = asNumber(right);
        Type operand = operand(operator, one, other);
        if (operand == null) {
            throw Refusal.analysis(Span.NONE, "Any function type can not cast to INVALID_TYPE");
        }
        boolean shift = isShift(operator);
        requireCast(place, left, one, operand);
        requireCast(place, right, other, shift ? TypeConstants.BIGINT : operand);
        if (shift && !PrimitiveType.of(operand).isFixedPoint()) {
            throw Refusal.analysis(
                    Span.NONE,
                    "No matching function '" + function(operator) + "' with operand types " + named(one) + " and "
                            + named(other));
        }
        return operand;
    }

    /** Without a type to go by, the server takes the first function of the name. */
    private static Type ofNulls(Operator operator) {
        return switch (operator.meaning()) {
            case DIVIDE -> TypeConstants.DOUBLE;
            case MODULO, BIT_AND, BIT_OR, BIT_XOR -> TypeConstants.TINYINT;
            default -> TypeConstants.BOOLEAN;
        };
    }

    /** What both operands become: of a shift only the left one, the right one being BIGINT. */
    private static @Nullable Type operand(Operator operator, @Nullable Type one, @Nullable Type other) {
        if (isShift(operator)) {
            return one;
        }
        Type common = common(one, other);
        if (common == null) {
            return isWhole(operator) ? TypeConstants.BIGINT : null;
        }
        PrimitiveType primitive = PrimitiveType.of(common);
        return switch (operator.meaning()) {
            case PLUS, MINUS, TIMES -> larger(common, primitive);
            case DIVIDE -> primitive.isFixedPoint() ? TypeConstants.DOUBLE : common;
            case MODULO -> common;
            default -> primitive.isFixedPoint() ? common : TypeConstants.BIGINT;
        };
    }

    /** With room for what a calculation adds. */
    private static Type larger(Type type, PrimitiveType primitive) {
        return switch (primitive) {
            case TINYINT -> TypeConstants.SMALLINT;
            case SMALLINT -> TypeConstants.INT;
            case INT -> TypeConstants.BIGINT;
            default -> type;
        };
    }

    private static @Nullable Type common(@Nullable Type one, @Nullable Type other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return isWider(PrimitiveType.of(one), PrimitiveType.of(other)) ? one : other;
    }

    private static boolean isWider(PrimitiveType one, PrimitiveType other) {
        if (one == PrimitiveType.DOUBLE || other == PrimitiveType.DOUBLE) {
            return one == PrimitiveType.DOUBLE;
        }
        return one == PrimitiveType.DECIMALV2 || (other != PrimitiveType.DECIMALV2 && one.compareTo(other) >= 0);
    }

    /** Null for what is no number and becomes none. */
    private static @Nullable Type asNumber(Type type) {
        return switch (PrimitiveType.of(type)) {
            case BOOLEAN, TINYINT -> TypeConstants.TINYINT;
            case SMALLINT, INT, BIGINT, LARGEINT -> type;
            case FLOAT, DOUBLE, DATE, DATETIME, TIME, CHAR, VARCHAR -> TypeConstants.DOUBLE;
            case DECIMALV2 -> TypeConstants.DECIMALV2;
            default -> null;
        };
    }

    private static void requireCast(Expression place, Type type, @Nullable Type number, Type operand) {
        boolean possible = number != null && Casts.isPossible(number, operand);
        if (!possible && !type.equals(TypeConstants.NULL)) {
            throw ExpressionRefusals.at(
                    place,
                    "cast type " + TypeText.shown(type) + " with type " + TypeText.shown(operand) + " is invalid");
        }
    }

    private static boolean isWhole(Operator operator) {
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

    private static String function(Operator operator) {
        return switch (operator) {
            case SHIFT_LEFT -> "bitShiftLeft";
            case SHIFT_RIGHT -> "bitShiftRight";
            default -> "bitShiftRightLogical";
        };
    }

    private static String named(@Nullable Type type) {
        return type == null ? PrimitiveType.INVALID_TYPE.name() : TypeText.named(type);
    }
}
