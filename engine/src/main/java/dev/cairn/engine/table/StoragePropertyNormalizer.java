package dev.cairn.engine.table;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.engine.column.RangeExpression;
import dev.cairn.engine.partition.PartitioningDraft;
import dev.cairn.engine.property.ColocationRules;
import dev.cairn.engine.property.DeclaredTableProperties;
import dev.cairn.engine.property.DynamicPartitionCheck;
import dev.cairn.engine.property.DynamicPartitionProperties;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.StorageMediumCheck;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.engine.value.PeriodNormalizer;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Stores the properties of a new table that define the storage format and the medium of its rows, and the partitions
 * that the server creates and drops automatically.
 */
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
        boolean declaresCooldown = properties.hasProperty(KnownProperty.STORAGE_COOLDOWN_TTL)
                || properties.hasProperty(KnownProperty.STORAGE_COOLDOWN_TIME);
        if (declaresCooldown) {
            requireCooldownSupport(
                    properties.hasProperty(KnownProperty.STORAGE_COOLDOWN_TTL)
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

    void storeDynamicPartitioning(Distribution distribution) {
        SortedMap<String, String> declaredValueByName =
                properties.consumeFamily(DynamicPartitionProperties.PREFIX, DynamicPartitionProperties::isKnown);
        if (!DynamicPartitionProperties.requiresCompletion(declaredValueByName)) {
            new DynamicPartitionCheck(declaredValueByName, properties::spanOf).check();
            if (!declaredValueByName.isEmpty()) {
                throw Refusal.ofExecution(
                        properties.spanOf(selectReportedPropertyName(declaredValueByName)),
                        CommonRule.REQUIREMENT_MISSING,
                        "Dynamic partitioning",
                        DynamicPartitionProperties.END);
            }
            return;
        }
        boolean hasManualRangesOfOneColumn = draft.partitioning() instanceof PartitioningDraft.Ranges ranges
                && !ranges.isAutomatic()
                && ranges.columns().size() == 1;
        if (!hasManualRangesOfOneColumn) {
            throw Refusal.ofExecution(
                    properties.spanOf(selectReportedPropertyName(declaredValueByName)),
                    CommonRule.REQUIREMENT_MISSING,
                    "Dynamic partitioning",
                    "range partitions by one column");
        }
        DynamicPartitionCheck.requireUnitAndEnd(
                declaredValueByName, properties.spanOf(selectReportedPropertyName(declaredValueByName)));
        requireNoHoursOfDates(declaredValueByName);
        declaredValueByName.values().removeIf(String::isEmpty);
        new DynamicPartitionCheck(declaredValueByName, properties::spanOf).check();
        TreeMap<String, String> shownValueByName = new TreeMap<>();
        DynamicPartitionProperties.addShownProperties(declaredValueByName, shownValueByName)
                .forEach((name, isDeclared) -> KnownProperty.findByName(name)
                        .ifPresent(property -> properties.storeOrDefault(
                                property,
                                isDeclared ? shownValueByName.get(name) : null,
                                shownValueByName.getOrDefault(name, ""))));
        requireColocatedBuckets(declaredValueByName, distribution);
    }

    /** Returns the name of the property at whose position an error of dynamic partitioning is reported. */
    private static String selectReportedPropertyName(SortedMap<String, String> declaredValueByName) {
        return declaredValueByName.containsKey(DynamicPartitionProperties.ENABLE)
                ? DynamicPartitionProperties.ENABLE
                : declaredValueByName.firstKey();
    }

    private void requireNoHoursOfDates(SortedMap<String, String> declaredValueByName) {
        if (DynamicPartitionProperties.isHourly(declaredValueByName)
                && draft.partitioning() instanceof PartitioningDraft.Ranges ranges
                && findRangeType(ranges)
                        .filter(type -> PrimitiveType.of(type) == PrimitiveType.DATE)
                        .isPresent()) {
            throw Refusal.ofAnalysis(
                    properties.spanOf(DynamicPartitionProperties.TIME_UNIT), TableRule.HOURLY_PARTITIONS_OF_DATES);
        }
    }

    private Optional<Type> findRangeType(PartitioningDraft.Ranges ranges) {
        return Optional.ofNullable(ranges.expression())
                .map(expression -> new RangeExpression(expression).intrinsicType())
                .or(() -> columns.stream()
                        .filter(column -> column.isNamed(ranges.columns().get(0).text()))
                        .map(Column::type)
                        .findFirst());
    }

    /**
     * Requires that dynamic partitions of a colocated table get as many buckets as the table. A shared-data server does
     * not check this.
     */
    private void requireColocatedBuckets(SortedMap<String, String> declaredValueByName, Distribution distribution) {
        boolean isNotColocated = properties
                .declaredValueByName()
                .getOrDefault(KnownProperty.COLOCATE_WITH.propertyName(), "")
                .isEmpty();
        if (isNotColocated || profile.isSharedData()) {
            return;
        }
        int dynamicBucketCount = DynamicPartitionProperties.bucketCount(declaredValueByName);
        boolean mayHaveEqualCounts = distribution.buckets() instanceof Buckets.AssumedCount
                ? dynamicBucketCount > 0
                : ColocationRules.declaredBucketCount(distribution) == dynamicBucketCount;
        if (!mayHaveEqualCounts) {
            String name = declaredValueByName.containsKey(DynamicPartitionProperties.BUCKETS)
                    ? DynamicPartitionProperties.BUCKETS
                    : selectReportedPropertyName(declaredValueByName);
            throw Refusal.ofExecution(
                    properties.spanOf(name),
                    CommonRule.UNSUPPORTED,
                    "A colocated table",
                    "another number of dynamic_partition.buckets");
        }
    }
}
