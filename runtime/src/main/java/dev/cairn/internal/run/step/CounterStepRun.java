package dev.cairn.internal.run.step;

import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.plan.part.ObjectName;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sets the AUTO_INCREMENT counter of a table beyond the counter of another table, and beyond all copied values.
 * The step is idempotent, since the server never decreases a counter.
 *
 * <p>No statement shows a counter, but the server refuses to set a counter to a value that is not greater than the
 * current one, and the message of the refusal contains the current value. The value 1 is both the smallest value that
 * the server accepts and the initial value of a new table, so an attempt to set the counter to 1 changes nothing,
 * whether or not it is refused.
 */
public final class CounterStepRun {
    private static final Pattern CURRENT_VALUE_PATTERN = Pattern.compile("greater than current value: ([0-9]{1,19})");
    private static final long FIRST_VALUE = 1;

    private final RunContext context;
    private final RunStep.CounterStep step;
    private final StepConnection stepConnection;

    public CounterStepRun(RunContext context, RunStep.CounterStep step, StepConnection stepConnection) {
        this.context = context;
        this.step = step;
        this.stepConnection = stepConnection;
    }

    /** Runs the step, and records that it begins; does nothing if the target has no AUTO_INCREMENT column. */
    public void run() {
        if (step.columnName().isEmpty()) {
            return;
        }
        long newValue = determineNewValue();
        context.publishBegin(step);
        context.ledger().beginStep(step.number());
        setTargetCounter(newValue, () -> context.ledger().recordUndone(step.number()));
    }

    /** Sets the counter again after the step is done, because rows were written since then. */
    public void runAgain() {
        if (!step.columnName().isEmpty()) {
            setTargetCounter(determineNewValue(), () -> {});
        }
    }

    private long determineNewValue() {
        try {
            return Math.max(
                    step.hasSourceCounter()
                            ? stepConnection.runIdempotent(
                                    context::createBackoff, connection -> readCounter(connection, step.sourceName()))
                            : FIRST_VALUE,
                    stepConnection.runIdempotent(context::createBackoff, this::readNextFreeValue));
        } catch (ServerRefusalException refusal) {
            throw new StepErrors(context, step)
                    .failedCounter("the counter of " + step.sourceName() + " can't be read", refusal);
        }
    }

    /** @param refusalRecorder runs before the exception is thrown if the server refuses to set the counter */
    private void setTargetCounter(long newValue, Runnable refusalRecorder) {
        if (newValue <= FIRST_VALUE) {
            return;
        }
        try {
            stepConnection.runIdempotent(
                    context::createBackoff,
                    connection -> trySetCounter(connection, step.targetName(), newValue)
                            .orElse(newValue));
        } catch (ServerRefusalException refusal) {
            refusalRecorder.run();
            throw new StepErrors(context, step)
                    .failedCounter("the counter of " + step.targetName() + " can't be set to " + newValue, refusal);
        }
    }

    private long readCounter(ServerConnection connection, ObjectName tableName) {
        return trySetCounter(connection, tableName, FIRST_VALUE).orElse(FIRST_VALUE);
    }

    /** Returns the first value above all values in the rows of the target. */
    private long readNextFreeValue(ServerConnection connection) {
        List<List<@Nullable String>> rows = connection.query("SELECT max(" + SqlQuoting.quoteName(step.columnName())
                + ") FROM " + SqlQuoting.quoteName(step.targetName()));
        if (rows.isEmpty()) {
            throw new StepErrors(context, step).missingGreatestValue(step.targetName());
        }
        String greatestValue = rows.get(0).get(0);
        return greatestValue == null
                ? FIRST_VALUE
                : Math.max(FIRST_VALUE, Math.min(Long.parseLong(greatestValue), Long.MAX_VALUE - 1) + 1);
    }

    /**
     * Tries to set the counter to a value. Returns empty if the counter was set; otherwise its current value, which is
     * at least the given one.
     */
    private OptionalLong trySetCounter(ServerConnection connection, ObjectName tableName, long value) {
        StatementAttempts attempts = new StatementAttempts(context, step, stepConnection);
        while (true) {
            try {
                connection.execute("ALTER TABLE " + SqlQuoting.quoteName(tableName) + " AUTO_INCREMENT = " + value);
                return OptionalLong.empty();
            } catch (ServerRefusalException refusal) {
                Matcher matcher = CURRENT_VALUE_PATTERN.matcher(refusal.reason());
                if (matcher.find()) {
                    return OptionalLong.of(Long.parseLong(matcher.group(1)));
                }
                if (!attempts.pauseIfBusy(refusal)) {
                    throw refusal;
                }
            }
        }
    }
}
