package dev.cairn.engine.property;

import static dev.cairn.engine.property.PropertyCondition.ASYNC_REFRESH;
import static dev.cairn.engine.property.PropertyCondition.AUTOMATIC_REFRESH;
import static dev.cairn.engine.property.PropertyCondition.HASH_DISTRIBUTION;
import static dev.cairn.engine.property.PropertyCondition.NEVER;
import static dev.cairn.engine.property.PropertyCondition.NOT_COLOCATED;
import static dev.cairn.engine.property.PropertyCondition.NO_GIN_INDEX;
import static dev.cairn.engine.property.PropertyCondition.NO_PRIMARY_KEY;
import static dev.cairn.engine.property.PropertyCondition.PARTITIONS;
import static dev.cairn.engine.property.PropertyCondition.PRIMARY_KEY;
import static dev.cairn.engine.property.PropertyCondition.RANDOM_DISTRIBUTION;
import static dev.cairn.engine.property.PropertyCondition.RANGE_PARTITIONS;
import static dev.cairn.engine.property.PropertyCondition.SHARED_DATA;
import static dev.cairn.engine.property.PropertyCondition.SHARED_NOTHING;
import static dev.cairn.engine.property.PropertyCondition.SHARED_NOTHING_WITHOUT_PRIMARY_KEY;
import static dev.cairn.engine.property.PropertyRequirement.requires;
import static dev.cairn.engine.property.PropertyRequirement.requiresTrue;

import dev.cairn.catalog.StoredProperties;
import dev.cairn.engine.context.ChangeCost;
import dev.cairn.engine.property.PropertyDefinition.Alteration;
import dev.cairn.engine.property.PropertyDefinition.OwnerKind;
import dev.cairn.engine.property.PropertyDefinition.RunModes;
import dev.cairn.engine.property.PropertyFormat.Fraction;
import dev.cairn.engine.property.PropertyFormat.Quantity;
import dev.cairn.engine.property.PropertyFormat.Switch;
import dev.cairn.engine.property.PropertyFormat.TitledNumber;
import dev.cairn.engine.property.PropertyFormat.VerbatimWord;
import dev.cairn.engine.property.PropertyFormat.WholeNumber;
import dev.cairn.engine.property.PropertyFormat.Word;
import dev.cairn.engine.property.PropertyFormat.WordOrSwitch;
import dev.cairn.engine.property.PropertyRequirement.Report;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The properties that a server knows, each with its definitions for tables, partitions, materialized views and loads.
 * The entry of a property says what the property requires of the server and of its object ({@link PropertyCondition}),
 * and how names in its values are resolved ({@link PropertyResolver}). A property that is computed together with
 * others, or that changes more than its own value, has a case in the classes of the statements.
 *
 * <p>The properties of tables come first, in the order in which CREATE TABLE reads them.
 */
