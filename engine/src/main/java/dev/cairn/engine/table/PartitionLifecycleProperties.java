package dev.cairn.engine.table;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.engine.partition.PartitionDraft;
import dev.cairn.engine.property.Colocation;
import dev.cairn.engine.property.DynamicPartitioning;
import dev.cairn.engine.property.PropertyBag;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Takes the properties of a new table about partitions that the server creates and drops automatically. */
final class PartitionLifecycleProperties {
    static final String TTL = "partition_ttl";
    static final String CONDITION = "partition_retention_condition";
    private static final String LIVE_NUMBER = "partition_live_number";

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
        String live = properties.take(LIVE_NUMBER);
        if (live != null) {
            properties.store(LIVE_NUMBER, liveNumber(live, properties.at(LIVE_NUMBER)));
        }
        String ttl = properties.take(TTL);
        if (ttl != null) {
            checkPeriod(ttl, properties.at(TTL));
            properties.store(TTL, ttl);
        }
        String condition = properties.take(CONDITION);
        if (condition != null) {
            checkCondition(condition, properties.at(CONDITION));
            if (!condition.isEmpty()) {
                properties.store(CONDITION, condition);
            }
        }
        String drift = properties.take(TimeDriftConstraint.PROPERTY);
        if (drift != null) {
            Span at = properties.at(TimeDriftConstraint.PROPERTY);
            TimeDriftConstraint.parse(drift, at).check(table, draft::type, draft.partitionColumns(), at);
            properties.store(TimeDriftConstraint.PROPERTY, drift);
        }
    }

    private static String liveNumber(String text, Span at) {
        int number;
        try {
            number = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw Refusal.analysis(at, TableRule.PARTITION_LIVE_NUMBER_NOT_A_NUMBER, String.valueOf(e.getMessage()));
        }
        if (number <= 0 && number != -1) {
            throw Refusal.analysis(at, TableRule.PARTITION_LIVE_NUMBER_ILLEGAL, number);
        }
        return Integer.toString(number);
    }

    private static void checkPeriod(String text, Span at) {
        try {
            Periods.normal(text);
        } catch (InvalidValueException e) {
            throw Refusal.execution(at, e.rule(), e.arguments());
        }
    }

    /** Checks only the syntax of the condition; the server evaluates it when it drops partitions. */
    private static void checkCondition(String text, Span at) {
        if (text.isEmpty()) {
            return;
        }
        try {
            Sql.parseExpression(text);
        } catch (SqlSyntaxException e) {
            throw Refusal.analysis(at, TableRule.RETENTION_CONDITION, text);
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
