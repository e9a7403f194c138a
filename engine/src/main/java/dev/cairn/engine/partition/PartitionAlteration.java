package dev.cairn.engine.partition;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyRule;
import dev.cairn.engine.property.PropertyUse;
import dev.cairn.engine.property.PropertyUse.Holder;
import dev.cairn.engine.property.PropertyValue;
import dev.cairn.engine.property.PropertyValue.Origin;
import dev.cairn.engine.property.ReplicaNumber;
import dev.cairn.engine.property.StorageMediumCheck;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.engine.value.PeriodParser;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.AlterClause.DropPartitions;
import dev.cairn.sql.ast.AlterClause.DropPartitions.PartitionSelection;
import dev.cairn.sql.ast.AlterClause.ModifyPartitions;
import dev.cairn.sql.ast.AlterClause.ReplacePartitions;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.ListPartition;
import dev.cairn.sql.ast.PartitionDefinition.RangePartition;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Applies the clauses of ALTER TABLE that drop, replace, modify or empty partitions. A clause names partitions, or
 * selects them by a condition; a missing partition is refused unless the clause says IF EXISTS.
 */
public final class PartitionAlteration {
    private final AlterTableContext alteration;
    private final Table table;
    private final TablePartitions partitions;

    private PartitionAlteration(AlterTableContext alteration) {
        this.alteration = alteration;
        this.table = alteration.table();
        this.partitions = TablePartitions.of(table);
    }

    // DROP PARTITION by name, by a range of time or by a condition

    public static void check(AlterTableContext alteration, DropPartitions clause) {
        new PartitionAlteration(alteration).selectNames(clause);
    }

    public static StatementResult apply(AlterTableContext alteration, DropPartitions clause) {
        return new PartitionAlteration(alteration).drop(clause);
    }

    private StatementResult drop(DropPartitions clause) {
        if (!clause.isTemporary()) {
            AddPartitionDdl.requireManualPartitioning(table, clause.span());
        }
        if (clause.selection() instanceof PartitionSelection.AllTemporaryPartitions) {
            return alteration.resultOf(table.withTemporaryPartitions(List.of()));
        }
        if (!partitions.isPartitioned()) {
            throw Refusal.ofExecution(clause.span(), CommonRule.REQUIREMENT_MISSING, "REPLACE PARTITION", "partitions");
        }
        List<String> names = selectNames(clause);
        List<String> missingNames =
                names.stream().filter(name -> !hasPartition(clause, name)).toList();
        if (!missingNames.isEmpty() && !clause.ifExists()) {
            throw Refusal.ofExecution(clause.span(), ServerError.NO_PARTITION_TO_DROP, missingNames);
        }
        Set<String> droppedNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        droppedNames.addAll(names);
        return alteration.resultOf(
                clause.isTemporary()
                        ? partitions.removeTemporary(droppedNames::contains)
                        : recycle(clause, droppedNames));
    }

    /**
     * Moves the dropped partitions to the recycle bin. With FORCE they cannot be recovered, but they still remove
     * recycled partitions of the same name.
     */
    private Table recycle(DropPartitions clause, Set<String> droppedNames) {
        List<PartitionDefinition> recycledPartitions = new ArrayList<>(table.recycledPartitions());
        recycledPartitions.removeIf(
                partition -> droppedNames.contains(partition.name().text()));
        if (!clause.isForced()) {
            partitions.definitions().stream()
                    .filter(partition -> droppedNames.contains(partition.name().text()))
                    .forEach(recycledPartitions::add);
        }
        return partitions.removePartitions(droppedNames::contains).withRecycledPartitions(recycledPartitions);
    }

    private boolean hasPartition(DropPartitions clause, String name) {
        return clause.isTemporary() ? partitions.hasTemporaryPartition(name) : partitions.hasPartition(name);
    }

    private List<String> selectNames(DropPartitions clause) {
        PartitionSelection selection = clause.selection();
        if (selection instanceof PartitionSelection.SinglePartition singlePartition) {
            return List.of(singlePartition.name().text());
        }
        if (selection instanceof PartitionSelection.ListedPartitions listedPartitions) {
            return listedPartitions.names().stream().map(Name::text).toList();
        }
        if (selection instanceof PartitionSelection.BatchSelection batch) {
            return AddPartitionDdl.expandBatch(alteration, batch.range(), clause.isTemporary()).stream()
                    .map(partition -> partition.name().text())
                    .toList();
        }
        if (selection instanceof PartitionSelection.ConditionalSelection conditionalSelection) {
            requireConditionSupport(clause, conditionalSelection.condition().span());
            return PartitionCondition.findMatching(table, conditionalSelection.condition());
        }
        return List.of();
    }