public enum KnownProperty {
    STORAGE_VOLUME(
            "storage_volume",
            table().storedOnly(RunModes.SHARED_DATA).defaultIs("that of the database"),
            view().supportedOnly(RunModes.SHARED_DATA).defaultIs("that of the database")),
    DATACACHE_ENABLE(
            "datacache.enable",
            table().supportedOnly(RunModes.SHARED_DATA)
                    .format(BasicPropertyFormat.LENIENT_BOOLEAN)
                    .assumes("true"),
            partition(),
            view().supportedOnly(RunModes.SHARED_DATA)
                    .format(BasicPropertyFormat.LENIENT_BOOLEAN)
                    .assumes("true")),
    ENABLE_ASYNC_WRITE_BACK(
            "enable_async_write_back",
            table().supportedOnly(RunModes.SHARED_DATA)
                    .format(BasicPropertyFormat.LENIENT_BOOLEAN)
                    .assumes("false")
                    .createRequires(requires(NEVER).forValue("true")),
            partition(),
            view().supportedOnly(RunModes.SHARED_DATA)
                    .format(BasicPropertyFormat.LENIENT_BOOLEAN)
                    .assumes("false")
                    .createRequires(requires(NEVER).forValue("true").reportedAs(Report.EXECUTION))),
    FAST_SCHEMA_EVOLUTION(
            "fast_schema_evolution",
            table().storedOnly(RunModes.SHARED_NOTHING)
                    .formerName("light_schema_change")
                    .format(new Switch())
                    .assumes("true")),
    LIGHT_SCHEMA_CHANGE("light_schema_change", table().ignored().readWith(FAST_SCHEMA_EVOLUTION)),
    CLOUD_NATIVE_FAST_SCHEMA_EVOLUTION(
            "cloud_native_fast_schema_evolution_v2",
            table().since(Version.V4_1)
                    .supportedOnly(RunModes.SHARED_DATA)
                    .format(BasicPropertyFormat.STRICT_BOOLEAN)
                    .assumes("true")
                    .alterRequires(requires(SHARED_DATA))
                    .altered(Alteration.CHECKED, "true")
                    .costs(ChangeCost.REWRITE_JOB)),
    BLOOM_FILTER_COLUMNS(
            "bloom_filter_columns",
            table().altered(Alteration.DEFERRED, "").costs(ChangeCost.REWRITE_JOB),
            view().altered(Alteration.DEFERRED, "").emptyRemoves()),
    BLOOM_FILTER_FPP(
            "bloom_filter_fpp",
            table().readWith(BLOOM_FILTER_COLUMNS)
                    .hidden()
                    .defaultIs("0.05")
                    .altered(Alteration.DEFERRED, "0.05")
                    .resetMeansAbsent()
                    .costs(ChangeCost.REWRITE_JOB),
            view().ignored().readWith(BLOOM_FILTER_COLUMNS)),
    REPLICATION_NUM(
            "replication_num",
            table().defaultIs("`default_replication_num` of the server; 1 in shared data")
                    .assumesFor(ReplicaCount::findDefault)
                    .resolver(ReplicaCount::resolve)
                    .executionRequires(requires(NOT_COLOCATED).withSubject("another replication_num"))
                    .altered(Alteration.CHECKED, null)
                    .alteredAs("default.replication_num"),
            partition().defaultIs("that of the table"),
            view().defaultIs("the highest number of the base tables")
                    .assumesFor(ReplicaCount::findDefault)
                    .resolver(ReplicaCount::resolve)),
    LABELS_LOCATION(
            "labels.location",
            table().defaultIs("`*` if a backend has labels")
                    .assumesFor(LocationLabels::findDefault)
                    .resolver(LocationLabels::resolve)
                    .createRequires(requires(NOT_COLOCATED).reportedAs(Report.ANALYSIS))
                    .executionRequires(requires(NOT_COLOCATED))
                    .altered(Alteration.CHECKED, ""),
            view().supportedOnly(RunModes.SHARED_NOTHING)
                    .defaultIs("`*` if a backend has labels")
                    .assumesFor(LocationLabels::findDefault)
                    .resolver(LocationLabels::resolve)
                    .alterRequires(requires(SHARED_NOTHING))
                    .altered(Alteration.CHECKED, "")),
    IN_MEMORY(
            "in_memory",
            table().ignored()
                    .alterIgnored()
                    .alterRequires(requires(SHARED_NOTHING)
                            .forValue("true")
                            .before(Version.V4_0)
                            .reportedAs(Report.EXECUTION)),
            partition().ignored()),
    ENABLE_PERSISTENT_INDEX(
            "enable_persistent_index",
            table().storedIf(PRIMARY_KEY)
                    .format(BasicPropertyFormat.LENIENT_BOOLEAN)
                    .assumes("true")
                    .defaultIs("true with a primary key")
                    .createRequiresAfterValidation(requires(NO_PRIMARY_KEY).forValue("false"))
                    .alteredFormat(new Switch())
                    .altered(Alteration.CHECKED, "false")
                    .costs(ChangeCost.HIDDEN_JOB)),
    PERSISTENT_INDEX_TYPE(
            "persistent_index_type",
            table().supportedOnly(RunModes.SHARED_DATA)
                    .knownIf(PRIMARY_KEY)
                    .shownIf(ENABLE_PERSISTENT_INDEX)
                    .format(Word.of("LOCAL", "CLOUD_NATIVE"))
                    .assumes("CLOUD_NATIVE")
                    .alteredFormat(Word.of("LOCAL", "CLOUD_NATIVE"))
                    .executionRequires(requires(SHARED_DATA))
                    .executionRequires(requiresTrue(ENABLE_PERSISTENT_INDEX))
                    .altered(Alteration.CHECKED, "CLOUD_NATIVE")
                    .costs(ChangeCost.HIDDEN_JOB)),
    COMPACTION_STRATEGY(
            "compaction_strategy",
            table().since(Version.V4_0)
                    .supportedOnly(RunModes.SHARED_DATA)
                    .format(Word.of("DEFAULT", "REAL_TIME"))
                    .omitted("DEFAULT")
                    .createRequires(requires(PRIMARY_KEY).forValue("REAL_TIME"))
                    .alterRequiresAfterValidation(requires(SHARED_DATA))
                    .alterRequiresAfterValidation(requires(PRIMARY_KEY))
                    .alteredFormat(Word.of("DEFAULT", "REAL_TIME"))
                    .altered(Alteration.CHECKED, "DEFAULT")
                    .costs(ChangeCost.HIDDEN_JOB)),
    LAKE_COMPACTION_MAX_PARALLEL(
            "lake_compaction_max_parallel",
            table().since(Version.V4_1)
                    .supportedOnly(RunModes.SHARED_DATA)
                    .format(WholeNumber.atLeast(0))
                    .omitted("3")
                    .alterRequires(requires(SHARED_DATA))
                    .altered(Alteration.CHECKED, "3")),
    PRIMARY_INDEX_CACHE_EXPIRE_SEC(
            "primary_index_cache_expire_sec",
            table().storedIf(PRIMARY_KEY)
                    .format(WholeNumber.atLeast(0))
                    .omitted("0")
                    .altered(Alteration.CHECKED, "0")
                    .alterKeepsText()),
    BINLOG_ENABLE(
            "binlog_enable",
            table().storedOnly(RunModes.SHARED_NOTHING)
                    .defaultIs("false if another `binlog_…` is set")
                    .executionRequires(binlogRequirement())
                    .alteredFormat(Switch.lowerCase())
                    .altered(Alteration.CHECKED, "false")
                    .resetMeansAbsent()
                    .alterableOnly(RunModes.SHARED_NOTHING)),
    BINLOG_TTL_SECOND(
            "binlog_ttl_second",
            table().readWith(BINLOG_ENABLE)
                    .storedOnly(RunModes.SHARED_NOTHING)
                    .defaultIs(BinlogProperties.DEFAULT_TTL_SECONDS + " if another `binlog_…` is set")
                    .executionRequires(binlogRequirement())
                    .altered(Alteration.CHECKED, Long.toString(BinlogProperties.DEFAULT_TTL_SECONDS))
                    .resetMeansAbsent()
                    .alterableOnly(RunModes.SHARED_NOTHING)),
    BINLOG_MAX_SIZE(
            "binlog_max_size",
            table().readWith(BINLOG_ENABLE)
                    .storedOnly(RunModes.SHARED_NOTHING)
                    .defaultIs(BinlogProperties.DEFAULT_MAX_SIZE + " if another `binlog_…` is set")
                    .executionRequires(binlogRequirement())
                    .altered(Alteration.CHECKED, Long.toString(BinlogProperties.DEFAULT_MAX_SIZE))
                    .resetMeansAbsent()
                    .alterableOnly(RunModes.SHARED_NOTHING)),
    /** The version of the configuration of the binlog, which the server increments. */
    BINLOG_VERSION(
            "binlog_version",
            table().readWith(BINLOG_ENABLE).storedOnly(RunModes.SHARED_NOTHING).notCreated()),
    FLAT_JSON_ENABLE(
            "flat_json.enable",
            flatJson()
                    .defaultIs("false if another `flat_json.…` is set")
                    .altered(Alteration.DEFERRED, "false")
                    .resetMeansAbsent()),
    FLAT_JSON_NULL_FACTOR(
            "flat_json.null.factor",
            flatJson()
                    .readWith(FLAT_JSON_ENABLE)
                    .shownIf(FLAT_JSON_ENABLE)
                    .defaultIs("0.3 with flat JSON")
                    .alterRequires(flatJsonRequirement())
                    .alteredFormat(new Fraction())
                    .altered(Alteration.CHECKED, null)),
    FLAT_JSON_SPARSITY_FACTOR(
            "flat_json.sparsity.factor",
            flatJson()
                    .readWith(FLAT_JSON_ENABLE)
                    .shownIf(FLAT_JSON_ENABLE)
                    .defaultIs("0.3 with flat JSON")
                    .alterRequires(flatJsonRequirement())
                    .alteredFormat(new Fraction())
                    .altered(Alteration.CHECKED, null)),
    FLAT_JSON_COLUMN_MAX(
            "flat_json.column.max",
            flatJson()
                    .readWith(FLAT_JSON_ENABLE)
                    .shownIf(FLAT_JSON_ENABLE)
                    .defaultIs("100 with flat JSON")
                    .alterRequires(flatJsonRequirement())
                    .alteredFormat(new Quantity("flat_json.column.max", "flat_json.column.max", Integer.MAX_VALUE))
                    .alterKeepsText()
                    .altered(Alteration.CHECKED, null)),
    BUCKET_SIZE(
            "bucket_size",
            table().format(new Quantity("Bucket size", "bucket size", Long.MAX_VALUE))
                    .omitted("0")
                    .storedIf(RANDOM_DISTRIBUTION)
                    .assumesSince(Version.V4_0, "1073741824", "4294967296")
                    .defaultIs("1073741824 with random distribution; 4294967296 before 4.0")
                    .createRequiresAfterValidation(requires(RANDOM_DISTRIBUTION).since(Version.V4_0))
                    .executionRequires(requires(RANDOM_DISTRIBUTION).since(Version.V4_0))
                    .altered(Alteration.CHECKED, "0")),
    MUTABLE_BUCKET_NUM(
            "mutable_bucket_num",
            table().format(new Quantity("Mutable bucket num", "mutable bucket num", Long.MAX_VALUE))
                    .omitted("0")
                    .altered(Alteration.CHECKED, "0")
                    .alterKeepsText()),
    ENABLE_LOAD_PROFILE(
            "enable_load_profile",
            table().format(BasicPropertyFormat.LENIENT_BOOLEAN).omitted("false").altered(Alteration.DEFERRED, "false")),
    ENABLE_STATISTIC_COLLECT_ON_FIRST_LOAD(
            "enable_statistic_collect_on_first_load",
            table().format(BasicPropertyFormat.LENIENT_BOOLEAN).omitted("true").altered(Alteration.DEFERRED, "true")),
    BASE_COMPACTION_FORBIDDEN_TIME_RANGES(
            "base_compaction_forbidden_time_ranges",
            table().format(BasicPropertyFormat.CRONTAB)
                    .createRequires(requires(SHARED_NOTHING_WITHOUT_PRIMARY_KEY)
                            .unlessEmpty()
                            .reportedAs(Report.ANALYSIS))
                    .alterRequires(requires(SHARED_NOTHING_WITHOUT_PRIMARY_KEY))
                    .altered(Alteration.CHECKED, "")),
    FILE_BUNDLING(
            "file_bundling",
            table().since(Version.V4_0)
                    .storedOnly(RunModes.SHARED_DATA)
                    .format(BasicPropertyFormat.LENIENT_BOOLEAN)
                    .omitted("false")
                    .assumes("true")
                    .alteredFormat(new Switch())
                    .alterRequiresAfterValidation(requires(SHARED_DATA))
                    .altered(Alteration.CHECKED, "false")
                    .alterableOnly(RunModes.SHARED_DATA)
                    .costs(ChangeCost.HIDDEN_JOB)),
    WRITE_QUORUM(
            "write_quorum",
            table().storedOnly(RunModes.SHARED_NOTHING)
                    .format(Word.of("MAJORITY", "ONE", "ALL"))
                    .omitted("MAJORITY")
                    .alteredFormat(Word.of("MAJORITY", "ONE", "ALL"))
                    .altered(Alteration.CHECKED, "MAJORITY")),
    REPLICATED_STORAGE(
            "replicated_storage",
            table().storedOnly(RunModes.SHARED_NOTHING)
                    .format(BasicPropertyFormat.LENIENT_BOOLEAN)
                    .defaultIs("true; false with an index by Clucene")
                    .alteredFormat(new Switch())
                    .alterRequiresAfterValidation(
                            requires(NO_GIN_INDEX).forValue("true").reportedAs(Report.ANALYSIS))
                    .altered(Alteration.CHECKED, "true"),
            view().format(BasicPropertyFormat.LENIENT_BOOLEAN).assumes("true")),
    TABLET_TYPE(
            "tablet_type",
            table().ignored().format(Word.of("MEMORY", "DISK")).alterRefused(),
            partition().ignored().format(Word.of("MEMORY", "DISK"))),
    DATACACHE_PARTITION_DURATION(
            "datacache.partition_duration",
            table().supportedOnly(RunModes.SHARED_DATA)
                    .format(BasicPropertyFormat.PERIOD)
                    .altered(Alteration.CHECKED, null)
                    .alterKeepsText(),
            view().supportedOnly(RunModes.SHARED_DATA).format(BasicPropertyFormat.PERIOD)),
    STORAGE_MEDIUM(
            "storage_medium",
            table().storedOnly(RunModes.SHARED_NOTHING)
                    .defaultIs("that of the backends' disks, which is not shown")
                    .alteredOnlyAs("default.storage_medium")
                    .altered(Alteration.DEFERRED, null),
            partition().ignored(),
            view().storedOnly(RunModes.SHARED_NOTHING).defaultIs("HDD")),
    STORAGE_COOLDOWN_TTL(
            "storage_cooldown_ttl",
            table().readWith(STORAGE_MEDIUM)
                    .storedOnly(RunModes.SHARED_NOTHING)
                    .format(BasicPropertyFormat.OPTIONAL_PERIOD)
                    .altered(Alteration.CHECKED, "")
                    .alterKeepsText()
                    .shownWhenEmpty(),
            partition().ignored(),
            view().ignored().readWith(STORAGE_MEDIUM)),
    STORAGE_COOLDOWN_TIME(
            "storage_cooldown_time",
            table().readWith(STORAGE_MEDIUM).storedOnly(RunModes.SHARED_NOTHING).hidden(),
            partition().ignored(),
            view().readWith(STORAGE_MEDIUM).storedOnly(RunModes.SHARED_NOTHING)),
    COLOCATE_WITH(
            StoredProperties.COLOCATION_GROUP,
            table().altered(Alteration.DEFERRED, ""),
            view().createRequires(requires(HASH_DISTRIBUTION).unlessEmpty().reportedAs(Report.INVALID_PARAMETER))
                    .resolver(ColocationRules::requireFittingGroup)
                    .alterRequires(
                            requires(SHARED_DATA).withSubject("A change of colocate_with of a materialized view"))
                    .altered(Alteration.CHECKED, "")
                    .emptyRemoves()
                    .alterableOnly(RunModes.SHARED_DATA)),
    STORAGE_TYPE(
            "storage_type",
            table().storedOnly(RunModes.SHARED_NOTHING).omitted("column").alterRefused()),
    SCHEMA_VERSION("schema_version", table().ignored().format(WholeNumber.atLeast(Integer.MIN_VALUE))),
    SHORT_KEY("short_key", table().ignored()),

