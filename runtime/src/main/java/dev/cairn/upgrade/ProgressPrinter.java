package dev.cairn.upgrade;

import dev.cairn.upgrade.Progress.PlannedStep;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Describes a run in lines for people: one for each migration, and one for each of its steps when the step ends, with
 * its duration. No line is printed for the events of runs and hooks, for the end or the failure of a migration, or for
 * a server that can't be reached.
 *
 * <pre>{@code
 * MigratorOptions.DEFAULT.listener(ProgressPrinter.of(System.out::println))
 *
 * V0003AddCity (Add city)
 *   1/2  ALTER TABLE orders ADD COLUMN city varchar(40) NULL                 0.42 s
 *   2/2  CREATE VIEW orders_by_city                                          0.03 s
 * }</pre>
 *
 * <p>Steps that run in parallel end in any order. While a step waits, a line says for what, at most twice a minute. A
 * printer may get events from several threads, but only of one run at a time.
 */
public final class ProgressPrinter implements Consumer<Progress> {
    private static final int DEFAULT_WIDTH = 100;
    private static final int MIN_WIDTH = 40;

    /** The number of columns for the time and the space in front of it. */
    private static final int TIME_WIDTH = 13;

    /** The time without a line after which a line about a step that waits is printed. */
    private static final long SILENCE_NANOS = Duration.ofSeconds(30).toNanos();

    private final Consumer<String> lineConsumer;
    private final int width;
    private final boolean omitsWaits;
    private final LongSupplier clock;
    private final TreeMap<Integer, RunningStep> runningStepByNumber = new TreeMap<>();
    private int stepCount;
    private long lastPrintNanos;

    private ProgressPrinter(Consumer<String> lineConsumer, int width, boolean omitsWaits, LongSupplier clock) {
        this.lineConsumer = lineConsumer;
        this.width = width;
        this.omitsWaits = omitsWaits;
        this.clock = clock;
    }

    /**
     * A step that runs.
     *
     * @param waitReason the reason why the step waits; empty if it does not wait
     */
    private record RunningStep(PlannedStep step, long startNanos, String waitReason) {}

    /** Returns a printer for lines of 100 columns. The consumer gets each line without a line break. */
    public static ProgressPrinter of(Consumer<String> lineConsumer) {
        return new ProgressPrinter(lineConsumer, DEFAULT_WIDTH, false, System::nanoTime);
    }

    /**
     * Returns a printer for lines of a width in columns; a width below 40 counts as 40. The new printer has printed
     * nothing yet.
     */
    public ProgressPrinter width(int columns) {
        return new ProgressPrinter(lineConsumer, Math.max(MIN_WIDTH, columns), omitsWaits, clock);
    }

    /** Returns a printer without lines about steps that wait, for applications that show {@link #runningSteps()}. */
    public ProgressPrinter withoutWaits() {
        return new ProgressPrinter(lineConsumer, width, true, clock);
    }

    /** Returns a printer with another clock, which counts nanoseconds. */
    ProgressPrinter withClock(LongSupplier newClock) {
        return new ProgressPrinter(lineConsumer, width, omitsWaits, newClock);
    }

    @Override
    public synchronized void accept(Progress progress) {
        if (progress instanceof Progress.MigrationStarted started) {
            runningStepByNumber.clear();
            stepCount = started.steps();
            printLine(formatTitle(started));
        } else if (progress instanceof Progress.StepStarted started) {
            runningStepByNumber.put(started.step().number(), new RunningStep(started.step(), clock.getAsLong(), ""));
        } else if (progress instanceof Progress.StepSkipped skipped) {
            endStep(skipped.step(), "already done");
        } else if (progress instanceof Progress.StepEnded ended) {
            endStep(ended.step(), formatDuration(ended.duration()));
        } else if (progress instanceof Progress.StepFailed failed) {
            endStep(failed.step(), failed.isStopped() ? "stopped" : "failed");
        } else if (progress instanceof Progress.StepWaiting waiting) {
            recordWait(waiting.step(), waiting.reason());
        } else if (progress instanceof Progress.Copying copying) {
            recordWait(copying.step(), copying.summary());
        } else if (progress instanceof Progress.ViewActivated activated) {
            printLine("  " + activated.view() + " is active again");
        } else if (progress instanceof Progress.TableOutage outage) {
            printLine("  " + outage.table() + " was unavailable for "
                    + outage.duration().toMillis() + " ms"
                    + (outage.isReplaced() ? "" : ", and was not replaced"));
        } else if (progress instanceof Progress.Warning warning) {
            printLine("warning: " + warning.message());
        }
    }

