package dev.cairn.internal.http;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Sends one request over its own connection, and reads the response.
 *
 * <pre>{@code
 * HttpResponse response = new HttpRequester(Duration.ofMinutes(10)).put(uri, headers, out -> out.write(rows));
 * }</pre>
 */
public final class HttpRequester {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int BUFFER_SIZE = 1 << 16;
    private static final int CONTINUE_STATUS = 100;

    private final Duration readTimeout;

    /** @param readTimeout the maximum time that the server may be silent */
    public HttpRequester(Duration readTimeout) {
        this.readTimeout = readTimeout;
    }

    /**
     * Sends a GET request.
     *
     * @throws HttpConnectException if no connection is opened
     * @throws IOException if no response arrives
     * @throws IllegalArgumentException if the URI is not an HTTP address with a host
     */
    public HttpResponse get(URI uri, Map<String, String> headers) throws IOException {
        try (Socket socket = connect(uri)) {
            OutputStream out = new BufferedOutputStream(socket.getOutputStream());
            out.write(renderHead("GET", uri, headers, ""));
            out.flush();
            InputStream in = new BufferedInputStream(socket.getInputStream());
            return HttpResponse.readFinalHead(in).withBody(in);
        }
    }

    /**
     * Sends a PUT request, and its body after the server has answered with {@code 100 Continue}. The server may answer
     * without receiving the body, for example with a redirect to a backend.
     *
     * @throws HttpConnectException if no connection is opened; nothing was sent
     * @throws IOException if no response arrives, or the body can't be written
     * @throws IllegalArgumentException if the URI is not an HTTP address with a host
     */
    public HttpResponse put(URI uri, Map<String, String> headers, HttpBody body) throws IOException {
        try (Socket socket = connect(uri)) {
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), BUFFER_SIZE);
            out.write(renderHead("PUT", uri, headers, "Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n"));
            out.flush();
            InputStream in = new BufferedInputStream(socket.getInputStream());
            HttpResponse firstResponse = HttpResponse.readHead(in);
            if (firstResponse.status() != CONTINUE_STATUS) {
                return firstResponse.withBody(in);
            }
            ChunkedOutput chunkedOutput = new ChunkedOutput(out);
            body.writeTo(chunkedOutput);
            chunkedOutput.finish();
            return HttpResponse.readFinalHead(in).withBody(in);
        }
    }

    private Socket connect(URI uri) throws HttpConnectException {
        HttpTarget target = HttpTarget.of(uri);
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(target.host(), target.port()), (int) CONNECT_TIMEOUT.toMillis());
            socket.setSoTimeout((int) Math.min(readTimeout.toMillis(), Integer.MAX_VALUE));
            socket.setTcpNoDelay(true);
            return target.usesTls() ? startTls(socket, target.host(), target.port()) : socket;
        } catch (IOException failure) {
            closeAfterFailure(socket, failure);
            throw new HttpConnectException(target, failure);
        } catch (RuntimeException failure) {
            closeAfterFailure(socket, failure);
            throw failure;
        }
    }

    private static void closeAfterFailure(Socket socket, Exception failure) {
        try {
            socket.close();
        } catch (IOException closeFailure) {
            failure.addSuppressed(closeFailure);
        }
    }

    private static Socket startTls(Socket socket, String host, int port) throws IOException {
        SSLSocket tlsSocket =
                (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(socket, host, port, true);
        SSLParameters parameters = tlsSocket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tlsSocket.setSSLParameters(parameters);
        tlsSocket.startHandshake();
        return tlsSocket;
    }

    private static byte[] renderHead(
            String method, URI uri, Map<String, String> headers, String additionalHeaderLines) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        StringBuilder head = new StringBuilder(method)
                .append(' ')
                .append(path)
                .append(query)
                .append(" HTTP/1.1\r\nHost: ")
                .append(uri.getRawAuthority())
                .append("\r\n");
        headers.forEach((name, value) ->
                head.append(name).append(": ").append(requireOneLine(value)).append("\r\n"));
        // Names of columns in headers may contain any characters; the server reads the raw bytes.
        return head.append(additionalHeaderLines)
                .append("Connection: close\r\n\r\n")
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String requireOneLine(String value) {
        if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("A header value must not contain line breaks: " + value);
        }
        return value;
    }

    /**
     * A body of unknown length: each write is a chunk. If the body is not finished, the server knows that it is
     * incomplete.
     */
    private static final class ChunkedOutput extends OutputStream {
        private static final byte[] LINE_END = {'\r', '\n'};

        private final OutputStream out;

        ChunkedOutput(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int singleByte) throws IOException {
            write(new byte[] {(byte) singleByte}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length > 0) {
                out.write(Integer.toHexString(length).getBytes(StandardCharsets.US_ASCII));
                out.write(LINE_END);
                out.write(bytes, offset, length);
                out.write(LINE_END);
            }
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        void finish() throws IOException {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
    }
}
