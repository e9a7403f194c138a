package dev.cairn.engine.property;

import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The properties of a table, except those of dynamic partitioning: which servers print them in SHOW CREATE TABLE, and
 * how ALTER TABLE changes them. {@link DynamicPartitioning} has the others, which only work together.
 */
public enum TableProperty {
    REPLICATION_NUM("replication_num", Printed.EVERYWHERE, "", Alteration.CHECKED, Trait.PER_PARTITION),
    BLOOM_FILTER_COLUMNS("bloom_filter_columns", Printed.EVERYWHERE, "", Alteration.DEFERRED),
    BLOOM_FILTER_RATE("bloom_filter_fpp", Printed.NOWHERE, "", Alteration.DEFERRED),
    COLOCATION_GROUP("colocate_with", Printed.EVERYWHERE, "", Alteration.DEFERRED),
    BUCKET_SIZE("bucket_size", Printed.EVERYWHERE, "0", Alteration.CHECKED),
    MUTABLE_BUCKETS("mutable_bucket_num", Printed.EVERYWHERE, "0", Alteration.CHECKED),
    LOAD_PROFILE("enable_load_profile", Printed.EVERYWHERE, "false", Alteration.DEFERRED),
    STATISTICS_ON_LOAD("enable_statistic_collect_on_first_load", Printed.EVERYWHERE, "true", Alteration.DEFERRED),
    COMPACTION_PAUSES("base_compaction_forbidden_time_ranges", Printed.EVERYWHERE, "", Alteration.CHECKED),
    LOCATION("labels.location", Printed.EVERYWHERE, "", Alteration.CHECKED),
    QUERY_TIMEOUT("table_query_timeout", Printed.EVERYWHERE, "-1", Alteration.CHECKED, Trait.SINCE_4_0),
    PARTITION_LIVE_NUMBER("partition_live_number", Printed.EVERYWHERE, "", Alteration.CHECKED),
    PARTITION_TTL("partition_ttl", Printed.EVERYWHERE, "", Alteration.CHECKED),
    RETENTION_CONDITION("partition_retention_condition", Printed.EVERYWHERE, "", Alteration.DEFERRED),
    TIME_DRIFT("time_drift_constraint", Printed.EVERYWHERE, "", Alteration.DEFERRED),
    COMPRESSION("compression", Printed.EVERYWHERE, "", Alteration.NONE),
    UNIQUE_CONSTRAINTS("unique_constraints", Printed.EVERYWHERE, "", Alteration.DEFERRED),
    FOREIGN_KEYS("foreign_key_constraints", Printed.EVERYWHERE, "", Alteration.DEFERRED),
    PERSISTENT_INDEX("enable_persistent_index", Printed.EVERYWHERE, "", Alteration.CHECKED, Trait.ON_TABLETS),
    PERSISTENT_INDEX_TYPE("persistent_index_type", Printed.EVERYWHERE, "", Alteration.CHECKED, Trait.ON_TABLETS),
    INDEX_CACHE_EXPIRY("primary_index_cache_expire_sec", Printed.EVERYWHERE, "", Alteration.CHECKED),
    IN_MEMORY("in_memory", Printed.NOWHERE, "", Alteration.DEFERRED),

    STORAGE_MEDIUM("storage_medium", Printed.ON_OWN_DISKS, "", Alteration.NONE, Trait.PER_PARTITION),
    COOLDOWN_TTL("storage_cooldown_ttl", Printed.ON_OWN_DISKS, "", Alteration.CHECKED),
    COOLDOWN_TIME("storage_cooldown_time", Printed.NOWHERE, "", Alteration.NONE),
    STORAGE_TYPE("storage_type", Printed.ON_OWN_DISKS, "column", Alteration.NONE),
    REPLICATED_STORAGE("replicated_storage", Printed.ON_OWN_DISKS, "", Alteration.CHECKED),
    WRITE_QUORUM("write_quorum", Printed.ON_OWN_DISKS, "MAJORITY", Alteration.CHECKED),
    SCHEMA_EVOLUTION("fast_schema_evolution", Printed.ON_OWN_DISKS, "", Alteration.NONE),
    FLAT_JSON("flat_json.enable", Printed.ON_OWN_DISKS, "", Alteration.DEFERRED, Trait.SINCE_4_0),
    FLAT_JSON_NULLS("flat_json.null.factor", Printed.ON_OWN_DISKS, "", Alteration.CHECKED, Trait.SINCE_4_0),
    FLAT_JSON_SPARSITY("flat_json.sparsity.factor", Printed.ON_OWN_DISKS, "", Alteration.CHECKED, Trait.SINCE_4_0),
    FLAT_JSON_COLUMNS("flat_json.column.max", Printed.ON_OWN_DISKS, "", Alteration.CHECKED, Trait.SINCE_4_0),
    BINLOG("binlog_enable", Printed.ON_OWN_DISKS, "", Alteration.CHECKED),
    BINLOG_TTL("binlog_ttl_second", Printed.ON_OWN_DISKS, "", Alteration.CHECKED),
    BINLOG_SIZE("binlog_max_size", Printed.ON_OWN_DISKS, "", Alteration.CHECKED),
    /** The version of the configuration, which the server increments. */
    BINLOG_VERSION("binlog_version", Printed.ON_OWN_DISKS, "", Alteration.NONE),

