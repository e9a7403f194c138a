package dev.cairn.engine.table;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.CommonRule;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.index.BloomFilterColumns;
import dev.cairn.engine.index.InvertedIndex;
import dev.cairn.engine.partition.PartitionDraft;
import dev.cairn.engine.property.Colocation;
import dev.cairn.engine.property.DynamicPartitioning;
import dev.cairn.engine.property.FlatJson;
import dev.cairn.engine.property.ForeignKeys;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.LocationLabels;
import dev.cairn.engine.property.PropertyBag;
import dev.cairn.engine.property.PropertyRule;
import dev.cairn.engine.property.PropertyUse;
import dev.cairn.engine.property.PropertyUse.Holder;
import dev.cairn.engine.property.Replicas;
import dev.cairn.engine.property.StorageVolumes;
import dev.cairn.engine.property.UniqueConstraints;
import dev.cairn.engine.value.Crontab;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.ClusterResources;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.IndexDefinition.Kind;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Takes the properties of a new table in the server's order, which is that of {@link KnownProperty}: validates and
 * normalizes them, and adds the server's defaults. A property that has no effect and is not shown is dropped.
 */
final class TableProperties {
    /** The properties that may have an effect even if no property is declared. */
    private static final Set<KnownProperty> DEFAULTS = withDefaults();

    private final ServerState server;
    private final ServerProfile profile;
    private final ResolvedTableName place;
    private final TableDraft draft;
    private final List<Column> columns;
    private final PropertyBag properties;
    private final StorageProperties storage;
    private final Set<KnownProperty> relevant;
    private Distribution distribution;

    /** @param columns the columns without the hidden ones */
    TableProperties(
            ServerState server,
            ResolvedTableName place,
            TableDraft draft,
            List<Column> columns,
            Distribution distribution) {
        this.server = server;
        this.profile = server.profile();
        this.place = place;
        this.draft = draft;
        this.columns = columns;
        this.properties = draft.properties();
        this.storage = new StorageProperties(profile, draft, place.table(), columns);
        this.distribution = distribution;
        this.relevant = relevant(draft);
    }

    /**
     * Takes the properties that the server reads before it builds the rollups of the table.
     *
     * @return the distribution with the number of buckets that the colocation group determines
     */
    Distribution takeFirst(Database database) {
        takeAll(database, false);
        return distribution;
    }

    StoredProperties takeRest(Database database) {
        takeAll(database, true);
        if (!(draft.partitioning() instanceof PartitionDraft.None)) {
            storage.takeMedium();
            storage.takeDynamicPartitioning(distribution);
        }
        properties.requireNoneLeft();
        return properties.properties();
    }

    private void takeAll(Database database, boolean afterRollups) {
        for (KnownProperty property : relevant) {
            if (use(property).isReadAfterRollups() == afterRollups) {
                take(property, database);
            }
        }
    }

    private static PropertyUse use(KnownProperty property) {
        return property.use(Holder.TABLE).orElseThrow();
    }

    private static Set<KnownProperty> withDefaults() {
        Set<KnownProperty> defaults = EnumSet.noneOf(KnownProperty.class);
        for (KnownProperty property : KnownProperty.of(Holder.TABLE)) {
            if (isIndependent(property) && !use(property).defaultText().isEmpty()) {
                defaults.add(property.readWith(Holder.TABLE));
            }
        }
        return defaults;
    }

    /** Returns the properties that are declared or have a default, without those that are read with another one. */
    private static Set<KnownProperty> relevant(TableDraft draft) {
        Set<KnownProperty> relevant = EnumSet.copyOf(DEFAULTS);
        for (Property declared : draft.statement().properties()) {
            KnownProperty.find(declared.name())
                    .filter(TableProperties::isIndependent)
                    .map(property -> property.readWith(Holder.TABLE))
                    .ifPresent(relevant::add);
        }
        return relevant;
    }

    /** Returns whether tables have the property, and it does not belong to dynamic partitioning. */
    private static boolean isIndependent(KnownProperty property) {
        return property.use(Holder.TABLE).isPresent() && !DynamicPartitioning.knows(property.text());
    }

