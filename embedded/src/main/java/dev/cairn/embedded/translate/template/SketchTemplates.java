package dev.cairn.embedded.translate.template;

import dev.cairn.embedded.translate.value.DuckDbType;

/** Functions of bitmaps, HyperLogLogs and percentile sketches, which are held as {@link DuckDbType} says. */
final class SketchTemplates {
    static final String SCALAR = """
        to_bitmap (varchar) = sr_number_as_bitmap($1)
        bitmap_hash (varchar) = [sr_murmur($1, 104729) & 4294967295]
        bitmap_empty () = []
        bitmap_count (bitmap) = coalesce(len($1), 0)
        bitmap_from_string (varchar) = sr_bitmap($1)
        bitmap_to_string (bitmap) = array_to_string($1, ',')
        bitmap_to_array (bitmap) = $1
        array_to_bitmap ([bigint]) = list_sort(list_distinct(list_filter($1, lambda x: x >= 0)))
        bitmap_or (bitmap, bitmap) = list_sort(list_distinct(list_concat($1, $2)))
        bitmap_and (bitmap, bitmap) = list_sort(list_intersect($1, $2))
        bitmap_andnot (bitmap, bitmap) = list_filter($1, lambda x: NOT list_contains($2, x))
        bitmap_xor (bitmap, bitmap) = list_sort(list_concat(list_filter($1, lambda x: NOT list_contains($2, x)),
            list_filter($2, lambda x: NOT list_contains($1, x))))
        bitmap_contains (bitmap, bigint) = list_contains($1, $2)
        bitmap_has_any (bitmap, bitmap) = list_has_any($1, $2)
        bitmap_remove (bitmap, bigint) = list_filter($1, lambda x: x <> $2)
        bitmap_max (bitmap) = list_max($1)
        bitmap_min (bitmap) = list_min($1)
        sub_bitmap (bitmap, bigint, bigint) = CASE WHEN len($1) > 0 AND $3 > 0 AND $2 < len($1) AND $2 >= -len($1)
            THEN list_slice($1, CASE WHEN $2 < 0 THEN len($1) + $2 + 1 ELSE $2 + 1 END,
            CASE WHEN $2 < 0 THEN len($1) + $2 ELSE $2 END + $3) END
        bitmap_subset_in_range (bitmap, bigint, bigint) = CASE WHEN $2 < $3 AND len($1) > 0
            THEN nullif(list_filter($1, lambda x: x >= $2 AND x < $3), []) END
        bitmap_subset_limit (bitmap, bigint, bigint) = CASE WHEN len($1) > 0
            THEN nullif(CASE WHEN $3 >= 0 THEN list_slice(list_filter($1, lambda x: x >= $2), 1, $3)
            ELSE list_slice(list_filter($1, lambda x: x <= $2), $3, -1) END, []) END
        hll_hash (varchar) = CASE WHEN $1 IS NULL THEN [] ELSE [hash($1)] END
        hll_empty () = []
        hll_cardinality (hll) = len($1)
        percentile_hash (double) = [$1]
        percentile_empty () = []
        percentile_approx_raw (percentile, double) = list_aggregate($1, 'quantile_cont', $2)\
        """;

    private SketchTemplates() {}
}
