package dev.cairn.internal.run.rebuild;

import dev.cairn.internal.DurationFormatter;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.copy.UncopiedRows;
import dev.cairn.internal.run.preparation.RunLedger;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.step.RunContext;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.upgrade.HistoryPlace;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Creates the exceptions for a step that copies the rows of a table or replaces the table, while others may write to
 * it. If two tables have rows, the message says which one is complete, because an operator must not drop the wrong one.
 */
final class RebuildErrors {
    private final HistoryPlace place;
    private final RunLedger ledger;
    private final int stepNumber;

    RebuildErrors(RunContext context, RunStep step) {
        this.place = context.place(step);
        this.ledger = context.ledger();
        this.stepNumber = step.number();
    }

    StepFailedException unsupportedOnlineRebuild(String reason) {
        return new StepFailedException(
                place,
                "the table can't be rebuilt while others write to it: " + reason,
                "Stop all writers, and repeat the operation with the rebuild swap mode stopped-writers.");
    }

    StepFailedException misplacedPartition(String partitionName) {
        return new StepFailedException(
                place,
                "the rows of partition " + partitionName
                        + " do not belong to a partition of the new table with the same"
                        + " name and the same values, so it can't be copied again without the others",
                "Add or rename the partition; or stop all writers, and repeat the operation with the rebuild swap mode"
                        + " stopped-writers. Nothing was changed in the old table.");
    }

    StepFailedException refusedPartitionChange(
            String partitionName, ObjectName tableName, ServerRefusalException refusal) {
        return new StepFailedException(
                place,
                "the partitions of " + tableName
                        + " can't be aligned with those of the old table; the server refuses to add or drop "
                        + partitionName
                        + ": "
                        + refusal.getMessage(),
                "Nothing was changed in the old table. Let the two tables have partitions that do not overlap, and repeat"
                        + " the operation.",
                refusal);
    }

    StepFailedException tooManyRounds(
            int roundCount, int unitCount, @Nullable Duration estimatedDuration, Duration maxDuration) {
        return new StepFailedException(
                place,
                "after " + roundCount + " rounds, " + unitCount + " parts of the table have changed again"
                        + (estimatedDuration == null
                                ? ""
                                : ", which take " + DurationFormatter.format(estimatedDuration) + " to copy")
                        + "; the table is replaced only if " + DurationFormatter.format(maxDuration) + " are enough",
                "Repeat the operation when less is written: it resumes with what is copied; or let the table be unavailable for"
                        + " a longer time. The old table is in its place.");
    }

    StepFailedException continuallyChangingTable(int attemptCount) {
        return new StepFailedException(
                place,
                "the table has changed before each of " + attemptCount + " attempts to swap it",
                "Repeat the operation when nothing is written for a moment, or with the rebuild swap mode fence. The old table"
                        + " is in its place.");
    }

    StepFailedException fenceTimeout(Duration maxDuration, int attemptCount) {
        return new StepFailedException(
                place,
                "the rest could not be copied in " + DurationFormatter.format(maxDuration) + ", in " + attemptCount
                        + " attempts",
                "The old table has its name and all rows. Repeat the operation when less is written or when fewer loads are"
                        + " running: it resumes with what is copied; or let the table be unavailable for a longer time.");
    }

    StepFailedException fencedTable(ObjectName tableName, ObjectName fencedName, RuntimeException failure) {
        return new StepFailedException(
                place,
                tableName + " still has the name " + fencedName.name() + ", with all its rows: " + failure.getMessage(),
                "Repeat the operation at once: it gives the table its name again. By hand: "
                        + SqlQuoting.renderRename("TABLE", fencedName, tableName) + ".",
                failure);
    }

    StepFailedException ambiguousFencedTable(ObjectName tableName, String fencedName) {
        return new StepFailedException(
                place,
                "an interrupted run left the rows of " + tableName + " in " + fencedName
                        + ", and there is another table " + tableName,
                "Find out which of the two has the rows, and remove or rename the other one; then repeat the operation.");
    }

