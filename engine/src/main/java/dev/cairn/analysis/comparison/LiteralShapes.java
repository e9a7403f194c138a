package dev.cairn.analysis.comparison;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Number;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;

/** Builds the shapes of literals, which compare by exact value regardless of their notation. */
final class LiteralShapes {
    /** A number with a larger exponent is compared by its text. */
    private static final int MOST_ZEROS = 1_000;

    private LiteralShapes() {}

    /** The sign is part of a number literal; a minus before any other operand is a multiplication. */
    static ShapeNode number(Number number, boolean negative) {
        String sign = negative ? "-" : "";
        if (number.kind() == Number.Kind.INTEGER) {
            return ShapeNode.leaf("integer " + sign + new BigInteger(number.text()));
        }
        BigDecimal value = new BigDecimal(number.text());
        if (Math.abs((long) value.scale()) > MOST_ZEROS) {
            return ShapeNode.leaf("decimal " + sign + number.text().toLowerCase(Locale.ROOT));
        }
        BigDecimal plain = value.scale() < 0 ? value.setScale(0) : value;
        return ShapeNode.leaf("decimal " + sign + plain.toPlainString());
    }

    static ShapeNode negated(ShapeNode number) {
        int sign = number.label().indexOf(' ') + 1;
        String kind = number.label().substring(0, sign);
        String digits = number.label().substring(sign);
        return ShapeNode.leaf(digits.startsWith("-") ? kind + digits.substring(1) : kind + "-" + digits);
    }

    static boolean isNumber(ShapeNode shape) {
        return shape.parts().isEmpty()
                && (shape.label().startsWith("integer ") || shape.label().startsWith("decimal "));
    }

    static ShapeNode text(String value) {
        return ShapeNode.leaf("text " + value);
    }

    /** A server up to 3.5 prints a date literal as a string. */
    static ShapeNode date(Expression.DateText date, boolean printed) {
        String value = date.value();
        if (!printed) {
            return ShapeNode.leaf((date.withTime() ? "datetime " : "date ") + value);
        }
        String[] parts = value.split("[- :T]", -1);
        boolean plain = parts.length >= 3 && parts[0].length() == 4 && !value.contains(".");
        if (!plain) {
            return ShapeNode.doubtful("text " + value);
        }
        StringBuilder text = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            text.append(i < 3 ? '-' : i == 3 ? ' ' : ':')
                    .append(parts[i].length() == 1 ? "0" : "")
                    .append(parts[i]);
        }
        if (date.withTime() && parts.length == 3) {
            text.append(" 00:00:00");
        }
        return date.withTime() == text.length() > 10 ? text(text.toString()) : ShapeNode.doubtful("text " + value);
    }

    static ShapeNode hex(Expression.Hex hex) {
        return ShapeNode.leaf("hex " + hex.digits().toUpperCase(Locale.ROOT));
    }
}
