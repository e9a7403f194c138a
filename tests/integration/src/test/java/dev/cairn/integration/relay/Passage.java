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
    private final int connectionNumber;
    private final Socket client;
    private final Socket server;
    private final Disruptor disruptor;
    private final Consumer<Exchange> exchangeListener;
    private final Consumer<Passage> endListener;

    /** The last packet of the client, with the state of its answer. */
    private volatile SentPacket lastSentPacket = new SentPacket("", false);

    private volatile boolean isLate;

    /** @param endListener closes this connection, and others if necessary */
    Passage(
            int connectionNumber,
            Socket client,
            Socket server,
            Disruptor disruptor,
            Consumer<Exchange> exchangeListener,
            Consumer<Passage> endListener) {
        this.connectionNumber = connectionNumber;
        this.client = client;
        this.server = server;
        this.disruptor = disruptor;
        this.exchangeListener = exchangeListener;
        this.endListener = endListener;
    }

    /** A packet of the client that was passed on to the server. */
    private static final class SentPacket {
        private final String statement;
        private final boolean isAnswerWithheld;
        private final long sentNanos = System.nanoTime();
        private final CountDownLatch answerBeginLatch = new CountDownLatch(1);
        private final CountDownLatch answerEndLatch = new CountDownLatch(1);

        SentPacket(String statement, boolean isAnswerWithheld) {
            this.statement = statement;
            this.isAnswerWithheld = isAnswerWithheld;
        }

        boolean isUnansweredStatement() {
            return !statement.isEmpty() && answerBeginLatch.getCount() > 0;
        }
    }

    void open() {
        start("to " + server.getRemoteSocketAddress(), () -> {
            try {
                passStatements();
            } finally {
                // The server completes a statement even if its client dies during the statement.
                if (lastSentPacket.isUnansweredStatement()) {
                    lastSentPacket.answerEndLatch.await();
                }
                endListener.accept(this);
            }
        });
        start("from " + server.getRemoteSocketAddress(), () -> {
            try {
                passAnswers();
            } finally {
                lastSentPacket.answerBeginLatch.countDown();
                lastSentPacket.answerEndLatch.countDown();
                endListener.accept(this);
            }
        });
    }

    private static void start(String name, Direction direction) {
        Thread thread = new Thread(
                () -> {
                    try {
                        direction.pass();
                    } catch (IOException disconnection) {
                        // Either side has closed its connection, or a disruption has: the caller closes the other one.
                    } catch (InterruptedException interruption) {
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
            Disruption disruption = Packets.isQuery(packet)
                    ? disruptor.disruptionOf(Packets.extractStatement(packet))
                    : Disruption.NONE;
            if (disruptor.isEnd() || !pass(packet, disruption)) {
                return;
            }
        }
    }

    /** Passes a packet on, as far as the disruption allows it; returns whether the connection continues. */
    private boolean pass(byte[] packet, Disruption disruption) throws IOException, InterruptedException {
        if (disruption instanceof Disruption.None) {
            send(packet, false);
            return true;
        }
        if (disruption instanceof Disruption.Late lateness) {
            isLate = true;
            disruptor.happened(disruption);
            client.close();
            Thread.sleep(lateness.delay().toMillis());
            runWithoutAnswer(packet, Moment.AFTER);
            return false;
        }
        if (disruption instanceof Disruption.Refuse refuse) {
            runWithoutAnswer(packet, refuse.moment());
            disruptor.happened(disruption);
            client.getOutputStream().write(Packets.createError(refuse, true));
            return true;
        }
        if (disruption instanceof Disruption.Silence silence) {
            runWithoutAnswer(packet, silence.moment());
            disruptor.happened(disruption);
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
            return false;
        }
        if (disruption instanceof Disruption.Cut cut) {
            runWithoutAnswer(packet, cut.moment());
            disruptor.happened(disruption);
            return false;
        }
        throw new IllegalArgumentException(disruption.toString());
    }

    private SentPacket send(byte[] packet, boolean isAnswerWithheld) throws IOException {
        SentPacket sentPacket =
                new SentPacket(Packets.isQuery(packet) ? Packets.extractStatement(packet) : "", isAnswerWithheld);
        lastSentPacket = sentPacket;
        server.getOutputStream().write(packet);
        return sentPacket;
    }

    /**
     * Runs a statement without its answer. Waits for the whole answer, because its rest would answer the next
     * statement.
     */
    private void runWithoutAnswer(byte[] packet, Moment moment) throws IOException, InterruptedException {
        if (moment == Moment.AFTER) {
            send(packet, true).answerEndLatch.await();
        }
    }

    private void passAnswers() throws IOException {
        DataInputStream in = new DataInputStream(server.getInputStream());
        // A result has two ends: of its columns, and of its rows.
        int remainingEnds = 0;
        while (true) {
            byte[] packet = Packets.read(in);
            SentPacket sentPacket = lastSentPacket;
            if (!sentPacket.isUnansweredStatement()) {
                remainingEnds =
                        Packets.isError(packet) ? 0 : Packets.isEndOfRows(packet) ? remainingEnds - 1 : remainingEnds;
            } else {
                remainingEnds = Packets.isWholeAnswer(packet) ? 0 : 2;
            }
            if (sentPacket.isUnansweredStatement()) {
                exchangeListener.accept(new Exchange(
                        connectionNumber,
                        sentPacket.statement,
                        sentPacket.sentNanos,
                        System.nanoTime(),
                        Packets.isError(packet)));
            }
            sentPacket.answerBeginLatch.countDown();
            if (!sentPacket.isAnswerWithheld && !client.isClosed()) {
                client.getOutputStream().write(packet);
            }
            if (remainingEnds <= 0) {
                sentPacket.answerEndLatch.countDown();
            }
        }
    }

    /** Returns whether the server has yet to receive or answer a late statement of this connection. */
    boolean isLate() {
        return isLate;
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
