package dev.cairn.integration.relay;

import java.util.regex.Pattern;

/** Counts the changes that pass, over all connections, and knows at which one to cut. */
final class Cuts implements Disruptor {
    /** The beginnings of statements that change nothing, also after comments. */
    private static final Pattern QUESTION = Pattern.compile(
            "(\\s|/\\*.*?\\*/|--[^\\n]*\\n)*(select|with|show|desc|describe|explain|set|use|sync)\\b.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private int changes;
    private int since;
    private int each;
    private Moment moment = Moment.BEFORE;
    private boolean ends;
    private int cuts;

    static boolean isChange(String statement) {
        return !QUESTION.matcher(statement).matches();
    }

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

    @Override
    public synchronized boolean isEnd() {
        return ends && cuts > 0;
    }

    @Override
    public synchronized Disruption disruptionOf(String statement) {
        if (!isChange(statement)) {
            return Disruption.NONE;
        }
        changes++;
        return each > 0 && (changes - since) % each == 0 ? new Disruption.Cut(moment) : Disruption.NONE;
    }

    @Override
    public synchronized void happened(Disruption disruption) {
        cuts++;
    }
}
