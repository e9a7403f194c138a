package dev.cairn.analysis.function;

/** Functions of arrays, maps and structs. See {@link SignatureNotation}. */
final class CollectionSignatures {
    static final String SCALAR = """
        array_length (array) int
        array_append, array_remove (array, any) array
        array_contains (array, any) boolean
            | ([T], T) boolean for boolean INTEGERS decimalv2 DECIMALS float double varchar date datetime
        array_sum ([T]) bigint for boolean tinyint smallint int bigint | ([largeint]) largeint
            | ([decimalv2]) decimalv2 | ([T]) decimal128 for DECIMALS | ([float]) double | ([double]) double
        array_avg ([T]) double for boolean INTEGERS | ([decimalv2]) decimalv2 | ([T]) decimal128 for DECIMALS
            | ([float]) double | ([double]) double
        array_min, array_max ([T]) T for boolean INTEGERS float DECIMALS double decimalv2 date datetime varchar
        array_position (array, any) int
            | ([T], T) int for boolean INTEGERS decimalv2 DECIMALS float double varchar date datetime
        array_distinct ([T]) [T] for boolean INTEGERS float DECIMALS double varchar decimalv2 datetime date
            | (array) array
        array_sort ([T]) [T] for boolean INTEGERS float DECIMALS double varchar decimalv2 datetime date json
        array_join ([varchar], varchar) varchar | ([varchar], varchar, varchar) varchar
        array_difference ([T]) [bigint] for boolean tinyint smallint int bigint | ([largeint]) [largeint]
            | ([float]) [double] | ([T]) [T] for decimalv2 DECIMALS double
        array_slice ([T], bigint, bigint) [T] for date datetime boolean INTEGERS float DECIMALS double decimalv2
            varchar json
            | (array, bigint, bigint) array
            | ([T], bigint) [T] for date datetime boolean INTEGERS float DECIMALS double decimalv2 varchar json
            | (array, bigint) array
        array_concat ([T]...) [T] for date datetime boolean INTEGERS float DECIMALS double decimalv2 varchar
            json
            | (array...) array
        arrays_zip (array...) array
        arrays_overlap ([T], [T]) boolean for date datetime boolean INTEGERS float DECIMALS double decimalv2
            varchar
            | (array, array) boolean
        array_intersect ([T]...) [T] for date datetime boolean INTEGERS float DECIMALS double decimalv2 varchar
            | (array...) array
        array_cum_sum ([bigint]) [bigint] | ([double]) [double]
        array_contains_all, array_contains_seq (array, array) boolean
            | ([T], [T]) boolean for boolean INTEGERS decimalv2 DECIMALS float double varchar date datetime
        array_filter (array, [boolean]) array
        all_match, any_match ([boolean]) boolean
        array_sortby (array, [T]) array for boolean INTEGERS float DECIMALS double varchar decimalv2 datetime
            date json
            | (array, array, array...) array
        array_generate (T, T, T) [T] for INTEGERS | (datetime, datetime, int, varchar) [datetime]
            | (date, date, int, varchar) [date]
        array_repeat (any, int) array
        array_top_n (array, int) array
        array_flatten (array) any
        map_size (map) int
        map_keys, map_values, map_entries (map) array
        map_from_arrays (array, array) map
        map_filter (map, [boolean]) map
        distinct_map_keys (map) map
        map_concat (map...) map
        cardinality (map) int | (array) int
        row, named_struct (any...) struct
        """;

    private CollectionSignatures() {}
}
