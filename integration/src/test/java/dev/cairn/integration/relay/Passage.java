package dev.cairn.integration.relay;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/** One connection of a client to the server, in two directions. */
final class Passage {
    private static final int HEADER = 4;
    private static final int BYTE = 0xff;
    private static final int BITS = 8;
    private static final int QUERY = 3;
    private static final int BUFFER = 1 << 14;

    private final Socket client;
    private final Socket server;
    private final Cuts cuts;
    private final Consumer<Passage> end;
    private volatile boolean cutAtAnswer;

    /** @param end of this connection, and of others if need be */
    Passage(Socket client, Socket server, Cuts cuts, Consumer<Passage> end) {
        this.client = client;
        this.server = server;
        this.cuts = cuts;
        this.end = end;
    }

    void open() {
        start("to " + server.getRemoteSocketAddress(), this::passStatements);
        start("from " + server.getRemoteSocketAddress(), this::passAnswers);
    }

    private void start(String name, Direction direction) {
        Thread thread = new Thread(
                () -> {
                    try {
                        direction.pass();
                    } catch (IOException broken) {
                        // Either side hung up, or it was cut: the other one learns of it.
                    } finally {
                        end.accept(this);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    @FunctionalInterface
    private interface Direction {
        void pass() throws IOException;
    }

    private void passStatements() throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        OutputStream out = server.getOutputStream();
        while (true) {
            byte[] packet = packet(in);
            Optional<Moment> cut = isQuery(packet) ? cuts.passing(text(packet)) : Optional.empty();
            if (cut.equals(Optional.of(Moment.BEFORE))) {
                cuts.cut();
            }
            if (cut.equals(Optional.of(Moment.BEFORE)) || cuts.isEnd()) {
                return;
            }
            cutAtAnswer |= cut.isPresent();
            out.write(packet);
            out.flush();
        }
    }

    /** A packet is its length in three bytes, its number in one, and what it says. */
    private static byte[] packet(DataInputStream in) throws IOException {
        byte[] header = in.readNBytes(HEADER);
        if (header.length < HEADER) {
            throw new EOFException();
        }
        int length = (header[0] & BYTE) | (header[1] & BYTE) << BITS | (header[2] & BYTE) << (2 * BITS);
        byte[] packet = new byte[HEADER + length];
        System.arraycopy(header, 0, packet, 0, HEADER);
        in.readFully(packet, HEADER, length);
        return packet;
    }

    /** A command is the first packet of its exchange; the login is none. */
    private static boolean isQuery(byte[] packet) {
        return packet.length > HEADER && packet[HEADER - 1] == 0 && packet[HEADER] == QUERY;
    }

    private static String text(byte[] packet) {
        return new String(packet, HEADER + 1, packet.length - HEADER - 1, StandardCharsets.UTF_8);
    }

    private void passAnswers() throws IOException {
        InputStream in = server.getInputStream();
        OutputStream out = client.getOutputStream();
        byte[] buffer = new byte[BUFFER];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            if (cutAtAnswer) {
                cuts.cut();
                return;
            }
            out.write(buffer, 0, read);
            out.flush();
        }
    }

    void close() {
        close(client);
        close(server);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
