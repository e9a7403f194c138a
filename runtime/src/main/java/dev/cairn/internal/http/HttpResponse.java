package dev.cairn.internal.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An HTTP response.
 *
 * @param headers the headers by name; the names are case-insensitive
 */
public record HttpResponse(int status, Map<String, String> headers, String body) {
    private static final int HEXADECIMAL = 16;
    private static final int FIRST_OF_REDIRECTS = 300;
    private static final int FIRST_OF_ERRORS = 400;

    /** Returns the target of a redirect; empty if the response is not a redirect. */
    public Optional<URI> redirect() {
        return status >= FIRST_OF_REDIRECTS && status < FIRST_OF_ERRORS
                ? Optional.ofNullable(headers.get("Location")).map(URI::create)
                : Optional.empty();
    }

    /** Reads the status line and the headers, without the body. */
    static HttpResponse readHead(InputStream in) throws IOException {
        String[] first = readLine(in).split(" ", 3);
        if (first.length < 2 || !first[0].startsWith("HTTP/1.")) {
            throw new IOException("The response is not HTTP/1");
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip());
            }
        }
        return new HttpResponse(parseNumber(first[1], 10), headers, "");
    }

    /** Returns this response with its body, which it reads. */
    HttpResponse withBody(InputStream in) throws IOException {
        return new HttpResponse(status, headers, new String(readBody(in), StandardCharsets.UTF_8));
    }

    private byte[] readBody(InputStream in) throws IOException {
        if ("chunked".equalsIgnoreCase(headers.get("Transfer-Encoding"))) {
            return readChunks(in);
        }
        String length = headers.get("Content-Length");
        return length == null ? in.readAllBytes() : readExactly(in, parseNumber(length, 10));
    }

    private static byte[] readChunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int length = readChunkLength(in); length > 0; length = readChunkLength(in)) {
            body.writeBytes(readExactly(in, length));
            readLine(in);
        }
        return body.toByteArray();
    }

    private static int readChunkLength(InputStream in) throws IOException {
        return parseNumber(readLine(in).split(";", 2)[0].strip(), HEXADECIMAL);
    }

    private static byte[] readExactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("The response is incomplete");
        }
        return bytes;
    }

    private static int parseNumber(String text, int radix) throws IOException {
        try {
            return Integer.parseInt(text, radix);
        } catch (NumberFormatException malformed) {
            throw new IOException("Malformed number in a response: " + text, malformed);
        }
    }

    private static String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int read = in.read(); read != '\n'; read = in.read()) {
            if (read < 0) {
                throw new EOFException("The server closed the connection without a response");
            }
            if (read != '\r') {
                line.write(read);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
