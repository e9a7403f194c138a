package dev.cairn.engine.table;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView.PartitioningKind;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.index.BloomFilterColumns;
import dev.cairn.engine.index.GinIndexRules;
import dev.cairn.engine.partition.PartitionConditionCheck;
import dev.cairn.engine.partition.PartitioningDraft;
import dev.cairn.engine.property.BinlogProperties;
import dev.cairn.engine.property.ColocationRules;
import dev.cairn.engine.property.DeclaredTableProperties;
import dev.cairn.engine.property.DynamicPartitionProperties;
import dev.cairn.engine.property.FlatJsonProperties;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyDefinition;
import dev.cairn.engine.property.PropertyDefinition.OwnerKind;
import dev.cairn.engine.property.PropertyTarget;
import dev.cairn.engine.property.StorageVolumeProperty;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.ClusterResources;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.IndexDefinition.Kind;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Validates, normalizes and stores the properties of a new table, with the defaults of the server. The server reads the
 * properties in the order of {@link KnownProperty}. A property that has no effect and is not shown is dropped.
 */
final class TablePropertyNormalizer {
    /** The properties that the server may store even if the statement declares none. */
    private static final Set<KnownProperty> PROPERTIES_WITH_DEFAULTS = findPropertiesWithDefaults();

    private final ServerState server;
    private final ServerProfile profile;
    private final ResolvedTableName resolvedName;
    private final TableDraft draft;
    private final List<Column> columns;
    private final DeclaredTableProperties properties;
    private final StoragePropertyNormalizer storagePropertyNormalizer;
    private final Set<KnownProperty> relevantProperties;
    private final PropertyTarget target = new NewTable();
    private Distribution distribution;

    /**
     * Creates the normalizer of one statement, which can be used once.
     *
     * @param columns the columns of the table, without hidden columns
     */
    TablePropertyNormalizer(
            ServerState server,
            ResolvedTableName resolvedName,
            TableDraft draft,
            List<Column> columns,
            Distribution distribution) {
        this.server = server;
        this.profile = server.profile();
        this.resolvedName = resolvedName;
        this.draft = draft;
        this.columns = columns;
        this.properties = draft.properties();
        this.storagePropertyNormalizer = new StoragePropertyNormalizer(profile, draft, columns);
        this.distribution = distribution;
        this.relevantProperties = findRelevantProperties(draft);
    }

    /**
     * Stores the properties that the server reads before it builds the rollups of the table.
     *
     * @return the distribution with the number of buckets that the colocation group determines
     */
    Distribution storeBeforeRollups(Database database) {
        storeAll(database, false);
        return distribution;
    }

    /**
     * Stores the remaining properties, refuses unknown ones, and returns all stored properties. Must be called after
     * {@link #storeBeforeRollups}.
     */
    StoredProperties storeAfterRollups(Database database) {
        storeAll(database, true);
        if (!(draft.partitioning() instanceof PartitioningDraft.None)) {
            storagePropertyNormalizer.storeMedium();
            new DynamicPartitionNormalizer(profile, draft, columns, distribution).store();
        }
        properties.requireAllConsumed();
        return properties.toStoredProperties();
    }

    private void storeAll(Database database, boolean isAfterRollups) {
        for (KnownProperty property : relevantProperties) {
            if (requireTableDefinition(property).isReadAfterRollups() == isAfterRollups) {
                storeProperty(property, database);
            }
        }
    }

    private static PropertyDefinition requireTableDefinition(KnownProperty property) {
        return property.findDefinition(OwnerKind.TABLE).orElseThrow();
    }

    private static Set<KnownProperty> findPropertiesWithDefaults() {
        Set<KnownProperty> propertiesWithDefaults = EnumSet.noneOf(KnownProperty.class);
        for (KnownProperty property : KnownProperty.findByOwnerKind(OwnerKind.TABLE)) {
            if (isNonDynamicTableProperty(property)
                    && !requireTableDefinition(property).defaultText().isEmpty()) {
                propertiesWithDefaults.add(property.leadingProperty(OwnerKind.TABLE));
            }
        }
        return propertiesWithDefaults;
    }

    /**
     * Returns the properties that are declared or have a default. A property that is read with another one is replaced
     * by that other one.
     */
    private static Set<KnownProperty> findRelevantProperties(TableDraft draft) {
        Set<KnownProperty> relevantProperties = EnumSet.copyOf(PROPERTIES_WITH_DEFAULTS);
        for (Property declaredProperty : draft.statement().properties()) {
            KnownProperty.findByName(declaredProperty.name())
                    .filter(TablePropertyNormalizer::isNonDynamicTableProperty)
                    .map(property -> property.leadingProperty(OwnerKind.TABLE))
                    .ifPresent(relevantProperties::add);
        }
        return relevantProperties;
    }

    /** Returns whether tables have the property, and it does not belong to dynamic partitioning. */
    private static boolean isNonDynamicTableProperty(KnownProperty property) {
        return property.findDefinition(OwnerKind.TABLE).isPresent()
                && !DynamicPartitionProperties.isKnown(property.propertyName());
    }

