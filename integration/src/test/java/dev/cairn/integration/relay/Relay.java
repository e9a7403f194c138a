package dev.cairn.integration.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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
 * <p>Statements that only ask, or set something for a session, are not counted: to be cut off there is the same as to be cut
 * off behind the change before.
 */
public final class Relay implements AutoCloseable {
    private final String host;
    private final int port;
    private final ServerSocket door;
    private final Set<Passage> passages = ConcurrentHashMap.newKeySet();
    private final Cuts cuts = new Cuts();

    private Relay(String host, int port, ServerSocket door) {
        this.host = host;
        this.port = port;
        this.door = door;
    }

    public static Relay to(String host, int port) {
        try {
            Relay relay = new Relay(host, port, new ServerSocket(0, 0, InetAddress.getLoopbackAddress()));
            Thread doorkeeper = new Thread(relay::keepDoor, "relay to " + host + ":" + port);
            doorkeeper.setDaemon(true);
            doorkeeper.start();
            return relay;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public String host() {
        return door.getInetAddress().getHostAddress();
    }

    public int port() {
        return door.getLocalPort();
    }

    /** How many changes have been asked for, over all connections. */
    public int changes() {
        return cuts.changes();
    }

    /** Whoever asks for each n-th change from now on loses the connection, and may make another. */
    public void loseEach(int change, Moment moment) {
        cuts.order(change, moment, false);
    }

    /** All connections end at the n-th change from now on, and there are no others: as if all clients died. */
    public void endAt(int change, Moment moment) {
        cuts.order(change, moment, true);
    }

    /** How often a connection was cut. */
    public int cuts() {
        return cuts.cuts();
    }

    /** Whether there is no way to the server any more. */
    public boolean isEnd() {
        return cuts.isEnd();
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
        if (cuts.isEnd()) {
            client.close();
            return;
        }
        Passage passage = new Passage(client, new Socket(host, port), cuts, this::cut);
        passages.add(passage);
        passage.open();
    }

    private void cut(Passage passage) {
        passage.close();
        passages.remove(passage);
        if (cuts.isEnd()) {
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
        }
    }
}
