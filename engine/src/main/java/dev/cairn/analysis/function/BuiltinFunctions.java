package dev.cairn.analysis.function;

import dev.cairn.analysis.function.Signature.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The built-in functions of the server, by lower-case name. */
public final class BuiltinFunctions {
    private static final Map<String, Overloads> ALL = read();

    private static final Overloads NONE = new Overloads(List.of());

    private BuiltinFunctions() {}

    /**
     * Whether a server has a built-in function of this name.
     *
     * @param name in lower case
     */
    public static boolean areNamed(String name) {
        return ALL.containsKey(name);
    }

    /** The names are in lower case. */
    public static Set<String> names() {
        return ALL.keySet();
    }

    public static Overloads named(String name) {
        return ALL.getOrDefault(name, NONE);
    }

    private static Map<String, Overloads> read() {
        Map<String, List<Signature>> signatures = new HashMap<>();
        SignatureNotation.read(TableSignatures.TABLE, Kind.TABLE, signatures);
        SignatureNotation.read(MathSignatures.SCALAR, Kind.SCALAR, signatures);
        SignatureNotation.read(TextSignatures.SCALAR, Kind.SCALAR, signatures);
        SignatureNotation.read(TimeSignatures.SCALAR, Kind.SCALAR, signatures);
        SignatureNotation.read(ConditionSignatures.SCALAR, Kind.SCALAR, signatures);
        SignatureNotation.read(CollectionSignatures.SCALAR, Kind.SCALAR, signatures);
        SignatureNotation.read(DocumentSignatures.SCALAR, Kind.SCALAR, signatures);
        SignatureNotation.read(SketchSignatures.SCALAR, Kind.SCALAR, signatures);
        SignatureNotation.read(AggregateSignatures.AGGREGATE, Kind.AGGREGATE, signatures);
        SignatureNotation.read(AggregateSignatures.WINDOWED, Kind.WINDOWED, signatures);
        SignatureNotation.read(AggregateSignatures.WINDOW, Kind.WINDOW, signatures);
        Map<String, Overloads> functions = new HashMap<>();
        signatures.forEach((name, overloads) -> functions.put(name, new Overloads(overloads)));
        return Map.copyOf(functions);
    }

    /** The signatures of table functions, whose result is a struct of the columns. See {@link SignatureNotation}. */
    private static final class TableSignatures {
        static final String TABLE = """
            unnest (array...) any
            unnest_bitmap (bitmap) <unnest_bitmap bigint>
            json_each (json) <key varchar, value json>
            subdivide_bitmap (bitmap, T) <subdivide_bitmap bitmap> for INTEGERS
            generate_series (T, T, T) <generate_series T> for INTEGERS
            list_rowsets (bigint, bigint) <id bigint, segments bigint, rows bigint, size bigint, overlapped boolean,
                delete_predicate varchar>
            """;

        private TableSignatures() {}
    }

    /**
     * The signatures of conditional functions, and of functions that query the server's state. See
     * {@link SignatureNotation}.
     */
    private static final class ConditionSignatures {
        static final String SCALAR = """
            if (boolean, T, T) T for boolean INTEGERS float double datetime date decimalv2 DECIMALS varchar bitmap
                percentile hll time array map struct json
            ifnull, nullif (T, T) T for boolean INTEGERS float double date datetime decimalv2 DECIMALS varchar
                bitmap percentile hll time array map struct json
            coalesce (T...) T for boolean date datetime INTEGERS float double decimalv2 DECIMALS varchar bitmap
                percentile hll time array map struct json
            esquery (varchar, varchar) boolean
            sleep (int) boolean
            version, current_version, last_query_id, uuid, host_name () varchar
            uuid_numeric () largeint
            assert_true (boolean) boolean | (boolean, varchar) boolean
            get_query_profile (varchar) varchar
            encode_sort_key (any...) varbinary
            grouping_id, grouping (bigint) bigint
            is_role_in_session (varchar) boolean
            bar (bigint, bigint, bigint, bigint) varchar
            equiwidth_bucket (bigint, bigint, bigint, bigint) bigint
            tokenize (varchar, varchar) [varchar]
            ai_query (varchar, json) varchar
            """;

        private ConditionSignatures() {}
    }

