package dev.cairn.internal.migrate.script;

import dev.cairn.internal.ledger.HeldLedger;
import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.internal.migrate.script.ScriptOptions.StepAnswer;
import dev.cairn.internal.script.SqlScript;
import dev.cairn.upgrade.HistoryPlace;
import dev.cairn.upgrade.MigrationException.HistoryMismatchException;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** Decides whether a script may continue an unfinished run, and records the user's answer about an unfinished step. */
final class ScriptResumption {
    private final HeldLedger heldLedger;
    private final SqlScript script;
    private final SortedMap<Integer, String> hashByStepNumber;

    /** @param hashByStepNumber the hashes of the texts of the script's steps */
    ScriptResumption(HeldLedger heldLedger, SqlScript script, SortedMap<Integer, String> hashByStepNumber) {
        this.heldLedger = heldLedger;
        this.script = script;
        this.hashByStepNumber = hashByStepNumber;
    }

    /**
     * Requires that the script still has the steps that the unfinished run has started.
     *
     * @throws HistoryMismatchException if a started step has a different text in this script
     */
    void requireUnchangedSteps() {
        LedgerState state = currentState();
        for (int stepNumber : state.startedStepNumbers()) {
            if (!Objects.equals(state.hashByStepNumber().get(stepNumber), hashByStepNumber.get(stepNumber))) {
                throw new HistoryMismatchException(
                        place(),
                        "this database has an unfinished script, which stopped after "
                                + state.completedStepNumbers().size()
                                + " steps, and this script differs from it: its step "
                                + stepNumber
                                + ", which "
                                + (state.completedStepNumbers().contains(stepNumber) ? "is done" : "was begun")
                                + ", has a different text",
                        "Complete the unfinished script; steps that were not begun may be edited. To discard its"
                                + " progress, pass --abandon.");
            }
        }
    }

    /**
     * Records the user's answer about a step that was begun and did not end.
     *
     * @param answeredStepNumber the step that the answer is about; 0 for the only unfinished step
     * @throws HistoryMismatchException if no unfinished step has this number
     */
    void recordAnswer(StepAnswer answer, int answeredStepNumber) {
        if (answer == StepAnswer.NONE) {
            return;
        }
        SortedSet<Integer> openStepNumbers = currentState().openStepNumbers();
        boolean answersPendingStep = answer == StepAnswer.DONE && isPending(answeredStepNumber);
        if (openStepNumbers.isEmpty() && !answersPendingStep) {
            throw new HistoryMismatchException(
                    place(), "no step is unfinished", "Run the script without --done or --again.");
        }
        int stepNumber =
                answeredStepNumber == 0 && openStepNumbers.size() == 1 ? openStepNumbers.first() : answeredStepNumber;
        if (!openStepNumbers.contains(stepNumber) && !answersPendingStep) {
            throw new HistoryMismatchException(
                    place(),
                    "the unfinished steps of the script are "
                            + openStepNumbers.stream().map(String::valueOf).collect(Collectors.joining(", ")),
                    "Pass the number of the step that the answer is about, for example --step="
                            + openStepNumbers.first() + ".");
        }
        boolean isDone = answer == StepAnswer.DONE;
        heldLedger.write((previousState, sequence) -> (isDone
                        ? previousState.withCompletedStep(stepNumber)
                        : previousState.withResetStep(stepNumber))
                .withHashes(script.hash(), hashByStepNumber));
    }

    /**
     * Returns whether an interrupted run of the script has not started a step yet. The user may have performed it by
     * other means.
     */
    private boolean isPending(int stepNumber) {
        return stepNumber >= 1
                && stepNumber <= script.steps().size()
                && currentState().unfinishedMigration().isPresent()
                && !currentState().startedStepNumbers().contains(stepNumber);
    }

    private LedgerState currentState() {
        return heldLedger.entry().state();
    }

    private HistoryPlace place() {
        return HistoryPlace.in(script.name());
    }
}
