package dev.cairn.internal.run.prepare;

import dev.cairn.plan.part.ObjectName;
import java.util.List;
import java.util.Set;

/**
 * The ledger, as far as the run of one migration needs it. Steps that run side by side call it from several threads.
 *
 * <p>A step that ended is written down together with whatever is written down next, so that it costs no transition of its
 * own; a heartbeat writes it down too.
 */
public interface RunLedger {
    /** The sequence at which the ledger was taken over. Staging and doomed objects carry it in their names. */
    long takenOver();

    /** The steps that the ledger remembered as done when the run of the migration began, or went on. */
    Set<Integer> remembered();

    /** The steps that were under way when the ledger was taken over. Whether they ran, the ledger does not know. */
    Set<Integer> interrupted();

    /** Whether the migration was begun the other way, and turned before it came to its end. */
    boolean turnsBack();

    /** The steps of the other way, where the migration turns: what they build is of no use any more. */
    default List<RunStep> givenUp() {
        return List.of();
    }

    /**
     * Writes down that a step begins, and with it what else is to be written: that the migration begins, and which steps
     * are done. The look of this transition is the one before the step's statement.
     *
     * @return what the labels of its loads end with
     * @throws dev.cairn.schema.LedgerLostException if somebody else has the ledger
     */
    RunLabel begin(int step);

    /**
     * Looks whether the ledger is still held, right before a statement that does not follow a transition at once.
     *
     * @throws dev.cairn.schema.LedgerLostException if somebody else has it
     */
    void look();

    /**
     * The same, right before a statement that nobody could look for afterwards: no earlier look counts.
     *
     * @throws dev.cairn.schema.LedgerLostException if somebody else has it
     */
    void lookNow();

    /** The view of the ledger's state, which is there only until somebody else takes the ledger over, or its owner writes another one. */
    ObjectName view();

    /** Takes note that a step is done. */
    void done(int step);

    /** Takes note that a step which began has changed nothing: the server refused it, or cancelled its job. */
    void undone(int step);
}
