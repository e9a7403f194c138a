package dev.cairn.engine.property;

import dev.cairn.catalog.StoredProperties;
import dev.cairn.engine.value.TimeZones;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Span;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The variables that a materialized view sets for its refreshes, such as {@code session.insert_timeout}: checks the
 * names, and the values of the few variables that the server validates before a refresh. A refresh may itself add a
 * variable, the timeout.
 */
public final class RefreshVariables {
    /** The prefix of the names of properties that set variables. */
    public static final String PREFIX = "session.";

    /** The property that sets the timeout of a refresh. */
    public static final String INSERT_TIMEOUT = PREFIX + "insert_timeout";

    /** The older property from which a refresh copies a missing {@link #INSERT_TIMEOUT}. */
    public static final String QUERY_TIMEOUT = PREFIX + "query_timeout";

    /** The longest timeout that a server accepts: three days. */
    private static final long MAX_TIMEOUT_SECONDS = 259_200;

    /** The variables of a 4.1 server, including aliases. Older servers accept other names, which are not checked. */
    private static final Set<String> VARIABLE_NAMES = Set.of("""
        activate_all_roles_on_login activate_all_roles_on_login_v2 agg_in_filter_limit allow_default_partition
        allow_hive_without_partition_filter always_collect_low_card_dict always_collect_low_card_dict_on_lake
        ann_params array_low_cardinality_optimize arrow_flight_proxy arrow_flight_proxy_enabled
        audit_execute_stmt authentication_policy auto_increment_increment autocommit back_pressure_back_rounds
        back_pressure_throttle_time_upper_bound big_query_log_cpu_second_threshold
        big_query_log_scan_bytes_threshold big_query_log_scan_rows_threshold big_query_profile_threshold
        broadcast_right_table_scale_factor broadcast_row_limit catalog
        cbo_cte_force_reuse_limit_without_order_by cbo_cte_force_reuse_node_count cbo_cte_max_limit
        cbo_cte_reuse cbo_cte_reuse_rate cbo_cte_reuse_rate_v2 cbo_debug_alive_backend_number
        cbo_decimal_cast_string_strict cbo_derive_join_is_null_predicate cbo_derive_range_join_predicate
        cbo_disabled_rules cbo_enable_dp_join_reorder cbo_enable_greedy_join_reorder
        cbo_enable_histogram_join_estimation cbo_enable_intersect_add_distinct
        cbo_enable_low_cardinality_optimize cbo_enable_low_cardinality_optimize_for_join
        cbo_enable_predicate_subfield_path cbo_enable_single_node_prefer_two_stage_aggregate cbo_eq_base_type
        cbo_json_v2_dict_opt cbo_json_v2_rewrite cbo_materialized_view_rewrite_candidate_limit
        cbo_materialized_view_rewrite_related_mvs_limit cbo_materialized_view_rewrite_rule_output_limit
        cbo_max_reorder_node cbo_max_reorder_node_use_dp cbo_max_reorder_node_use_exhaustive
        cbo_max_reorder_node_use_greedy cbo_prepare_metadata_thread_pool_size cbo_prune_json_subfield
        cbo_prune_json_subfield_depth cbo_prune_shuffle_column_rate cbo_prune_subfield cbo_push_down_aggregate
        cbo_push_down_aggregate_mode cbo_push_down_aggregate_on_broadcast_join
        cbo_push_down_aggregate_on_broadcast_join_row_count_limit
        cbo_push_down_aggregate_with_multi_column_stats cbo_push_down_distinct
        cbo_push_down_distinct_below_window cbo_push_down_distinct_limit cbo_push_down_groupingset
        cbo_push_down_groupingset_reshuffle cbo_push_down_topn_limit cbo_reorder_threshold_use_exhaustive
        cbo_rewrite_monotonic_minmax_aggregation cbo_use_correlated_join_estimate
        cbo_use_correlated_predicate_estimate cbo_use_histogram_evaluate_list_partition cbo_use_lock_db
        cbo_use_nth_exec_plan cbopushdownaggregatemode_v1 character_set_client character_set_connection
        character_set_database character_set_results character_set_server choose_execute_instances_mode
        chunk_size cngroup_low_watermark_cpu_used_permille cngroup_low_watermark_running_query_count
        cngroup_resource_usage_fresh_ratio cngroup_schedule_mode collation_connection collation_database
        collation_server column_view_concat_bytes_limit column_view_concat_rows_limit
        computation_fragment_scheduling_policy connector_huge_file_size connector_incremental_scan_ranges_size
        connector_io_tasks_per_scan_operator connector_io_tasks_slow_io_latency_ms connector_max_split_size
        connector_remote_file_async_queue_size connector_remote_file_async_task_size
        connector_scan_use_query_mem_ratio connector_sink_compression_codec connector_sink_shuffle_mode
        connector_sink_shuffle_partition_node_ratio connector_sink_shuffle_partition_threshold
        connector_sink_sort_scope connector_sink_spill_mem_limit_threshold connector_sink_target_max_file_size
        consistent_hash_virtual_number count_distinct_column_buckets count_distinct_implementation
        cross_join_cost_penalty custom_query_id data_skew_row_percentage_threshold datacache_evict_probability
        datacache_sharing_work_period decimal_overflow_to_double default_authentication_plugin
        default_rowset_type default_storage_engine default_table_compression default_tmp_storage_engine
        disable_colocate_join disable_colocate_set disable_function_fold_constants
        disable_generated_column_rewrite disable_join_reorder disable_spill_to_local_disk
        disable_table_stats_from_metadata_for_single_table div_precision_increment dynamic_overwrite
        enable_adaptive_sink_dop enable_agg_spill_preaggregation enable_aggregation_pipeline_share_limit
        enable_analyze_phase_prune_columns enable_array_distinct_after_agg_opt enable_async_profile
        enable_big_query_log enable_bucket_aware_execution_on_lake enable_cbo_based_mv_rewrite
        enable_cbo_table_prune enable_cbo_view_based_mv_rewrite enable_collect_table_level_scan_stats
        enable_color_explain_output enable_column_expr_predicate enable_connector_adaptive_io_tasks
        enable_connector_async_list_partitions enable_connector_deploy_scan_ranges_background
        enable_connector_incremental_scan_ranges enable_connector_sink_global_shuffle
        enable_connector_sink_spill enable_connector_sink_writer_scaling enable_connector_split_io_tasks
        enable_constant_execute_in_fe enable_cost_based_multi_stage_agg
        enable_count_distinct_rewrite_by_hll_bitmap enable_count_star_optimization enable_cross_join
        enable_datacache_async_populate_mode enable_datacache_io_adaptor enable_datacache_sharing
        enable_defer_project_after_topn enable_delta_lake_column_statistics enable_desensitize_explain
        enable_dialect_downgrade enable_distinct_agg_over_window enable_distinct_column_bucketization
        enable_drop_table_check_mv_dependency enable_dynamic_prune_scan_range enable_eliminate_agg
        enable_evaluate_schema_scan_rule enable_exchange_pass_through enable_exchange_perf enable_execution_only
        enable_expr_prune_partition enable_extended_explain enable_file_metacache enable_file_pagecache
        enable_filter_unused_columns_in_scan_stage enable_fine_grained_range_predicate
        enable_force_rule_based_mv_rewrite enable_full_sort_use_german_string
        enable_gather_fragment_locality_optimization enable_gin_filter enable_global_late_materialization
        enable_global_runtime_filter enable_group_by_compressed_key enable_group_execution
        enable_group_level_query_queue enable_groupby_use_output_alias enable_hash_join_linear_chained_opt
        enable_hash_join_range_direct_mapping_opt enable_hash_join_serialize_fixed_size_string
        enable_hive_column_stats enable_hive_metadata_cache_with_insert enable_hyperscan_vec
        enable_iceberg_column_statistics enable_iceberg_compaction_with_row_lineage
        enable_iceberg_identity_column_optimize enable_iceberg_sink_global_shuffle enable_incremental_mv
        enable_inner_join_to_semi enable_insert_partial_update enable_insert_select_external_auto_refresh
        enable_insert_strict enable_ivm_refresh enable_join_reorder_before_deduplicate
        enable_join_runtime_bitset_filter enable_join_runtime_filter_push_down
        enable_labeled_column_statistic_output enable_lake_tablet_internal_parallel enable_lambda_pushdown
        enable_large_in_predicate enable_load_profile enable_local_shuffle_agg
        enable_materialized_view_agg_pushdown_rewrite enable_materialized_view_agg_pushdown_rewrite_v2
        enable_materialized_view_concurrent_prepare enable_materialized_view_for_insert
        enable_materialized_view_multi_stages_rewrite enable_materialized_view_plan_cache
        enable_materialized_view_rewrite enable_materialized_view_rewrite_greedy_mode
        enable_materialized_view_rewrite_partition_compensate
        enable_materialized_view_single_table_view_delta_rewrite enable_materialized_view_text_match_rewrite
        enable_materialized_view_timeseries_agg_pushdown_rewrite
        enable_materialized_view_transparent_union_rewrite enable_materialized_view_union_rewrite
        enable_materialized_view_view_delta_rewrite enable_metadata_profile enable_min_max_optimization
        enable_multi_cast_limit_push_down enable_multicolumn_global_runtime_filter
        enable_multicolumn_global_runtime_filter_v2 enable_mv_planner enable_nested_loop_join
        enable_optimize_skew_join_v1 enable_optimize_skew_join_v2 enable_optimizer_rule_debug
        enable_outer_join_reorder enable_paimon_column_statistics enable_parallel_merge
        enable_parallel_prepare_metadata enable_parquet_reader_bloom_filter enable_parquet_reader_page_index
        enable_partition_bucket_optimize enable_partition_column_value_only_optimization
        enable_partition_hash_join enable_partition_level_cardinality_estimation enable_per_bucket_optimize
        enable_phased_scheduler enable_pipeline enable_pipeline_engine enable_pipeline_event_scheduler
        enable_pipeline_level_multi_partitioned_rf enable_pipeline_level_shuffle enable_plan_advisor
        enable_plan_advisor_blacklist enable_plan_analyzer enable_plan_capture
        enable_plan_serialize_concurrently enable_plan_validation enable_populate_block_cache
        enable_populate_datacache enable_predicate_col_late_materialize enable_predicate_expr_reuse
        enable_predicate_move_around enable_predicate_reorder enable_prepare_stmt enable_profile
        enable_prune_column_after_index_filter enable_prune_complex_types enable_prune_complex_types_in_unnest
        enable_prune_iceberg_manifest enable_push_down_pre_agg_with_rank enable_pushdown_or_predicate
        enable_query_cache enable_query_debug_trace enable_query_dump enable_query_history enable_query_queue
        enable_query_queue_load enable_query_queue_select enable_query_queue_statistic
        enable_query_tablet_affinity enable_query_trigger_analyze enable_range_distribution
        enable_rbo_table_prune enable_read_iceberg_equality_delete_with_partition_evolution
        enable_read_iceberg_puffin_ndv enable_recursive_cte enable_result_sink_accumulate
        enable_rewrite_bitmap_union_to_bitamp_agg enable_rewrite_groupingsets_to_union_all
        enable_rewrite_or_to_union_all_join enable_rewrite_partition_column_minmax
        enable_rewrite_simple_agg_to_hdfs_scan enable_rewrite_simple_agg_to_meta_scan
        enable_rewrite_sum_by_associative_rule enable_rewrite_unnest_bitmap_to_array enable_runtime_adaptive_dop
        enable_scan_block_cache enable_scan_datacache enable_scan_predicate_expr_reuse enable_shared_scan
        enable_short_circuit enable_show_all_variables enable_show_predicate_tree_in_profile
        enable_simplify_case_when enable_single_node_schedule enable_sort_aggregate enable_spill
        enable_spill_buffer_read enable_spill_to_remote_storage enable_split_topn_agg
        enable_split_topn_agg_limit enable_split_window_skew_to_union enable_spm_rewrite enable_sql_digest
        enable_sql_transaction enable_stats_to_optimize_skew_join enable_strict_order_by enable_strict_type
        enable_subfield_no_copy enable_sync_materialized_view_rewrite enable_table_name_case_insensitive
        enable_table_prune_on_update enable_tablet_internal_parallel enable_tablet_internal_parallel_v2
        enable_tde enable_topn_runtime_filter enable_ukfk_join_reorder enable_ukfk_opt
        enable_view_based_mv_rewrite enable_wait_dependent_event enable_write_hive_external_table
        event_scheduler exchange_hash_function_version exec_mem_limit exec_mode follower_query_forward_mode
        force_schedule_local forward_to_leader forward_to_master full_sort_late_materialization
        full_sort_late_materialization_v2 full_sort_max_buffered_bytes full_sort_max_buffered_rows
        global_runtime_filter_build_max_size global_runtime_filter_build_min_size
        global_runtime_filter_probe_min_selectivity global_runtime_filter_probe_min_size
        global_runtime_filter_rpc_http_min_size global_runtime_filter_rpc_timeout
        global_runtime_filter_wait_timeout group_concat_max_len group_execution_group_scale
        group_execution_max_groups group_execution_min_scan_rows hash_join_interpolate_passthrough
        hash_join_push_down_right_table hdfs_backend_selector_force_rebalance
        hdfs_backend_selector_hash_algorithm hdfs_backend_selector_scan_range_shuffle
        historical_nodes_min_update_interval hive_partition_stats_sample_size hive_temp_staging_dir
        hudi_mor_force_jni_reader init_connect innodb_read_only insert_local_shuffle_for_window_pre_agg
        insert_max_filter_ratio insert_timeout interactive_timeout interleaving_group_size
        interpolate_passthrough io_tasks_per_scan_operator is_report_success jit_level join_implementation_mode
        join_implementation_mode_v2 join_late_materialization join_reorder_driving_table_max_element k_factor
        lake_bucket_assign_mode language large_decimal_underlying_type large_in_predicate_threshold license
        like_predicate_consolidate_min load_mem_limit load_transmission_compression_type log_rejected_record_num
        low_cardinality_optimize_on_lake low_cardinality_optimize_v2 lower_case_table_names
        lower_upper_support_utf8 materialized_view_join_same_table_permutation_limit
        materialized_view_max_relation_mapping_size materialized_view_rewrite_mode
        materialized_view_subquery_text_match_max_count materialized_view_union_rewrite_mode max_allowed_packet
        max_buckets_per_be_to_use_balancer_assignment max_or_to_union_all_join_predicates
        max_parallel_scan_instance_num max_pipeline_dop max_pushdown_conditions_per_column
        max_pushdown_or_predicates max_scan_key_num max_spill_read_buffer_bytes_per_driver
        max_ukfk_join_reorder_fk_rows max_ukfk_join_reorder_scale_ratio max_unknown_string_meta_length
        metadata_collect_query_timeout nested_mv_rewrite_max_level net_buffer_length net_read_timeout
        net_write_timeout new_planner_agg_stage new_planner_optimize_timeout
        optimize_distinct_agg_over_framed_window optimizer_materialized_view_timelimit orc_use_column_names
        paimon_force_jni_reader parallel_exchange_instance_num parallel_fragment_exec_instance_num
        parallel_merge_late_materialization_mode parse_tokens_limit partial_update_mode performance_schema
        phased_scheduler_max_concurrency pipeline_dop pipeline_profile_level pipeline_sink_dop
        plan_capture_include_pattern plan_capture_interval_seconds plan_mode populate_datacache_mode
        pq_refine_factor prefer_compute_node prefer_cte_rewrite profile_timeout push_down_heavy_exprs
        query_cache_agg_cardinality_limit query_cache_entry_max_bytes query_cache_entry_max_rows
        query_cache_force_populate query_cache_hot_partition_num query_cache_size query_cache_type
        query_debug_options query_delivery_timeout query_excluding_mv_names query_history_keep_seconds
        query_history_load_interval_seconds query_including_mv_names query_mem_limit
        query_queue_concurrency_limit query_queue_cpu_used_permille_limit query_queue_driver_high_water
        query_queue_driver_low_water query_queue_fresh_resource_usage_interval_ms query_queue_max_queued_queries
        query_queue_mem_used_pct_limit query_queue_pending_timeout_second query_timeout
        range_pruner_max_predicate recursive_cte_finalize_temporal_table recursive_cte_max_depth
        recursive_cte_throw_limit_exception resource_group resource_group_id rpc_http_min_size run_mode
        runtime_adaptive_dop_max_block_rows_per_driver_seq runtime_adaptive_dop_max_output_amplification_factor
        runtime_filter_early_return_selectivity runtime_filter_on_exchange_node runtime_filter_scan_wait_time
        runtime_join_filter_push_down_limit runtime_profile_report_interval scan_hive_partition_num_limit
        scan_olap_partition_num_limit scan_or_to_union_limit scan_or_to_union_threshold scan_use_query_mem_ratio
        select_ratio_threshold semi_join_deduplicat_mode single_node_exec_plan skew_join_data_skew_threshold
        skew_join_mcv_min_input_rows skew_join_mcv_single_threshold skew_join_rand_range skew_join_use_mcv_count
        skip_black_list skip_local_disk_cache skip_page_cache spill_enable_compaction spill_enable_direct_io
        spill_encode_level spill_hash_join_probe_op_max_bytes spill_mem_limit_threshold spill_mem_table_num
        spill_mem_table_size spill_mode spill_operator_max_bytes spill_operator_min_bytes
        spill_partitionwise_agg spill_partitionwise_agg_partition_num spill_partitionwise_agg_skew_elimination
        spill_rand_ratio spill_revocable_max_bytes spill_storage_volume spillable_operator_mask
        spm_rewrite_timeout_ms sql_auto_is_null sql_dialect sql_mode sql_mode_v2 sql_quote_show_create
        sql_safe_updates sql_select_limit statistic_collect_parallel statistic_meta_collect_parallel
        storage_engine streaming_preaggregation_mode system_time_zone tablet_internal_parallel_mode
        thrift_plan_protocol time_zone topn_filter_back_pressure_mode topn_push_down_agg_mode trace_log_level
        trace_log_mode transaction_isolation transaction_read_only transmission_compression_type
        transmission_encode_level tvr_target_mvid tx_isolation tx_read_only tx_visible_wait_timeout
        use_compute_nodes use_page_cache version version_comment wait_timeout warehouse window_partition_mode
        workgroup_id
        """.trim().split("\\s+", -1));

