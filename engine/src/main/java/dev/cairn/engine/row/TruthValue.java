package dev.cairn.engine.row;

/** The value that a condition has in the rows of a table, as far as it is known without reading them. */
public enum TruthValue {
    ALWAYS,
    NEVER,
    /** NULL for all rows, so neither the condition nor its negation holds. */
    UNKNOWN,
    /** The same for all rows, but not known before the statement runs. */
    CONSTANT,
    /** It may differ from row to row. */
    VARIES;

    static TruthValue of(boolean isTrue) {
        return isTrue ? ALWAYS : NEVER;
    }

    TruthValue negate() {
        return switch (this) {
            case ALWAYS -> NEVER;
            case NEVER -> ALWAYS;
            case UNKNOWN, CONSTANT, VARIES -> this;
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
        return this == VARIES || other == VARIES ? VARIES : CONSTANT;
    }

    TruthValue or(TruthValue other) {
        return negate().and(other.negate()).negate();
    }
}
