package dev.cairn.embedded.translate;

import dev.cairn.analysis.function.ConstantExpressions;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.embedded.session.SqlMode;
import dev.cairn.embedded.translate.value.Conversion;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.NestedValues;
import dev.cairn.embedded.translate.value.TranslationTypes;
import dev.cairn.embedded.translate.value.UnsupportedFeature;
import dev.cairn.embedded.translate.value.Value;
import dev.cairn.embedded.translate.value.WideDecimal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Type;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Translates operators, casts, and the addition of intervals. A division by zero results in NULL. */
record OperatorTranslation(ExpressionTranslation expressions) {
    Value unary(Expression.Unary unary) {
        return switch (unary.operator().meaning()) {
            case NOT -> new Value(negate(unary.operand()), TranslationTypes.BOOLEAN);
            case BIT_NOT ->
                new Value(
                        "(~" + expressions.sql(unary.operand(), TranslationTypes.BIGINT) + ")",
                        TranslationTypes.BIGINT);
            case MINUS -> {
                Type type = expressions.type(unary);
                String operand = expressions.sql(unary.operand(), type);
                yield wraps(type)
                        ? arithmeticOf(type).calculate(Operator.MINUS, "0", operand)
                        : new Value("(-" + operand + ")", type);
            }
            default -> expressions.translate(unary.operand());
        };
    }

    Value binary(Expression.Binary binary) {
        Operator operator = binary.operator().meaning();
        return switch (operator) {
            case AND, OR ->
                new Value(
                        "(" + expressions.condition(binary.left()) + " " + operator.text() + " "
                                + expressions.condition(binary.right()) + ")",
                        TranslationTypes.BOOLEAN);
            case EQUAL, EQUAL_FOR_NULL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                new Value(compare(operator, binary), TranslationTypes.BOOLEAN);
            case PLUS, MINUS -> {
                boolean back = operator == Operator.MINUS;
                if (binary.left().unwrap() instanceof Expression.Interval interval) {
                    yield shiftTime(binary.right(), interval, back, expressions.type(binary));
                }
                yield binary.right().unwrap() instanceof Expression.Interval interval
                        ? shiftTime(binary.left(), interval, back, expressions.type(binary))
                        : arithmetic(operator, binary, binary.left(), binary.right());
            }
            default -> arithmetic(operator, binary, binary.left(), binary.right());
        };
    }

    private String compare(Operator operator, Expression.Binary binary) {
        List<String> operands = expressions.operands(binary, List.of(binary.left(), binary.right()));
        Type type = expressions.operandTypes(binary).get(0);
        return comparison(operator, operands.get(0), operands.get(1), type);
    }

    /**
     * Negates a condition. The server negates the comparisons inside of it, which is another condition for arrays: those with
     * elements that are NULL are neither equal nor not equal, but have an order.
     */
    private String negate(Expression operand) {
        Expression read = expressions.read(operand);
        if (read instanceof Expression.Unary unary && unary.operator().meaning() == Operator.NOT) {
            return expressions.condition(unary.operand());
        }
        if (read instanceof Expression.In in) {
            return "(" + expressions.in(in, !in.negated()) + ")";
        }
        if (read instanceof Expression.Binary binary) {
            Operator operator = binary.operator().meaning();
            if (operator == Operator.AND || operator == Operator.OR) {
                Operator other = operator == Operator.AND ? Operator.OR : Operator.AND;
                return "(" + negate(binary.left()) + " " + other.text() + " " + negate(binary.right()) + ")";
            }
            Operator opposite = opposite(operator);
            if (opposite != null) {
                return compare(opposite, binary);
            }
        }
        return "(NOT " + expressions.condition(operand) + ")";
    }

    private static @Nullable Operator opposite(Operator comparison) {
        return switch (comparison) {
            case EQUAL -> Operator.NOT_EQUAL;
            case NOT_EQUAL -> Operator.EQUAL;
            case LESS -> Operator.GREATER_OR_EQUAL;
            case LESS_OR_EQUAL -> Operator.GREATER;
            case GREATER -> Operator.LESS_OR_EQUAL;
            case GREATER_OR_EQUAL -> Operator.LESS;
            default -> null;
        };
    }

