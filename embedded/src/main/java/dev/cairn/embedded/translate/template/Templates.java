package dev.cairn.embedded.translate.template;

import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The functions that are translated by templates. */
public final class Templates {
    private static final Map<String, List<Template>> ALL = all();

    private Templates() {}

    private static Map<String, List<Template>> all() {
        Map<String, List<Template>> all = new HashMap<>();
        read(TextTemplates.SCALAR, all);
        read(MathTemplates.SCALAR, all);
        read(TimeTemplates.SCALAR, all);
        read(CollectionTemplates.SCALAR, all);
        read(SketchTemplates.SCALAR, all);
        read(DocumentTemplates.SCALAR, all);
        read(ConditionTemplates.SCALAR, all);
        read(AGGREGATE, all);
        read(WINDOW, all);
        return Map.copyOf(all);
    }

    public static boolean has(String function) {
        return ALL.containsKey(function);
    }

    public static Optional<Template> of(String function, List<Value> arguments) {
        return ALL.getOrDefault(function, List.of()).stream()
                .filter(template -> template.accepts(arguments))
                .findFirst();
    }

    /** Functions that choose between values. */
    private static final class ConditionTemplates {
        static final String SCALAR = """
            if (boolean, T, T) = CASE WHEN $1 THEN $2 ELSE $3 END
            ifnull, nvl (T, T) = coalesce($1, $2)
            nullif (T, T) = nullif($1, $2)
            coalesce (T...) = coalesce($*)
            uuid_numeric () = CAST(random() * 9223372036854775807 AS HUGEINT)
            grouping, grouping_id (any...) = grouping($*)
            assert_true (boolean) = CASE WHEN $1 THEN TRUE ELSE sr_refuse(CASE WHEN $1 IS NULL THEN 'assert_true failed due to null value'
                ELSE 'assert_true failed due to false value' END) END
            assert_true (boolean, varchar) = CASE WHEN $1 THEN TRUE ELSE sr_refuse(CASE WHEN $1 IS NULL THEN 'assert_true failed due to null value' ELSE $2 END) END
            bar (bigint, bigint, bigint, bigint) = sr_bar($1, $2, $3, $4)\
            """;

        private ConditionTemplates() {}
    }

    // Functions that are only allowed with OVER.

    private static final String WINDOW = """
        row_number () = row_number()$over
        rank () = rank()$over
        dense_rank () = dense_rank()$over
        cume_dist () = cume_dist()$over
        percent_rank () = percent_rank()$over
        ntile (bigint) = ntile($1)$over
        first_value (T) = first_value($1$ignore)$over
        last_value (T) = last_value($1$ignore)$over
        lag (T) = lag($1$ignore)$over
        lag (T, bigint) = lag($1, $2$ignore)$over
        lag (T, bigint, T) = lag($1, $2, $3$ignore)$over
        lead (T) = lead($1$ignore)$over
        lead (T, bigint) = lead($1, $2$ignore)$over
        lead (T, bigint, T) = lead($1, $2, $3$ignore)$over\
        """;

    /** Functions of JSON. */
    private static final class DocumentTemplates {
        static final String SCALAR = """
            parse_json (varchar) = sr_json_parse($1)
            json_query (json, varchar) = sr_json_query($1, $2)
            json_string (json) = $1
            json_pretty (json) = sr_json_pretty($1)
            json_exists (json, varchar) = sr_json_exists($1, $2)
            json_length (json) = sr_json_length($1, '$')
            json_length (json, varchar) = sr_json_length($1, $2)
            json_keys (json) = sr_json_keys($1, '$')
            json_keys (json, varchar) = sr_json_keys($1, $2)
            json_remove (json, varchar) = sr_json_remove($1, $2)
            json_remove (json, varchar, varchar) = sr_json_remove(sr_json_remove($1, $2), $3)
            json_set (json, varchar, json) = sr_json_set($1, $2, $3)
            json_set (json, varchar, json, varchar, json) = sr_json_set(sr_json_set($1, $2, $3), $4, $5)
            to_json (json) = $1
            get_json_int (text, varchar) = sr_json_int(sr_json_parse($1), $2)
            get_json_int (json, varchar) = sr_json_int($1, $2)
            get_json_double (text, varchar) = sr_json_double(sr_json_parse($1), $2)
            get_json_double (json, varchar) = sr_json_double($1, $2)
            get_json_string, get_json_object (text, varchar) = sr_json_string(sr_json_parse($1), $2)
            get_json_string, get_json_object (json, varchar) = sr_json_string($1, $2)
            get_json_bool (text, varchar) = sr_json_bool(sr_json_parse($1), $2)
            get_json_bool (json, varchar) = sr_json_bool($1, $2)\
            """;

