package dev.cairn.engine.materialized;

import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.index.BloomFilterColumns;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyDefinition;
import dev.cairn.engine.property.PropertyDefinition.OwnerKind;
import dev.cairn.engine.property.PropertyRule;
import dev.cairn.engine.property.PropertyValue;
import dev.cairn.engine.property.StorageMediumCheck;
import dev.cairn.engine.property.StorageVolumeProperty;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.profile.ServerProfile.ClusterResources;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.ServerDateFormat;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.RefusalRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks the properties of a materialized view that a statement creates, in the server's order, and determines the
 * properties that the server stores. Each remaining property must be a variable.
 */
public final class MaterializedViewPropertyNormalizer extends MaterializedViewPropertyDraft {
    /** The cooldown time of data that never moves to a slower medium. */
    private static final String LATEST_COOLDOWN_TIME = "9999-12-31 23:59:59";

    private final int defaultReplicaCount;

    /**
     * Creates the normalizer of one statement, which can be used once.
     *
     * @param view a new view, without its properties
     * @param defaultReplicaCount the largest number of replicas of a base table, which is the default
     */
    MaterializedViewPropertyNormalizer(
            ServerState server,
            String databaseName,
            MaterializedView view,
            List<Property> declaredProperties,
            int defaultReplicaCount,
            Span span) {
        super(server, databaseName, view, declaredProperties, span);
        this.defaultReplicaCount = defaultReplicaCount;
    }

    @Override
    boolean isNew() {
        return true;
    }

    @Override
    int defaultReplicaCount() {
        return defaultReplicaCount;
    }

    /** Checks the properties, and returns the properties that the server stores. */
    StoredProperties normalize() {
        for (KnownProperty property : KnownProperty.viewProperties()) {
            PropertyDefinition definition =
                    property.findDefinition(OwnerKind.MATERIALIZED_VIEW).orElseThrow();
            if (!definition.isKnownToCreate(profile)
                    || definition.leadingProperty().isPresent()) {
                continue;
            }
            PropertyValue value = declaredProperties.peek(property);
            if (value == null || definition.isKnownToCreate(profile, value.text())) {
                storeProperty(property, definition);
            }
        }
        StoredProperties completedProperties = declaredProperties.mergeRemainingInto(
                storedProperties,
                profile,
                (name, unknownProperties) -> createInvalidValueRefusal(
                        name, PropertyRule.UNKNOWN_PROPERTIES, appendVariableAdvice(unknownProperties)));
        return profile.isSharedData() && KnownProperty.STORAGE_MEDIUM.isSetIn(completedProperties)
                ? removeObjectStoreProperties(completedProperties)
                : completedProperties;
    }

    /** Removes the properties of the object store, which a server before 4.0 omits for a view with a storage medium. */
    private static StoredProperties removeObjectStoreProperties(StoredProperties properties) {
        return properties
                .withoutProperty(KnownProperty.DATACACHE_ENABLE.propertyName())
                .withoutProperty(KnownProperty.ENABLE_ASYNC_WRITE_BACK.propertyName())
                .withoutProperty(KnownProperty.STORAGE_VOLUME.propertyName());
    }

    private void storeProperty(KnownProperty property, PropertyDefinition definition) {
        switch (property) {
            case STORAGE_MEDIUM -> storeMedium();
            case BLOOM_FILTER_COLUMNS -> storeBloomFilters();
            case STORAGE_VOLUME -> storeVolume();
            default -> storeByDefinition(property, definition);
        }
    }

    /** Stores a property whose entry in {@link KnownProperty} defines how it is checked and stored. */
    private void storeByDefinition(KnownProperty property, PropertyDefinition definition) {
        PropertyValue value = declaredProperties.consume(property);
        if (!definition.isStored(profile)) {
            return;
        }
        String assumedValue = definition.assumedValue(target);
        if (value != null) {
            store(property, definition.resolveCreated(target, value));
        } else if (assumedValue != null) {
            storeAssumed(property, assumedValue);
        }
    }

    private void storeAssumed(KnownProperty property, String value) {
        storedProperties = storedProperties.withAssumedValue(property.propertyName(), value);
    }

    private Refusal createInvalidValueRefusal(String name, RefusalRule rule, Object... arguments) {
        return Refusal.ofWrapped(declaredProperties.spanOf(name), ServerError.INVALID_PARAMETER, rule, arguments);
    }

