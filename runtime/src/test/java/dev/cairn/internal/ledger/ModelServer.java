package dev.cairn.internal.ledger;

import dev.cairn.internal.Ticker;
import dev.cairn.internal.option.MigratorOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A server in memory, with its own time. In addition to what a server knows, it records which states continued the
 * chain of states, and how often each step had its effect, and throws a {@link Violation} if a migrator does what it
 * must not do.
 */
final class ModelServer {
    /** Thrown if a migrator sees or causes what no migrator may ever see or cause. */
    static final class Violation extends AssertionError {
        private static final long serialVersionUID = 1;

        Violation(String message) {
            super(message);
        }
    }

    /**
     * A state of the ledger.
     *
     * @param assumedPredecessor the state that its creator took for the predecessor
     * @param continuesChain whether the predecessor was the newest state of the chain, and was the state that the
     *     creator assumed
     */
    private record StateView(String comment, String assumedPredecessor, boolean continuesChain) {}

    /**
     * The states that a follower has replayed.
     *
     * @param chainLength the number of states in the chain
     */
    private record ReplicaVersion(TreeMap<Long, StateView> stateViews, int chainLength) {}

    private static final long LEASE_MILLIS =
            Interleaving.OPTIONS.get(MigratorOption.LEASE).toMillis();

    private final EventCounts eventCounts;
    private final TreeMap<Long, StateView> stateViews = new TreeMap<>();
    private final Set<String> usedLabels = new HashSet<>();
    private final Map<String, Integer> effectCounts = new HashMap<>();
    private final Set<String> chainStates = new HashSet<>();
    private final Set<Long> chainSequences = new HashSet<>();
    private final Set<String> createdStates = new HashSet<>();
    private final Map<String, Long> firstCreationTimes = new HashMap<>();
    private final Map<String, Integer> chainLengthsAtUnlock = new HashMap<>();
    private final Set<String> deprivedOwners = new HashSet<>();
    private final Deque<ReplicaVersion> journal = new ArrayDeque<>();
    private ReplicaVersion replica = new ReplicaVersion(new TreeMap<>(), 0);
    private boolean isDisturbed = true;
    private boolean isUnchecked;
    private int databaseNumber = 1;
    private long nowMillis;

    ModelServer(EventCounts eventCounts) {
        this.eventCounts = eventCounts;
    }

    Ticker ticker() {
        return new Ticker() {
            @Override
            public Stopwatch start() {
                long startMillis = nowMillis;
                return () -> Duration.ofMillis(nowMillis - startMillis);
            }

            @Override
            public void sleep(Duration time) {
                throw new IllegalStateException("An exchange only asks for pauses");
            }
        };
    }

    void endDisturbances() {
        isDisturbed = false;
    }

    /** Returns whether the disturbances have not ended yet, so that migrators may stop before all is done. */
    boolean isDisturbed() {
        return isDisturbed;
    }

    long nowMillis() {
        return nowMillis;
    }

    void advance(long millis) {
        nowMillis += millis;
    }

    int databaseNumber() {
        return databaseNumber;
    }

    /**
     * Returns the response of the follower. It reads the states that it has replayed, and forwards other requests to
     * the leader; then it catches up before it responds.
     */
    LedgerResponse respondFromFollower(LedgerRequest request, String assumedPredecessor) {
        if (request instanceof LedgerRequest.ListStates || request instanceof LedgerRequest.ShowState) {
            return read(request, replica.stateViews());
        }
        LedgerResponse response = respond(request, assumedPredecessor);
        replay(journal.size());
        return response;
    }

    /** Lets the follower replay this number of changes of the leader. */
    void replay(int changeCount) {
        for (int i = 0; i < changeCount && !journal.isEmpty(); i++) {
            replica = journal.remove();
        }
    }

    /** Records a change of the leader for the follower. */
    private void appendToJournal() {
        journal.add(new ReplicaVersion(new TreeMap<>(stateViews), chainStates.size()));
    }

    private static LedgerResponse read(LedgerRequest request, Map<Long, StateView> stateViews) {
        if (request instanceof LedgerRequest.ShowState showRequest) {
            StateView stateView = stateViews.get(showRequest.sequence());
            return stateView == null
                    ? new LedgerResponse.Refused(5502, "Unknown table")
                    : new LedgerResponse.TextResponse(stateView.comment());
        }
        return new LedgerResponse.States(new TreeSet<>(stateViews.keySet()), false);
    }

    /** @param assumedPredecessor for a new state, the state that the sender takes for its predecessor */
    LedgerResponse respond(LedgerRequest request, String assumedPredecessor) {
        if (request instanceof LedgerRequest.ListStates || request instanceof LedgerRequest.ShowState) {
            return read(request, stateViews);
        }
        if (request instanceof LedgerRequest.CreateState createRequest) {
            return create(createRequest, assumedPredecessor);
        }
        if (request instanceof LedgerRequest.DropState dropRequest) {
            drop(dropRequest.sequence());
        } else if (request instanceof LedgerRequest.ShowHistory) {
            return new LedgerResponse.Refused(5502, "Unknown table");
        }
        return new LedgerResponse.Done();
    }

