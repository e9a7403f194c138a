package dev.cairn.embedded.translate.template;

/** Functions of numbers and bits. What has no result is NULL. */
final class MathTemplates {
    static final String SCALAR = """
        pi () = pi()
        e () = exp(1)
        sign (double) = sign($1)
        abs (T) = abs($1)
        sin (double) = sin($1)
        cos (double) = cos($1)
        tan (double) = tan($1)
        asin (double) = CASE WHEN abs($1) <= 1 THEN asin($1) END
        acos (double) = CASE WHEN abs($1) <= 1 THEN acos($1) END
        atan (double) = atan($1)
        atan2 (double, double) = atan2($1, $2)
        sinh (double) = sinh($1)
        cosh (double) = cosh($1)
        tanh (double) = tanh($1)
        cot (double) = CASE WHEN $1 <> 0 THEN cot($1) END
        ln, dlog1 (double) = CASE WHEN $1 > 0 THEN ln($1) END
        log2 (double) = CASE WHEN $1 > 0 THEN log2($1) END
        log10, dlog10 (double) = CASE WHEN $1 > 0 THEN log10($1) END
        log (double) = CASE WHEN $1 > 0 THEN ln($1) END
        log (double, double) = CASE WHEN $1 > 0 AND $1 <> 1 AND $2 > 0 THEN ln($2) / ln($1) END
        exp, dexp (double) = exp($1)
        radians (double) = radians($1)
        degrees (double) = degrees($1)
        sqrt, dsqrt (double) = CASE WHEN $1 >= 0 THEN sqrt($1) END
        cbrt (double) = cbrt($1)
        square (double) = $1 * $1
        pow, power, dpow, fpow (double, double) = sr_power($1, $2)
        ceil, ceiling, dceil (double) = ceil($1)
        floor, dfloor (double) = floor($1)
        round, dround (decimal) = round($1, 0)
        round, dround (decimal, int) = sr_round(CAST($1 AS VARCHAR), $2)
        round, dround (double) = round($1)
        round, dround (double, int) = round($1, $2)
        truncate (decimal, int) = sr_truncate(CAST($1 AS VARCHAR), $2)
        truncate (double, int) = CAST(sr_truncate(sr_double_text($1), $2) AS DOUBLE)
        pmod (T, T) = (($1 % nullif($2, 0)) + $2) % nullif($2, 0)
        fmod (T, T) = fmod($1, nullif($2, 0))
        positive (T) = $1
        negative (T) = -$1
        least (T...) = CASE WHEN len(list_filter([$*], lambda x: x IS NULL)) = 0 THEN least($*) END
        greatest (T...) = CASE WHEN len(list_filter([$*], lambda x: x IS NULL)) = 0 THEN greatest($*) END
        rand, random () = random()
        rand, random (bigint) = random()
        bin (bigint) = sr_bin($1)
        conv (varchar, int, int) = sr_conv($1, $2, $3)
        cosine_similarity ([double], [double]) = list_cosine_similarity($1, $2)
        cosine_similarity_norm ([double], [double]) = list_inner_product($1, $2)
        l2_distance, approx_l2_distance ([double], [double])
            = list_sum(list_transform(list_zip($1, $2), lambda p: (p[1] - p[2]) * (p[1] - p[2])))
        equiwidth_bucket (bigint, bigint, bigint, bigint) = sr_equiwidth_bucket($1, $2, $3, $4)\
        """;

    private MathTemplates() {}
}
