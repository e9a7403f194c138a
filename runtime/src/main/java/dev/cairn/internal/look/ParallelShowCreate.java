package dev.cairn.internal.look;

import dev.cairn.internal.link.ConnectionFactory;
import dev.cairn.internal.link.ConnectionLostException;
import dev.cairn.internal.link.ServerConnection;
import dev.cairn.internal.link.ServerRefusalException;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.schema.UnreachableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;

/** SHOW CREATE of many objects, one statement each, over several connections at once. */
final class ParallelShowCreate implements AutoCloseable {
    private static final Logger LOG = System.getLogger("dev.cairn");

    /** To ask for fewer takes no longer than to open one more connection. */
    private static final int WORTH_A_CONNECTION = 8;

    private final ConnectionFactory links;
    private final Queue<ObjectName> waiting;
    private final List<CompletableFuture<Void>> elsewhere = new ArrayList<>();
    private final ConcurrentSkipListMap<ObjectName, ShownText> answers = new ConcurrentSkipListMap<>();

    private ParallelShowCreate(ConnectionFactory links, Collection<ObjectName> names) {
        this.links = links;
        this.waiting = new ConcurrentLinkedQueue<>(names);
    }

    /**
     * Begins to ask for what is known to be needed, over all connections but the caller's.
     *
     * @param connections how many there may be, that of the caller among them
     */
    static ParallelShowCreate begin(ConnectionFactory links, int connections, Collection<ObjectName> names) {
        ParallelShowCreate asking = new ParallelShowCreate(links, names);
        int others = Math.min(connections - 1, names.size() / WORTH_A_CONNECTION);
        for (int i = 0; i < others; i++) {
            asking.elsewhere.add(CompletableFuture.runAsync(asking::askElsewhere, ParallelShowCreate::start));
        }
        return asking;
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "cairn-look");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * The answers, when the last has come.
     *
     * @throws ConnectionLostException if the caller's connection is lost; what others were asking for when they were, is asked again
     */
    SortedMap<ObjectName, ShownText> answers(ServerConnection link) {
        ask(link);
        CompletableFuture.allOf(elsewhere.toArray(CompletableFuture[]::new)).join();
        ask(link);
        return answers;
    }

    /** Asks for nothing more, and waits for what is under way. */
    @Override
    public void close() {
        waiting.clear();
        CompletableFuture.allOf(elsewhere.toArray(CompletableFuture[]::new)).join();
    }

    private void askElsewhere() {
        if (waiting.isEmpty()) {
            return;
        }
        try (ServerConnection link = links.open()) {
            ask(link);
        } catch (UnreachableException | ConnectionLostException | ServerRefusalException failure) {
            LOG.log(Level.DEBUG, "One connection less to look over", failure);
        }
    }

    private void ask(ServerConnection link) {
        for (ObjectName name = waiting.poll(); name != null; name = waiting.poll()) {
            boolean answered = false;
            try {
                answers.put(name, ShownText.ask(link, name));
                answered = true;
            } finally {
                if (!answered) {
                    waiting.add(name);
                }
            }
        }
    }
}
