package dev.cairn.embedded.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The body of a request, whose end is determined by Content-Length or by chunks. Reading an incomplete body throws an
 * {@link EOFException}.
 */
final class RequestBodyStream extends InputStream {
    private static final int DECIMAL_RADIX = 10;
    private static final int HEXADECIMAL_RADIX = 16;

    private final InputStream source;
    private final boolean isChunked;
    /** The number of unread bytes of the current chunk, or of a body without chunks. */
    private long remainingByteCount;

    private boolean hasEnded;

    private RequestBodyStream(InputStream source, boolean isChunked, long remainingByteCount) {
        this.source = source;
        this.isChunked = isChunked;
        this.remainingByteCount = remainingByteCount;
        this.hasEnded = !isChunked && remainingByteCount == 0;
    }

    /**
     * Returns the body of a request, which is empty if the request has no length.
     *
     * @throws IOException if Content-Length is negative or not a number
     */
    static RequestBodyStream of(HttpRequest request, InputStream source) throws IOException {
        boolean isChunked = request.findHeader("Transfer-Encoding")
                .filter("chunked"::equalsIgnoreCase)
                .isPresent();
        return new RequestBodyStream(
                source,
                isChunked,
                isChunked ? 0 : parseLength(request.findHeader("Content-Length").orElse("0"), DECIMAL_RADIX));
    }

    private static long parseLength(String text, int radix) throws IOException {
        long length;
        try {
            length = Long.parseLong(text, radix);
        } catch (NumberFormatException failure) {
            throw new IOException("Invalid length: " + text, failure);
        }
        if (length < 0) {
            throw new IOException("Invalid length: " + text);
        }
        return length;
    }

    @Override
    public int read() throws IOException {
        byte[] singleByte = new byte[1];
        return read(singleByte, 0, 1) < 0 ? -1 : singleByte[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (isChunked && remainingByteCount == 0 && !hasEnded) {
            readChunkHeader();
        }
        if (hasEnded) {
            return -1;
        }
        int count = source.read(buffer, offset, (int) Math.min(length, remainingByteCount));
        if (count < 0) {
            throw new EOFException("The body is incomplete");
        }
        remainingByteCount -= count;
        if (remainingByteCount == 0) {
            finishChunkOrBody();
        }
        return count;
    }

    /** Skips the line break after a chunk, or ends a body without chunks. */
    private void finishChunkOrBody() throws IOException {
        if (isChunked) {
            readLine();
        } else {
            hasEnded = true;
        }
    }

    /** Reads the length of the next chunk. After the last chunk, whose length is 0, skips the trailers. */
    private void readChunkHeader() throws IOException {
        remainingByteCount = parseLength(readLine().split(";", 2)[0].strip(), HEXADECIMAL_RADIX);
        if (remainingByteCount == 0) {
            hasEnded = true;
            String trailerLine = readLine();
            while (!trailerLine.isEmpty()) {
                trailerLine = readLine();
            }
        }
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int character = source.read(); character != '\n'; character = source.read()) {
            if (character < 0) {
                throw new EOFException("The body is incomplete");
            }
            if (character != '\r') {
                line.append((char) character);
            }
        }
        return line.toString();
    }
}