    private void requireConditionSupport(DropPartitions clause, Span span) {
        if (!partitions.isPartitioned()) {
            throw Refusal.ofAnalysis(span, CommonRule.REQUIREMENT_MISSING, "DROP PARTITIONS WHERE", "partitions");
        }
        if (clause.isTemporary()) {
            throw Refusal.ofAnalysis(span, CommonRule.UNSUPPORTED, "DROP PARTITIONS WHERE", "TEMPORARY");
        }
        if (clause.ifExists()) {
            throw Refusal.ofAnalysis(span, CommonRule.UNSUPPORTED, "DROP PARTITIONS WHERE", "IF EXISTS");
        }
    }

    // REPLACE PARTITION (…) WITH TEMPORARY PARTITION (…)

    public static void check(AlterTableContext alteration, ReplacePartitions clause) {
        if (clause.partitions().isTemporary() || !clause.replacement().isTemporary()) {
            throw Refusal.ofAnalysis(clause.span(), PartitionRule.REPLACED_BY_NOT_TEMPORARY);
        }
        String unknownProperties = clause.properties().stream()
                .filter(property -> !property.name().equals("strict_range")
                        && !property.name().equals("use_temp_partition_name"))
                .map(property -> property.name() + "=" + property.value())
                .collect(Collectors.joining(", ", "{", "}"));
        if (unknownProperties.length() > 2) {
            throw Refusal.ofAnalysis(clause.span(), PropertyRule.UNKNOWN_PROPERTIES, unknownProperties);
        }
    }

    public static StatementResult apply(AlterTableContext alteration, ReplacePartitions clause) {
        return alteration.resultOf(new PartitionAlteration(alteration).replace(clause));
    }

    private Table replace(ReplacePartitions clause) {
        List<PartitionDefinition> replacedPartitions =
                requirePartitions(clause.partitions().names(), partitions::findPartition);
        List<Name> temporaryNames =
                clause.replacement().names().stream().distinct().toList();
        List<PartitionDefinition> replacements = requirePartitions(temporaryNames, partitions::findTemporaryPartition);
        boolean isStrict = isTrue(clause, "strict_range", true);
        if (isStrict) {
            requireSameValues(clause, replacedPartitions, replacements);
        }
        List<PartitionDefinition> allPartitions = new ArrayList<>(partitions.definitions());
        allPartitions.removeAll(replacedPartitions);
        boolean keepsNames =
                !isTrue(clause, "use_temp_partition_name", false) && replacedPartitions.size() == replacements.size();
        for (int i = 0; i < replacements.size(); i++) {
            Name name = keepsNames
                    ? replacedPartitions.get(i).name()
                    : replacements.get(i).name();
            allPartitions.add(replacements.get(i).withName(name));
        }
        List<PartitionDefinition> temporaryPartitions = new ArrayList<>(table.temporaryPartitions());
        temporaryPartitions.removeAll(replacements);
        return partitions
                .withPartitions(sortPartitions(clause, allPartitions))
                .withTemporaryPartitions(temporaryPartitions);
    }

    private List<PartitionDefinition> requirePartitions(
            List<Name> names, Function<String, Optional<PartitionDefinition>> finder) {
        List<PartitionDefinition> foundPartitions = new ArrayList<>();
        for (Name name : names) {
            foundPartitions.add(finder.apply(name.text())
                    .orElseThrow(
                            () -> Refusal.ofExecution(name.span(), CommonRule.NOT_FOUND, RuleSubject.PARTITION, name)));
        }
        return foundPartitions;
    }

    private static boolean isTrue(ReplacePartitions clause, String property, boolean defaultValue) {
        return clause.properties().stream()
                .filter(candidate -> candidate.name().equals(property))
                .map(candidate -> Boolean.parseBoolean(candidate.value()))
                .findFirst()
                .orElse(defaultValue);
    }

    private List<? extends PartitionDefinition> sortPartitions(
            ReplacePartitions clause, List<PartitionDefinition> allPartitions) {
        if (!table.partitioning().isByRange()) {
            return allPartitions;
        }
        PartitionRanges ranges = new PartitionRanges(partitions.types());
        try {
            allPartitions.forEach(partition -> ranges.add(partition, partition.properties()));
        } catch (Refusal refusal) {
            throw Refusal.ofExecution(clause.span(), PartitionRule.RANGE_CONFLICTS, refusal.detail());
        }
        return ranges.sortedRanges();
    }

