package dev.cairn.embedded.translate;

import dev.cairn.analysis.type.ArithmeticTypes;
import dev.cairn.analysis.type.DecimalTypes;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.embedded.session.SqlMode;
import dev.cairn.embedded.translate.value.CastTranslator;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.UnsupportedFeatureRefusals;
import dev.cairn.embedded.translate.value.WideDecimal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Locale;

/**
 * Translates arithmetic with numbers, bits and times. Where DuckDB fails, the server returns a value: a division by zero
 * is NULL, and an integer beyond its range wraps around.
 */
record ArithmeticTranslator(ExpressionTranslator expressionTranslator) {
    DuckDbExpression translateMinus(Expression.Unary unary) {
        Type type = expressionTranslator.requireType(unary);
        DuckDbExpression operand =
                expressionTranslator.translate(unary.operand()).castTo(type);
        if (needsWrapping(type)) {
            return new WrappingArithmeticTranslator(type).translateOperation(Operator.MINUS, "0", operand.sql());
        }
        // DuckDB negates the smallest number into a wider type, and subtracts it with an overflow.
        String operator = PrimitiveType.of(type).isFixedPoint() ? "(0 - " : "(-";
        return createValue(operator + operand.sql() + ")", type, operand.isFolded());
    }

    DuckDbExpression translateBinary(Expression.Binary binary, Operator operator) {
        Expression left = binary.left();
        Expression right = binary.right();
        if (operator == Operator.PLUS || operator == Operator.MINUS) {
            boolean isSubtraction = operator == Operator.MINUS;
            Type type = expressionTranslator.requireType(binary);
            if (left.unwrap() instanceof Expression.Interval interval) {
                return translateIntervalAddition(right, interval, isSubtraction, type);
            }
            if (right.unwrap() instanceof Expression.Interval interval) {
                return translateIntervalAddition(left, interval, isSubtraction, type);
            }
        }
        return translateArithmetic(operator, binary, left, right);
    }

    /** Translates the addition or subtraction of an interval. */
    DuckDbExpression translateIntervalAddition(
            Expression date, Expression.Interval interval, boolean isSubtraction, Type type) {
        String unit = interval.unit().toLowerCase(Locale.ROOT);
        if (unit.equals("quarter")
                && expressionTranslator.frontendConstants().isCalculated(date)
                && expressionTranslator.frontendConstants().isCalculated(interval.amount())) {
            Expression call = Expression.Call.of(
                    isSubtraction ? "quarters_sub" : "quarters_add", List.of(date, interval.amount()), interval.span());
            return expressionTranslator.translate(call).castTo(type);
        }
        String time = expressionTranslator.translateAs(date, TypeConstants.DATETIME);
        String distance = expressionTranslator.translateAs(interval.amount(), TypeConstants.INT);
        String duration = renderInterval(unit, (isSubtraction ? "(-" : "(") + "CAST(" + distance + " AS BIGINT))");
        String shiftedTime = "sr_calendar((" + time + " + " + duration + "))";
        return new DuckDbExpression(CastTranslator.convert(shiftedTime, TypeConstants.DATETIME, type), type);
    }

    /**
     * Returns an interval. DuckDB fails if it can't represent an interval; the query is then repeated in a mode in
     * which such an interval is NULL.
     */
    private String renderInterval(String unit, String amount) {
        if (expressionTranslator.state().mode().isWrapping()) {
            return "sr_interval(" + amount + ", '" + unit + "')";
        }
        return switch (unit) {
            case "year" -> "to_years(CAST(" + amount + " AS INTEGER))";
            case "quarter" -> "to_months(CAST(3 * " + amount + " AS INTEGER))";
            case "month" -> "to_months(CAST(" + amount + " AS INTEGER))";
            case "week" -> "to_days(CAST(7 * " + amount + " AS INTEGER))";
            case "day" -> "to_days(CAST(" + amount + " AS INTEGER))";
            case "hour" -> "to_hours(" + amount + ")";
            case "minute" -> "to_minutes(" + amount + ")";
            case "second" -> "to_seconds(" + amount + ")";
            case "millisecond" -> "to_microseconds(1000 * " + amount + ")";
            default -> "to_microseconds(" + amount + ")";
        };
    }

