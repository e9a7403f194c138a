package dev.cairn.embedded.function;

import static dev.cairn.embedded.function.JavaFunction.ValueKind.LONG;
import static dev.cairn.embedded.function.JavaFunction.ValueKind.TEXT;
import static dev.cairn.embedded.function.JavaFunction.function;
import static dev.cairn.embedded.function.JavaFunction.helper;

import dev.cairn.embedded.text.ByteTextCodec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Functions that calculate hashes and checksums of bytes. */
public final class HashFunctions {
    private HashFunctions() {}

    public static List<JavaFunction> functions() {
        return List.of(
                function("sha2", TEXT, LONG)
                        .returningText(arguments -> hashSha2(arguments.textAt(0), arguments.longAt(1))),
                helper("md5", TEXT).returningText(arguments -> calculateHexDigest("MD5", arguments.textAt(0))),
                helper("xxh3", TEXT, LONG)
                        .returningLong(arguments ->
                                Xxh3.hash64(ByteTextCodec.encode(arguments.textAt(0)), arguments.longAt(1))),
                helper("xxh3_of_128_bits", TEXT)
                        .returningText(arguments -> Xxh3.hash128(ByteTextCodec.encode(arguments.textAt(0)))
                                .toString()),
                helper("md5_number", TEXT)
                        .returningText(arguments -> new BigInteger(
                                        HexFormat.of().parseHex(calculateHexDigest("MD5", arguments.textAt(0))))
                                .toString()),
                function("sm3", TEXT)
                        .returningText(arguments -> Sm3.hashToHex(ByteTextCodec.encode(arguments.textAt(0)))),
                helper("iceberg_bucket", LONG, LONG)
                        .returningLong(arguments -> calculateIcebergBucket(
                                new LittleEndianWriter()
                                        .writeInt64(arguments.longAt(0))
                                        .toBytes(),
                                arguments.longAt(1))),
                helper("iceberg_bucket_of_decimal", TEXT, LONG)
                        .returningLong(arguments -> calculateIcebergBucket(
                                new BigDecimal(arguments.textAt(0))
                                        .unscaledValue()
                                        .toByteArray(),
                                arguments.longAt(1))),
                function("crc32", TEXT).returningLong(arguments -> calculateCrc(arguments.textAt(0))),
                helper("murmur", TEXT, LONG).returningLong(arguments -> (long)
                        MurmurHash3.hash32(ByteTextCodec.encode(arguments.textAt(0)), (int) arguments.longAt(1))));
    }

    /** Returns a hash of SHA-2; null if it has no variant with this number of bits. The number 0 means 256 bits. */
    private static @Nullable String hashSha2(String text, long bits) {
        long hashBits = bits == 0 ? 256 : bits;
        if (hashBits != 224 && hashBits != 256 && hashBits != 384 && hashBits != 512) {
            return null;
        }
        return calculateHexDigest("SHA-" + hashBits, text);
    }

    private static String calculateHexDigest(String algorithm, String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(ByteTextCodec.encode(text)));
        } catch (NoSuchAlgorithmException failure) {
            throw new IllegalStateException("Every JDK has " + algorithm, failure);
        }
    }

    /** Returns the number of the bucket, from 0, to which Iceberg's transform assigns a value. */
    private static long calculateIcebergBucket(byte[] bytes, long bucketCount) {
        return (MurmurHash3.hash32(bytes, 0) & Integer.MAX_VALUE) % bucketCount;
    }

    private static long calculateCrc(String text) {
        CRC32 crc = new CRC32();
        crc.update(ByteTextCodec.encode(text));
        return crc.getValue();
    }
}