    private void storeProperty(KnownProperty property, Database database) {
        switch (property) {
            case STORAGE_VOLUME -> storeStorageVolume(database);
            case ENABLE_ASYNC_WRITE_BACK -> storeWriteBack();
            case BLOOM_FILTER_COLUMNS -> storeBloomFilters();
            case BINLOG_ENABLE -> BinlogProperties.storeDeclared(profile, properties);
            case FLAT_JSON_ENABLE -> FlatJsonProperties.storeDeclared(profile, properties);
            case REPLICATED_STORAGE -> storeReplicatedStorage();
            case STORAGE_MEDIUM -> {
                storagePropertyNormalizer.storeCooldown();
                // The server reads the medium of a partitioned table last.
                if (draft.partitioning() instanceof PartitioningDraft.None) {
                    storagePropertyNormalizer.storeMedium();
                }
            }
            case COLOCATE_WITH -> storeColocationGroup(database);
            case STORAGE_TYPE -> storagePropertyNormalizer.storeDeclaredStorageType();
            default -> storeByDefinition(property);
        }
    }

    /** Stores a property whose entry in {@link KnownProperty} defines how it is checked and stored. */
    private void storeByDefinition(KnownProperty property) {
        PropertyDefinition definition = requireTableDefinition(property);
        if (!definition.isKnownToCreate(target)) {
            return;
        }
        String formerNameValue = definition.formerName().isEmpty() ? null : properties.consume(definition.formerName());
        String currentNameValue = properties.consume(property);
        String declaredValue = currentNameValue == null ? formerNameValue : currentNameValue;
        String assumedValue = definition.assumedValue(target);
        if (declaredValue != null) {
            String normalizedValue =
                    definition.resolveCreated(target, properties.createPropertyValue(property, declaredValue));
            if (definition.isStored(target, normalizedValue)) {
                properties.store(property, normalizedValue);
            }
        } else if (assumedValue != null && definition.isStored(target, assumedValue)) {
            properties.storeDefault(property, assumedValue);
        }
    }

    private void storeStorageVolume(Database database) {
        String volumeName = properties.consume(KnownProperty.STORAGE_VOLUME);
        if (!profile.isSharedData()) {
            return;
        }
        if ("local".equals(volumeName)) {
            throw properties.createRefusal(KnownProperty.STORAGE_VOLUME, TableRule.NO_PERSISTENT_VOLUME);
        }
        if (volumeName == null) {
            properties.storeDefault(KnownProperty.STORAGE_VOLUME, StorageVolumeProperty.defaultVolumeName(database));
            return;
        }
        StorageVolumeProperty.check(server, volumeName, properties.spanOf(KnownProperty.STORAGE_VOLUME));
        properties.storeOrDefault(
                KnownProperty.STORAGE_VOLUME,
                StorageVolumeProperty.isDefault(volumeName) ? null : volumeName,
                ClusterResources.BUILTIN_VOLUME);
    }

    /**
     * Stores {@code enable_async_write_back}. A shared-data server checks the properties {@code flat_json.*} next,
     * which it does not store.
     */
    private void storeWriteBack() {
        storeByDefinition(KnownProperty.ENABLE_ASYNC_WRITE_BACK);
        if (profile.isSharedData()) {
            FlatJsonProperties.storeDeclared(profile, properties);
        }
    }

    /**
     * Stores the columns of bloom filters and, if it is not the default, their rate. An empty list of columns is not
     * consumed, so it is later refused as unknown. Refuses a column that also has an n-gram bloom filter.
     */
    private void storeBloomFilters() {
        String columnList = properties.peek(KnownProperty.BLOOM_FILTER_COLUMNS);
        List<String> bloomFilterColumnNames = List.of();
        if (columnList != null && !columnList.isEmpty()) {
            try {
                bloomFilterColumnNames = BloomFilterColumns.parseColumnNames(columnList, columns, draft.model());
            } catch (InvalidValueException failure) {
                throw properties.createRefusal(KnownProperty.BLOOM_FILTER_COLUMNS, failure.rule(), failure.arguments());
            }
            properties.consume(KnownProperty.BLOOM_FILTER_COLUMNS);
            properties.store(
                    KnownProperty.BLOOM_FILTER_COLUMNS,
                    String.join(", ", BloomFilterColumns.toSortedNames(bloomFilterColumnNames)));
        }
        String rateText = properties.consume(KnownProperty.BLOOM_FILTER_FPP);
        if (rateText != null) {
            double falsePositiveRate =
                    BloomFilterColumns.parseRate(rateText, properties.spanOf(KnownProperty.BLOOM_FILTER_FPP));
            if (!bloomFilterColumnNames.isEmpty() && falsePositiveRate != BloomFilterColumns.DEFAULT_RATE) {
                properties.store(KnownProperty.BLOOM_FILTER_FPP, Double.toString(falsePositiveRate));
            }
        }
        Set<String> sortedColumnNames = BloomFilterColumns.toSortedNames(bloomFilterColumnNames);
        for (IndexDefinition index : draft.indexes()) {
            String columnName = index.columns().get(0).text();
            if (index.kind() == Kind.NGRAMBF && sortedColumnNames.contains(columnName)) {
                throw properties.createRefusal(
                        KnownProperty.BLOOM_FILTER_COLUMNS, TableRule.TWO_BLOOM_FILTERS, columnName);
            }
        }
    }

