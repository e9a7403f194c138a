package dev.cairn.analysis.comparison;

import dev.cairn.analysis.comparison.QueryComparison.Equivalence;
import dev.cairn.analysis.type.DecimalTypes;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.NumberLiteral;
import dev.cairn.sql.ast.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The normalized form of a part of a query. Two parts are equivalent if their shapes are equal and contain no
 * unresolved part.
 *
 * @param label the kind of the part; for a part without children, it also contains the text of the part
 * @param isUncertain whether this shape, or a part of it, may be equivalent to a different shape
 */
record ShapeNode(String label, List<ShapeNode> children, boolean isUncertain) {
    /** The shape of an absent part. */
    static final ShapeNode NONE = ofLabel("-");

    /** A shape that counts as equivalent to any other. */
    static final ShapeNode ANYTHING = ofUncertain("?");

    /** The shape of a part that could not be resolved, so it is unknown whether it is equivalent to another part. */
    static final ShapeNode UNRESOLVED = ofUncertain("unresolved");

    /** A number with a larger absolute scale, for example because of its exponent, is compared by its text. */
    private static final int MAX_SCALE = 1_000;

    private static final int MAX_DECIMAL_DIGITS = 38;

    private static final Pattern COMMENT_OR_WHITESPACE =
            Pattern.compile("/\\*[^+].*?\\*/|--[^\\n]*|\\s+", Pattern.DOTALL);

    ShapeNode {
        children = List.copyOf(children);
    }

    static ShapeNode ofLabel(String label) {
        return new ShapeNode(label, List.of(), false);
    }

    /** Returns the shape of a name, which is compared without case. */
    static ShapeNode ofName(String name) {
        return ofLabel(name.toLowerCase(Locale.ROOT));
    }

    /** Converts a text to lower case, and removes its whitespace and its comments except for hints. */
    static String normalizeText(String text) {
        return COMMENT_OR_WHITESPACE.matcher(text).replaceAll("").toLowerCase(Locale.ROOT);
    }

    /** Returns a shape without children to which a different shape may be equivalent. */
    static ShapeNode ofUncertain(String label) {
        return new ShapeNode(label, List.of(), true);
    }

    static ShapeNode of(String label, ShapeNode... children) {
        return of(label, List.of(children));
    }

    /** Returns a shape with children, which is uncertain if one of them is. */
    static ShapeNode of(String label, List<ShapeNode> children) {
        boolean hasUncertainChild = false;
        for (ShapeNode child : children) {
            hasUncertainChild |= child.isUncertain;
        }
        return new ShapeNode(label, children, hasUncertainChild);
    }

    /**
     * Combines operands by AND or OR. An operand that is a chain of the same operator is replaced by its own operands.
     */
    static ShapeNode ofChain(String label, List<ShapeNode> operands) {
        List<ShapeNode> flatOperands = new ArrayList<>();
        for (ShapeNode operand : operands) {
            if (operand.hasLabel(label)) {
                flatOperands.addAll(operand.children());
            } else {
                flatOperands.add(operand);
            }
        }
        return of(label, flatOperands);
    }

    boolean hasLabel(String expectedLabel) {
        return label.equals(expectedLabel);
    }

