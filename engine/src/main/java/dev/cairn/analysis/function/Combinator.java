package dev.cairn.analysis.function;

import org.jspecify.annotations.Nullable;

/** A suffix of a function name that derives a function from the aggregate function before it. */
enum Combinator {
    /** Returns the result of one state. */
    STATE_MERGE("_state_merge"),
    /** Merges two states into one. */
    STATE_UNION("_state_union"),
    /** Returns the state of one value. */
    STATE("_state"),
    /** Aggregates values into a state. */
    COMBINE("_combine"),
    /** Aggregates states into one state. */
    UNION("_union"),
    /** Aggregates states into the result. */
    MERGE("_merge"),
    /** Returns the aggregate over the rows whose last argument is true. */
    IF("_if");

    private final String suffix;

    Combinator(String suffix) {
        this.suffix = suffix;
    }

    /** Returns the combinator of a function name; the longest suffix wins. */
    static @Nullable Combinator of(String function) {
        for (Combinator combinator : values()) {
            if (function.endsWith(combinator.suffix)) {
                return combinator;
            }
        }
        return null;
    }

    /** Returns the name of the aggregate function before the suffix. */
    String inside(String function) {
        return function.substring(0, function.length() - suffix.length());
    }

    boolean ofValues() {
        return this == STATE || this == COMBINE || this == IF;
    }

    /** Whether the combinator is an aggregate function; the others are scalar. */
    boolean ofRows() {
        return this == COMBINE || this == UNION || this == MERGE || this == IF;
    }

    boolean givesState() {
        return this == STATE || this == COMBINE || this == UNION || this == STATE_UNION;
    }
}
