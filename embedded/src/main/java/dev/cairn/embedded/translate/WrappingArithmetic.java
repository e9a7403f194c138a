package dev.cairn.embedded.translate;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.Value;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Type;

/**
 * Arithmetic with integers that wrap round, as the server's do. Up to BIGINT, it calculates with twice as many bits; a
 * LARGEINT is calculated in Java.
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

    Value of(Operator operator, String left, String right) {
        if (PrimitiveType.of(type) == PrimitiveType.LARGEINT) {
            String sql = "sr_largeint('" + operator.name() + "', " + text(left) + ", " + text(right) + ")";
            return new Value("CAST(" + sql + " AS HUGEINT)", type);
        }
        String a = "CAST(" + left + " AS HUGEINT)";
        String b = "CAST(" + right + " AS HUGEINT)";
        String divisor = "nullif(" + b + ", 0)";
        return wrapped(
                switch (operator) {
                    case INT_DIVIDE -> "(" + a + " - " + a + " % " + divisor + ") // " + divisor;
                    case MODULO -> a + " % " + divisor;
                    default -> a + " " + operator.text() + " " + b;
                });
    }

    /** Returns a sum. The sum of integers is a BIGINT, or a LARGEINT if they are. */
    Value sum(Value argument, boolean distinct, Template.Surroundings around) {
        PrimitiveType target = PrimitiveType.of(type);
        String values = (distinct ? "DISTINCT " : "") + argument.as(type).sql();
        if (target == PrimitiveType.LARGEINT) {
            String exact = text("sum(" + (distinct ? "DISTINCT " : "") + "CAST("
                    + argument.as(type).sql() + " AS BIGNUM))" + around.over());
            return new Value("CAST(sr_largeint('PLUS', " + exact + ", '0') AS HUGEINT)", type);
        }
        String sum = "sum(" + values + ")" + around.over();
        return target == PrimitiveType.BIGINT
                ? wrapped(sum)
                : new Value("CAST(" + sum + " AS " + DuckDbType.of(type) + ")", type);
    }

    private Value wrapped(String exact) {
        String range = "(1::HUGEINT << " + bits() + ")";
        String half = "(1::HUGEINT << " + (bits() - 1) + ")";
        String positive = "(((" + exact + ") + " + half + ") % " + range + " + " + range + ") % " + range;
        return new Value("CAST(" + positive + " - " + half + " AS " + DuckDbType.of(type) + ")", type);
    }

    private int bits() {
        return switch (PrimitiveType.of(type)) {
            case TINYINT -> Byte.SIZE;
            case SMALLINT -> Short.SIZE;
            case INT -> Integer.SIZE;
            default -> Long.SIZE;
        };
    }

    private static String text(String sql) {
        return "CAST(" + sql + " AS VARCHAR)";
    }
}
