package dev.cairn.benchmark.data;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A proxy between a driver and a server, which records the answers of the server. A driver sends a command only after it has
 * received the complete answer to the previous one.
 */
final class Recorder implements AutoCloseable {
    private final RecordedBytes tape = new RecordedBytes();
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
    private final ServerSocket door;
    private final int server;
    private final Thread conversation;

    /** Starts a proxy for one connection to the server at a port of this machine. */
    Recorder(int server) throws IOException {
        this.server = server;
        this.door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        this.conversation = new Thread(this::record, "recorder");
        conversation.start();
    }

    int port() {
        return door.getLocalPort();
    }

    private void record() {
        try (Socket client = door.accept();
                Socket behind = new Socket(InetAddress.getLoopbackAddress(), server)) {
            Thread answers = new Thread(() -> pass(behind, client), "recorder-answers");
            answers.start();
            commands(new DataInputStream(new BufferedInputStream(client.getInputStream())), behind.getOutputStream());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void commands(DataInputStream in, OutputStream to) throws IOException {
        RecordedBytes.Command command = new RecordedBytes.Command();
        RecordedBytes.Command before = new RecordedBytes.Command();
        byte[] greeting = new byte[0];
        for (int number = 0; command.read(in); number++) {
            byte[] sent = taken();
            if (number == 0) {
                greeting = sent;
            } else if (number == 1) {
                tape.begin(greeting, sent);
            } else {
                tape.put(before, sent);
            }
            to.write(command.buffer(), 0, command.length());
            to.flush();
            RecordedBytes.Command next = before;
            before = command;
            command = next;
        }
    }

    private byte[] taken() {
        synchronized (answer) {
            byte[] sent = answer.toByteArray();
            answer.reset();
            return sent;
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[1 << 16];
        try {
            InputStream in = from.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                synchronized (answer) {
                    answer.write(buffer, 0, read);
                }
                to.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException ended) {
            if (!from.isClosed()) {
                throw new UncheckedIOException(ended);
            }
        }
    }

    /** Returns the recording, after the driver has disconnected. */
    RecordedBytes tape() throws InterruptedException {
        conversation.join();
        return tape;
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
