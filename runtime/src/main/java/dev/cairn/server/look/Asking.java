package dev.cairn.server.look;

import dev.cairn.plan.ObjectName;
import dev.cairn.schema.UnreachableException;
import dev.cairn.server.link.Link;
import dev.cairn.server.link.Links;
import dev.cairn.server.link.Lost;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.Queue;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/** SHOW CREATE of many objects, over several connections at once. */
final class Asking {
    private static final Logger LOG = System.getLogger("dev.cairn");

    /** To ask for fewer takes no longer than to open one more connection. */
    private static final int WORTH_A_CONNECTION = 8;

    private final Links links;
    private final Queue<ObjectName> waiting;
    private final ConcurrentSkipListMap<ObjectName, ShownText> answers = new ConcurrentSkipListMap<>();

    private Asking(Links links, Collection<ObjectName> names) {
        this.links = links;
        this.waiting = new ConcurrentLinkedQueue<>(names);
    }

    /**
     * The answers, one statement each.
     *
     * @param link is one of the connections, and stays open
     * @throws Lost if that one is lost; what others were asking for when they were, is asked again
     */
    static SortedMap<ObjectName, ShownText> of(Links links, int connections, Link link, Collection<ObjectName> names) {
        Asking asking = new Asking(links, names);
        int others = Math.min(connections - 1, names.size() / WORTH_A_CONNECTION);
        asking.ask(link, others);
        return asking.answers;
    }

    private void ask(Link link, int others) {
        Executor threads = task -> {
            Thread thread = new Thread(task, "cairn-look");
            thread.setDaemon(true);
            thread.start();
        };
        CompletableFuture<?>[] asking = Stream.generate(() -> CompletableFuture.runAsync(this::askElsewhere, threads))
                .limit(others)
                .toArray(CompletableFuture[]::new);
        try {
            ask(link);
        } catch (Lost lost) {
            waiting.clear();
            throw lost;
        } finally {
            CompletableFuture.allOf(asking).join();
        }
        ask(link);
    }

    private void askElsewhere() {
        if (waiting.isEmpty()) {
            return;
        }
        try (Link link = links.open()) {
            ask(link);
        } catch (UnreachableException | Lost failure) {
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
