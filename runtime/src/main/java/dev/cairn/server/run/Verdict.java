package dev.cairn.server.run;

import java.util.List;

/**
 * What a look says of a step.
 *
 * @param differences in what the server is neither as before nor as after the step
 */
record Verdict(State state, List<String> differences) {
    static final Verdict BEFORE = new Verdict(State.BEFORE, List.of());
    static final Verdict AFTER = new Verdict(State.AFTER, List.of());
    static final Verdict UNTOLD = new Verdict(State.UNTOLD, List.of());

    enum State {
        /** All is as before the step. */
        BEFORE,
        /** All is as after it. */
        AFTER,
        /** Before and after it look the same. */
        UNTOLD,
        /** Neither. */
        OTHER
    }

    Verdict {
        differences = List.copyOf(differences);
    }

    boolean is(State other) {
        return state == other;
    }
}
