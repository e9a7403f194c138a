package dev.cairn.benchmark.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Sends what was recorded, and does nothing else: what is measured against it is the client. */
final class CannedServer implements AutoCloseable {
    private final Tape tape;
    private final ServerSocket door;

    CannedServer(Tape tape) throws IOException {
        this.tape = tape;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread acceptor = new Thread(this::accept, "canned-server");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    int port() {
        return door.getLocalPort();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Thread conversation = new Thread(() -> converse(client), "canned-conversation");
                conversation.setDaemon(true);
                conversation.start();
            } catch (IOException ended) {
                if (!door.isClosed()) {
                    throw new UncheckedIOException(ended);
                }
            }
        }
    }

    private void converse(Socket socket) {
        try (Socket client = socket) {
            client.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream(), 1 << 16));
            OutputStream out = client.getOutputStream();
            Tape.Command command = new Tape.Command();
            out.write(tape.greeting());
            command.read(in);
            out.write(tape.welcome());
            while (command.read(in)) {
                byte[] answer = tape.answer(command);
                if (answer == null) {
                    return; // the end of a connection, or a command that was never recorded
                }
                out.write(answer);
            }
        } catch (IOException ended) {
            throw new UncheckedIOException(ended);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