    VERSION_INFO(
            "version_info",
            table().readAfterRollups()
                    .ignored()
                    .format(BasicPropertyFormat.VERSION)
                    .createRequires(requires(SHARED_NOTHING)),
            partition().ignored().format(BasicPropertyFormat.VERSION).createRequires(requires(SHARED_NOTHING))),
    STORAGE_FORMAT("storage_format", table().readAfterRollups().ignored()),
    COMPRESSION(
            "compression",
            table().readAfterRollups().format(BasicPropertyFormat.COMPRESSION).assumes("LZ4"),
            view()),
    PARTITION_LIVE_NUMBER(
            "partition_live_number",
            table().readAfterRollups()
                    .format(TitledNumber.ofPartitions("Partition Live Number"))
                    .retention(RetentionRole.COUNT, "-1")
                    .executionRequires(requires(RANGE_PARTITIONS))
                    .altered(Alteration.CHECKED, "-1")
                    .alterKeepsText()),
    PARTITION_TTL(
            "partition_ttl",
            table().readAfterRollups()
                    .format(BasicPropertyFormat.VERBATIM_PERIOD)
                    .retention(RetentionRole.AGE, "0 DAY")
                    .executionRequires(requires(RANGE_PARTITIONS))
                    .altered(Alteration.CHECKED, "0 DAY"),
            view().format(BasicPropertyFormat.VERBATIM_PERIOD)
                    .retention(RetentionRole.AGE, "0 DAY")
                    .createRequires(requires(PARTITIONS).reportedAs(Report.INVALID_PARAMETER))
                    .executionRequires(requires(RANGE_PARTITIONS))
                    .altered(Alteration.CHECKED, "0 DAY")
                    .initialValue("0 second")),
    PARTITION_RETENTION_CONDITION(
            "partition_retention_condition",
            table().readAfterRollups()
                    .retention(RetentionRole.CONDITION, "")
                    .resolver(withCheck(PropertyTarget::checkRetentionCondition))
                    .executionRequires(requires(PARTITIONS))
                    .altered(Alteration.DEFERRED, ""),
            view().retention(RetentionRole.CONDITION, "")
                    .resolver(withCheck(PropertyTarget::checkRetentionCondition))
                    .createRequires(requires(PARTITIONS).reportedAs(Report.INVALID_PARAMETER))
                    .altered(Alteration.CHECKED, "")),
    TIME_DRIFT_CONSTRAINT(
            "time_drift_constraint",
            table().readAfterRollups()
                    .resolver(withCheck(PropertyTarget::checkTimeDrift))
                    .altered(Alteration.DEFERRED, null),
            view().resolver(withCheck(PropertyTarget::checkTimeDrift)).altered(Alteration.CHECKED, null)),
    TABLE_QUERY_TIMEOUT(
            "table_query_timeout",
            table().readAfterRollups()
                    .since(Version.V4_0)
                    .format(new WholeNumber(1, -1))
                    .omitted("-1")
                    .altered(Alteration.CHECKED, "-1")
                    .alterKeepsText()),
    UNIQUE_CONSTRAINTS(
            "unique_constraints",
            table().readAfterRollups()
                    .resolver(TableConstraintResolver::resolveUnique)
                    .altered(Alteration.DEFERRED, ""),
            view().emptySince(Version.V4_0)
                    .resolver(ViewConstraintResolver::resolveUnique)
                    .altered(Alteration.CHECKED, "")),
    FOREIGN_KEY_CONSTRAINTS(
            StoredProperties.FOREIGN_KEYS,
            table().readAfterRollups()
                    .resolver(TableConstraintResolver::resolveForeignKeys)
                    .altered(Alteration.DEFERRED, ""),
            view().emptySince(Version.V4_0)
                    .resolver(ViewConstraintResolver::resolveForeignKeys)
                    .altered(Alteration.CHECKED, "")),

