package dev.cairn.engine.expression;

import dev.cairn.catalog.TypeText;
import dev.cairn.engine.value.LiteralValues;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Type;
import java.math.BigDecimal;
import java.math.BigInteger;

/** The kind of an expression, named as the server does in its messages, which print its internal class. */
public record ExpressionKind(Expression expression) {
    private static final int MOST_DECIMAL32_DIGITS = 9;

    /**
     * The kind of an expression, for example {@code IntLiteral{type=TINYINT}}; an expression that is not analysed has
     * no type yet.
     */
    public String described() {
        return name() + "{type=" + (isLiteral() ? shape() : "INVALID_TYPE") + "}";
    }

    public boolean isLiteral() {
        return expression instanceof Expression.Bool
                || expression instanceof Expression.Number
                || expression instanceof Expression.Text
                || expression instanceof Expression.DateText
                || expression instanceof Expression.Hex
                || isNegative();
    }

    public String name() {
        if (isNegative()) {
            return new ExpressionKind(((Expression.Unary) expression).operand()).name();
        }
        if (expression instanceof Expression.Number number) {
            return switch (number.kind()) {
                case INTEGER -> integerName(number.text());
                case DECIMAL -> "DecimalLiteral";
                case DOUBLE -> "FloatLiteral";
            };
        }
        if (expression instanceof Expression.Bool) {
            return "BoolLiteral";
        }
        if (expression instanceof Expression.Text) {
            return "StringLiteral";
        }
        if (expression instanceof Expression.DateText) {
            return "DateLiteral";
        }
        return expression instanceof Expression.Hex ? "VarBinaryLiteral" : compositeName();
    }

    /** The type of a literal, or of nested literals, before casts. */
    public String shape() {
        if (expression instanceof Expression.Group group) {
            return new ExpressionKind(group.inner()).shape();
        }
        if (expression instanceof Expression.ArrayLiteral array) {
            return "ARRAY<"
                    + (array.elements().isEmpty()
                            ? "BOOLEAN"
                            : new ExpressionKind(array.elements().get(0)).shape()) + ">";
        }
        if (expression instanceof Expression.MapLiteral map) {
            return map.entries().isEmpty()
                    ? "MAP<BOOLEAN,BOOLEAN>"
                    : "MAP<" + new ExpressionKind(map.entries().get(0).key()).shape() + ","
                            + new ExpressionKind(map.entries().get(0).value()).shape() + ">";
        }
        if (expression instanceof Expression.Call row) {
            StringBuilder fields = new StringBuilder();
            for (Expression argument : row.arguments()) {
                fields.append(fields.length() == 0 ? "" : ", ");
                fields.append("col")
                        .append(row.arguments().indexOf(argument) + 1)
                        .append(' ')
                        .append(new ExpressionKind(argument).shape());
            }
            return "struct<" + fields + ">";
        }
        return TypeText.named(literalType());
    }

    private Type literalType() {
        if (isNegative()) {
            return new ExpressionKind(((Expression.Unary) expression).operand()).literalType();
        }
        if (expression instanceof Expression.Number number) {
            return switch (number.kind()) {
                case INTEGER -> integer(number.text());
                case DECIMAL -> decimal(number.text());
                case DOUBLE -> new Type.Scalar(Type.Scalar.Kind.DOUBLE);
            };
        }
        if (expression instanceof Expression.Bool) {
            return new Type.Scalar(Type.Scalar.Kind.BOOLEAN);
        }
        if (expression instanceof Expression.DateText date) {
            return new Type.Scalar(date.withTime() ? Type.Scalar.Kind.DATETIME : Type.Scalar.Kind.DATE);
        }
        return new Type.Text(
                expression instanceof Expression.Hex ? Type.Text.Kind.VARBINARY : Type.Text.Kind.VARCHAR,
                Type.Text.UNSAID);
    }

    private static Type integer(String digits) {
        return new Type.Scalar(
                switch (bits(digits)) {
                    case 7 -> Type.Scalar.Kind.TINYINT;
                    case 15 -> Type.Scalar.Kind.SMALLINT;
                    case 31 -> Type.Scalar.Kind.INT;
                    case 63 -> Type.Scalar.Kind.BIGINT;
                    default -> Type.Scalar.Kind.LARGEINT;
                });
    }

    private static String integerName(String digits) {
        return bits(digits) <= 63 ? "IntLiteral" : bits(digits) == 127 ? "LargeIntLiteral" : "DecimalLiteral";
    }

    private static int bits(String digits) {
        int needed = digits.length() > 100 ? Integer.MAX_VALUE : new BigInteger(digits).bitLength();
        for (int bits = 7; bits <= 127; bits = bits * 2 + 1) {
            if (needed <= bits) {
                return bits;
            }
        }
        return 255;
    }

    private static Type decimal(String text) {
        BigDecimal value = new BigDecimal(text.length() > Type.Decimal.MOST_DIGITS ? "0" : text);
        int precision = LiteralValues.precision(value);
        Type.Decimal.Kind kind =
                precision <= MOST_DECIMAL32_DIGITS ? Type.Decimal.Kind.DECIMAL32 : Type.Decimal.Kind.of(precision);
        return new Type.Decimal(kind, precision, LiteralValues.scale(value));
    }

    private boolean isNegative() {
        return expression instanceof Expression.Unary unary
                && unary.operator() == Operator.MINUS
                && unary.operand() instanceof Expression.Number;
    }

    private String compositeName() {
        if (expression instanceof Expression.Group group) {
            return new ExpressionKind(group.inner()).name();
        }
        if (expression instanceof Expression.Reference) {
            return "SlotRef";
        }
        if (expression instanceof Expression.Call) {
            return "FunctionCallExpr";
        }
        if (expression instanceof Expression.Cast) {
            return "CastExpr";
        }
        if (expression instanceof Expression.Case) {
            return "CaseExpr";
        }
        if (expression instanceof Expression.Unary unary) {
            return isLogical(unary.operator()) ? "CompoundPredicate" : "ArithmeticExpr";
        }
        if (expression instanceof Expression.Binary binary) {
            return binaryName(binary.operator());
        }
        return expression.getClass().getSimpleName();
    }

    private static String binaryName(Operator operator) {
        if (isLogical(operator)) {
            return "CompoundPredicate";
        }
        return switch (operator) {
            case EQUAL, EQUAL_FOR_NULL, NOT_EQUAL, NOT_EQUAL_SIGN, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                "BinaryPredicate";
            default -> "ArithmeticExpr";
        };
    }

    private static boolean isLogical(Operator operator) {
        return switch (operator.meaning()) {
            case OR, AND, NOT -> true;
            default -> false;
        };
    }
}
