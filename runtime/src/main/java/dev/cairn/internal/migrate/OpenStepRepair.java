package dev.cairn.internal.migrate;

import dev.cairn.Migrator.Repair;
import dev.cairn.Status.OpenStep;
import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.internal.run.load.OlderLedgerCheck;
import dev.cairn.sql.token.RedactedSql;
import dev.cairn.upgrade.MigrationException.HistoryMismatchException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds the open steps of the migration in progress, and records their results, as a user has found them out. */
record OpenStepRepair(ApplicationSchema application) {
    /** Returns the steps of the migration in progress that were started and are not recorded as done. */
    List<OpenStep> listOpenSteps(LedgerState state) {
        List<OpenStep> openSteps = new ArrayList<>();
        state.unfinishedMigration().ifPresent(unfinishedMigration -> {
            Optional<RecordedStepTexts> stepTexts = application.hasMigration(unfinishedMigration.number())
                    ? Optional.of(RecordedStepTexts.of(
                            application.migration(unfinishedMigration.number()), unfinishedMigration.direction()))
                    : Optional.empty();
            state.openStepNumbers()
                    .forEach(stepNumber -> openSteps.add(new OpenStep(
                            unfinishedMigration.number(),
                            unfinishedMigration.direction(),
                            stepNumber,
                            stepTexts
                                    .flatMap(recordedTexts -> recordedTexts.findText(stepNumber, state))
                                    .map(text -> RedactedSql.of(text).text())
                                    .orElse(""))));
        });
        return List.copyOf(openSteps);
    }

    /**
     * Returns the state with the results of open steps, and with the present texts of the steps if the application has
     * the migration in progress.
     */
    LedgerState recordResults(LedgerState state, Map<Integer, Repair> resultByStep) {
        LedgerState repairedState = state;
        for (Map.Entry<Integer, Repair> resultEntry : resultByStep.entrySet()) {
            repairedState = resultEntry.getValue() == Repair.DONE
                    ? repairedState.withCompletedStep(resultEntry.getKey())
                    : repairedState.withResetStep(resultEntry.getKey());
        }
        return withCurrentTexts(repairedState);
    }

    private LedgerState withCurrentTexts(LedgerState state) {
        return findStepTexts(state)
                .map(stepTexts -> state.withHashes(
                        state.unfinishedMigration().orElseThrow().hash(), stepTexts.hashByStepNumber()))
                .orElse(state);
    }

    /**
     * Returns the steps of the migration in progress; empty if there is no such migration, or if the application does
     * not have it in the version in which it was started.
     */
    private Optional<RecordedStepTexts> findStepTexts(LedgerState state) {
        return state.unfinishedMigration()
                .filter(unfinishedMigration -> application.hasMigration(unfinishedMigration.number())
                        && MigrationRunLedger.runHash(application.migration(unfinishedMigration.number()))
                                .equals(unfinishedMigration.hash()))
                .map(unfinishedMigration -> RecordedStepTexts.of(
                        application.migration(unfinishedMigration.number()), unfinishedMigration.direction()));
    }

    /**
     * Requires that each step with a result is open. DONE is also accepted for a step that was not started, because the
     * user may have performed it after an error had stopped the run before the step.
     */
    void requireOpenSteps(LedgerState state, Map<Integer, Repair> resultByStep) {
        SortedSet<Integer> answerableSteps = new TreeSet<>(state.openStepNumbers());
        findStepTexts(state)
                .ifPresent(stepTexts ->
                        answerableSteps.addAll(stepTexts.textByStepNumber().keySet()));
        answerableSteps.removeAll(state.completedStepNumbers());
        SortedSet<Integer> unexpectedSteps = new TreeSet<>();
        resultByStep.forEach((stepNumber, result) -> {
            if (!(result == Repair.DONE ? answerableSteps : state.openStepNumbers()).contains(stepNumber)) {
                unexpectedSteps.add(stepNumber);
            }
        });
        resultByStep.forEach((stepNumber, result) -> {
            if (result == Repair.AGAIN
                    && OlderLedgerCheck.isNotedIn(state.evidenceByStepNumber().getOrDefault(stepNumber, ""))) {
                throw createUsedLabelException(state, stepNumber);
            }
        });
        if (!unexpectedSteps.isEmpty()) {
            throw new HistoryMismatchException(
                    application.place(),
                    "there is no open step " + joinNumbers(unexpectedSteps) + ": "
                            + (state.openStepNumbers().isEmpty()
                                    ? "no step is unfinished"
                                    : "the unfinished steps are " + joinNumbers(state.openStepNumbers())),
                    "Run cairn repair to see the unfinished steps, and answer for these.");
        }
    }

    private HistoryMismatchException createUsedLabelException(LedgerState state, int stepNumber) {
        int previousNumber = application.previousNumber(
                state.unfinishedMigration().orElseThrow().number());
        return new HistoryMismatchException(
                application.place(),
                "step " + stepNumber
                        + " can't be run again in this run, because the server refuses its label: a load of a"
                        + " later state of the ledger has it",
                "To load the rows again, begin the migration again, under other labels: cairn stamp " + previousNumber
                        + " --abandon (in Java abandonRunAndStamp), and then cairn upgrade.");
    }

    private static String joinNumbers(SortedSet<Integer> stepNumbers) {
        return stepNumbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
