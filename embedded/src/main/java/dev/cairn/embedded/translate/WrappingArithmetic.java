package dev.cairn.embedded.translate;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.TranslationTypes;
import dev.cairn.embedded.translate.value.Value;
import dev.cairn.embedded.translate.value.WideDecimal;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Type;
import java.util.List;

/**
 * Arithmetic with integers and sums of decimals that wraps round, as on the server. Up to BIGINT, it calculates with
 * twice as many bits; a LARGEINT is calculated in Java, and a sum of decimals adds their digits without the point.
 *
 * @param type the type of the result
 */
record WrappingArithmetic(Type type) {
    static boolean mayOverflow(Operator operator) {
        return operator == Operator.PLUS
                || operator == Operator.MINUS
                || operator == Operator.TIMES
                || operator == Operator.INT_DIVIDE
                || operator == Operator.MODULO;
    }

    static boolean isSum(String function) {
        return switch (function) {
            case "sum", "multi_distinct_sum", "sum_combine", "sum_union", "sum_merge" -> true;
            default -> false;
        };
    }

    static boolean isAverage(String function, List<Value> arguments) {
        Type argument =
                arguments.isEmpty() ? TranslationTypes.NULL : arguments.get(0).type();
        return function.equals("avg") && PrimitiveType.of(argument).isDecimalV3() && !WideDecimal.isWide(argument);
    }

    static boolean changesSign(String function, Type type) {
        return (function.equals("abs") || function.equals("negative"))
                && PrimitiveType.of(type).isFixedPoint();
    }

    /** Returns the absolute or the negative value of a number. */
    Value changeSign(String function, Value argument) {
        String number = argument.castTo(type).sql();
        String negative = calculate(Operator.MINUS, "0", number).sql();
        return new Value(
                function.equals("abs")
                        ? "CASE WHEN " + number + " < 0 THEN " + negative + " ELSE " + number + " END"
                        : negative,
                type);
    }

    Value calculate(Operator operator, String left, String right) {
        if (PrimitiveType.of(type) == PrimitiveType.LARGEINT) {
            String sql = "sr_largeint('" + operator.name() + "', " + castToText(left) + ", " + castToText(right) + ")";
            return new Value("CAST(" + sql + " AS HUGEINT)", type);
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

    /** Returns a sum. The sum of integers is a BIGINT, or a LARGEINT if they are. */
    Value translateSum(Value argument, boolean distinct, Template.CallClauses clauses) {
        PrimitiveType target = PrimitiveType.of(type);
        if (target == PrimitiveType.DECIMAL128) {
            String digits = sumOfDigits(argument.castTo(type), distinct, clauses);
            return new Value(
                    "CAST(sr_sum_of_digits(" + digits + ", " + scaleOf(type) + ") AS " + DuckDbType.nameOf(type) + ")",
                    type);
        }
        String values = (distinct ? "DISTINCT " : "") + argument.castTo(type).sql();
        if (target == PrimitiveType.LARGEINT) {
            String exact = sumOfDigits(argument.castTo(type), distinct, clauses);
            return new Value("CAST(sr_largeint('PLUS', " + exact + ", '0') AS HUGEINT)", type);
        }
        String sum = "sum(" + values + ")" + clauses.over();
        return target == PrimitiveType.BIGINT
                ? wrap(sum)
                : new Value("CAST(" + sum + " AS " + DuckDbType.nameOf(type) + ")", type);
    }

    /** Returns an average of decimals. */
    Value translateAverage(Value argument, boolean distinct, Template.CallClauses clauses) {
        String count = "count(" + (distinct ? "DISTINCT " : "") + argument.sql() + ")" + clauses.over();
        String average = "sr_average(" + sumOfDigits(argument, distinct, clauses) + ", " + castToText(count) + ", "
                + scaleOf(argument.type()) + ", " + scaleOf(type) + ")";
        return new Value("TRY_CAST(" + average + " AS " + DuckDbType.nameOf(type) + ")", type);
    }

    /** Returns the text of a sum of any size, without the point. */
    private static String sumOfDigits(Value argument, boolean distinct, Template.CallClauses clauses) {
        String digits = argument.type() instanceof Type.Decimal
                ? "replace(" + castToText(argument.sql()) + ", '.', '')"
                : argument.sql();
        return castToText("sum(" + (distinct ? "DISTINCT " : "") + "CAST(" + digits + " AS BIGNUM))" + clauses.over());
    }

    private static int scaleOf(Type decimal) {
        return ((Type.Decimal) decimal).scale();
    }

    private Value wrap(String exact) {
        String range = "(1::HUGEINT << " + bits() + ")";
        String half = "(1::HUGEINT << " + (bits() - 1) + ")";
        String positive = "(((" + exact + ") + " + half + ") % " + range + " + " + range + ") % " + range;
        return new Value("CAST(" + positive + " - " + half + " AS " + DuckDbType.nameOf(type) + ")", type);
    }

    private int bits() {
        return switch (PrimitiveType.of(type)) {
            case TINYINT -> Byte.SIZE;
            case SMALLINT -> Short.SIZE;
            case INT -> Integer.SIZE;
            default -> Long.SIZE;
        };
    }

    private static String castToText(String sql) {
        return "CAST(" + sql + " AS VARCHAR)";
    }
}
