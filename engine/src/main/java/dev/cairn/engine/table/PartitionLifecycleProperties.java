package dev.cairn.engine.table;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.engine.partition.PartitionDraft;
import dev.cairn.engine.property.Colocation;
import dev.cairn.engine.property.DynamicPartitioning;
import dev.cairn.engine.property.PropertyBag;
import dev.cairn.sql.ast.Distribution;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Takes the properties of a new table about partitions that the server creates and drops automatically. */
final class PartitionLifecycleProperties {
    private final TableDraft draft;
    private final String table;
    private final List<Column> columns;
    private final PropertyBag properties;

    PartitionLifecycleProperties(TableDraft draft, String table, List<Column> columns) {
        this.draft = draft;
        this.table = table;
        this.columns = columns;
        this.properties = draft.properties();
    }

    void takeRetention() {
        String live = properties.take(RetentionProperties.LIVE_NUMBER);
        if (live != null) {
            properties.store(
                    RetentionProperties.LIVE_NUMBER,
                    RetentionProperties.liveNumber(live, properties.at(RetentionProperties.LIVE_NUMBER)));
        }
        String ttl = properties.take(RetentionProperties.TTL);
        if (ttl != null) {
            RetentionProperties.checkPeriod(ttl, properties.at(RetentionProperties.TTL));
            properties.store(RetentionProperties.TTL, ttl);
        }
        String condition = properties.take(RetentionProperties.CONDITION);
        if (condition != null) {
            RetentionProperties.checkCondition(condition, properties.at(RetentionProperties.CONDITION));
            if (!condition.isEmpty()) {
                properties.store(RetentionProperties.CONDITION, condition);
            }
        }
        String drift = properties.take(RetentionProperties.TIME_DRIFT);
        if (drift != null) {
            RetentionProperties.checkDrift(
                    drift, table, draft::type, draft.partitionColumns(), properties.at(RetentionProperties.TIME_DRIFT));
            properties.store(RetentionProperties.TIME_DRIFT, drift);
        }
    }

    void takeDynamicPartitioning(Distribution distribution) {
        SortedMap<String, String> declared =
                properties.takeStarting(DynamicPartitioning.PREFIX, DynamicPartitioning::knows);
        if (!DynamicPartitioning.asksForCompletion(declared)) {
            DynamicPartitioning.check(declared, properties::at);
            return;
        }
        boolean single = draft.partitioning() instanceof PartitionDraft.Ranges ranges
                && ranges.columns().size() == 1;
        if (!single) {
            throw properties.refusal(begin(declared), TableRule.DYNAMIC_OF_SEVERAL_COLUMNS);
        }
        DynamicPartitioning.requireUnitAndEnd(declared, properties.at(begin(declared)));
        requireHours(declared);
        declared.values().removeIf(String::isEmpty);
        DynamicPartitioning.check(declared, properties::at);
        TreeMap<String, String> values = new TreeMap<>();
        DynamicPartitioning.shown(declared, values)
                .forEach((name, isSaid) -> properties.storeOrAssume(
                        name, isSaid ? values.get(name) : null, values.getOrDefault(name, "")));
        requireColocatedBuckets(declared, distribution);
    }

    /** The property that enables dynamic partitioning, for the position of errors. */
    private static String begin(SortedMap<String, String> declared) {
        return declared.containsKey(DynamicPartitioning.ENABLE) ? DynamicPartitioning.ENABLE : declared.firstKey();
    }

    private void requireHours(SortedMap<String, String> declared) {
        if (DynamicPartitioning.isHourly(declared)
                && draft.partitioning() instanceof PartitionDraft.Ranges ranges
                && columns.stream()
                        .anyMatch(column -> column.is(ranges.columns().get(0).text())
                                && PrimitiveType.of(column.type()) == PrimitiveType.DATE)) {
            throw Refusal.analysis(properties.at(DynamicPartitioning.TIME_UNIT), TableRule.HOURS_OF_DATES);
        }
    }

    private void requireColocatedBuckets(SortedMap<String, String> declared, Distribution distribution) {
        if (properties.declared().getOrDefault(Colocation.PROPERTY, "").isEmpty()) {
            return;
        }
        if (Colocation.buckets(distribution) != DynamicPartitioning.buckets(declared)) {
            throw properties.refusal(
                    declared.containsKey(DynamicPartitioning.BUCKETS) ? DynamicPartitioning.BUCKETS : begin(declared),
                    TableRule.DYNAMIC_BUCKETS_OF_COLOCATED_TABLE);
        }
    }
}