    /**
     * Translates a condition of WHERE or of a join. If it requires that values of two relations are equal, these are keys of
     * a hash join, in which also elements that are NULL are equal.
     */
    String joinCondition(Expression condition) {
        if (expressions.read(condition) instanceof Expression.Binary binary
                && binary.operator().meaning() == Operator.AND) {
            return "(" + joinCondition(binary.left()) + " AND " + joinCondition(binary.right()) + ")";
        }
        Expression.Binary equality = equality(condition);
        if (equality != null
                && NestedValues.is(expressions.operandTypes(equality).get(0))
                && ofTwoRelations(expressions.relations(equality.left()), expressions.relations(equality.right()))) {
            List<String> operands = expressions.operands(equality, List.of(equality.left(), equality.right()));
            Type type = expressions.operandTypes(equality).get(0);
            return NestedValues.sameKeys(operands.get(0), operands.get(1), type);
        }
        return expressions.condition(condition);
    }

    /** Returns the comparison that requires equal operands: = or a negated !=; null for any other condition. */
    private Expression.@Nullable Binary equality(Expression condition) {
        Expression read = expressions.read(condition);
        boolean negated =
                read instanceof Expression.Unary unary && unary.operator().meaning() == Operator.NOT;
        Expression compared = negated ? expressions.read(((Expression.Unary) read).operand()) : read;
        return compared instanceof Expression.Binary binary
                        && binary.operator().meaning() == (negated ? Operator.NOT_EQUAL : Operator.EQUAL)
                ? binary
                : null;
    }

    private static boolean ofTwoRelations(Set<BoundRelation> left, Set<BoundRelation> right) {
        return !left.isEmpty() && !right.isEmpty() && Collections.disjoint(left, right);
    }

    /** Translates a cast. A value that can't be converted becomes NULL, unless the session chooses an error. */
    Value cast(Expression.Cast writtenCast) {
        Value value = expressions.translate(writtenCast.value());
        Type type = expressions.type(writtenCast);
        Value cast = ConstantExpressions.isConstant(writtenCast.value()) ? value.castTo(type) : value.asOfColumn(type);
        if (value.type().isComplex()
                || type.isComplex()
                || !expressions.context().has(SqlMode.ALLOW_THROW_EXCEPTION)) {
            return cast;
        }
        String refusal = "sr_refuse('cast from " + PrimitiveType.of(value.type()) + "(' || CAST(" + value.sql()
                + " AS VARCHAR) || ') to " + PrimitiveType.of(type) + " failed')";
        return new Value(
                "CASE WHEN " + value.sql() + " IS NOT NULL AND " + cast.sql() + " IS NULL THEN " + refusal + " ELSE "
                        + cast.sql() + " END",
                type);
    }

    /** Whether DuckDB compares values of a type as the server does. */
    static boolean isComparable(Type type) {
        return !NestedValues.is(type) && PrimitiveType.of(type) != PrimitiveType.JSON;
    }

    /** Compares two values of the same type. */
    static String comparison(Operator operator, String left, String right, Type type) {
        if (isComparable(type)) {
            return "(" + left + word(operator) + right + ")";
        }
        return "(" + (NestedValues.is(type) ? compareNested(operator, left, right, type) : json(operator, left, right))
                + ")";
    }

    private static String json(Operator operator, String left, String right) {
        String order = "sr_json_compare(" + left + ", " + right + ")";
        return switch (operator) {
            case EQUAL -> left + " = " + right + " OR " + order + " = 0";
            case EQUAL_FOR_NULL -> "coalesce(" + order + " = 0, " + left + " IS NULL AND " + right + " IS NULL)";
            default -> order + word(operator) + "0";
        };
    }

