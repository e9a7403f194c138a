package dev.cairn.internal.migrate;

import dev.cairn.internal.ledger.HeldLedger;
import dev.cairn.internal.ledger.HistoryRow;
import dev.cairn.internal.ledger.LedgerHead;
import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.internal.ledger.LedgerTransition;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.internal.run.preparation.RunLabel;
import dev.cairn.internal.run.preparation.RunLedger;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.migration.MigrationHash;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.RecordedMigration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The progress of the run of one migration, as the ledger records it. Thread-safe, because parallel steps call it. The
 * end of a step is recorded with the next transition or heartbeat, so it needs no separate round trip.
 */
public class MigrationRunLedger implements RunLedger {
    private final HeldLedger heldLedger;
    private final PreparedMigration preparedMigration;
    private final SortedSet<Integer> unrecordedStepNumbers = new TreeSet<>();
    private final Set<Integer> completedStepNumbers;
    private final Set<Integer> interruptedStepNumbers;
    private final boolean isResumed;
    private final boolean changesDirection;
    private final Optional<Set<Integer>> startedUpgradeStepNumbers;
    private final Supplier<List<RunStep>> oppositeStepSupplier;
    private final CompletedStepsTransition completedStepsTransition;
    private final SortedMap<Integer, String> hashByStepNumber;
    private LedgerTransition pendingTransition;
    /** Whether a message has told the user how to mark a step as done, so the migration must be in progress. */
    private boolean isAnswerOffered;

    /**
     * @param heldLedger the ledger, which is held during the run
     * @param preparedMigration the migration with its steps
     * @param oppositeStepSupplier returns the steps of the migration in the other direction
     * @param pendingTransition the transition of the previous migration that is still to be written
     * @param completedStepsTransition receives the completed steps, for heartbeats
     */
    public MigrationRunLedger(
            HeldLedger heldLedger,
            PreparedMigration preparedMigration,
            Supplier<List<RunStep>> oppositeStepSupplier,
            LedgerTransition pendingTransition,
            CompletedStepsTransition completedStepsTransition) {
        this.oppositeStepSupplier = oppositeStepSupplier;
        this.heldLedger = heldLedger;
        this.preparedMigration = preparedMigration;
        this.pendingTransition = pendingTransition;
        this.completedStepsTransition = completedStepsTransition;
        this.hashByStepNumber = RecordedStepTexts.of(preparedMigration.migration(), preparedMigration.direction())
                .hashByStepNumber();
        LedgerState state = heldLedger.entry().state();
        this.isResumed = isInProgress(state);
        this.completedStepNumbers = isResumed ? Set.copyOf(state.completedStepNumbers()) : Set.of();
        this.interruptedStepNumbers = isResumed ? Set.copyOf(state.openStepNumbers()) : Set.of();
        this.changesDirection = !isResumed
                && state.unfinishedMigration()
                        .filter(unfinishedMigration -> unfinishedMigration.number()
                                == preparedMigration.migration().number())
                        .isPresent();
        this.startedUpgradeStepNumbers = changesDirection ? findStartedUpgradeSteps(state) : Optional.empty();
    }

    private static Optional<Set<Integer>> findStartedUpgradeSteps(LedgerState state) {
        return state.unfinishedMigration()
                .filter(migration -> migration.direction() == Direction.UPGRADE && !migration.followsDowngrade())
                .map(migration -> Set.copyOf(state.startedStepNumbers()));
    }

    @Override
    public boolean isContinued() {
        return isResumed || changesDirection;
    }

    /** Returns the migration with its steps. */
    public PreparedMigration preparedMigration() {
        return preparedMigration;
    }

    @Override
    public HeldLedger heldLedger() {
        return heldLedger;
    }

    @Override
    public Set<Integer> completedStepNumbers() {
        return completedStepNumbers;
    }

    @Override
    public Set<Integer> interruptedStepNumbers() {
        return interruptedStepNumbers;
    }

    @Override
    public synchronized Set<Integer> openStepNumbers() {
        LedgerState state = heldLedger.entry().state();
        Set<Integer> openStepNumbers = new TreeSet<>(isInProgress(state) ? state.openStepNumbers() : Set.of());
        openStepNumbers.removeAll(unrecordedStepNumbers);
        return openStepNumbers;
    }

    @Override
    public boolean changesDirection() {
        return changesDirection;
    }

    @Override
    public Optional<Set<Integer>> startedUpgradeStepNumbers() {
        return startedUpgradeStepNumbers;
    }

    @Override
    public List<RunStep> oppositeSteps() {
        return oppositeStepSupplier.get();
    }

    @Override
    public synchronized void begin() {
        write(this::withProgress);
        heldLedger.requireHeld();
    }

    @Override
    public String notedEvidence(int stepNumber) {
        return heldLedger.entry().state().evidenceByStepNumber().getOrDefault(stepNumber, "");
    }

