package dev.cairn.embedded.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the fields of a packet from left to right. */
final class PayloadReader {
    private final byte[] bytes;
    private int position;

    PayloadReader(byte[] bytes) {
        this.bytes = bytes;
    }

    int remainingBytes() {
        return bytes.length - position;
    }

    int integer1() throws MalformedPacketException {
        require(1);
        return bytes[position++] & 0xff;
    }

    int integer2() throws MalformedPacketException {
        return integer1() | integer1() << 8;
    }

    int integer4() throws MalformedPacketException {
        return integer2() | integer2() << 16;
    }

    long integer8() throws MalformedPacketException {
        return (integer4() & 0xffffffffL) | (long) integer4() << 32;
    }

    /** Reads an integer whose first byte encodes the number of bytes that follow. */
    long lengthEncodedInteger() throws MalformedPacketException {
        int first = integer1();
        return switch (first) {
            case 252 -> integer2();
            case 253 -> integer2() | (long) integer1() << 16;
            case 254 -> integer8();
            case 251, 255 -> throw new MalformedPacketException("A length can't begin with " + first);
            default -> first;
        };
    }

    void skip(int count) throws MalformedPacketException {
        require(count);
        position += count;
    }

    byte[] bytes(long count) throws MalformedPacketException {
        require(count);
        int from = position;
        position += (int) count;
        return Arrays.copyOfRange(bytes, from, position);
    }

    byte[] lengthEncodedBytes() throws MalformedPacketException {
        return bytes(lengthEncodedInteger());
    }

    byte[] nullTerminatedBytes() throws MalformedPacketException {
        int end = position;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        if (end == bytes.length) {
            throw new MalformedPacketException("A text without an end");
        }
        byte[] text = Arrays.copyOfRange(bytes, position, end);
        position = end + 1;
        return text;
    }

    String nullTerminatedText() throws MalformedPacketException {
        return new String(nullTerminatedBytes(), StandardCharsets.UTF_8);
    }

    /** Reads the rest as text, without trailing zeros. */
    String restText() {
        int end = bytes.length;
        while (end > position && bytes[end - 1] == 0) {
            end--;
        }
        String text = new String(bytes, position, end - position, StandardCharsets.UTF_8);
        position = bytes.length;
        return text;
    }

    private void require(long count) throws MalformedPacketException {
        if (count < 0 || count > remainingBytes()) {
            throw new MalformedPacketException(
                    "A packet with " + remainingBytes() + " bytes left, where " + count + " should follow");
        }
    }
}
