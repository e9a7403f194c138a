package dev.cairn.engine.alter;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.Cost;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.partition.PartitionCondition;
import dev.cairn.engine.partition.PartitionRule;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.engine.property.Colocation;
import dev.cairn.engine.property.DynamicPartitioning;
import dev.cairn.engine.property.FlatJson;
import dev.cairn.engine.property.ForeignKeys;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.LocationLabels;
import dev.cairn.engine.property.PropertyRule;
import dev.cairn.engine.property.PropertyUse;
import dev.cairn.engine.property.PropertyUse.Holder;
import dev.cairn.engine.property.PropertyValue;
import dev.cairn.engine.property.PropertyValue.Origin;
import dev.cairn.engine.property.Replicas;
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
    private final AlterTableContext alteration;
    private final Table table;
    private final SetProperties clause;
    private final Property property;
    private final KnownProperty known;
    private final PropertyUse use;
    private final Span at;

    private PropertyEffect(AlterTableContext alteration, SetProperties clause) {
        this.alteration = alteration;
        this.table = alteration.table();
        this.clause = clause;
        this.property = clause.properties().get(0);
        this.known = KnownProperty.findAltered(property.name()).orElseThrow();
        this.use = known.use(Holder.TABLE).orElseThrow();
        this.at = clause.span();
    }

    static StatementResult apply(AlterTableContext alteration, SetProperties clause) {
        PropertyEffect effect = new PropertyEffect(alteration, clause);
        String name = effect.property.name();
        if (name.startsWith(DynamicPartitioning.PREFIX)) {
            return alteration.to(DynamicChange.of(alteration, clause));
        }
        return effect.property.isPlaceholder() ? effect.ofPlaceholder() : effect.apply();
    }

    /** Stores a placeholder: the value is unknown until the statement is run, so no check of the value applies. */
    private StatementResult ofPlaceholder() {
        return known == KnownProperty.REPLICATION_NUM
                ? alteration.to(TablePartitions.of(table).withReplicas(property.value()))
                : to(property.value());
    }

    private StatementResult apply() {
        String value = property.value();
        return switch (known) {
            case BLOOM_FILTER_COLUMNS, BLOOM_FILTER_FPP -> SchemaChange.apply(alteration, List.of(clause));
            case BUCKET_SIZE -> alteration.to(withBucketSize());
            case COLOCATE_WITH -> alteration.to(ColocationChange.of(alteration, value, at));
            case REPLICATION_NUM -> alteration.to(withReplicas());
            case STORAGE_MEDIUM -> alteration.to(withMedium());
            case BINLOG_ENABLE, BINLOG_TTL_SECOND, BINLOG_MAX_SIZE ->
                alteration.to(BinlogChange.of(alteration, clause));
            case FLAT_JSON_ENABLE, FLAT_JSON_NULL_FACTOR, FLAT_JSON_SPARSITY_FACTOR, FLAT_JSON_COLUMN_MAX ->
                alteration.to(new FlatJson(table).with(property));
            case ENABLE_PERSISTENT_INDEX -> applyPersistentIndex();
            case PERSISTENT_INDEX_TYPE -> applyIndexType();
            case CLOUD_NATIVE_FAST_SCHEMA_EVOLUTION -> applyEvolution();
            case LABELS_LOCATION -> {
                require(!KnownProperty.COLOCATE_WITH.isIn(table.properties()), AlterRule.LOCATION_OF_COLOCATED_TABLE);
                yield to(LocationLabels.normal(value, alteration.profile(), at));
            }
            case UNIQUE_CONSTRAINTS -> to(unique(alteration, value, at));
            case FOREIGN_KEY_CONSTRAINTS -> to(foreign(alteration, value, at));
            default -> {
                requireApplicable();
                yield use.isEffective()
                        ? to(use.altered(new PropertyValue(property, Origin.ALTER_TABLE, at)))
                        : alteration.unchanged();
            }
        };
    }

    /** Stores a value; a shared-data server stores some properties only in the metadata of tablets, which takes a job. */
    private StatementResult to(String value) {
        return alteration.to(with(known, value), use.cost(alteration.profile()));
    }

    private Table with(KnownProperty changed, String value) {
        return table.withProperties(table.properties().with(changed.text(), value));
    }

    /** Checks what the server checks when it carries the statement out. */
    private void requireApplicable() {
        switch (known) {
            case PARTITION_LIVE_NUMBER ->
                require(table.partitioning().byRange(), AlterRule.LIVE_NUMBER_WITHOUT_RANGES, table.name());
            case PARTITION_TTL -> require(table.partitioning().byRange(), AlterRule.TTL_WITHOUT_RANGES, table.name());
            case PARTITION_RETENTION_CONDITION -> {
                require(TablePartitions.of(table).isDivided(), AlterRule.RETENTION_WITHOUT_PARTITIONS, table.name());
                PartitionCondition.checkRetention(table, property.value(), at);
            }
            case TIME_DRIFT_CONSTRAINT ->
                TimeDriftConstraint.parse(property.value(), at)
                        .check(
                                table.name(),
                                name -> table.column(name).map(Column::type),
                                table.partitioning().columns(),
                                at);
            case BASE_COMPACTION_FORBIDDEN_TIME_RANGES -> requireHours(property.value());
            default -> {}
        }
    }

    private StatementResult applyPersistentIndex() {
        boolean enabled = property.value().equalsIgnoreCase("true");
        boolean unchanged = alteration.profile().sharedData()
                && enabled == KnownProperty.ENABLE_PERSISTENT_INDEX.isTrue(table.properties())
                && !indexType().equalsIgnoreCase("LOCAL");
        return unchanged ? alteration.unchanged() : to(Boolean.toString(enabled));
    }

    private StatementResult applyIndexType() {
        if (!alteration.profile().sharedData()) {
            throw refused(AlterRule.PERSISTENT_INDEX_TYPE_WITHOUT_SHARED_DATA);
        }
        require(
                KnownProperty.ENABLE_PERSISTENT_INDEX.isTrue(table.properties()),
                AlterRule.PERSISTENT_INDEX_TYPE_WITHOUT_INDEX);
        return indexType().equals(property.value())
                ? alteration.unchanged()
                : to(property.value().toUpperCase(Locale.ROOT));
    }

    private String indexType() {
        return KnownProperty.PERSISTENT_INDEX_TYPE.in(table.properties()).orElse("");
    }

    /** Schema evolution is switched on at once, and off by a job. */
    private StatementResult applyEvolution() {
        boolean enabled = property.value().equalsIgnoreCase("true");
        if (enabled == known.isTrue(table.properties())) {
            return alteration.unchanged();
        }
        Table changed = with(known, Boolean.toString(enabled));
        return enabled ? alteration.to(changed) : alteration.to(changed, Cost.COLUMN_JOB);
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
            require(random, PropertyRule.BUCKET_SIZE_WITHOUT_RANDOM_DISTRIBUTION);
        }
        return random ? with(known, Long.toString(Long.parseLong(property.value()))) : table;
    }

    private Table withMedium() {
        String medium = property.value().toUpperCase(Locale.ROOT);
        boolean valid = medium.equals("SSD") || medium.equals("HDD");
        if (alteration.profile().sharedData()) {
            return table;
        }
        require(valid, AlterRule.TABLE_STORAGE_MEDIUM_INVALID, property.value());
        return with(known, medium);
    }

    private Table withReplicas() {
        require(
                !KnownProperty.COLOCATE_WITH.isIn(table.properties()),
                PartitionRule.REPLICAS_OF_COLOCATED_TABLE,
                table.name());
        TablePartitions partitions = TablePartitions.of(table);
        if (known.is(property.name())) {
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
        private static final String VERSION = KnownProperty.BINLOG_VERSION.text();

        private BinlogChange() {}

        static Table of(AlterTableContext alteration, SetProperties clause) {
            if (alteration.profile().sharedData()) {
                throw Refusal.execution(clause.span(), AlterRule.BINLOG_IN_SHARED_DATA);
            }
            Table table = alteration.table();
            StoredProperties before = table.properties();
            StoredProperties after = before.completed(KnownProperty.BINLOG_ENABLE.text(), "false")
                    .completed(KnownProperty.BINLOG_TTL_SECOND.text(), "1800")
                    .completed(KnownProperty.BINLOG_MAX_SIZE.text(), Long.toString(Long.MAX_VALUE));
            for (Property property : clause.properties()) {
                after = after.with(property.name(), property.value());
            }
            if (before.has(VERSION) && after.settings().equals(before.settings())) {
                return table;
            }
            long version = before.value(VERSION).map(Long::parseLong).orElse(-1L) + 1;
            return table.withProperties(after.assuming(VERSION, Long.toString(version)));
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
            if (KnownProperty.LABELS_LOCATION
                    .in(table.properties())
                    .filter(label -> !label.isEmpty())
                    .isPresent()) {
                throw Refusal.execution(at, ServerError.LOCATED_AND_COLOCATED, table.name());
            }
            if (group.isEmpty()) {
                return table.withProperties(table.properties().without(KnownProperty.COLOCATE_WITH.text()));
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
            return table.withProperties(table.properties().with(KnownProperty.COLOCATE_WITH.text(), group));
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
            String usual = KnownProperty.REPLICATION_NUM
                    .in(table.properties())
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
                KnownProperty.DYNAMIC_PARTITION_START.text(),
                "-1",
                KnownProperty.DYNAMIC_PARTITION_PREFIX.text(),
                "p",
                KnownProperty.DYNAMIC_PARTITION_TIME_ZONE.text(),
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
            if (declared.containsKey(DynamicPartitioning.BUCKETS)
                    && KnownProperty.COLOCATE_WITH.isIn(table.properties())) {
                throw Refusal.execution(
                        at,
                        AlterRule.DYNAMIC_BUCKETS_OF_COLOCATED_TABLE,
                        KnownProperty.COLOCATE_WITH.in(table.properties()).orElse(""));
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
