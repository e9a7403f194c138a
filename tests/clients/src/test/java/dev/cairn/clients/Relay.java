package dev.cairn.clients;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Passes packets between clients and a server, and records the commands of the protocol that clients send. */
final class Relay implements Closeable {
    /** The command that prepares a statement. */
    static final int PREPARE_COMMAND = 0x16;

    /** The command that executes a prepared statement. */
    static final int EXECUTE_COMMAND = 0x17;

    private final ServerSocket listeningSocket;
    private final int port;
    private final Set<Integer> commands = ConcurrentHashMap.newKeySet();

    /** Starts a relay to a port of the loopback interface. */
    Relay(int port) throws IOException {
        this.port = port;
        listeningSocket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::acceptClients);
    }

    int port() {
        return listeningSocket.getLocalPort();
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
        listeningSocket.close();
    }

    /** A loop that reads and writes sockets until one of them is closed. */
    private interface Transfer {
        void run() throws IOException;
    }

    private static void start(Transfer transfer) {
        Thread thread = new Thread(
                () -> {
                    try {
                        transfer.run();
                    } catch (SocketException | EOFException ignored) {
                        // Either side has closed the connection.
                    } catch (IOException failure) {
                        throw new UncheckedIOException(failure);
                    }
                },
                "relay");
        thread.setDaemon(true);
        thread.start();
    }

    private void acceptClients() throws IOException {
        while (true) {
            Socket client = listeningSocket.accept();
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
     * Passes packets on, and records commands. A packet has its length in three bytes, its number in the exchange in
     * one byte, and its content; the content of a command begins with the code of the command.
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
