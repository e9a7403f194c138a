package dev.cairn.analysis.comparison;

import dev.cairn.analysis.comparison.QueryComparison.Equivalence;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Number;
import dev.cairn.sql.ast.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The normalized form of a part of a query. Two parts are equivalent if their shapes are equal.
 *
 * @param isUncertain whether a different shape may be equivalent to this one or to a part of it
 */
record ShapeNode(String label, List<ShapeNode> children, boolean isUncertain) {
    /** The shape of an absent part. */
    static final ShapeNode NONE = leaf("-");

    /** A shape that may be equivalent to any other. */
    static final ShapeNode ANYTHING = uncertain("?");

    /** The shape of a part about which nothing is known: whether two such parts are equivalent can't be told. */
    static final ShapeNode UNRESOLVED = uncertain("unresolved");

    /** A number with a larger exponent is compared by its text. */
    private static final int MAX_ZEROS = 1_000;

    private static final int MAX_DIGITS = 38;

    private static final Pattern COMMENT_OR_BLANK = Pattern.compile("/\\*[^+].*?\\*/|--[^\\n]*|\\s+", Pattern.DOTALL);

    ShapeNode {
        children = List.copyOf(children);
    }

    static ShapeNode leaf(String label) {
        return new ShapeNode(label, List.of(), false);
    }

    /** A word that is compared without case. */
    static ShapeNode word(String word) {
        return leaf(word.toLowerCase(Locale.ROOT));
    }

    /** Normalizes a text that is compared without blanks, comments and case. */
    static String normalizeText(String text) {
        return COMMENT_OR_BLANK.matcher(text).replaceAll("").toLowerCase(Locale.ROOT);
    }

    static ShapeNode uncertain(String label) {
        return new ShapeNode(label, List.of(), true);
    }

    static ShapeNode of(String label, ShapeNode... parts) {
        return of(label, List.of(parts));
    }

    static ShapeNode of(String label, List<ShapeNode> parts) {
        boolean uncertain = false;
        for (ShapeNode part : parts) {
            uncertain |= part.isUncertain;
        }
        return new ShapeNode(label, parts, uncertain);
    }

    /** Combines operands by AND or OR; an operand that is itself such a combination belongs to the chain. */
    static ShapeNode chain(String label, List<ShapeNode> operands) {
        List<ShapeNode> flat = new ArrayList<>();
        for (ShapeNode operand : operands) {
            if (operand.is(label)) {
                flat.addAll(operand.children());
            } else {
                flat.add(operand);
            }
        }
        return of(label, flat);
    }

    boolean is(String other) {
        return label.equals(other);
    }

    Equivalence compare(ShapeNode other) {
        if (equals(ANYTHING) || other.equals(ANYTHING)) {
            return Equivalence.SAME;
        }
        if (equals(UNRESOLVED) || other.equals(UNRESOLVED)) {
            return Equivalence.CANNOT_TELL;
        }
        if (!label.equals(other.label) || children.size() != other.children.size()) {
            return isUncertain || other.isUncertain ? Equivalence.CANNOT_TELL : Equivalence.DIFFERENT;
        }
        Equivalence answer = Equivalence.SAME;
        for (int i = 0; i < children.size() && answer != Equivalence.DIFFERENT; i++) {
            Equivalence ofPart = children.get(i).compare(other.children.get(i));
            answer = ofPart == Equivalence.SAME ? answer : ofPart;
        }
        return answer;
    }

    static ShapeNode number(Number number) {
        if (number.isInteger()) {
            return leaf("integer " + new BigInteger(number.text()));
        }
        BigDecimal value = new BigDecimal(number.text());
        if (value.precision() > MAX_DIGITS) {
            return uncertain("decimal " + value); // servers round it
        }
        if (Math.abs((long) value.scale()) > MAX_ZEROS) {
            return leaf("decimal " + number.text().toLowerCase(Locale.ROOT));
        }
        BigDecimal plain = value.scale() < 0 ? value.setScale(0) : value;
        return leaf("decimal " + plain.toPlainString());
    }

    /** Returns the shape of the number with the opposite sign. */
    ShapeNode negate() {
        int sign = label.indexOf(' ') + 1;
        String kind = label.substring(0, sign);
        String digits = label.substring(sign);
        return withLabel(digits.startsWith("-") ? kind + digits.substring(1) : kind + "-" + digits);
    }

    /** Returns the shape of the number with no difference between an integer and an equal decimal. */
    ShapeNode withoutKind() {
        return withLabel("number " + label.substring(label.indexOf(' ') + 1));
    }

    private ShapeNode withLabel(String newLabel) {
        return new ShapeNode(newLabel, children, isUncertain);
    }

    boolean isNumber() {
        return children.isEmpty() && (label.startsWith("integer ") || label.startsWith("decimal "));
    }

    static ShapeNode text(String value) {
        return leaf("text " + value);
    }

    /** A server up to 3.5 prints a date literal as a string. */
    static ShapeNode date(Expression.DateText date, boolean printed) {
        String value = date.value();
        if (!printed) {
            return leaf((date.withTime() ? "datetime " : "date ") + value);
        }
        String[] parts = value.split("[- :T]", -1);
        boolean plain = parts.length >= 3 && parts[0].length() == 4 && !value.contains(".");
        if (!plain) {
            return uncertain("text " + value);
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
        return date.withTime() == text.length() > 10 ? text(text.toString()) : uncertain("text " + value);
    }

    static ShapeNode type(Type type) {
        if (type instanceof Type.Decimal decimal) {
            // If the storage class is not specified, it follows from the precision.
            Type.Decimal.Kind kind =
                    decimal.kind() == Type.Decimal.Kind.DECIMAL ? storageKind(decimal) : decimal.kind();
            return of(
                    "decimal",
                    leaf(decimal.precision() + "," + decimal.scale()),
                    // A server up to 3.5 prints DECIMAL64 for a smaller decimal, too.
                    kind == Type.Decimal.Kind.DECIMAL64 ? uncertain(kind.name()) : leaf(kind.name()));
        }
        if (type instanceof Type.Scalar scalar && scalar.kind() == Type.Scalar.Kind.SIGNED) {
            return uncertain("signed");
        }
        if (type instanceof Type.Array array) {
            return of("array", type(array.element()));
        }
        if (type instanceof Type.Map map) {
            return of("map", type(map.key()), type(map.value()));
        }
        if (type instanceof Type.Struct struct) {
            return of(
                    "struct",
                    struct.fields().stream()
                            .map(field -> of(field.name(), type(field.type())))
                            .toList());
        }
        return leaf(type.toString());
    }

    private static Type.Decimal.Kind storageKind(Type.Decimal decimal) {
        if (decimal.precision() <= 9) {
            return Type.Decimal.Kind.DECIMAL32;
        }
        if (decimal.precision() <= 18) {
            return Type.Decimal.Kind.DECIMAL64;
        }
        return decimal.precision() <= 38 ? Type.Decimal.Kind.DECIMAL128 : Type.Decimal.Kind.DECIMAL256;
    }
}