    private static String compareNested(Operator operator, String left, String right, Type type) {
        return switch (operator) {
            case EQUAL -> NestedValues.equality(left, right, type);
            case NOT_EQUAL -> NestedValues.difference(left, right, type);
            case EQUAL_FOR_NULL ->
                NestedValues.sortMaps(left, type) + word(operator) + NestedValues.sortMaps(right, type);
            default -> NestedValues.orderable(left, type) + word(operator) + NestedValues.orderable(right, type);
        };
    }

    private static String word(Operator comparison) {
        return switch (comparison) {
            case EQUAL_FOR_NULL -> " IS NOT DISTINCT FROM ";
            case NOT_EQUAL -> " <> ";
            default -> " " + comparison.text() + " ";
        };
    }

    /** Translates the addition or subtraction of an interval. */
    Value shiftTime(Expression date, Expression.Interval interval, boolean back, Type type) {
        String time = expressions.sql(date, TranslationTypes.DATETIME);
        String distance = expressions.sql(interval.amount(), TranslationTypes.INT);
        String duration = duration(
                interval.unit().toLowerCase(Locale.ROOT), (back ? "(-" : "(") + "CAST(" + distance + " AS BIGINT))");
        String sum = "sr_calendar((" + time + " + " + duration + "))";
        return new Value(Conversion.convert(sum, TranslationTypes.DATETIME, type), type);
    }

