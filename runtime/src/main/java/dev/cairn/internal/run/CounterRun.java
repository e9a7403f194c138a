package dev.cairn.internal.run;

import dev.cairn.internal.link.ServerConnection;
import dev.cairn.internal.link.ServerRefusalException;
import dev.cairn.internal.link.SqlQuoting;
import dev.cairn.internal.run.prepare.RefusalPatterns;
import dev.cairn.internal.run.prepare.RunStep;
import dev.cairn.plan.part.ObjectName;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sets the AUTO_INCREMENT counter of a table beyond that of another one, and beyond all values that were copied. Running it
 * twice has the same result, since the server never sets a counter back.
 *
 * <p>The server shows a counter nowhere. But it refuses to set one to a value that is not greater than the current one, and
 * names the current one then. 1 is the lowest value that it takes, and the one that a new table starts with, so an attempt
 * to set the counter to 1 changes nothing, whether it is refused or not.
 */
final class CounterRun {
    private static final Pattern CURRENT = Pattern.compile("greater than current value: ([0-9]{1,19})");
    private static final long FIRST = 1;

    private final RunContext course;
    private final RunStep.OfCounter step;
    private final StepConnection lane;

    CounterRun(RunContext course, RunStep.OfCounter step, StepConnection lane) {
        this.course = course;
        this.step = step;
        this.lane = lane;
    }

    void run() {
        if (step.column().isEmpty()) {
            return;
        }
        String doing = "the counter of " + step.from() + " can't be read";
        try {
            long next = Math.max(
                    step.counted() ? lane.ask(course::backoff, link -> current(link, step.from())) : FIRST,
                    lane.ask(course::backoff, this::behindRows));
            course.begins(step);
            course.protection().begin(step.number());
            doing = "the counter of " + step.to() + " can't be set to " + next;
            if (next > FIRST) {
                lane.ask(course::backoff, link -> advanced(link, next));
            }
        } catch (ServerRefusalException refused) {
            course.protection().undone(step.number());
            throw new StepErrors(course, step).counter(doing, refused);
        }
    }

    private long current(ServerConnection link, ObjectName table) {
        return set(link, table, FIRST).orElse(FIRST);
    }

    /** The value after the greatest one that a row has. */
    private long behindRows(ServerConnection link) {
        String greatest = link.query(
                        "SELECT max(" + SqlQuoting.name(step.column()) + ") FROM " + SqlQuoting.name(step.to()))
                .get(0)
                .get(0);
        return greatest == null ? FIRST : Math.max(FIRST, Math.min(Long.parseLong(greatest), Long.MAX_VALUE - 1) + 1);
    }

    private long advanced(ServerConnection link, long next) {
        return set(link, step.to(), next).orElse(next);
    }

    /** The current value, if the server refused because it is as great already. */
    private OptionalLong set(ServerConnection link, ObjectName table, long value) {
        Backoff backoff = course.backoff();
        while (true) {
            try {
                link.execute("ALTER TABLE " + SqlQuoting.name(table) + " AUTO_INCREMENT = " + value);
                return OptionalLong.empty();
            } catch (ServerRefusalException refused) {
                Matcher current = CURRENT.matcher(refused.words());
                if (current.find()) {
                    return OptionalLong.of(Long.parseLong(current.group(1)));
                }
                if (!RefusalPatterns.isBusy(refused)) {
                    throw refused;
                }
                course.waiting(step, "the table is busy: " + refused.words());
                backoff.pause();
            }
        }
    }
}
