package dev.cairn.internal.run.preparation;

import dev.cairn.internal.ledger.HeldLedger;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.StagingName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The view of the ledger that the run of one migration needs. Steps that run in parallel call it from several threads.
 *
 * <p>The end of a step is recorded together with the next transition or heartbeat, so that it needs no transition of
 * its own. Default: the ledger knows nothing of single steps.
 */
public interface RunLedger {
    /** Returns the ledger, which this migrator holds during the run. */
    HeldLedger heldLedger();

    /** Returns the sequence at which the ledger was taken over. The names of staging and retired objects carry it. */
    default long acquiredSequence() {
        return heldLedger().acquiredSequence();
    }

    /** Returns whether an object is one that this run builds beside another one. */
    default boolean isStaging(ObjectName object) {
        return StagingName.parseNumber(object.name()).stream().anyMatch(number -> number == acquiredSequence());
    }

    /** Returns the steps that the ledger recorded as done when the run of the migration began or resumed. */
    default Set<Integer> completedSteps() {
        return Set.of();
    }

    /**
     * Returns the steps that were running when the ledger was taken over. The ledger does not know whether they ran.
     */
    default Set<Integer> interruptedSteps() {
        return Set.of();
    }

    /** Returns the interrupted steps of which the server has shown, by what the ledger noted, that they ran. */
    default Set<Integer> ranSteps() {
        return Set.of();
    }

    /**
     * Returns the steps that were begun and have not ended, according to what this run knows without asking the server.
     */
    default Set<Integer> openSteps() {
        return interruptedSteps();
    }

    /** Returns the time of the server at or after which the interrupted steps were begun; empty if it is not known. */
    default Optional<Instant> startTime() {
        return heldLedger().earliestStepStart();
    }

    /**
     * Returns whether the migration was in progress, in either direction, when the run began: an earlier run may have
     * sent its statements.
     */
    default boolean isContinued() {
        return true;
    }

    /** Returns whether the migration was begun in the other direction, and reverted before it was complete. */
    default boolean changesDirection() {
        return false;
    }

    /**
     * Returns the steps of the other direction if the migration reverts it: the objects that they build are of no use
     * any more.
     */
    default List<RunStep> abandonedSteps() {
        return changesDirection() ? oppositeSteps() : List.of();
    }

    /** Returns the steps of the migration in the other direction, whether or not any of them ran. */
    default List<RunStep> oppositeSteps() {
        return List.of();
    }

    /** Records that the migration begins in this direction, before any of its steps does. */
    default void begin() {
        requireHeldNow();
    }

    /**
     * Records that a step begins, together with everything that is not yet recorded: that the migration begins, and
     * which steps are done. The check of this transition is the one before the step's statement.
     *
     * @return the suffix of the labels of this run's loads
     * @throws dev.cairn.upgrade.MigrationException.LedgerLostException if another migrator has taken over the ledger
     */
    default RunLabel beginStep(int step) {
        return beginStep(step, "");
    }

    /**
     * Does the same as {@link #beginStep(int)}, and takes a note that shows later whether the step's statement ran.
     *
     * @param evidence letters, digits and dots; empty if nothing shows it
     */
    RunLabel beginStep(int step, String evidence);

    /**
     * Returns whether the ledger notes what the server showed of a definition before a statement changed it, because a
     * later run can't derive it from recorded migrations.
     */
    default boolean recordsDefinitions() {
        return false;
    }

    /** Returns what was noted when an open step began; empty if nothing was noted. */
    default String evidence(int step) {
        return "";
    }

    /**
     * Checks whether the ledger is still held. Call it right before a statement that does not directly follow a
     * transition.
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
     * Returns the view of the ledger's state. It exists only until another migrator takes over the ledger, or its owner
     * writes the next state.
     */
    default ObjectName viewName() {
        return heldLedger().viewName();
    }

    /** Notes that a step is done. */
    default void recordDone(int step) {
        // steps are not recorded
    }

    /** Notes that a step which began has changed nothing: the server refused it, or cancelled its job. */
    default void recordUndone(int step) {
        // steps are not recorded
    }

    /** Returns the command with which a user marks a begun step as done, for messages. */
    default String doneCommand(int step) {
        return "repair --done=" + step;
    }

    /** Returns the command with which a user lets a begun step run again, for messages. */
    default String retryCommand(int step) {
        return "repair --again=" + step;
    }
}
