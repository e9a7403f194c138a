package dev.cairn.integration.relay;

import java.util.regex.Pattern;

/** Counts the changes that pass over all connections, and cuts the connection of each scheduled change. */
final class Cuts implements Disruptor {
    /** Matches statements that change nothing, also after comments. */
    private static final Pattern QUERY_PATTERN = Pattern.compile(
            "(\\s|/\\*.*?\\*/|--[^\\n]*\\n)*(select|with|show|desc|describe|explain|set|use|sync)\\b.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private int changeCount;
    private int firstChangeCount;
    private int stride;
    private Moment moment = Moment.BEFORE;
    private boolean isLastCut;
    private int cutCount;

    static boolean isChange(String statement) {
        return !QUERY_PATTERN.matcher(statement).matches();
    }

    synchronized int changeCount() {
        return changeCount;
    }

    synchronized int cutCount() {
        return cutCount;
    }

    /**
     * Schedules a cut at each change whose number from now on is a multiple of the stride.
     *
     * @param isNewLastCut whether the first cut is the last one, because all connections end with it
     */
    synchronized void scheduleCuts(int newStride, Moment newMoment, boolean isNewLastCut) {
        if (newStride < 1) {
            throw new IllegalArgumentException("The next change is number 1");
        }
        firstChangeCount = changeCount;
        stride = newStride;
        moment = newMoment;
        isLastCut = isNewLastCut;
    }

    @Override
    public synchronized boolean isEnd() {
        return isLastCut && cutCount > 0;
    }

    @Override
    public synchronized Disruption disruptionOf(String statement) {
        if (!isChange(statement)) {
            return Disruption.NONE;
        }
        changeCount++;
        return stride > 0 && (changeCount - firstChangeCount) % stride == 0
                ? new Disruption.Cut(moment)
                : Disruption.NONE;
    }

    @Override
    public synchronized void happened(Disruption disruption) {
        cutCount++;
    }
}
