package dev.cairn.internal.migrate;

import dev.cairn.internal.ledger.Head;
import dev.cairn.internal.ledger.HeldLedger;
import dev.cairn.internal.ledger.HistoryRow;
import dev.cairn.internal.ledger.LedgerEntry;
import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.internal.ledger.Transition;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.internal.run.preparation.RunLabel;
import dev.cairn.internal.run.preparation.RunLedger;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.migration.MigrationHash;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.RecordedMigration;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The run of one migration, whose progress is recorded in the ledger. */
public class MigrationRunLedger implements RunLedger {
    private final HeldLedger heldLedger;
    private final PreparedMigration prepared;
    private final SortedSet<Integer> endedNumbers = new TreeSet<>();
    private final Set<Integer> rememberedSteps;
    private final Set<Integer> interruptedSteps;
    private final boolean isResumed;
    private final boolean changesDirection;
    private final Supplier<List<RunStep>> oppositeSteps;
    private final EndedStepsTransition endedSteps;
    private final SortedMap<Integer, String> texts;
    private Transition before;

    /**
     * @param heldLedger the ledger, which is held during the run
     * @param prepared the migration with its steps
     * @param oppositeSteps returns the steps of the migration in the other direction
     * @param before the transition of the previous migration that is still to be written
     * @param endedSteps receives the steps that have ended
     */
    public MigrationRunLedger(
            HeldLedger heldLedger,
            PreparedMigration prepared,
            Supplier<List<RunStep>> oppositeSteps,
            Transition before,
            EndedStepsTransition endedSteps) {
        this.oppositeSteps = oppositeSteps;
        this.heldLedger = heldLedger;
        this.prepared = prepared;
        this.before = before;
        this.endedSteps = endedSteps;
        this.texts = StepTexts.of(prepared.migration(), prepared.direction()).hashes();
        LedgerState state = heldLedger.entry().state();
        this.isResumed = isRun(state);
        this.rememberedSteps = isResumed ? Set.copyOf(state.completedSteps()) : Set.of();
        this.interruptedSteps = isResumed ? Set.copyOf(state.openSteps()) : Set.of();
        this.changesDirection = !isResumed
                && state.run()
                        .filter(run -> run.number() == prepared.migration().number())
                        .isPresent();
    }

    @Override
    public boolean isContinued() {
        return isResumed || changesDirection;
    }

    /** Returns the migration with its steps. */
    public PreparedMigration migration() {
        return prepared;
    }

    @Override
    public HeldLedger heldLedger() {
        return heldLedger;
    }

    @Override
    public Set<Integer> completedSteps() {
        return rememberedSteps;
    }

    @Override
    public Set<Integer> interruptedSteps() {
        return interruptedSteps;
    }

    @Override
    public synchronized Set<Integer> openSteps() {
        LedgerState state = heldLedger.entry().state();
        Set<Integer> open = new TreeSet<>(isRun(state) ? state.openSteps() : Set.of());
        open.removeAll(endedNumbers);
        return open;
    }

    @Override
    public boolean changesDirection() {
        return changesDirection;
    }

    @Override
    public List<RunStep> abandonedSteps() {
        return changesDirection ? oppositeSteps.get() : List.of();
    }

    @Override
    public String evidence(int step) {
        return heldLedger.entry().state().evidence().getOrDefault(step, "");
    }

    @Override
    public synchronized RunLabel beginStep(int step, String evidence) {
        LedgerState begunState = write(
                (state, sequence) -> continueRun(withProgress(state, sequence).startStep(step, evidence)));
        // After its check of the ledger, a transition drops the previous states, which may take longer than the lease.
        heldLedger.requireHeld();
        return new RunLabel(begunState.run().orElseThrow().sequence(), begunState.identifier());
    }

    /**
     * Records that a step is done. If its effect can't be determined afterwards, this is written at once: after a crash
     * it would be unknown whether the step ran.
     */
    @Override
    public synchronized void noteDone(int step) {
        endedNumbers.add(step);
        endedSteps.setEnded(new EndedStepsTransition.EndedSteps(
                direction(), prepared.migration().number(), hash(), endedNumbers, texts));
        if (heldLedger.entry().state().openSteps().contains(step) && !isVisible(step)) {
            write(this::withProgress);
        }
    }

    /** Records that a step has changed nothing. The run stops here, so this is written at once. */
    @Override
    public synchronized void noteUndone(int step) {
        write((state, sequence) -> withProgress(state, sequence).resetStep(step));
    }

