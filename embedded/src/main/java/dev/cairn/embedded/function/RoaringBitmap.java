package dev.cairn.embedded.function;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A Roaring bitmap of 32-bit numbers, as it is written; {@link RoaringBitmapReader} reads one without creating such an
 * object. In the portable format, the numbers with the same upper 16 bits are a container, which has the shortest of
 * three encodings: runs, a sorted array, or one bit for each number.
 */
record RoaringBitmap(List<RoaringContainer> containers) {
    static final int COOKIE_WITHOUT_RUNS = 12346;
    static final int COOKIE_WITH_RUNS = 12347;

    /** A bitmap with runs and fewer containers has no offsets of the containers. */
    static final int MIN_CONTAINER_COUNT_WITH_OFFSETS = 4;

    static final int MAX_ARRAY_SIZE = 4096;
    static final int BITSET_WORD_COUNT = 1024;
    static final int LOW_BIT_COUNT = 16;
    static final int LOW_MASK = 0xffff;

    RoaringBitmap {
        containers = List.copyOf(containers);
    }

    /**
     * The numbers with the same upper bits.
     *
     * @param key the upper bits
     * @param values the lower bits of each number
     * @param runs the first and the last value of each run of consecutive values, as they follow from the values
     */
    record RoaringContainer(int key, BitSet values, List<int[]> runs) {
        static RoaringContainer of(int key, BitSet values) {
            List<int[]> runs = new ArrayList<>();
            for (int runStart = values.nextSetBit(0); runStart >= 0; ) {
                int runEnd = values.nextClearBit(runStart);
                runs.add(new int[] {runStart, runEnd - 1});
                runStart = values.nextSetBit(runEnd);
            }
            return new RoaringContainer(key, values, runs);
        }

        int size() {
            return values.cardinality();
        }

        /**
         * Returns whether runs are the shortest encoding. For this comparison, CRoaring counts two bytes for the length
         * of an array, which it does not write.
         */
        boolean isRunContainer() {
            boolean isArray = size() <= MAX_ARRAY_SIZE;
            return runByteLength() < byteLengthWithoutRuns() + (isArray ? Short.BYTES : 0);
        }

        int byteLength() {
            return isRunContainer() ? runByteLength() : byteLengthWithoutRuns();
        }

        private int runByteLength() {
            return 2 + 4 * runs.size();
        }

        private int byteLengthWithoutRuns() {
            return size() > MAX_ARRAY_SIZE ? BITSET_WORD_COUNT * Long.BYTES : 2 * size();
        }

        void write(LittleEndianWriter writer) {
            if (isRunContainer()) {
                writer.writeInt16(runs.size());
                runs.forEach(run -> writer.writeInt16(run[0]).writeInt16(run[1] - run[0]));
            } else if (size() > MAX_ARRAY_SIZE) {
                long[] words = values.toLongArray();
                for (int i = 0; i < BITSET_WORD_COUNT; i++) {
                    writer.writeInt64(i < words.length ? words[i] : 0);
                }
            } else {
                values.stream().forEach(writer::writeInt16);
            }
        }
    }

    /**
     * Returns the bitmap of these numbers.
     *
     * @param numbers distinct numbers, sorted as unsigned numbers
     */
    static RoaringBitmap of(int[] numbers) {
        List<RoaringContainer> containers = new ArrayList<>();
        int index = 0;
        while (index < numbers.length) {
            int key = numbers[index] >>> LOW_BIT_COUNT;
            BitSet values = new BitSet();
            for (; index < numbers.length && numbers[index] >>> LOW_BIT_COUNT == key; index++) {
                values.set(numbers[index] & LOW_MASK);
            }
            containers.add(RoaringContainer.of(key, values));
        }
        return new RoaringBitmap(containers);
    }

    void write(LittleEndianWriter writer) {
        int containerCount = containers.size();
        boolean hasRuns = containers.stream().anyMatch(RoaringContainer::isRunContainer);
        int headerLength = 4 * containerCount;
        if (hasRuns) {
            writer.writeInt32(COOKIE_WITH_RUNS | (containerCount - 1) << LOW_BIT_COUNT);
            for (int i = 0; i < containerCount; i += Byte.SIZE) {
                int flags = 0;
                for (int containerIndex = i;
                        containerIndex < Math.min(containerCount, i + Byte.SIZE);
                        containerIndex++) {
                    flags |= containers.get(containerIndex).isRunContainer() ? 1 << (containerIndex - i) : 0;
                }
                writer.writeInt8(flags);
            }
            headerLength += 4 + (containerCount + Byte.SIZE - 1) / Byte.SIZE;
        } else {
            writer.writeInt32(COOKIE_WITHOUT_RUNS).writeInt32(containerCount);
            headerLength += 8;
        }
        containers.forEach(container -> writer.writeInt16(container.key()).writeInt16(container.size() - 1));
        if (!hasRuns || containerCount >= MIN_CONTAINER_COUNT_WITH_OFFSETS) {
            int offset = headerLength + 4 * containerCount;
            for (RoaringContainer container : containers) {
                writer.writeInt32(offset);
                offset += container.byteLength();
            }
        }
        containers.forEach(container -> container.write(writer));
    }
}
