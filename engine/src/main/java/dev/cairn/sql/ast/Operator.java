package dev.cairn.sql.ast;

import java.util.Optional;

/**
 * The operators, one constant for each spelling, because the server prints an operator as it was written. {@link
 * #canonicalOperator} unifies spellings of the same meaning.
 */
public enum Operator {
    OR("OR"),
    OR_SIGN("||"),
    AND("AND"),
    AND_SIGN("&&"),
    NOT("NOT"),
    NOT_SIGN("!"),
    BINARY("BINARY"),
    EQUAL("="),
    NULL_SAFE_EQUAL("<=>"),
    NOT_EQUAL("!="),
    NOT_EQUAL_SIGN("<>"),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    BIT_OR("|"),
    BIT_AND("&"),
    BIT_XOR("^"),
    SHIFT_LEFT("BITSHIFTLEFT"),
    SHIFT_RIGHT("BITSHIFTRIGHT"),
    SHIFT_RIGHT_LOGICAL("BITSHIFTRIGHTLOGICAL"),
    PLUS("+"),
    MINUS("-"),
    TIMES("*"),
    DIVIDE("/"),
    INT_DIVIDE("DIV"),
    MODULO("%"),
    MODULO_WORD("MOD"),
    BIT_NOT("~");

    private final String text;

    Operator(String text) {
        this.text = text;
    }

    /** Returns the operator as it is written. */
    public String text() {
        return text;
    }

    /** Returns whether the operator compares two values, also as {@code <=>}. */
    public boolean isComparison() {
        return switch (this) {
            case EQUAL, NULL_SAFE_EQUAL, NOT_EQUAL, NOT_EQUAL_SIGN, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                true;
            default -> false;
        };
    }

    /** Returns the same constant for all spellings of an operator. */
    public Operator canonicalOperator() {
        return switch (this) {
            case OR_SIGN -> OR;
            case AND_SIGN -> AND;
            case NOT_SIGN -> NOT;
            case NOT_EQUAL_SIGN -> NOT_EQUAL;
            case MODULO_WORD -> MODULO;
            default -> this;
        };
    }

    /** Returns the comparison that is true when this comparison is false; empty for {@code <=>} and other operators. */
    public Optional<Operator> findNegatedComparison() {
        return switch (canonicalOperator()) {
            case EQUAL -> Optional.of(NOT_EQUAL);
            case NOT_EQUAL -> Optional.of(EQUAL);
            case LESS -> Optional.of(GREATER_OR_EQUAL);
            case LESS_OR_EQUAL -> Optional.of(GREATER);
            case GREATER -> Optional.of(LESS_OR_EQUAL);
            case GREATER_OR_EQUAL -> Optional.of(LESS);
            default -> Optional.empty();
        };
    }

    /** Returns the comparison of exchanged operands that means the same as this one; any other operator itself. */
    public Operator mirroredComparison() {
        return switch (this) {
            case LESS -> GREATER;
            case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
            case GREATER -> LESS;
            case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
            default -> this;
        };
    }
}
