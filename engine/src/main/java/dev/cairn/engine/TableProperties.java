package dev.cairn.engine;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Primitive;
import dev.cairn.catalog.Properties;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.catalog.ServerProfile.Version;
import dev.cairn.sql.Distribution;
import dev.cairn.sql.IndexDefinition;
import dev.cairn.sql.IndexDefinition.Kind;
import dev.cairn.sql.KeyModel;
import dev.cairn.sql.Name;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a new table, taken in the server's order: checked, brought into their normal form and completed with
 * what the server assumes. A property that has no effect and is not shown is not kept.
 */
final class TableProperties {
    private static final String EVOLUTION = "fast_schema_evolution";
    private static final String OLD_EVOLUTION = "light_schema_change";
    private static final String PERSISTENT_INDEX = "enable_persistent_index";
    private static final String REPLICATED = "replicated_storage";
    private static final String BUCKET_SIZE = "bucket_size";
    private static final String STORAGE_TYPE = "storage_type";
    private static final String REST = "base_compaction_forbidden_time_ranges";
    private static final Set<String> QUORUMS = Set.of("MAJORITY", "ONE", "ALL");

    private final Server server;
    private final ServerProfile profile;
    private final Place place;
    private final TableDraft draft;
    private final List<Column> columns;
    private final List<IndexDefinition> indexes;
    private final Distribution distribution;
    private final PropertyBag properties;
    private final LakeProperties lake;

    TableProperties(
            Server server,
            Place place,
            TableDraft draft,
            List<Column> columns,
            List<IndexDefinition> indexes,
            Distribution distribution) {
        this.server = server;
        this.profile = server.profile();
        this.place = place;
        this.draft = draft;
        this.columns = columns;
        this.indexes = indexes;
        this.distribution = distribution;
        this.properties = draft.properties();
        this.lake = new LakeProperties(properties, draft.model());
    }

    /** Up to where the server builds the rollups of the table. */
    void takeFirst() {
        if (profile.sharedData()) {
            lake.takeStorage();
            FlatJson.take(profile, properties);
        } else {
            properties.take("storage_volume");
        }
        takeEvolution();
        takeBloomFilters();
        takeReplication();
        takeLabels();
        properties.take("in_memory");
        takePersistentIndex();
        takeCacheExpiry();
        takeBinlog();
        FlatJson.take(profile, properties);
        takeBuckets();
        takeLoading();
        takeCompactionRest();
        takeBundling();
        takeWriting();
        takeTabletType();
        takeCooldown();
        if (draft.partitioning() instanceof PartitionDraft.None) {
            takeMedium();
        }
    }

    /** What comes behind the colocation group. */
    void takeStorageType() {
        String type = properties.take(STORAGE_TYPE);
        if (type != null && !type.equalsIgnoreCase("column")) {
            storeStorageType(type);
        }
        String version = properties.take("schema_version");
        if (version != null) {
            requireInt(version, "schema_version", "schema version format error");
        }
    }

    private void storeStorageType(String type) {
        boolean rows = type.equalsIgnoreCase("row") || type.equalsIgnoreCase("column_with_row");
        String refused = type + " for " + draft.key().serverName() + " table not supported";
        if (!rows || draft.model() != KeyModel.PRIMARY) {
            throw properties.refusal(STORAGE_TYPE, refused);
        }
        if (type.equalsIgnoreCase("column_with_row") && columns.stream().allMatch(Column::key)) {
            throw properties.refusal(
                    STORAGE_TYPE, "column_with_row storage type must have some non-key columns");
        }
        if (!profile.rowStore()) {
            throw properties.refusal(
                    STORAGE_TYPE, refused + ", enable it by setting `enable_experimental_rowstore` to true");
        }
        properties.store(STORAGE_TYPE, type.toUpperCase(Locale.ROOT));
    }

    Properties takeRest() {
        takeVersion();
        properties.take("storage_format");
        takeCompression();
        takeRetention();
        takeTimeout();
        takeConstraints();
        if (!(draft.partitioning() instanceof PartitionDraft.None)) {
            takeMedium();
            takeDynamicPartitioning();
        }
        properties.requireNoneLeft();
        return properties.properties();
    }

