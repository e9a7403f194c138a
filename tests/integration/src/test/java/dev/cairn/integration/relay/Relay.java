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
 * Passes statements and answers on between clients and a server, until it is cut.
 *
 * <pre>{@code
 * try (Relay relay = Relay.to("host", 9030)) {
 *     relay.endAt(3, Moment.AFTER);
 *     // The third change from now on is the last one that the server receives from these clients.
 * }
 * }</pre>
 *
 * <p>Statements that only query, or set something for a session, are not counted: a cut there has the same effect as
 * one after the previous change. For other faults, a {@link Disruptor} decides about each statement:
 *
 * <pre>{@code
 * Relay.to("host", 9030, statement -> new Disruption.Silence(Moment.BEFORE), exchange -> {})
 * }</pre>
 */
public final class Relay implements AutoCloseable {
    private final String host;
    private final int port;
    private final ServerSocket listeningSocket;
    private final Disruptor disruptor;
    private final Consumer<Exchange> listener;
    private final AtomicInteger clientCount = new AtomicInteger();
    private final Set<Passage> passages = ConcurrentHashMap.newKeySet();
    private final Queue<Socket> silentClients = new ConcurrentLinkedQueue<>();

    private Relay(
            String host, int port, ServerSocket listeningSocket, Disruptor disruptor, Consumer<Exchange> listener) {
        this.host = host;
        this.port = port;
        this.listeningSocket = listeningSocket;
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
            ServerSocket listeningSocket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
            Relay relay = new Relay(host, port, listeningSocket, disruptor, listener);
            Thread acceptor = new Thread(relay::acceptClients, "relay to " + host + ":" + port);
            acceptor.setDaemon(true);
            acceptor.start();
            return relay;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns whether a statement does more than query, or set something for its session. */
    public static boolean isChange(String statement) {
        return Cuts.isChange(statement);
    }

    public String host() {
        return listeningSocket.getInetAddress().getHostAddress();
    }

    public int port() {
        return listeningSocket.getLocalPort();
    }

    /** Returns the number of changes that the clients have requested, over all connections. */
    public int changes() {
        return requireCuts().changeCount();
    }

    /** Cuts the connection of each n-th change from now on; the client may open another. */
    public void loseEach(int change, Moment moment) {
        requireCuts().scheduleCuts(change, moment, false);
    }

    /** Cuts all connections at the n-th change from now on, and refuses others, as if all clients died. */
    public void endAt(int change, Moment moment) {
        requireCuts().scheduleCuts(change, moment, true);
    }

    /** Returns how often a connection was cut. */
    public int cuts() {
        return requireCuts().cutCount();
    }

    private Cuts requireCuts() {
        if (disruptor instanceof Cuts cuts) {
            return cuts;
        }
        throw new IllegalStateException("This relay has a disruptor of its own");
    }

    /** Returns whether the server can no longer be reached. */
    public boolean isEnd() {
        return disruptor.isEnd();
    }

    /** Returns whether the server has yet to receive or answer a late statement. */
    public boolean isAnythingLate() {
        return passages.stream().anyMatch(Passage::isLate);
    }

    private void acceptClients() {
        try {
            while (!listeningSocket.isClosed()) {
                admit(listeningSocket.accept());
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
            Passage passage =
                    new Passage(clientCount.incrementAndGet(), client, server, disruptor, listener, this::cut);
            passages.add(passage);
            passage.open();
        } else if (disruption instanceof Disruption.Silence) {
            silentClients.add(client);
        } else {
            if (disruption instanceof Disruption.Refuse refuse) {
                client.getOutputStream().write(Packets.createError(refuse, false));
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
            listeningSocket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            passages.forEach(Passage::close);
            silentClients.forEach(Passage::close);
        }
    }
}
