package dev.cairn.internal.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
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
    private static final int HEXADECIMAL_RADIX = 16;
    private static final int MIN_FINAL_STATUS = 200;
    private static final int MIN_REDIRECT_STATUS = 300;
    private static final int MIN_ERROR_STATUS = 400;

    /**
     * Returns the target of a redirect, which may be relative to the address of the request; empty if the response is
     * not a redirect.
     *
     * @throws IOException if the target is malformed
     */
    public Optional<URI> findRedirectTarget() throws IOException {
        String location = headers.get("Location");
        if (status < MIN_REDIRECT_STATUS || status >= MIN_ERROR_STATUS || location == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new URI(location));
        } catch (URISyntaxException failure) {
            throw new IOException("Malformed target of a redirect: " + location, failure);
        }
    }

    /**
     * Reads the status line and the headers of the final response, without the body. Proxies may send interim responses
     * first, such as another {@code 100 Continue}.
     */
    static HttpResponse readFinalHead(InputStream in) throws IOException {
        HttpResponse response = readHead(in);
        while (response.status < MIN_FINAL_STATUS) {
            response = readHead(in);
        }
        return response;
    }

    /** Reads the status line and the headers, without the body. */
    static HttpResponse readHead(InputStream in) throws IOException {
        String[] statusLineParts = readLine(in).split(" ", 3);
        if (statusLineParts.length < 2 || !statusLineParts[0].startsWith("HTTP/1.")) {
            throw new IOException("The response is not HTTP/1");
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
            int colonIndex = line.indexOf(':');
            if (colonIndex > 0) {
                headers.put(
                        line.substring(0, colonIndex).strip(),
                        line.substring(colonIndex + 1).strip());
            }
        }
        return new HttpResponse(parseNumber(statusLineParts[1], 10), headers, "");
    }

    /** Reads the body, and returns this response with it. */
    HttpResponse withBody(InputStream in) throws IOException {
        return new HttpResponse(status, headers, new String(readBody(in), StandardCharsets.UTF_8));
    }

    private byte[] readBody(InputStream in) throws IOException {
        if ("chunked".equalsIgnoreCase(headers.get("Transfer-Encoding"))) {
            return readChunks(in);
        }
        String lengthHeader = headers.get("Content-Length");
        return lengthHeader == null ? in.readAllBytes() : readExactly(in, parseLength(lengthHeader, 10));
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
        return parseLength(readLine(in).split(";", 2)[0].strip(), HEXADECIMAL_RADIX);
    }

    private static byte[] readExactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("The response is incomplete");
        }
        return bytes;
    }

    private static int parseLength(String lengthText, int radix) throws IOException {
        int length = parseNumber(lengthText, radix);
        if (length < 0) {
            throw new IOException("Negative length in a response: " + lengthText);
        }
        return length;
    }

    private static int parseNumber(String numberText, int radix) throws IOException {
        try {
            return Integer.parseInt(numberText, radix);
        } catch (NumberFormatException failure) {
            throw new IOException("Malformed number in a response: " + numberText, failure);
        }
    }

    private static String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int nextByte = in.read(); nextByte != '\n'; nextByte = in.read()) {
            if (nextByte < 0) {
                throw new EOFException("The server closed the connection without a response");
            }
            if (nextByte != '\r') {
                line.write(nextByte);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
