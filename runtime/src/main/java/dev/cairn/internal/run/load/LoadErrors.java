package dev.cairn.internal.run.load;

import dev.cairn.internal.DurationFormatter;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.step.RunContext;
import dev.cairn.internal.run.step.StepErrors;
import dev.cairn.upgrade.HistoryPlace;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import java.time.Duration;

/** Creates the exceptions for loads: for labels that an earlier load has used, and for loads that do not end. */
public final class LoadErrors {
    private final HistoryPlace place;
    private final StepErrors stepErrors;

    public LoadErrors(RunContext context, RunStep step) {
        this.place = context.place(step);
        this.stepErrors = new StepErrors(context, step);
    }

    StepFailedException usedLabel(String label) {
        return new StepFailedException(
                place,
                "the label " + label + " in the statement was used by an earlier load",
                "Remove the label from the statement, so that Cairn generates one; or mark the step as done with "
                        + stepErrors.offerDoneCommand() + ".");
    }

    /**
     * Creates the exception for a migration whose load ran before the migration began.
     *
     * @param label the label of the load; empty if an earlier run has named it
     */
    StepFailedException olderLedger(String label) {
        return new StepFailedException(
                place,
                "a load of this step" + (label.isEmpty() ? "" : ", " + label + ",")
                        + " ran before the migration began, so the ledger is older than the load, as after its views"
                        + " were restored from a backup",
                "Find out which migrations the tables contain, and record the last one: cairn stamp N --abandon (in Java"
                        + " abandonRunAndStamp). If the tables contain the rows of this load, the migration would add them a"
                        + " second time, so N is at least its number. If the tables were restored, too, and lack these"
                        + " rows, N is the number before it, and the next upgrade loads them. If it stops here once"
                        + " more, run the statement of this step by hand, and mark it as done with "
                        + stepErrors.offerDoneCommand() + ".");
    }

    /**
     * Creates the exception for a label of another ledger. Labels outlive tables and ledgers: the server removes them
     * only with their database.
     */
    StepFailedException foreignLabel(String label) {
        return new StepFailedException(
                place,
                "the label " + label
                        + " was used by a load that this run did not send; the ledger was probably dropped and"
                        + " recreated in this database",
                "The server removes labels with their database, or after three days (label_keep_max_second): use a new"
                        + " database, or wait until the label has expired.");
    }

    /** @param label the label of an INSERT OVERWRITE whose rows the server has dropped */
    StepFailedException droppedRows(String label) {
        return new StepFailedException(
                place,
                "the load " + label
                        + " has finished, but the server did not replace the rows of the table, and dropped the new ones, as"
                        + " after a change of its leader",
                "Repeat the operation: it loads the rows again.");
    }

    public StepFailedException runningLoad(String label, Duration timeout) {
        return new StepFailedException(
                place,
                "the load " + label + " is still running after " + DurationFormatter.format(timeout),
                "Run SHOW LOAD WHERE LABEL = '" + label
                        + "' to check its state. When it has ended, run the upgrade again: it skips a load that"
                        + " succeeded, and repeats one that was cancelled. If it needs more time, raise the timeout of"
                        + " loads.");
    }
}