    private static String formatTitle(Progress.MigrationStarted started) {
        return started.migration().name() + " (" + started.migration().title() + ")"
                + (started.direction() == Direction.DOWNGRADE ? ", downgrade" : "")
                + (started.resumed() ? ", resumes an earlier run" : "");
    }

    private void endStep(PlannedStep step, String result) {
        runningStepByNumber.remove(step.number());
        printLine(formatLine(step, result));
    }

    private void recordWait(PlannedStep step, String waitReason) {
        RunningStep runningStep = runningStepByNumber.get(step.number());
        runningStepByNumber.put(
                step.number(),
                new RunningStep(step, runningStep == null ? clock.getAsLong() : runningStep.startNanos(), waitReason));
        if (!omitsWaits && clock.getAsLong() - lastPrintNanos >= SILENCE_NANOS) {
            printLine("  " + formatPosition(step) + "  " + waitReason);
        }
    }

    private void printLine(String line) {
        lastPrintNanos = clock.getAsLong();
        lineConsumer.accept(line);
    }

    /**
     * Returns a line for each step that runs now, with its duration so far and the reason why it waits, if it waits.
     */
    public synchronized List<String> runningSteps() {
        return runningStepByNumber.values().stream()
                .map(runningStep -> formatLine(
                                runningStep.step,
                                formatDuration(Duration.ofNanos(clock.getAsLong() - runningStep.startNanos)))
                        + (runningStep.waitReason.isEmpty() ? "" : "  " + runningStep.waitReason))
                .toList();
    }

    private String formatPosition(PlannedStep step) {
        return step.number() + "/" + stepCount;
    }

    private String formatLine(PlannedStep step, String suffix) {
        String prefix = "  " + formatPosition(step) + "  ";
        int statementWidth = Math.max(1, width - prefix.length() - TIME_WIDTH);
        String statementText = shorten(step.text(), statementWidth);
        String gap = " ".repeat(statementWidth - statementText.length() + Math.max(1, TIME_WIDTH - suffix.length()));
        return prefix + statementText + gap + suffix;
    }

    /** Returns the beginning of a statement in one line, without quotes and without the columns of a new table. */
    private static String shorten(String statementText, int maxLength) {
        String line =
                statementText.strip().replaceAll("\\s+", " ").replace("`", "").replaceFirst("^-- ", "");
        int columnsIndex = line.startsWith("CREATE") || line.startsWith("INSERT") ? line.indexOf(" (") : -1;
        String statementStart = columnsIndex < 0 ? line : line.substring(0, columnsIndex);
        return statementStart.length() <= maxLength ? statementStart : statementStart.substring(0, maxLength - 1) + "…";
    }

    /** Returns a duration such as {@code 0.42 s}, {@code 12.3 s}, {@code 4 min 05 s} or {@code 2 h 07 min}. */
    public static String formatDuration(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1000.0);
        }
        if (seconds < 100) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
        }
        return duration.toHours() == 0
                ? String.format(Locale.ROOT, "%d min %02d s", duration.toMinutes(), duration.toSecondsPart())
                : String.format(Locale.ROOT, "%d h %02d min", duration.toHours(), duration.toMinutesPart());
    }
}
