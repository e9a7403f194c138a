package dev.cairn.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.upgrade.Progress.PlannedStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressPrinterTest {
    private static final RecordedMigration MIGRATION = RecordedMigration.of(
                    GeneratedClassFormat.CURRENT,
                    ProgressPrinterTest.class,
                    3,
                    "V0003AddCity",
                    "Add city",
                    "",
                    "h1:test")
            .build();

    private static final PlannedStep COLUMN_STEP =
            new PlannedStep(1, "ALTER TABLE `orders` ADD COLUMN `city` varchar(40) NULL");
    private static final PlannedStep TABLE_STEP =
            new PlannedStep(2, "CREATE TABLE `item` (\n  `id` bigint(20) NOT NULL\n)");

    private final List<String> lines = new ArrayList<>();
    private long nowNanos;
    private final ProgressPrinter printer =
            ProgressPrinter.of(lines::add).width(60).withClock(() -> nowNanos);

    private void startSteps() {
        printer.accept(new Progress.MigrationStarted(MIGRATION, Direction.UPGRADE, 2, false));
        printer.accept(new Progress.StepStarted(MIGRATION, COLUMN_STEP));
        printer.accept(new Progress.StepStarted(MIGRATION, TABLE_STEP));
    }

    @Test
    void aStepThatEndsIsPrintedInOneLine() {
        startSteps();
        printer.accept(new Progress.StepEnded(MIGRATION, TABLE_STEP, Duration.ofMillis(1234)));
        printer.accept(new Progress.StepEnded(MIGRATION, COLUMN_STEP, Duration.ofMinutes(3)));

        assertThat(lines)
                .containsExactly(
                        "V0003AddCity (Add city)",
                        "  2/2  CREATE TABLE item                              1.23 s",
                        "  1/2  ALTER TABLE orders ADD COLUMN city varc…   3 min 00 s");
    }

    @Test
    void skippedAndFailedStepsAreMarked() {
        startSteps();
        printer.accept(new Progress.StepSkipped(MIGRATION, TABLE_STEP));
        printer.accept(new Progress.StepFailed(
                MIGRATION, COLUMN_STEP, Duration.ofSeconds(1), new IllegalStateException("refused")));

        assertThat(lines.subList(1, 3))
                .containsExactly(
                        "  2/2  CREATE TABLE item                        already done",
                        "  1/2  ALTER TABLE orders ADD COLUMN city varc…       failed");
        assertThat(printer.runningSteps()).isEmpty();
    }

    @Test
    void runningStepsHaveTheirTimeAndReason() {
        startSteps();
        nowNanos = Duration.ofSeconds(12).toNanos();
        printer.accept(new Progress.StepWaiting(MIGRATION, COLUMN_STEP, "job 7 is RUNNING, 3/8"));

        assertThat(printer.runningSteps())
                .containsExactly(
                        "  1/2  ALTER TABLE orders ADD COLUMN city varc…       12.0 s  job 7 is RUNNING, 3/8",
                        "  2/2  CREATE TABLE item                              12.0 s");
    }

    @Test
    void aWaitingStepIsPrintedTwiceAMinute() {
        startSteps();
        for (int second = 0; second <= 70; second += 5) {
            nowNanos = Duration.ofSeconds(second).toNanos();
            printer.accept(new Progress.StepWaiting(MIGRATION, COLUMN_STEP, "job 7 is RUNNING, " + second));
        }

        assertThat(lines.subList(1, lines.size()))
                .containsExactly("  1/2  job 7 is RUNNING, 30", "  1/2  job 7 is RUNNING, 60");
    }

    @ParameterizedTest
    @CsvSource({"9, 0.01 s", "9994, 9.99 s", "12345, 12.3 s", "125000, 2 min 05 s", "7620000, 2 h 07 min"})
    void durationsHaveAtMostTwoUnits(long milliseconds, String expectedText) {
        assertThat(ProgressPrinter.formatDuration(Duration.ofMillis(milliseconds)))
                .isEqualTo(expectedText);
    }
}
