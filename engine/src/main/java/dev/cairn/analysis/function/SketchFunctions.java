package dev.cairn.analysis.function;

/** The scalar functions of bitmaps, HyperLogLogs and percentile sketches. */
final class SketchFunctions implements FunctionFamily {
    @Override
    public FunctionEntry.Kind kind() {
        return FunctionEntry.Kind.SCALAR;
    }

    @Override
    public String functions() {
        return """
            hll_cardinality (hll) bigint | (varchar) bigint; is TOTAL
            hll_hash! (varchar) hll; is NEVER_NULL
            hll_deserialize (varchar) hll
            hll_empty! () hll; is NEVER_NULL
            hll_serialize (hll) varchar; is TOTAL
            to_bitmap (T) bitmap for varchar boolean INTEGERS
            bitmap_hash, bitmap_hash64 (varchar) bitmap; is TOTAL
            bitmap_from_string, base64_to_bitmap (varchar) bitmap
            bitmap_count! (bitmap) bigint; is NEVER_NULL
            bitmap_empty! () bitmap; is NEVER_NULL
            bitmap_or, bitmap_and, bitmap_andnot, bitmap_xor (bitmap, bitmap) bitmap; is TOTAL
            bitmap_to_string, bitmap_to_base64 (bitmap) varchar; is TOTAL
            bitmap_contains (bitmap, bigint) boolean; is TOTAL
            bitmap_has_any (bitmap, bitmap) boolean; is TOTAL
            bitmap_remove (bitmap, bigint) bitmap
            bitmap_to_array (bitmap) [bigint]
            bitmap_max, bitmap_min (bitmap) largeint
            array_to_bitmap ([bigint]) bitmap
            sub_bitmap, bitmap_subset_limit, bitmap_subset_in_range (bitmap, bigint, bigint) bitmap
            bitmap_to_binary (bitmap) varbinary; is TOTAL
            bitmap_from_binary (varbinary) bitmap
            percentile_hash (double) percentile; is TOTAL
            percentile_empty () percentile; is NEVER_NULL
            percentile_approx_raw (percentile, double) double
            """;
    }

    @Override
    public void define(FunctionEntry function) {
        if (function.name().equals("array_to_bitmap")) {
            function.argumentsChecked(CollectionFunctions::requireArray);
        }
    }
}
