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
 * A server in memory, with its own time. Beside what a server knows, it knows what is true: which states followed on
 * their predecessors, and how often each step had its effect.
 */
final class ModelServer {
    /** What no migrator may ever see or cause. */
    static final class Violation extends AssertionError {
        private static final long serialVersionUID = 1;

        Violation(String message) {
            super(message);
        }
    }

    /**
     * @param basis what its maker took its predecessor for
     * @param follows whether its predecessor was the highest of those that follow, and what its maker took it for
     */
    private record View(String comment, String basis, boolean follows) {}

    /** What a follower has replayed. */
    private record Version(TreeMap<Long, View> views, int followed) {}

    private static final long LEASE =
            Interleaving.OPTIONS.get(MigratorOption.LEASE).toMillis();

    private final Tally tally;
    private final TreeMap<Long, View> views = new TreeMap<>();
    private final Set<String> labels = new HashSet<>();
    private final Map<String, Integer> effects = new HashMap<>();
    private final Set<String> followers = new HashSet<>();
    private final Set<Long> followed = new HashSet<>();
    private final Set<String> created = new HashSet<>();
    private final Map<String, Long> firstMade = new HashMap<>();
    private final Map<String, Integer> unlocked = new HashMap<>();
    private final Set<String> deprived = new HashSet<>();
    private final Deque<Version> journal = new ArrayDeque<>();
    private Version replica = new Version(new TreeMap<>(), 0);
    private boolean troubled = true;
    private boolean muddled;
    private int databases = 1;
    private long now;

    ModelServer(Tally tally) {
        this.tally = tally;
    }

    Ticker ticker() {
        return new Ticker() {
            @Override
            public Stopwatch start() {
                long then = now;
                return () -> Duration.ofMillis(now - then);
            }

            @Override
            public void sleep(Duration time) {
                throw new IllegalStateException("An exchange only asks for pauses");
            }
        };
    }

    void makePeace() {
        troubled = false;
    }

    /** Whether migrators may stop before all is done. */
    boolean isTroubled() {
        return troubled;
    }

    long now() {
        return now;
    }

    void pass(long millis) {
        now += millis;
    }

    int databases() {
        return databases;
    }

    /**
     * The answer of the follower. It reads what it has replayed, and forwards all else to the leader; then it catches
     * up before it answers.
     */
    LedgerResponse answerOfFollower(LedgerRequest request, String basis) {
        if (request instanceof LedgerRequest.ListStates || request instanceof LedgerRequest.ShowState) {
            return read(request, replica.views());
        }
        LedgerResponse answer = answer(request, basis);
        replay(journal.size());
        return answer;
    }

    /** The follower replays so many changes of the leader. */
    void replay(int changes) {
        for (int i = 0; i < changes && !journal.isEmpty(); i++) {
            replica = journal.remove();
        }
    }

    /** A change of the leader, for the follower. */
    private void changed() {
        journal.add(new Version(new TreeMap<>(views), followers.size()));
    }

    private static LedgerResponse read(LedgerRequest request, Map<Long, View> views) {
        if (request instanceof LedgerRequest.ShowState show) {
            View view = views.get(show.sequence());
            return view == null
                    ? new LedgerResponse.Refused(5502, "Unknown table")
                    : new LedgerResponse.TextResponse(view.comment());
        }
        return new LedgerResponse.States(new TreeSet<>(views.keySet()), false);
    }

    /** @param basis what the sender of a new state takes its predecessor for */
    LedgerResponse answer(LedgerRequest request, String basis) {
        if (request instanceof LedgerRequest.ListStates || request instanceof LedgerRequest.ShowState) {
            return read(request, views);
        }
        if (request instanceof LedgerRequest.CreateState create) {
            return create(create, basis);
        }
        if (request instanceof LedgerRequest.DropState drop) {
            drop(drop.sequence());
        } else if (request instanceof LedgerRequest.ShowHistory) {
            return new LedgerResponse.Refused(5502, "Unknown table");
        }
        return new LedgerResponse.Done();
    }

    private void drop(long sequence) {
        if (sequence == highest()) {
            muddle("State " + sequence + " was dropped, and nothing follows on it");
            followed.remove(sequence);
        }
        views.remove(sequence);
        changed();
    }

    private LedgerResponse create(LedgerRequest.CreateState create, String basis) {
        long sequence = create.sequence();
        if (views.containsKey(sequence)) {
            return new LedgerResponse.Refused(1050, "Table already exists");
        }
        View before = views.get(sequence - 1);
        boolean follows =
                highest() == sequence - 1 && (before == null || before.comment().equals(basis));
        if (before != null && !before.follows() && views.lastKey() == sequence - 1) {
            muddle("State " + sequence + " follows on one that followed on nothing");
        }
        if (follows) {
            checkOwner(sequence, before, create.comment());
            followers.add(sequence + " " + create.comment());
            noteUnlock(before, create.comment());
            noteEnd(before, create.comment());
        } else {
            tally.late++;
        }
        created.add(sequence + " " + create.comment());
        firstMade.putIfAbsent(sequence + " " + create.comment(), now);
        views.put(sequence, new View(create.comment(), basis, follows));
        changed();
        return new LedgerResponse.Done();
    }

    /**
     * Records an effect that cannot be prevented in a recreated database: its sequences begin again, and the last
     * statement of a sleeping migrator may name one of them. Such a database is not checked any further. In a database
     * that was never recreated, the effect is a violation.
     */
    void muddle(String how) {
        if (databases == 1) {
            throw new Violation(how);
        }
        muddled = true;
    }

    boolean isMuddled() {
        return muddled;
    }