    /** The numeric variables that the server validates, each with the range of its values. */
    private static final Map<String, NumberRange> NUMBER_RANGE_BY_VARIABLE = Map.of(
            "chunk_size", new NumberRange(1, 65_535),
            "load_mem_limit", new NumberRange(0, Long.MAX_VALUE),
            "query_mem_limit", new NumberRange(0, Long.MAX_VALUE),
            "sql_select_limit", new NumberRange(0, Long.MAX_VALUE),
            "query_timeout", new NumberRange(1, MAX_TIMEOUT_SECONDS),
            "insert_timeout", new NumberRange(1, MAX_TIMEOUT_SECONDS),
            "new_planner_optimize_timeout", new NumberRange(1, Long.MAX_VALUE));

    private record NumberRange(long minimum, long maximum) {}

    private RefreshVariables() {}

    /**
     * Returns the properties of a view after a refresh, which copies {@link #QUERY_TIMEOUT} to {@link #INSERT_TIMEOUT}
     * if the view does not set the latter.
     */
    public static StoredProperties withCopiedTimeout(StoredProperties properties) {
        return properties
                .findValue(QUERY_TIMEOUT)
                .filter(value -> !properties.hasProperty(INSERT_TIMEOUT))
                .map(value -> properties.withProperty(INSERT_TIMEOUT, value))
                .orElse(properties);
    }

