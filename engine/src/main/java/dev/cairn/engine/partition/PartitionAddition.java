package dev.cairn.engine.partition;

import dev.cairn.catalog.CommonRule;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.RuleSubject;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.NameValidation;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.sql.ast.AlterClause.AddPartition;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.ListPartition;
import dev.cairn.sql.ast.PartitionDefinition.PartitionBatch;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Applies ADD PARTITION for one partition or a batch. Temporary partitions are checked only against one another. */
public final class PartitionAddition {
    private final AlterTableContext alteration;
    private final AddPartition clause;
    private final Table table;
    private final TablePartitions partitions;
    private final Span span;

    private PartitionAddition(AlterTableContext alteration, AddPartition clause) {
        this.alteration = alteration;
        this.clause = clause;
        this.table = alteration.table();
        this.partitions = TablePartitions.of(table);
        this.span = clause.partition().span();
    }

    public static void check(AlterTableContext alteration, AddPartition clause) {
        PartitionAddition addition = new PartitionAddition(alteration, clause);
        if (!(clause.partition() instanceof PartitionBatch)) {
            addition.requireKind();
        }
        addition.addedPartitions();
    }

    public static StatementResult apply(AlterTableContext alteration, AddPartition clause) {
        if (!clause.temporary()) {
            requireManualPartitioning(alteration.table(), clause.span());
        }
        PartitionAddition addition = new PartitionAddition(alteration, clause);
        addition.checkDistribution();
        return alteration.resultOf(addition.withPartitions(addition.addedPartitions()));
    }

    /** Requires that dynamic partitioning is off: otherwise the server itself adds and drops the partitions. */
    static void requireManualPartitioning(Table table, Span span) {
        if (table.hasDynamicPartitions()) {
            throw Refusal.analysis(span, PartitionRule.DYNAMIC_TABLE);
        }
    }

    private void requireKind() {
        if (!partitions.isPartitioned()) {
            throw Refusal.analysis(span, CommonRule.REQUIRES, "ADD PARTITION", "partitions");
        }
        PartitionDefinition partition = clause.partition();
        if (partition instanceof ListPartition in) {
            if (table.partitioning().automatic() && in.values().size() > 1) {
                throw Refusal.analysis(
                        span,
                        CommonRule.UNSUPPORTED,
                        "Automatic partitioning",
                        "the addition of a partition with several values");
            }
            return;
        }
        if (!table.partitioning().isByRange()) {
            throw Refusal.execution(span, ServerError.NO_RANGE_PARTITIONS);
        }
        if (table.partitioning().automatic()) {
            throw Refusal.analysis(
                    span, CommonRule.UNSUPPORTED, "Automatic partitioning", "the addition of a single range");
        }
    }

    /** The clause's partitions that do not exist yet, in the server's normal form. */
    private List<PartitionDefinition> addedPartitions() {
        List<PartitionDefinition> declared = clause.partition() instanceof PartitionBatch every
                ? expandBatch(alteration, every, clause.temporary())
                : List.of(clause.partition());
        List<PartitionDefinition> newPartitions = new ArrayList<>();
        for (PartitionDefinition partition : declared) {
            if (!exists(partition)) {
                newPartitions.add(partition);
            }
        }
        declared.forEach(this::checkDefinition);
        if (newPartitions.isEmpty()) {
            return List.of();
        }
        if (clause.partition() instanceof ListPartition && table.partitioning().isByRange()) {
            // The server has no check for this case and fails with an internal error.
            throw Refusal.execution(span, CommonRule.UNSUPPORTED, "A table with range partitions", "list partitions");
        }
        return clause.partition() instanceof ListPartition ? addLists(newPartitions) : addRanges(newPartitions);
    }

    /** Whether the partition exists already, which only IF NOT EXISTS allows. */
    private boolean exists(PartitionDefinition partition) {
        String name = partition.name().text();
        if (!partitions.hasPartition(name) && !partitions.hasTemporary(name)) {
            return false;
        }
        if (!partition.ifNotExists()) {
            throw Refusal.analysis(span, ServerError.PARTITION_EXISTS, name);
        }
        return true;
    }

