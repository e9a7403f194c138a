package dev.cairn.embedded.function;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Calculates {@code window_funnel}: the number of conditions that events fulfil one after the other, within a time
 * window from the first event. An event that the mode forbids ends a chain of events, and the longest chain counts.
 */
final class EventFunnel {
    private static final int DEDUPLICATION = 1;
    private static final int FIXED = 2;
    private static final int INCREASE = 4;

    /** An event, and the number of the condition that it fulfils, from 0. */
    private record Event(long time, int level) {}

    private final long window;
    private final boolean deduplicates;
    private final boolean fixed;
    private final boolean increases;

    /** For each level, the start time of the chain that has reached it, or -1. */
    private final long[] begin;

    /** For each level, the time at which the chain has reached it. */
    private final long[] last;
    private int current = -1;
    private int longest = -1;

    EventFunnel(long window, long mode, int levels) {
        this.window = window;
        this.deduplicates = (mode & DEDUPLICATION) != 0;
        this.fixed = (mode & FIXED) != 0;
        this.increases = (mode & INCREASE) != 0;
        this.begin = new long[levels];
        this.last = new long[levels];
        Arrays.fill(begin, -1);
        Arrays.fill(last, -1);
    }

    /** Returns the number of levels that the events of a text reach, which are pairs of a time and a level from 1. */
    long countLevels(String text) {
        List<Event> events = new ArrayList<>();
        for (String pair : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            int blank = pair.indexOf(' ');
            events.add(new Event(
                    Long.parseLong(pair.substring(0, blank)), Integer.parseInt(pair.substring(blank + 1)) - 1));
        }
        events.sort(Comparator.comparingLong(Event::time).thenComparingInt(Event::level));
        boolean started = false;
        for (Event event : events) {
            started |= event.level() == 0;
            add(event, started);
            if (begin.length > 1 && begin[begin.length - 1] >= 0) {
                return begin.length;
            }
        }
        if (!deduplicates && !fixed) {
            int level = begin.length;
            while (level > 0 && begin[level - 1] < 0) {
                level--;
            }
            return level;
        }
        return Math.max(current, longest) + 1L;
    }

    private void add(Event event, boolean started) {
        int level = event.level();
        if (level == 0) {
            begin[0] = event.time();
            last[0] = deduplicates || fixed ? -1 : event.time();
            current = Math.max(current, 0);
        } else if (deduplicates && begin[level] >= 0) {
            end();
        } else if (begin[level - 1] >= 0) {
            boolean inTime = event.time() <= begin[level - 1] + window;
            if (inTime && (!increases || last[level - 1] < event.time())) {
                begin[level] = begin[level - 1];
                last[level] = event.time();
                current = Math.max(current, level);
            }
        } else if (fixed && started && current >= 0) {
            end();
        }
    }

    /** Ends the current chain, whose level counts if no other chain reaches a higher one. */
    private void end() {
        longest = Math.max(longest, current);
        while (current >= 0) {
            begin[current--] = -1;
        }
    }
}
