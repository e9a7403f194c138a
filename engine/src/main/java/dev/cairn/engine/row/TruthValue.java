package dev.cairn.engine.row;

/** The value of a condition for the rows of a table. */
public enum TruthValue {
    ALWAYS,
    NEVER,
    /** NULL for all rows, so neither the condition nor its negation holds. */
    UNKNOWN,
    /** The same for all rows, but not known before the statement runs. */
    CONSTANT,
    /** Possibly different from row to row. */
    DEPENDS;

    static TruthValue of(boolean isTrue) {
        return isTrue ? ALWAYS : NEVER;
    }

    TruthValue negate() {
        return switch (this) {
            case ALWAYS -> NEVER;
            case NEVER -> ALWAYS;
            case UNKNOWN, CONSTANT, DEPENDS -> this;
        };
    }

    TruthValue and(TruthValue other) {
        if (this == NEVER || other == NEVER) {
            return NEVER;
        }
        if (this == ALWAYS || this == other) {
            return other;
        }
        if (other == ALWAYS) {
            return this;
        }
        return this == DEPENDS || other == DEPENDS ? DEPENDS : CONSTANT;
    }

    TruthValue or(TruthValue other) {
        return negate().and(other.negate()).negate();
    }
}
