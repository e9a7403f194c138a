package dev.cairn.internal.migrate;

import dev.cairn.internal.ledger.HeldLedger;
import dev.cairn.internal.run.preparation.PreparedMigration;
import java.util.List;
import java.util.Set;

/** The run of a script, whose progress is recorded in the ledger of scripts. */
final class ScriptRunLedger extends MigrationRunLedger {
    private final Set<Integer> ran;

    /** @param ran the interrupted steps of which the server shows that they ran */
    ScriptRunLedger(HeldLedger holding, PreparedMigration prepared, EndedStepsTransition endedSteps, Set<Integer> ran) {
        super(holding, prepared, List::of, (state, sequence) -> state, endedSteps);
        this.ran = Set.copyOf(ran);
    }

    @Override
    public boolean notesDefinitions() {
        return true;
    }

    @Override
    public Set<Integer> ran() {
        return ran;
    }

    @Override
    public String doneCommand(int step) {
        return command(step, "--done");
    }

    @Override
    public String againCommand(int step) {
        return command(step, "--again");
    }

    private String command(int step, String answer) {
        return "cairn run-sql " + prepared().migration().name() + " " + answer
                + (open().size() > 1 ? " --step=" + step : "");
    }
}