    /**
     * Translates arithmetic.
     *
     * @param wholeExpression the expression whose type is the result type
     */
    DuckDbExpression translateArithmetic(
            Operator operator, Expression wholeExpression, Expression left, Expression right) {
        Type type = expressionTranslator.requireType(wholeExpression);
        if (expressionTranslator.requireType(left).equals(TypeConstants.NULL)
                || expressionTranslator.requireType(right).equals(TypeConstants.NULL)) {
            return new DuckDbExpression("NULL", TypeConstants.NULL).castTo(type);
        }
        if (operator == Operator.SHIFT_LEFT
                || operator == Operator.SHIFT_RIGHT
                || operator == Operator.SHIFT_RIGHT_LOGICAL) {
            return translateBitShift(operator, type, left, right);
        }
        if (operator == Operator.INT_DIVIDE && hasDecimal(left, right)) {
            return translateDecimalIntDivision(wholeExpression, left, right);
        }
        if (PrimitiveType.of(type).isDecimal()) {
            return translateDecimalArithmetic(
                    operator, type, expressionTranslator.translate(left), expressionTranslator.translate(right));
        }
        DuckDbExpression leftValue = expressionTranslator.translate(left).castTo(type);
        DuckDbExpression rightValue = expressionTranslator.translate(right).castTo(type);
        String leftSql = leftValue.sql();
        String rightSql = rightValue.sql();
        rightSql = isDivision(operator) ? renderDivisor(leftSql, rightSql, "nullif(" + rightSql + ", 0)") : rightSql;
        if (needsWrapping(type) && WrappingArithmeticTranslator.mayOverflow(operator)) {
            return new WrappingArithmeticTranslator(type).translateOperation(operator, leftSql, rightSql);
        }
        boolean isFloatingPoint = PrimitiveType.of(type).isFloatingPoint();
        String sql = switch (operator) {
            case PLUS, MINUS, TIMES -> leftSql + " " + operator.text() + " " + rightSql;
            case DIVIDE -> leftSql + " / " + rightSql;
            case INT_DIVIDE -> "trunc(" + leftSql + " / " + rightSql + ")";
            case MODULO -> leftSql + " % " + rightSql;
            case BIT_AND, BIT_OR -> leftSql + " " + operator.text() + " " + rightSql;
            case BIT_XOR -> "xor(" + leftSql + ", " + rightSql + ")";
            default -> throw UnsupportedFeatureRefusals.createFunctionRefusal(operator.text(), wholeExpression.span());
        };
        if (operator == Operator.INT_DIVIDE && !isFloatingPoint) {
            sql = "(" + leftSql + " - " + leftSql + " % " + rightSql + ") // " + rightSql;
        }
        return createValue(
                "CAST((" + sql + ") AS " + DuckDbType.typeName(type) + ")",
                type,
                leftValue.isFolded() && rightValue.isFolded());
    }

    private static DuckDbExpression createValue(String sql, Type type, boolean isFolded) {
        return isFolded ? DuckDbExpression.ofFolded(sql, type) : new DuckDbExpression(sql, type);
    }

    /**
     * Divides decimals to an integer. The server divides them as {@code /} does, and takes the integer part of the
     * rounded quotient. An inexact operand or a text becomes a decimal without fraction digits first.
     */
    private DuckDbExpression translateDecimalIntDivision(
            Expression wholeExpression, Expression left, Expression right) {
        ArithmeticTypes types = DecimalTypes.determineTypes(
                Operator.INT_DIVIDE, expressionTranslator.requireType(left), expressionTranslator.requireType(right));
        Type.Decimal quotient =
                DecimalTypes.quotientType((Type.Decimal) types.leftType(), (Type.Decimal) types.rightType());
        if (WideDecimal.isWide(quotient)) {
            // The server has no division of wide decimals to an integer.
            throw UnsupportedFeatureRefusals.createFunctionRefusal(Operator.INT_DIVIDE.text(), wholeExpression.span());
        }
        return translateDecimalArithmetic(
                        Operator.DIVIDE,
                        quotient,
                        expressionTranslator.translate(left).castTo(types.leftType()),
                        expressionTranslator.translate(right).castTo(types.rightType()))
                .castTo(types.resultType());
    }

    private static boolean isDivision(Operator operator) {
        return operator == Operator.DIVIDE || operator == Operator.INT_DIVIDE || operator == Operator.MODULO;
    }

    /**
     * Returns a divisor.
     *
     * @param plainDivisor the divisor to use if a division by zero is not an error
     */
    private String renderDivisor(String dividend, String divisor, String plainDivisor) {
        return expressionTranslator.context().hasSqlMode(SqlMode.ERROR_FOR_DIVISION_BY_ZERO)
                ? "sr_divisor(" + dividend + ", " + divisor + ")"
                : plainDivisor;
    }

