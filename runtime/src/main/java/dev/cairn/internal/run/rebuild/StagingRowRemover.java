package dev.cairn.internal.run.rebuild;

import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.copy.CopyUnit;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.internal.run.step.RunContext;
import dev.cairn.internal.run.step.StepConnection;
import dev.cairn.internal.run.step.StepErrors;
import dev.cairn.plan.part.ObjectName;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Removes rows from the new table of a rebuild. Each attempt first checks that this migrator still holds the ledger,
 * because the next owner may have copied rows already.
 */
record StagingRowRemover(RunContext context, StatementStep step, ObjectName stagingName) {
    void removeAll(StepConnection connection) {
        truncate(connection, "");
    }

    void removePartitions(StepConnection connection, List<String> partitionNames) {
        if (!partitionNames.isEmpty()) {
            truncate(
                    connection,
                    " PARTITION ("
                            + partitionNames.stream().map(SqlQuoting::quoteName).collect(Collectors.joining(", "))
                            + ")");
        }
    }

    /** Removes the rows of a unit, if it may have any. */
    void removeUnit(StepConnection connection, CopyUnit unit) {
        if (!unit.mayHaveRows()) {
            return;
        }
        if (unit.isRange()) {
            execute(connection, "DELETE FROM " + SqlQuoting.quoteName(stagingName) + unit.whereClause());
        } else if (unit.isWholeTable()) {
            removeAll(connection);
        } else {
            removePartitions(connection, unit.partitionNames());
        }
    }

    private void truncate(StepConnection connection, String partitionClause) {
        execute(connection, "TRUNCATE TABLE " + SqlQuoting.quoteName(stagingName) + partitionClause);
    }

    private void execute(StepConnection connection, String statementText) {
        connection.removeStagingRows(
                context::createBackoff, context.ledger()::requireHeld, new StepErrors(context, step), statementText);
    }
}
