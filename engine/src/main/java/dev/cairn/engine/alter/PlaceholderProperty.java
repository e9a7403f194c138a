package dev.cairn.engine.alter;

import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.Cost;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.engine.property.Replicas;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Property;
import java.util.Set;

/**
 * A property whose value in SET is a placeholder. The value is unknown until the statement is run, so the server's
 * checks of the value are skipped.
 */
final class PlaceholderProperty {
    private static final String DEFAULT = "default.";
    private static final Set<String> OF_SHARED_DATA = Set.of(
            "file_bundling",
            "compaction_strategy",
            "cloud_native_fast_schema_evolution_v2",
            "lake_compaction_max_parallel",
            "datacache.partition_duration");
    private static final Set<String> KNOWN = Set.of(
            "default.replication_num",
            "default.storage_medium",
            "replication_num",
            "storage_cooldown_ttl",
            "write_quorum",
            "labels.location",
            "enable_persistent_index",
            "persistent_index_type",
            "replicated_storage",
            "base_compaction_forbidden_time_ranges",
            "partition_live_number",
            "partition_ttl",
            "partition_retention_condition",
            "time_drift_constraint",
            "bucket_size",
            "mutable_bucket_num",
            "primary_index_cache_expire_sec",
            "table_query_timeout",
            "flat_json.enable",
            "flat_json.null.factor",
            "flat_json.sparsity.factor",
            "flat_json.column.max",
            "binlog_enable",
            "binlog_ttl_second",
            "binlog_max_size",
            "colocate_with",
            "bloom_filter_columns",
            "bloom_filter_fpp",
            "unique_constraints",
            "foreign_key_constraints",
            "enable_load_profile",
            "enable_statistic_collect_on_first_load");

    private PlaceholderProperty() {}

    static boolean isKnown(ServerProfile profile, Property property) {
        return KNOWN.contains(property.name()) || (profile.sharedData() && OF_SHARED_DATA.contains(property.name()));
    }

    static StatementResult set(AlterTableContext alteration, Property property) {
        Table table = alteration.table();
        String name = property.name();
        if (name.endsWith(Replicas.PROPERTY)) {
            return alteration.to(TablePartitions.of(table).withReplicas(property.value()));
        }
        String stored = name.startsWith(DEFAULT) ? name.substring(DEFAULT.length()) : name;
        Table changed = table.withProperties(table.properties().with(stored, property.value()));
        return alteration.to(changed, cost(alteration.profile(), name));
    }

    private static Cost cost(ServerProfile profile, String name) {
        if (name.startsWith("bloom_filter_")) {
            return Cost.COLUMN_JOB;
        }
        return profile.sharedData() && PropertyEffect.isOfTablets(name) ? Cost.HIDDEN_JOB : Cost.IMMEDIATE;
    }
}
