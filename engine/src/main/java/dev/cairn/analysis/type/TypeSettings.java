package dev.cairn.analysis.type;

/**
 * The types that depend on the variables of a session.
 *
 * @param wideProductsAreDouble whether a product of decimals that may have too many digits is a DOUBLE
 */
public record TypeSettings(boolean wideProductsAreDouble, TextEqualityType textEquality) {
    /** The settings of a session that has set none of the variables. */
    public static final TypeSettings DEFAULT = new TypeSettings(false, TextEqualityType.DECIMAL);

    public ComparisonTypes comparisonTypes() {
        return new ComparisonTypes(textEquality);
    }
}
