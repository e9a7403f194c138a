package dev.cairn.embedded.function;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.stream.LongStream;

/** Reads Roaring bitmaps of 32-bit numbers in the portable or the native format, one after another. */
final class RoaringBitmapReader {
    private static final int MAX_CONTAINER_COUNT = 1 << RoaringBitmap.LOW_BIT_COUNT;

    /** The kind of a bitmap in the native format that is an array of numbers. */
    private static final int NATIVE_ARRAY_KIND = 1;

    private final ByteBuffer buffer;
    private final LongStream.Builder numberBuilder;

    /** @param numberBuilder receives the numbers */
    RoaringBitmapReader(ByteBuffer buffer, LongStream.Builder numberBuilder) {
        this.buffer = buffer;
        this.numberBuilder = numberBuilder;
    }

    /**
     * Reads a bitmap, and adds its numbers to the builder.
     *
     * @param isNative whether the bitmap has the native format, in which few numbers are a plain array
     * @param upperBits the bits to add above the 32 bits of each number
     * @throws IllegalArgumentException if the bytes are not such a bitmap
     * @throws java.nio.BufferUnderflowException if the bytes end within the bitmap
     */
    void readNumbers(boolean isNative, long upperBits) {
        if (isNative && buffer.get() == NATIVE_ARRAY_KIND) {
            for (int remaining = buffer.getInt(); remaining > 0; remaining--) {
                numberBuilder.add(upperBits | Integer.toUnsignedLong(buffer.getInt()));
            }
            return;
        }
        int cookie = buffer.getInt();
        boolean hasRuns = (cookie & RoaringBitmap.LOW_MASK) == RoaringBitmap.COOKIE_WITH_RUNS;
        if (!hasRuns && cookie != RoaringBitmap.COOKIE_WITHOUT_RUNS) {
            throw new IllegalArgumentException("Not a Roaring bitmap");
        }
        int containerCount = hasRuns ? (cookie >>> RoaringBitmap.LOW_BIT_COUNT) + 1 : buffer.getInt();
        if (containerCount < 0 || containerCount > MAX_CONTAINER_COUNT) {
            throw new IllegalArgumentException("Not a Roaring bitmap: it has " + containerCount + " containers");
        }
        byte[] runFlagBytes = new byte[hasRuns ? (containerCount + Byte.SIZE - 1) / Byte.SIZE : 0];
        buffer.get(runFlagBytes);
        int[] keys = new int[containerCount];
        int[] sizes = new int[containerCount];
        for (int i = 0; i < containerCount; i++) {
            keys[i] = readUnsignedShort();
            sizes[i] = readUnsignedShort() + 1;
        }
        if (!hasRuns || containerCount >= RoaringBitmap.MIN_CONTAINER_COUNT_WITH_OFFSETS) {
            buffer.position(buffer.position() + 4 * containerCount);
        }
        BitSet runFlags = BitSet.valueOf(runFlagBytes);
        for (int i = 0; i < containerCount; i++) {
            readContainer(runFlags.get(i), sizes[i], upperBits | (long) keys[i] << RoaringBitmap.LOW_BIT_COUNT);
        }
    }

    private void readContainer(boolean isRunContainer, int size, long upperBits) {
        if (isRunContainer) {
            for (int remaining = readUnsignedShort(); remaining > 0; remaining--) {
                long firstNumber = upperBits | readUnsignedShort();
                LongStream.rangeClosed(firstNumber, firstNumber + readUnsignedShort())
                        .forEach(numberBuilder::add);
            }
        } else if (size > RoaringBitmap.MAX_ARRAY_SIZE) {
            long[] words = new long[RoaringBitmap.BITSET_WORD_COUNT];
            for (int i = 0; i < RoaringBitmap.BITSET_WORD_COUNT; i++) {
                words[i] = buffer.getLong();
            }
            BitSet.valueOf(words).stream().forEach(value -> numberBuilder.add(upperBits | value));
        } else {
            for (int i = 0; i < size; i++) {
                numberBuilder.add(upperBits | readUnsignedShort());
            }
        }
    }

    private int readUnsignedShort() {
        return Short.toUnsignedInt(buffer.getShort());
    }
}
