package dev.cairn.embedded.http;

import dev.cairn.embedded.protocol.ConnectionListener;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A request and its answer. Each connection carries a single request, as for the loads of a real server. The request is
 * answered once, or its connection is closed without an answer.
 */
public final class HttpExchange {
    private static final int MAX_HEAD_LENGTH = 1 << 20;
    private static final int BUFFER_SIZE = 1 << 16;
    private static final int DRAIN_TIMEOUT_MILLIS = 2_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final HttpRequest request;

    private HttpExchange(Socket socket, InputStream in, OutputStream out, HttpRequest request) {
        this.socket = socket;
        this.in = in;
        this.out = out;
        this.request = request;
    }

    /**
     * Starts a listener, which passes each request to the handler, and then waits until the client closes the
     * connection or sends nothing for some time. A request that can't be read is not answered.
     *
     * @param port 0 means any free port
     */
    public static ConnectionListener listen(InetAddress address, int port, HttpHandler handler) throws IOException {
        return ConnectionListener.open("cairn-embedded-http-", address, port, (connection, socket) -> {
            InputStream in = new BufferedInputStream(socket.getInputStream(), BUFFER_SIZE);
            handler.handle(new HttpExchange(socket, in, socket.getOutputStream(), readRequest(in)));
            drain(socket, in);
        });
    }

    private static HttpRequest readRequest(InputStream in) throws IOException {
        try {
            return HttpRequest.parse(readHead(in));
        } catch (IllegalArgumentException failure) {
            throw new IOException(failure);
        }
    }

    /**
     * Reads the rest of the client's request, until the client closes the connection or sends nothing for some time.
     * Otherwise, the connection might be reset before the client has read the answer.
     */
    private static void drain(Socket socket, InputStream in) throws IOException {
        if (!socket.isClosed()) {
            socket.shutdownOutput();
            socket.setSoTimeout(DRAIN_TIMEOUT_MILLIS);
            in.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static String readHead(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int previousByte = 0;
        for (int consecutiveLineEnds = 0; consecutiveLineEnds < 2; ) {
            int nextByte = in.read();
            if (nextByte < 0) {
                throw new EOFException("The connection was closed before the end of the request's head");
            }
            if (head.size() == MAX_HEAD_LENGTH) {
                throw new IOException("The head of the request is longer than " + MAX_HEAD_LENGTH + " bytes");
            }
            head.write(nextByte);
            consecutiveLineEnds = nextByte == '\n'
                    ? consecutiveLineEnds + 1
                    : nextByte == '\r' && previousByte == '\n' ? consecutiveLineEnds : 0;
            previousByte = nextByte;
        }
        return head.toString(StandardCharsets.UTF_8);
    }

    public HttpRequest request() {
        return request;
    }

    /** Returns the address of the client without its port, such as {@code 127.0.0.1}. */
    public String remoteHost() {
        return socket.getInetAddress().getHostAddress();
    }

    /** Sends {@code 100 Continue} if the client waits for this, and returns the body. Must be called only once. */
    public InputStream body() throws IOException {
        if (request.waitsForContinue()) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
        return RequestBodyStream.of(request, in);
    }

    /** Answers the request. The rest of its body is read and ignored afterwards. */
    public void answer(HttpStatus status, Map<String, String> headers, String body) throws IOException {
        byte[] bodyBytes = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(bodyBytes.length).append("\r\nConnection: close\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.UTF_8));
        out.write(bodyBytes);
        out.flush();
    }

    /** Tells the client to send the request to another URL. */
    public void redirect(String url) throws IOException {
        answer(HttpStatus.TEMPORARY_REDIRECT, Map.of("Location", url), "");
    }

    public void answerJson(String json) throws IOException {
        answer(HttpStatus.OK, Map.of("Content-Type", "application/json"), json);
    }

    /** Sends no answer, waits until the client has closed the connection, and closes it. */
    public void awaitDisconnect() throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
        socket.close();
    }

    /** Closes the connection without an answer. */
    public void disconnect() throws IOException {
        socket.close();
    }

    /** Answers requests. Several threads may call it concurrently. */
    @FunctionalInterface
    public interface HttpHandler {
        void handle(HttpExchange exchange) throws IOException;
    }
}