        private DocumentTemplates() {}
    }

    /** Functions of bitmaps, HyperLogLogs and percentile sketches, whose representation {@link DuckDbType} defines. */
    private static final class SketchTemplates {
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

    // Aggregate functions. The approximate ones are exact here.

    private static final String AGGREGATE = """
        count () = count(*)$over
        count (any) = count($distinct$1)$over
        count_if (boolean) = count_if($1)$over
        sum (any) = sum($distinct$1)$over
        min (any) = min($1)$over
        max (any) = max($1)$over
        avg (decimal) = sr_divide(CAST(sum($distinct$1)$over AS VARCHAR),
            CAST(count($distinct$1)$over AS VARCHAR), $scale)
        avg (date!) = to_timestamp(CAST(avg(epoch($1))$over AS BIGINT))
        avg (double) = avg($distinct$1)$over
        any_value (any) = first($1)$over
        min_by (any, any) = arg_min_null($1, $2)$over
        max_by (any, any) = arg_max_null($1, $2)$over
        stddev, stddev_pop, std (double) = stddev_pop($1)$over
        stddev_samp (double) = stddev_samp($1)$over
        variance, variance_pop, var_pop (double) = var_pop($1)$over
        variance_samp, var_samp (double) = var_samp($1)$over
        covar_pop (double, double) = covar_pop($1, $2)$over
        covar_samp (double, double) = covar_samp($1, $2)$over
        corr (double, double) = corr($1, $2)$over
        bool_or (boolean) = bool_or($1)$over
        bool_and, every (boolean) = bool_and($1)$over
        ndv, approx_count_distinct, multi_distinct_count, ds_hll_count_distinct, ds_theta_count_distinct (any)
            = count(DISTINCT $1)$over
        multi_distinct_sum (any) = sum(DISTINCT $1)$over
        group_concat (varchar...) = string_agg($distinct$init, $last$order)$over
        array_agg (any) = list($distinct$1$order)$over
        array_agg_distinct (any) = list(DISTINCT $1)$over
        array_unique_agg (array) = list_distinct(flatten(list($1)$over))
        map_agg (any, any) = map(list($1)$over, list($2)$over)
        bitmap_union (bitmap) = list_sort(list_distinct(flatten(list(coalesce($1, []))$over)))
        bitmap_agg (any) = list_sort(list_distinct(list_filter(list($1)$over, lambda x: x IS NOT NULL)))
        bitmap_union_count (bitmap) = coalesce(len(list_distinct(flatten(list(coalesce($1, []))$over))), 0)
        bitmap_union_int (any) = count(DISTINCT $1)$over
        bitmap_intersect (bitmap) = list_sort(list_reduce(list($1)$over, lambda a, b: list_intersect(a, b)))
        hll_union, hll_raw_agg (hll) = list_distinct(flatten(list(coalesce($1, []))$over))
        hll_raw (any) = list(DISTINCT hash(CAST($1 AS VARCHAR)))$over
        hll_union_agg (hll) = coalesce(len(list_distinct(flatten(list(coalesce($1, []))$over))), 0)
        percentile_union (percentile) = flatten(list($1)$over)
        percentile_approx, percentile_cont (double, double) = quantile_cont($1, $2)$over
        percentile_approx (double, double, double) = quantile_cont($1, $2)$over
        percentile_disc (any, double) = quantile_disc($1, $2)$over\
        """;

    // Parsing of the lists: names (parameters) = SQL. A line that begins with a blank continues the previous one.

    /**
     * Parses a list of templates. A function may have several templates; the first one that accepts the arguments is
     * used.
     */
    private static void read(String text, Map<String, List<Template>> into) {
        StringBuilder entry = new StringBuilder();
        for (String line : text.split("\n", -1)) {
            if (!line.startsWith(" ") && entry.length() > 0) {
                entry(entry.toString(), into);
                entry.setLength(0);
            }
            entry.append(entry.length() == 0 ? line : " " + line.strip());
        }
        if (entry.length() > 0) {
            entry(entry.toString(), into);
        }
    }