    private void drop(long sequence) {
        if (sequence == newestChainSequence()) {
            stopChecksIfRecreated("State " + sequence + " was dropped, and nothing follows on it");
            chainSequences.remove(sequence);
        }
        stateViews.remove(sequence);
        appendToJournal();
    }

    private LedgerResponse create(LedgerRequest.CreateState createRequest, String assumedPredecessor) {
        long sequence = createRequest.sequence();
        if (stateViews.containsKey(sequence)) {
            return new LedgerResponse.Refused(1050, "Table already exists");
        }
        StateView predecessor = stateViews.get(sequence - 1);
        boolean continuesChain = newestChainSequence() == sequence - 1
                && (predecessor == null || predecessor.comment().equals(assumedPredecessor));
        if (predecessor != null && !predecessor.continuesChain() && stateViews.lastKey() == sequence - 1) {
            stopChecksIfRecreated("State " + sequence + " follows on one that followed on nothing");
        }
        if (continuesChain) {
            checkTakeOver(sequence, predecessor, createRequest.comment());
            chainStates.add(sequence + " " + createRequest.comment());
            recordUnlock(predecessor, createRequest.comment());
            recordLoss(predecessor, createRequest.comment());
        } else {
            eventCounts.orphanStateCount++;
        }
        createdStates.add(sequence + " " + createRequest.comment());
        firstCreationTimes.putIfAbsent(sequence + " " + createRequest.comment(), nowMillis);
        stateViews.put(sequence, new StateView(createRequest.comment(), assumedPredecessor, continuesChain));
        appendToJournal();
        return new LedgerResponse.Done();
    }

    /**
     * Ends the checks of a recreated database after an effect that can't be prevented there: the sequences begin again,
     * and the last statement of a sleeping migrator may name one of them. In a database that was never recreated, the
     * effect is a violation.
     */
    void stopChecksIfRecreated(String violation) {
        if (databaseNumber == 1) {
            throw new Violation(violation);
        }
        isUnchecked = true;
    }

    boolean isUnchecked() {
        return isUnchecked;
    }

    private void checkTakeOver(long sequence, @Nullable StateView predecessor, String comment) {
        if (!chainSequences.add(sequence)) {
            throw new Violation("State " + sequence + " was made twice in the chain");
        }
        String owner = predecessor == null ? "" : parseOwner(predecessor.comment());
        if (predecessor == null
                || owner.isEmpty()
                || parseOwner(comment).isEmpty()
                || parseOwner(comment).equals(owner)) {
            return;
        }
        eventCounts.takeOverCount++;
        // The owner measures its lease from its first attempt to create the state.
        long age = nowMillis - firstCreationTimes.getOrDefault((sequence - 1) + " " + predecessor.comment(), nowMillis);
        if (age < LEASE_MILLIS) {
            throw new Violation("State " + sequence + " was taken over after " + age + " ms");
        }
    }

    private void recordUnlock(@Nullable StateView predecessor, String comment) {
        String owner = predecessor == null ? "" : parseOwner(predecessor.comment());
        if (!owner.isEmpty()
                && parseOwner(comment).isEmpty()
                && !parseWord("by=", comment).equals(owner)) {
            chainLengthsAtUnlock.put(owner, chainStates.size());
        }
    }

    private void recordLoss(@Nullable StateView predecessor, String comment) {
        String owner = predecessor == null ? "" : parseOwner(predecessor.comment());
        String writer = parseWord("by=", comment);
        if (!owner.isEmpty() && !writer.equals(owner)) {
            deprivedOwners.add(owner);
        }
    }

    /**
     * Checks that a migrator that reports the loss of the ledger, and never slept, was deprived of it by another one.
     * In a recreated database, the state of a sleeping migrator may be the highest instead.
     */
    void checkLoss(String token) {
        if (databaseNumber == 1 && !deprivedOwners.contains(token)) {
            throw new Violation(token + " lost the ledger, and no other migrator had taken it");
        }
    }

    /** Returns the number of states in the chain that the frontend knows. */
    int chainLength(boolean isFollower) {
        return isFollower ? replica.chainLength() : chainStates.size();
    }

    private static String parseOwner(String comment) {
        return parseWord("owner=", comment);
    }

    private static String parseWord(String key, String comment) {
        int startIndex = comment.indexOf(" " + key) + 1 + key.length();
        return comment.substring(startIndex, comment.indexOf(' ', startIndex));
    }

