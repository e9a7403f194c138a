package dev.cairn.embedded.function;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Encodes a bitmap as bytes, and decodes such bytes: the kind of the bitmap, followed by its numbers. Many numbers are
 * encoded as Roaring bitmaps in the portable format, one for each group of numbers with the same upper 32 bits. Each
 * container has its shortest encoding; a server may have kept another one, depending on how the bitmap was created.
 */
final class BitmapCodec {
    // The first byte of an encoded bitmap, which is its kind.
    private static final int EMPTY_KIND = 0;
    private static final int SINGLE_32_KIND = 1;
    private static final int ROARING_32_KIND = 2;
    private static final int SINGLE_64_KIND = 3;
    private static final int ROARING_64_KIND = 4;
    private static final int SET_KIND = 10;
    private static final int ROARING_32_NATIVE_KIND = 12;
    private static final int ROARING_64_NATIVE_KIND = 13;

    /** The maximum size of a set; a larger bitmap is a Roaring bitmap. */
    private static final int MAX_SET_SIZE = 32;

    private BitmapCodec() {}

    /**
     * Returns the bytes of a bitmap.
     *
     * @param numbers distinct numbers, sorted as unsigned numbers
     */
    static byte[] encode(long[] numbers) {
        LittleEndianWriter writer = new LittleEndianWriter();
        if (numbers.length == 0) {
            writer.writeInt8(EMPTY_KIND);
        } else if (numbers.length == 1 && highHalf(numbers[0]) == 0) {
            writer.writeInt8(SINGLE_32_KIND).writeInt32((int) numbers[0]);
        } else if (numbers.length == 1) {
            writer.writeInt8(SINGLE_64_KIND).writeInt64(numbers[0]);
        } else if (numbers.length <= MAX_SET_SIZE) {
            writer.writeInt8(SET_KIND).writeInt32(numbers.length);
            Arrays.stream(numbers).forEach(writer::writeInt64);
        } else if (highHalf(numbers[numbers.length - 1]) == 0) {
            writer.writeInt8(ROARING_32_KIND);
            RoaringBitmap.of(LongStream.of(numbers)
                            .mapToInt(number -> (int) number)
                            .toArray())
                    .write(writer);
        } else {
            Map<Integer, IntStream.Builder> lowHalvesByHighHalf = new TreeMap<>(Integer::compareUnsigned);
            for (long number : numbers) {
                lowHalvesByHighHalf
                        .computeIfAbsent(highHalf(number), highHalf -> IntStream.builder())
                        .add((int) number);
            }
            writer.writeInt8(ROARING_64_KIND).writeVarint(lowHalvesByHighHalf.size());
            lowHalvesByHighHalf.forEach((highHalf, lowHalves) -> {
                writer.writeInt32(highHalf);
                RoaringBitmap.of(lowHalves.build().toArray()).write(writer);
            });
        }
        return writer.toBytes();
    }

    private static int highHalf(long number) {
        return (int) (number >>> Integer.SIZE);
    }

    /** Returns the numbers in any order; empty if the bytes are not a bitmap. Bytes after the bitmap are ignored. */
    static Optional<long[]> decode(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        LongStream.Builder numberBuilder = LongStream.builder();
        try {
            return readNumbersInto(buffer, numberBuilder)
                    ? Optional.of(numberBuilder.build().toArray())
                    : Optional.empty();
        } catch (BufferUnderflowException | IllegalArgumentException ignored) {
            return Optional.empty();
        }
    }

    /** Reads a bitmap, and adds its numbers to the builder; returns false, and adds nothing, if its kind is unknown. */
    private static boolean readNumbersInto(ByteBuffer buffer, LongStream.Builder numberBuilder) {
        int kind = buffer.get();
        switch (kind) {
            case EMPTY_KIND -> {
                // no numbers
            }
            case SINGLE_32_KIND -> numberBuilder.add(Integer.toUnsignedLong(buffer.getInt()));
            case SINGLE_64_KIND -> numberBuilder.add(buffer.getLong());
            case SET_KIND -> {
                for (int remaining = buffer.getInt(); remaining > 0; remaining--) {
                    numberBuilder.add(buffer.getLong());
                }
            }
            case ROARING_32_KIND, ROARING_32_NATIVE_KIND ->
                new RoaringBitmapReader(buffer, numberBuilder).readNumbers(kind == ROARING_32_NATIVE_KIND, 0);
            case ROARING_64_KIND, ROARING_64_NATIVE_KIND -> {
                RoaringBitmapReader bitmapReader = new RoaringBitmapReader(buffer, numberBuilder);
                for (long remaining = readVarint(buffer); remaining > 0; remaining--) {
                    long highHalf = (long) buffer.getInt() << Integer.SIZE;
                    bitmapReader.readNumbers(kind == ROARING_64_NATIVE_KIND, highHalf);
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Reads a number as {@link LittleEndianWriter#writeVarint} writes it. */
    private static long readVarint(ByteBuffer buffer) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte nextByte = buffer.get();
            value |= (long) (nextByte & 0x7f) << shift;
            if (nextByte >= 0) {
                return value;
            }
        }
    }
}