    // Dynamic partitioning
    DYNAMIC_PARTITION_ENABLE(
            StoredProperties.DYNAMIC_PARTITIONING,
            dynamicPartitioning("true")
                    .retention(RetentionRole.SWITCH, "false")
                    .altered(Alteration.DEFERRED, "false")
                    .serverIndependentDefault()),
    DYNAMIC_PARTITION_TIME_UNIT(
            "dynamic_partition.time_unit", dynamicPartitioning("").retention(RetentionRole.PERIOD_DEFINITION)),
    DYNAMIC_PARTITION_TIME_ZONE(
            "dynamic_partition.time_zone",
            dynamicPartitioning("that of the server").retention(RetentionRole.PERIOD_DEFINITION)),
    DYNAMIC_PARTITION_START(
            "dynamic_partition.start",
            dynamicPartitioning(Integer.toString(Integer.MIN_VALUE))
                    .retention(RetentionRole.PERIOD_COUNT)
                    .serverIndependentDefault()),
    DYNAMIC_PARTITION_END("dynamic_partition.end", dynamicPartitioning("")),
    DYNAMIC_PARTITION_PREFIX(
            "dynamic_partition.prefix", dynamicPartitioning("p").serverIndependentDefault()),
    DYNAMIC_PARTITION_BUCKETS("dynamic_partition.buckets", dynamicPartitioning("that of the table")),
    DYNAMIC_PARTITION_REPLICATION_NUM("dynamic_partition.replication_num", dynamicPartitioning("that of the table")),
    DYNAMIC_PARTITION_HISTORY(
            "dynamic_partition.history_partition_num", dynamicPartitioning("0").serverIndependentDefault()),
    DYNAMIC_PARTITION_START_DAY_OF_WEEK(
            "dynamic_partition.start_day_of_week",
            dynamicPartitioning("1 with weeks")
                    .retention(RetentionRole.PERIOD_DEFINITION)
                    .serverIndependentDefault()),
    DYNAMIC_PARTITION_START_DAY_OF_MONTH(
            "dynamic_partition.start_day_of_month",
            dynamicPartitioning("1 with months")
                    .retention(RetentionRole.PERIOD_DEFINITION)
                    .serverIndependentDefault()),