    /** Returns the sequence of the newest state of the chain, or 0 if it is absent. */
    private long newestChainSequence() {
        for (Map.Entry<Long, StateView> viewEntry : stateViews.descendingMap().entrySet()) {
            if (viewEntry.getValue().continuesChain()) {
                return viewEntry.getKey();
            }
        }
        return 0;
    }

    /**
     * Checks a state that a migrator considers written. After an unlock or a sleep, the successors of the migrator may
     * not have seen its release; then the current state must contain everything that the release recorded. A recreated
     * database is not checked.
     */
    void checkBelievedState(NumberedLedgerState entry) {
        if (!chainStates.contains(entry.sequenceNumber() + " " + entry.state().format())) {
            StateView newestView = stateViews.get(newestChainSequence());
            if (!entry.state().isOwned() && databaseNumber > 1) {
                return;
            }
            if (!entry.state().isOwned()
                    && newestView != null
                    && isIncludedIn(entry.state(), LedgerState.parse(newestView.comment()))) {
                eventCounts.unseenReleaseCount++;
                return;
            }
            StateView stateView = stateViews.get(entry.sequenceNumber());
            if (stateView != null
                    && createdStates.contains(entry.sequenceNumber() - 1 + " " + stateView.assumedPredecessor())) {
                stopChecksIfRecreated("State " + entry.sequenceNumber() + " was made before its predecessor");
                return;
            }
            throw new Violation("State " + entry.sequenceNumber() + " was believed, and followed on nothing");
        }
    }

    private static boolean isIncludedIn(LedgerState state, LedgerState currentState) {
        boolean includesSteps = state.unfinishedMigration().isEmpty()
                || currentState.head().number()
                        >= state.unfinishedMigration().get().number()
                || (currentState.unfinishedMigration().equals(state.unfinishedMigration())
                        && currentState.completedStepNumbers().containsAll(state.completedStepNumbers()));
        boolean includesRepeatables = currentState
                .repeatableMigrationState()
                .progressByName()
                .keySet()
                .containsAll(state.repeatableMigrationState().progressByName().keySet());
        return currentState.head().number() >= state.head().number() && includesSteps && includesRepeatables;
    }

    /**
     * Checks that a migrator that an operator believes to have unlocked does not hold the ledger. One that had not
     * listed the states after its first state may hold the ledger again, and in a recreated database, the state of a
     * sleeping migrator may displace the owner.
     */
    void checkUnlocked(String owner) {
        StateView newestView = stateViews.get(newestChainSequence());
        if (databaseNumber == 1
                && newestView != null
                && parseOwner(newestView.comment()).equals(owner)
                && !chainLengthsAtUnlock.containsKey(owner)) {
            throw new Violation(owner + " was unlocked, and still holds the ledger");
        }
    }

    /**
     * Checks that a migrator that sends a statement owns the ledger.
     *
     * @param seenChainLength the length of the chain when the migrator last listed the states: it can't know of a later
     *     unlock
     */
    void checkOwnership(String token, int migratorDatabaseNumber, int seenChainLength) {
        StateView newestView = stateViews.get(newestChainSequence());
        boolean isOwner = newestView != null && parseOwner(newestView.comment()).equals(token);
        if (chainLengthsAtUnlock.getOrDefault(token, 0) > seenChainLength) {
            eventCounts.statementAfterUnlockCount++;
        } else if (migratorDatabaseNumber == databaseNumber && !isOwner) {
            throw new Violation(token + " sent a statement, and had lost the ledger");
        }
    }

    /** Runs a statement of a step. A statement whose label is used already has no effect. */
    void applyEffect(String step, String label) {
        if (label.isEmpty()) {
            effectCounts.put(step, 1);
        } else if (usedLabels.add(label) && effectCounts.merge(step, 1, Integer::sum) > 1) {
            throw new Violation("Step " + step + " had its effect twice, now with the label " + label);
        }
    }

    /** Drops the database and recreates it, which takes at least half a lease. */
    void recreateDatabase() {
        stateViews.clear();
        usedLabels.clear();
        effectCounts.clear();
        chainSequences.clear();
        createdStates.clear();
        appendToJournal();
        replay(journal.size());
        databaseNumber++;
        nowMillis += LEASE_MILLIS / 2;
    }

    /** Checks the last state and the effects after all migrators are done. */
    void checkEnd(int migrationCount, int stepCount) {
        boolean isRecreatedAndUnused = databaseNumber > 1 && stateViews.isEmpty();
        if (isRecreatedAndUnused) {
            return;
        }
        LedgerState lastState =
                LedgerState.parse(stateViews.lastEntry().getValue().comment());
        if (lastState.head().number() != migrationCount
                || lastState.isOwned()
                || lastState.unfinishedMigration().isPresent()) {
            throw new Violation("The last state is " + lastState.format());
        }
        if (lastState.repeatableMigrationState().isHookDue() || effectCounts.size() != migrationCount * stepCount + 2) {
            throw new Violation("Only these steps had their effect: " + effectCounts);
        }
    }
}
