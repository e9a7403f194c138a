package dev.cairn.analysis.function;

/** The functions of numbers and bits, and those that are equivalent to operators. */
final class MathFunctions implements FunctionFamily {
    @Override
    public FunctionEntry.Kind kind() {
        return FunctionEntry.Kind.SCALAR;
    }

    @Override
    public String functions() {
        return """
            pi, e () double
            sign (double) float
            abs (T) T for double float largeint | (bigint) largeint | (int) bigint | (smallint) int | (tinyint)
                smallint | (T) T for decimalv2 DECIMALS decimal256; decimals DECIMAL_OF_FIRST
            sin, asin, sinh, cos, acos, cosh, tan, atan, tanh, ln, dlog1, log2, log10, dlog10, exp, dexp, radians,
                degrees, sqrt, dsqrt, cot, square, cbrt (double) double
            cosine_similarity, cosine_similarity_norm, approx_cosine_similarity, l2_distance, approx_l2_distance
                ([float], [float]) float
            ceiling, dceil, dfloor (double) bigint
            ceil, floor (double) bigint; is LOWER_CASE
            dround, round (decimal128) decimal128 | (decimal128, int) decimal128 | (double) bigint | (double, int)
                double; decimals ROUNDED
            truncate (decimal128, int) decimal128 | (double, int) double; decimals ROUNDED
            log (double) double | (double, double) double
            pow, power, dpow, fpow, atan2 (double, double) double
            pmod (bigint, bigint) bigint | (double, double) double
            fmod (float, float) float | (double, double) double
            mod (T, T) T for INTEGERS float double decimalv2 DECIMALS decimal256; decimals COMMON; is
                LOWER_CASE
            positive, negative (T) T for double bigint decimalv2 DECIMALS; decimals DECIMAL_OF_FIRST
            least, greatest (T...) T for datetime INTEGERS float double decimalv2 DECIMALS varchar; decimals COMMON
            rand, random () double | (bigint) double; is NONDETERMINISTIC
            bin (bigint) varchar
            conv (bigint, tinyint, tinyint) varchar | (varchar, tinyint, tinyint) varchar
            __iceberg_transform_truncate (T, int) T for int bigint DECIMALS varchar varbinary
            __iceberg_transform_bucket (T, int) int for int bigint date datetime varchar varbinary DECIMALS
            bitxor (T, T) T for INTEGERS; operator BIT_XOR; is WITHOUT_OVER
            bitor (T, T) T for INTEGERS; operator BIT_OR; is WITHOUT_OVER
            bitand (T, T) T for INTEGERS; operator BIT_AND; is WITHOUT_OVER
            bitnot (T) T for INTEGERS
            bit_shift_left, bit_shift_right, bit_shift_right_logical (T, bigint) T for INTEGERS
            add; operator PLUS; is WITHOUT_OVER
            subtract; operator MINUS; is WITHOUT_OVER
            multiply; operator TIMES; is WITHOUT_OVER
            divide; operator DIVIDE; is WITHOUT_OVER
            int_divide; operator INT_DIVIDE; is WITHOUT_OVER
            """;
    }
}
