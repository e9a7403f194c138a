package dev.cairn.internal.run.step;

import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.reflection.RetainedTable;
import dev.cairn.internal.reflection.ServerClock;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.Step.TouchedPart;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.sql.ast.Statement;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Retains the old table of a rebuild for a period, if the options require it. The step that would drop the table
 * renames it instead: the staging name is free afterwards, as after the DROP, so the step is inspected and repeated in
 * the same way.
 */
final class OldTableRetention {
    private final RunContext context;
    private final StatementStep step;
    private final StepConnection connection;

    OldTableRetention(RunContext context, StatementStep step, StepConnection connection) {
        this.context = context;
        this.step = step;
        this.connection = connection;
    }

    /**
     * Returns the table that the step has to retain; empty if it drops no old table of a rebuild, or if the options do
     * not retain old tables. The period is measured by the clock of the server.
     */
    Optional<RetainedTable> findRetainedTable() {
        ObjectName oldName = step.simulatedStep().object();
        if (oldName == null
                || context.rebuildOptions().keepOld().isZero()
                || !(step.simulatedStep().action().statement() instanceof Statement.DropTable)
                || !TemporaryName.isTemporary(oldName.name())
                || !wasSwapped(oldName)) {
            return Optional.empty();
        }
        Instant now = connection
                .runIdempotent(context::createBackoff, ServerClock::read)
                .instant();
        return Optional.of(new RetainedTable(
                oldName.withName(TemporaryName.removeSuffix(oldName.name())),
                now.plus(context.rebuildOptions().keepOld()),
                context.ledger().acquiredSequence()));
    }

    /** Returns whether an earlier step swaps the object. If none does, the object is a copy, not the old table. */
    private boolean wasSwapped(ObjectName oldName) {
        return RunStep.selectStatements(context.preparedMigration().steps())
                .filter(earlierStep -> earlierStep.number() < step.number())
                .filter(StatementStep::isSwap)
                .flatMap(swapStep -> swapStep.simulatedStep().touchedParts().stream())
                .map(TouchedPart::object)
                .anyMatch(oldName::equals);
    }

    /** Returns the statement that is sent in place of the DROP. */
    String renderRename(RetainedTable retainedTable) {
        return SqlQuoting.renderRename(
                "TABLE", Objects.requireNonNull(step.simulatedStep().object()), retainedTable.name());
    }

    void publishRetention(RetainedTable retainedTable) {
        context.warn("The old table of " + retainedTable.originalName() + " is kept as "
                + retainedTable.name().name() + " until " + retainedTable.retainedUntil()
                + "; then cairn cleanup drops it");
    }
}
