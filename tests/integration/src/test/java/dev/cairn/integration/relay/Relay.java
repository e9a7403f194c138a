package dev.cairn.integration.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Passes on what clients and a server say to each other, until it is cut.
 *
 * <pre>{@code
 * try (Relay relay = Relay.to("host", 9030)) {
 *     relay.endAt(3, Moment.AFTER);
 *     // The third change from now on is the last that the server hears of from these clients.
 * }
 * }</pre>
 *
 * <p>Statements that only ask, or set something for a session, are not counted: to be cut off there is the same as to
 * be cut off behind the change before. Where that is not enough, a {@link Disruptor} decides about each statement:
 *
 * <pre>{@code
 * Relay.to("host", 9030, statement -> new Disruption.Silence(Moment.BEFORE), exchange -> {})
 * }</pre>
 */
public final class Relay implements AutoCloseable {
    private final String host;
    private final int port;
    private final ServerSocket door;
    private final Disruptor disruptor;
    private final Consumer<Exchange> listener;
    private final AtomicInteger clients = new AtomicInteger();
    private final Set<Passage> passages = ConcurrentHashMap.newKeySet();
    private final Queue<Socket> unanswered = new ConcurrentLinkedQueue<>();

    private Relay(String host, int port, ServerSocket door, Disruptor disruptor, Consumer<Exchange> listener) {
        this.host = host;
        this.port = port;
        this.door = door;
        this.disruptor = disruptor;
        this.listener = listener;
    }

    public static Relay to(String host, int port) {
        return to(host, port, new Cuts(), exchange -> {});
    }

    /**
     * A relay on which a disruptor decides about each statement.
     *
     * @param listener receives each statement that the server has answered, before the client receives the answer
     */
    public static Relay to(String host, int port, Disruptor disruptor, Consumer<Exchange> listener) {
        try {
            ServerSocket door = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
            Relay relay = new Relay(host, port, door, disruptor, listener);
            Thread doorkeeper = new Thread(relay::keepDoor, "relay to " + host + ":" + port);
            doorkeeper.setDaemon(true);
            doorkeeper.start();
            return relay;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Whether a statement does more than to ask, or to set something for its session. */
    public static boolean isChange(String statement) {
        return Cuts.isChange(statement);
    }

    public String host() {
        return door.getInetAddress().getHostAddress();
    }

    public int port() {
        return door.getLocalPort();
    }

    /** How many changes have been asked for, over all connections. */
    public int changes() {
        return counted().changes();
    }

    /** Cuts the connection of each n-th change from now on; the client may open another. */
    public void loseEach(int change, Moment moment) {
        counted().order(change, moment, false);
    }

    /** All connections end at the n-th change from now on, and there are no others: as if all clients died. */
    public void endAt(int change, Moment moment) {
        counted().order(change, moment, true);
    }

    /** How often a connection was cut. */
    public int cuts() {
        return counted().cuts();
    }

    private Cuts counted() {
        if (disruptor instanceof Cuts cuts) {
            return cuts;
        }
        throw new IllegalStateException("This relay has a disruptor of its own");
    }

    /** Whether there is no way to the server any more. */
    public boolean isEnd() {
        return disruptor.isEnd();
    }

    /** Whether the server has yet to get, or to answer, a statement that was to arrive late. */
    public boolean isAnythingLate() {
        return passages.stream().anyMatch(Passage::isLate);
    }

    private void keepDoor() {
        try {
            while (!door.isClosed()) {
                admit(door.accept());
            }
        } catch (IOException closed) {
            close();
        }
    }

    private void admit(Socket client) throws IOException {
        Disruption disruption = disruptor.isEnd() ? new Disruption.Cut(Moment.BEFORE) : disruptor.connecting();
        if (disruption instanceof Disruption.None) {
            client.setTcpNoDelay(true);
            Socket server = new Socket(host, port);
            server.setTcpNoDelay(true);
            Passage passage = new Passage(clients.incrementAndGet(), client, server, disruptor, listener, this::cut);
            passages.add(passage);
            passage.open();
        } else if (disruption instanceof Disruption.Silence) {
            unanswered.add(client);
        } else {
            if (disruption instanceof Disruption.Refuse refuse) {
                client.getOutputStream().write(Packets.error(refuse, false));
            }
            client.close();
        }
    }

    private void cut(Passage passage) {
        passage.close();
        passages.remove(passage);
        if (disruptor.isEnd()) {
            passages.forEach(Passage::close);
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            passages.forEach(Passage::close);
            unanswered.forEach(Passage::close);
        }
    }
}