    // Properties that only ALTER TABLE knows
    DISTRIBUTION_TYPE(
            "distribution_type", table().notCreated().format(Word.of("HASH")).alterIgnored()),
    SEND_CLEAR_ALTER_TASKS(
            "send_clear_alter_tasks",
            table().notCreated().format(Word.of("TRUE")).alterIgnored()),

    // Properties that only materialized views have
    MV_REWRITE_STALENESS_SECOND(
            "mv_rewrite_staleness_second",
            view().format(new TitledNumber(0, -1, "Invalid maxMVRewriteStaleness Number", "maxMVRewriteStaleness"))
                    .altered(Alteration.CHECKED, "0")
                    .alterKeepsText()),
    PARTITION_TTL_NUMBER(
            "partition_ttl_number",
            view().format(TitledNumber.ofPartitions("Partition TTL Number"))
                    .retention(RetentionRole.COUNT, "-1")
                    .createRequiresAfterValidation(requires(RANGE_PARTITIONS).reportedAs(Report.INVALID_PARAMETER))
                    .executionRequires(requires(RANGE_PARTITIONS))
                    .altered(Alteration.CHECKED, "-1")
                    .initialValue("-1")),
    AUTO_REFRESH_PARTITIONS_LIMIT(
            "auto_refresh_partitions_limit",
            view().format(TitledNumber.ofPartitions("Auto Refresh Partitions Limit"))
                    .createRequires(requires(AUTOMATIC_REFRESH))
                    .createRequiresAfterValidation(requires(PARTITIONS).reportedAs(Report.INVALID_PARAMETER))
                    .alterRequires(requires(AUTOMATIC_REFRESH))
                    .altered(Alteration.CHECKED, "-1")
                    .initialValue("-1")),
    PARTITION_REFRESH_NUMBER(
            "partition_refresh_number",
            view().format(TitledNumber.ofPartitions("Partition Refresh Number"))
                    .createRequiresAfterValidation(requires(PARTITIONS).reportedAs(Report.INVALID_PARAMETER))
                    .altered(Alteration.CHECKED, "1")
                    .initialValue("1")),
    PARTITION_REFRESH_STRATEGY(
            "partition_refresh_strategy",
            view().since(Version.V4_0)
                    .format(VerbatimWord.of("FORCE", "STRICT", "ADAPTIVE"))
                    .altered(Alteration.CHECKED, "ADAPTIVE")
                    .initialValue("adaptive")),
    REFRESH_MODE(
            "refresh_mode",
            view().since(Version.V4_1)
                    .format(VerbatimWord.of("AUTO", "PCT", "FULL", "INCREMENTAL"))
                    .altered(Alteration.CHECKED, "PCT")
                    .initialValue("pct")),
    EXCLUDED_TRIGGER_TABLES(
            "excluded_trigger_tables",
            view().createRequires(requires(ASYNC_REFRESH))
                    .resolver(ExcludedTables::resolve)
                    .alterRequires(requires(ASYNC_REFRESH))
                    .altered(Alteration.CHECKED, "")
                    .alterKeepsText()),
    EXCLUDED_REFRESH_TABLES(
            "excluded_refresh_tables",
            view().createRequires(requires(ASYNC_REFRESH))
                    .resolver(ExcludedTables::resolve)
                    .alterRequires(requires(ASYNC_REFRESH))
                    .altered(Alteration.CHECKED, "")
                    .alterKeepsText()),
    RESOURCE_GROUP(
            "resource_group",
            view().resolver(RefreshResources::resolveResourceGroup).altered(Alteration.CHECKED, "")),
    FORCE_EXTERNAL_TABLE_QUERY_REWRITE(
            "force_external_table_query_rewrite",
            view().format(new WordOrSwitch(consistencyWord(), "CHECKED", "DISABLE"))
                    .altered(Alteration.CHECKED, "CHECKED")),
    QUERY_REWRITE_CONSISTENCY(
            "query_rewrite_consistency", view().format(consistencyWord()).altered(Alteration.CHECKED, "CHECKED")),
    ENABLE_QUERY_REWRITE(
            "enable_query_rewrite",
            view().format(Word.ofOptional("DEFAULT", "TRUE", "FALSE"))
                    .createKeepsText()
                    .altered(Alteration.CHECKED, "DEFAULT")),
    TRANSPARENT_MV_REWRITE_MODE(
            "transparent_mv_rewrite_mode",
            view().format(Word.ofOptional("FALSE", "TRUE", "TRANSPARENT_OR_ERROR", "TRANSPARENT_OR_DEFAULT"))
                    .createKeepsText()
                    .altered(Alteration.CHECKED, "FALSE")),
    WAREHOUSE(
            "warehouse",
            view().supportedOnly(RunModes.SHARED_DATA)
                    .assumes(RefreshResources.DEFAULT_WAREHOUSE)
                    .resolver(RefreshResources::resolveWarehouse)
                    .altered(Alteration.CHECKED, null),
            load()),

