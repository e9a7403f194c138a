package dev.cairn.internal.run.preparation;

import dev.cairn.internal.ledger.HeldLedger;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.TemporaryName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The view of the ledger that the run of one migration needs. Steps that run in parallel call it from several threads.
 *
 * <p>The end of a step is recorded together with the next transition or heartbeat, so it needs no separate transition.
 * By default, single steps are not recorded.
 */
public interface RunLedger {
    /** Returns the ledger, which this migrator holds during the run. */
    HeldLedger heldLedger();

    /** Returns the sequence at which the ledger was acquired. The names of staging and retired objects contain it. */
    default long acquiredSequence() {
        return heldLedger().acquiredSequence();
    }

    /**
     * Returns whether an object has the name of a staging object of this run. A retired object of this run has the same
     * name after the swap.
     */
    default boolean isStaging(ObjectName objectName) {
        return TemporaryName.findSentNumber(objectName.name()).stream()
                .anyMatch(number -> number == acquiredSequence());
    }

    /** Returns the steps that the ledger recorded as done when the run of the migration began or resumed. */
    default Set<Integer> completedStepNumbers() {
        return Set.of();
    }

    /**
     * Returns the steps that were running when the ledger was taken over. The ledger does not know whether they ran.
     */
    default Set<Integer> interruptedStepNumbers() {
        return Set.of();
    }

    /**
     * Returns the interrupted steps that have run, according to a comparison of the server with the notes of the
     * ledger.
     */
    default Set<Integer> executedStepNumbers() {
        return Set.of();
    }

    /** Returns the steps that were started and have not ended, to the knowledge of this run; asks no server. */
    default Set<Integer> openStepNumbers() {
        return interruptedStepNumbers();
    }

    /** Returns a time of the server's clock before which no interrupted step began; empty if it is unknown. */
    default Optional<Instant> earliestStepStart() {
        return heldLedger().earliestStepStart();
    }

    /**
     * Returns whether the migration was in progress, in either direction, when the run began: an earlier run may have
     * sent its statements. This is assumed if nothing is known about earlier runs.
     */
    default boolean isContinued() {
        return true;
    }

    /** Returns whether the migration was started in the other direction, and is now reverted before it was complete. */
    default boolean changesDirection() {
        return false;
    }

    /**
     * Returns the steps of the other direction if the migration changes its direction: the objects that these steps
     * build are no longer needed.
     */
    default List<RunStep> abandonedSteps() {
        return changesDirection() ? oppositeSteps() : List.of();
    }

    /**
     * Returns the steps of an interrupted upgrade that earlier runs may have started, if the migration now changes its
     * direction; empty if the ledger does not know them.
     */
    default Optional<Set<Integer>> startedUpgradeStepNumbers() {
        return Optional.empty();
    }

    /** Returns the steps of the migration in the other direction, whether or not any of them ran. */
    default List<RunStep> oppositeSteps() {
        return List.of();
    }

    /** Records that the migration begins in this direction, before its first step begins. */
    default void begin() {
        requireHeldNow();
    }

    /**
     * Records that a step begins, together with everything that is not recorded yet: that the migration begins, and
     * which steps are done. This also checks that the ledger is held, so the step's statement needs no further check.
     *
     * @return the part of the labels of loads that distinguishes this run
     * @throws dev.cairn.upgrade.MigrationException.LedgerLostException if another migrator has taken over the ledger
     */
    default RunLabel beginStep(int stepNumber) {
        return beginStep(stepNumber, "");
    }

    /**
     * Like {@link #beginStep(int)}, and takes a note that will show whether the step's statement ran.
     *
     * @param evidence letters, digits and dots; empty if no note can show it
     */
    RunLabel beginStep(int stepNumber, String evidence);

    /**
     * Returns whether the ledger notes the definition of an object before a statement changes it, because a later run
     * can't derive it from recorded migrations.
     */
    default boolean recordsDefinitions() {
        return false;
    }

    /** Returns what was noted when an open step began; empty if nothing was noted. */
    default String notedEvidence(int stepNumber) {
        return "";
    }

    /**
     * Requires that the ledger is still held; a check that was made just now is reused. Call it right before a
     * statement that does not directly follow a transition.
     *
     * @throws dev.cairn.upgrade.MigrationException.LedgerLostException if another migrator has taken over the ledger
     */
    default void requireHeld() {
        heldLedger().requireHeld();
    }

    /**
     * Like {@link #requireHeld}, but always asks the server. Call it right before a statement that leaves no evidence.
     *
     * @throws dev.cairn.upgrade.MigrationException.LedgerLostException if another migrator has taken over the ledger
     */
    default void requireHeldNow() {
        heldLedger().requireHeldNow();
    }

    /**
     * Returns the name of the view with the ledger's state. The view exists only until another migrator takes over the
     * ledger, or its owner writes the next state.
     */
    default ObjectName stateViewName() {
        return heldLedger().stateViewName();
    }

    /** Records that a step is done. */
    default void recordDone(int stepNumber) {
        // steps are not recorded
    }

    /** Records that a started step has changed nothing: the server refused it, or cancelled its job. */
    default void recordUndone(int stepNumber) {
        // steps are not recorded
    }

    /**
     * Returns the command with which a user marks a step as done, for messages. The command applies to a migration in
     * progress, so the migration is recorded as such when the run stops.
     */
    default String offerDoneCommand(int stepNumber) {
        return "repair --done=" + stepNumber;
    }

    /** Returns the command with which a user lets a started step run again, for messages. */
    default String retryCommand(int stepNumber) {
        return "repair --again=" + stepNumber;
    }
}
