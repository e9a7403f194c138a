package dev.cairn.embedded.function;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * The hash function XXH3 with 64 and with 128 bits. It treats inputs of different lengths in different ways. The
 * offsets in the secret, the shifts and the order of the calculations are those of the reference implementation.
 */
final class Xxh3 {
    private static final long PRIME32_1 = 0x9E3779B1L;
    private static final long PRIME32_2 = 0x85EBCA77L;
    private static final long PRIME32_3 = 0xC2B2AE3DL;
    private static final long PRIME64_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME64_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME64_3 = 0x165667B19E3779F9L;
    private static final long PRIME64_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME64_5 = 0x27D4EB2F165667C5L;
    private static final long MIX_1 = 0x165667919E3779F9L;
    private static final long MIX_2 = 0x9FB21C651E98DF25L;

    private static final int STRIPE_LENGTH = 64;
    private static final int STRIPES_PER_BLOCK = 16;
    private static final int MAX_SHORT_LENGTH = 128;
    private static final int MAX_MEDIUM_LENGTH = 240;

    /** The offset in the secret for the last part of an input of up to 240 bytes. */
    private static final int LAST_SECRET_OFFSET = 119;

    private static final byte[] SECRET = HexFormat.of()
            .parseHex("b8fe6c3923a44bbe7c01812cf721ad1cded46de9839097db7240a4a4b7b3671f"
                    + "cb79e64eccc0e578825ad07dccff7221b8084674f743248ee03590e6813a264c"
                    + "3c2852bb91c300cb88d0658b1b532ea371644897a20df94e3819ef46a9deacd8a8"
                    + "fa763fe39c343ff9dcbbc7c70b4f1d8a51e04bcdb45931c89f7ec9d9787364ea"
                    + "c5ac8334d3ebc3c581a0fffa1363eb170ddd51b7f0da49d316552629d4689e2b"
                    + "16be587d47a1fc8ff8b8d17ad031ce45cb3a8f95160428afd7fbcabb4b407e");

    private final ByteBuffer inputBuffer;
    private final int length;
    private final long seed;
    /** The secret, to which the seed is added for a long input. */
    private final ByteBuffer secret;

    /** The lower and the upper half of a hash of 128 bits, while it is calculated. */
    private long low;

    private long high;

    private Xxh3(byte[] bytes, long seed) {
        this.inputBuffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        this.length = bytes.length;
        this.seed = seed;
        this.secret = createSecret(length > MAX_MEDIUM_LENGTH ? seed : 0);
    }

    private static ByteBuffer createSecret(long addedSeed) {
        ByteBuffer secret = ByteBuffer.wrap(SECRET.clone()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < SECRET.length; i += 16) {
            secret.putLong(i, secret.getLong(i) + addedSeed).putLong(i + 8, secret.getLong(i + 8) - addedSeed);
        }
        return secret;
    }

    static long hash64(byte[] bytes, long seed) {
        return new Xxh3(bytes, seed).calculate64();
    }

    /** Returns the hash without a seed as a signed number of 128 bits. */
    static BigInteger hash128(byte[] bytes) {
        Xxh3 hash = new Xxh3(bytes, 0);
        hash.calculate128();
        return BigInteger.valueOf(hash.high).shiftLeft(Long.SIZE).add(new BigInteger(Long.toUnsignedString(hash.low)));
    }

    private long calculate64() {
        if (length == 0) {
            return finish(seed ^ combinedKey(56, 64));
        }
        if (length < 4) {
            return finish((combineFewBytes() & 0xFFFFFFFFL) ^ (key32(0) + seed));
        }
        if (length <= 8) {
            long input =
                    (inputBuffer.getInt(length - 4) & 0xFFFFFFFFL) + ((long) inputBuffer.getInt(0) << Integer.SIZE);
            return finishUpToEightBytes(input ^ (combinedKey(8, 16) - seedForEightBytes()));
        }
        if (length <= 16) {
            long first = inputBuffer.getLong(0) ^ (combinedKey(24, 32) + seed);
            long second = inputBuffer.getLong(length - 8) ^ (combinedKey(40, 48) - seed);
            return avalanche(length + Long.reverseBytes(first) + second + fold(first, second));
        }
        if (length > MAX_MEDIUM_LENGTH) {
            return mergeAccumulators(calculateAccumulators(), 11, length * PRIME64_1);
        }
        long sum = length * PRIME64_1;
        if (length <= MAX_SHORT_LENGTH) {
            for (int i = (length - 1) / 32; i >= 0; i--) {
                sum += mix(16 * i, 32 * i, seed) + mix(length - 16 * (i + 1), 32 * i + 16, seed);
            }
            return avalanche(sum);
        }
        for (int i = 0; i < 8; i++) {
            sum += mix(16 * i, 16 * i, seed);
        }
        sum = avalanche(sum);
        for (int i = 8; i < length / 16; i++) {
            sum += mix(16 * i, 16 * (i - 8) + 3, seed);
        }
        return avalanche(sum + mix(length - 16, LAST_SECRET_OFFSET, seed));
    }