    STORAGE_VOLUME("storage_volume", Printed.ON_SHARED_DATA, "", Alteration.NONE),
    CACHE("datacache.enable", Printed.ON_SHARED_DATA, "", Alteration.NONE),
    CACHE_DURATION("datacache.partition_duration", Printed.ON_SHARED_DATA, "", Alteration.CHECKED),
    WRITE_BACK("enable_async_write_back", Printed.ON_SHARED_DATA, "", Alteration.NONE),
    FILE_BUNDLING(
            "file_bundling", Printed.ON_SHARED_DATA, "false", Alteration.CHECKED, Trait.SINCE_4_0, Trait.ON_TABLETS),
    COMPACTION_STRATEGY(
            "compaction_strategy",
            Printed.ON_SHARED_DATA,
            "DEFAULT",
            Alteration.CHECKED,
            Trait.SINCE_4_0,
            Trait.ON_TABLETS),
    PARALLEL_COMPACTION(
            "lake_compaction_max_parallel",
            Printed.ON_SHARED_DATA,
            "3",
            Alteration.CHECKED,
            Trait.SINCE_4_0,
            Trait.ON_TABLETS),
    SHARED_SCHEMA_EVOLUTION(
            "cloud_native_fast_schema_evolution_v2",
            Printed.ON_SHARED_DATA,
            "",
            Alteration.CHECKED,
            Trait.SINCE_4_0,
            Trait.ON_TABLETS),

    /** A name of {@link #REPLICATION_NUM} in ALTER TABLE, for tables whose partitions have numbers of their own. */
    DEFAULT_REPLICATION_NUM("default.replication_num", Printed.NOWHERE, "", Alteration.CHECKED),
    /** The name of {@link #STORAGE_MEDIUM} in ALTER TABLE. */
    DEFAULT_STORAGE_MEDIUM("default.storage_medium", Printed.NOWHERE, "", Alteration.DEFERRED);

    /** The servers that print a property in SHOW CREATE TABLE. */
    private enum Printed {
        EVERYWHERE,
        ON_OWN_DISKS,
        ON_SHARED_DATA,
        NOWHERE
    }

    /** The treatment of a property in ALTER TABLE ... SET. */
    private enum Alteration {
        NONE,
        /** The server validates the value before it carries the statement out. */
        CHECKED,
        /** The server validates the value when it carries the statement out. */
        DEFERRED
    }

    private enum Trait {
        /** Each partition has a value of its own; that of the table applies to future partitions. */
        PER_PARTITION,
        /** The value is stored with the tablets, and not only with the table. */
        ON_TABLETS,
        /** ALTER TABLE knows the property since 4.0. */
        SINCE_4_0
    }

    private static final Map<String, TableProperty> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(TableProperty::text, Function.identity()));

    private final String text;
    private final Printed printed;
    private final String omitted;
    private final Alteration alteration;
    private final boolean perPartition;
    private final boolean onTablets;
    private final boolean since40;

    /** @param omitted the value with which SHOW CREATE TABLE omits the property, besides an empty one */
    TableProperty(String text, Printed printed, String omitted, Alteration alteration, Trait... traits) {
        this.text = text;
        this.printed = printed;
        this.omitted = omitted;
        this.alteration = alteration;
        Set<Trait> all = Set.of(traits);
        this.perPartition = all.contains(Trait.PER_PARTITION);
        this.onTablets = all.contains(Trait.ON_TABLETS);
        this.since40 = all.contains(Trait.SINCE_4_0);
    }

    /** Returns the property of a name; empty for properties of dynamic partitioning and unknown ones. */
    public static Optional<TableProperty> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** Returns the name in statements. */
    public String text() {
        return text;
    }

    /** Returns whether SHOW CREATE TABLE prints the property with a value that is not empty. */
    public boolean isPrinted(ServerProfile profile, String value) {
        boolean here = switch (printed) {
            case EVERYWHERE -> true;
            case ON_OWN_DISKS -> !profile.sharedData();
            case ON_SHARED_DATA -> profile.sharedData();
            case NOWHERE -> false;
        };
        return here && !value.equalsIgnoreCase(omitted);
    }

    /** Returns whether CREATE TABLE has to name the property for a value that is not empty. */
    public boolean isWritten(ServerProfile profile, String value) {
        return switch (printed) {
            case EVERYWHERE -> !value.equalsIgnoreCase(omitted);
            case ON_OWN_DISKS -> profile.sharedData() || !value.equalsIgnoreCase(omitted);
            case ON_SHARED_DATA -> profile.sharedData() && !value.equalsIgnoreCase(omitted);
            case NOWHERE -> true;
        };
    }

    /** Returns whether ALTER TABLE validates the value only when it carries the statement out. */
    public boolean isCheckedLater() {
        return alteration == Alteration.DEFERRED;
    }

    /** Returns whether ALTER TABLE can change the property if the value is valid. */
    public boolean isAlterable(ServerProfile profile) {
        return isKnownToAlter(profile)
                && alteration != Alteration.NONE
                && (printed != Printed.ON_SHARED_DATA || profile.sharedData());
    }

    /** Returns whether the version of the server knows the property in ALTER TABLE, as far as versions differ. */
    public boolean isKnownToAlter(ServerProfile profile) {
        return !since40 || profile.atLeast(Version.V4_0);
    }

    /** Returns whether the value is stored with the tablets, and not only with the table. */
    public boolean isOnTablets() {
        return onTablets;
    }

    /** Returns whether each partition has a value of its own; that of the table applies to future partitions. */
    public boolean isPerPartition() {
        return perPartition;
    }
}
