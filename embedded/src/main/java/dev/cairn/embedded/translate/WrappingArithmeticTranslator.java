package dev.cairn.embedded.translate;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.WideDecimal;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Type;
import java.util.List;

/**
 * Translates arithmetic with integers, and sums and averages of decimals, so that they wrap around as on the server.
 * Integers up to BIGINT are calculated with 128 bits and reduced afterwards; a LARGEINT is calculated in Java, and a
 * sum of decimals adds their digits without the decimal point.
 *
 * @param type the type of the result
 */
record WrappingArithmeticTranslator(Type type) {
    static boolean mayOverflow(Operator operator) {
        return operator == Operator.PLUS
                || operator == Operator.MINUS
                || operator == Operator.TIMES
                || operator == Operator.INT_DIVIDE
                || operator == Operator.MODULO;
    }

    static boolean isSumFunction(String functionName) {
        return switch (functionName) {
            case "sum", "multi_distinct_sum", "sum_combine", "sum_union", "sum_merge" -> true;
            default -> false;
        };
    }

    static boolean isDecimalAverage(String functionName, List<DuckDbExpression> arguments) {
        Type argumentType =
                arguments.isEmpty() ? TypeConstants.NULL : arguments.get(0).type();
        return functionName.equals("avg")
                && PrimitiveType.of(argumentType).isDecimalV3()
                && !WideDecimal.isWide(argumentType);
    }

    static boolean isSignChange(String functionName, Type type) {
        return (functionName.equals("abs") || functionName.equals("negative"))
                && PrimitiveType.of(type).isFixedPoint();
    }

    /** Returns the absolute value of a number, or the number with the opposite sign. */
    DuckDbExpression translateSignChange(String functionName, DuckDbExpression argument) {
        String number = argument.convertTo(type).sql();
        String negative = translateOperation(Operator.MINUS, "0", number).sql();
        return new DuckDbExpression(
                functionName.equals("abs")
                        ? "CASE WHEN " + number + " < 0 THEN " + negative + " ELSE " + number + " END"
                        : negative,
                type);
    }

    DuckDbExpression translateOperation(Operator operator, String left, String right) {
        if (PrimitiveType.of(type) == PrimitiveType.LARGEINT) {
            String sql = "sr_largeint('" + operator.name() + "', " + ArithmeticTranslator.castToText(left) + ", "
                    + ArithmeticTranslator.castToText(right) + ")";
            return new DuckDbExpression("CAST(" + sql + " AS HUGEINT)", type);
        }
        String leftSql = "CAST(" + left + " AS HUGEINT)";
        String rightSql = "CAST(" + right + " AS HUGEINT)";
        return wrap(
                switch (operator) {
                    case INT_DIVIDE -> "(" + leftSql + " - " + leftSql + " % " + rightSql + ") // " + rightSql;
                    case MODULO -> leftSql + " % " + rightSql;
                    default -> leftSql + " " + operator.text() + " " + rightSql;
                });
    }

    /** Translates a sum. The sum of integers is a BIGINT, or a LARGEINT if the integers are LARGEINT values. */
    DuckDbExpression translateSum(DuckDbExpression argument, boolean isDistinct, Template.CallClauses clauses) {
        PrimitiveType resultPrimitive = PrimitiveType.of(type);
        if (resultPrimitive == PrimitiveType.DECIMAL128) {
            String unscaledSql = renderUnscaledSum(argument.convertTo(type), isDistinct, clauses);
            return new DuckDbExpression(
                    "CAST(sr_sum_of_digits(" + unscaledSql + ", " + DuckDbType.decimalScale(type) + ") AS "
                            + DuckDbType.typeName(type) + ")",
                    type);
        }
        String valuesSql =
                (isDistinct ? "DISTINCT " : "") + argument.convertTo(type).sql();
        if (resultPrimitive == PrimitiveType.LARGEINT) {
            String exactSum = renderUnscaledSum(argument.convertTo(type), isDistinct, clauses);
            return new DuckDbExpression("CAST(sr_largeint('PLUS', " + exactSum + ", '0') AS HUGEINT)", type);
        }
        String sum = "sum(" + valuesSql + ")" + clauses.filterAndOverClause();
        return resultPrimitive == PrimitiveType.BIGINT
                ? wrap(sum)
                : new DuckDbExpression("CAST(" + sum + " AS " + DuckDbType.typeName(type) + ")", type);
    }

    /** Translates an average of decimals. */
    DuckDbExpression translateAverage(DuckDbExpression argument, boolean isDistinct, Template.CallClauses clauses) {
        String countSql =
                "count(" + (isDistinct ? "DISTINCT " : "") + argument.sql() + ")" + clauses.filterAndOverClause();
        String average = "sr_average(" + renderUnscaledSum(argument, isDistinct, clauses) + ", "
                + ArithmeticTranslator.castToText(countSql) + ", " + DuckDbType.decimalScale(argument.type()) + ", "
                + DuckDbType.decimalScale(type) + ")";
        return new DuckDbExpression("TRY_CAST(" + average + " AS " + DuckDbType.typeName(type) + ")", type);
    }

    /** Returns the digits of a sum of any size as a string, without the decimal point. */
    private static String renderUnscaledSum(
            DuckDbExpression argument, boolean isDistinct, Template.CallClauses clauses) {
        String unscaledSql = argument.type() instanceof Type.Decimal
                ? "replace(" + ArithmeticTranslator.castToText(argument.sql()) + ", '.', '')"
                : argument.sql();
        return ArithmeticTranslator.castToText("sum(" + (isDistinct ? "DISTINCT " : "") + "CAST(" + unscaledSql
                + " AS BIGNUM))" + clauses.filterAndOverClause());
    }

    /** Reduces an integer of up to 128 bits to its lowest bits, in the type of the result. */
    private DuckDbExpression wrap(String expression) {
        int bitCount = DuckDbType.countBits(PrimitiveType.of(type));
        String range = "(1::HUGEINT << " + bitCount + ")";
        String halfRange = "(1::HUGEINT << " + (bitCount - 1) + ")";
        String shiftedRemainder =
                "(((" + expression + ") + " + halfRange + ") % " + range + " + " + range + ") % " + range;
        return new DuckDbExpression(
                "CAST(" + shiftedRemainder + " - " + halfRange + " AS " + DuckDbType.typeName(type) + ")", type);
    }
}
