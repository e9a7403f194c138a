package dev.cairn.engine.table;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.engine.context.LocationLabels;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.index.BloomFilterColumns;
import dev.cairn.engine.index.InvertedIndex;
import dev.cairn.engine.partition.PartitionDraft;
import dev.cairn.engine.property.Colocation;
import dev.cairn.engine.property.FlatJson;
import dev.cairn.engine.property.ForeignKeys;
import dev.cairn.engine.property.PropertyBag;
import dev.cairn.engine.property.Replicas;
import dev.cairn.engine.property.UniqueConstraints;
import dev.cairn.engine.value.Crontab;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.IndexDefinition.Kind;
import dev.cairn.sql.ast.KeyModel;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes the properties of a new table in the server's order: validates and normalizes them, and adds the server's
 * defaults. A property that has no effect and is not shown is dropped.
 */
final class TableProperties {
    private static final String EVOLUTION = "fast_schema_evolution";
    private static final String OLD_EVOLUTION = "light_schema_change";
    private static final String REST = "base_compaction_forbidden_time_ranges";

    private final ServerState server;
    private final ServerProfile profile;
    private final ResolvedTableName place;
    private final TableDraft draft;
    private final List<Column> columns;
    private final PropertyBag properties;
    private final StorageProperties storage;

    /** @param columns the columns without the hidden ones */
    TableProperties(ServerState server, ResolvedTableName place, TableDraft draft, List<Column> columns) {
        this.server = server;
        this.profile = server.profile();
        this.place = place;
        this.draft = draft;
        this.columns = columns;
        this.properties = draft.properties();
        this.storage = new StorageProperties(profile, draft, columns);
    }

    /**
     * Takes the properties that the server reads before it builds the rollups of the table.
     *
     * @return the distribution with the number of buckets that the colocation group determines
     */
    Distribution takeFirst(Database database, Distribution distribution) {
        LakeProperties lake = new LakeProperties(profile, draft);
        lake.takeStorage(database);
        takeEvolution();
        lake.takeEvolution();
        IndexProperties indexes = new IndexProperties(draft, columns);
        indexes.takeBloomFilters();
        ReplicaProperties replicas = new ReplicaProperties(profile, draft, place.table(), columns);
        replicas.takeReplication();
        replicas.takeLabels();
        properties.take("in_memory");
        indexes.takePersistentIndex();
        lake.takeIndexType();
        lake.takeCompaction();
        indexes.takeCacheExpiry();
        BinlogProperties.take(profile, properties);
        FlatJson.take(profile, properties);
        BucketProperties buckets = new BucketProperties(profile, draft, distribution);
        buckets.take();
        takeLoading();
        takeCompactionRest();
        lake.takeBundling();
        replicas.takeWriting();
        storage.takeTabletType();
        lake.takeCacheDuration();
        storage.takeCooldown();
        if (draft.partitioning() instanceof PartitionDraft.None) {
            storage.takeMedium();
        }
        Distribution joined = buckets.joinGroup(database, columns);
        storage.takeStorageType();
        return joined;
    }

    StoredProperties takeRest(Distribution distribution) {
        storage.takeVersion();
        properties.take("storage_format");
        storage.takeCompression();
        PartitionLifecycleProperties upkeep = new PartitionLifecycleProperties(draft, place.table(), columns);
        upkeep.takeRetention();
        takeTimeout();
        takeConstraints();
        if (!(draft.partitioning() instanceof PartitionDraft.None)) {
            storage.takeMedium();
            upkeep.takeDynamicPartitioning(distribution);
        }
        properties.requireNoneLeft();
        return properties.properties();
    }

