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
            hll_cardinality (hll) bigint | (varchar) bigint
            hll_hash!, hll_deserialize (varchar) hll
            hll_empty! () hll
            hll_serialize (hll) varchar
            to_bitmap (T) bitmap for varchar boolean INTEGERS
            bitmap_hash, bitmap_hash64, bitmap_from_string, base64_to_bitmap (varchar) bitmap
            bitmap_count! (bitmap) bigint
            bitmap_empty! () bitmap
            bitmap_or, bitmap_and, bitmap_andnot, bitmap_xor (bitmap, bitmap) bitmap
            bitmap_to_string, bitmap_to_base64 (bitmap) varchar
            bitmap_contains (bitmap, bigint) boolean
            bitmap_has_any (bitmap, bitmap) boolean
            bitmap_remove (bitmap, bigint) bitmap
            bitmap_to_array (bitmap) [bigint]
            bitmap_max, bitmap_min (bitmap) largeint
            array_to_bitmap ([bigint]) bitmap
            sub_bitmap, bitmap_subset_limit, bitmap_subset_in_range (bitmap, bigint, bigint) bitmap
            bitmap_to_binary (bitmap) varbinary
            bitmap_from_binary (varbinary) bitmap
            percentile_hash (double) percentile
            percentile_empty () percentile
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
