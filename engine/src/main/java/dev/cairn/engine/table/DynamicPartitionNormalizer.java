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
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Stores the properties of a new table that make the server create and drop partitions automatically. */
final class DynamicPartitionNormalizer {
    private final ServerProfile profile;
    private final TableDraft draft;
    private final List<Column> columns;
    private final Distribution distribution;
    private final DeclaredTableProperties properties;
    private final SortedMap<String, String> declaredValueByName;

    /** Consumes the properties of dynamic partitioning. */
    DynamicPartitionNormalizer(
            ServerProfile profile, TableDraft draft, List<Column> columns, Distribution distribution) {
        this.profile = profile;
        this.draft = draft;
        this.columns = columns;
        this.distribution = distribution;
        this.properties = draft.properties();
        this.declaredValueByName = properties.consumeFamily(DynamicPartitionProperties::isKnown);
    }

    /**
     * Stores the settings with the defaults of the server.
     *
     * @throws Refusal if the settings are incomplete or invalid, or if the table has no manual ranges of one column
     */
    void store() {
        if (!DynamicPartitionProperties.requiresCompletion(declaredValueByName)) {
            new DynamicPartitionCheck(declaredValueByName, properties::spanOf).check();
            if (!declaredValueByName.isEmpty()) {
                throw createRequirementRefusal(DynamicPartitionProperties.END);
            }
            return;
        }
        if (!hasManualRangesOfOneColumn()) {
            throw createRequirementRefusal("range partitions by one column");
        }
        DynamicPartitionCheck.requireUnitAndEnd(declaredValueByName, properties.spanOf(selectReportedName()));
        requireNoHoursOfDates();
        declaredValueByName.values().removeIf(String::isEmpty);
        new DynamicPartitionCheck(declaredValueByName, properties::spanOf).check();
        DynamicPartitionProperties.createShownSettings(declaredValueByName).forEach(properties::storeSetting);
        requireColocatedBuckets();
    }

    private Refusal createRequirementRefusal(String requirement) {
        return Refusal.ofExecution(
                properties.spanOf(selectReportedName()),
                CommonRule.REQUIREMENT_MISSING,
                "Dynamic partitioning",
                requirement);
    }

    private boolean hasManualRangesOfOneColumn() {
        return draft.partitioning() instanceof PartitioningDraft.Ranges ranges
                && !ranges.isAutomatic()
                && ranges.columns().size() == 1;
    }

    /** Returns the name of the property at whose position an error of dynamic partitioning is reported. */
    private String selectReportedName() {
        return declaredValueByName.containsKey(DynamicPartitionProperties.ENABLE)
                ? DynamicPartitionProperties.ENABLE
                : declaredValueByName.firstKey();
    }

    private void requireNoHoursOfDates() {
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
    private void requireColocatedBuckets() {
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
                    : selectReportedName();
            throw Refusal.ofExecution(
                    properties.spanOf(name),
                    CommonRule.UNSUPPORTED,
                    "A colocated table",
                    "another number of dynamic_partition.buckets");
        }
    }
}
