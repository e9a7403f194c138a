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

/** Bytes and hashes that the embedded server calculates in Java are those of established libraries. */
class LibraryOraclesTest {
    private static final int MAX_LENGTH = 1_100;

    private final Random random = new Random(20_260_601);

    @Test
    void hashesOf64BitsAreThoseOfTheLibrary() {
        for (int length = 0; length <= MAX_LENGTH; length++) {
            byte[] bytes = randomBytes(length);
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
        for (int length = 0; length <= MAX_LENGTH; length++) {
            byte[] bytes = randomBytes(length);
            long[] halves = LongTupleHashFunction.xx128().hashBytes(bytes);
            BigInteger expected = BigInteger.valueOf(halves[1])
                    .shiftLeft(Long.SIZE)
                    .add(new BigInteger(Long.toUnsignedString(halves[0])));
            assertThat(Xxh3.hash128(bytes)).as("%s bytes", length).isEqualTo(expected);
        }
    }

    private byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /**
     * @param maxStep the largest distance between two numbers, which determines whether a bitmap consists of runs,
     *     words of bits, or arrays
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100, 5_000, 1_000_000})
    void bitmapsAreThoseOfTheLibrary(int maxStep) throws IOException {
        for (int size : new int[] {33, 100, 4_095, 4_096, 4_097, 20_000}) {
            int[] numbers = randomNumbers(size, maxStep);
            org.roaringbitmap.RoaringBitmap ownBitmap = new org.roaringbitmap.RoaringBitmap();
            byte[] encoded = BitmapCodec.encode(toUnsigned(numbers));
            ownBitmap.deserialize(ByteBuffer.wrap(encoded, 1, encoded.length - 1));
            assertThat(ownBitmap.toArray()).isEqualTo(numbers);

            org.roaringbitmap.RoaringBitmap libraryBitmap = org.roaringbitmap.RoaringBitmap.bitmapOf(numbers);
            assertThat(sort(BitmapCodec.decode(serialize(libraryBitmap, encoded[0]))
                            .orElseThrow()))
                    .isEqualTo(toUnsigned(numbers));
            libraryBitmap.runOptimize();
            assertThat(sort(BitmapCodec.decode(serialize(libraryBitmap, encoded[0]))
                            .orElseThrow()))
                    .isEqualTo(toUnsigned(numbers));
            assertThat(encoded.length)
                    .as("as short as the library's, which prefers arrays to runs of the same length")
                    .isLessThanOrEqualTo(serialize(libraryBitmap, encoded[0]).length);
        }
    }

    private int[] randomNumbers(int size, int maxStep) {
        int[] numbers = new int[size];
        int number = random.nextInt(1_000);
        for (int i = 0; i < size; i++) {
            numbers[i] = number;
            number = (int) Math.min(Integer.MAX_VALUE - (long) size, number + 1L + random.nextInt(maxStep));
        }
        return Arrays.stream(numbers).distinct().toArray();
    }

    private static long[] toUnsigned(int[] numbers) {
        return Arrays.stream(numbers).mapToLong(Integer::toUnsignedLong).toArray();
    }

    private static long[] sort(long[] numbers) {
        Arrays.sort(numbers);
        return numbers;
    }

    /** Returns the byte of a bitmap's kind and the bytes of the bitmap. */
    private static byte[] serialize(org.roaringbitmap.RoaringBitmap bitmap, byte kind) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(kind);
            bitmap.serialize(out);
        }
        return bytes.toByteArray();
    }

    /** Both are approximate, so the shares of the values below a quantile are compared instead of the quantiles. */
    @ParameterizedTest
    @ValueSource(ints = {1, 10, 1_000, 50_000})
    void quantilesAreAsExactAsThoseOfTheLibrary(int size) {
        double[] values =
                random.doubles(size).map(value -> value * value * 1_000).toArray();
        String weightedValues =
                Arrays.stream(values).mapToObj(value -> (float) value + " 1").collect(Collectors.joining(","));
        TDigestSketch ownSketch = TDigestSketch.of(weightedValues, 10_000);
        TDigest librarySketch = new MergingDigest(1_000);
        Arrays.stream(values).forEach(librarySketch::add);
        Arrays.sort(values);
        for (double share :
                IntStream.rangeClosed(0, 20).mapToDouble(i -> i / 20.0).toArray()) {
            assertThat(shareBelow(values, ownSketch.quantile(share)))
                    .as("the share %s of %s values", share, size)
                    .isCloseTo(shareBelow(values, librarySketch.quantile(share)), within(1.0 / size + 0.001));
        }
    }

    private static double shareBelow(double[] sorted, double value) {
        return Arrays.stream(sorted).filter(element -> element < value).count() / (double) sorted.length;
    }
}