    /**
     * Returns whether two parts of queries are equivalent. If they differ for certain in one place, they are different;
     * otherwise, a difference of uncertain shapes or an unresolved shape on either side results in {@code CANNOT_TELL}.
     */
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
        Equivalence equivalence = Equivalence.SAME;
        for (int i = 0; i < children.size() && equivalence != Equivalence.DIFFERENT; i++) {
            Equivalence childEquivalence = children.get(i).compare(other.children.get(i));
            equivalence = childEquivalence == Equivalence.SAME ? equivalence : childEquivalence;
        }
        return equivalence;
    }

    static ShapeNode ofNumber(NumberLiteral number) {
        if (number.isInteger()) {
            return ofLabel("integer " + new BigInteger(number.text()));
        }
        BigDecimal decimal = new BigDecimal(number.text());
        if (decimal.precision() > MAX_DECIMAL_DIGITS) {
            return ofUncertain("decimal " + decimal); // servers round it
        }
        if (Math.abs((long) decimal.scale()) > MAX_SCALE) {
            return ofLabel("decimal " + number.text().toLowerCase(Locale.ROOT));
        }
        BigDecimal plainDecimal = decimal.scale() < 0 ? decimal.setScale(0) : decimal;
        return ofLabel("decimal " + plainDecimal.toPlainString());
    }

    /** Returns the shape of the number with the opposite sign; this shape must be a {@linkplain #isNumber number}. */
    ShapeNode negate() {
        int digitsStart = label.indexOf(' ') + 1;
        String kind = label.substring(0, digitsStart);
        String digits = label.substring(digitsStart);
        return withLabel(digits.startsWith("-") ? kind + digits.substring(1) : kind + "-" + digits);
    }

    /**
     * Returns the shape of the number without its kind: an integer and a decimal with the same digits have the same
     * shape.
     */
    ShapeNode withoutKind() {
        return withLabel("number " + label.substring(label.indexOf(' ') + 1));
    }

    private ShapeNode withLabel(String newLabel) {
        return new ShapeNode(newLabel, children, isUncertain);
    }

    boolean isNumber() {
        return children.isEmpty() && (label.startsWith("integer ") || label.startsWith("decimal "));
    }

    static ShapeNode ofText(String value) {
        return ofLabel("text " + value);
    }

    /** Returns the shape of a date literal, which a server up to 3.5 prints as a text literal. */
    static ShapeNode ofDate(Expression.DateLiteral dateLiteral, boolean comparesPrintedForm) {
        String value = dateLiteral.value();
        if (!comparesPrintedForm) {
            return ofLabel((dateLiteral.hasTime() ? "datetime " : "date ") + value);
        }
        String[] dateTimeParts = value.split("[- :T]", -1);
        boolean isNormalizable = dateTimeParts.length >= 3 && dateTimeParts[0].length() == 4 && !value.contains(".");
        if (!isNormalizable) {
            return ofUncertain("text " + value);
        }
        StringBuilder normalizedText = new StringBuilder(dateTimeParts[0]);
        for (int i = 1; i < dateTimeParts.length; i++) {
            normalizedText
                    .append(i < 3 ? '-' : i == 3 ? ' ' : ':')
                    .append(dateTimeParts[i].length() == 1 ? "0" : "")
                    .append(dateTimeParts[i]);
        }
        if (dateLiteral.hasTime() && dateTimeParts.length == 3) {
            normalizedText.append(" 00:00:00");
        }
        return dateLiteral.hasTime() == normalizedText.length() > 10
                ? ofText(normalizedText.toString())
                : ofUncertain("text " + value);
    }

    static ShapeNode ofType(Type type) {
        if (type instanceof Type.Decimal decimalType) {
            // If the storage class is not specified, it follows from the precision.
            Type.Decimal.Kind kind = decimalType.kind() == Type.Decimal.Kind.DECIMAL
                    ? DecimalTypes.narrowestKind(decimalType.precision())
                    : decimalType.kind();
            return of(
                    "decimal",
                    ofLabel(decimalType.precision() + "," + decimalType.scale()),
                    // A server up to 3.5 prints DECIMAL64 for a smaller decimal, too.
                    kind == Type.Decimal.Kind.DECIMAL64 ? ofUncertain(kind.name()) : ofLabel(kind.name()));
        }
        if (type instanceof Type.Scalar scalarType && scalarType.kind() == Type.Scalar.Kind.SIGNED) {
            return ofUncertain("signed");
        }
        if (type instanceof Type.Array arrayType) {
            return of("array", ofType(arrayType.element()));
        }
        if (type instanceof Type.Map mapType) {
            return of("map", ofType(mapType.key()), ofType(mapType.value()));
        }
        if (type instanceof Type.Struct structType) {
            return of(
                    "struct",
                    structType.fields().stream()
                            .map(field -> of(field.name(), ofType(field.type())))
                            .toList());
        }
        return ofLabel(type.toString());
    }
}
