package dev.cairn.engine.partition;

import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.NameValidation;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.refusal.ServerError;
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
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Applies ADD PARTITION for one partition or a batch. A temporary partition is checked only against the other temporary
 * partitions, because it may overlap the partitions that it will replace.
 */
public final class AddPartitionDdl {
    /** The beginning of the name of a temporary partition that INSERT OVERWRITE has added. */
    private static final Pattern TRANSACTION_PATTERN = Pattern.compile("txn\\d+_");

    private final AlterTableContext context;
    private final AddPartition clause;
    private final Table table;
    private final TablePartitions partitions;
    private final Span span;

    private AddPartitionDdl(AlterTableContext context, AddPartition clause) {
        this.context = context;
        this.clause = clause;
        this.table = context.table();
        this.partitions = TablePartitions.of(table);
        this.span = clause.partition().span();
    }

    public static void check(AlterTableContext context, AddPartition clause) {
        AddPartitionDdl addition = new AddPartitionDdl(context, clause);
        if (!(clause.partition() instanceof PartitionBatch)) {
            addition.requireAddableKind();
        }
        addition.determineNewPartitions();
    }

    public static StatementResult apply(AlterTableContext context, AddPartition clause) {
        if (!clause.isTemporary()) {
            requireManualPartitioning(context.table(), clause.span());
        }
        AddPartitionDdl addition = new AddPartitionDdl(context, clause);
        addition.checkDistribution();
        return context.createResult(addition.withAddedPartitions(addition.determineNewPartitions()));
    }

    /** Requires that dynamic partitioning is off: otherwise the server itself adds and drops the partitions. */
    static void requireManualPartitioning(Table table, Span span) {
        if (table.hasDynamicPartitions()) {
            throw Refusal.ofAnalysis(span, PartitionRule.DYNAMIC_PARTITIONS_CHANGED);
        }
    }

    /**
     * Refuses a single partition of an unpartitioned table, a range of a table with lists, and what an automatic
     * partitioning does not permit. Lists of a table with ranges are refused later.
     */
    private void requireAddableKind() {
        if (!partitions.isPartitioned()) {
            throw Refusal.ofAnalysis(span, CommonRule.REQUIREMENT_MISSING, "ADD PARTITION", "partitions");
        }
        PartitionDefinition partition = clause.partition();
        if (partition instanceof ListPartition listPartition) {
            if (table.partitioning().isAutomatic() && listPartition.values().size() > 1) {
                throw Refusal.ofAnalysis(
                        span,
                        CommonRule.UNSUPPORTED,
                        "Automatic partitioning",
                        "the addition of a partition with several values");
            }
            return;
        }
        if (!table.partitioning().isByRange()) {
            throw Refusal.ofExecution(span, ServerError.NO_RANGE_PARTITIONS);
        }
        if (table.partitioning().isAutomatic()) {
            throw Refusal.ofAnalysis(
                    span, CommonRule.UNSUPPORTED, "Automatic partitioning", "the addition of a single range");
        }
    }

    /** Returns the partitions of the clause that do not exist yet, in normal form; refuses invalid partitions. */
    private List<PartitionDefinition> determineNewPartitions() {
        List<PartitionDefinition> declaredPartitions = clause.partition() instanceof PartitionBatch batch
                ? expandBatch(context, batch, clause.isTemporary())
                : List.of(clause.partition());
        List<PartitionDefinition> newPartitions = new ArrayList<>();
        for (PartitionDefinition partition : declaredPartitions) {
            if (!isExistingPartition(partition)) {
                newPartitions.add(partition);
            } else if (!partition.ifNotExists()) {
                throw Refusal.ofAnalysis(
                        span, ServerError.PARTITION_EXISTS, partition.name().text());
            }
        }
        declaredPartitions.forEach(this::checkDefinition);
        if (newPartitions.isEmpty()) {
            return List.of();
        }
        if (clause.partition() instanceof ListPartition && table.partitioning().isByRange()) {
            // The server has no check for this case and fails with an internal error.
            throw Refusal.ofExecution(span, CommonRule.UNSUPPORTED, "A table with range partitions", "list partitions");
        }
        return clause.partition() instanceof ListPartition
                ? normalizeLists(newPartitions)
                : normalizeRanges(newPartitions);
    }

