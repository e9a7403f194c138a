package dev.cairn.internal.migrate.script;

import dev.cairn.internal.ledger.HeldLedger;
import dev.cairn.internal.ledger.LedgerTransition;
import dev.cairn.internal.migrate.CompletedStepsTransition;
import dev.cairn.internal.migrate.MigrationRunLedger;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.internal.run.preparation.RunLabel;
import dev.cairn.internal.run.step.evidence.DefinitionEvidence;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.TemporaryName;
import java.util.List;
import java.util.Set;

/** The progress of the run of a script, as the ledger of scripts records it. */
final class ScriptRunLedger extends MigrationRunLedger {
    private final Set<Integer> executedStepNumbers;

    /** @param executedStepNumbers the interrupted steps that have run, as the server shows */
    ScriptRunLedger(
            HeldLedger heldLedger,
            PreparedMigration preparedMigration,
            CompletedStepsTransition completedStepsTransition,
            Set<Integer> executedStepNumbers) {
        super(heldLedger, preparedMigration, List::of, LedgerTransition.UNCHANGED, completedStepsTransition);
        this.executedStepNumbers = Set.copyOf(executedStepNumbers);
    }

    /** Records the start of a step. What was noted about a definition is kept until its statement is sent again. */
    @Override
    public synchronized RunLabel beginStep(int stepNumber, String evidence) {
        String notedEvidence = notedEvidence(stepNumber);
        boolean keepsNotedEvidence =
                evidence.isEmpty() && DefinitionEvidence.parse(notedEvidence).isPresent();
        return super.beginStep(stepNumber, keepsNotedEvidence ? notedEvidence : evidence);
    }

    /** Treats every staging name as a name of the script, because the script is sent as it is written. */
    @Override
    public boolean isStaging(ObjectName objectName) {
        return TemporaryName.isStaging(objectName.name()) || super.isStaging(objectName);
    }

    @Override
    public boolean recordsDefinitions() {
        return true;
    }

    @Override
    public Set<Integer> executedStepNumbers() {
        return executedStepNumbers;
    }

    @Override
    public synchronized String offerDoneCommand(int stepNumber) {
        super.offerDoneCommand(stepNumber);
        return renderCommand(stepNumber, "--done");
    }

    @Override
    public String retryCommand(int stepNumber) {
        return renderCommand(stepNumber, "--again");
    }

    /**
     * Returns a command with the number of the step if the script has several steps: more of them may be unfinished.
     */
    private String renderCommand(int stepNumber, String answerOption) {
        return "cairn run-sql " + preparedMigration().migration().name() + " " + answerOption
                + (preparedMigration().steps().size() > 1 ? " --step=" + stepNumber : "");
    }
}