    private void checkOwner(long sequence, @Nullable View before, String comment) {
        if (!followed.add(sequence)) {
            throw new Violation("State " + sequence + " was made twice in the chain");
        }
        String owner = before == null ? "" : owner(before.comment());
        if (before == null
                || owner.isEmpty()
                || owner(comment).isEmpty()
                || owner(comment).equals(owner)) {
            return;
        }
        tally.takeOvers++;
        // Its owner counts from the first time that it tried to make it.
        long age = now - firstMade.getOrDefault((sequence - 1) + " " + before.comment(), now);
        if (age < LEASE) {
            throw new Violation("State " + sequence + " was taken over after " + age + " ms");
        }
    }

    private void noteUnlock(@Nullable View before, String comment) {
        String owner = before == null ? "" : owner(before.comment());
        if (!owner.isEmpty()
                && owner(comment).isEmpty()
                && !word("by=", comment).equals(owner)) {
            unlocked.put(owner, followers.size());
        }
    }

    private void noteEnd(@Nullable View before, String comment) {
        String owner = before == null ? "" : owner(before.comment());
        String maker = word("by=", comment);
        if (!owner.isEmpty() && !maker.equals(owner)) {
            deprived.add(owner);
        }
    }

    /**
     * Checks that a migrator that reports the loss of the ledger, and never slept, was deprived of it by another one.
     * In a recreated database, the state of a sleeping migrator may be the highest instead.
     */
    void checkLost(String token) {
        if (databases == 1 && !deprived.contains(token)) {
            throw new Violation(token + " lost the ledger, and no other migrator had taken it");
        }
    }

    /** How many states have followed on one another, as far as this frontend knows. */
    int followed(boolean follower) {
        return follower ? replica.followed() : followers.size();
    }

    private static String owner(String comment) {
        return word("owner=", comment);
    }

    private static String word(String key, String comment) {
        int start = comment.indexOf(" " + key) + 1 + key.length();
        return comment.substring(start, comment.indexOf(' ', start));
    }

    /** Of those that follow. */
    private long highest() {
        for (Map.Entry<Long, View> view : views.descendingMap().entrySet()) {
            if (view.getValue().follows()) {
                return view.getKey();
            }
        }
        return 0;
    }

    /**
     * Checks a state that a migrator considers written. After an unlock or a sleep, its successors may not have seen
     * its release; then the current state must contain everything that the release recorded. A recreated database is
     * not checked.
     */
    void believed(LedgerEntry entry) {
        if (!followers.contains(entry.sequence() + " " + entry.state().format())) {
            View highest = views.get(highest());
            if (!entry.state().isOwned() && databases > 1) {
                return;
            }
            if (!entry.state().isOwned()
                    && highest != null
                    && isIncludedIn(entry.state(), LedgerState.parse(highest.comment()))) {
                tally.unseen++;
                return;
            }
            View view = views.get(entry.sequence());
            if (view != null && created.contains(entry.sequence() - 1 + " " + view.basis())) {
                muddle("State " + entry.sequence() + " was made before its predecessor");
                return;
            }
            throw new Violation("State " + entry.sequence() + " was believed, and followed on nothing");
        }
    }

    private static boolean isIncludedIn(LedgerState state, LedgerState now) {
        boolean steps = state.unfinishedMigration().isEmpty()
                || now.head().number() >= state.unfinishedMigration().get().number()
                || (now.unfinishedMigration().equals(state.unfinishedMigration())
                        && now.completedSteps().containsAll(state.completedSteps()));
        boolean repeated = now.repeatableState()
                .progressByName()
                .keySet()
                .containsAll(state.repeatableState().progressByName().keySet());
        return now.head().number() >= state.head().number() && steps && repeated;
    }

    /**
     * An operator believes that this migrator was unlocked. One that had not looked at its first state yet may hold the
     * ledger again, and in a database that was recreated, a sleeper's state may displace the owner.
     */
    void checkUnlocked(String owner) {
        View highest = views.get(highest());
        if (databases == 1
                && highest != null
                && owner(highest.comment()).equals(owner)
                && !unlocked.containsKey(owner)) {
            throw new Violation(owner + " was unlocked, and still holds the ledger");
        }
    }

    /**
     * A migrator sends what has an effect.
     *
     * @param looked how many states had followed on one another when it looked: it can't know of an unlock since
     */
    void checkOwner(String token, int database, int looked) {
        View highest = views.get(highest());
        boolean owned = highest != null && owner(highest.comment()).equals(token);
        if (unlocked.getOrDefault(token, 0) > looked) {
            tally.surprised++;
        } else if (database == databases && !owned) {
            throw new Violation(token + " sent a statement, and had lost the ledger");
        }
    }

    /** A statement with a label: it is refused where the label is used. */
    void effect(String step, String label) {
        if (label.isEmpty()) {
            effects.put(step, 1);
        } else if (labels.add(label) && effects.merge(step, 1, Integer::sum) > 1) {
            throw new Violation("Step " + step + " had its effect twice, now with the label " + label);
        }
    }

    /** Drops the database and recreates it, which takes at least half a lease. */
    void makeAnew() {
        views.clear();
        labels.clear();
        effects.clear();
        followed.clear();
        created.clear();
        changed();
        replay(journal.size());
        databases++;
        now += LEASE / 2;
    }

    /** All migrators are done. */
    void checkEnd(int migrations, int steps) {
        boolean madeAnewAtLast = databases > 1 && views.isEmpty();
        if (madeAnewAtLast) {
            return;
        }
        LedgerState last = LedgerState.parse(views.lastEntry().getValue().comment());
        if (last.head().number() != migrations
                || last.isOwned()
                || last.unfinishedMigration().isPresent()) {
            throw new Violation("The last state is " + last.format());
        }
        if (last.repeatableState().isHookDue() || effects.size() != migrations * steps + 2) {
            throw new Violation("Only these steps had their effect: " + effects);
        }
    }
}
