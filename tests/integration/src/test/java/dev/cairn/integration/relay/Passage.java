package dev.cairn.integration.relay;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** One connection of a client to the server, in two directions. */
final class Passage {
    private final int number;
    private final Socket client;
    private final Socket server;
    private final Disruptor disruptor;
    private final Consumer<Exchange> listener;
    private final Consumer<Passage> end;

    /** The last statement and whether the server has answered it. */
    private volatile Sent last = new Sent("", false);

    private volatile boolean late;

    /** @param end of this connection, and of others if need be */
    Passage(
            int number,
            Socket client,
            Socket server,
            Disruptor disruptor,
            Consumer<Exchange> listener,
            Consumer<Passage> end) {
        this.number = number;
        this.client = client;
        this.server = server;
        this.disruptor = disruptor;
        this.listener = listener;
        this.end = end;
    }

    /** Something that a client has sent, and that the server was given. */
    private static final class Sent {
        private final String statement;
        private final boolean answerWithheld;
        private final long nanos = System.nanoTime();
        private final CountDownLatch answered = new CountDownLatch(1);
        private final CountDownLatch answerEnded = new CountDownLatch(1);

        Sent(String statement, boolean answerWithheld) {
            this.statement = statement;
            this.answerWithheld = answerWithheld;
        }

        boolean isUnansweredStatement() {
            return !statement.isEmpty() && answered.getCount() > 0;
        }
    }

    void open() {
        start("to " + server.getRemoteSocketAddress(), () -> {
            try {
                passStatements();
            } finally {
                // The server ends what it was sent, also when its client dies meanwhile.
                if (last.isUnansweredStatement()) {
                    last.answerEnded.await();
                }
                end.accept(this);
            }
        });
        start("from " + server.getRemoteSocketAddress(), () -> {
            try {
                passAnswers();
            } finally {
                last.answered.countDown();
                last.answerEnded.countDown();
                end.accept(this);
            }
        });
    }

    private static void start(String name, Direction direction) {
        Thread thread = new Thread(
                () -> {
                    try {
                        direction.pass();
                    } catch (IOException broken) {
                        // Either side hung up, or it was cut: the other one learns of it.
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    @FunctionalInterface
    private interface Direction {
        void pass() throws IOException, InterruptedException;
    }

    private void passStatements() throws IOException, InterruptedException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        while (true) {
            byte[] packet = Packets.read(in);
            Disruption disruption =
                    Packets.isQuery(packet) ? disruptor.disruptionOf(Packets.text(packet)) : Disruption.NONE;
            if (disruptor.isEnd() || !pass(packet, disruption)) {
                return;
            }
        }
    }

    /** Whether the connection goes on. */
    private boolean pass(byte[] packet, Disruption disruption) throws IOException, InterruptedException {
        if (disruption instanceof Disruption.None) {
            send(packet, false);
            return true;
        }
        if (disruption instanceof Disruption.Late lateness) {
            late = true;
            disruptor.happened(disruption);
            client.close();
            Thread.sleep(lateness.delay().toMillis());
            runUnheard(packet, Moment.AFTER);
            return false;
        }
        if (disruption instanceof Disruption.Refuse refuse) {
            runUnheard(packet, refuse.moment());
            disruptor.happened(disruption);
            client.getOutputStream().write(Packets.error(refuse, true));
            return true;
        }
        if (disruption instanceof Disruption.Silence silence) {
            runUnheard(packet, silence.moment());
            disruptor.happened(disruption);
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
            return false;
        }
        if (disruption instanceof Disruption.Cut cut) {
            runUnheard(packet, cut.moment());
            disruptor.happened(disruption);
            return false;
        }
        throw new IllegalArgumentException(disruption.toString());
    }

    private Sent send(byte[] packet, boolean answerWithheld) throws IOException {
        Sent sent = new Sent(Packets.isQuery(packet) ? Packets.text(packet) : "", answerWithheld);
        last = sent;
        server.getOutputStream().write(packet);
        return sent;
    }

    /** Waits for the whole answer: its last packets would otherwise reach the client as the answer of its next statement. */
    private void runUnheard(byte[] packet, Moment moment) throws IOException, InterruptedException {
        if (moment == Moment.AFTER) {
            send(packet, true).answerEnded.await();
        }
    }

    private void passAnswers() throws IOException {
        DataInputStream in = new DataInputStream(server.getInputStream());
        // A result has two ends: of its columns, and of its rows.
        int endsToCome = 0;
        while (true) {
            byte[] packet = Packets.read(in);
            Sent sent = last;
            if (!sent.isUnansweredStatement()) {
                endsToCome = Packets.isError(packet) ? 0 : Packets.isEndOfRows(packet) ? endsToCome - 1 : endsToCome;
            } else {
                endsToCome = Packets.isWholeAnswer(packet) ? 0 : 2;
            }
            if (sent.isUnansweredStatement()) {
                listener.accept(
                        new Exchange(number, sent.statement, sent.nanos, System.nanoTime(), Packets.isError(packet)));
            }
            sent.answered.countDown();
            if (!sent.answerWithheld && !client.isClosed()) {
                client.getOutputStream().write(packet);
            }
            if (endsToCome <= 0) {
                sent.answerEnded.countDown();
            }
        }
    }

    /** Whether the server has yet to get a statement of this connection, or to answer it. */
    boolean isLate() {
        return late;
    }

    void close() {
        close(client);
        close(server);
    }

    static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