    private void take(KnownProperty property, Database database) {
        switch (property) {
            case STORAGE_VOLUME -> takeStorageVolume(database);
            case ENABLE_ASYNC_WRITE_BACK -> takeWriteBack();
            case BLOOM_FILTER_COLUMNS -> takeBloomFilters();
            case REPLICATION_NUM -> takeReplication();
            case LABELS_LOCATION -> takeLabels();
            case ENABLE_PERSISTENT_INDEX -> takePersistentIndex();
            case PERSISTENT_INDEX_TYPE -> {
                if (isPrimary()) {
                    take(property);
                }
            }
            case COMPACTION_STRATEGY -> takeCompactionStrategy();
            case BINLOG_ENABLE -> takeBinlog();
            case FLAT_JSON_ENABLE -> FlatJson.take(profile, properties);
            case BUCKET_SIZE -> takeBucketSize();
            case MUTABLE_BUCKET_NUM -> takeMutableBuckets();
            case BASE_COMPACTION_FORBIDDEN_TIME_RANGES -> takeCompactionPauses();
            case REPLICATED_STORAGE -> takeReplicatedStorage();
            case STORAGE_MEDIUM -> {
                storage.takeCooldown();
                // comes last if the table has partitions
                if (draft.partitioning() instanceof PartitionDraft.None) {
                    storage.takeMedium();
                }
            }
            case COLOCATE_WITH -> joinGroup(database);
            case STORAGE_TYPE -> storage.takeStorageType();
            case PARTITION_RETENTION_CONDITION -> storage.takeCondition();
            case TIME_DRIFT_CONSTRAINT -> storage.takeTimeDrift();
            case UNIQUE_CONSTRAINTS -> takeUniqueConstraints();
            case FOREIGN_KEY_CONSTRAINTS -> takeForeignKeys();
            default -> take(property);
        }
    }

    private boolean isPrimary() {
        return draft.model() == KeyModel.PRIMARY;
    }

    private void take(KnownProperty property) {
        PropertyUse use = use(property);
        if (!use.isKnown(profile)) {
            return;
        }
        String former = use.formerName().isEmpty() ? null : properties.take(use.formerName());
        String current = properties.take(property);
        String declared = current == null ? former : current;
        String assumed = use.assumed();
        if (declared != null) {
            String normal = use.created(profile, properties.value(property, declared));
            if (use.isStored(profile, draft.model(), normal)) {
                properties.store(property, normal);
            }
        } else if (assumed != null && use.isStored(profile, draft.model(), assumed)) {
            properties.assume(property, assumed);
        }
    }

    private void takeStorageVolume(Database database) {
        String volume = properties.take(KnownProperty.STORAGE_VOLUME);
        if (!profile.sharedData()) {
            return;
        }
        if ("local".equals(volume)) {
            throw properties.refusal(KnownProperty.STORAGE_VOLUME, TableRule.NO_PERSISTENT_VOLUME);
        }
        if (volume == null) {
            properties.assume(KnownProperty.STORAGE_VOLUME, StorageVolumes.assumed(database));
            return;
        }
        StorageVolumes.check(profile, volume, properties.at(KnownProperty.STORAGE_VOLUME));
        properties.storeOrAssume(
                KnownProperty.STORAGE_VOLUME,
                StorageVolumes.isDefault(volume) ? null : volume,
                ClusterResources.BUILTIN_VOLUME);
    }

    /** Takes the property about caches that are written back later, and then those that a shared-data server ignores. */
    private void takeWriteBack() {
        if (profile.sharedData()) {
            if (Boolean.parseBoolean(properties.peek(KnownProperty.ENABLE_ASYNC_WRITE_BACK))) {
                throw properties.refusal(KnownProperty.ENABLE_ASYNC_WRITE_BACK, PropertyRule.ASYNC_WRITE_BACK_DISABLED);
            }
            take(KnownProperty.ENABLE_ASYNC_WRITE_BACK);
            FlatJson.take(profile, properties);
        }
    }

    private void takeBloomFilters() {
        String list = properties.peek(KnownProperty.BLOOM_FILTER_COLUMNS);
        List<String> filtered = List.of();
        if (list != null && !list.isEmpty()) {
            try {
                filtered = BloomFilterColumns.parse(list, columns, draft.model());
            } catch (InvalidValueException e) {
                throw properties.refusal(KnownProperty.BLOOM_FILTER_COLUMNS, e.rule(), e.arguments());
            }
            properties.take(KnownProperty.BLOOM_FILTER_COLUMNS);
            properties.store(KnownProperty.BLOOM_FILTER_COLUMNS, String.join(", ", BloomFilterColumns.names(filtered)));
        }
        String rate = properties.take(KnownProperty.BLOOM_FILTER_FPP);
        if (rate != null) {
            double number = BloomFilterColumns.parseRate(rate, properties.at(KnownProperty.BLOOM_FILTER_FPP));
            if (!filtered.isEmpty() && number != BloomFilterColumns.DEFAULT_RATE) {
                properties.store(KnownProperty.BLOOM_FILTER_FPP, Double.toString(number));
            }
        }
        Set<String> names = BloomFilterColumns.names(filtered);
        for (IndexDefinition index : draft.indexes()) {
            String column = index.columns().get(0).text();
            if (index.kind() == Kind.NGRAMBF && names.contains(column)) {
                throw properties.refusal(KnownProperty.BLOOM_FILTER_COLUMNS, TableRule.TWO_BLOOM_FILTERS, column);
            }
        }
    }

