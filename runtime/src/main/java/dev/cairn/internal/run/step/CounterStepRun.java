package dev.cairn.internal.run.step;

import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sets the AUTO_INCREMENT counter of a table beyond the counter of another table, and beyond all copied values.
 * The step is idempotent, since the server never decreases a counter.
 */
public final class CounterStepRun {
    private final RunContext context;
    private final RunStep.CounterStep step;
    private final StepConnection stepConnection;

    public CounterStepRun(RunContext context, RunStep.CounterStep step, StepConnection stepConnection) {
        this.context = context;
        this.step = step;
        this.stepConnection = stepConnection;
    }

    /**
     * Runs the step, and records that it begins; does nothing if the target has no AUTO_INCREMENT column.
     *
     * @throws StepFailedException if the server refuses to show or to set a value
     */
    public void run() {
        if (step.columnName().isEmpty()) {
            return;
        }
        long newValue = determineNewValue();
        context.publishBegin(step);
        context.ledger().beginStep(step.number());
        try {
            increaseTargetCounter(newValue);
        } catch (StepFailedException failure) {
            context.ledger().recordUndone(step.number());
            throw failure;
        }
    }

    /** Sets the counter again after the step is done, because rows were written since then. */
    public void runAgain() {
        if (!step.columnName().isEmpty()) {
            increaseTargetCounter(determineNewValue());
        }
    }

    private long determineNewValue() {
        long sourceValue = step.hasSourceCounter()
                ? new AutoIncrementCounter(context, step, stepConnection, step.sourceName()).read()
                : AutoIncrementCounter.FIRST_VALUE;
        return Math.max(sourceValue, readNextFreeValue());
    }

    private void increaseTargetCounter(long newValue) {
        if (newValue > AutoIncrementCounter.FIRST_VALUE) {
            new AutoIncrementCounter(context, step, stepConnection, step.targetName()).increaseTo(newValue);
        }
    }

    /** Returns the first value above all values in the rows of the target. */
    private long readNextFreeValue() {
        try {
            return stepConnection.runIdempotent(context::createBackoff, this::queryNextFreeValue);
        } catch (ServerRefusalException refusal) {
            throw new StepErrors(context, step)
                    .failedCounter(
                            "the values of " + step.targetName() + "." + step.columnName() + " can't be read", refusal);
        }
    }

    private long queryNextFreeValue(ServerConnection connection) {
        List<List<@Nullable String>> rows = connection.query("SELECT max(" + SqlQuoting.quoteName(step.columnName())
                + ") FROM " + SqlQuoting.quoteName(step.targetName()));
        if (rows.isEmpty()) {
            throw new StepErrors(context, step).missingGreatestValue(step.targetName());
        }
        String greatestValue = rows.get(0).get(0);
        return greatestValue == null
                ? AutoIncrementCounter.FIRST_VALUE
                : Math.max(
                        AutoIncrementCounter.FIRST_VALUE,
                        Math.min(Long.parseLong(greatestValue), Long.MAX_VALUE - 1) + 1);
    }
}