    // Properties that only loads have
    TIMEOUT("timeout", load().format(WholeNumber.atLeast(0))),
    MAX_FILTER_RATIO("max_filter_ratio", load().format(new Fraction())),
    LOAD_DELETE_FLAG("load_delete_flag", load()),
    LOAD_MEM_LIMIT("load_mem_limit", load().format(WholeNumber.atLeast(0))),
    CLUSTER("cluster", load()),
    STRICT_MODE("strict_mode", load().format(new Switch())),
    VERSION("version", load()),
    TIMEZONE("timezone", load()),
    PARTIAL_UPDATE("partial_update", load()),
    PRIORITY("priority", load().format(Word.of("HIGHEST", "HIGH", "NORMAL", "LOW", "LOWEST"))),
    CASE_SENSITIVE("case_sensitive", load()),
    LOG_REJECTED_RECORD_NUM("log_rejected_record_num", load().format(WholeNumber.atLeast(-1))),
    PARTIAL_UPDATE_MODE("partial_update_mode", load()),
    SPARK_LOAD_SUBMIT_TIMEOUT("spark_load_submit_timeout", load().format(WholeNumber.atLeast(0))),
    MERGE_CONDITION("merge_condition", load()),
    STRIP_OUTER_ARRAY("strip_outer_array", load()),
    JSONPATHS("jsonpaths", load()),
    JSON_ROOT("json_root", load());

