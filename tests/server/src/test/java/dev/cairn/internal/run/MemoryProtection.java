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

/** A ledger in memory without other migrators. It keeps its entries for the next run. */
final class MemoryProtection implements RunLedger {
    final List<String> calls = new ArrayList<>();
    static final ObjectName VIEW = new ObjectName("shop", "__cairn_shop_00000042");
    static final String BORN = "9f3a01bc";

    private final Set<Integer> done = new TreeSet<>();
    private final Set<Integer> doing = new TreeSet<>();
    private final Map<Integer, String> evidence = new TreeMap<>();
    private final long takenOver;
    private final RunLabel label;
    private final Set<Integer> remembered;
    private final Set<Integer> interrupted;

    MemoryProtection() {
        this(1, new RunLabel(1, BORN), Set.of(), Set.of());
    }

    private MemoryProtection(long takenOver, RunLabel label, Set<Integer> remembered, Set<Integer> interrupted) {
        this.takenOver = takenOver;
        this.label = label;
        this.remembered = Set.copyOf(remembered);
        this.interrupted = Set.copyOf(interrupted);
        done.addAll(remembered);
        doing.addAll(interrupted);
    }

    /** Returns the ledger as a run finds it that takes over from a stopped one. */
    synchronized MemoryProtection next() {
        MemoryProtection next = new MemoryProtection(takenOver + 16, label, done, doing);
        next.evidence.putAll(evidence);
        return next;
    }

    /** Returns the ledger as a run finds it if the end of a step was not recorded. */
    synchronized MemoryProtection interrupted(int step) {
        Set<Integer> left = new TreeSet<>(done);
        left.remove(step);
        MemoryProtection next = new MemoryProtection(takenOver + 16, label, left, Set.of(step));
        next.evidence.putAll(evidence);
        return next;
    }

    /** Returns the ledger as a run finds it after one that began exactly these steps. */
    static MemoryProtection afterBeginning(Integer... steps) {
        return new MemoryProtection(17, new RunLabel(1, BORN), Set.of(), Set.of(steps));
    }

    /** In a ledger that an older Cairn began, and which has no birth word. */
    static MemoryProtection ofOlderLedger() {
        return new MemoryProtection(1, new RunLabel(1, ""), Set.of(), Set.of());
    }

    @Override
    public HeldLedger heldLedger() {
        throw new AssertionError("A ledger in memory is not on a server");
    }

    @Override
    public Optional<Instant> startTime() {
        return Optional.empty();
    }

    @Override
    public long acquiredSequence() {
        return takenOver;
    }

    @Override
    public Set<Integer> completedSteps() {
        return remembered;
    }

    @Override
    public Set<Integer> interruptedSteps() {
        return interrupted;
    }

    @Override
    public synchronized String evidence(int step) {
        return evidence.getOrDefault(step, "");
    }

    @Override
    public boolean changesDirection() {
        return false;
    }

    @Override
    public synchronized RunLabel beginStep(int step, String noted) {
        calls.add("begin " + step);
        evidence.put(step, noted);
        doing.add(step);
        return label;
    }

    @Override
    public synchronized void requireHeld() {
        calls.add("check");
    }

    @Override
    public ObjectName viewName() {
        return VIEW;
    }

    @Override
    public synchronized void requireHeldNow() {
        calls.add("check now");
    }

    @Override
    public synchronized void noteDone(int step) {
        calls.add("done " + step);
        doing.remove(step);
        done.add(step);
    }

    @Override
    public synchronized void noteUndone(int step) {
        calls.add("undone " + step);
        doing.remove(step);
    }
}
