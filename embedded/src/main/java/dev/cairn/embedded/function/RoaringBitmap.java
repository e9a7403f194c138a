package dev.cairn.embedded.function;

import dev.cairn.embedded.function.BitmapBytes.ByteWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Roaring bitmaps of 32 bits in their portable format: containers of the numbers with the same upper 16 bits, which are runs,
 * sorted arrays or bits, whichever is shortest.
 */
record RoaringBitmap(List<Container> containers) {
    private static final int COOKIE = 12346;
    private static final int COOKIE_WITH_RUNS = 12347;

    /** A bitmap with runs and fewer containers has no offsets of the containers. */
    private static final int MIN_CONTAINERS_WITH_OFFSETS = 4;

    private static final int MAX_ARRAY_SIZE = 4096;
    private static final int WORDS = 1024;
    private static final int BITS = 16;
    private static final int LOW = 0xffff;

    /** The kind of a bitmap in the native format that is an array of numbers. */
    private static final int NATIVE_ARRAY = 1;

    RoaringBitmap {
        containers = List.copyOf(containers);
    }

    /** @param runs the first number and the last one of each run, without the common upper bits */
    record Container(int key, BitSet values, List<int[]> runs) {
        static Container of(int key, BitSet values) {
            List<int[]> runs = new ArrayList<>();
            for (int first = values.nextSetBit(0); first >= 0; ) {
                int end = values.nextClearBit(first);
                runs.add(new int[] {first, end - 1});
                first = values.nextSetBit(end);
            }
            return new Container(key, values, runs);
        }

        int size() {
            return values.cardinality();
        }

        boolean isRuns() {
            int others = size() > MAX_ARRAY_SIZE ? WORDS * Long.BYTES : 2 * size() + 2;
            return 2 + 4 * runs.size() < others;
        }

        int length() {
            return isRuns() ? 2 + 4 * runs.size() : size() > MAX_ARRAY_SIZE ? WORDS * Long.BYTES : 2 * size();
        }

        void write(ByteWriter out) {
            if (isRuns()) {
                out.writeInt16(runs.size());
                runs.forEach(run -> out.writeInt16(run[0]).writeInt16(run[1] - run[0]));
            } else if (size() > MAX_ARRAY_SIZE) {
                long[] words = values.toLongArray();
                for (int i = 0; i < WORDS; i++) {
                    out.writeInt64(i < words.length ? words[i] : 0);
                }
            } else {
                values.stream().forEach(out::writeInt16);
            }
        }
    }

    /** @param numbers different numbers in their order without signs */
    static RoaringBitmap of(int[] numbers) {
        List<Container> containers = new ArrayList<>();
        int from = 0;
        while (from < numbers.length) {
            int key = numbers[from] >>> BITS;
            BitSet values = new BitSet();
            for (; from < numbers.length && numbers[from] >>> BITS == key; from++) {
                values.set(numbers[from] & LOW);
            }
            containers.add(Container.of(key, values));
        }
        return new RoaringBitmap(containers);
    }

    void write(ByteWriter out) {
        int count = containers.size();
        boolean withRuns = containers.stream().anyMatch(Container::isRuns);
        int header = 4 * count;
        if (withRuns) {
            out.writeInt32(COOKIE_WITH_RUNS | (count - 1) << BITS);
            for (int i = 0; i < count; i += Byte.SIZE) {
                int flags = 0;
                for (int j = i; j < Math.min(count, i + Byte.SIZE); j++) {
                    flags |= containers.get(j).isRuns() ? 1 << (j - i) : 0;
                }
                out.writeInt8(flags);
            }
            header += 4 + (count + Byte.SIZE - 1) / Byte.SIZE;
        } else {
            out.writeInt32(COOKIE).writeInt32(count);
            header += 8;
        }
        containers.forEach(each -> out.writeInt16(each.key()).writeInt16(each.size() - 1));
        if (!withRuns || count >= MIN_CONTAINERS_WITH_OFFSETS) {
            int offset = header + 4 * count;
            for (Container each : containers) {
                out.writeInt32(offset);
                offset += each.length();
            }
        }
        containers.forEach(each -> each.write(out));
    }

    /**
     * Adds the numbers of a bitmap.
     *
     * @param high the upper bits of the numbers
     * @throws IllegalArgumentException if the bytes are no such bitmap
     */
    static void read(ByteBuffer in, boolean isNative, long high, LongStream.Builder numbers) {
        if (isNative && in.get() == NATIVE_ARRAY) {
            for (int left = in.getInt(); left > 0; left--) {
                numbers.add(high | Integer.toUnsignedLong(in.getInt()));
            }
            return;
        }
        int cookie = in.getInt();
        boolean withRuns = (cookie & LOW) == COOKIE_WITH_RUNS;
        if (!withRuns && cookie != COOKIE) {
            throw new IllegalArgumentException("no Roaring bitmap");
        }
        int count = withRuns ? (cookie >>> BITS) + 1 : in.getInt();
        byte[] runs = new byte[withRuns ? (count + Byte.SIZE - 1) / Byte.SIZE : 0];
        in.get(runs);
        int[] keys = new int[count];
        int[] sizes = new int[count];
        for (int i = 0; i < count; i++) {
            keys[i] = readUnsigned(in);
            sizes[i] = readUnsigned(in) + 1;
        }
        if (!withRuns || count >= MIN_CONTAINERS_WITH_OFFSETS) {
            in.position(in.position() + 4 * count);
        }
        BitSet runFlags = BitSet.valueOf(runs);
        for (int i = 0; i < count; i++) {
            readContainer(in, runFlags.get(i), sizes[i], high | (long) keys[i] << BITS, numbers);
        }
    }

    private static void readContainer(ByteBuffer in, boolean runs, int size, long upper, LongStream.Builder numbers) {
        if (runs) {
            for (int left = readUnsigned(in); left > 0; left--) {
                long first = upper | readUnsigned(in);
                LongStream.rangeClosed(first, first + readUnsigned(in)).forEach(numbers::add);
            }
        } else if (size > MAX_ARRAY_SIZE) {
            long[] words = new long[WORDS];
            for (int i = 0; i < WORDS; i++) {
                words[i] = in.getLong();
            }
            BitSet.valueOf(words).stream().forEach(value -> numbers.add(upper | value));
        } else {
            for (int i = 0; i < size; i++) {
                numbers.add(upper | readUnsigned(in));
            }
        }
    }

    private static int readUnsigned(ByteBuffer in) {
        return Short.toUnsignedInt(in.getShort());
    }
}