    private void takeEvolution() {
        String value = properties.look(EVOLUTION);
        String said = value == null ? properties.look(OLD_EVOLUTION) : value;
        properties.take(EVOLUTION);
        properties.take(OLD_EVOLUTION);
        if (said != null && !said.equalsIgnoreCase("true") && !said.equalsIgnoreCase("false")) {
            throw properties.refusal(EVOLUTION, "fast_schema_evolution must be `true` or `false`");
        }
        if (profile.sharedData()) {
            lake.takeEvolution();
        } else {
            properties.storeOrAssume(EVOLUTION, said == null ? null : said.toLowerCase(Locale.ROOT), "true");
        }
    }

    private void takeBloomFilters() {
        String list = properties.look(FilteredColumns.COLUMNS);
        List<String> filtered = List.of();
        if (list != null && !list.isEmpty()) {
            try {
                filtered = BloomFilters.columns(list, columns, draft.model());
            } catch (InvalidValue e) {
                throw properties.refusal(FilteredColumns.COLUMNS, e.problem());
            }
            properties.take(FilteredColumns.COLUMNS);
            properties.store(FilteredColumns.COLUMNS, String.join(", ", FilteredColumns.names(filtered)));
        }
        String rate = properties.take(FilteredColumns.RATE);
        if (rate != null) {
            double number = BloomFilters.falsePositives(rate, properties.at(FilteredColumns.RATE));
            if (!filtered.isEmpty() && number != FilteredColumns.DEFAULT_RATE) {
                properties.store(FilteredColumns.RATE, Double.toString(number));
            }
        }
        Set<String> names = FilteredColumns.names(filtered);
        for (IndexDefinition index : indexes) {
            String column = index.columns().get(0).text();
            if (index.kind() == Kind.NGRAMBF && names.contains(column)) {
                throw properties.refusal(
                        FilteredColumns.COLUMNS,
                        "column " + column
                                + " should only have one bloom filter index or ngram bloom filter index");
            }
        }
    }

    private void takeReplication() {
        String said = properties.take(Replicas.PROPERTY);
        if (said == null) {
            properties.assume(Replicas.PROPERTY, Integer.toString(Replicas.assumed(profile)));
            return;
        }
        short number;
        try {
            number = Replicas.number(said);
        } catch (InvalidValue e) {
            throw properties.refusal(
                    Replicas.PROPERTY,
                    e.problem() + " table=" + place.table() + ", properties.replication_num=" + said);
        }
        Replicas.check(profile, number, properties.at(Replicas.PROPERTY));
        properties.store(Replicas.PROPERTY, Short.toString(number));
    }

    private void takeLabels() {
        String said = properties.take(Labels.PROPERTY);
        if (said == null) {
            return;
        }
        if (properties.has(Colocation.PROPERTY)) {
            throw Refusal.analysis(
                    properties.at(Labels.PROPERTY), "colocate table doesn't support location property");
        }
        String normal = Labels.normal(said, properties.at(Labels.PROPERTY));
        if (!normal.isEmpty()) {
            properties.store(Labels.PROPERTY, normal);
        }
    }

    private void takePersistentIndex() {
        String said = properties.take(PERSISTENT_INDEX);
        if (draft.model() == KeyModel.PRIMARY) {
            if (said != null && !Boolean.parseBoolean(said)) {
                throw properties.refusal(
                        PERSISTENT_INDEX,
                        "In-Memory index is not supported, please create table with persistent index");
            }
            properties.storeOrAssume(PERSISTENT_INDEX, said == null ? null : "true", "true");
        }
        if (profile.sharedData()) {
            lake.takeIndexType();
            lake.takeCompaction();
        }
    }

    private void takeCacheExpiry() {
        String name = "primary_index_cache_expire_sec";
        String said = properties.take(name);
        if (said == null) {
            return;
        }
        int seconds = requireInt(said, name, "Property " + name + " must be integer: " + said);
        if (seconds < 0) {
            throw properties.refusal(name, "Property " + name + " must not be less than 0");
        }
        if (seconds > 0 && draft.model() == KeyModel.PRIMARY) {
            properties.store(name, Integer.toString(seconds));
        }
    }