    private void requireSameValues(
            ReplacePartitions clause,
            List<PartitionDefinition> replacedPartitions,
            List<PartitionDefinition> replacements) {
        if (table.partitioning().isByRange()) {
            requireSameRanges(clause, replacedPartitions, replacements);
            return;
        }
        Set<List<Bound>> oldValues = collectValues(replacedPartitions);
        Set<List<Bound>> newValues = collectValues(replacements);
        if (!oldValues.equals(newValues)) {
            throw Refusal.ofExecution(clause.span(), PartitionRule.REPLACED_VALUES_DIFFER, oldValues, newValues);
        }
    }

    private static Set<List<Bound>> collectValues(List<PartitionDefinition> partitions) {
        Set<List<Bound>> values = new LinkedHashSet<>();
        for (PartitionDefinition partition : partitions) {
            if (partition instanceof ListPartition listPartition) {
                values.addAll(listPartition.values());
            }
        }
        return values;
    }

    /** Requires that the old and the new partitions cover the same ranges; the division of these ranges may differ. */
    private void requireSameRanges(
            ReplacePartitions clause,
            List<PartitionDefinition> replacedPartitions,
            List<PartitionDefinition> replacements) {
        List<PartitionKey> oldBounds = coveredBounds(replacedPartitions);
        List<PartitionKey> newBounds = coveredBounds(replacements);
        for (int i = 0; i < Math.min(oldBounds.size(), newBounds.size()); i++) {
            if (oldBounds.get(i).compareTo(newBounds.get(i)) != 0) {
                throw Refusal.ofExecution(
                        clause.span(), PartitionRule.REPLACED_VALUES_DIFFER, oldBounds.get(i), newBounds.get(i));
            }
        }
        if (oldBounds.size() != newBounds.size()) {
            throw Refusal.ofExecution(clause.span(), PartitionRule.REPLACED_VALUES_DIFFER, oldBounds, newBounds);
        }
    }

    /** Returns the bounds of the covered ranges; adjacent partitions form a single range. */
    private List<PartitionKey> coveredBounds(List<PartitionDefinition> ranges) {
        List<Type> types = partitions.types();
        TreeMap<PartitionKey, PartitionKey> upperByLower = new TreeMap<>();
        for (PartitionDefinition range : ranges) {
            if (range instanceof RangePartition rangePartition) {
                upperByLower.put(
                        PartitionKey.ofStored(rangePartition.lower(), types),
                        PartitionKey.ofStored(rangePartition.upper(), types));
            }
        }
        List<PartitionKey> bounds = new ArrayList<>();
        upperByLower.forEach((lower, upper) -> {
            boolean isAdjacent =
                    !bounds.isEmpty() && bounds.get(bounds.size() - 1).compareTo(lower) == 0;
            if (isAdjacent) {
                bounds.set(bounds.size() - 1, upper);
            } else {
                bounds.add(lower);
                bounds.add(upper);
            }
        });
        return bounds;
    }

    // MODIFY PARTITION … SET; of the properties that it sets, only the number of replicas is visible

    public static void check(AlterTableContext alteration, ModifyPartitions clause) {
        Map<String, String> declaredProperties = new HashMap<>();
        for (Property property : clause.properties()) {
            if (!property.isPlaceholder()) {
                declaredProperties.put(property.name(), property.value());
            }
        }
        if (!alteration.profile().sharedData()) {
            checkMedium(alteration, declaredProperties, clause.span());
        } else if (declaredProperties.containsKey(KnownProperty.IN_MEMORY.propertyName())
                && !alteration.profile().atLeast(Version.V4_0)) {
            throw Refusal.ofAnalysis(clause.span(), CommonRule.NOT_IN_SHARED_DATA, "in_memory");
        }
        String replicas = declaredProperties.get(KnownProperty.REPLICATION_NUM.propertyName());
        if (replicas != null) {
            ReplicaNumber.checkAltered(alteration.profile(), replicas, clause.span());
        }
        checkTabletType(alteration, declaredProperties, clause.span());
    }

    private static void checkMedium(AlterTableContext alteration, Map<String, String> declaredProperties, Span span) {
        StorageMediumCheck.check(
                alteration.profile(),
                declaredProperties,
                (property, rule, arguments) -> Refusal.ofAnalysis(span, rule, arguments));
    }

