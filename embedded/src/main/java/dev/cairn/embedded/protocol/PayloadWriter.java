package dev.cairn.embedded.protocol;

import dev.cairn.embedded.text.ByteTextCodec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Builds the payload of a packet. A connection reuses one instance for all packets, so rows cause no garbage. */
final class PayloadWriter {
    private static final int INITIAL_CAPACITY = 1024;
    private static final int MAX_REUSED_CAPACITY = 1 << 20;
    private static final int NULL_MARKER = 251;

    private byte[] bytes = new byte[INITIAL_CAPACITY];
    private int size;

    int size() {
        return size;
    }

    /**
     * Returns the buffer, whose first {@link #size()} bytes have been written. The buffer is valid until the next
     * write.
     */
    byte[] buffer() {
        return bytes;
    }

    /** Begins the next payload. A very large buffer is replaced, so that a connection does not keep its memory. */
    PayloadWriter clear() {
        size = 0;
        if (bytes.length > MAX_REUSED_CAPACITY) {
            bytes = new byte[INITIAL_CAPACITY];
        }
        return this;
    }

    PayloadWriter writeInteger1(int value) {
        ensureCapacity(1);
        bytes[size++] = (byte) value;
        return this;
    }

    PayloadWriter writeInteger2(int value) {
        return writeInteger1(value).writeInteger1(value >> 8);
    }

    PayloadWriter writeInteger4(int value) {
        return writeInteger2(value).writeInteger2(value >> 16);
    }

    PayloadWriter writeInteger8(long value) {
        return writeInteger4((int) value).writeInteger4((int) (value >>> 32));
    }

    PayloadWriter writeLengthEncodedInteger(long value) {
        if (value < NULL_MARKER) {
            return writeInteger1((int) value);
        }
        if (value < 0x10000) {
            return writeInteger1(252).writeInteger2((int) value);
        }
        if (value < 0x1000000) {
            return writeInteger1(253).writeInteger2((int) value).writeInteger1((int) (value >> 16));
        }
        return writeInteger1(254).writeInteger8(value);
    }

    PayloadWriter writeBytes(byte[] values) {
        return writeBytes(values, 0, values.length);
    }

    PayloadWriter writeBytes(byte[] values, int offset, int count) {
        ensureCapacity(count);
        System.arraycopy(values, offset, bytes, size, count);
        size += count;
        return this;
    }

    PayloadWriter writeText(String value) {
        return writeBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    PayloadWriter writeNullTerminatedText(String value) {
        return writeText(value).writeInteger1(0);
    }

    PayloadWriter writeLengthEncodedText(String value) {
        byte[] encodedText = value.getBytes(StandardCharsets.UTF_8);
        return writeLengthEncodedInteger(encodedText.length).writeBytes(encodedText);
    }

    /** Appends a value of a row in text form; null is NULL. */
    PayloadWriter writeTextValue(@Nullable String value) {
        if (value == null) {
            return writeInteger1(NULL_MARKER);
        }
        byte[] encodedValue = ByteTextCodec.encode(value);
        return writeLengthEncodedInteger(encodedValue.length).writeBytes(encodedValue);
    }

    /** Appends a binary value, in which each character represents one byte. */
    PayloadWriter writeBytesValue(@Nullable String value) {
        if (value == null) {
            return writeInteger1(NULL_MARKER);
        }
        byte[] rawBytes = value.getBytes(StandardCharsets.ISO_8859_1);
        return writeLengthEncodedInteger(rawBytes.length).writeBytes(rawBytes);
    }

    private void ensureCapacity(int count) {
        int neededCapacity = Math.addExact(size, count);
        if (neededCapacity > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(neededCapacity, (int)
                    Math.min(2L * bytes.length, Integer.MAX_VALUE - 8)));
        }
    }
}