    private void takeEvolution() {
        String value = properties.look(EVOLUTION);
        String declared = value == null ? properties.look(OLD_EVOLUTION) : value;
        properties.take(EVOLUTION);
        properties.take(OLD_EVOLUTION);
        if (declared != null && !declared.equalsIgnoreCase("true") && !declared.equalsIgnoreCase("false")) {
            throw properties.refusal(EVOLUTION, TableRule.FAST_SCHEMA_EVOLUTION_NOT_BOOLEAN);
        }
        if (!profile.sharedData()) {
            properties.storeOrAssume(EVOLUTION, declared == null ? null : declared.toLowerCase(Locale.ROOT), "true");
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
        String declared = properties.take(REST);
        if (declared == null || declared.isEmpty()) {
            return;
        }
        if (draft.model() == KeyModel.PRIMARY || profile.sharedData()) {
            throw Refusal.analysis(properties.at(REST), TableRule.PROPERTY_OF_PRIMARY_KEY_OR_SHARED_DATA, REST);
        }
        try {
            Crontab.parse(declared);
        } catch (InvalidValueException e) {
            throw properties.refusal(REST, e.rule(), e.arguments());
        }
        properties.store(REST, declared);
    }

    private void takeTimeout() {
        String name = "table_query_timeout";
        if (!profile.atLeast(Version.V4_0)) {
            return;
        }
        String declared = properties.take(name);
        if (declared == null) {
            return;
        }
        int seconds = properties.requireInt(declared, name, TableRule.PROPERTY_NOT_VALID_INTEGER, name, declared);
        if (seconds == -1) {
            return;
        }
        if (seconds <= 0) {
            throw properties.refusal(name, TableRule.PROPERTY_NOT_POSITIVE_OR_RESET, name, declared);
        }
        properties.store(name, Integer.toString(seconds));
    }

    private void takeConstraints() {
        String unique = properties.take(UniqueConstraints.PROPERTY);
        if (unique != null && !unique.isEmpty()) {
            properties.store(
                    UniqueConstraints.PROPERTY,
                    UniqueConstraints.parse(
                                    unique,
                                    place,
                                    ForeignKeys.byName(columns),
                                    properties.at(UniqueConstraints.PROPERTY))
                            .text());
        }
        String foreign = properties.take(ForeignKeys.PROPERTY);
        if (foreign != null && !foreign.isEmpty()) {
            ForeignKeys keys =
                    new ForeignKeys(server, place, ForeignKeys.byName(columns), properties.at(ForeignKeys.PROPERTY));
            properties.store(ForeignKeys.PROPERTY, keys.normal(foreign));
        }
    }

    /** Takes the properties {@code binlog_*}; if one is declared, the others get their defaults. */
    private static final class BinlogProperties {
        private static final String ENABLE = "binlog_enable";
        private static final String SECONDS = "binlog_ttl_second";
        private static final String SIZE = "binlog_max_size";

        private BinlogProperties() {}

        static void take(ServerProfile profile, PropertyBag properties) {
            boolean saidOn = properties.has(ENABLE);
            boolean saidSeconds = properties.has(SECONDS);
            boolean saidSize = properties.has(SIZE);
            if (!saidOn && !saidSeconds && !saidSize) {
                return;
            }
            String on = Boolean.toString(properties.takeTruth(ENABLE, false));
            String seconds = Long.toString(properties.takeLong(SECONDS, 1800));
            String size = Long.toString(properties.takeLong(SIZE, Long.MAX_VALUE));
            if (profile.sharedData()) {
                return;
            }
            properties.storeOrAssume(ENABLE, saidOn ? on : null, on);
            properties.storeOrAssume(SECONDS, saidSeconds ? seconds : null, seconds);
            properties.storeOrAssume(SIZE, saidSize ? size : null, size);
            properties.assume("binlog_version", "0");
        }
    }

    /** Takes the properties about buckets and about colocation with other tables. */
    private static final class BucketProperties {
        private static final String BUCKET_SIZE = "bucket_size";
        private static final String MUTABLE = "mutable_bucket_num";

        private final ServerProfile profile;
        private final Distribution distribution;
        private final PropertyBag properties;

        BucketProperties(ServerProfile profile, TableDraft draft, Distribution distribution) {
            this.profile = profile;
            this.distribution = distribution;
            this.properties = draft.properties();
        }

        void take() {
            boolean random = distribution instanceof Distribution.Random;
            if (properties.has(BUCKET_SIZE)) {
                long size = properties.takeLong(BUCKET_SIZE, 0);
                if (size < 0) {
                    throw properties.refusal(BUCKET_SIZE, TableRule.BUCKET_SIZE_ILLEGAL, size);
                }
                if (!random && profile.atLeast(Version.V4_0)) {
                    throw properties.refusal(BUCKET_SIZE, TableRule.BUCKET_SIZE_WITHOUT_RANDOM_DISTRIBUTION);
                }
                if (random) {
                    properties.store(BUCKET_SIZE, Long.toString(size));
                }
            } else if (random) {
                properties.assume(BUCKET_SIZE, profile.atLeast(Version.V4_0) ? "1073741824" : "4294967296");
            }
            long mutable = properties.takeLong(MUTABLE, 0);
            if (mutable < 0) {
                throw properties.refusal(MUTABLE, TableRule.MUTABLE_BUCKETS_ILLEGAL, mutable);
            }
            if (mutable > 0) {
                properties.store(MUTABLE, Long.toString(mutable));
            }
        }

        /** The distribution with the number of buckets that the colocation group determines. */
        Distribution joinGroup(Database database, List<Column> columns) {
            String group = properties.take(Colocation.PROPERTY);
            if (group == null || group.isEmpty()) {
                return distribution;
            }
            properties.store(Colocation.PROPERTY, group);
            return Colocation.joining(
                    profile,
                    database,
                    group,
                    columns,
                    distribution,
                    properties.stored(Replicas.PROPERTY),
                    properties.at(Colocation.PROPERTY));
        }
    }

    /** Takes the properties about bloom filters and the index of a primary key. */
    private static final class IndexProperties {
        private static final String PERSISTENT_INDEX = "enable_persistent_index";

        private final TableDraft draft;
        private final List<Column> columns;
        private final PropertyBag properties;

        IndexProperties(TableDraft draft, List<Column> columns) {
            this.draft = draft;
            this.columns = columns;
            this.properties = draft.properties();
        }

        void takeBloomFilters() {
            String list = properties.look(BloomFilterColumns.COLUMNS);
            List<String> filtered = List.of();
            if (list != null && !list.isEmpty()) {
                try {
                    filtered = BloomFilterColumns.parse(list, columns, draft.model());
                } catch (InvalidValueException e) {
                    throw properties.refusal(BloomFilterColumns.COLUMNS, e.rule(), e.arguments());
                }
                properties.take(BloomFilterColumns.COLUMNS);
                properties.store(BloomFilterColumns.COLUMNS, String.join(", ", BloomFilterColumns.names(filtered)));
            }
            String rate = properties.take(BloomFilterColumns.RATE);
            if (rate != null) {
                double number = BloomFilterColumns.parseRate(rate, properties.at(BloomFilterColumns.RATE));
                if (!filtered.isEmpty() && number != BloomFilterColumns.DEFAULT_RATE) {
                    properties.store(BloomFilterColumns.RATE, Double.toString(number));
                }
            }
            Set<String> names = BloomFilterColumns.names(filtered);
            for (IndexDefinition index : draft.indexes()) {
                String column = index.columns().get(0).text();
                if (index.kind() == Kind.NGRAMBF && names.contains(column)) {
                    throw properties.refusal(BloomFilterColumns.COLUMNS, TableRule.TWO_BLOOM_FILTERS, column);
                }
            }
        }

        void takePersistentIndex() {
            String declared = properties.take(PERSISTENT_INDEX);
            if (draft.model() == KeyModel.PRIMARY) {
                if (declared != null && !Boolean.parseBoolean(declared)) {
                    throw properties.refusal(PERSISTENT_INDEX, TableRule.IN_MEMORY_INDEX);
                }
                properties.storeOrAssume(PERSISTENT_INDEX, declared == null ? null : "true", "true");
            }
        }

        void takeCacheExpiry() {
            String name = "primary_index_cache_expire_sec";
            String declared = properties.take(name);
            if (declared == null) {
                return;
            }
            int seconds = properties.requireInt(declared, name, TableRule.PROPERTY_NOT_INTEGER, name, declared);
            if (seconds < 0) {
                throw properties.refusal(name, TableRule.PROPERTY_NEGATIVE, name);
            }
            if (seconds > 0 && draft.model() == KeyModel.PRIMARY) {
                properties.store(name, Integer.toString(seconds));
            }
        }
    }

    /** Takes the properties about replicas: their number, their location, and how rows are written to them. */
    private static final class ReplicaProperties {
        private static final String REPLICATED = "replicated_storage";
        private static final Set<String> QUORUMS = Set.of("MAJORITY", "ONE", "ALL");

        private final ServerProfile profile;
        private final TableDraft draft;
        private final String table;
        private final List<Column> columns;
        private final PropertyBag properties;

        ReplicaProperties(ServerProfile profile, TableDraft draft, String table, List<Column> columns) {
            this.profile = profile;
            this.draft = draft;
            this.table = table;
            this.columns = columns;
            this.properties = draft.properties();
        }

        void takeReplication() {
            String declared = properties.take(Replicas.PROPERTY);
            if (declared == null) {
                properties.assume(Replicas.PROPERTY, Integer.toString(Replicas.assumed(profile)));
                return;
            }
            short number;
            try {
                number = Replicas.number(declared);
            } catch (InvalidValueException e) {
                throw properties.refusal(Replicas.PROPERTY, TableRule.REPLICAS_INVALID, e.problem(), table, declared);
            }
            Replicas.check(profile, number, properties.at(Replicas.PROPERTY));
            properties.store(Replicas.PROPERTY, Short.toString(number));
        }

        void takeLabels() {
            String declared = properties.take(LocationLabels.PROPERTY);
            if (declared == null) {
                if (LocationLabels.assumed(profile) && !properties.has(Colocation.PROPERTY)) {
                    properties.assume(LocationLabels.PROPERTY, LocationLabels.ANYWHERE);
                }
                return;
            }
            if (properties.has(Colocation.PROPERTY)) {
                throw Refusal.analysis(properties.at(LocationLabels.PROPERTY), TableRule.LOCATION_OF_COLOCATED_TABLE);
            }
            String normal = LocationLabels.normal(declared, profile, properties.at(LocationLabels.PROPERTY));
            if (!normal.isEmpty()) {
                properties.store(LocationLabels.PROPERTY, normal);
            }
        }

        void takeWriting() {
            String quorum = properties.take("write_quorum");
            if (quorum != null) {
                String normal = quorum.toUpperCase(Locale.ROOT);
                if (!QUORUMS.contains(normal)) {
                    throw properties.refusal("write_quorum", TableRule.UNKNOWN_WRITE_QUORUM, quorum);
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

        /**
         * Stores whether storage is replicated; it cannot be with a Clucene index, which each replica writes itself.
         */
        private void storeReplicated(@Nullable String declared) {
            boolean wanted = declared == null || Boolean.parseBoolean(declared);
            boolean clucene = draft.indexes().stream().anyMatch(ReplicaProperties::isClucene);
            if (clucene && wanted && !profile.atLeast(Version.V4_0)) {
                throw Refusal.analysis(properties.at(REPLICATED), TableRule.GIN_IS_REPLICATED);
            }
            boolean replicated = wanted && !clucene;
            properties.storeOrAssume(
                    REPLICATED, declared == null ? null : Boolean.toString(replicated), Boolean.toString(replicated));
            if (!replicated && columns.stream().anyMatch(Column::autoIncrement)) {
                throw properties.refusal(REPLICATED, TableRule.GIN_WITH_AUTO_INCREMENT);
            }
        }

        private static boolean isClucene(IndexDefinition index) {
            return index.kind() == Kind.GIN
                    && index.properties().stream()
                            .anyMatch(property -> property.name().equalsIgnoreCase(InvertedIndex.LIBRARY)
                                    && property.value().equalsIgnoreCase(InvertedIndex.CLUCENE));
        }
    }
}
