package dev.cairn.engine.table;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.engine.partition.PartitionDraft;
import dev.cairn.engine.property.ColocationRules;
import dev.cairn.engine.property.DeclaredTableProperties;
import dev.cairn.engine.property.DynamicPartitionCheck;
import dev.cairn.engine.property.DynamicPartitioning;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.StorageMediumCheck;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.engine.value.PeriodParser;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Stores those properties of a new table that define how and on which disks its rows are stored, and which partitions
 * the server creates and drops automatically.
 */
final class StorageProperties {
    private final ServerProfile profile;
    private final TableDraft draft;
    private final List<Column> columns;
    private final DeclaredTableProperties properties;

    StorageProperties(ServerProfile profile, TableDraft draft, List<Column> columns) {
        this.profile = profile;
        this.draft = draft;
        this.columns = columns;
        this.properties = draft.properties();
    }

    void storeCooldown() {
        boolean isDeclared = properties.hasProperty(KnownProperty.STORAGE_COOLDOWN_TTL)
                || properties.hasProperty(KnownProperty.STORAGE_COOLDOWN_TIME);
        if (isDeclared) {
            requireCooldownSupport(
                    properties.hasProperty(KnownProperty.STORAGE_COOLDOWN_TTL)
                            ? KnownProperty.STORAGE_COOLDOWN_TTL
                            : KnownProperty.STORAGE_COOLDOWN_TIME);
        }
        String ttl = properties.peek(KnownProperty.STORAGE_COOLDOWN_TTL);
        if (ttl != null && !ttl.isEmpty()) {
            try {
                String normalizedTtl = PeriodParser.normalize(ttl);
                if (!profile.sharedData()) {
                    properties.store(KnownProperty.STORAGE_COOLDOWN_TTL, normalizedTtl);
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
        if (draft.partitioning() instanceof PartitionDraft.Lists) {
            throw properties.createRefusal(
                    property,
                    CommonRule.REQUIREMENT_MISSING,
                    "A storage cooldown",
                    "range partitions by one column of dates");
        }
        if (!(draft.partitioning() instanceof PartitionDraft.Ranges ranges)) {
            return;
        }
        if (ranges.columns().size() > 1) {
            throw properties.createRefusal(
                    property,
                    CommonRule.REQUIREMENT_MISSING,
                    "A storage cooldown",
                    "range partitions by one column of dates");
        }
        Name column = ranges.columns().get(0);
        boolean isDateColumn = columns.stream()
                .anyMatch(candidate -> candidate.isNamed(column.text())
                        && PrimitiveType.of(candidate.type()).isDateOrDatetime());
        if (!isDateColumn) {
            throw properties.createRefusal(
                    property,
                    CommonRule.REQUIREMENT_MISSING,
                    "A storage cooldown",
                    "range partitions by one column of dates");
        }
    }

    void storeMedium() {
        if (!profile.sharedData()) {
            StorageMediumCheck.check(profile, properties.unconsumedProperties(), properties::createRefusal);
        }
        String medium = properties.consume(KnownProperty.STORAGE_MEDIUM);
        String cooldownTime = properties.consume(KnownProperty.STORAGE_COOLDOWN_TIME);
        properties.consume(KnownProperty.STORAGE_COOLDOWN_TTL);
        if (profile.sharedData()) {
            return;
        }
        if (medium != null) {
            properties.store(KnownProperty.STORAGE_MEDIUM, StorageMediumCheck.normalize(medium));
        }
        if (cooldownTime != null) {
            properties.store(KnownProperty.STORAGE_COOLDOWN_TIME, cooldownTime);
        }
    }

    void storeDeclaredStorageType() {
        String type = properties.consume(KnownProperty.STORAGE_TYPE);
        if (type != null && !type.equalsIgnoreCase("column")) {
            storeStorageType(type);
        }
    }

    private void storeStorageType(String type) {
        boolean storesRows = type.equalsIgnoreCase("row") || type.equalsIgnoreCase("column_with_row");
        Refusal unsupportedRefusal = properties.createRefusal(
                KnownProperty.STORAGE_TYPE,
                CommonRule.UNSUPPORTED,
                "A table with " + draft.model() + " KEY",
                "storage_type = " + type);
        if (!storesRows || draft.model() != KeyModel.PRIMARY) {
            throw unsupportedRefusal;
        }
        if (type.equalsIgnoreCase("column_with_row") && columns.stream().allMatch(Column::isKey)) {
            throw properties.createRefusal(KnownProperty.STORAGE_TYPE, TableRule.ROW_STORE_WITHOUT_VALUES);
        }
        // With "row", the server passes its checks and then fails with an internal error.
        if (!profile.rowStore() || type.equalsIgnoreCase("row")) {
            throw unsupportedRefusal;
        }
        properties.store(KnownProperty.STORAGE_TYPE, type.toUpperCase(Locale.ROOT));
        if (!profile.sharedData()) {
            properties.storeOrAssume(KnownProperty.FAST_SCHEMA_EVOLUTION, null, "false");
        }
    }

    void storeDynamicPartitioning(Distribution distribution) {
        SortedMap<String, String> declaredProperties =
                properties.consumeFamily(DynamicPartitioning.PREFIX, DynamicPartitioning::isKnown);
        if (!DynamicPartitioning.requiresCompletion(declaredProperties)) {
            new DynamicPartitionCheck(declaredProperties, properties::spanOf).check();
            if (!declaredProperties.isEmpty()) {
                throw Refusal.ofExecution(
                        properties.spanOf(selectReportedProperty(declaredProperties)),
                        CommonRule.REQUIREMENT_MISSING,
                        "Dynamic partitioning",
                        "dynamic_partition.end");
            }
            return;
        }
        boolean hasSingleColumn = draft.partitioning() instanceof PartitionDraft.Ranges ranges
                && !ranges.isAutomatic()
                && ranges.columns().size() == 1;
        if (!hasSingleColumn) {
            throw Refusal.ofExecution(
                    properties.spanOf(selectReportedProperty(declaredProperties)),
                    CommonRule.REQUIREMENT_MISSING,
                    "Dynamic partitioning",
                    "range partitions by one column");
        }
        DynamicPartitionCheck.requireUnitAndEnd(
                declaredProperties, properties.spanOf(selectReportedProperty(declaredProperties)));
        requireNoHoursOfDates(declaredProperties);
        declaredProperties.values().removeIf(String::isEmpty);
        new DynamicPartitionCheck(declaredProperties, properties::spanOf).check();
        TreeMap<String, String> values = new TreeMap<>();
        DynamicPartitioning.collectShownProperties(declaredProperties, values)
                .forEach((name, isDeclared) -> KnownProperty.find(name)
                        .ifPresent(property -> properties.storeOrAssume(
                                property, isDeclared ? values.get(name) : null, values.getOrDefault(name, ""))));
        requireColocatedBuckets(declaredProperties, distribution);
    }

    /** Selects the property at which errors of dynamic partitioning are reported. */
    private static String selectReportedProperty(SortedMap<String, String> declaredValues) {
        return declaredValues.containsKey(DynamicPartitioning.ENABLE)
                ? DynamicPartitioning.ENABLE
                : declaredValues.firstKey();
    }

    private void requireNoHoursOfDates(SortedMap<String, String> declaredValues) {
        if (DynamicPartitioning.isHourly(declaredValues)
                && draft.partitioning() instanceof PartitionDraft.Ranges ranges
                && columns.stream()
                        .anyMatch(
                                column -> column.isNamed(ranges.columns().get(0).text())
                                        && PrimitiveType.of(column.type()) == PrimitiveType.DATE)) {
            throw Refusal.ofAnalysis(
                    properties.spanOf(DynamicPartitioning.TIME_UNIT), TableRule.HOURLY_PARTITIONS_OF_DATES);
        }
    }

    /** Requires that dynamic partitions get as many buckets as the table; a shared-data server doesn't check this. */
    private void requireColocatedBuckets(SortedMap<String, String> declaredValues, Distribution distribution) {
        boolean hasNoGroup = properties
                .declaredValues()
                .getOrDefault(KnownProperty.COLOCATE_WITH.propertyName(), "")
                .isEmpty();
        if (hasNoGroup || profile.sharedData()) {
            return;
        }
        if (ColocationRules.bucketCount(distribution) != DynamicPartitioning.bucketCount(declaredValues)) {
            String name = declaredValues.containsKey(DynamicPartitioning.BUCKETS)
                    ? DynamicPartitioning.BUCKETS
                    : selectReportedProperty(declaredValues);
            throw Refusal.ofExecution(
                    properties.spanOf(name),
                    CommonRule.UNSUPPORTED,
                    "A colocated table",
                    "another number of dynamic_partition.buckets");
        }
    }
}