    StepFailedException differentRows(String description, List<String> expectedValues, List<String> actualValues) {
        String comparedValues = expectedValues.size() == 1 ? "the number of rows is " : "count and checksum are ";
        return new StepFailedException(
                place,
                "the copy of " + description + " differs from the old table, which did not change: " + comparedValues
                        + actualValues + " instead of " + expectedValues,
                "Compare the rows of both tables. The old table is in its place, with all its rows.");
    }

    StepFailedException unstoppedWriters(ObjectName tableName, List<String> descriptions) {
        return new StepFailedException(
                place,
                tableName + " has changed since its rows were copied, in " + String.join(", ", descriptions)
                        + ": its writers are not stopped",
                "Nothing was replaced: the old table is in its place, with all its rows. Stop the writers, and repeat"
                        + " the operation: it copies the rows again; or use the rebuild swap mode fence, which also copies what"
                        + " is written in the meantime.");
    }

    StepFailedException unstoppedWritersOfPartitions(ObjectName tableName, Collection<String> partitionNames) {
        return new StepFailedException(
                place,
                "partitions of " + tableName + " have changed since their rows were copied ("
                        + String.join(", ", partitionNames) + "): the writers of the table are not stopped",
                "Nothing was replaced: the table has all its rows. Stop the writers, and repeat the operation: it copies"
                        + " the rows again.");
    }

    StepFailedException lateReplacement(ObjectName tableName) {
        return new StepFailedException(
                place,
                "a late statement of an earlier run has replaced partitions of " + tableName
                        + ": rows that were written to them after its copy are lost",
                "Load these rows again, and repeat the operation: it finds that the partitions are replaced.");
    }

    /**
     * Returns the exception for rows that only the old table has, if clients still write to one of the two tables. A
     * statement that merges the tables would then lose rows, or add them twice.
     */
    UncertainStepException continuingLateWrites(
            ObjectName tableName, ObjectName oldTableName, List<String> descriptions) {
        return new UncertainStepException(
                place,
                describeLateWrites(tableName, oldTableName, descriptions)
                        + ", and clients still write to one of the two",
                "Stop all writers of " + tableName
                        + ", and repeat the operation: it then says how to bring these rows to the new"
                        + " table. Both tables are kept until then.");
    }

    /**
     * Returns the exception for rows that only the old table has, after both tables were watched and did not change.
     *
     * @param exactStatements statements that replace the parts of the new table to which no client has written; exact
     *     as long as this holds
     * @param otherRows the rows of the other parts
     */
    UncertainStepException lateWrites(
            ObjectName tableName,
            ObjectName oldTableName,
            List<String> descriptions,
            List<String> exactStatements,
            Optional<UncopiedRows> otherRows) {
        List<String> remedies = new ArrayList<>();
        remedies.add("Stop all writers of " + tableName
                + " until this is answered; if one of them was not stopped, repeat the operation after that, because the following"
                + " holds only while nothing writes");
        if (!exactStatements.isEmpty()) {
            remedies.add("Nothing was written since the copy to the partitions of the new table that these statements"
                    + " replace: " + String.join("; ", exactStatements));
        }
        otherRows.ifPresent(rows -> remedies.add(rows.describeRemedy()));
        return new UncertainStepException(
                place,
                describeLateWrites(tableName, oldTableName, descriptions) + "; neither has changed in the last "
                        + DurationFormatter.format(WriterMonitor.WATCH_TIME),
                String.join(". ", remedies) + "; then answer: " + ledger.offerDoneCommand(stepNumber)
                        + " drops the old table in the next step.");
    }

    private static String describeLateWrites(ObjectName tableName, ObjectName oldTableName, List<String> descriptions) {
        return tableName + " was replaced, but the old table, now " + oldTableName
                + ", has changed since it was copied, in " + String.join(", ", descriptions);
    }
}
