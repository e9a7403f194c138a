package dev.cairn.embedded.function;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Calculates {@code window_funnel}: the number of conditions that events fulfil one after the other, within a time
 * window from the first event. An event that the mode forbids ends a chain of events, and the longest chain counts. An
 * instance calculates one result.
 */
final class WindowFunnel {
    /** In this mode, a chain ends at an event of a level, other than the first, that it has already reached. */
    private static final int DEDUPLICATION_BIT = 1;
    /** In this mode, a chain ends at an event of a level whose preceding level it has not reached. */
    private static final int FIXED_BIT = 2;
    /** In this mode, an event counts only if it is later than the event of the preceding level. */
    private static final int INCREASE_BIT = 4;

    /** An event, and the number of the condition that it fulfils, from 0. */
    private record FunnelEvent(long time, int level) {}

    private final long windowLength;
    private final boolean isDeduplicating;
    private final boolean isFixed;
    private final boolean isIncreasing;

    /** For each level, the start time of the chain that has reached it, or -1. */
    private final long[] chainStartTimes;

    /** For each level, the time at which the chain has reached it. */
    private final long[] levelTimes;

    private int currentLevel = -1;
    private int highestLevel = -1;

    WindowFunnel(long windowLength, long mode, int levelCount) {
        this.windowLength = windowLength;
        this.isDeduplicating = (mode & DEDUPLICATION_BIT) != 0;
        this.isFixed = (mode & FIXED_BIT) != 0;
        this.isIncreasing = (mode & INCREASE_BIT) != 0;
        this.chainStartTimes = new long[levelCount];
        this.levelTimes = new long[levelCount];
        Arrays.fill(chainStartTimes, -1);
        Arrays.fill(levelTimes, -1);
    }

    /**
     * Returns the number of levels that events reach. Must be called only once.
     *
     * @param joinedEvents the events, separated by commas; each one is a time, a space and a level from 1
     */
    long countLevels(String joinedEvents) {
        List<FunnelEvent> events = new ArrayList<>();
        for (String eventText : joinedEvents.isEmpty() ? new String[0] : joinedEvents.split(",", -1)) {
            int spaceIndex = eventText.indexOf(' ');
            events.add(new FunnelEvent(
                    Long.parseLong(eventText.substring(0, spaceIndex)),
                    Integer.parseInt(eventText.substring(spaceIndex + 1)) - 1));
        }
        events.sort(Comparator.comparingLong(FunnelEvent::time).thenComparingInt(FunnelEvent::level));
        boolean hasStarted = false;
        for (FunnelEvent event : events) {
            hasStarted |= event.level() == 0;
            addEvent(event, hasStarted);
            if (chainStartTimes.length > 1 && chainStartTimes[chainStartTimes.length - 1] >= 0) {
                return chainStartTimes.length;
            }
        }
        if (!isDeduplicating && !isFixed) {
            int level = chainStartTimes.length;
            while (level > 0 && chainStartTimes[level - 1] < 0) {
                level--;
            }
            return level;
        }
        return Math.max(currentLevel, highestLevel) + 1L;
    }

    /**
     * Extends or ends the current chain by an event.
     *
     * @param hasStarted whether an event of the first level has occurred
     */
    private void addEvent(FunnelEvent event, boolean hasStarted) {
        int level = event.level();
        if (level == 0) {
            chainStartTimes[0] = event.time();
            levelTimes[0] = isDeduplicating || isFixed ? -1 : event.time();
            currentLevel = Math.max(currentLevel, 0);
        } else if (isDeduplicating && chainStartTimes[level] >= 0) {
            endChain();
        } else if (chainStartTimes[level - 1] >= 0) {
            boolean isInTime = event.time() <= chainStartTimes[level - 1] + windowLength;
            if (isInTime && (!isIncreasing || levelTimes[level - 1] < event.time())) {
                chainStartTimes[level] = chainStartTimes[level - 1];
                levelTimes[level] = event.time();
                currentLevel = Math.max(currentLevel, level);
            }
        } else if (isFixed && hasStarted && currentLevel >= 0) {
            endChain();
        }
    }

    /** Ends the current chain, whose level counts if no other chain reaches a higher one. */
    private void endChain() {
        highestLevel = Math.max(highestLevel, currentLevel);
        while (currentLevel >= 0) {
            chainStartTimes[currentLevel--] = -1;
        }
    }
}
