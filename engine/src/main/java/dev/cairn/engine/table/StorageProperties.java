package dev.cairn.engine.table;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.CommonRule;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.engine.partition.PartitionDraft;
import dev.cairn.engine.property.Colocation;
import dev.cairn.engine.property.DynamicPartitioning;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyBag;
import dev.cairn.engine.property.StorageMedium;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.engine.value.Periods;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Takes the properties of a new table about how and on which disks its rows are stored, and about partitions that the
 * server creates and drops automatically.
 */
final class StorageProperties {
    private final ServerProfile profile;
    private final TableDraft draft;
    private final List<Column> columns;
    private final PropertyBag properties;

    StorageProperties(ServerProfile profile, TableDraft draft, List<Column> columns) {
        this.profile = profile;
        this.draft = draft;
        this.columns = columns;
        this.properties = draft.properties();
    }

    void takeCooldown() {
        boolean declared = properties.has(KnownProperty.STORAGE_COOLDOWN_TTL)
                || properties.has(KnownProperty.STORAGE_COOLDOWN_TIME);
        if (declared) {
            requireCooldown(
                    properties.has(KnownProperty.STORAGE_COOLDOWN_TTL)
                            ? KnownProperty.STORAGE_COOLDOWN_TTL
                            : KnownProperty.STORAGE_COOLDOWN_TIME);
        }
        String text = properties.peek(KnownProperty.STORAGE_COOLDOWN_TTL);
        if (text != null && !text.isEmpty()) {
            try {
                String normal = Periods.normalize(text);
                if (!profile.sharedData()) {
                    properties.store(KnownProperty.STORAGE_COOLDOWN_TTL, normal);
                }
            } catch (InvalidValueException e) {
                throw properties.refusal(KnownProperty.STORAGE_COOLDOWN_TTL, e.rule(), e.arguments());
            }
        }
    }

    private void requireCooldown(KnownProperty property) {
        if (draft.model() == KeyModel.PRIMARY) {
            throw properties.refusal(
                    property, CommonRule.UNSUPPORTED, "A table with PRIMARY KEY", "a storage cooldown");
        }
        if (draft.partitioning() instanceof PartitionDraft.Lists) {
            throw properties.refusal(
                    property, CommonRule.REQUIRES, "A storage cooldown", "range partitions by one column of dates");
        }
        if (!(draft.partitioning() instanceof PartitionDraft.Ranges ranges)) {
            return;
        }
        if (ranges.columns().size() > 1) {
            throw properties.refusal(
                    property, CommonRule.REQUIRES, "A storage cooldown", "range partitions by one column of dates");
        }
        Name column = ranges.columns().get(0);
        boolean dated = columns.stream()
                .anyMatch(present -> present.is(column.text())
                        && PrimitiveType.of(present.type()).isDate());
        if (!dated) {
            throw properties.refusal(
                    property, CommonRule.REQUIRES, "A storage cooldown", "range partitions by one column of dates");
        }
    }

    void takeMedium() {
        if (!profile.sharedData()) {
            StorageMedium.check(profile, properties.remaining(), properties::refusal);
        }
        String medium = properties.take(KnownProperty.STORAGE_MEDIUM);
        String time = properties.take(KnownProperty.STORAGE_COOLDOWN_TIME);
        properties.take(KnownProperty.STORAGE_COOLDOWN_TTL);
        if (profile.sharedData()) {
            return;
        }
        if (medium != null) {
            properties.store(KnownProperty.STORAGE_MEDIUM, StorageMedium.normalize(medium));
        }
        if (time != null) {
            properties.store(KnownProperty.STORAGE_COOLDOWN_TIME, time);
        }
    }

    void takeStorageType() {
        String type = properties.take(KnownProperty.STORAGE_TYPE);
        if (type != null && !type.equalsIgnoreCase("column")) {
            storeStorageType(type);
        }
    }