    /** DuckDB fails if it can't represent an interval; when the query is repeated, such an interval is NULL. */
    private String duration(String unit, String amount) {
        if (expressions.state().mode().wraps()) {
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
    Value arithmetic(Operator operator, Expression wholeExpression, Expression left, Expression right) {
        Type type = expressions.type(wholeExpression);
        if (operator == Operator.SHIFT_LEFT
                || operator == Operator.SHIFT_RIGHT
                || operator == Operator.SHIFT_RIGHT_LOGICAL) {
            return shift(operator, type, left, right);
        }
        if (operator == Operator.INT_DIVIDE && isDecimal(left, right)) {
            return divideIntegers(
                    exactText(expressions.translate(left)), exactText(expressions.translate(right)), type);
        }
        if (PrimitiveType.of(type).isDecimal()) {
            return decimal(operator, type, expressions.translate(left), expressions.translate(right));
        }
        String a = expressions.sql(left, type);
        String b = expressions.sql(right, type);
        b = divides(operator) ? divisor(a, b, "nullif(" + b + ", 0)") : b;
        if (wraps(type) && WrappingArithmetic.mayOverflow(operator)) {
            return arithmeticOf(type).calculate(operator, a, b);
        }
        boolean floating = PrimitiveType.of(type).isFloatingPoint();
        String sql = switch (operator) {
            case PLUS, MINUS, TIMES -> a + " " + operator.text() + " " + b;
            case DIVIDE -> a + " / " + b;
            case INT_DIVIDE -> "trunc(" + a + " / " + b + ")";
            case MODULO -> a + " % " + b;
            case BIT_AND, BIT_OR -> a + " " + operator.text() + " " + b;
            case BIT_XOR -> "xor(" + a + ", " + b + ")";
            default -> throw UnsupportedFeature.function(operator.text(), wholeExpression.span());
        };
        if (operator == Operator.INT_DIVIDE && !floating) {
            sql = "(" + a + " - " + a + " % " + b + ") // " + b;
        }
        return new Value("CAST((" + sql + ") AS " + DuckDbType.nameOf(type) + ")", type);
    }

    private Value divideIntegers(String left, String right, Type type) {
        String operands = text(left) + ", " + text(divisor(left, right, right));
        return new Value("TRY_CAST(sr_int_divide(" + operands + ") AS BIGINT)", type);
    }

    private static boolean divides(Operator operator) {
        return operator == Operator.DIVIDE || operator == Operator.INT_DIVIDE || operator == Operator.MODULO;
    }

    /**
     * Returns a divisor.
     *
     * @param checked the divisor if zero is no error
     */
    private String divisor(String dividend, String divisor, String checked) {
        return expressions.context().has(SqlMode.ERROR_FOR_DIVISION_BY_ZERO)
                ? "sr_divisor(" + dividend + ", " + divisor + ")"
                : checked;
    }

    private boolean isDecimal(Expression left, Expression right) {
        return PrimitiveType.of(expressions.type(left)).isDecimal()
                || PrimitiveType.of(expressions.type(right)).isDecimal();
    }

    private boolean wraps(Type type) {
        return expressions.state().mode().wraps() && PrimitiveType.of(type).isFixedPoint();
    }

    private static WrappingArithmetic arithmeticOf(Type type) {
        return new WrappingArithmetic(type);
    }

    private Value shift(Operator operator, Type type, Expression left, Expression right) {
        String value = text(expressions.sql(left, type));
        String places = expressions.sql(right, TranslationTypes.BIGINT);
        int bits = switch (PrimitiveType.of(type)) {
            case TINYINT -> Byte.SIZE;
            case SMALLINT -> Short.SIZE;
            case INT -> Integer.SIZE;
            case BIGINT -> Long.SIZE;
            default -> 2 * Long.SIZE;
        };
        String shifted = "sr_shift('" + operator + "', " + value + ", " + places + ", " + bits + ")";
        return new Value("CAST(" + shifted + " AS " + DuckDbType.nameOf(type) + ")", type);
    }

    /**
     * Calculates with decimals. DuckDB divides decimals as doubles; functions in Java that take texts keep all digits.
     */
    private Value decimal(Operator operator, Type type, Value left, Value right) {
        String target = DuckDbType.nameOf(type);
        int scale = ((Type.Decimal) type).kind() == Type.Decimal.Kind.DECIMALV2 ? 9 : ((Type.Decimal) type).scale();
        boolean wide = WideDecimal.isWide(type);
        if (!wide && !expressions.state().mode().wraps() && (operator == Operator.PLUS || operator == Operator.MINUS)) {
            String a = "TRY_CAST(" + exactText(left) + " AS " + target + ")";
            String b = "TRY_CAST(" + exactText(right) + " AS " + target + ")";
            return new Value("TRY_CAST((" + a + " " + operator.text() + " " + b + ") AS " + target + ")", type);
        }
        String operands = text(exactText(left)) + ", "
                + text(
                        divides(operator)
                                ? divisor(exactText(left), exactText(right), exactText(right))
                                : exactText(right));
        String sql = switch (operator) {
            case PLUS -> "sr_plus(" + operands + ")";
            case MINUS -> "sr_minus(" + operands + ")";
            case TIMES -> "sr_multiply(" + operands + ", " + scale + ")";
            case DIVIDE -> (wide ? "sr_wide_divide(" : "sr_divide(") + operands + ", " + scale + ")";
            case INT_DIVIDE -> "sr_int_divide(" + operands + ")";
            default -> "sr_remainder(" + operands + ")";
        };
        if (operator == Operator.TIMES && PrimitiveType.of(type) == PrimitiveType.DECIMAL128) {
            // A server counts 18 digits for a BIGINT, which may have 19, and keeps what 128 bits hold.
            target = "DECIMAL(38, " + scale + ")";
        }
        return new Value(
                wide ? WideDecimal.ofCalculation(sql, type) : "TRY_CAST((" + sql + ") AS " + target + ")", type);
    }

    private static String exactText(Value value) {
        if (WideDecimal.isWide(value.type())) {
            return value.castTo(TranslationTypes.VARCHAR).sql();
        }
        PrimitiveType primitive = PrimitiveType.of(value.type());
        if (primitive.isDecimal() || primitive.isFixedPoint() || primitive == PrimitiveType.NULL_TYPE) {
            return value.sql();
        }
        return value.castTo(TranslationTypes.DOUBLE).sql();
    }

    private static String text(String sql) {
        return "CAST(" + sql + " AS VARCHAR)";
    }
}
