package dev.cairn.analysis.function;

import org.jspecify.annotations.Nullable;

/** What the suffix of a function's name makes of the aggregate function before it. */
enum Combinator {
    /** The result of one state. */
    STATE_MERGE("_state_merge"),
    /** One state of two. */
    STATE_UNION("_state_union"),
    /** The state of one value. */
    STATE("_state"),
    /** The state of many values. */
    COMBINE("_combine"),
    /** One state of many. */
    UNION("_union"),
    /** The result of many states. */
    MERGE("_merge"),
    /** The result of those values whose last argument is true. */
    IF("_if");

    private final String suffix;

    Combinator(String suffix) {
        this.suffix = suffix;
    }

    /** The longest suffix wins. */
    static @Nullable Combinator of(String function) {
        for (Combinator combinator : values()) {
            if (function.endsWith(combinator.suffix)) {
                return combinator;
            }
        }
        return null;
    }

    /** The name of the function inside. */
    String inside(String function) {
        return function.substring(0, function.length() - suffix.length());
    }

    boolean ofValues() {
        return this == STATE || this == COMBINE || this == IF;
    }

    /** The others take and give single values. */
    boolean ofRows() {
        return this == COMBINE || this == UNION || this == MERGE || this == IF;
    }

    boolean givesState() {
        return this == STATE || this == COMBINE || this == UNION || this == STATE_UNION;
    }
}
