package dev.cairn.engine.show;

import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Determines which properties of a table SHOW CREATE TABLE prints: it omits some always, and others if they have their
 * default value. It also determines which properties a user would write: all declared ones that CREATE TABLE accepts.
 */
final class ShownProperties {
    private static final String DYNAMIC_PARTITION = "dynamic_partition.";
    private static final String FLAT_JSON = "flat_json.";
    private static final String FLAT_JSON_ENABLE = "flat_json.enable";
    private static final String FILE_BUNDLING = "file_bundling";
    private static final String BUCKET_SIZE = "bucket_size";
    private static final String PERSISTENT_INDEX = "enable_persistent_index";

    /** The version of the configuration, which the server increments. */
    private static final String BINLOG_VERSION = "binlog_version";

    /** Properties on every server; each is printed unless it is empty or has this value. */
    private static final Map<String, String> EVERYWHERE = Map.ofEntries(
            Map.entry("replication_num", ""),
            Map.entry("bloom_filter_columns", ""),
            Map.entry("colocate_with", ""),
            Map.entry(BUCKET_SIZE, "0"),
            Map.entry("mutable_bucket_num", "0"),
            Map.entry("enable_load_profile", "false"),
            Map.entry("enable_statistic_collect_on_first_load", "true"),
            Map.entry("base_compaction_forbidden_time_ranges", ""),
            Map.entry("labels.location", ""),
            Map.entry("compaction_strategy", "DEFAULT"),
            Map.entry("table_query_timeout", "-1"),
            Map.entry("partition_live_number", ""),
            Map.entry("partition_ttl", ""),
            Map.entry("compression", ""),
            Map.entry("unique_constraints", ""),
            Map.entry("foreign_key_constraints", ""),
            Map.entry("time_drift_constraint", ""),
            Map.entry("partition_retention_condition", ""));

    private static final Map<String, String> ON_OWN_DISKS = Map.of(
            "storage_medium", "",
            "storage_cooldown_ttl", "",
            "replicated_storage", "",
            "write_quorum", "MAJORITY",
            "fast_schema_evolution", "",
            "storage_type", "column");

    private static final Map<String, String> ON_SHARED_DATA = Map.of(
            FILE_BUNDLING,
            "false",
            "lake_compaction_max_parallel",
            "3",
            "datacache.enable",
            "",
            "datacache.partition_duration",
            "",
            "enable_async_write_back",
            "",
            "storage_volume",
            "",
            "cloud_native_fast_schema_evolution_v2",
            "");

    private static final Set<String> BINLOG =
            Set.of(BINLOG_VERSION, "binlog_enable", "binlog_ttl_second", "binlog_max_size");

    private final ServerProfile profile;
    private final Table table;

    private ShownProperties(ServerProfile profile, Table table) {
        this.profile = profile;
        this.table = table;
    }

    static List<Property> of(ServerProfile profile, Table table) {
        ShownProperties properties = new ShownProperties(profile, table);
        return properties.list((name, setting) -> properties.isShown(name, setting.value()));
    }

    static List<Property> written(ServerProfile profile, Table table) {
        ShownProperties properties = new ShownProperties(profile, table);
        return properties.list((name, setting) -> !setting.assumed() && properties.isWritten(name, setting.value()));
    }

    private List<Property> list(BiPredicate<String, StoredProperties.Setting> listed) {
        List<Property> list = new ArrayList<>();
        for (Map.Entry<String, StoredProperties.Setting> entry :
                table.properties().settings().entrySet()) {
            if (listed.test(entry.getKey(), entry.getValue())) {
                list.add(Property.of(entry.getKey(), entry.getValue().value()));
            }
        }
        return list;
    }

    /** Whether CREATE TABLE accepts the property; ALTER TABLE accepts more. */
    private boolean isWritten(String name, String value) {
        if (name.equals(BUCKET_SIZE) || name.equals(FILE_BUNDLING)) {
            return true; // the values 0 and false are not shown, but are set only if the user declares them
        }
        if (value.isEmpty() || name.equals(BINLOG_VERSION) || value.equalsIgnoreCase(EVERYWHERE.get(name))) {
            return false;
        }
        if (name.equals(PERSISTENT_INDEX)) {
            return table.model() == KeyModel.PRIMARY;
        }
        return profile.sharedData()
                ? !value.equalsIgnoreCase(ON_SHARED_DATA.get(name))
                : !ON_SHARED_DATA.containsKey(name) && !value.equalsIgnoreCase(ON_OWN_DISKS.get(name));
    }

    private boolean isShown(String name, String value) {
        if (value.isEmpty()) {
            return false;
        }
        String unsaid = EVERYWHERE.get(name);
        if (unsaid != null) {
            return !value.equalsIgnoreCase(unsaid);
        }
        if (name.startsWith(DYNAMIC_PARTITION)) {
            return true;
        }
        return switch (name) {
            case PERSISTENT_INDEX -> table.model() == KeyModel.PRIMARY;
            case "primary_index_cache_expire_sec" -> table.model() == KeyModel.PRIMARY && !value.equals("0");
            default -> profile.sharedData() ? isShownOnSharedData(name, value) : isShownOnOwnDisks(name, value);
        };
    }

    private boolean isShownOnOwnDisks(String name, String value) {
        if (name.startsWith(FLAT_JSON)) {
            return name.equals(FLAT_JSON_ENABLE) || has(FLAT_JSON_ENABLE, "true");
        }
        String unsaid = ON_OWN_DISKS.get(name);
        return unsaid == null ? BINLOG.contains(name) : !value.equalsIgnoreCase(unsaid);
    }

    private boolean isShownOnSharedData(String name, String value) {
        if (name.equals("persistent_index_type")) {
            return table.model() == KeyModel.PRIMARY && has(PERSISTENT_INDEX, "true");
        }
        String unsaid = ON_SHARED_DATA.get(name);
        return unsaid != null && !value.equalsIgnoreCase(unsaid);
    }

    private boolean has(String name, String value) {
        return table.properties().value(name).filter(value::equalsIgnoreCase).isPresent();
    }
}
