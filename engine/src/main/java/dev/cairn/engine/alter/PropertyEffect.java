package dev.cairn.engine.alter;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.Cost;
import dev.cairn.engine.context.LocationLabels;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.partition.PartitionCondition;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.engine.property.Colocation;
import dev.cairn.engine.property.DynamicPartitioning;
import dev.cairn.engine.property.FlatJson;
import dev.cairn.engine.property.ForeignKeys;
import dev.cairn.engine.property.Replicas;
import dev.cairn.engine.property.TableProperty;
import dev.cairn.engine.property.UniqueConstraints;
import dev.cairn.engine.table.TimeDriftConstraint;
import dev.cairn.engine.value.Crontab;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.AlterClause.SetProperties;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.RefusalRule;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Applies SET of table properties. */
final class PropertyEffect {
    private static final String DEFAULT = "default.";

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

    static StatementResult apply(AlterTableContext alteration, SetProperties clause) {
        PropertyEffect effect = new PropertyEffect(alteration, clause);
        String name = effect.property.name();
        if (name.startsWith(DynamicPartitioning.PREFIX)) {
            return alteration.to(DynamicChange.of(alteration, clause));
        }
        if (effect.property.isPlaceholder()) {
            return effect.ofPlaceholder();
        }
        if (name.startsWith("binlog")) {
            return alteration.to(BinlogChange.of(alteration, clause));
        }
        if (name.startsWith("flat_json.")) {
            return alteration.to(new FlatJson(alteration.table()).with(effect.property));
        }
        return effect.isOnTablets() ? effect.ofTablets() : effect.apply();
    }

    private boolean isOnTablets() {
        return TableProperty.find(property.name())
                .filter(TableProperty::isOnTablets)
                .isPresent();
    }

    /** Stores a placeholder: the value is unknown until the statement is run, so no check of the value applies. */
    private StatementResult ofPlaceholder() {
        String name = property.name();
        if (name.endsWith(Replicas.PROPERTY)) {
            return alteration.to(TablePartitions.of(table).withReplicas(property.value()));
        }
        String stored = name.startsWith(DEFAULT) ? name.substring(DEFAULT.length()) : name;
        Table changed = with(stored, property.value());
        if (name.startsWith("bloom_filter_")) {
            return alteration.to(changed, Cost.COLUMN_JOB);
        }
        boolean job = alteration.profile().sharedData() && isOnTablets();
        return alteration.to(changed, job ? Cost.HIDDEN_JOB : Cost.IMMEDIATE);
    }

    private StatementResult ofTablets() {
        if (alteration.profile().sharedData()) {
            return SharedDataProperties.apply(alteration, property, at);
        }
        if (property.name().equals("persistent_index_type")) {
            throw refused(AlterRule.PERSISTENT_INDEX_TYPE_WITHOUT_SHARED_DATA);
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
                require(table.partitioning().byRange(), AlterRule.LIVE_NUMBER_WITHOUT_RANGES, table.name());
            case "partition_ttl" -> require(table.partitioning().byRange(), AlterRule.TTL_WITHOUT_RANGES, table.name());
            case "partition_retention_condition" -> {
                require(TablePartitions.of(table).isDivided(), AlterRule.RETENTION_WITHOUT_PARTITIONS, table.name());
                PartitionCondition.checkRetention(table, value, at);
            }
            case TimeDriftConstraint.PROPERTY ->
                TimeDriftConstraint.parse(value, at)
                        .check(
                                table.name(),
                                name -> table.column(name).map(Column::type),
                                table.partitioning().columns(),
                                at);
            case LocationLabels.PROPERTY -> {
                require(!table.properties().has(Colocation.PROPERTY), AlterRule.LOCATION_OF_COLOCATED_TABLE);
                value = LocationLabels.normal(value, alteration.profile(), at);
            }
            case "base_compaction_forbidden_time_ranges" -> requireHours(value);
            case "unique_constraints" -> value = unique(alteration, value, at);
            case "foreign_key_constraints" -> value = foreign(alteration, value, at);
            default -> {}
        }
        return with(property.name(), value);
    }

    private void requireHours(String value) {
        if (value.isEmpty()) {
            return;
        }
        try {
            Crontab.parse(value);
        } catch (InvalidValueException e) {
            throw refused(AlterRule.COMPACTION_TIMES_INVALID, table.name(), e.problem());
        }
    }

    private Table withBucketSize() {
        boolean random = table.distribution() instanceof Distribution.Random;
        if (alteration.profile().atLeast(Version.V4_0)) {
            require(random, AlterRule.BUCKET_SIZE_WITHOUT_RANDOM_DISTRIBUTION);
        }
        return random ? with("bucket_size", Long.toString(Long.parseLong(property.value()))) : table;
    }

