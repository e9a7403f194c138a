package dev.cairn.internal.script;

import dev.cairn.internal.ledger.HeldLedger;
import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.internal.run.preparation.RunLabel;
import dev.cairn.internal.run.preparation.RunLedger;
import dev.cairn.upgrade.Direction;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.IntFunction;

/**
 * The run of a script, as recorded in the ledger. Where the ledger of migrations contains the hash of the running
 * migration, this ledger contains the {@link dev.cairn.internal.run.ObjectFingerprint} of the step that was begun last.
 *
 * @param script the name of the script
 * @param number the number of the run, counted from 1
 * @param imprints takes the fingerprint of a step, before it is sent
 * @param interrupted the steps that were begun, and of which only the step itself can determine whether they ran
 */
record ScriptRunLedger(
        HeldLedger holding,
        String script,
        int number,
        SortedMap<Integer, String> texts,
        IntFunction<String> imprints,
        Set<Integer> interrupted)
        implements RunLedger {
    @Override
    public RunLabel begin(int step, String evidence) {
        String imprint = imprints.apply(step);
        LedgerState begun = holding.write((state, sequence) -> {
                    LedgerState run =
                            state.run().isPresent() ? state : state.begun(Direction.UPGRADE, number, imprint, sequence);
                    return run.doing(step, evidence).goingOnWith(imprint, texts);
                })
                .state();
        return new RunLabel(begun.run().orElseThrow().sequence(), begun.born());
    }

    @Override
    public String evidence(int step) {
        return holding.entry().state().evidence().getOrDefault(step, "");
    }

    @Override
    public Set<Integer> open() {
        return holding.entry().state().doing();
    }

    @Override
    public void done(int step) {
        write(step, LedgerState::done);
    }

    @Override
    public void undone(int step) {
        write(step, LedgerState::again);
    }

    @Override
    public String doneCommand(int step) {
        return "cairn run-sql " + script + " --done";
    }

    @Override
    public String againCommand(int step) {
        return "cairn run-sql " + script + " --again";
    }

    private interface Change {
        LedgerState of(LedgerState state, int step);
    }

    private void write(int step, Change change) {
        holding.write((state, sequence) -> {
            LedgerState run = state.run().isPresent() ? state : state.begun(Direction.UPGRADE, number, "", sequence);
            String imprint = run.run().orElseThrow().hash();
            return change.of(run, step).goingOnWith(imprint, texts);
        });
    }
}