    private void checkDefinition(PartitionDefinition partition) {
        Name name = partition.name();
        NameValidation.checkPartition(name.text(), name.span());
        Map<String, String> declared = new HashMap<>();
        clause.properties().forEach(property -> declared.put(property.name(), property.value()));
        new PartitionProperties(alteration.profile(), declared, property -> partition.span())
                .normalizeOwn(partition.properties(), partition.span());
    }

    private List<PartitionDefinition> addRanges(List<PartitionDefinition> newPartitions) {
        List<PartitionDefinition> added = new ArrayList<>();
        try {
            PartitionRanges ranges = clause.temporary() ? temporaryRanges() : createRanges();
            for (PartitionDefinition partition : newPartitions) {
                added.add(ranges.add(partition, replicaProperties(partition)));
            }
        } catch (Refusal refusal) {
            throw refusal.asAnalysis(span);
        }
        return added;
    }

    private PartitionRanges createRanges() {
        return new PartitionRanges(TablePartitions.of(table).types(), partitions.ranges());
    }

    private PartitionRanges temporaryRanges() {
        PartitionRanges ranges = new PartitionRanges(TablePartitions.of(table).types());
        table.temporaryPartitions().forEach(partition -> ranges.add(partition, partition.properties()));
        return ranges;
    }

    private List<PartitionDefinition> addLists(List<PartitionDefinition> newPartitions) {
        List<PartitionDefinition> present = clause.temporary() ? table.temporaryPartitions() : partitions.definitions();
        ListedValues values = new ListedValues(partitions.types(alteration.profile()), present);
        List<PartitionDefinition> added = new ArrayList<>();
        for (PartitionDefinition partition : newPartitions) {
            ListPartition normalizedPartition = values.normalize((ListPartition) partition, span);
            if (values.overlaps(normalizedPartition)) {
                throw Refusal.analysis(span, PartitionRule.VALUES_REPEATED, normalizedPartition.name());
            }
            added.add(new ListPartition(
                    false,
                    normalizedPartition.name(),
                    normalizedPartition.values(),
                    normalizedPartition.hasRows(),
                    replicaProperties(partition),
                    normalizedPartition.span()));
        }
        return added;
    }

    /**
     * The number of replicas, if it differs from the table's. The partition's own value overrides that of the clause,
     * which overrides that of the table.
     */
    private List<Property> replicaProperties(PartitionDefinition partition) {
        Optional<String> ownReplicas = KnownProperty.REPLICATION_NUM
                .valueIn(partition.properties())
                .or(() -> KnownProperty.REPLICATION_NUM.valueIn(clause.properties()));
        return ownReplicas.isEmpty() || partitions.isTableDefault(ownReplicas.get())
                ? List.of()
                : List.of(Property.of(KnownProperty.REPLICATION_NUM.propertyName(), ownReplicas.get()));
    }

    private Table withPartitions(List<PartitionDefinition> added) {
        if (clause.temporary()) {
            List<PartitionDefinition> temporary = new ArrayList<>(table.temporaryPartitions());
            temporary.addAll(added);
            return table.withTemporaryPartitions(temporary);
        }
        if (table.partitioning().isByRange()) {
            PartitionRanges ranges = createRanges();
            added.forEach(partition -> ranges.add(partition, partition.properties()));
            return partitions.withPartitions(ranges.sortedRanges());
        }
        List<PartitionDefinition> all = new ArrayList<>(partitions.definitions());
        all.addAll(added);
        return partitions.withPartitions(all);
    }

    /** The partitions that a batch of ADD PARTITIONS or DROP PARTITIONS stands for. */
    static List<PartitionDefinition> expandBatch(
            AlterTableContext alteration, PartitionBatch every, boolean temporary) {
        Table table = alteration.table();
        BatchCheck check = new BatchCheck(table, every);
        try {
            check.check();
            return expand(table, every, temporary);
        } catch (Refusal refusal) {
            throw check.withServerNumber(refusal);
        }
    }