    private static void entry(String entry, Map<String, List<Template>> into) {
        int opening = entry.indexOf('(');
        int equals = entry.indexOf(" = ");
        String parameters = entry.substring(opening + 1, entry.lastIndexOf(')', equals));
        List<TemplateParameter> kinds = Arrays.stream(parameters.split(",", -1))
                .map(String::strip)
                .filter(kind -> !kind.isEmpty())
                .map(kind -> new TemplateParameter(kind.replace("...", "")))
                .collect(Collectors.toList());
        Template template = new Template(kinds, parameters.endsWith("..."), entry.substring(equals + 3));
        for (String name : entry.substring(0, opening).split(",", -1)) {
            into.computeIfAbsent(name.strip(), unseen -> new ArrayList<>()).add(template);
        }
    }

    /** Functions of numbers and bits. An undefined result is NULL. */
    private static final class MathTemplates {
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

    /** Functions of arrays, maps and structs. */
    private static final class CollectionTemplates {
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

    /** Functions of dates and times. */
    private static final class TimeTemplates {
        static final String SCALAR = """
            year (datetime) = year($1)
            quarter (datetime) = quarter($1)
            month (datetime) = month($1)
            day, dayofmonth (datetime) = day($1)
            hour (datetime) = hour($1)
            minute (datetime) = minute($1)
            second (datetime) = second($1)
            dayofweek (datetime) = dayofweek($1) + 1
            dayofweek_iso (datetime) = isodow($1)
            weekday (datetime) = isodow($1) - 1
            dayofyear (datetime) = dayofyear($1)
            weekofyear, week_iso (datetime) = weekofyear($1)
            week (datetime) = sr_week($1, 0)
            week (datetime, int) = sr_week($1, $2)
            yearweek (datetime) = sr_yearweek($1, 0)
            yearweek (datetime, int) = sr_yearweek($1, $2)
            to_date, date (datetime) = CAST($1 AS DATE)
            timestamp (datetime) = $1
            to_days (date) = datediff('day', DATE '0001-01-01', $1) + 366
            from_days (int) = DATE '0001-01-01' + ($1 - 366)
            makedate (int, int) = CASE WHEN $1 BETWEEN 0 AND 9999 AND $2 BETWEEN 1 AND 366
                AND year(make_date($1, 1, 1) + to_days($2 - 1)) = $1
                THEN CAST(make_date($1, 1, 1) + to_days($2 - 1) AS DATE) END
            dayname (datetime) = dayname($1)
            monthname (datetime) = monthname($1)
            years_add (datetime, int) = $1 + to_years($2)
            years_sub (datetime, int) = $1 - to_years($2)
            quarters_add (datetime, int) = $1 + to_months(3 * $2)
            quarters_sub (datetime, int) = $1 - to_months(3 * $2)
            months_add, add_months (datetime, int) = $1 + to_months($2)
            months_sub (datetime, int) = $1 - to_months($2)
            weeks_add (datetime, int) = $1 + to_days(7 * $2)
            weeks_sub (datetime, int) = $1 - to_days(7 * $2)
            days_add, date_add, adddate (datetime, int) = $1 + to_days($2)
            days_sub, date_sub, subdate (datetime, int) = $1 - to_days($2)
            hours_add (datetime, int) = $1 + to_hours($2)
            hours_sub (datetime, int) = $1 - to_hours($2)
            minutes_add (datetime, int) = $1 + to_minutes($2)
            minutes_sub (datetime, int) = $1 - to_minutes($2)
            seconds_add (datetime, int) = $1 + to_seconds($2)
            seconds_sub (datetime, int) = $1 - to_seconds($2)
            milliseconds_add (datetime, int) = $1 + to_microseconds(1000 * CAST($2 AS BIGINT))
            milliseconds_sub (datetime, int) = $1 - to_microseconds(1000 * CAST($2 AS BIGINT))
            microseconds_add (datetime, int) = $1 + to_microseconds($2)
            microseconds_sub (datetime, int) = $1 - to_microseconds($2)
            years_diff (datetime, datetime) = datesub('year', $2, $1)
            months_diff (datetime, datetime) = datesub('month', $2, $1)
            weeks_diff (datetime, datetime) = trunc((epoch_us($1) - epoch_us($2)) / 604800000000)
            days_diff (datetime, datetime) = trunc((epoch_us($1) - epoch_us($2)) / 86400000000)
            hours_diff (datetime, datetime) = trunc((epoch_us($1) - epoch_us($2)) / 3600000000)
            minutes_diff (datetime, datetime) = trunc((epoch_us($1) - epoch_us($2)) / 60000000)
            seconds_diff (datetime, datetime) = trunc((epoch_us($1) - epoch_us($2)) / 1000000)
            milliseconds_diff (datetime, datetime) = trunc((epoch_us($1) - epoch_us($2)) / 1000)
            datediff (datetime, datetime) = datediff('day', CAST($2 AS DATE), CAST($1 AS DATE))
            timediff (datetime, datetime) = trunc((epoch_us($1) - epoch_us($2)) / 1000000)
            date_format (datetime, varchar) = sr_date_format($1, $2)
            time_format (time, varchar) = sr_date_format(TIMESTAMP '2000-01-01 00:00:00' + to_seconds($1), $2)
            jodatime_format (datetime, varchar) = sr_jodatime_format($1, $2)
            to_iso8601 (date!) = strftime($1, '%Y-%m-%d')
            to_iso8601 (datetime) = strftime($1, '%Y-%m-%dT%H:%M:%S.%f')
            str_to_date (varchar, varchar) = sr_str_to_date($1, $2)
            str2date (varchar, varchar) = CAST(sr_str_to_date($1, $2) AS DATE)
            str_to_jodatime (varchar, varchar) = sr_str_to_jodatime($1, $2)
            to_tera_date (varchar, varchar) = CAST(sr_str_to_tera($1, $2) AS DATE)
            to_tera_timestamp (varchar, varchar) = sr_str_to_tera($1, $2)
            time_to_sec (time) = $1
            sec_to_time (bigint) = CASE WHEN $1 IS NOT NULL THEN least(greatest($1, -3023999), 3023999) END
            unix_timestamp (datetime) = CASE WHEN epoch($1) < 0 THEN 0 ELSE CAST(floor(epoch($1)) AS BIGINT) END
            unix_timestamp (varchar, varchar) = CASE WHEN epoch(sr_str_to_date($1, $2)) < 0 THEN 0
                ELSE CAST(floor(epoch(sr_str_to_date($1, $2))) AS BIGINT) END
            from_unixtime (bigint) = strftime(make_timestamp($1 * 1000000), '%Y-%m-%d %H:%M:%S')
            from_unixtime (bigint, varchar) = sr_date_format(make_timestamp($1 * 1000000), sr_unixtime_format($2))
            from_unixtime_ms (bigint) = sr_datetime_text(make_timestamp($1 * 1000))
            to_datetime, to_datetime_ntz (bigint) = make_timestamp($1 * 1000000)
            to_datetime, to_datetime_ntz (bigint, int) = CASE $2 WHEN 0 THEN make_timestamp($1 * 1000000)
                WHEN 3 THEN make_timestamp($1 * 1000) WHEN 6 THEN make_timestamp($1) END
            hour_from_unixtime (bigint) = hour(make_timestamp($1 * 1000000))
            convert_tz (datetime, varchar, varchar) = sr_convert_tz($1, $2, $3)
            current_timezone () = 'Etc/UTC'
            date_trunc (varchar, date!) = CAST(date_trunc($1, $2) AS DATE)
            date_trunc (varchar, datetime) = date_trunc($1, $2)
            time_slice (datetime, int, varchar, varchar) = sr_time_slice($1, $2, $3, $4)
            date_slice (date, int, varchar, varchar) = CAST(sr_time_slice(CAST($1 AS TIMESTAMP), $2, $3, $4) AS DATE)
            next_day (datetime, varchar) = CAST(sr_calendar(sr_next_day($1, $2)) AS DATE)
            previous_day (datetime, varchar) = CAST(sr_calendar(sr_previous_day($1, $2)) AS DATE)
            last_day (datetime) = CAST(last_day($1) AS DATE)
            last_day (datetime, varchar) = CASE $2 WHEN 'month' THEN last_day($1)
                WHEN 'quarter' THEN last_day(date_trunc('quarter', $1) + INTERVAL 2 MONTH)
                WHEN 'year' THEN last_day(date_trunc('year', $1) + INTERVAL 11 MONTH) END\
            """;

        private TimeTemplates() {}
    }
}