    private void calculate128() {
        if (length == 0) {
            low = finish(seed ^ combinedKey(64, 72));
            high = finish(seed ^ combinedKey(80, 88));
        } else if (length < 4) {
            int first = combineFewBytes();
            low = finish((first & 0xFFFFFFFFL) ^ (key32(0) + seed));
            high = finish((Integer.rotateLeft(Integer.reverseBytes(first), 13) & 0xFFFFFFFFL) ^ (key32(8) - seed));
        } else if (length <= 8) {
            long input =
                    (inputBuffer.getInt(0) & 0xFFFFFFFFL) + ((long) inputBuffer.getInt(length - 4) << Integer.SIZE);
            multiply(input ^ (combinedKey(16, 24) + seedForEightBytes()), PRIME64_1 + ((long) length << 2));
            high += low << 1;
            low ^= high >>> 3;
            low = (low ^ low >>> 35) * MIX_2;
            low ^= low >>> 28;
            high = avalanche(high);
        } else if (length <= 16) {
            long lastBytes = inputBuffer.getLong(length - 8);
            multiply(inputBuffer.getLong(0) ^ lastBytes ^ (combinedKey(32, 40) - seed), PRIME64_1);
            low += (length - 1L) << 54;
            lastBytes ^= combinedKey(48, 56) + seed;
            high += lastBytes + (lastBytes & 0xFFFFFFFFL) * (PRIME32_2 - 1);
            long oldHigh = high;
            multiply(low ^ Long.reverseBytes(high), PRIME64_2);
            high = avalanche(high + oldHigh * PRIME64_2);
            low = avalanche(low);
        } else if (length <= MAX_MEDIUM_LENGTH) {
            calculateMedium128();
        } else {
            long[] accumulators = calculateAccumulators();
            low = mergeAccumulators(accumulators, 11, length * PRIME64_1);
            high = mergeAccumulators(accumulators, SECRET.length - STRIPE_LENGTH - 11, ~(length * PRIME64_2));
        }
    }

    private void calculateMedium128() {
        low = length * PRIME64_1;
        high = 0;
        if (length <= MAX_SHORT_LENGTH) {
            for (int i = (length - 1) / 32; i >= 0; i--) {
                mixBoth(16 * i, length - 16 * (i + 1), 32 * i, seed);
            }
        } else {
            for (int i = 0; i < MAX_SHORT_LENGTH; i += 32) {
                mixBoth(i, i + 16, i, seed);
            }
            low = avalanche(low);
            high = avalanche(high);
            for (int i = MAX_SHORT_LENGTH; i + 32 <= length; i += 32) {
                mixBoth(i, i + 16, i - MAX_SHORT_LENGTH + 3, seed);
            }
            mixBoth(length - 16, length - 32, LAST_SECRET_OFFSET - 16, -seed);
        }
        long sum = low + high;
        high = -avalanche(low * PRIME64_1 + high * PRIME64_4 + (length - seed) * PRIME64_2);
        low = avalanche(sum);
    }

    private int combineFewBytes() {
        int first = inputBuffer.get(0) & 0xff;
        int middle = inputBuffer.get(length >> 1) & 0xff;
        int last = inputBuffer.get(length - 1) & 0xff;
        return first << 16 | middle << 24 | last | length << 8;
    }

    private long combinedKey(int offset, int otherOffset) {
        return secret.getLong(offset) ^ secret.getLong(otherOffset);
    }

    private long key32(int offset) {
        return (secret.getInt(offset) ^ secret.getInt(offset + 4)) & 0xFFFFFFFFL;
    }

