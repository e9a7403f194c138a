package dev.cairn.analysis.function;

/** Functions of numbers and bits. See {@link SignatureNotation}. */
final class MathSignatures {
    static final String SCALAR = """
        pi, e () double
        sign (double) float
        abs (T) T for double float largeint | (bigint) largeint | (int) bigint | (smallint) int
            | (tinyint) smallint | (T) T for decimalv2 DECIMALS decimal256
        sin, asin, sinh, cos, acos, cosh, tan, atan, tanh, ln, dlog1, log2, log10, dlog10, exp, dexp, radians,
            degrees, sqrt, dsqrt, cot, square, cbrt (double) double
        cosine_similarity, cosine_similarity_norm, approx_cosine_similarity, l2_distance, approx_l2_distance
            ([float], [float]) float
        ceil, ceiling, dceil, floor, dfloor (double) bigint
        dround, round (decimal128) decimal128 | (decimal128, int) decimal128 | (double) bigint
            | (double, int) double
        truncate (decimal128, int) decimal128 | (double, int) double
        log (double) double | (double, double) double
        pow, power, dpow, fpow, atan2 (double, double) double
        pmod (bigint, bigint) bigint | (double, double) double
        fmod (float, float) float | (double, double) double
        mod (T, T) T for INTEGERS float double decimalv2 DECIMALS decimal256
        positive, negative (T) T for double bigint decimalv2 DECIMALS
        least, greatest (T...) T for datetime INTEGERS float double decimalv2 DECIMALS varchar
        rand, random () double | (bigint) double
        bin (bigint) varchar
        conv (bigint, tinyint, tinyint) varchar | (varchar, tinyint, tinyint) varchar
        __iceberg_transform_truncate (T, int) T for int bigint DECIMALS varchar varbinary
        __iceberg_transform_bucket (T, int) int for int bigint date datetime varchar varbinary DECIMALS
        bitand, bitor, bitxor (T, T) T for INTEGERS
        bitnot (T) T for INTEGERS
        bit_shift_left, bit_shift_right, bit_shift_right_logical (T, bigint) T for INTEGERS
        """;

    private MathSignatures() {}
}
