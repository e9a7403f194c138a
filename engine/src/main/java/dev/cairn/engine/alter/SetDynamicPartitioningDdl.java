package dev.cairn.engine.alter;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.engine.property.DynamicPartitionCheck;
import dev.cairn.engine.property.DynamicPartitionProperties;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.table.TableRule;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.AlterClause.SetProperties;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Applies SET of {@code dynamic_partition.*}; the first SET must contain all required properties. Unknown names are
 * ignored.
 */
final class SetDynamicPartitioningDdl {
    /** Valid values in place of the placeholders of dynamic partitions. */
    private static final Map<String, String> SAMPLE_VALUE_BY_PROPERTY = Map.of(
            DynamicPartitionProperties.ENABLE,
            "true",
            DynamicPartitionProperties.TIME_UNIT,
            "DAY",
            KnownProperty.DYNAMIC_PARTITION_START.propertyName(),
            "-1",
            KnownProperty.DYNAMIC_PARTITION_PREFIX.propertyName(),
            "p",
            KnownProperty.DYNAMIC_PARTITION_TIME_ZONE.propertyName(),
            "UTC");

    private final Table table;
    private final SetProperties clause;
    private final Span span;

    SetDynamicPartitioningDdl(AlterTableContext context, SetProperties clause) {
        this.table = context.table();
        this.clause = clause;
        this.span = clause.span();
    }

    /** Returns the table with the declared properties merged into its dynamic partitioning. */
    Table alter() {
        Map<String, String> declaredSettings = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        clause.properties().forEach(property -> declaredSettings.put(property.name(), property.value()));
        Map<String, String> oldSettings = collectDynamicSettings(table);
        if (oldSettings.isEmpty()) {
            checkInitialSettings(replacePlaceholders(declaredSettings));
        }
        if (declaredSettings.containsKey(DynamicPartitionProperties.BUCKETS)
                && KnownProperty.COLOCATE_WITH.isSetIn(table.properties())) {
            throw Refusal.ofExecution(
                    span, CommonRule.UNSUPPORTED, "A colocated table", "another number of dynamic_partition.buckets");
        }
        new DynamicPartitionCheck(replacePlaceholders(declaredSettings), name -> span).check();
        Map<String, String> mergedSettings = new TreeMap<>(oldSettings);
        mergedSettings.putAll(declaredSettings);
        if (!mergedSettings.containsKey(DynamicPartitionProperties.END)) {
            throw Refusal.ofExecution(
                    span, CommonRule.REQUIREMENT_MISSING, "Dynamic partitioning", DynamicPartitionProperties.END);
        }
        return table.withProperties(completeProperties(table.properties(), mergedSettings));
    }

    private static Map<String, String> collectDynamicSettings(Table table) {
        Map<String, String> settings = new TreeMap<>();
        table.properties().settingByName().forEach((name, setting) -> {
            if (name.startsWith(DynamicPartitionProperties.PREFIX)) {
                settings.put(name, setting.value());
            }
        });
        return settings;
    }

    /**
     * Checks the settings of a table that had none. If the server has to complete them, they must contain the unit and
     * the end, and the table must be partitioned by ranges of one column.
     */
    private void checkInitialSettings(Map<String, String> declaredSettings) {
        if (!DynamicPartitionProperties.requiresCompletion(declaredSettings)) {
            return;
        }
        List<String> columnNames = table.partitioning().columns();
        if (!table.partitioning().isByRange() || table.partitioning().isAutomatic() || columnNames.size() != 1) {
            throw Refusal.ofExecution(
                    span, CommonRule.REQUIREMENT_MISSING, "Dynamic partitioning", "range partitions by one column");
        }
        DynamicPartitionCheck.requireUnitAndEnd(declaredSettings, span);
        boolean hasDateBounds =
                PrimitiveType.of(TablePartitions.of(table).types().get(0)) == PrimitiveType.DATE;
        if (hasDateBounds && DynamicPartitionProperties.isHourly(declaredSettings)) {
            throw Refusal.ofAnalysis(span, TableRule.HOURLY_PARTITIONS_OF_DATES);
        }
    }

    /**
     * Returns the properties with all settings of dynamic partitioning that SHOW CREATE prints. An assumed
     * setting remains assumed if its value does not change.
     */
    private static StoredProperties completeProperties(
            StoredProperties properties, Map<String, String> mergedSettings) {
        Map<String, StoredProperties.Setting> shownSettings =
                DynamicPartitionProperties.createShownSettings(replacePlaceholders(mergedSettings));
        StoredProperties completedProperties =
                DynamicPartitionProperties.replaceDynamicPartitioning(properties, StoredProperties.NONE);
        for (Map.Entry<String, StoredProperties.Setting> settingEntry : shownSettings.entrySet()) {
            String name = settingEntry.getKey();
            StoredProperties.Setting setting = settingEntry.getValue();
            String mergedValue = mergedSettings.getOrDefault(name, "");
            String value = Placeholder.isPlaceholder(mergedValue) ? mergedValue : setting.value();
            boolean isUnchanged = value.equals(properties.findValue(name).orElse(null));
            boolean isAssumed = setting.isAssumed() || (isUnchanged && isAssumed(properties, name));
            completedProperties = isAssumed
                    ? completedProperties.withAssumedValue(name, value)
                    : completedProperties.withProperty(name, value);
        }
        return completedProperties;
    }

    /** Returns the properties with a valid value in place of each placeholder. */
    private static Map<String, String> replacePlaceholders(Map<String, String> declaredSettings) {
        Map<String, String> valueByName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        declaredSettings.forEach((name, value) -> valueByName.put(
                name,
                Placeholder.isPlaceholder(value)
                        ? SAMPLE_VALUE_BY_PROPERTY.getOrDefault(name.toLowerCase(Locale.ROOT), "1")
                        : value));
        return valueByName;
    }

    private static boolean isAssumed(StoredProperties properties, String name) {
        StoredProperties.Setting setting = properties.settingByName().get(name);
        return setting != null && setting.isAssumed();
    }
}