    /**
     * Stores {@code replicated_storage}, which is false for a table with a Clucene index, because each replica writes
     * such an index itself.
     */
    private void storeReplicatedStorage() {
        String declaredValue = properties.consume(KnownProperty.REPLICATED_STORAGE);
        if (profile.isSharedData()) {
            return;
        }
        boolean requestsReplicatedStorage = declaredValue == null || Boolean.parseBoolean(declaredValue);
        boolean hasCluceneIndex = draft.indexes().stream().anyMatch(TablePropertyNormalizer::isClucene);
        if (hasCluceneIndex && requestsReplicatedStorage && !profile.isAtLeast(Version.V4_0)) {
            throw Refusal.ofAnalysis(
                    properties.spanOf(KnownProperty.REPLICATED_STORAGE),
                    CommonRule.UNSUPPORTED,
                    "A GIN index",
                    "replicated storage");
        }
        String storedValue = Boolean.toString(requestsReplicatedStorage && !hasCluceneIndex);
        properties.storeOrDefault(
                KnownProperty.REPLICATED_STORAGE, declaredValue == null ? null : storedValue, storedValue);
        if (!Boolean.parseBoolean(storedValue) && columns.stream().anyMatch(Column::isAutoIncrement)) {
            throw properties.createRefusal(
                    KnownProperty.REPLICATED_STORAGE,
                    CommonRule.UNSUPPORTED,
                    "A table with an AUTO_INCREMENT column",
                    "a GIN index");
        }
    }

    private static boolean isClucene(IndexDefinition index) {
        return index.kind() == Kind.GIN
                && index.properties().stream()
                        .anyMatch(property -> property.name().equalsIgnoreCase(GinIndexRules.LIBRARY_PROPERTY)
                                && property.value().equalsIgnoreCase(GinIndexRules.CLUCENE));
    }

    /** Stores the colocation group, which determines the number of buckets. */
    private void storeColocationGroup(Database database) {
        String groupName = properties.consume(KnownProperty.COLOCATE_WITH);
        if (groupName == null || groupName.isEmpty()) {
            return;
        }
        properties.store(KnownProperty.COLOCATE_WITH, groupName);
        distribution = ColocationRules.requireDistributionAtCreation(
                profile,
                ColocationRules.findRelevantMembers(server.catalog(), database, groupName),
                groupName,
                columns,
                distribution,
                properties.storedValue(KnownProperty.REPLICATION_NUM),
                properties.spanOf(KnownProperty.COLOCATE_WITH));
    }

    /**
     * The new table, as the checks of its properties see it. The distribution changes when the colocation group
     * determines the number of buckets.
     */
    private final class NewTable implements PropertyTarget {
        @Override
        public ServerProfile profile() {
            return profile;
        }

        @Override
        public boolean hasPrimaryKey() {
            return draft.model() == KeyModel.PRIMARY;
        }

        @Override
        public boolean hasRandomDistribution() {
            return distribution instanceof Distribution.Random;
        }

        @Override
        public PartitioningKind partitioningKind() {
            if (draft.partitioning() instanceof PartitioningDraft.Ranges) {
                return PartitioningKind.RANGE;
            }
            return draft.partitioning() instanceof PartitioningDraft.None
                    ? PartitioningKind.UNPARTITIONED
                    : PartitioningKind.LIST;
        }

        @Override
        public List<IndexDefinition> indexes() {
            return draft.indexes();
        }

        @Override
        public boolean hasProperty(KnownProperty property) {
            return properties.declaredValueByName().containsKey(property.propertyName());
        }

        @Override
        public boolean isTrue(KnownProperty property) {
            return Boolean.parseBoolean(properties.declaredValueByName().get(property.propertyName()));
        }

        @Override
        public ServerState server() {
            return server;
        }

        @Override
        public ResolvedTableName resolvedName() {
            return resolvedName;
        }

        @Override
        public boolean isNew() {
            return true;
        }

        @Override
        public List<Column> columns() {
            return columns;
        }

        @Override
        public Distribution distribution() {
            return distribution;
        }

        @Override
        public Optional<String> findValue(KnownProperty property) {
            return Optional.ofNullable(properties.declaredValueByName().get(property.propertyName()));
        }

        /** Before the table exists, only the syntax is checked. */
        @Override
        public void checkRetentionCondition(String condition, Span span) {
            if (!condition.isEmpty()) {
                PartitionConditionCheck.parseRetentionCondition(condition, span);
            }
        }

        @Override
        public void checkTimeDrift(String constraint, Span span) {
            TimeDriftConstraint.parse(constraint, span)
                    .check(resolvedName.tableName(), draft.typeByColumnName(), draft.partitionColumnNames(), span);
        }
    }
}