    /**
     * The signatures of scalar functions of bitmaps, HyperLogLogs and percentile sketches. See
     * {@link SignatureNotation}.
     */
    private static final class SketchSignatures {
        static final String SCALAR = """
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

        private SketchSignatures() {}
    }

    /** The signatures of functions of numbers and bits. See {@link SignatureNotation}. */
    private static final class MathSignatures {
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

    /** The signatures of functions of JSON, VARIANT and geometries. See {@link SignatureNotation}. */
    private static final class DocumentSignatures {
        static final String SCALAR = """
            get_json_int (varchar, varchar) bigint | (json, varchar) bigint
            get_json_double (varchar, varchar) double | (json, varchar) double
            get_json_string (varchar, varchar) varchar | (json, varchar) varchar
            get_json_object (json, varchar) varchar | (varchar, varchar) varchar
            get_json_bool, json_exists (json, varchar) boolean
            parse_json (varchar) json
            json_string, json_pretty (json) varchar
            json_query (json, varchar) json
            json_object, json_array (json...) json | () json
            json_length (json) int | (json, varchar) int
            json_keys (json) json | (json, varchar) json
            json_remove (json, varchar...) json
            json_set (json, json...) json
            to_json (map) json | (struct) json
            json_contains (json, json) boolean
            variant_query (variant, varchar) variant
            get_variant_bool (variant, varchar) boolean
            get_variant_int (variant, varchar) bigint
            get_variant_double (variant, varchar) double
            get_variant_string (variant, varchar) varchar
            get_variant_date (variant, varchar) date
            get_variant_datetime (variant, varchar) datetime
            get_variant_time (variant, varchar) time
            variant_typeof (variant) varchar
            st_point (double, double) varchar
            st_x, st_y (varchar) double
            st_distance_sphere (double, double, double, double) double
            st_astext, st_aswkt, st_geometryfromtext, st_geomfromtext, st_linefromtext, st_linestringfromtext,
                st_polygon, st_polyfromtext, st_polygonfromtext (varchar) varchar
            st_circle (double, double, double) varchar
            st_contains (varchar, varchar) boolean
            """;

        private DocumentSignatures() {}
    }

    /**
     * The signatures of functions of texts and binaries: search, substrings, hashes, encryption. See
     * {@link SignatureNotation}.
     */
    private static final class TextSignatures {
        static final String SCALAR = """
            hex (T) varchar for bigint varchar varbinary
            unhex, sm3, hex_decode_string, lower, lcase, upper, ucase, initcap, url_extract_host, url_encode,
                url_decode, from_base64, base64_decode_string, md5 (varchar) varchar
            hex_decode_binary, base64_decode_binary (varchar) varbinary
            substr, substring (varchar, int) varchar | (varchar, int, int) varchar
            left, strleft, right, strright, repeat, sha2 (varchar, int) varchar
            ends_with, starts_with, like, regexp (varchar, varchar) boolean
            null_or_empty! (varchar) boolean | (array) boolean
            space, char (int) varchar
            lpad, rpad (varchar, int, varchar) varchar
            append_trailing_char_if_absent, parse_url, url_extract_parameter (varchar, varchar) varchar
            length, char_length, character_length, ascii (varchar) int
            inet_aton, crc32 (varchar) bigint
            reverse (varchar) varchar
                | ([T]) [T] for boolean INTEGERS float DECIMALS double varchar decimalv2 datetime date json
                | (array) array
            trim, ltrim, rtrim (varchar) varchar | (varchar, varchar) varchar
            instr, find_in_set, strcmp (varchar, varchar) int
            locate (varchar, varchar) int | (varchar, varchar, int) int
            strpos (varchar, varchar) bigint | (varchar, varchar, int) bigint
            concat, md5sum! (varchar...) varchar
            concat_ws (varchar, varchar...) varchar | (varchar, [varchar]) varchar
            split_part!, substring_index (varchar, varchar, int) varchar
            split (varchar, varchar) [varchar]
            str_to_map ([varchar], varchar) {varchar: varchar} | (varchar, varchar, varchar) {varchar: varchar}
            regexp_extract (varchar, varchar, bigint) varchar
            regexp_extract_all (varchar, varchar, bigint) [varchar]
            regexp_replace, replace_old, replace, translate (varchar, varchar, varchar) varchar
            regexp_split (varchar, varchar) [varchar] | (varchar, varchar, int) [varchar]
            regexp_count (varchar, varchar) bigint
            money_format (T) varchar for bigint largeint decimalv2 DECIMALS double
            ngram_search, ngram_search_case_insensitive (varchar, varchar, int) double
            field! (T...) int for varchar boolean INTEGERS double decimalv2 DECIMALS
            format_bytes (bigint) varchar
            raise_error (varchar) boolean
            to_binary (varchar, varchar) varbinary | (varchar) varbinary
            from_binary (varbinary, varchar) varchar | (varbinary) varchar
            murmur_hash3_32 (varchar...) int
            xx_hash3_64 (varchar...) bigint
            xx_hash3_128, md5sum_numeric! (varchar...) largeint
            crc32_hash (array) bigint
            aes_encrypt, aes_decrypt (varchar, varchar) varchar | (varchar, varchar, varchar, varchar) varchar
                | (varchar, varchar, varchar, varchar, varchar) varchar
            to_base64 (varchar) varchar | (varbinary) varchar
            encode_fingerprint_sha256 (any...) varbinary
            """;

        private TextSignatures() {}
    }

    /** The signatures of functions of dates and times. See {@link SignatureNotation}. */
    private static final class TimeSignatures {
        static final String SCALAR = """
            year (date) smallint | (datetime) smallint
            month, day (date) tinyint | (datetime) tinyint
            quarter, dayofweek, dayofweek_iso, dayofyear, weekofyear, week_iso, weekday (datetime) int
            yearweek, week (datetime) int | (datetime, int) int
            to_date, date (datetime) date
            to_tera_date, str2date (varchar, varchar) date
            to_tera_timestamp, str_to_date, str_to_jodatime (varchar, varchar) datetime
            dayofmonth, hour, minute, second (datetime) tinyint
            years_add, years_sub, quarters_add, quarters_sub, months_add, months_sub, add_months, weeks_add,
                weeks_sub, days_add, days_sub, date_add, date_sub, adddate, subdate, hours_add, hours_sub,
                minutes_add, minutes_sub, seconds_add, seconds_sub, milliseconds_add, milliseconds_sub,
                microseconds_add, microseconds_sub (datetime, int) datetime
            years_diff, months_diff, weeks_diff, days_diff, hours_diff, minutes_diff, seconds_diff,
                milliseconds_diff (datetime, datetime) bigint
            datediff (datetime, datetime) int
            timediff (datetime, datetime) time
            date_diff (varchar, datetime, datetime) bigint
            now!, current_timestamp! () datetime | (int) datetime
            localtime, localtimestamp, utc_timestamp! () datetime
            curtime, current_time!, utc_time () time
            curdate!, current_date () date
            from_days (int) date
            to_days (date) int
            date_format, jodatime_format (datetime, varchar) varchar | (date, varchar) varchar
            to_iso8601 (datetime) varchar | (date) varchar
            time_to_sec (time) bigint
            sec_to_time (bigint) time
            unix_timestamp () bigint | (datetime) bigint | (date) bigint | (varchar, varchar) bigint
            from_unixtime (bigint) varchar | (bigint, varchar) varchar | (bigint, varchar, varchar) varchar
                | (int) varchar | (int, varchar) varchar
            from_unixtime_ms (bigint) varchar
            to_datetime, to_datetime_ntz (bigint) datetime | (bigint, int) datetime
            hour_from_unixtime (bigint) tinyint
            dayname, monthname (datetime) varchar
            convert_tz (datetime, varchar, varchar) datetime
            current_timezone () varchar
            date_trunc (varchar, datetime) datetime | (varchar, date) date
            timestamp (datetime) datetime
            date_slice (date, int, varchar) date | (date, int, varchar, varchar) date
            time_slice (datetime, int, varchar) datetime | (datetime, int, varchar, varchar) datetime
            next_day, previous_day (datetime, varchar) date
            last_day (datetime) date | (datetime, varchar) date | (date) date | (date, varchar) date
            makedate (int, int) date
            time_format (time, varchar) varchar
            __iceberg_transform_year, __iceberg_transform_month, __iceberg_transform_day (date) bigint
                | (datetime) bigint
            __iceberg_transform_hour (datetime) bigint
            """;

        private TimeSignatures() {}
    }

    /** The signatures of functions of arrays, maps and structs. See {@link SignatureNotation}. */
    private static final class CollectionSignatures {
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

    /**
     * The signatures of aggregate and window functions. See {@link SignatureNotation}.
     *
     * <p>A char in a list means every text type for the server; the result for such an argument is char too.
     */
    private static final class AggregateSignatures {
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
}