    private static void checkTabletType(
            AlterTableContext alteration, Map<String, String> declaredProperties, Span span) {
        String name = KnownProperty.TABLET_TYPE.propertyName();
        String value = declaredProperties.get(name);
        if (value == null) {
            return;
        }
        PropertyUse propertyUse =
                KnownProperty.TABLET_TYPE.findUse(Holder.PARTITION).orElseThrow();
        try {
            propertyUse.checkCreated(alteration.profile(), new PropertyValue(name, value, Origin.PARTITION, span));
        } catch (Refusal refusal) {
            throw Refusal.ofAnalysis(span, CommonRule.NOT_ONE_OF, "tablet_type", "MEMORY, DISK", value);
        }
    }

    public static StatementResult apply(AlterTableContext alteration, ModifyPartitions clause) {
        return new PartitionAlteration(alteration).modify(clause);
    }

    private StatementResult modify(ModifyPartitions clause) {
        for (Name name : clause.partitions()) {
            if (!partitions.hasPartition(name.text())) {
                throw Refusal.ofExecution(
                        name.span(), CommonRule.NOT_FOUND_IN, RuleSubject.PARTITION, name, table.name());
            }
        }
        if (findValue(clause, KnownProperty.STORAGE_COOLDOWN_TTL).isPresent()
                && !table.partitioning().isByRange()) {
            throw Refusal.ofExecution(
                    clause.span(), CommonRule.REQUIREMENT_MISSING, "storage_cooldown_ttl", "range partitions");
        }
        findValue(clause, KnownProperty.STORAGE_COOLDOWN_TTL).ifPresent(period -> checkCooldown(period, clause));
        Optional<String> replicas = findValue(clause, KnownProperty.REPLICATION_NUM);
        if (replicas.isEmpty()) {
            return alteration.unchangedResult();
        }
        if (KnownProperty.COLOCATE_WITH.isIn(table.properties())) {
            throw Refusal.ofExecution(
                    clause.span(), CommonRule.UNSUPPORTED, "A colocated table", "another replication_num");
        }
        return alteration.resultOf(withReplicas(clause, replicas.get()));
    }

    /** Requires a period that can be added to the upper bounds of the partitions, unless they are unlimited. */
    private void checkCooldown(String period, ModifyPartitions clause) {
        if (period.isBlank() || Placeholder.isPlaceholder(period)) {
            return;
        }
        try {
            PeriodParser.normalize(period);
        } catch (InvalidValueException failure) {
            throw Refusal.ofExecution(clause.span(), failure.rule(), failure.arguments());
        }
        boolean isDate = PrimitiveType.of(partitions.types().get(0)).isDate();
        for (PartitionDefinition partition : partitions.definitions()) {
            if (!isDate
                    && isModified(clause, partition)
                    && partition instanceof RangePartition rangePartition
                    && !(rangePartition.upper().get(0) instanceof Bound.MaximumBound)) {
                throw Refusal.ofAnalysis(
                        clause.span(), CommonRule.REQUIREMENT_MISSING, "storage_cooldown_ttl", "partitions of dates");
            }
        }
    }

    private static boolean isModified(ModifyPartitions clause, PartitionDefinition partition) {
        return clause.partitions().isEmpty()
                || clause.partitions().stream()
                        .anyMatch(name -> name.equalsIgnoreCase(partition.name().text()));
    }

    private static Optional<String> findValue(ModifyPartitions clause, KnownProperty knownProperty) {
        return clause.properties().stream()
                .filter(property -> knownProperty.isNamed(property.name()))
                .map(Property::value)
                .findFirst();
    }

    private Table withReplicas(ModifyPartitions clause, String number) {
        if (!partitions.isPartitioned()) {
            return table.withProperties(
                    table.properties().withProperty(KnownProperty.REPLICATION_NUM.propertyName(), number));
        }
        String assumedNumber = partitions.isTableReplicaNumber(number) ? number : "";
        return partitions.withPartitions(partitions.definitions().stream()
                .map(partition -> isModified(clause, partition)
                        ? TablePartitions.withReplicaNumber(partition, number, assumedNumber)
                        : partition)
                .toList());
    }

    /** Requires that the partitions exist, and returns the unchanged catalog: the clause changes only their rows. */
    public static StatementResult requirePartitionsOnly(AlterTableContext alteration, List<Name> partitions) {
        for (Name name : partitions) {
            if (!TablePartitions.of(alteration.table()).hasPartition(name.text())) {
                throw Refusal.ofExecution(name.span(), CommonRule.NOT_FOUND, RuleSubject.PARTITION, name);
            }
        }
        return alteration.unchangedResult();
    }
}
