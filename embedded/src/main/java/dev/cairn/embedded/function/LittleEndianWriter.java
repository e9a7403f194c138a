package dev.cairn.embedded.function;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;

/** Writes numbers with their lowest byte first. */
public final class LittleEndianWriter {
    private final ByteArrayOutputStream outputStream = new ByteArrayOutputStream();

    public LittleEndianWriter writeInt8(int value) {
        outputStream.write(value);
        return this;
    }

    public LittleEndianWriter writeInt16(int value) {
        return writeInt8(value).writeInt8(value >>> 8);
    }

    public LittleEndianWriter writeInt32(int value) {
        return writeInt16(value).writeInt16(value >>> 16);
    }

    public LittleEndianWriter writeInt64(long value) {
        return writeInt32((int) value).writeInt32((int) (value >>> 32));
    }

    /** Writes the lowest bytes of a number. */
    public LittleEndianWriter writeInteger(int value, int byteCount) {
        return writeInteger(BigInteger.valueOf(value), byteCount);
    }

    /** Writes the lowest bytes of a number. */
    public LittleEndianWriter writeInteger(BigInteger value, int byteCount) {
        for (int i = 0; i < byteCount; i++) {
            writeInt8(value.shiftRight(i * Byte.SIZE).intValue());
        }
        return this;
    }

    public LittleEndianWriter writeBytes(byte[] bytes) {
        outputStream.writeBytes(bytes);
        return this;
    }

    /** Writes seven bits per byte; the highest bit indicates whether another byte follows. */
    public LittleEndianWriter writeVarint(long value) {
        long remainingBits = value;
        while (remainingBits >= 0x80) {
            writeInt8((int) (remainingBits & 0x7f) | 0x80);
            remainingBits >>>= 7;
        }
        return writeInt8((int) remainingBits);
    }

    public byte[] toBytes() {
        return outputStream.toByteArray();
    }
}