    /** The prefixes of the families of properties that one ALTER TABLE can set together. */
    public static final List<String> FAMILY_PREFIXES = List.of("dynamic_partition.", "binlog");

    /** The order in which CREATE MATERIALIZED VIEW reads properties; all other properties come afterwards. */
    private static final List<KnownProperty> VIEW_ORDER = List.of(
            STORAGE_MEDIUM,
            STORAGE_COOLDOWN_TIME,
            REPLICATED_STORAGE,
            REPLICATION_NUM,
            BLOOM_FILTER_COLUMNS,
            MV_REWRITE_STALENESS_SECOND,
            PARTITION_TTL,
            PARTITION_RETENTION_CONDITION,
            PARTITION_TTL_NUMBER,
            AUTO_REFRESH_PARTITIONS_LIMIT,
            PARTITION_REFRESH_NUMBER,
            PARTITION_REFRESH_STRATEGY,
            REFRESH_MODE,
            EXCLUDED_TRIGGER_TABLES,
            EXCLUDED_REFRESH_TABLES,
            RESOURCE_GROUP,
            FORCE_EXTERNAL_TABLE_QUERY_REWRITE,
            QUERY_REWRITE_CONSISTENCY,
            UNIQUE_CONSTRAINTS,
            FOREIGN_KEY_CONSTRAINTS,
            TIME_DRIFT_CONSTRAINT,
            LABELS_LOCATION,
            COLOCATE_WITH,
            ENABLE_QUERY_REWRITE,
            TRANSPARENT_MV_REWRITE_MODE,
            COMPRESSION,
            STORAGE_VOLUME,
            DATACACHE_ENABLE,
            ENABLE_ASYNC_WRITE_BACK,
            WAREHOUSE,
            DATACACHE_PARTITION_DURATION);

    private static final Map<String, KnownProperty> PROPERTY_BY_NAME = new HashMap<>();
    private static final Map<String, KnownProperty> PROPERTY_BY_ALTER_NAME = new HashMap<>();
    private static final Map<OwnerKind, List<KnownProperty>> PROPERTIES_BY_OWNER_KIND = new EnumMap<>(OwnerKind.class);
    private static final List<KnownProperty> VIEW_PROPERTIES;

    static {
        for (KnownProperty property : values()) {
            PROPERTY_BY_NAME.put(property.propertyName, property);
            PROPERTY_BY_ALTER_NAME.put(property.propertyName, property);
            for (PropertyDefinition definition : property.definitionByOwnerKind.values()) {
                PROPERTIES_BY_OWNER_KIND
                        .computeIfAbsent(definition.ownerKind(), ignored -> new ArrayList<>())
                        .add(property);
                if (!definition.alterName().isEmpty()) {
                    PROPERTY_BY_ALTER_NAME.put(definition.alterName(), property);
                }
                if (definition.isRenamedInAlter()) {
                    PROPERTY_BY_ALTER_NAME.remove(property.propertyName);
                }
            }
        }
        Set<KnownProperty> viewProperties = new LinkedHashSet<>(VIEW_ORDER);
        viewProperties.addAll(findByOwnerKind(OwnerKind.MATERIALIZED_VIEW));
        VIEW_PROPERTIES = List.copyOf(viewProperties);
    }

    private final String propertyName;

    @SuppressWarnings("ImmutableEnumChecker") // the map does not change after the construction
    private final Map<OwnerKind, PropertyDefinition> definitionByOwnerKind = new EnumMap<>(OwnerKind.class);

    KnownProperty(String propertyName, PropertyDefinitionBuilder... builders) {
        this.propertyName = propertyName;
        for (PropertyDefinitionBuilder builder : builders) {
            PropertyDefinition definition = builder.build();
            definitionByOwnerKind.put(definition.ownerKind(), definition);
        }
    }

    private static PropertyDefinitionBuilder table() {
        return new PropertyDefinitionBuilder(OwnerKind.TABLE);
    }

    private static PropertyDefinitionBuilder partition() {
        return new PropertyDefinitionBuilder(OwnerKind.PARTITION);
    }

    private static PropertyDefinitionBuilder view() {
        return new PropertyDefinitionBuilder(OwnerKind.MATERIALIZED_VIEW);
    }

    private static PropertyDefinitionBuilder load() {
        return new PropertyDefinitionBuilder(OwnerKind.LOAD);
    }