    private void takeReplication() {
        String declared = properties.take(KnownProperty.REPLICATION_NUM);
        if (declared == null) {
            properties.assume(KnownProperty.REPLICATION_NUM, Integer.toString(Replicas.assumed(profile)));
            return;
        }
        short number;
        try {
            number = Replicas.number(declared);
        } catch (InvalidValueException e) {
            throw properties.refusal(KnownProperty.REPLICATION_NUM, e.rule(), e.arguments());
        }
        Replicas.check(profile, number, properties.at(KnownProperty.REPLICATION_NUM));
        properties.store(KnownProperty.REPLICATION_NUM, Short.toString(number));
    }

    private void takeLabels() {
        String declared = properties.take(KnownProperty.LABELS_LOCATION);
        boolean colocated = properties.has(KnownProperty.COLOCATE_WITH);
        if (declared == null) {
            if (LocationLabels.assumed(profile) && !colocated) {
                properties.assume(KnownProperty.LABELS_LOCATION, LocationLabels.ANYWHERE);
            }
            return;
        }
        Span at = properties.at(KnownProperty.LABELS_LOCATION);
        if (colocated) {
            throw Refusal.analysis(at, CommonRule.UNSUPPORTED, "A colocated table", "labels.location");
        }
        String normal = LocationLabels.normal(declared, profile, at);
        if (!normal.isEmpty()) {
            properties.store(KnownProperty.LABELS_LOCATION, normal);
        }
    }

    private void takePersistentIndex() {
        String declared = properties.take(KnownProperty.ENABLE_PERSISTENT_INDEX);
        if (isPrimary()) {
            if (declared != null && !Boolean.parseBoolean(declared)) {
                throw properties.refusal(KnownProperty.ENABLE_PERSISTENT_INDEX, TableRule.IN_MEMORY_INDEX);
            }
            properties.storeOrAssume(KnownProperty.ENABLE_PERSISTENT_INDEX, declared == null ? null : "true", "true");
        }
    }

    private void takeCompactionStrategy() {
        boolean realTime = "REAL_TIME".equalsIgnoreCase(properties.peek(KnownProperty.COMPACTION_STRATEGY));
        if (realTime && profile.sharedData() && !isPrimary()) {
            throw properties.refusal(
                    KnownProperty.COMPACTION_STRATEGY,
                    CommonRule.ONLY_FOR,
                    "compaction_strategy",
                    "tables with PRIMARY KEY");
        }
        take(KnownProperty.COMPACTION_STRATEGY);
    }

    /** Takes the properties {@code binlog_*}; if one is declared, the others get their defaults. */
    private void takeBinlog() {
        boolean hasSwitch = properties.has(KnownProperty.BINLOG_ENABLE);
        boolean hasSeconds = properties.has(KnownProperty.BINLOG_TTL_SECOND);
        boolean hasSize = properties.has(KnownProperty.BINLOG_MAX_SIZE);
        if (!hasSwitch && !hasSeconds && !hasSize) {
            return;
        }
        String enabled = Boolean.toString(Boolean.parseBoolean(properties.take(KnownProperty.BINLOG_ENABLE)));
        String seconds = Long.toString(properties.takeLong(KnownProperty.BINLOG_TTL_SECOND, 1800));
        String size = Long.toString(properties.takeLong(KnownProperty.BINLOG_MAX_SIZE, Long.MAX_VALUE));
        if (profile.sharedData()) {
            return;
        }
        properties.storeOrAssume(KnownProperty.BINLOG_ENABLE, hasSwitch ? enabled : null, enabled);
        properties.storeOrAssume(KnownProperty.BINLOG_TTL_SECOND, hasSeconds ? seconds : null, seconds);
        properties.storeOrAssume(KnownProperty.BINLOG_MAX_SIZE, hasSize ? size : null, size);
        properties.assume(KnownProperty.BINLOG_VERSION, "0");
    }

    private void takeBucketSize() {
        boolean random = distribution instanceof Distribution.Random;
        if (!properties.has(KnownProperty.BUCKET_SIZE)) {
            if (random) {
                properties.assume(
                        KnownProperty.BUCKET_SIZE, profile.atLeast(Version.V4_0) ? "1073741824" : "4294967296");
            }
            return;
        }
        long size = takeNumber(KnownProperty.BUCKET_SIZE, "bucket size");
        if (!random && profile.atLeast(Version.V4_0)) {
            throw properties.refusal(
                    KnownProperty.BUCKET_SIZE,
                    CommonRule.ONLY_FOR,
                    "bucket_size",
                    "tables with RANDOM distribution and automatic buckets");
        }
        if (random) {
            properties.store(KnownProperty.BUCKET_SIZE, Long.toString(size));
        }
    }

