package dev.cairn.clients;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Passes on what clients and a server say to one another, and notes the commands of the protocol that clients send. */
final class Relay implements Closeable {
    /** The command that prepares a statement. */
    static final int PREPARE = 0x16;

    /** The command that executes a prepared statement. */
    static final int EXECUTE = 0x17;

    private final ServerSocket listener;
    private final int port;
    private final Set<Integer> commands = ConcurrentHashMap.newKeySet();

    /** Starts a relay to a port of the loopback interface. */
    Relay(int port) throws IOException {
        this.port = port;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    void forgetCommands() {
        commands.clear();
    }

    /** Returns the commands that clients have sent. */
    Set<Integer> commands() {
        return Set.copyOf(commands);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    /** Something that reads and writes sockets until one of them is closed. */
    private interface Transfer {
        void run() throws IOException;
    }

    private static void start(Transfer transfer) {
        Thread thread = new Thread(
                () -> {
                    try {
                        transfer.run();
                    } catch (SocketException | EOFException end) {
                        // one of both sides has closed the connection
                    } catch (IOException failure) {
                        throw new java.io.UncheckedIOException(failure);
                    }
                },
                "relay");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            start(() -> {
                try (client;
                        server) {
                    passCommands(client.getInputStream(), server.getOutputStream());
                }
            });
            start(() -> {
                try (client;
                        server) {
                    server.getInputStream().transferTo(client.getOutputStream());
                }
            });
        }
    }

    /**
     * A packet is its length in three bytes, its number in the exchange, and its content; that of a command begins with
     * it.
     */
    private void passCommands(InputStream client, OutputStream server) throws IOException {
        DataInputStream in = new DataInputStream(client);
        while (true) {
            byte[] header = new byte[4];
            in.readFully(header);
            byte[] content = new byte[(header[0] & 0xff) | (header[1] & 0xff) << 8 | (header[2] & 0xff) << 16];
            in.readFully(content);
            if (header[3] == 0 && content.length > 0) {
                commands.add((int) content[0]);
            }
            byte[] packet = new byte[header.length + content.length];
            System.arraycopy(header, 0, packet, 0, header.length);
            System.arraycopy(content, 0, packet, header.length, content.length);
            server.write(packet);
            server.flush();
        }
    }
}