    private boolean isExistingPartition(PartitionDefinition partition) {
        String name = partition.name().text();
        return partitions.hasPartition(name) || partitions.hasTemporaryPartition(name);
    }

    private void checkDefinition(PartitionDefinition partition) {
        Name name = partition.name();
        NameValidation.requireValidPartitionName(name.text(), name.span());
        Map<String, String> declaredValueByName = new HashMap<>();
        clause.properties().forEach(property -> declaredValueByName.put(property.name(), property.value()));
        new PartitionPropertyNormalizer(context.profile(), declaredValueByName, propertyName -> partition.span())
                .normalize(partition.properties(), partition.span());
    }

    private List<PartitionDefinition> normalizeRanges(List<PartitionDefinition> newPartitions) {
        List<PartitionDefinition> addedPartitions = new ArrayList<>();
        try {
            PartitionRanges ranges = clause.isTemporary() ? createTemporaryRanges() : createExistingRanges();
            for (PartitionDefinition partition : newPartitions) {
                addedPartitions.add(ranges.add(partition, findReplicaProperties(partition)));
            }
        } catch (Refusal refusal) {
            throw refusal.toAnalysisRefusal(span);
        }
        return addedPartitions;
    }

    private PartitionRanges createExistingRanges() {
        return new PartitionRanges(partitions.types(), partitions.ranges());
    }

    private PartitionRanges createTemporaryRanges() {
        PartitionRanges ranges = new PartitionRanges(partitions.types());
        table.temporaryPartitions().forEach(partition -> ranges.add(partition, partition.properties()));
        return ranges;
    }

    /**
     * Returns the partitions whose values a new one must not repeat. A temporary partition of INSERT OVERWRITE, whose
     * name begins with a transaction, is compared only with the partitions of the same transaction.
     */
    private List<PartitionDefinition> findComparedPartitions(PartitionDefinition newPartition) {
        if (!clause.isTemporary()) {
            return partitions.definitions();
        }
        String transaction = transactionPrefix(newPartition);
        return table.temporaryPartitions().stream()
                .filter(partition -> transactionPrefix(partition).equals(transaction))
                .toList();
    }

    /** Returns the first part of a name such as {@code txn12_p1}; an empty text for any other name. */
    private static String transactionPrefix(PartitionDefinition partition) {
        Matcher transactionMatcher =
                TRANSACTION_PATTERN.matcher(partition.name().text());
        return transactionMatcher.lookingAt() ? transactionMatcher.group() : "";
    }

    private List<PartitionDefinition> normalizeLists(List<PartitionDefinition> newPartitions) {
        List<PartitionDefinition> addedPartitions = new ArrayList<>();
        for (PartitionDefinition partition : newPartitions) {
            ListPartitionValueParser valueParser = new ListPartitionValueParser(
                    partitions.valueTypes(context.profile()), findComparedPartitions(partition));
            ListPartition normalizedPartition = valueParser.normalize((ListPartition) partition, span);
            if (valueParser.overlapsExisting(normalizedPartition)) {
                throw Refusal.ofAnalysis(span, PartitionRule.VALUES_REPEATED, normalizedPartition.name());
            }
            addedPartitions.add(new ListPartition(
                    false,
                    normalizedPartition.name(),
                    normalizedPartition.values(),
                    normalizedPartition.hasParenthesizedValues(),
                    findReplicaProperties(partition),
                    normalizedPartition.span()));
        }
        return addedPartitions;
    }

