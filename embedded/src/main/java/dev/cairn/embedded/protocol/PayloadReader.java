package dev.cairn.embedded.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the fields of a packet from left to right. If a field exceeds the packet, a {@link MalformedPacketException} is
 * thrown.
 */
final class PayloadReader {
    private final byte[] bytes;
    private int position;

    PayloadReader(byte[] bytes) {
        this.bytes = bytes;
    }

    int remainingByteCount() {
        return bytes.length - position;
    }

    int readInteger1() throws MalformedPacketException {
        requireBytes(1);
        return bytes[position++] & 0xff;
    }

    int readInteger2() throws MalformedPacketException {
        return readInteger1() | readInteger1() << 8;
    }

    int readInteger4() throws MalformedPacketException {
        return readInteger2() | readInteger2() << 16;
    }

    long readInteger8() throws MalformedPacketException {
        return (readInteger4() & 0xffffffffL) | (long) readInteger4() << 32;
    }

    /** Reads an integer whose first byte encodes the number of bytes that follow. */
    long readLengthEncodedInteger() throws MalformedPacketException {
        int firstByte = readInteger1();
        return switch (firstByte) {
            case 252 -> readInteger2();
            case 253 -> readInteger2() | (long) readInteger1() << 16;
            case 254 -> readInteger8();
            case 251, 255 -> throw new MalformedPacketException("A length can't begin with " + firstByte);
            default -> firstByte;
        };
    }

    void skip(int count) throws MalformedPacketException {
        requireBytes(count);
        position += count;
    }

    byte[] readBytes(long count) throws MalformedPacketException {
        requireBytes(count);
        int start = position;
        position += (int) count;
        return Arrays.copyOfRange(bytes, start, position);
    }

    byte[] readLengthEncodedBytes() throws MalformedPacketException {
        return readBytes(readLengthEncodedInteger());
    }

    byte[] readNullTerminatedBytes() throws MalformedPacketException {
        int endPosition = position;
        while (endPosition < bytes.length && bytes[endPosition] != 0) {
            endPosition++;
        }
        if (endPosition == bytes.length) {
            throw new MalformedPacketException("A zero byte must end the text");
        }
        byte[] textBytes = Arrays.copyOfRange(bytes, position, endPosition);
        position = endPosition + 1;
        return textBytes;
    }

    String readNullTerminatedText() throws MalformedPacketException {
        return new String(readNullTerminatedBytes(), StandardCharsets.UTF_8);
    }

    /** Reads the remaining bytes as a string, without trailing zero bytes. */
    String readRemainingText() {
        int endPosition = bytes.length;
        while (endPosition > position && bytes[endPosition - 1] == 0) {
            endPosition--;
        }
        String text = new String(bytes, position, endPosition - position, StandardCharsets.UTF_8);
        position = bytes.length;
        return text;
    }

    private void requireBytes(long count) throws MalformedPacketException {
        if (count < 0 || count > remainingByteCount()) {
            throw new MalformedPacketException(
                    "The packet has " + remainingByteCount() + " bytes left, but " + count + " should follow");
        }
    }
}