    @Override
    public synchronized RunLabel beginStep(int stepNumber, String evidence) {
        LedgerState startedState = write((state, sequence) ->
                withCurrentTexts(withProgress(state, sequence).withStartedStep(stepNumber, evidence)));
        // The transition drops earlier states after it has checked the ledger, which may take longer than the lease.
        heldLedger.requireHeld();
        return new RunLabel(startedState.unfinishedMigration().orElseThrow().sequence(), startedState.identifier());
    }

    /**
     * Records that a step is done. The record is written at once if no inspection can verify the step: after a crash it
     * would be unknown whether the step ran.
     */
    @Override
    public synchronized void recordDone(int stepNumber) {
        unrecordedStepNumbers.add(stepNumber);
        completedStepsTransition.setUnrecordedSteps(new CompletedStepsTransition.UnrecordedSteps(
                direction(), preparedMigration.migration().number(), hash(), unrecordedStepNumbers, hashByStepNumber));
        if (heldLedger.entry().state().openStepNumbers().contains(stepNumber) && !isVerifiable(stepNumber)) {
            write(this::withProgress);
        }
    }

    /** Records that a step has changed nothing. The run stops here, so this is written at once. */
    @Override
    public synchronized void recordUndone(int stepNumber) {
        write((state, sequence) -> withProgress(state, sequence).withResetStep(stepNumber));
    }

    @Override
    public synchronized String offerDoneCommand(int stepNumber) {
        isAnswerOffered = true;
        return RunLedger.super.offerDoneCommand(stepNumber);
    }

    /** Returns the transition to write if the run stops before its end. */
    public synchronized LedgerTransition createStopTransition() {
        SortedSet<Integer> stepNumbers = new TreeSet<>(unrecordedStepNumbers);
        LedgerTransition earlierTransition = pendingTransition;
        return (state, sequence) -> {
            LedgerState stoppedState = earlierTransition.apply(state, sequence);
            // The answer is about a step of this direction.
            if (isAnswerOffered && !isInProgress(stoppedState)) {
                stoppedState = withStartedMigration(stoppedState, sequence);
            }
            // Steps that were found to be done do not begin a run: the next inspection finds them again.
            if (isInProgress(stoppedState)) {
                for (int stepNumber : stepNumbers) {
                    stoppedState = stoppedState.withCompletedStep(stepNumber);
                }
                stoppedState = withCurrentTexts(stoppedState);
            }
            return stoppedState;
        };
    }

    /** Returns whether an inspection of the server shows if the step is done. */
    private boolean isVerifiable(int stepNumber) {
        return preparedMigration.steps().stream()
                .filter(step -> step.number() == stepNumber)
                .anyMatch(step -> step instanceof StatementStep statementStep
                        && statementStep.simulatedStep().isVisibleInShowCreate());
    }

    /**
     * Returns the transition to write when all steps are done; it may be written together with the start of the next
     * migration.
     *
     * @param upgradeRow the row of the history, which an upgrade adds
     * @param headAfterDowngrade the head to which a downgrade reverts
     */
    public synchronized LedgerTransition createCompletionTransition(
            HistoryRow upgradeRow, LedgerHead headAfterDowngrade) {
        return (state, sequence) -> {
            LedgerState completedState = withProgress(state, sequence);
            return preparedMigration.direction() == Direction.UPGRADE
                    ? completedState.withCompletedMigration(upgradeRow)
                    : completedState.withRevertedMigration(headAfterDowngrade);
        };
    }

    private LedgerState write(LedgerTransition transition) {
        LedgerState writtenState = heldLedger.write(transition).state();
        pendingTransition = LedgerTransition.UNCHANGED;
        unrecordedStepNumbers.clear();
        return writtenState;
    }

    private LedgerState withProgress(LedgerState previousState, long sequence) {
        LedgerState state = pendingTransition.apply(previousState, sequence);
        if (!isInProgress(state)) {
            state = withStartedMigration(state, sequence);
        }
        for (int stepNumber : unrecordedStepNumbers) {
            state = state.withCompletedStep(stepNumber);
        }
        return withCurrentTexts(state);
    }

    private LedgerState withStartedMigration(LedgerState state, long sequence) {
        return state.withStartedMigration(
                direction(), preparedMigration.migration().number(), hash(), sequence);
    }

    /**
     * Returns the state with the present hash and texts of the migration: an edited migration continues under its new
     * hash.
     */
    private LedgerState withCurrentTexts(LedgerState state) {
        return state.withHashes(hash(), hashByStepNumber);
    }

    private String hash() {
        return runHash(preparedMigration.migration());
    }

    /**
     * Returns the hash under which a migration is in progress. A checkpoint is identified by its own statements: a
     * release that still has the replaced migrations must not mistake the steps of the checkpoint for the steps of the
     * migration with the same number.
     */
    public static String runHash(RecordedMigration migration) {
        return migration.isCheckpoint() ? MigrationHash.of("", migration.upgrade()) : migration.hash();
    }

    private boolean isInProgress(LedgerState state) {
        return state.isInProgress(preparedMigration.migration().number(), direction());
    }

    private Direction direction() {
        return preparedMigration.direction();
    }
}
