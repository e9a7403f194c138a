package dev.cairn.internal.ledger;

import dev.cairn.internal.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A server in memory, with its own time. Beside what a server knows, it knows what is true: which states followed on their
 * predecessors, and how often each step had its effect.
 */
final class ModelServer {
    /** What no migrator may ever see or cause. */
    static final class Violation extends AssertionError {
        private static final long serialVersionUID = 1;

        Violation(String message) {
            super(message);
        }
    }

    /** @param follows whether its predecessor was the highest of those that follow, and what its maker took it for */
    private record View(String comment, boolean follows) {}

    private static final long LEASE = Interleaving.OPTIONS.lease().toMillis();

    private final Tally tally;
    private final TreeMap<Long, View> views = new TreeMap<>();
    private final Set<String> labels = new HashSet<>();
    private final Map<String, Integer> effects = new HashMap<>();
    private final Set<String> followers = new HashSet<>();
    private final Set<Long> followed = new HashSet<>();
    private final Map<String, Long> firstMade = new HashMap<>();
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

    long now() {
        return now;
    }

    void pass(long millis) {
        now += millis;
    }

    int databases() {
        return databases;
    }

    /** @param basis what the sender of a new state takes its predecessor for */
    LedgerResponse answer(LedgerRequest request, String basis) {
        if (request instanceof LedgerRequest.Listing) {
            return new LedgerResponse.States(new TreeSet<>(views.keySet()));
        }
        if (request instanceof LedgerRequest.Show show) {
            View view = views.get(show.sequence());
            return view == null
                    ? new LedgerResponse.No(5502, "Unknown table")
                    : new LedgerResponse.Text(view.comment());
        }
        if (request instanceof LedgerRequest.Create create) {
            return created(create, basis);
        }
        if (request instanceof LedgerRequest.Drop drop) {
            drop(drop.sequence());
        } else if (request instanceof LedgerRequest.ShowHistory) {
            return new LedgerResponse.No(5502, "Unknown table");
        }
        return new LedgerResponse.Done();
    }

    private void drop(long sequence) {
        if (sequence == highest()) {
            muddle("State " + sequence + " was dropped, and nothing follows on it");
            followed.remove(sequence);
        }
        views.remove(sequence);
    }

    private LedgerResponse created(LedgerRequest.Create create, String basis) {
        long sequence = create.sequence();
        if (views.containsKey(sequence)) {
            return new LedgerResponse.No(1050, "Table already exists");
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
        } else {
            tally.late++;
        }
        firstMade.putIfAbsent(sequence + " " + create.comment(), now);
        views.put(sequence, new View(create.comment(), follows));
        return new LedgerResponse.Done();
    }

    /**
     * What a sleeper's last statement does to a database that was recreated, where the numbers begin again, nobody can
     * prevent if the sleeper does not come to look: nothing can be said of such a database any more. In one that was never
     * recreated, it would be a mistake.
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

    private static String owner(String comment) {
        int start = comment.indexOf("owner=") + "owner=".length();
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

    /** A migrator believes that it wrote this state. */
    void believed(LedgerEntry entry) {
        if (!followers.contains(entry.sequence() + " " + entry.state().format())) {
            throw new Violation("State " + entry.sequence() + " was believed, and followed on nothing");
        }
    }

    /** A migrator sends what has an effect. */
    void checkOwner(String token, int database) {
        View highest = views.get(highest());
        boolean owned = highest != null && owner(highest.comment()).equals(token);
        if (database == databases && !owned) {
            throw new Violation(token + " sent a statement, and had lost the ledger");
        }
    }

    /** A statement with a label: it is refused where the label is used. */
    void effect(String step, String label) {
        if (labels.add(label) && effects.merge(step, 1, Integer::sum) > 1) {
            throw new Violation("Step " + step + " had its effect twice, now with the label " + label);
        }
    }

    /** Drops the database, and recreates it. Nobody does that in less than half a lease. */
    void makeAnew() {
        views.clear();
        labels.clear();
        effects.clear();
        followed.clear();
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
        if (last.head().number() != migrations || last.isOwned() || last.run().isPresent()) {
            throw new Violation("The last state is " + last.format());
        }
        if (effects.size() != migrations * steps) {
            throw new Violation("Only these steps had their effect: " + effects);
        }
    }
}