    /**
     * Returns the properties of a view without the timeout that {@link #withCopiedTimeout} may have copied. A declared
     * timeout with the same value can't be distinguished from a copy, and is removed, too.
     */
    public static StoredProperties withoutCopiedTimeout(StoredProperties properties) {
        return properties.findValue(INSERT_TIMEOUT).equals(properties.findValue(QUERY_TIMEOUT))
                ? properties.withoutProperty(INSERT_TIMEOUT)
                : properties;
    }

    /**
     * Checks a variable of refreshes.
     *
     * @param name the name without the prefix
     * @throws Refusal if the server does not know the variable or refuses its value
     */
    public static void check(ServerProfile profile, String name, String value, Span span) {
        String lowerCaseName = name.toLowerCase(Locale.ROOT);
        if (profile.isAtLeast(Version.V4_1) && !VARIABLE_NAMES.contains(lowerCaseName)) {
            throw Refusal.ofAnalysis(span, ServerError.UNKNOWN_VARIABLE, name, "");
        }
        if (Placeholder.isPlaceholder(value)) {
            return;
        }
        NumberRange range = NUMBER_RANGE_BY_VARIABLE.get(lowerCaseName);
        if (range != null) {
            checkNumber(lowerCaseName, value, range, span);
        }
        if (lowerCaseName.equals("time_zone")) {
            TimeZones.requireValidProperty(value, span);
        }
    }

    private static void checkNumber(String variableName, String value, NumberRange range, Span span) {
        long number;
        try {
            number = Long.parseLong(value);
        } catch (NumberFormatException failure) {
            throw Refusal.ofAnalysis(span, CommonRule.NOT_A_NUMBER, variableName, value);
        }
        if (number < range.minimum()) {
            throw Refusal.ofAnalysis(span, CommonRule.OUT_OF_RANGE, variableName, range.minimum() + " or more", value);
        }
        if (number > range.maximum()) {
            throw Refusal.ofAnalysis(span, CommonRule.OUT_OF_RANGE, variableName, range.maximum() + " or less", value);
        }
    }
}