    private boolean hasDecimal(Expression left, Expression right) {
        return PrimitiveType.of(expressionTranslator.requireType(left)).isDecimalV3()
                || PrimitiveType.of(expressionTranslator.requireType(right)).isDecimalV3();
    }

    private boolean needsWrapping(Type type) {
        return expressionTranslator.state().mode().isWrapping()
                && PrimitiveType.of(type).isFixedPoint();
    }

    private DuckDbExpression translateBitShift(Operator operator, Type type, Expression left, Expression right) {
        String value = castToText(expressionTranslator.translateAs(left, type));
        String distance = expressionTranslator.translateAs(right, TypeConstants.BIGINT);
        String shiftCall = "sr_shift('" + operator + "', " + value + ", " + distance + ", "
                + DuckDbType.countBits(PrimitiveType.of(type)) + ")";
        return new DuckDbExpression("CAST(" + shiftCall + " AS " + DuckDbType.typeName(type) + ")", type);
    }

    /**
     * Calculates with decimals. DuckDB divides decimals as doubles; functions in Java that take texts keep all digits.
     * Frontends calculate with constants, but leave most quotients to backends.
     */
    private DuckDbExpression translateDecimalArithmetic(
            Operator operator, Type type, DuckDbExpression left, DuckDbExpression right) {
        // A server doesn't check the digits of a result: it keeps what the bits of its type hold.
        String duckDbType = DuckDbType.calculatedTypeName(type);
        int scale = DuckDbType.decimalScale(type);
        boolean isWide = WideDecimal.isWide(type);
        boolean isFolded = left.isFolded() && right.isFolded() && operator != Operator.DIVIDE;
        if (!isWide
                && !expressionTranslator.state().mode().isWrapping()
                && (operator == Operator.PLUS || operator == Operator.MINUS)) {
            String leftSql = "TRY_CAST(" + renderDecimalOperand(left) + " AS " + duckDbType + ")";
            String rightSql = "TRY_CAST(" + renderDecimalOperand(right) + " AS " + duckDbType + ")";
            return createValue(
                    "TRY_CAST((" + leftSql + " " + operator.text() + " " + rightSql + ") AS " + duckDbType + ")",
                    type,
                    isFolded);
        }
        String operandsSql = castToText(renderDecimalOperand(left)) + ", "
                + castToText(
                        isDivision(operator)
                                ? renderDivisor(
                                        renderDecimalOperand(left),
                                        renderDecimalOperand(right),
                                        renderDecimalOperand(right))
                                : renderDecimalOperand(right));
        String sql = switch (operator) {
            case PLUS -> "sr_plus(" + operandsSql + ")";
            case MINUS -> "sr_minus(" + operandsSql + ")";
            case TIMES -> "sr_multiply(" + operandsSql + ", " + scale + ")";
            case DIVIDE -> "sr_divide(" + operandsSql + ", " + scale + ", " + countCalculationBits(type) + ")";
            default -> "sr_remainder(" + operandsSql + ", " + scale + ", " + countCalculationBits(type) + ")";
        };
        return createValue(
                isWide
                        ? WideDecimal.convertFromCalculatedText(sql, type)
                        : "TRY_CAST((" + sql + ") AS " + duckDbType + ")",
                type,
                isFolded);
    }

    /** Returns the number of bits of the integers with which a server calculates values of a decimal type. */
    static int countCalculationBits(Type decimalType) {
        return switch (PrimitiveType.of(decimalType)) {
            case DECIMAL32, DECIMAL64 -> Long.SIZE;
            case DECIMAL256 -> 4 * Long.SIZE;
            default -> 2 * Long.SIZE;
        };
    }

    private static String renderDecimalOperand(DuckDbExpression value) {
        if (WideDecimal.isWide(value.type())) {
            return value.convertTo(TypeConstants.VARCHAR).sql();
        }
        PrimitiveType primitiveType = PrimitiveType.of(value.type());
        if (primitiveType.isDecimal() || primitiveType.isFixedPoint() || primitiveType == PrimitiveType.NULL_TYPE) {
            return value.sql();
        }
        return value.convertTo(TypeConstants.DOUBLE).sql();
    }

    static String castToText(String sql) {
        return "CAST(" + sql + " AS VARCHAR)";
    }
}