    /**
     * Returns the property with the declared number of replicas; an empty list if no number is declared, or if the
     * table has the same number. The value of the partition overrides the value of the clause.
     */
    private List<Property> findReplicaProperties(PartitionDefinition partition) {
        Optional<String> declaredReplicaCount = KnownProperty.REPLICATION_NUM
                .findValueIn(partition.properties())
                .or(() -> KnownProperty.REPLICATION_NUM.findValueIn(clause.properties()));
        return declaredReplicaCount.isEmpty() || partitions.isTableReplicaCount(declaredReplicaCount.get())
                ? List.of()
                : List.of(Property.of(KnownProperty.REPLICATION_NUM.propertyName(), declaredReplicaCount.get()));
    }

    private Table withAddedPartitions(List<PartitionDefinition> addedPartitions) {
        if (clause.isTemporary()) {
            List<PartitionDefinition> temporaryPartitions = new ArrayList<>(table.temporaryPartitions());
            temporaryPartitions.addAll(addedPartitions);
            return table.withTemporaryPartitions(temporaryPartitions);
        }
        if (table.partitioning().isByRange()) {
            PartitionRanges ranges = createExistingRanges();
            addedPartitions.forEach(partition -> ranges.add(partition, partition.properties()));
            return partitions.withPartitions(ranges.sortedRanges());
        }
        List<PartitionDefinition> allPartitions = new ArrayList<>(partitions.definitions());
        allPartitions.addAll(addedPartitions);
        return partitions.withPartitions(allPartitions);
    }

    /**
     * Returns the partitions that a batch of ADD PARTITIONS or DROP PARTITIONS stands for.
     *
     * @throws Refusal if the batch is invalid or does not fit the table
     */
    static List<PartitionDefinition> expandBatch(AlterTableContext context, PartitionBatch batch, boolean isTemporary) {
        Table table = context.table();
        PartitionBatchCheck batchCheck = new PartitionBatchCheck(table, batch);
        try {
            batchCheck.check();
            return expandValidBatch(table, batch, isTemporary);
        } catch (Refusal refusal) {
            throw batchCheck.withReportedErrorNumber(refusal);
        }
    }

    /**
     * Expands a batch that fits the table. Of the properties of the table, only the first day of the week affects a
     * batch of ALTER TABLE.
     */
    private static List<PartitionDefinition> expandValidBatch(Table table, PartitionBatch batch, boolean isTemporary) {
        Map<String, String> weekValueByName = new HashMap<>();
        table.properties().settingByName().forEach((name, setting) -> {
            if (KnownProperty.DYNAMIC_PARTITION_START_DAY_OF_WEEK.isNamed(name)) {
                weekValueByName.put(name, setting.value());
            }
        });
        return List.copyOf(PartitionBatchExpander.expand(
                batch,
                TablePartitions.of(table).types().get(0),
                table.partitioning().isAutomatic(),
                isTemporary,
                weekValueByName));
    }

    /** Requires that the distribution differs from the table's distribution at most in the number of buckets. */
    private void checkDistribution() {
        Distribution declaredDistribution = clause.distribution();
        Distribution tableDistribution = table.distribution();
        if (declaredDistribution != null && declaredDistribution.getClass() != tableDistribution.getClass()) {
            throw Refusal.ofExecution(
                    declaredDistribution.span(),
                    PartitionRule.DISTRIBUTION_DIFFERS,
                    tableDistribution instanceof Distribution.Hash ? "HASH" : "RANDOM");
        }
        if (!(declaredDistribution instanceof Distribution.Hash hashDistribution)
                || !(tableDistribution instanceof Distribution.Hash tableHashDistribution)) {
            return;
        }
        for (Name name : hashDistribution.columns()) {
            if (table.findColumn(name.text()).isEmpty()) {
                throw Refusal.ofExecution(name.span(), CommonRule.NOT_FOUND, RuleSubject.COLUMN, name);
            }
        }
        if (!hashDistribution.hasSameColumns(tableHashDistribution)) {
            throw Refusal.ofExecution(
                    hashDistribution.span(), PartitionRule.DISTRIBUTION_DIFFERS, tableHashDistribution.columns());
        }
    }
}