    /** Checks the medium and its cooldown. A shared-nothing server stores them only for SSD. */
    private void storeMedium() {
        Map<String, String> declaredValueByName = new HashMap<>();
        for (KnownProperty property : List.of(
                KnownProperty.STORAGE_MEDIUM,
                KnownProperty.STORAGE_COOLDOWN_TIME,
                KnownProperty.STORAGE_COOLDOWN_TTL)) {
            PropertyValue value = declaredProperties.consume(property);
            if (value != null) {
                declaredValueByName.put(value.name(), value.text());
            }
        }
        if (profile.isSharedData()) {
            storeMediumInSharedData(declaredValueByName.containsKey(KnownProperty.STORAGE_MEDIUM.propertyName()));
            return;
        }
        StorageMediumCheck.check(profile, declaredValueByName, this::createMediumRefusal);
        if ("SSD".equalsIgnoreCase(declaredValueByName.get(KnownProperty.STORAGE_MEDIUM.propertyName()))) {
            String cooldownTime = declaredValueByName.get(KnownProperty.STORAGE_COOLDOWN_TIME.propertyName());
            store(KnownProperty.STORAGE_MEDIUM, "SSD");
            store(
                    KnownProperty.STORAGE_COOLDOWN_TIME,
                    cooldownTime == null
                            ? LATEST_COOLDOWN_TIME
                            : ServerDateFormat.formatDateTime(ServerDateFormat.parse(cooldownTime)));
        }
    }

    private Refusal createMediumRefusal(KnownProperty property, RefusalRule rule, Object... arguments) {
        return rule == PropertyRule.COOLDOWN_TIME_INVALID
                ? Refusal.ofExecution(
                        declaredProperties.spanOf(property.propertyName()),
                        rule,
                        arguments) // not caught by the server's analysis
                : createInvalidValueRefusal(property.propertyName(), rule, arguments);
    }

    /**
     * Stores a declared medium in shared data. Servers before 4.0 store SSD regardless of the declared value; later
     * servers store nothing.
     */
    private void storeMediumInSharedData(boolean declaresMedium) {
        if (declaresMedium && !profile.isAtLeast(Version.V4_0)) {
            store(KnownProperty.STORAGE_MEDIUM, "SSD");
            store(KnownProperty.STORAGE_COOLDOWN_TIME, LATEST_COOLDOWN_TIME);
        }
    }

    /**
     * Stores the columns. The server refuses a rate without columns, and an empty list of columns, as unknown
     * properties.
     */
    private void storeBloomFilters() {
        if (!declaredProperties.declares(KnownProperty.BLOOM_FILTER_COLUMNS)) {
            return;
        }
        requireValidBloomFilterRate();
        PropertyValue columnsValue = declaredProperties.peek(KnownProperty.BLOOM_FILTER_COLUMNS);
        if (columnsValue == null || columnsValue.text().isEmpty()) {
            return;
        }
        declaredProperties.consume(KnownProperty.BLOOM_FILTER_COLUMNS);
        try {
            store(KnownProperty.BLOOM_FILTER_COLUMNS, normalizeBloomFilterColumns(view, columnsValue.text()));
        } catch (InvalidValueException failure) {
            throw createInvalidValueRefusal(columnsValue.name(), failure.rule(), failure.arguments());
        }
    }

    /**
     * Returns the names of the columns that get a bloom filter, sorted and as the view spells them.
     *
     * @throws InvalidValueException if a column is missing, repeated, or may not have a filter
     */
    public static String normalizeBloomFilterColumns(MaterializedView view, String columnList)
            throws InvalidValueException {
        List<String> columnNames = new ArrayList<>(
                BloomFilterColumns.parseColumnNames(columnList, view.toTableColumns(), KeyModel.DUPLICATE));
        columnNames.sort(String.CASE_INSENSITIVE_ORDER);
        return String.join(", ", columnNames);
    }

    private void storeVolume() {
        PropertyValue volumeValue = declaredProperties.consume(KnownProperty.STORAGE_VOLUME);
        if (volumeValue == null || volumeValue.text().isEmpty()) {
            storeAssumed(
                    KnownProperty.STORAGE_VOLUME,
                    server.catalog()
                            .findDatabase(databaseName)
                            .map(StorageVolumeProperty::defaultVolumeName)
                            .orElse(ClusterResources.BUILTIN_VOLUME));
            return;
        }
        StorageVolumeProperty.check(server, volumeValue.text(), volumeValue.span());
        if (StorageVolumeProperty.isDefault(volumeValue.text())) {
            storeAssumed(KnownProperty.STORAGE_VOLUME, ClusterResources.BUILTIN_VOLUME);
        } else {
            store(KnownProperty.STORAGE_VOLUME, volumeValue.text());
        }
    }
}
