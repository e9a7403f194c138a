package dev.cairn.embedded.translate.template;

/** Functions of many values. The approximate ones are exact here. */
final class AggregateTemplates {
    static final String AGGREGATE = """
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

    private AggregateTemplates() {}
}
