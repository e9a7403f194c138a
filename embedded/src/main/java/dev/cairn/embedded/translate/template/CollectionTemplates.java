package dev.cairn.embedded.translate.template;

/** Functions of arrays, maps and structs. */
final class CollectionTemplates {
    static final String SCALAR = """
        array_length (array) = len($1)
        cardinality (map) = cardinality($1)
        cardinality (array) = len($1)
        array_append (T, E) = CASE WHEN $1 IS NOT NULL THEN list_append($1, $2) END
        array_remove (array, E) = list_filter($1, lambda x: x IS DISTINCT FROM $2)
        array_contains (array, E) = CASE WHEN $2 IS NULL
            THEN $1 IS NOT NULL AND len(list_filter($1, lambda x: x IS NULL)) > 0 ELSE list_contains($1, $2) END
        array_contains_all (C, C) = list_has_all($1, $2)
        arrays_overlap (C, C) = sr_overlap($1, $2)
        array_position (array, E) = CASE WHEN $1 IS NOT NULL THEN coalesce(list_position($1, $2), 0) END
        array_sum (array) = list_sum($1)
        array_avg (array) = list_avg($1)
        array_min (array) = list_min($1)
        array_max (array) = list_max($1)
        array_distinct (array) = sr_distinct($1)
        array_sort (array) = list_sort($1, 'ASC', 'NULLS FIRST')
        array_join ([varchar], varchar) = array_to_string(list_filter($1, lambda x: x IS NOT NULL), $2)
        array_join ([varchar], varchar, varchar) = array_to_string(list_transform($1, lambda x: coalesce(x, $3)), $2)
        array_difference (T) = list_transform($1, lambda x, i: CASE WHEN i = 1 THEN x - x ELSE x - list_extract($1, i - 1) END)
        array_slice (array, bigint) = CASE WHEN $2 >= 1 THEN list_slice($1, $2, len($1))
            WHEN $2 = 0 THEN [] ELSE list_slice($1, len($1) + $2 + 1, len($1)) END
        array_slice (array, bigint, bigint) = CASE WHEN $2 >= 1 THEN list_slice($1, $2, $2 + $3 - 1)
            WHEN $2 = 0 THEN [] ELSE list_slice($1, len($1) + $2 + 1, len($1) + $2 + $3) END
        array_concat (T) = $1
        array_concat (T, T) = CASE WHEN $1 IS NOT NULL AND $2 IS NOT NULL THEN list_concat($1, $2) END
        array_concat (T, T, T) = CASE WHEN $1 IS NOT NULL AND $2 IS NOT NULL AND $3 IS NOT NULL
            THEN list_concat($1, $2, $3) END
        array_intersect (T) = sr_distinct($1)
        array_intersect (T, T) = sr_intersect($1, $2)
        array_intersect (T, T, T) = sr_intersect(sr_intersect($1, $2), $3)
        array_cum_sum (T) = list_transform($1, lambda x, i: CASE WHEN x IS NOT NULL THEN list_sum($1[1:i]) END)
        array_filter (array, [boolean]) = list_filter($1, lambda x, i: coalesce(list_extract($2, i), FALSE))
        any_match ([boolean]) = sr_any($1)
        all_match ([boolean]) = sr_all($1)
        array_contains_seq (C, C) = sr_sequence($1, $2)
        array_sortby (array, array) = list_transform(list_sort(list_transform($1, lambda x, i:
            {k: list_extract($2, i), i: i, v: x}), 'ASC', 'NULLS FIRST'), lambda e: e.v)
        array_repeat (any, int) = CASE WHEN $2 > 0 THEN list_transform(range($2), lambda x: $1) ELSE [] END
        array_top_n (array, int) = list_slice(list_sort($1, 'DESC', 'NULLS LAST'), 1, $2)
        array_flatten (array) = flatten($1)
        array_generate (number) = sr_series(1, $1, 1)
        array_generate (number, number) = CASE WHEN $1 <= $2 THEN sr_series($1, $2, 1) ELSE sr_series($1, $2, -1) END
        array_generate (number, number, number) = sr_series($1, $2, $3)
        map_size (map) = cardinality($1)
        map_keys (map) = map_keys($1)
        map_values (map) = map_values($1)
        map_entries (map) = map_entries($1)
        map_from_arrays (array, array) = map($1, $2)
        map_concat (T) = $1
        map_concat (T, T) = map_concat($1, $2)
        map_concat (T, T, T) = map_concat($1, $2, $3)
        distinct_map_keys (map) = $1
        map_filter (map, [boolean]) = map_from_entries(list_filter(map_entries($1),
            lambda e, i: coalesce(list_extract($2, i), FALSE)))\
        """;

    private CollectionTemplates() {}
}
