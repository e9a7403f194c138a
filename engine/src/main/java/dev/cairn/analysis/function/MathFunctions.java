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
            pi, e () double; is STRICT
            sign (double) float; is STRICT
            abs (T) T for double float largeint | (bigint) largeint | (int) bigint | (smallint) int | (tinyint) smallint
                | (T) T for decimalv2 DECIMALS decimal256; decimals DECIMAL_OF_FIRST; is STRICT
            sin, sinh, cos, cosh, tan, atan, tanh, exp, dexp, radians, degrees, square, cbrt (double) double; is STRICT
            asin, acos, ln, dlog1, log2, log10, dlog10, sqrt, dsqrt, cot (double) double
            cosine_similarity, cosine_similarity_norm, approx_cosine_similarity, l2_distance, approx_l2_distance
                ([float], [float]) float
            ceiling, dceil, dfloor (double) bigint; is STRICT
            ceil, floor (double) bigint; is LOWER_CASE STRICT
            dround, round (decimal128) decimal128 | (decimal128, int) decimal128 | (double) bigint | (double, int)
                double; decimals ROUNDED; is STRICT
            truncate (decimal128, int) decimal128 | (double, int) double; decimals ROUNDED; is STRICT
            log (double) double | (double, double) double
            pow, power, dpow, fpow (double, double) double
            atan2 (double, double) double; is STRICT
            pmod (bigint, bigint) bigint | (double, double) double; is DIVIDES
            fmod (float, float) float | (double, double) double; is DIVIDES
            mod (T, T) T for INTEGERS float double decimalv2 DECIMALS decimal256; decimals COMMON; is LOWER_CASE DIVIDES
            positive, negative (T) T for double bigint decimalv2 DECIMALS; decimals DECIMAL_OF_FIRST; is STRICT
            least, greatest (T...) T for datetime INTEGERS float double decimalv2 DECIMALS varchar; decimals COMMON; is
                STRICT
            rand, random () double | (bigint) double; is NONDETERMINISTIC STRICT
            bin (bigint) varchar; is STRICT
            conv (bigint, tinyint, tinyint) varchar | (varchar, tinyint, tinyint) varchar
            __iceberg_transform_truncate (T, int) T for int bigint DECIMALS varchar varbinary
            __iceberg_transform_bucket (T, int) int for int bigint date datetime varchar varbinary DECIMALS
            bitxor (T, T) T for INTEGERS; operator BIT_XOR; is WITHOUT_OVER
            bitor (T, T) T for INTEGERS; operator BIT_OR; is WITHOUT_OVER
            bitand (T, T) T for INTEGERS; operator BIT_AND; is WITHOUT_OVER
            bitnot (T) T for INTEGERS; is STRICT
            bit_shift_left, bit_shift_right, bit_shift_right_logical (T, bigint) T for INTEGERS; is STRICT
            add; operator PLUS; is WITHOUT_OVER
            subtract; operator MINUS; is WITHOUT_OVER
            multiply; operator TIMES; is WITHOUT_OVER
            divide; operator DIVIDE; is WITHOUT_OVER
            int_divide; operator INT_DIVIDE; is WITHOUT_OVER
            """;
    }
}