    private void storeStorageType(String type) {
        boolean rows = type.equalsIgnoreCase("row") || type.equalsIgnoreCase("column_with_row");
        Refusal unsupported = properties.refusal(
                KnownProperty.STORAGE_TYPE,
                CommonRule.UNSUPPORTED,
                "A table with " + draft.model() + " KEY",
                "storage_type = " + type);
        if (!rows || draft.model() != KeyModel.PRIMARY) {
            throw unsupported;
        }
        if (type.equalsIgnoreCase("column_with_row") && columns.stream().allMatch(Column::isKey)) {
            throw properties.refusal(KnownProperty.STORAGE_TYPE, TableRule.ROW_STORE_WITHOUT_VALUES);
        }
        // With "row", the server passes its checks and then fails with an internal error.
        if (!profile.rowStore() || type.equalsIgnoreCase("row")) {
            throw unsupported;
        }
        properties.store(KnownProperty.STORAGE_TYPE, type.toUpperCase(Locale.ROOT));
        if (!profile.sharedData()) {
            properties.storeOrAssume(KnownProperty.FAST_SCHEMA_EVOLUTION, null, "false");
        }
    }

    void takeDynamicPartitioning(Distribution distribution) {
        SortedMap<String, String> declared =
                properties.takeFamily(DynamicPartitioning.PREFIX, DynamicPartitioning::isKnown);
        if (!DynamicPartitioning.requiresCompletion(declared)) {
            DynamicPartitioning.check(declared, properties::spanOf);
            if (!declared.isEmpty()) {
                throw Refusal.execution(
                        properties.spanOf(findEnableProperty(declared)),
                        CommonRule.REQUIRES,
                        "Dynamic partitioning",
                        "dynamic_partition.end");
            }
            return;
        }
        boolean single = draft.partitioning() instanceof PartitionDraft.Ranges ranges
                && !ranges.isAutomatic()
                && ranges.columns().size() == 1;
        if (!single) {
            throw Refusal.execution(
                    properties.spanOf(findEnableProperty(declared)),
                    CommonRule.REQUIRES,
                    "Dynamic partitioning",
                    "range partitions by one column");
        }
        DynamicPartitioning.requireUnitAndEnd(declared, properties.spanOf(findEnableProperty(declared)));
        requireHours(declared);
        declared.values().removeIf(String::isEmpty);
        DynamicPartitioning.check(declared, properties::spanOf);
        TreeMap<String, String> values = new TreeMap<>();
        DynamicPartitioning.shownProperties(declared, values)
                .forEach((name, isDeclared) -> KnownProperty.find(name)
                        .ifPresent(property -> properties.storeOrAssume(
                                property, isDeclared ? values.get(name) : null, values.getOrDefault(name, ""))));
        requireColocatedBuckets(declared, distribution);
    }

    /** Selects the property at which errors of dynamic partitioning are reported. */
    private static String findEnableProperty(SortedMap<String, String> declared) {
        return declared.containsKey(DynamicPartitioning.ENABLE) ? DynamicPartitioning.ENABLE : declared.firstKey();
    }

    private void requireHours(SortedMap<String, String> declared) {
        if (DynamicPartitioning.isHourly(declared)
                && draft.partitioning() instanceof PartitionDraft.Ranges ranges
                && columns.stream()
                        .anyMatch(column -> column.is(ranges.columns().get(0).text())
                                && PrimitiveType.of(column.type()) == PrimitiveType.DATE)) {
            throw Refusal.analysis(properties.spanOf(DynamicPartitioning.TIME_UNIT), TableRule.HOURS_OF_DATES);
        }
    }

    /** Requires that dynamic partitions get as many buckets as the table; a shared-data server doesn't check this. */
    private void requireColocatedBuckets(SortedMap<String, String> declared, Distribution distribution) {
        boolean alone = properties
                .declaredValues()
                .getOrDefault(KnownProperty.COLOCATE_WITH.propertyName(), "")
                .isEmpty();
        if (alone || profile.sharedData()) {
            return;
        }
        if (Colocation.bucketCount(distribution) != DynamicPartitioning.bucketCount(declared)) {
            String name = declared.containsKey(DynamicPartitioning.BUCKETS)
                    ? DynamicPartitioning.BUCKETS
                    : findEnableProperty(declared);
            throw Refusal.execution(
                    properties.spanOf(name),
                    CommonRule.UNSUPPORTED,
                    "A colocated table",
                    "another number of dynamic_partition.buckets");
        }
    }
}
