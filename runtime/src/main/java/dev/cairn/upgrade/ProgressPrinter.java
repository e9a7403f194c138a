package dev.cairn.upgrade;

import dev.cairn.upgrade.Progress.PlannedStep;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Describes a run in lines for people: one for each migration, and one for each of its steps when it ends, with the time that it
 * took. Events of runs and of hooks, the failure of a migration, which its step has told, and a server that can't be reached print
 * no line.
 *
 * <pre>{@code
 * MigratorOptions.DEFAULT.listener(ProgressPrinter.of(System.out::println))
 *
 * V0003AddCity (Add city)
 *   1/2  ALTER TABLE orders ADD COLUMN city varchar(40) NULL                 0.42 s
 *   2/2  CREATE VIEW orders_by_city                                          0.03 s
 * }</pre>
 *
 * <p>Steps that run in parallel end in any order. While a step waits, a line says for what, at most twice a minute. A printer may get
 * events from several threads, but only of one run at a time.
 */
public final class ProgressPrinter implements Consumer<Progress> {
    private static final int WIDTH = 100;
    private static final int NARROWEST = 40;

    /** The columns for the time and the space in front of it. */
    private static final int TIME = 13;

    private static final long SILENCE_NANOS = Duration.ofSeconds(30).toNanos();

    private final Consumer<String> lines;
    private final int width;
    private final boolean omitsWaits;
    private final LongSupplier clock;
    private final TreeMap<Integer, RunningStep> running = new TreeMap<>();
    private int steps;
    private long printed;

    private ProgressPrinter(Consumer<String> lines, int width, boolean silent, LongSupplier clock) {
        this.lines = lines;
        this.width = width;
        this.omitsWaits = silent;
        this.clock = clock;
    }

    /** A step that runs. */
    private record RunningStep(PlannedStep step, long begin, String reason) {}

    /** Returns a printer for lines of 100 columns, each of which the consumer gets without a line break. */
    public static ProgressPrinter of(Consumer<String> lines) {
        return new ProgressPrinter(lines, WIDTH, false, System::nanoTime);
    }

    /** Returns a printer for lines of so many columns; fewer than 40 count as 40. It has printed nothing yet. */
    public ProgressPrinter width(int columns) {
        return new ProgressPrinter(lines, Math.max(NARROWEST, columns), omitsWaits, clock);
    }

    /** Returns a printer without lines about steps that wait, for those who show {@link #runningSteps()}. */
    public ProgressPrinter withoutWaits() {
        return new ProgressPrinter(lines, width, true, clock);
    }

    /** Returns a printer with another clock, which counts nanoseconds. */
    ProgressPrinter clock(LongSupplier nanoseconds) {
        return new ProgressPrinter(lines, width, omitsWaits, nanoseconds);
    }

    @Override
    public synchronized void accept(Progress progress) {
        if (progress instanceof Progress.Begins begins) {
            running.clear();
            steps = begins.steps();
            line(title(begins));
        } else if (progress instanceof Progress.StepBegins begins) {
            running.put(begins.step().number(), new RunningStep(begins.step(), clock.getAsLong(), ""));
        } else if (progress instanceof Progress.StepSkipped skipped) {
            end(skipped.step(), "already done");
        } else if (progress instanceof Progress.StepEnds ends) {
            end(ends.step(), time(ends.took()));
        } else if (progress instanceof Progress.StepFails fails) {
            end(fails.step(), "failed");
        } else if (progress instanceof Progress.Waiting waiting) {
            wait(waiting.step(), waiting.reason());
        } else if (progress instanceof Progress.Copying copying) {
            wait(copying.step(), copying.summary());
        } else if (progress instanceof Progress.Activated activated) {
            line("  " + activated.view() + " is active again");
        } else if (progress instanceof Progress.Unavailable unavailable) {
            line("  " + unavailable.table() + " was unavailable for "
                    + unavailable.took().toMillis() + " ms"
                    + (unavailable.replaced() ? "" : ", and was not replaced"));
        } else if (progress instanceof Progress.Warning warning) {
            line("warning: " + warning.message());
        }
    }

    private static String title(Progress.Begins begins) {
        return begins.migration().name() + " (" + begins.migration().title() + ")"
                + (begins.direction() == Direction.DOWNGRADE ? ", downgrade" : "")
                + (begins.resumed() ? ", resumes an earlier run" : "");
    }

    private void end(PlannedStep step, String how) {
        running.remove(step.number());
        line(line(step, how));
    }

    private void wait(PlannedStep step, String reason) {
        RunningStep before = running.get(step.number());
        running.put(step.number(), new RunningStep(step, before == null ? clock.getAsLong() : before.begin(), reason));
        if (!omitsWaits && clock.getAsLong() - printed >= SILENCE_NANOS) {
            line("  " + place(step) + "  " + reason);
        }
    }

    private void line(String text) {
        printed = clock.getAsLong();
        lines.accept(text);
    }

    /** Returns a line for each step that runs now: how long it has run, and what it waits for. */
    public synchronized List<String> runningSteps() {
        return running.values().stream()
                .map(each -> line(each.step, time(Duration.ofNanos(clock.getAsLong() - each.begin)))
                        + (each.reason.isEmpty() ? "" : "  " + each.reason))
                .toList();
    }

    private String place(PlannedStep step) {
        return step.number() + "/" + steps;
    }

    private String line(PlannedStep step, String right) {
        String left = "  " + place(step) + "  ";
        int room = Math.max(1, width - left.length() - TIME);
        String statement = shorten(step.text(), room);
        String gap = " ".repeat(room - statement.length() + Math.max(1, TIME - right.length()));
        return left + statement + gap + right;
    }

    /** Returns the beginning of a statement in one line, without quotes and without the columns of a new table. */
    private static String shorten(String statement, int length) {
        String line = statement.strip().replaceAll("\\s+", " ").replace("`", "").replaceFirst("^-- ", "");
        int columns = line.startsWith("CREATE") || line.startsWith("INSERT") ? line.indexOf(" (") : -1;
        String beginning = columns < 0 ? line : line.substring(0, columns);
        return beginning.length() <= length ? beginning : beginning.substring(0, length - 1) + "…";
    }

    /** Returns a time such as {@code 0.42 s}, {@code 12.3 s}, {@code 4 min 05 s} or {@code 2 h 07 min}. */
    public static String time(Duration took) {
        long seconds = took.toSeconds();
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.2f s", took.toMillis() / 1000.0);
        }
        if (seconds < 100) {
            return String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
        }
        return took.toHours() == 0
                ? String.format(Locale.ROOT, "%d min %02d s", took.toMinutes(), took.toSecondsPart())
                : String.format(Locale.ROOT, "%d h %02d min", took.toHours(), took.toMinutesPart());
    }
}