    private static PropertyDefinitionBuilder flatJson() {
        return table().since(Version.V4_0).storedOnly(RunModes.SHARED_NOTHING);
    }

    private static PropertyRequirement flatJsonRequirement() {
        return requiresTrue(FLAT_JSON_ENABLE).withSubject("Each other property of flat_json");
    }

    private static PropertyRequirement binlogRequirement() {
        return requires(SHARED_NOTHING).withSubject("The binlog");
    }

    private static PropertyDefinitionBuilder dynamicPartitioning(String defaultText) {
        return table().defaultIs(defaultText).altered(Alteration.DEFERRED, null);
    }

    /** Returns the resolver of a value that the object checks and that the server stores as written. */
    private static PropertyResolver withCheck(TargetCheck check) {
        return (target, value) -> {
            check.check(target, value.text(), value.span());
            return value.text();
        };
    }

    private interface TargetCheck {
        void check(PropertyTarget target, String text, Span span);
    }

    private static Word consistencyWord() {
        return Word.of("DISABLE", "LOOSE", "CHECKED", "NOCHECK", "FORCE_MV");
    }

    /** Returns the property with which CREATE reads this one; this property itself if CREATE reads it alone. */
    public KnownProperty leadingProperty(OwnerKind ownerKind) {
        return findDefinition(ownerKind)
                .flatMap(PropertyDefinition::leadingProperty)
                .orElse(this);
    }

    /** Returns the property that CREATE knows by a name; empty if the name is unknown. */
    public static Optional<KnownProperty> findByName(String name) {
        return Optional.ofNullable(PROPERTY_BY_NAME.get(name));
    }

    /**
     * Returns the definition, for a kind of object, of the property that CREATE knows by a name; empty if such objects
     * do not have it.
     */
    public static Optional<PropertyDefinition> findDefinition(String name, OwnerKind ownerKind) {
        return findByName(name).flatMap(property -> property.findDefinition(ownerKind));
    }

    /**
     * Returns whether the CREATE of a kind of object knows a property on a server. A materialized view also knows the
     * variables of its refreshes.
     */
    public static boolean isKnown(Property property, OwnerKind ownerKind, ServerProfile profile) {
        return findDefinition(property.name(), ownerKind)
                .map(definition -> definition.isKnownToCreate(profile, property.value()))
                .orElse(ownerKind == OwnerKind.MATERIALIZED_VIEW
                        && property.name().startsWith(RefreshVariables.PREFIX));
    }

    /**
     * Returns the property that ALTER knows by a name, where some properties have another name than in CREATE; empty if
     * the name is unknown.
     */
    public static Optional<KnownProperty> findByAlterName(String name) {
        return Optional.ofNullable(PROPERTY_BY_ALTER_NAME.get(name));
    }

    /** Returns the properties of a kind of object, in the order of their entries. */
    public static List<KnownProperty> findByOwnerKind(OwnerKind ownerKind) {
        return Collections.unmodifiableList(PROPERTIES_BY_OWNER_KIND.getOrDefault(ownerKind, List.of()));
    }

    /** Returns the properties that have a role in deleting partitions of a kind of object. */
    public static List<KnownProperty> findByRetentionRole(OwnerKind ownerKind, RetentionRole role) {
        return findByOwnerKind(ownerKind).stream()
                .filter(property -> property.findDefinition(ownerKind)
                        .flatMap(PropertyDefinition::retentionRole)
                        .filter(role::equals)
                        .isPresent())
                .toList();
    }

    /** Returns the names of the properties that CREATE knows on a server. */
    public static List<String> findKnownNames(OwnerKind ownerKind, ServerProfile profile) {
        return findByOwnerKind(ownerKind).stream()
                .filter(property -> property.findDefinition(ownerKind)
                        .filter(definition -> definition.isKnownToCreate(profile))
                        .isPresent())
                .map(KnownProperty::propertyName)
                .toList();
    }

    /** Returns the properties of materialized views, in the order in which CREATE reads them. */
    public static List<KnownProperty> viewProperties() {
        return VIEW_PROPERTIES;
    }

    /** Returns the name of the property in statements. */
    public String propertyName() {
        return propertyName;
    }

    public boolean isNamed(String name) {
        return propertyName.equals(name);
    }

    /** Returns the definition of the property for a kind of object; empty if such objects do not have it. */
    public Optional<PropertyDefinition> findDefinition(OwnerKind ownerKind) {
        return Optional.ofNullable(definitionByOwnerKind.get(ownerKind));
    }

    public Optional<String> findValueIn(StoredProperties properties) {
        return properties.findValue(propertyName);
    }

    /** Returns the first value of the property in a statement; empty if the statement does not set it. */
    public Optional<String> findValueIn(List<Property> properties) {
        return properties.stream()
                .filter(property -> isNamed(property.name()))
                .map(Property::value)
                .findFirst();
    }

    /** Returns whether the stored properties contain a value of this property. */
    public boolean isSetIn(StoredProperties properties) {
        return properties.hasProperty(propertyName);
    }

    public boolean isTrueIn(StoredProperties properties) {
        return findValueIn(properties).filter("true"::equalsIgnoreCase).isPresent();
    }
}
