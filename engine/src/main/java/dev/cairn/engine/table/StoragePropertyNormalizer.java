package dev.cairn.engine.table;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.engine.partition.PartitioningDraft;
import dev.cairn.engine.property.DeclaredTableProperties;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.StorageMediumCheck;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.engine.value.PeriodNormalizer;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import java.util.List;
import java.util.Locale;

/** Stores the properties of a new table that define the storage format and the medium of its rows. */
final class StoragePropertyNormalizer {
    private final ServerProfile profile;
    private final TableDraft draft;
    private final List<Column> columns;
    private final DeclaredTableProperties properties;

    StoragePropertyNormalizer(ServerProfile profile, TableDraft draft, List<Column> columns) {
        this.profile = profile;
        this.draft = draft;
        this.columns = columns;
        this.properties = draft.properties();
    }

    /**
     * Checks the properties of the cooldown, and stores its period unless data is shared. Must be called before {@link
     * #storeMedium}, which consumes these properties.
     */
    void storeCooldown() {
        boolean declaresCooldown = properties.hasRemainingProperty(KnownProperty.STORAGE_COOLDOWN_TTL)
                || properties.hasRemainingProperty(KnownProperty.STORAGE_COOLDOWN_TIME);
        if (declaresCooldown) {
            requireCooldownSupport(
                    properties.hasRemainingProperty(KnownProperty.STORAGE_COOLDOWN_TTL)
                            ? KnownProperty.STORAGE_COOLDOWN_TTL
                            : KnownProperty.STORAGE_COOLDOWN_TIME);
        }
        String cooldownPeriod = properties.peek(KnownProperty.STORAGE_COOLDOWN_TTL);
        if (cooldownPeriod != null && !cooldownPeriod.isEmpty()) {
            try {
                String normalizedPeriod = PeriodNormalizer.normalize(cooldownPeriod);
                if (!profile.isSharedData()) {
                    properties.store(KnownProperty.STORAGE_COOLDOWN_TTL, normalizedPeriod);
                }
            } catch (InvalidValueException failure) {
                throw properties.createRefusal(KnownProperty.STORAGE_COOLDOWN_TTL, failure.rule(), failure.arguments());
            }
        }
    }

    private void requireCooldownSupport(KnownProperty property) {
        if (draft.model() == KeyModel.PRIMARY) {
            throw properties.createRefusal(
                    property, CommonRule.UNSUPPORTED, "A table with PRIMARY KEY", "a storage cooldown");
        }
        boolean isSupported = draft.partitioning() instanceof PartitioningDraft.Ranges ranges
                ? ranges.columns().size() == 1 && isDateColumn(ranges.columns().get(0))
                : !(draft.partitioning() instanceof PartitioningDraft.Lists);
        if (!isSupported) {
            throw properties.createRefusal(
                    property,
                    CommonRule.REQUIREMENT_MISSING,
                    "A storage cooldown",
                    "range partitions by one column of dates");
        }
    }

    private boolean isDateColumn(Name columnName) {
        return columns.stream()
                .anyMatch(candidate -> candidate.isNamed(columnName.text())
                        && PrimitiveType.of(candidate.type()).isDateOrDatetime());
    }

    /** Checks and consumes the medium and the cooldown; stores the medium and the time unless data is shared. */
    void storeMedium() {
        if (!profile.isSharedData()) {
            StorageMediumCheck.check(profile, properties.unconsumedValueByName(), properties::createRefusal);
        }
        String medium = properties.consume(KnownProperty.STORAGE_MEDIUM);
        String cooldownTime = properties.consume(KnownProperty.STORAGE_COOLDOWN_TIME);
        properties.consume(KnownProperty.STORAGE_COOLDOWN_TTL);
        if (profile.isSharedData()) {
            return;
        }
        if (medium != null) {
            properties.store(KnownProperty.STORAGE_MEDIUM, StorageMediumCheck.normalizeMedium(medium));
        }
        if (cooldownTime != null) {
            properties.store(KnownProperty.STORAGE_COOLDOWN_TIME, cooldownTime);
        }
    }

    /** Stores a storage type with rows; the default {@code column} is not stored. */
    void storeDeclaredStorageType() {
        String storageType = properties.consume(KnownProperty.STORAGE_TYPE);
        if (storageType != null && !storageType.equalsIgnoreCase("column")) {
            storeRowStorageType(storageType);
        }
    }

    private void storeRowStorageType(String storageType) {
        boolean storesRows = storageType.equalsIgnoreCase("row") || storageType.equalsIgnoreCase("column_with_row");
        if (!storesRows || draft.model() != KeyModel.PRIMARY) {
            throw createUnsupportedTypeRefusal(storageType);
        }
        if (storageType.equalsIgnoreCase("column_with_row") && columns.stream().allMatch(Column::isKey)) {
            throw properties.createRefusal(KnownProperty.STORAGE_TYPE, TableRule.ROW_STORE_WITHOUT_VALUES);
        }
        // With "row", the server passes its checks and then fails with an internal error.
        if (!profile.hasRowStore() || storageType.equalsIgnoreCase("row")) {
            throw createUnsupportedTypeRefusal(storageType);
        }
        properties.store(KnownProperty.STORAGE_TYPE, storageType.toUpperCase(Locale.ROOT));
        if (!profile.isSharedData()) {
            properties.storeDefault(KnownProperty.FAST_SCHEMA_EVOLUTION, "false");
        }
    }

    private Refusal createUnsupportedTypeRefusal(String storageType) {
        return properties.createRefusal(
                KnownProperty.STORAGE_TYPE,
                CommonRule.UNSUPPORTED,
                "A table with " + draft.model() + " KEY",
                "storage_type = " + storageType);
    }
}
