package dev.cairn.internal.run.step;

import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads and increases the AUTO_INCREMENT counter of a table.
 *
 * <p>No statement shows a counter, but the server refuses to set a counter to a value that is not greater than the
 * current one, and the message of the refusal contains the current value. The value 1 is both the smallest value that
 * the server accepts and the initial value of a new table, so an attempt to set the counter to 1 changes nothing,
 * whether or not it is refused.
 */
final class AutoIncrementCounter {
    static final long FIRST_VALUE = 1;
    private static final Pattern CURRENT_VALUE_PATTERN = Pattern.compile("greater than current value: ([0-9]{1,19})");

    private final RunContext context;
    private final RunStep.CounterStep step;
    private final StepConnection stepConnection;
    private final ObjectName tableName;

    /** @param step the step that changes the counter, for messages */
    AutoIncrementCounter(
            RunContext context, RunStep.CounterStep step, StepConnection stepConnection, ObjectName tableName) {
        this.context = context;
        this.step = step;
        this.stepConnection = stepConnection;
        this.tableName = tableName;
    }

    /**
     * Returns the next value of the counter.
     *
     * @throws StepFailedException if the server refuses to show it
     */
    long read() {
        try {
            return trySet(FIRST_VALUE).orElse(FIRST_VALUE);
        } catch (ServerRefusalException refusal) {
            throw new StepErrors(context, step)
                    .failedCounter("the counter of " + tableName + " can't be read", refusal);
        }
    }

    /**
     * Sets the counter to a value, unless it is already as great.
     *
     * @throws StepFailedException if the server refuses any value
     */
    void increaseTo(long value) {
        try {
            trySet(value);
        } catch (ServerRefusalException refusal) {
            throw new StepErrors(context, step)
                    .failedCounter("the counter of " + tableName + " can't be set to " + value, refusal);
        }
    }

    /**
     * Tries to set the counter to a value. Returns empty if the counter was set; otherwise its current value, which is
     * at least the given one.
     */
    private OptionalLong trySet(long value) {
        return stepConnection.runIdempotent(context::createBackoff, connection -> trySet(connection, value));
    }

    private OptionalLong trySet(ServerConnection connection, long value) {
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
