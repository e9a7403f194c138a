package dev.cairn.internal.look;

import dev.cairn.internal.link.Link;
import dev.cairn.internal.link.Links;
import dev.cairn.internal.link.Lost;
import dev.cairn.internal.link.Refused;
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
final class Asking implements AutoCloseable {
    private static final Logger LOG = System.getLogger("dev.cairn");

    /** To ask for fewer takes no longer than to open one more connection. */
    private static final int WORTH_A_CONNECTION = 8;

    private final Links links;
    private final Queue<ObjectName> waiting;
    private final List<CompletableFuture<Void>> elsewhere = new ArrayList<>();
    private final ConcurrentSkipListMap<ObjectName, ShownText> answers = new ConcurrentSkipListMap<>();

    private Asking(Links links, Collection<ObjectName> names) {
        this.links = links;
        this.waiting = new ConcurrentLinkedQueue<>(names);
    }

    /**
     * Begins to ask for what is known to be needed, over all connections but the caller's.
     *
     * @param connections how many there may be, that of the caller among them
     */
    static Asking begin(Links links, int connections, Collection<ObjectName> names) {
        Asking asking = new Asking(links, names);
        int others = Math.min(connections - 1, names.size() / WORTH_A_CONNECTION);
        for (int i = 0; i < others; i++) {
            asking.elsewhere.add(CompletableFuture.runAsync(asking::askElsewhere, Asking::start));
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
     * @throws Lost if the caller's connection is lost; what others were asking for when they were, is asked again
     */
    SortedMap<ObjectName, ShownText> answers(Link link) {
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
        try (Link link = links.open()) {
            ask(link);
        } catch (UnreachableException | Lost | Refused failure) {
            LOG.log(Level.DEBUG, "One connection less to look over", failure);
        }
    }

    private void ask(Link link) {
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