    private void takeMutableBuckets() {
        long buckets = takeNumber(KnownProperty.MUTABLE_BUCKET_NUM, "mutable bucket num");
        if (buckets > 0) {
            properties.store(KnownProperty.MUTABLE_BUCKET_NUM, Long.toString(buckets));
        }
    }

    private long takeNumber(KnownProperty property, String title) {
        long number = properties.takeLong(property, 0);
        if (number < 0) {
            throw properties.refusal(property, CommonRule.OUT_OF_RANGE, title, "in its range", number);
        }
        return number;
    }

    private void takeCompactionPauses() {
        KnownProperty pauses = KnownProperty.BASE_COMPACTION_FORBIDDEN_TIME_RANGES;
        String declared = properties.take(pauses);
        if (declared == null || declared.isEmpty()) {
            return;
        }
        if (isPrimary() || profile.sharedData()) {
            throw Refusal.analysis(
                    properties.at(pauses),
                    CommonRule.ONLY_FOR,
                    pauses.text(),
                    "tables without PRIMARY KEY on shared-nothing clusters");
        }
        try {
            Crontab.parse(declared);
        } catch (InvalidValueException e) {
            throw properties.refusal(pauses, e.rule(), e.arguments());
        }
        properties.store(pauses, declared);
    }

    /** Takes whether storage is replicated; it cannot be with a Clucene index, which each replica writes itself. */
    private void takeReplicatedStorage() {
        String declared = properties.take(KnownProperty.REPLICATED_STORAGE);
        if (profile.sharedData()) {
            return;
        }
        boolean requested = declared == null || Boolean.parseBoolean(declared);
        boolean clucene = draft.indexes().stream().anyMatch(TableProperties::isClucene);
        if (clucene && requested && !profile.atLeast(Version.V4_0)) {
            throw Refusal.analysis(
                    properties.at(KnownProperty.REPLICATED_STORAGE),
                    CommonRule.UNSUPPORTED,
                    "A GIN index",
                    "replicated storage");
        }
        String replicated = Boolean.toString(requested && !clucene);
        properties.storeOrAssume(KnownProperty.REPLICATED_STORAGE, declared == null ? null : replicated, replicated);
        if (!Boolean.parseBoolean(replicated) && columns.stream().anyMatch(Column::autoIncrement)) {
            throw properties.refusal(
                    KnownProperty.REPLICATED_STORAGE,
                    CommonRule.UNSUPPORTED,
                    "A table with an AUTO_INCREMENT column",
                    "a GIN index");
        }
    }

    private static boolean isClucene(IndexDefinition index) {
        return index.kind() == Kind.GIN
                && index.properties().stream()
                        .anyMatch(property -> property.name().equalsIgnoreCase(InvertedIndex.LIBRARY)
                                && property.value().equalsIgnoreCase(InvertedIndex.CLUCENE));
    }

    /** Takes the colocation group, which determines the number of buckets. */
    private void joinGroup(Database database) {
        String group = properties.take(KnownProperty.COLOCATE_WITH);
        if (group == null || group.isEmpty()) {
            return;
        }
        properties.store(KnownProperty.COLOCATE_WITH, group);
        distribution = Colocation.joining(
                profile,
                Colocation.members(server.catalog(), database, group),
                group,
                columns,
                distribution,
                properties.stored(KnownProperty.REPLICATION_NUM),
                properties.at(KnownProperty.COLOCATE_WITH));
    }

    private void takeUniqueConstraints() {
        String text = properties.take(KnownProperty.UNIQUE_CONSTRAINTS);
        if (text != null && !text.isEmpty()) {
            Span at = properties.at(KnownProperty.UNIQUE_CONSTRAINTS);
            UniqueConstraints constraints = UniqueConstraints.parse(text, place, ForeignKeys.byName(columns), at);
            properties.store(KnownProperty.UNIQUE_CONSTRAINTS, constraints.text());
        }
    }

    private void takeForeignKeys() {
        String text = properties.take(KnownProperty.FOREIGN_KEY_CONSTRAINTS);
        if (text != null && !text.isEmpty()) {
            Span at = properties.at(KnownProperty.FOREIGN_KEY_CONSTRAINTS);
            ForeignKeys keys = new ForeignKeys(server, place, ForeignKeys.byName(columns), at);
            properties.store(KnownProperty.FOREIGN_KEY_CONSTRAINTS, keys.normal(text));
        }
    }
}
