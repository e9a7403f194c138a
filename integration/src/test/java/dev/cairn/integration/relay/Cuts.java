package dev.cairn.integration.relay;

import java.util.Optional;
import java.util.regex.Pattern;

/** Counts the changes that pass, over all connections, and knows at which one to cut. */
final class Cuts {
    /** What does not begin like this changes something; notes may stand above it. */
    private static final Pattern QUESTION = Pattern.compile(
            "(\\s|/\\*.*?\\*/|--[^\\n]*\\n)*(select|with|show|desc|describe|explain|set|use|sync)\\b.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private int changes;
    private int since;
    private int each;
    private Moment moment = Moment.BEFORE;
    private boolean ends;
    private int cuts;

    synchronized int changes() {
        return changes;
    }

    synchronized int cuts() {
        return cuts;
    }

    /** @param newEnds whether the first cut is the last */
    synchronized void order(int change, Moment newMoment, boolean newEnds) {
        if (change < 1) {
            throw new IllegalArgumentException("The next change is number 1");
        }
        since = changes;
        each = change;
        moment = newMoment;
        ends = newEnds;
    }

    /** Whether there is no way any more. */
    synchronized boolean isEnd() {
        return ends && cuts > 0;
    }

    /** When to cut the connection on which a statement comes; empty for most. */
    synchronized Optional<Moment> passing(String statement) {
        if (QUESTION.matcher(statement).matches()) {
            return Optional.empty();
        }
        changes++;
        return each > 0 && (changes - since) % each == 0 ? Optional.of(moment) : Optional.empty();
    }

    synchronized void cut() {
        cuts++;
    }
}