    /** Returns the transition to write if the run stops before its end. */
    public synchronized Transition stopTransition() {
        SortedSet<Integer> steps = new TreeSet<>(endedNumbers);
        Transition carried = before;
        return (state, sequence) -> {
            LedgerState stopped = carried.apply(state, sequence);
            // Steps that were found to be done do not begin a run: the next inspection finds them again.
            if (isRun(stopped)) {
                for (int step : steps) {
                    stopped = stopped.completeStep(step);
                }
                stopped = continueRun(stopped);
            }
            return stopped;
        };
    }

    /** Returns whether an inspection of the server shows if the step is done. */
    private boolean isVisible(int number) {
        return prepared.steps().stream()
                .filter(step -> step.number() == number)
                .anyMatch(step -> step instanceof RunStep.StatementStep statement
                        && statement.step().isVisible());
    }

    /**
     * Returns the transition to write when all steps are done; it may be written together with the start of the next
     * migration.
     *
     * @param row the row of the history, for an upgrade
     * @param parent the head after a downgrade
     */
    public synchronized Transition commitTransition(HistoryRow row, Head parent) {
        return (state, sequence) -> {
            LedgerState all = withProgress(state, sequence);
            return prepared.direction() == Direction.UPGRADE ? all.commitMigration(row) : all.revertTo(parent);
        };
    }

    private LedgerState write(Transition transition) {
        LedgerState writtenState = heldLedger.write(transition).state();
        before = (state, sequence) -> state;
        endedNumbers.clear();
        return writtenState;
    }

    private LedgerState withProgress(LedgerState old, long sequence) {
        LedgerState state = before.apply(old, sequence);
        if (!isRun(state)) {
            state = state.startRun(direction(), prepared.migration().number(), hash(), sequence);
        }
        for (int step : endedNumbers) {
            state = state.completeStep(step);
        }
        return continueRun(state);
    }

    /**
     * Returns the state with the present hash and texts of the migration: an edited migration continues under its new
     * hash.
     */
    private LedgerState continueRun(LedgerState state) {
        return state.resumeWith(hash(), texts);
    }

    private String hash() {
        return hashInProgress(prepared.migration());
    }

    /**
     * Returns the hash under which a migration is in progress. A checkpoint has a hash of its own
     * statements here, so that a release with the replaced migration does not mistake the checkpoint's steps for its own.
     */
    public static String hashInProgress(RecordedMigration migration) {
        return migration.isCheckpoint() ? MigrationHash.of("", migration.upgrade()) : migration.hash();
    }

    private boolean isRun(LedgerState state) {
        return state.run()
                .filter(run -> run.direction() == direction()
                        && run.number() == prepared.migration().number())
                .isPresent();
    }

    private Direction direction() {
        return prepared.direction();
    }

    /**
     * The run of one repeatable migration. The ledger records that it begins and that it is done, and none of its steps: a run
     * that was interrupted begins again with the first one.
     */
    public static final class RepeatableRunLedger implements RunLedger {
        private final HeldLedger heldLedger;
        private final PreparedMigration prepared;
        private Transition before;
        private @Nullable RunLabel label;

        /** @param before the transition of the previous migration that is still to be written */
        public RepeatableRunLedger(HeldLedger heldLedger, PreparedMigration prepared, Transition before) {
            this.heldLedger = heldLedger;
            this.prepared = prepared;
            this.before = before;
        }

        @Override
        public HeldLedger heldLedger() {
            return heldLedger;
        }

        @Override
        public synchronized RunLabel beginStep(int step, String evidence) {
            if (label == null) {
                Transition previous = before;
                LedgerEntry begunEntry = heldLedger.write((state, sequence) -> previous.apply(state, sequence)
                        .startRepeatable(
                                prepared.migration().name(),
                                sequence,
                                prepared.steps().size()));
                before = (state, sequence) -> state;
                label = new RunLabel(begunEntry.sequence(), begunEntry.state().identifier());
            }
            heldLedger.requireHeld();
            return label;
        }

        /** Returns the transition to write if the run stops before its end. */
        public synchronized Transition stopTransition() {
            return before;
        }

        /**
         * Returns the transition to write when all steps are done; it may be written together with the start of the next
         * migration.
         */
        public synchronized Transition commitTransition(HistoryRow row) {
            Transition previous = before;
            return (state, sequence) -> previous.apply(state, sequence)
                    .completeRepeatable(prepared.migration().name(), row);
        }
    }
}