    private int requireInt(String text, String name, String otherwise) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw properties.refusal(name, otherwise);
        }
    }

    private void takeBinlog() {
        boolean said = properties.has("binlog_enable")
                || properties.has("binlog_max_size")
                || properties.has("binlog_ttl_second");
        if (!said) {
            return;
        }
        boolean saidOn = properties.has("binlog_enable");
        boolean saidTtl = properties.has("binlog_ttl_second");
        boolean saidSize = properties.has("binlog_max_size");
        String on = Boolean.toString(properties.takeTruth("binlog_enable", false));
        String ttl = Long.toString(properties.takeLong("binlog_ttl_second", 1800));
        String size = Long.toString(properties.takeLong("binlog_max_size", Long.MAX_VALUE));
        if (profile.sharedData()) {
            return;
        }
        properties.storeOrAssume("binlog_enable", saidOn ? on : null, on);
        properties.storeOrAssume("binlog_ttl_second", saidTtl ? ttl : null, ttl);
        properties.storeOrAssume("binlog_max_size", saidSize ? size : null, size);
        properties.assume("binlog_version", "0");
    }

    private void takeBuckets() {
        boolean random = distribution instanceof Distribution.Random;
        if (properties.has(BUCKET_SIZE)) {
            long size = properties.takeLong(BUCKET_SIZE, 0);
            if (size < 0) {
                throw properties.refusal(BUCKET_SIZE, "Illegal bucket size: " + size);
            }
            if (!random && profile.atLeast(Version.V4_0)) {
                throw properties.refusal(
                        BUCKET_SIZE,
                        "Setting bucket size is not allowed: only supported for tables with RANDOM "
                                + "distribution and when 'enable_automatic_bucket' is enabled.");
            }
            if (random) {
                properties.store(BUCKET_SIZE, Long.toString(size));
            }
        } else if (random) {
            properties.assume(BUCKET_SIZE, profile.atLeast(Version.V4_0) ? "1073741824" : "4294967296");
        }
        long mutable = properties.takeLong("mutable_bucket_num", 0);
        if (mutable < 0) {
            throw properties.refusal("mutable_bucket_num", "Illegal mutable bucket num: " + mutable);
        }
        if (mutable > 0) {
            properties.store("mutable_bucket_num", Long.toString(mutable));
        }
    }

    private void takeLoading() {
        if (properties.takeTruth("enable_load_profile", false)) {
            properties.store("enable_load_profile", "true");
        }
        if (!properties.takeTruth("enable_statistic_collect_on_first_load", true)) {
            properties.store("enable_statistic_collect_on_first_load", "false");
        }
    }

    private void takeCompactionRest() {
        String said = properties.take(REST);
        if (said == null || said.isEmpty()) {
            return;
        }
        if (draft.model() == KeyModel.PRIMARY || profile.sharedData()) {
            throw Refusal.analysis(
                    properties.at(REST),
                    "Property " + REST + " not support primary keys table or cloud native table");
        }
        try {
            Crontab.check(said);
        } catch (InvalidValue e) {
            throw properties.refusal(REST, e.problem());
        }
        properties.store(REST, said);
    }

    private void takeBundling() {
        if (profile.sharedData()) {
            lake.takeBundling();
        } else if (profile.atLeast(Version.V4_0)) {
            properties.take("file_bundling");
        }
    }

    private void takeWriting() {
        String quorum = properties.take("write_quorum");
        if (quorum != null) {
            String normal = quorum.toUpperCase(Locale.ROOT);
            if (!QUORUMS.contains(normal)) {
                throw properties.refusal("write_quorum", "unknown write quorum: " + quorum);
            }
            if (!normal.equals("MAJORITY") && !profile.sharedData()) {
                properties.store("write_quorum", normal);
            }
        }
        String replicated = properties.take(REPLICATED);
        if (!profile.sharedData()) {
            storeReplicated(replicated);
        }
    }

    /** Clucene writes its index on each replica. */
    private void storeReplicated(@Nullable String said) {
        boolean wanted = said == null || Boolean.parseBoolean(said);
        boolean clucene = indexes.stream().anyMatch(TableProperties::isClucene);
        if (clucene && wanted && !profile.atLeast(Version.V4_0)) {
            throw Refusal.execution(properties.at(REPLICATED), "GIN does not support replicated mode");
        }
        boolean replicated = wanted && !clucene;
        properties.storeOrAssume(
                REPLICATED, said == null ? null : Boolean.toString(replicated), Boolean.toString(replicated));
        if (!replicated && columns.stream().anyMatch(Column::autoIncrement)) {
            throw properties.refusal(
                    REPLICATED,
                    "Table with AUTO_INCREMENT column must use Replicated Storage  and not compatible with GIN Index");
        }
    }

    private static boolean isClucene(IndexDefinition index) {
        return index.kind() == Kind.GIN
                && index.properties().stream()
                        .anyMatch(property -> property.name().equalsIgnoreCase(InvertedIndex.LIBRARY)
                                && property.value().equalsIgnoreCase(InvertedIndex.CLUCENE));
    }

    private void takeTabletType() {
        String type = properties.take("tablet_type");
        if (type != null && !type.equalsIgnoreCase("memory") && !type.equalsIgnoreCase("disk")) {
            throw properties.refusal("tablet_type", "Invalid tablet type");
        }
        if (profile.sharedData()) {
            lake.takeCacheDuration();
        }
    }

    private void takeCooldown() {
        boolean said = properties.has(StorageMedium.COOLDOWN_TTL) || properties.has(StorageMedium.COOLDOWN_TIME);
        if (said) {
            requireCooldown(properties.has(StorageMedium.COOLDOWN_TTL)
                    ? StorageMedium.COOLDOWN_TTL
                    : StorageMedium.COOLDOWN_TIME);
        }
        String text = properties.look(StorageMedium.COOLDOWN_TTL);
        if (text != null && !text.isEmpty()) {
            try {
                String normal = Periods.normal(text);
                if (!profile.sharedData()) {
                    properties.store(StorageMedium.COOLDOWN_TTL, normal);
                }
            } catch (InvalidValue e) {
                throw properties.refusal(StorageMedium.COOLDOWN_TTL, e.problem());
            }
        }
    }

    private void requireCooldown(String name) {
        if (draft.model() == KeyModel.PRIMARY) {
            throw properties.refusal(
                    name, "Primary key table does not support storage medium cool down currently.");
        }
        if (draft.partitioning() instanceof PartitionDraft.Lists) {
            throw properties.refusal(
                    name, "List partition table does not support storage medium cool down currently.");
        }
        if (!(draft.partitioning() instanceof PartitionDraft.Ranges ranges)) {
            return;
        }
        if (ranges.columns().size() > 1) {
            throw properties.refusal(
                    name, "Multi-column range partition table does not support storage medium cool down currently.");
        }
        Name column = ranges.columns().get(0);
        boolean dated = columns.stream()
                .anyMatch(present -> present.is(column.text())
                        && Primitive.of(present.type()).isDate());
        if (!dated) {
            throw properties.refusal(
                    name, "Only support partition is date type for storage medium cool down currently.");
        }
    }

    private void takeMedium() {
        if (!profile.sharedData()) {
            try {
                StorageMedium.check(properties.left());
            } catch (InvalidValue e) {
                throw properties.refusal(StorageMedium.MEDIUM, e.problem());
            }
        }
        String medium = properties.take(StorageMedium.MEDIUM);
        String time = properties.take(StorageMedium.COOLDOWN_TIME);
        properties.take(StorageMedium.COOLDOWN_TTL);
        if (profile.sharedData()) {
            return;
        }
        if (medium != null) {
            properties.store(StorageMedium.MEDIUM, StorageMedium.normal(medium));
        }
        if (time != null) {
            properties.store(StorageMedium.COOLDOWN_TIME, time);
        }
    }

    private void takeVersion() {
        String version = properties.take("version_info");
        if (version == null) {
            return;
        }
        if (profile.sharedData()) {
            throw properties.refusal(
                    "version_info",
                    "Does not support the table property \"version_info\" in share data "
                            + "mode, please remove it from the statement");
        }
        try {
            Long.parseLong(version);
        } catch (NumberFormatException e) {
            throw properties.refusal("version_info", "version info format error.");
        }
    }

    private void takeCompression() {
        String said = properties.take(Compression.PROPERTY);
        try {
            properties.storeOrAssume(
                    Compression.PROPERTY, said == null ? null : Compression.normal(said), Compression.ASSUMED);
        } catch (InvalidValue e) {
            throw properties.refusal(Compression.PROPERTY, e.problem());
        }
    }

    private void takeRetention() {
        String live = properties.take(Retention.LIVE_NUMBER);
        if (live != null) {
            properties.store(
                    Retention.LIVE_NUMBER, Retention.liveNumber(live, properties.at(Retention.LIVE_NUMBER)));
        }
        String ttl = properties.take(Retention.TTL);
        if (ttl != null) {
            Retention.checkPeriod(ttl, properties.at(Retention.TTL));
            properties.store(Retention.TTL, ttl);
        }
        String condition = properties.take(Retention.CONDITION);
        if (condition != null) {
            Retention.checkCondition(condition, properties.at(Retention.CONDITION));
            if (!condition.isEmpty()) {
                properties.store(Retention.CONDITION, condition);
            }
        }
        String drift = properties.take(Retention.TIME_DRIFT);
        if (drift != null) {
            Retention.checkDrift(
                    drift,
                    place.table(),
                    draft::type,
                    draft.partitionColumns(),
                    properties.at(Retention.TIME_DRIFT));
            properties.store(Retention.TIME_DRIFT, drift);
        }
    }

    private void takeTimeout() {
        String name = "table_query_timeout";
        if (!profile.atLeast(Version.V4_0)) {
            return;
        }
        String said = properties.take(name);
        if (said == null) {
            return;
        }
        int seconds =
                requireInt(said, name, "Property " + name + " must be a valid integer, got: " + said);
        if (seconds == -1) {
            return;
        }
        if (seconds <= 0) {
            throw properties.refusal(
                    name,
                    "Property " + name + " must be greater than 0, or -1 to reset to default, got: " + said);
        }
        properties.store(name, Integer.toString(seconds));
    }

    private void takeConstraints() {
        String unique = properties.take(UniqueConstraints.PROPERTY);
        if (unique != null && !unique.isEmpty()) {
            properties.store(
                    UniqueConstraints.PROPERTY,
                    UniqueConstraints.text(UniqueConstraints.parse(
                            unique,
                            place,
                            ForeignKeys.byName(columns),
                            properties.at(UniqueConstraints.PROPERTY))));
        }
        String foreign = properties.take(ForeignKeys.PROPERTY);
        if (foreign != null && !foreign.isEmpty()) {
            ForeignKeys keys = new ForeignKeys(
                    server, place, ForeignKeys.byName(columns), properties.at(ForeignKeys.PROPERTY));
            properties.store(ForeignKeys.PROPERTY, keys.normal(foreign));
        }
    }

    private void takeDynamicPartitioning() {
        TreeMap<String, String> said = properties.takeStarting(DynamicPartitioning.PREFIX, DynamicPartitioning::knows);
        if (!DynamicPartitioning.asksForCompletion(said)) {
            DynamicPartitioning.check(said, properties.at(DynamicPartitioning.ENABLE));
            return;
        }
        boolean single = draft.partitioning() instanceof PartitionDraft.Ranges ranges
                && ranges.columns().size() == 1;
        if (!single) {
            throw properties.refusal(
                    DynamicPartitioning.ENABLE, "Dynamic partition only support single-column range partition");
        }
        DynamicPartitioning.requireUnitAndEnd(said, properties.at(DynamicPartitioning.ENABLE));
        requireHours(said);
        said.values().removeIf(String::isEmpty);
        DynamicPartitioning.check(said, properties.at(DynamicPartitioning.ENABLE));
        TreeMap<String, String> values = new TreeMap<>();
        DynamicPartitioning.shown(said, values)
                .forEach((name, isSaid) ->
                        properties.storeOrAssume(name, isSaid ? values.get(name) : null, values.getOrDefault(name, "")));
        requireColocatedBuckets(said);
    }

    private void requireHours(TreeMap<String, String> said) {
        if (DynamicPartitioning.isHourly(said)
                && draft.partitioning() instanceof PartitionDraft.Ranges ranges
                && columns.stream()
                        .anyMatch(column -> column.is(ranges.columns().get(0).text())
                                && Primitive.of(column.type()) == Primitive.DATE)) {
            throw Refusal.analysis(
                    properties.at(DynamicPartitioning.ENABLE),
                    "Date type partition does not support dynamic partitioning granularity of hour");
        }
    }

    private void requireColocatedBuckets(TreeMap<String, String> said) {
        if (properties.said().getOrDefault(Colocation.PROPERTY, "").isEmpty()) {
            return;
        }
        if (Colocation.buckets(distribution) != DynamicPartitioning.buckets(said)) {
            throw properties.refusal(
                    DynamicPartitioning.ENABLE,
                    "dynamic_partition.buckets should equal the distribution buckets"
                            + " if creating a colocate table");
        }
    }
}
