package dev.cairn.engine.alter;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerProfile.Version;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.LocationLabels;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.partition.PartitionColumns;
import dev.cairn.engine.partition.PartitionReplicas;
import dev.cairn.engine.partition.RetentionCondition;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.engine.property.Colocation;
import dev.cairn.engine.property.DynamicPartitioning;
import dev.cairn.engine.property.Replicas;
import dev.cairn.engine.table.RetentionProperties;
import dev.cairn.engine.value.Crontab;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.sql.ast.AlterClause.SetProperties;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What SET does to a table. */
final class PropertyEffect {
    private static final Set<String> OF_TABLETS = Set.of(
            "enable_persistent_index",
            "persistent_index_type",
            "file_bundling",
            "compaction_strategy",
            "lake_compaction_max_parallel",
            "cloud_native_fast_schema_evolution_v2");

    private final AlterTableContext alteration;
    private final Table table;
    private final SetProperties clause;
    private final Property property;
    private final Span at;

    private PropertyEffect(AlterTableContext alteration, SetProperties clause) {
        this.alteration = alteration;
        this.table = alteration.table();
        this.clause = clause;
        this.property = clause.properties().get(0);
        this.at = clause.span();
    }

    /** Whether the tablets hold a property, and not the table alone. */
    static boolean isOfTablets(String name) {
        return OF_TABLETS.contains(name);
    }

    static StatementResult apply(AlterTableContext alteration, SetProperties clause) {
        PropertyEffect effect = new PropertyEffect(alteration, clause);
        String name = effect.property.name();
        if (name.startsWith(DynamicPartitioning.PREFIX)) {
            return alteration.to(DynamicChange.of(alteration, clause));
        }
        if (PlaceholderProperty.isOne(effect.property)) {
            return PlaceholderProperty.set(alteration, effect.property);
        }
        if (name.startsWith("binlog")) {
            return alteration.to(BinlogChange.of(alteration, clause));
        }
        if (name.startsWith("flat_json.")) {
            return alteration.to(FlatJsonChange.set(alteration.table(), effect.property));
        }
        return OF_TABLETS.contains(name) ? effect.ofTablets() : effect.apply();
    }

    private StatementResult ofTablets() {
        if (alteration.profile().sharedData()) {
            return SharedDataProperties.apply(alteration, property, at);
        }
        if (property.name().equals("persistent_index_type")) {
            throw refused("StarRocks doesn't support alter persistent_index_type under shared-nothing mode");
        }
        return alteration.to(with("enable_persistent_index", property.value().toLowerCase(Locale.ROOT)));
    }

    private StatementResult apply() {
        String value = property.value();
        return switch (property.name()) {
            case "in_memory", "distribution_type", "send_clear_alter_tasks" -> alteration.unchanged();
            case "bloom_filter_columns", "bloom_filter_fpp" -> SchemaChange.apply(alteration, List.of(clause));
            case "bucket_size" -> alteration.to(withBucketSize());
            case "write_quorum" -> alteration.to(with(property.name(), value.toUpperCase(Locale.ROOT)));
            case "replicated_storage", "enable_load_profile", "enable_statistic_collect_on_first_load" ->
                alteration.to(with(property.name(), Boolean.toString(Boolean.parseBoolean(value))));
            case "colocate_with" -> alteration.to(ColocationChange.of(alteration, value, at));
            case Replicas.PROPERTY, "default.replication_num" -> alteration.to(withReplicas());
            case "default.storage_medium" -> alteration.to(withMedium());
            default -> alteration.to(checked());
        };
    }

    private Table with(String name, String value) {
        return table.withProperties(table.properties().with(name, value));
    }

    private Table checked() {
        String value = property.value();
        switch (property.name()) {
            case "partition_live_number" ->
                require(
                        TablePartitions.of(table).byRange(),
                        "Table[" + table.name() + "] is not range partitioned. no need to set partition live number.");
            case "partition_ttl" ->
                require(
                        TablePartitions.of(table).byRange(),
                        "Table[" + table.name() + "] is not range partitioned. no need to set partition ttl.");
            case "partition_retention_condition" -> {
                require(
                        TablePartitions.of(table).isDivided(),
                        "Table[" + table.name()
                                + "] is not partitioned. no need to set partition retention condition.");
                RetentionCondition.check(table, value, at);
            }
            case RetentionProperties.TIME_DRIFT ->
                RetentionProperties.checkDrift(
                        value,
                        table.name(),
                        name -> table.column(name).map(Column::type),
                        PartitionColumns.of(table.partitioning()),
                        at);
            case LocationLabels.PROPERTY -> {
                require(!table.properties().has(Colocation.PROPERTY), "Cannot set location for colocate table");
                value = LocationLabels.normal(value, alteration.profile(), at);
            }
            case "base_compaction_forbidden_time_ranges" -> requireHours(value);
            case "unique_constraints" -> value = ConstraintChange.unique(alteration, value, at);
            case "foreign_key_constraints" -> value = ConstraintChange.foreign(alteration, value, at);
            default -> {}
        }
        return with(property.name(), value);
    }

    private void requireHours(String value) {
        if (value.isEmpty()) {
            return;
        }
        try {
            Crontab.check(value);
        } catch (InvalidValueException e) {
            throw refused(
                    "Failed to update base compaction forbidden time ranges for " + table.name() + ": " + e.problem());
        }
    }

    private Table withBucketSize() {
        boolean random = table.distribution() instanceof Distribution.Random;
        if (alteration.profile().atLeast(Version.V4_0)) {
            require(
                    random,
                    "Setting bucket size is not allowed: only supported for tables with RANDOM distribution and when"
                            + " 'enable_automatic_bucket' is enabled.");
        }
        return random ? with("bucket_size", Long.toString(Long.parseLong(property.value()))) : table;
    }

    private Table withMedium() {
        String medium = property.value().toUpperCase(Locale.ROOT);
        boolean known = medium.equals("SSD") || medium.equals("HDD");
        if (alteration.profile().sharedData()) {
            return table;
        }
        require(known, "Invalid storage medium: " + property.value());
        return with("storage_medium", medium);
    }

    private Table withReplicas() {
        require(
                !table.properties().has(Colocation.PROPERTY),
                "table " + table.name() + " is colocate table, cannot change replicationNum");
        TablePartitions partitions = TablePartitions.of(table);
        if (property.name().equals(Replicas.PROPERTY)) {
            require(
                    !partitions.byRange(),
                    "This is a range partitioned table, you should specify partitions with MODIFY PARTITION clause. If"
                            + " you want to set default replication number, please use 'default.replication_num'"
                            + " instead of 'replication_num' to escape misleading.");
            require(!partitions.isDivided(), "Partition does not exist. name: " + table.name());
        }
        return PartitionReplicas.keeping(table, Short.toString(Short.parseShort(property.value())));
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw refused(otherwise);
        }
    }

    private Refusal refused(String message) {
        return Refusal.execution(at, message);
    }
}
