package dev.cairn.embedded.translate;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.embedded.translate.value.ComparisonTranslation;
import dev.cairn.embedded.translate.value.Conversion;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.TranslationTypes;
import dev.cairn.embedded.translate.value.UnsupportedFeature;
import dev.cairn.embedded.translate.value.Value;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Operator;
import dev.cairn.sql.ast.Type;

/** Translates operators. A division by zero results in NULL. */
final class OperatorTranslation {
    private final ExpressionTranslation expressions;

    OperatorTranslation(ExpressionTranslation expressions) {
        this.expressions = expressions;
    }

    Value of(Expression expression) {
        return expression instanceof Expression.Unary unary ? unary(unary) : binary((Expression.Binary) expression);
    }

    private Value unary(Expression.Unary unary) {
        return switch (unary.operator().meaning()) {
            case NOT -> new Value("(NOT " + expressions.condition(unary.operand()) + ")", TranslationTypes.BOOLEAN);
            case BIT_NOT ->
                new Value(
                        "(~"
                                + expressions
                                        .of(unary.operand())
                                        .as(TranslationTypes.BIGINT)
                                        .sql() + ")",
                        TranslationTypes.BIGINT);
            case MINUS -> {
                Type type = expressions.type(unary);
                yield new Value("(-" + expressions.of(unary.operand()).as(type).sql() + ")", type);
            }
            default -> expressions.of(unary.operand());
        };
    }

    private Value binary(Expression.Binary binary) {
        Operator operator = binary.operator().meaning();
        return switch (operator) {
            case AND, OR ->
                new Value(
                        "(" + expressions.condition(binary.left()) + " " + operator.text() + " "
                                + expressions.condition(binary.right()) + ")",
                        TranslationTypes.BOOLEAN);
            case EQUAL, EQUAL_FOR_NULL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> {
                Value left = expressions.of(binary.left());
                Value right = expressions.of(binary.right());
                yield new Value(
                        "(" + ComparisonTranslation.sql(operator, left, right, binary.span()) + ")",
                        TranslationTypes.BOOLEAN);
            }
            default ->
                isShifted(binary) ? shifted(binary) : arithmetic(operator, binary, binary.left(), binary.right());
        };
    }

    private static boolean isShifted(Expression.Binary binary) {
        boolean moves = binary.operator() == Operator.PLUS || binary.operator() == Operator.MINUS;
        return moves && isInterval(binary);
    }

    private static boolean isInterval(Expression.Binary binary) {
        return binary.left() instanceof Expression.Interval || binary.right() instanceof Expression.Interval;
    }

    private Value shifted(Expression.Binary binary) {
        boolean first = binary.left() instanceof Expression.Interval;
        Expression.Interval interval =
                first ? (Expression.Interval) binary.left() : (Expression.Interval) binary.right();
        Expression date = first ? binary.right() : binary.left();
        boolean back = binary.operator() == Operator.MINUS;
        return IntervalTranslation.shifted(expressions, date, interval, back, expressions.type(binary));
    }

    /**
     * Translates arithmetic.
     *
     * @param place the expression whose type is the result type
     */
    Value arithmetic(Operator operator, Expression place, Expression left, Expression right) {
        Type type = expressions.type(place);
        if (isShift(operator)) {
            return shift(operator, type, left, right);
        }
        Value one = expressions.of(left);
        Value other = expressions.of(right);
        if (PrimitiveType.of(type).isDecimal()) {
            return decimal(operator, type, one, other);
        }
        String a = one.as(type).sql();
        String b = other.as(type).sql();
        boolean floating = PrimitiveType.of(type).isFloatingPoint();
        String sql = switch (operator) {
            case PLUS, MINUS, TIMES -> a + " " + operator.text() + " " + b;
            case DIVIDE -> a + " / nullif(" + b + ", 0)";
            case INT_DIVIDE -> "trunc(" + a + " / nullif(" + b + ", 0))";
            case MODULO -> floating ? "fmod(" + a + ", nullif(" + b + ", 0))" : a + " % nullif(" + b + ", 0)";
            case BIT_AND, BIT_OR -> a + " " + operator.text() + " " + b;
            case BIT_XOR -> "xor(" + a + ", " + b + ")";
            default -> throw UnsupportedFeature.function(operator.text(), place.span());
        };
        if (operator == Operator.INT_DIVIDE && !floating) {
            sql = "(" + a + " - " + a + " % nullif(" + b + ", 0)) // nullif(" + b + ", 0)";
        }
        return new Value("CAST((" + sql + ") AS " + DuckDbType.of(type) + ")", type);
    }

    private static boolean isShift(Operator operator) {
        return operator == Operator.SHIFT_LEFT
                || operator == Operator.SHIFT_RIGHT
                || operator == Operator.SHIFT_RIGHT_LOGICAL;
    }

    private Value shift(Operator operator, Type type, Expression left, Expression right) {
        String value = Conversion.of(expressions.of(left).as(type).sql(), type, TranslationTypes.BIGINT);
        String places = expressions.of(right).as(TranslationTypes.BIGINT).sql();
        String sql = switch (operator) {
            case SHIFT_LEFT -> "sr_shift_left(" + value + ", " + places + ")";
            case SHIFT_RIGHT -> "sr_shift_right(" + value + ", " + places + ")";
            default -> "sr_shift_right_logical(" + value + bits(type) + ", " + places + ")";
        };
        return new Value("CAST(" + sql + " AS " + DuckDbType.of(type) + ")", type);
    }

    /** Returns the mask with as many bits as the type has, which a logical shift applies to negative numbers. */
    private static String bits(Type type) {
        return switch (PrimitiveType.of(type)) {
            case TINYINT -> " & 255";
            case SMALLINT -> " & 65535";
            case INT -> " & 4294967295";
            default -> "";
        };
    }

    /**
     * Calculates with decimals. DuckDB divides decimals as doubles; functions in Java that take texts keep all digits.
     */
    private static Value decimal(Operator operator, Type type, Value left, Value right) {
        String held = DuckDbType.of(type);
        int scale = ((Type.Decimal) type).kind() == Type.Decimal.Kind.DECIMALV2 ? 9 : ((Type.Decimal) type).scale();
        String a = exact(left);
        String b = exact(right);
        String sql = switch (operator) {
            case PLUS, MINUS ->
                "TRY_CAST(" + a + " AS " + held + ") " + operator.text() + " TRY_CAST(" + b + " AS " + held + ")";
            case TIMES -> "sr_multiply(" + text(a) + ", " + text(b) + ", " + scale + ")";
            case DIVIDE -> "sr_divide(" + text(a) + ", " + text(b) + ", " + scale + ")";
            case INT_DIVIDE -> "sr_int_divide(" + text(a) + ", " + text(b) + ")";
            default -> "sr_remainder(" + text(a) + ", " + text(b) + ")";
        };
        return new Value("TRY_CAST((" + sql + ") AS " + held + ")", type);
    }

    private static String exact(Value value) {
        PrimitiveType primitive = PrimitiveType.of(value.type());
        if (primitive.isDecimal() || primitive.isFixedPoint() || primitive == PrimitiveType.NULL_TYPE) {
            return value.sql();
        }
        return value.as(TranslationTypes.DOUBLE).sql();
    }

    private static String text(String sql) {
        return "CAST(" + sql + " AS VARCHAR)";
    }
}