    private long seedForEightBytes() {
        return seed ^ (long) Integer.reverseBytes((int) seed) << Integer.SIZE;
    }

    private long mix(int offset, int keyOffset, long keySeed) {
        return fold(
                inputBuffer.getLong(offset) ^ (secret.getLong(keyOffset) + keySeed),
                inputBuffer.getLong(offset + 8) ^ (secret.getLong(keyOffset + 8) - keySeed));
    }

    private void mixBoth(int firstOffset, int secondOffset, int keyOffset, long keySeed) {
        low = (low + mix(firstOffset, keyOffset, keySeed))
                ^ (inputBuffer.getLong(secondOffset) + inputBuffer.getLong(secondOffset + 8));
        high = (high + mix(secondOffset, keyOffset + 16, keySeed))
                ^ (inputBuffer.getLong(firstOffset) + inputBuffer.getLong(firstOffset + 8));
    }

    /** Returns the accumulators of a long input. */
    private long[] calculateAccumulators() {
        long[] accumulators = {PRIME32_3, PRIME64_1, PRIME64_2, PRIME64_3, PRIME64_4, PRIME32_2, PRIME64_5, PRIME32_1};
        int stripeCount = (length - 1) / STRIPE_LENGTH;
        for (int i = 0; i < stripeCount; i++) {
            accumulate(accumulators, i * STRIPE_LENGTH, i % STRIPES_PER_BLOCK * 8);
            if (i % STRIPES_PER_BLOCK == STRIPES_PER_BLOCK - 1) {
                for (int lane = 0; lane < accumulators.length; lane++) {
                    long scrambledSum = accumulators[lane] ^ accumulators[lane] >>> 47;
                    accumulators[lane] =
                            (scrambledSum ^ secret.getLong(SECRET.length - STRIPE_LENGTH + 8 * lane)) * PRIME32_1;
                }
            }
        }
        accumulate(accumulators, length - STRIPE_LENGTH, SECRET.length - STRIPE_LENGTH - 7);
        return accumulators;
    }

    private void accumulate(long[] accumulators, int offset, int keyOffset) {
        for (int lane = 0; lane < accumulators.length; lane++) {
            long value = inputBuffer.getLong(offset + 8 * lane);
            long keyedValue = value ^ secret.getLong(keyOffset + 8 * lane);
            accumulators[lane ^ 1] += value;
            accumulators[lane] += (keyedValue & 0xFFFFFFFFL) * (keyedValue >>> Integer.SIZE);
        }
    }

    private long mergeAccumulators(long[] accumulators, int keyOffset, long initialHash) {
        long hash = initialHash;
        for (int i = 0; i < accumulators.length; i += 2) {
            hash += fold(
                    accumulators[i] ^ secret.getLong(keyOffset + 8 * i),
                    accumulators[i + 1] ^ secret.getLong(keyOffset + 8 * i + 8));
        }
        return avalanche(hash);
    }

    private void multiply(long left, long right) {
        low = left * right;
        high = multiplyHigh(left, right);
    }

    private static long multiplyHigh(long left, long right) {
        return Math.multiplyHigh(left, right) + ((left >> 63) & right) + ((right >> 63) & left);
    }

    /** Returns both halves of the 128-bit product, combined by XOR. */
    private static long fold(long left, long right) {
        return left * right ^ multiplyHigh(left, right);
    }

    private static long avalanche(long hash) {
        long mixedHash = (hash ^ hash >>> 37) * MIX_1;
        return mixedHash ^ mixedHash >>> 32;
    }

    /** Mixes the bits as XXH64 does; XXH3 uses this for inputs of up to three bytes. */
    private static long finish(long hash) {
        long mixedHash = (hash ^ hash >>> 33) * PRIME64_2;
        mixedHash = (mixedHash ^ mixedHash >>> 29) * PRIME64_3;
        return mixedHash ^ mixedHash >>> 32;
    }

    private long finishUpToEightBytes(long hash) {
        long mixedHash = (hash ^ Long.rotateLeft(hash, 49) ^ Long.rotateLeft(hash, 24)) * MIX_2;
        mixedHash = (mixedHash ^ (mixedHash >>> 35) + length) * MIX_2;
        return mixedHash ^ mixedHash >>> 28;
    }
}
