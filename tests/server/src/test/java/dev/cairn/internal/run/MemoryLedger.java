package dev.cairn.internal.run;

import dev.cairn.internal.ledger.HeldLedger;
import dev.cairn.internal.run.preparation.RunLabel;
import dev.cairn.internal.run.preparation.RunLedger;
import dev.cairn.plan.part.ObjectName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A ledger in memory, for which no migrators compete; it records the calls of a run, and is passed to the next run. */
final class MemoryLedger implements RunLedger {
    final List<String> calls = new ArrayList<>();
    static final ObjectName VIEW_NAME = new ObjectName("shop", "__cairn_shop_00000042");
    static final String BIRTH_WORD = "9f3a01bc";

    private final Set<Integer> doneSteps = new TreeSet<>();
    private final Set<Integer> begunSteps = new TreeSet<>();
    private final Map<Integer, String> evidenceByStep = new TreeMap<>();
    private final long acquiredSequence;
    private final RunLabel label;
    private final Set<Integer> initiallyCompletedSteps;
    private final Set<Integer> initiallyInterruptedSteps;

    MemoryLedger() {
        this(1, new RunLabel(1, BIRTH_WORD), Set.of(), Set.of());
    }

    private MemoryLedger(
            long acquiredSequence,
            RunLabel label,
            Set<Integer> initiallyCompletedSteps,
            Set<Integer> initiallyInterruptedSteps) {
        this.acquiredSequence = acquiredSequence;
        this.label = label;
        this.initiallyCompletedSteps = Set.copyOf(initiallyCompletedSteps);
        this.initiallyInterruptedSteps = Set.copyOf(initiallyInterruptedSteps);
        doneSteps.addAll(initiallyCompletedSteps);
        begunSteps.addAll(initiallyInterruptedSteps);
    }

    /** Returns the ledger for a run that takes over from a run that stopped. */
    synchronized MemoryLedger forNextRun() {
        MemoryLedger nextLedger = new MemoryLedger(acquiredSequence + 16, label, doneSteps, begunSteps);
        nextLedger.evidenceByStep.putAll(evidenceByStep);
        return nextLedger;
    }

    /** Returns the ledger for a run that takes over from one that died before it recorded the end of a step. */
    synchronized MemoryLedger withInterruptedStep(int step) {
        Set<Integer> remainingSteps = new TreeSet<>(doneSteps);
        remainingSteps.remove(step);
        MemoryLedger nextLedger = new MemoryLedger(acquiredSequence + 16, label, remainingSteps, Set.of(step));
        nextLedger.evidenceByStep.putAll(evidenceByStep);
        return nextLedger;
    }

    /** Returns the ledger for a run after one that began exactly these steps, and ended none. */
    static MemoryLedger withBegunSteps(Integer... steps) {
        return new MemoryLedger(17, new RunLabel(1, BIRTH_WORD), Set.of(), Set.of(steps));
    }

    /** Returns a ledger that an older Cairn began, which has no birth word. */
    static MemoryLedger ofOlderLedger() {
        return new MemoryLedger(1, new RunLabel(1, ""), Set.of(), Set.of());
    }

    @Override
    public HeldLedger heldLedger() {
        throw new AssertionError("A ledger in memory is not on a server");
    }

    @Override
    public Optional<Instant> earliestStepStart() {
        return Optional.empty();
    }

    @Override
    public long acquiredSequence() {
        return acquiredSequence;
    }

    @Override
    public Set<Integer> completedStepNumbers() {
        return initiallyCompletedSteps;
    }

    @Override
    public Set<Integer> interruptedStepNumbers() {
        return initiallyInterruptedSteps;
    }

    @Override
    public synchronized String notedEvidence(int step) {
        return evidenceByStep.getOrDefault(step, "");
    }

    @Override
    public boolean changesDirection() {
        return false;
    }

    @Override
    public synchronized RunLabel beginStep(int step, String stepEvidence) {
        calls.add("begin " + step);
        evidenceByStep.put(step, stepEvidence);
        begunSteps.add(step);
        return label;
    }

    @Override
    public synchronized void requireHeld() {
        calls.add("check");
    }

    @Override
    public ObjectName stateViewName() {
        return VIEW_NAME;
    }

    @Override
    public synchronized void requireHeldNow() {
        calls.add("check now");
    }

    @Override
    public synchronized void recordDone(int step) {
        calls.add("done " + step);
        begunSteps.remove(step);
        doneSteps.add(step);
    }

    @Override
    public synchronized void recordUndone(int step) {
        calls.add("undone " + step);
        begunSteps.remove(step);
    }
}
