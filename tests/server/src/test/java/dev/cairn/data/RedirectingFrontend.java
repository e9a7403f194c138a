package dev.cairn.data;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A frontend that redirects each request to the same path of another host, without reading its body. */
final class RedirectingFrontend implements AutoCloseable {
    private final ServerSocket door;
    private final String target;
    private final Thread acceptor;

    private RedirectingFrontend(ServerSocket door, String target) {
        this.door = door;
        this.target = target;
        this.acceptor = new Thread(this::accept, "redirecting-frontend");
        this.acceptor.setDaemon(true);
    }

    /** @param target scheme, host and port */
    static RedirectingFrontend to(String target) throws IOException {
        RedirectingFrontend frontend =
                new RedirectingFrontend(new ServerSocket(0, 16, InetAddress.getLoopbackAddress()), target);
        frontend.acceptor.start();
        return frontend;
    }

    URI at(String host) {
        return URI.create("http://" + host + ":" + door.getLocalPort());
    }

    private void accept() {
        while (!door.isClosed()) {
            try (Socket socket = door.accept()) {
                String path = head(socket.getInputStream()).split(" ", 3)[1];
                socket.getOutputStream()
                        .write(("HTTP/1.1 307 Temporary Redirect\r\nLocation: " + target + path
                                        + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
            } catch (IOException closed) {
                if (!door.isClosed()) {
                    throw new IllegalStateException(closed);
                }
            }
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The client left: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