    private static List<PartitionDefinition> expand(Table table, PartitionBatch every, boolean temporary) {
        Map<String, String> options = new HashMap<>();
        table.properties().settings().forEach((name, setting) -> {
            if (KnownProperty.DYNAMIC_PARTITION_START_DAY_OF_WEEK.is(name)) {
                options.put(name, setting.value());
            }
        });
        return List.copyOf(BatchPartitions.expand(
                every,
                TablePartitions.of(table).types().get(0),
                table.partitioning().automatic(),
                temporary,
                options));
    }

    /** Checks that a batch fits the table: an automatic table accepts only partitions that it would create itself. */
    private record BatchCheck(Table table, PartitionBatch every) {
        private static final Set<String> UNITS = Set.of("HOUR", "DAY", "WEEK", "MONTH", "YEAR");

        void check() {
            String unit = every.unit() == null ? "" : every.unit();
            if (!unit.isEmpty() && !UNITS.contains(unit.toUpperCase(Locale.ROOT))) {
                throw Refusal.analysis(every.span(), PartitionRule.BATCH_INTERVAL_TYPE, unit);
            }
            if (!TablePartitions.of(table).isPartitioned()) {
                throw Refusal.analysis(every.span(), CommonRule.REQUIRES, "ADD PARTITION", "partitions");
            }
            if (!table.partitioning().isByRange()) {
                throw Refusal.execution(every.span(), ServerError.NO_RANGE_PARTITIONS);
            }
            if (!(table.partitioning() instanceof Partitioning.RangeBy range) || !range.automatic()) {
                return;
            }
            if (every.step() > 1) {
                throw Refusal.analysis(every.span(), PartitionRule.BATCH_INTERVAL_NOT_ONE);
            }
            PartitionGranularity expected = PartitionGranularity.of(range.expression())
                    .orElseThrow(() -> Refusal.analysis(every.span(), PartitionRule.AUTOMATIC_GRANULARITY, ""));
            if (!unit.equalsIgnoreCase(expected.granularity())) {
                throw Refusal.analysis(
                        every.span(), PartitionRule.AUTOMATIC_GRANULARITY, ", " + expected.granularity());
            }
        }

        /**
         * Returns the refusal with the error number of the server's answer. The server only records these errors of a
         * batch at first, and then ends the statement with the number of a later error.
         */
        Refusal withServerNumber(Refusal refusal) {
            if (refusal.errno() != Refusal.GENERAL_ERRNO) {
                return refusal;
            }
            boolean passed = TablePartitions.of(table).isPartitioned()
                    && table.partitioning().isByRange();
            if (passed && TablePartitions.of(table).types().size() > 1) {
                return refusal.withErrorNumberOf(ServerError.BATCH_BY_SEVERAL_COLUMNS);
            }
            if (every.step() > 0) {
                return refusal;
            }
            return refusal.withErrorNumberOf(
                    passed && table.partitioning().automatic()
                            ? ServerError.BATCH_STEP_DIFFERS
                            : ServerError.BATCH_STEP_NOT_POSITIVE);
        }
    }

    /** Checks the distribution; only the number of buckets may differ from the table's. */
    private void checkDistribution() {
        Distribution declared = clause.distribution();
        Distribution usualDistribution = table.distribution();
        if (declared != null && declared.getClass() != usualDistribution.getClass()) {
            throw Refusal.execution(
                    declared.span(),
                    PartitionRule.DISTRIBUTION_DIFFERS,
                    usualDistribution instanceof Distribution.Hash ? "HASH" : "RANDOM");
        }
        if (!(declared instanceof Distribution.Hash hash)
                || !(usualDistribution instanceof Distribution.Hash usualHash)) {
            return;
        }
        for (Name name : hash.columns()) {
            if (table.column(name.text()).isEmpty()) {
                throw Refusal.execution(name.span(), CommonRule.NOT_FOUND, RuleSubject.COLUMN, name);
            }
        }
        if (!hash.hasColumnsOf(usualHash)) {
            throw Refusal.execution(hash.span(), PartitionRule.DISTRIBUTION_DIFFERS, usualHash.columns());
        }
    }
}
