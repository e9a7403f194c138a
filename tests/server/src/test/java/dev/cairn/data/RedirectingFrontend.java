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
    private final ServerSocket listener;
    private final String targetOrigin;
    private final Thread acceptor;

    private RedirectingFrontend(ServerSocket listener, String targetOrigin) {
        this.listener = listener;
        this.targetOrigin = targetOrigin;
        this.acceptor = new Thread(this::redirectRequests, "redirecting-frontend");
        this.acceptor.setDaemon(true);
    }

    /**
     * Starts a frontend.
     *
     * @param targetOrigin the scheme, the name and the port of the other host
     */
    static RedirectingFrontend redirectTo(String targetOrigin) throws IOException {
        return start(listen(), targetOrigin);
    }

    /** Starts a frontend that redirects each request to itself. */
    static RedirectingFrontend redirectToItself() throws IOException {
        ServerSocket listener = listen();
        return start(listener, "http://127.0.0.1:" + listener.getLocalPort());
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    }

    private static RedirectingFrontend start(ServerSocket listener, String targetOrigin) {
        RedirectingFrontend frontend = new RedirectingFrontend(listener, targetOrigin);
        frontend.acceptor.start();
        return frontend;
    }

    URI createUri(String host) {
        return URI.create("http://" + host + ":" + listener.getLocalPort());
    }

    private void redirectRequests() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                String path = readHead(socket.getInputStream()).split(" ", 3)[1];
                socket.getOutputStream()
                        .write(("HTTP/1.1 307 Temporary Redirect\r\nLocation: " + targetOrigin + path
                                        + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
            } catch (IOException failure) {
                if (!listener.isClosed()) {
                    throw new IllegalStateException(failure);
                }
            }
        }
    }

    private static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int nextByte = in.read();
            if (nextByte < 0) {
                throw new IOException("The client left: " + head);
            }
            head.append((char) nextByte);
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
