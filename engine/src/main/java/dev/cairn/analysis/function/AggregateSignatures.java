package dev.cairn.analysis.function;

/**
 * The signatures of aggregate and window functions. See {@link SignatureNotation}.
 *
 * <p>A char in a list means every text type for the server; the result for such an argument is char too.
 */
final class AggregateSignatures {
    static final String AGGREGATE = """
        any_value (T) T for SCALARS array map struct
        ndv!, approx_count_distinct!, ds_theta_count_distinct! (T) bigint via varbinary for SCALARS
        ds_hll_count_distinct! (T) bigint via varbinary for SCALARS | (T, int) bigint via varbinary for SCALARS
            | (T, int, varchar) bigint via varbinary for SCALARS
        hll_raw (T) hll via varbinary for SCALARS
        hll_union, hll_raw_agg (hll) hll
        bitmap_agg (T) bitmap for bigint largeint int smallint tinyint boolean
        bitmap_intersect (bitmap) bitmap
        bitmap_union_int! (T) bigint via bitmap for SCALARS
        intersect_count (bitmap, T, T...) bigint via varchar for SCALARS
        group_concat (any...) varchar via struct
        array_unique_agg ([T]) [T] for boolean INTEGERS float double decimalv2 DECIMALS decimal256 char date
            datetime
        map_agg (T, any) map for boolean INTEGERS float double decimalv2 DECIMALS decimal256 char date datetime
            time
        sum_map (map) map
        percentile_approx (double, double) double via varbinary | (double, double, double) double via varbinary
            | (double, [double]) [double] via varbinary | (double, [double], double) [double] via varbinary
        percentile_approx_weighted (double, bigint, double) double via varbinary
            | (double, bigint, double, double) double via varbinary
            | (double, bigint, [double]) [double] via varbinary
            | (double, bigint, [double], double) [double] via varbinary
        percentile_union (percentile) percentile
        percentile_cont (T, double) T via varbinary for date datetime double
        percentile_disc, percentile_disc_lc (T, double) T via varbinary for boolean INTEGERS DECIMALS
            decimal256 char date datetime decimalv2 float double
        retention ([boolean]) [boolean] via bigint
        window_funnel (bigint, T, int, [boolean]) int via [bigint] for date datetime int bigint
        mann_whitney_u_test (double, boolean, varchar, bigint) json via varbinary
            | (double, boolean, varchar) json via varbinary | (double, boolean) json via varbinary
        histogram (T, int, double) varchar for float double boolean INTEGERS DECIMALS decimal256 char date
            datetime
            | (T, int, double, varchar) varchar for float double boolean INTEGERS DECIMALS decimal256 char date
            datetime
        histogram_hll_ndv (T, varchar) varchar for float double boolean INTEGERS DECIMALS decimal256 char date
            datetime
        dict_merge (varchar, int) varchar | ([varchar], int) varchar
        flat_json_meta (T) [varchar] for json struct map array
        column_size, column_compressed_size (any) bigint
        exchange_bytes! (any...) bigint
        exchange_speed! (any...) varchar via bigint
        """;

    static final String WINDOWED = """
        count! () bigint | (T) bigint for SCALARS array map struct
        min, max (T) T for SCALARS
        min_by, max_by (U, T) U via varbinary for U SCALARS array map struct variant for T SCALARS
        sum (T) double for float double | (T) bigint for boolean tinyint smallint int bigint
            | (largeint) largeint | (T) decimal128 for DECIMALS | (decimal256) decimal256 | (decimalv2) decimalv2
        avg (T) double via varbinary for float double boolean INTEGERS
            | (T) decimal128 via varbinary for DECIMALS | (decimal256) decimal256 via varbinary
            | (decimalv2) decimalv2 via varchar | (date) date via varbinary | (datetime) datetime
        stddev, stddev_samp, stddev_pop, std, variance, variance_samp, var_samp, variance_pop, var_pop
            (T) double via varbinary for float double boolean INTEGERS
        covar_pop, covar_samp, corr (T, T) double via varbinary for float double boolean INTEGERS
        bool_or (boolean) boolean
        array_agg (any...) array via struct
        array_agg_distinct (T) [T] for boolean INTEGERS float double decimalv2 DECIMALS decimal256 char date
            datetime
            | (time) [datetime]
        multi_distinct_count! (T) bigint via varbinary for boolean INTEGERS float double DECIMALS decimal256 char
            varbinary date datetime decimalv2
        multi_distinct_sum (T) double via varbinary for float double
            | (T) bigint via varbinary for boolean tinyint smallint int bigint
            | (largeint) largeint via varbinary | (T) decimal128 via varbinary for DECIMALS
            | (decimal256) decimal256 via varbinary | (decimalv2) decimalv2 via varbinary
        fused_multi_distinct_count, fused_multi_distinct_count_sum, fused_multi_distinct_count_avg,
            fused_multi_distinct_count_sum_avg
            (T) <count bigint, sum bigint, avg double> via varbinary for boolean tinyint smallint int bigint
            | (largeint) <count bigint, sum largeint, avg double> via varbinary
            | (T) <count bigint, sum double, avg double> via varbinary for float double
            | (T) <count bigint, sum decimal128, avg decimal128> via varbinary for DECIMALS
            | (T) <count bigint, sum T, avg T> via varbinary for decimal256 char varbinary date datetime decimalv2
        hll_union_agg! (hll) bigint via hll
        bitmap_union (bitmap) bitmap
        bitmap_union_count! (bitmap) bigint via bitmap
        approx_top_k! (T) [<item T, count bigint>] via varbinary for float double boolean INTEGERS DECIMALS
            decimal256 char date datetime
            | (T, int) [<item T, count bigint>] via varbinary for float double boolean INTEGERS DECIMALS
            decimal256 char date datetime
            | (T, int, int) [<item T, count bigint>] via varbinary for float double boolean INTEGERS DECIMALS
            decimal256 char date datetime
        """;

    static final String WINDOW = """
        rank, dense_rank () bigint via varbinary
        row_number () bigint
        cume_dist, percent_rank () double via varbinary
        ntile (bigint) bigint
        session_number (T, int) bigint for bigint int
        first_value, last_value (T) T for boolean INTEGERS float double DECIMALS decimal256 varchar hll bitmap
            percentile date datetime decimalv2 json
            | ([T]) [T] for boolean INTEGERS float double DECIMALS decimal256 varchar hll bitmap percentile date
            datetime decimalv2 json
        lag, lead (T, bigint, T) T for boolean INTEGERS float double DECIMALS decimal256 varchar hll bitmap
            percentile date datetime decimalv2 json
            | ([T], bigint, [T]) [T] for boolean INTEGERS float double DECIMALS decimal256 varchar hll bitmap
            percentile date datetime decimalv2 json
            | (T) T for boolean INTEGERS float double DECIMALS decimal256 varchar hll bitmap percentile date
            datetime decimalv2 json
            | ([T]) [T] for boolean INTEGERS float double DECIMALS decimal256 varchar hll bitmap percentile date
            datetime decimalv2 json
            | (T, bigint) T for boolean INTEGERS float double DECIMALS decimal256 varchar hll bitmap percentile
            date datetime decimalv2 json
            | ([T], bigint) [T] for boolean INTEGERS float double DECIMALS decimal256 varchar hll bitmap
            percentile date datetime decimalv2 json
        """;

    private AggregateSignatures() {}
}