    private Table withMedium() {
        String medium = property.value().toUpperCase(Locale.ROOT);
        boolean known = medium.equals("SSD") || medium.equals("HDD");
        if (alteration.profile().sharedData()) {
            return table;
        }
        require(known, AlterRule.TABLE_STORAGE_MEDIUM_INVALID, property.value());
        return with("storage_medium", medium);
    }

    private Table withReplicas() {
        require(!table.properties().has(Colocation.PROPERTY), AlterRule.REPLICAS_OF_COLOCATED_TABLE, table.name());
        TablePartitions partitions = TablePartitions.of(table);
        if (property.name().equals(Replicas.PROPERTY)) {
            require(!table.partitioning().byRange(), AlterRule.REPLICAS_OF_RANGE_PARTITIONS);
            require(!partitions.isDivided(), AlterRule.REPLICAS_WITHOUT_PARTITION, table.name());
        }
        return TablePartitions.of(table).withReplicas(Short.toString(Short.parseShort(property.value())));
    }

    private void require(boolean condition, RefusalRule rule, Object... arguments) {
        if (!condition) {
            throw refused(rule, arguments);
        }
    }

    private Refusal refused(RefusalRule rule, Object... arguments) {
        return Refusal.execution(at, rule, arguments);
    }

    /** Applies SET of {@code binlog_*}; each change creates a new version of the whole configuration. */
    private static final class BinlogChange {
        private static final String VERSION = "binlog_version";

        private BinlogChange() {}

        static Table of(AlterTableContext alteration, SetProperties clause) {
            if (alteration.profile().sharedData()) {
                throw Refusal.execution(clause.span(), AlterRule.BINLOG_IN_SHARED_DATA);
            }
            Table table = alteration.table();
            StoredProperties before = table.properties();
            StoredProperties after = assuming(before, "binlog_enable", "false");
            after = assuming(after, "binlog_ttl_second", "1800");
            after = assuming(after, "binlog_max_size", Long.toString(Long.MAX_VALUE));
            for (Property property : clause.properties()) {
                after = after.with(property.name(), property.value());
            }
            if (before.has(VERSION) && after.settings().equals(before.settings())) {
                return table;
            }
            long version = before.value(VERSION).map(Long::parseLong).orElse(-1L) + 1;
            return table.withProperties(after.assuming(VERSION, Long.toString(version)));
        }

        private static StoredProperties assuming(StoredProperties properties, String name, String value) {
            return properties.has(name) ? properties : properties.assuming(name, value);
        }
    }

    // SET of constraints that the optimizer may rely on

    private static String unique(AlterTableContext alteration, String value, Span at) {
        try {
            return UniqueConstraints.parse(
                            value,
                            place(alteration, at),
                            ForeignKeys.byName(alteration.table().columns()),
                            at)
                    .text();
        } catch (Refusal refusal) {
            throw Refusal.execution(at, AlterRule.UNIQUE_CONSTRAINT_INVALID, value, refusal.detail());
        }
    }

    private static String foreign(AlterTableContext alteration, String value, Span at) {
        if (value.isEmpty()) {
            return value;
        }
        try {
            Map<String, Column> columns = ForeignKeys.byName(alteration.table().columns());
            return new ForeignKeys(alteration.server(), place(alteration, at), columns, at).normal(value);
        } catch (Refusal refusal) {
            throw Refusal.execution(at, AlterRule.FOREIGN_KEY_INVALID, value, refusal.detail());
        }
    }

    private static ResolvedTableName place(AlterTableContext alteration, Span at) {
        return new ResolvedTableName(
                ResolvedTableName.INTERNAL_CATALOG,
                alteration.database().name(),
                alteration.table().name(),
                at);
    }

    /** Applies a change of {@code colocate_with}: the table joins or leaves a colocation group. */
    private static final class ColocationChange {
        private final AlterTableContext alteration;
        private final Table table;
        private final String group;
        private final Span at;

        private ColocationChange(AlterTableContext alteration, String group, Span at) {
            this.alteration = alteration;
            this.table = alteration.table();
            this.group = group;
            this.at = at;
        }

        static Table of(AlterTableContext alteration, String group, Span at) {
            return new ColocationChange(alteration, group, at).changed();
        }

        private Table changed() {
            if (table.properties()
                    .value(LocationLabels.PROPERTY)
                    .filter(label -> !label.isEmpty())
                    .isPresent()) {
                throw Refusal.execution(at, ServerError.LOCATED_AND_COLOCATED, table.name());
            }
            if (group.isEmpty()) {
                return table.withProperties(table.properties().without(Colocation.PROPERTY));
            }
            Optional<Table> member = alteration.database().memberOf(group);
            if (member.isPresent()) {
                check(member.get());
            } else {
                requireSameReplicas();
            }
            if (!(table.distribution() instanceof Distribution.Hash)) {
                throw Refusal.execution(at, AlterRule.COLOCATION_UNSUPPORTED);
            }
            return table.withProperties(table.properties().with(Colocation.PROPERTY, group));
        }

