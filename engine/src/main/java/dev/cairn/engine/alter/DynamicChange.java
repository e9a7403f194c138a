package dev.cairn.engine.alter;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.partition.PartitionColumns;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.engine.property.Colocation;
import dev.cairn.engine.property.DynamicPartitioning;
import dev.cairn.sql.ast.AlterClause.SetProperties;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** SET of {@code dynamic_partition.*}: the first time all that is needed must be said at once. */
final class DynamicChange {
    private static final Map<String, String> STAND_INS = Map.of(
            DynamicPartitioning.ENABLE,
            "true",
            DynamicPartitioning.TIME_UNIT,
            "DAY",
            DynamicPartitioning.PREFIX + ".start",
            "-1",
            DynamicPartitioning.PREFIX + ".prefix",
            "p",
            DynamicPartitioning.PREFIX + ".time_zone",
            "UTC");

    private DynamicChange() {}

    static Table of(AlterTableContext alteration, SetProperties clause) {
        Table table = alteration.table();
        Span at = clause.span();
        Map<String, String> said = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        clause.properties().forEach(property -> said.put(property.name(), property.value()));
        Map<String, String> before = settings(table);
        if (before.isEmpty()) {
            requireComplete(alteration, withStandIns(said), at);
        }
        if (said.containsKey(DynamicPartitioning.PREFIX + ".buckets")
                && table.properties().has(Colocation.PROPERTY)) {
            throw Refusal.execution(
                    at,
                    "The table has a colocate group:"
                            + table.properties().value(Colocation.PROPERTY).orElse("")
                            + ". so cannot modify dynamic_partition.buckets. Colocate tables must have same bucket"
                            + " number.");
        }
        DynamicPartitioning.check(withStandIns(said), name -> at);
        Map<String, String> all = new TreeMap<>(before);
        all.putAll(said);
        return table.withProperties(completed(table.properties(), all));
    }

    private static Map<String, String> settings(Table table) {
        Map<String, String> settings = new TreeMap<>();
        table.properties().settings().forEach((name, setting) -> {
            if (name.startsWith(DynamicPartitioning.PREFIX)) {
                settings.put(name, setting.value());
            }
        });
        return settings;
    }

    private static void requireComplete(AlterTableContext alteration, Map<String, String> said, Span at) {
        Table table = alteration.table();
        String not =
                "Table " + alteration.database().name() + "." + table.name() + " is not a dynamic partition table.";
        if (!DynamicPartitioning.asksForCompletion(said)) {
            return;
        }
        List<String> columns = PartitionColumns.of(table.partitioning());
        if (!TablePartitions.of(table).byRange() || columns.size() != 1) {
            throw Refusal.execution(at, not);
        }
        try {
            DynamicPartitioning.requireUnitAndEnd(said, at);
        } catch (Refusal incomplete) {
            throw Refusal.execution(at, not);
        }
        boolean dated = table.column(columns.get(0))
                .filter(column -> PrimitiveType.of(column.type()) == PrimitiveType.DATE)
                .isPresent();
        if (dated && DynamicPartitioning.isHourly(said)) {
            throw Refusal.analysis(at, "Date type partition does not support dynamic partitioning granularity of hour");
        }
    }

    private static StoredProperties completed(StoredProperties properties, Map<String, String> all) {
        TreeMap<String, String> values = new TreeMap<>();
        Map<String, Boolean> shown = DynamicPartitioning.shown(withStandIns(all), values);
        StoredProperties completed = properties;
        for (Map.Entry<String, Boolean> entry : shown.entrySet()) {
            String name = entry.getKey();
            String said = all.getOrDefault(name, "");
            String value = Placeholder.isWhole(said) ? said : values.getOrDefault(name, "");
            boolean unchanged = value.equals(properties.value(name).orElse(null));
            boolean assumed = !entry.getValue() || (unchanged && isAssumed(properties, name));
            completed = assumed ? completed.assuming(name, value) : completed.with(name, value);
        }
        return completed;
    }

    /** Some good value in place of each placeholder. */
    private static Map<String, String> withStandIns(Map<String, String> said) {
        Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        said.forEach((name, value) ->
                values.put(name, Placeholder.isWhole(value) ? STAND_INS.getOrDefault(name, "1") : value));
        return values;
    }

    private static boolean isAssumed(StoredProperties properties, String name) {
        StoredProperties.Setting setting = properties.settings().get(name);
        return setting != null && setting.assumed();
    }
}
