package dev.cairn.embedded.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.tdunning.math.stats.MergingDigest;
import com.tdunning.math.stats.TDigest;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.openhft.hashing.LongHashFunction;
import net.openhft.hashing.LongTupleHashFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes and hashes that Java calculates here are those of the libraries that others use for them. */
class LibraryOraclesTest {
    private static final int LONGEST = 1_100;

    private final Random random = new Random(20_260_601);

    @Test
    void hashesOf64BitsAreThoseOfTheLibrary() {
        for (int length = 0; length <= LONGEST; length++) {
            byte[] bytes = bytes(length);
            long seed = random.nextLong();
            assertThat(Xxh3.hash64(bytes, 0))
                    .as("%s bytes", length)
                    .isEqualTo(LongHashFunction.xx3().hashBytes(bytes));
            assertThat(Xxh3.hash64(bytes, seed))
                    .as("%s bytes with a seed", length)
                    .isEqualTo(LongHashFunction.xx3(seed).hashBytes(bytes));
        }
    }

    @Test
    void hashesOf128BitsAreThoseOfTheLibrary() {
        for (int length = 0; length <= LONGEST; length++) {
            byte[] bytes = bytes(length);
            long[] halves = LongTupleHashFunction.xx128().hashBytes(bytes);
            BigInteger expected = BigInteger.valueOf(halves[1])
                    .shiftLeft(Long.SIZE)
                    .add(new BigInteger(Long.toUnsignedString(halves[0])));
            assertThat(Xxh3.hash128(bytes)).as("%s bytes", length).isEqualTo(expected);
        }
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** @param step the largest distance between two numbers: runs, words of bits, and arrays of few numbers */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100, 5_000, 1_000_000})
    void bitmapsAreThoseOfTheLibrary(int step) throws IOException {
        for (int size : new int[] {33, 100, 4_095, 4_096, 4_097, 20_000}) {
            int[] numbers = numbers(size, step);
            org.roaringbitmap.RoaringBitmap ours = new org.roaringbitmap.RoaringBitmap();
            byte[] written = BitmapCodec.encode(unsigned(numbers));
            ours.deserialize(ByteBuffer.wrap(written, 1, written.length - 1));
            assertThat(ours.toArray()).isEqualTo(numbers);

            org.roaringbitmap.RoaringBitmap theirs = org.roaringbitmap.RoaringBitmap.bitmapOf(numbers);
            assertThat(sorted(BitmapCodec.decode(bytes(theirs, written[0])).orElseThrow()))
                    .isEqualTo(unsigned(numbers));
            theirs.runOptimize();
            assertThat(sorted(BitmapCodec.decode(bytes(theirs, written[0])).orElseThrow()))
                    .isEqualTo(unsigned(numbers));
            assertThat(written.length)
                    .as("as short as the library's, which prefers arrays to runs of the same length")
                    .isLessThanOrEqualTo(bytes(theirs, written[0]).length);
        }
    }

    private int[] numbers(int size, int step) {
        int[] numbers = new int[size];
        int last = random.nextInt(1_000);
        for (int i = 0; i < size; i++) {
            numbers[i] = last;
            last = (int) Math.min(Integer.MAX_VALUE - (long) size, last + 1L + random.nextInt(step));
        }
        return Arrays.stream(numbers).distinct().toArray();
    }

    private static long[] unsigned(int[] numbers) {
        return Arrays.stream(numbers).mapToLong(Integer::toUnsignedLong).toArray();
    }

    private static long[] sorted(long[] numbers) {
        Arrays.sort(numbers);
        return numbers;
    }

    /** Returns a bitmap behind the byte that tells its kind. */
    private static byte[] bytes(org.roaringbitmap.RoaringBitmap bitmap, byte kind) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(kind);
            bitmap.serialize(out);
        }
        return bytes.toByteArray();
    }

    /** Both approximate: the shares of the values below a quantile are compared, not the quantiles. */
    @ParameterizedTest
    @ValueSource(ints = {1, 10, 1_000, 50_000})
    void quantilesAreAsExactAsThoseOfTheLibrary(int size) {
        double[] values =
                random.doubles(size).map(value -> value * value * 1_000).toArray();
        String texts =
                Arrays.stream(values).mapToObj(value -> (float) value + " 1").collect(Collectors.joining(","));
        QuantileSketch ours = QuantileSketch.of(texts, 10_000);
        TDigest theirs = new MergingDigest(1_000);
        Arrays.stream(values).forEach(theirs::add);
        Arrays.sort(values);
        for (double share :
                IntStream.rangeClosed(0, 20).mapToDouble(i -> i / 20.0).toArray()) {
            assertThat(shareBelow(values, ours.quantile(share)))
                    .as("the share %s of %s values", share, size)
                    .isCloseTo(shareBelow(values, theirs.quantile(share)), within(1.0 / size + 0.001));
        }
    }

    private static double shareBelow(double[] sorted, double value) {
        return Arrays.stream(sorted).filter(each -> each < value).count() / (double) sorted.length;
    }
}