        private void check(Table member) {
            if (!(table.distribution() instanceof Distribution.Hash hash)) {
                throw Refusal.execution(at, ServerError.COLOCATE_DISTRIBUTION, group, "HASH", "RANDOM");
            }
            for (String number : replicas()) {
                Colocation.check(member, group, table.columns(), hash, number, at);
            }
        }

        private void requireSameReplicas() {
            if (table.partitioning().byRange() && replicas().size() > 1) {
                throw Refusal.execution(at, AlterRule.REPLICAS_OF_PARTITIONS_DIFFER, table.name());
            }
        }

        private Set<String> replicas() {
            String usual = table.properties()
                    .value(Replicas.PROPERTY)
                    .orElse(Integer.toString(Replicas.assumed(alteration.profile())));
            List<PartitionDefinition> partitions = TablePartitions.of(table).list();
            Set<String> numbers = new LinkedHashSet<>();
            partitions.forEach(
                    partition -> numbers.add(TablePartitions.replicas(partition).orElse(usual)));
            return numbers.isEmpty() ? Set.of(usual) : numbers;
        }
    }

    /** Applies SET of {@code dynamic_partition.*}. The first SET must contain all required properties. */
    private static final class DynamicChange {
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
            Map<String, String> declared = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            clause.properties().forEach(property -> declared.put(property.name(), property.value()));
            Map<String, String> before = settings(table);
            if (before.isEmpty()) {
                requireComplete(alteration, withStandIns(declared), at);
            }
            if (declared.containsKey(DynamicPartitioning.PREFIX + ".buckets")
                    && table.properties().has(Colocation.PROPERTY)) {
                throw Refusal.execution(
                        at,
                        AlterRule.DYNAMIC_BUCKETS_OF_COLOCATED_TABLE,
                        table.properties().value(Colocation.PROPERTY).orElse(""));
            }
            DynamicPartitioning.check(withStandIns(declared), name -> at);
            Map<String, String> all = new TreeMap<>(before);
            all.putAll(declared);
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

        private static void requireComplete(AlterTableContext alteration, Map<String, String> declared, Span at) {
            Table table = alteration.table();
            if (!DynamicPartitioning.asksForCompletion(declared)) {
                return;
            }
            List<String> columns = table.partitioning().columns();
            if (!table.partitioning().byRange() || columns.size() != 1) {
                throw Refusal.execution(
                        at, AlterRule.NOT_DYNAMIC, alteration.database().name(), table.name());
            }
            try {
                DynamicPartitioning.requireUnitAndEnd(declared, at);
            } catch (Refusal incomplete) {
                throw Refusal.execution(
                        at, AlterRule.NOT_DYNAMIC, alteration.database().name(), table.name());
            }
            boolean dated = table.column(columns.get(0))
                    .filter(column -> PrimitiveType.of(column.type()) == PrimitiveType.DATE)
                    .isPresent();
            if (dated && DynamicPartitioning.isHourly(declared)) {
                throw Refusal.analysis(at, AlterRule.HOURS_OF_DATES);
            }
        }

        private static StoredProperties completed(StoredProperties properties, Map<String, String> all) {
            TreeMap<String, String> values = new TreeMap<>();
            Map<String, Boolean> shown = DynamicPartitioning.shown(withStandIns(all), values);
            StoredProperties completed = properties;
            for (Map.Entry<String, Boolean> entry : shown.entrySet()) {
                String name = entry.getKey();
                String declared = all.getOrDefault(name, "");
                String value = Placeholder.isWhole(declared) ? declared : values.getOrDefault(name, "");
                boolean unchanged = value.equals(properties.value(name).orElse(null));
                boolean assumed = !entry.getValue() || (unchanged && isAssumed(properties, name));
                completed = assumed ? completed.assuming(name, value) : completed.with(name, value);
            }
            return completed;
        }

        /** The properties with a valid value in place of each placeholder. */
        private static Map<String, String> withStandIns(Map<String, String> declared) {
            Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            declared.forEach((name, value) ->
                    values.put(name, Placeholder.isWhole(value) ? STAND_INS.getOrDefault(name, "1") : value));
            return values;
        }

        private static boolean isAssumed(StoredProperties properties, String name) {
            StoredProperties.Setting setting = properties.settings().get(name);
            return setting != null && setting.assumed();
        }
    }
}
