package dev.cairn.engine.partition;

import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.property.PropertyRule;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.ast.AlterClause.ReplacePartitions;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.ListPartition;
import dev.cairn.sql.ast.PartitionDefinition.RangePartition;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Applies REPLACE PARTITION (…) WITH TEMPORARY PARTITION (…). By default, the temporary partitions must have the same
 * values as the partitions that they replace.
 */
public final class ReplacePartitionsDdl {
    /** The property that requires equal values of the old and the new partitions. Default: true. */
    public static final String STRICT_RANGE_PROPERTY = "strict_range";

    /**
     * The property that keeps the names of the new partitions. By default, it is false: if as many new partitions
     * replace the old ones, they get the names of the old ones.
     */
    public static final String USE_TEMPORARY_NAMES_PROPERTY = "use_temp_partition_name";

    private final Table table;
    private final TablePartitions partitions;

    private ReplacePartitionsDdl(Table table) {
        this.table = table;
        this.partitions = TablePartitions.of(table);
    }

    public static void check(AlterTableContext context, ReplacePartitions clause) {
        if (clause.oldPartitions().isTemporary() || !clause.newPartitions().isTemporary()) {
            throw Refusal.ofAnalysis(clause.span(), PartitionRule.REPLACED_BY_NOT_TEMPORARY);
        }
        List<String> unknownProperties = clause.properties().stream()
                .filter(property -> !property.name().equals(STRICT_RANGE_PROPERTY)
                        && !property.name().equals(USE_TEMPORARY_NAMES_PROPERTY))
                .map(property -> property.name() + "=" + property.value())
                .toList();
        if (!unknownProperties.isEmpty()) {
            throw Refusal.ofAnalysis(
                    clause.span(), PropertyRule.UNKNOWN_PROPERTIES, "{" + String.join(", ", unknownProperties) + "}");
        }
    }

    public static StatementResult apply(AlterTableContext context, ReplacePartitions clause) {
        return context.createResult(new ReplacePartitionsDdl(context.table()).replace(clause));
    }

    private Table replace(ReplacePartitions clause) {
        List<PartitionDefinition> replacedPartitions =
                requirePartitions(clause.oldPartitions().names(), partitions::findPartition);
        List<Name> temporaryNames =
                clause.newPartitions().names().stream().distinct().toList();
        List<PartitionDefinition> replacements = requirePartitions(temporaryNames, partitions::findTemporaryPartition);
        boolean requiresSameValues = isTrue(clause, STRICT_RANGE_PROPERTY, true);
        if (requiresSameValues) {
            requireSameValues(clause, replacedPartitions, replacements);
        } else {
            requireNewListValues(clause, replacedPartitions, replacements);
        }
        List<PartitionDefinition> allPartitions = new ArrayList<>(partitions.definitions());
        allPartitions.removeAll(replacedPartitions);
        boolean keepsOldNames = keepsOldNames(clause, replacedPartitions.size(), replacements.size());
        if (keepsOldNames) {
            requireDifferentNames(clause.oldPartitions().names());
        }
        for (int i = 0; i < replacements.size(); i++) {
            Name name = keepsOldNames
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
            List<Name> names, Function<String, Optional<PartitionDefinition>> partitionFinder) {
        List<PartitionDefinition> foundPartitions = new ArrayList<>();
        for (Name name : names) {
            foundPartitions.add(partitionFinder
                    .apply(name.text())
                    .orElseThrow(
                            () -> Refusal.ofExecution(name.span(), CommonRule.NOT_FOUND, RuleSubject.PARTITION, name)));
        }
        return foundPartitions;
    }

    /**
     * Requires names that the new partitions can take. A server gives a repeated name to several partitions; only the
     * last of them can be found by it then.
     */
    private static void requireDifferentNames(List<Name> names) {
        Set<Name> uniqueNames = new HashSet<>();
        for (Name name : names) {
            if (!uniqueNames.add(name)) {
                throw Refusal.ofExecution(name.span(), CommonRule.DUPLICATE, RuleSubject.PARTITION, name);
            }
        }
    }

    /**
     * Returns whether the new partitions get the names of the old ones: there are equally many of both, and no property
     * prevents it.
     */
    public static boolean keepsOldNames(ReplacePartitions clause, int oldCount, int newCount) {
        return !isTrue(clause, USE_TEMPORARY_NAMES_PROPERTY, false) && oldCount == newCount;
    }

    private static boolean isTrue(ReplacePartitions clause, String propertyName, boolean defaultValue) {
        return clause.properties().stream()
                .filter(candidate -> candidate.name().equals(propertyName))
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

    /**
     * Requires that no remaining partition, including the temporary ones, has a value of the last replacement. The
     * server does not compare the values of the other replacements.
     */
    private void requireNewListValues(
            ReplacePartitions clause,
            List<PartitionDefinition> replacedPartitions,
            List<PartitionDefinition> replacements) {
        List<PartitionDefinition> remainingPartitions = new ArrayList<>(partitions.definitions());
        remainingPartitions.addAll(table.temporaryPartitions());
        remainingPartitions.removeAll(replacedPartitions);
        remainingPartitions.removeAll(replacements);
        Set<List<Bound>> remainingValues = collectValues(remainingPartitions);
        for (List<Bound> value : collectValues(replacements.subList(replacements.size() - 1, replacements.size()))) {
            if (remainingValues.contains(value)) {
                throw Refusal.ofExecution(clause.span(), PartitionRule.RANGE_CONFLICTS, value);
            }
        }
    }

    /** Returns the values of list partitions in one spelling: the server compares {@code 020} with 20 as numbers. */
    private Set<List<Bound>> collectValues(List<PartitionDefinition> definitions) {
        Set<List<Bound>> values = new LinkedHashSet<>();
        for (PartitionDefinition definition : definitions) {
            if (partitions.canonicalize(definition) instanceof ListPartition listPartition) {
                values.addAll(listPartition.values());
            }
        }
        return values;
    }

    /**
     * Requires that the replacements cover the same ranges as the replaced partitions; they may divide these ranges
     * differently.
     */
    private void requireSameRanges(
            ReplacePartitions clause,
            List<PartitionDefinition> replacedPartitions,
            List<PartitionDefinition> replacements) {
        List<PartitionKey> oldBounds = computeCoveredBounds(replacedPartitions);
        List<PartitionKey> newBounds = computeCoveredBounds(replacements);
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

    /** Returns the lower and upper bounds of the covered ranges, in order; adjacent partitions form a single range. */
    private List<PartitionKey> computeCoveredBounds(List<PartitionDefinition> definitions) {
        List<Type> types = partitions.types();
        TreeMap<PartitionKey, PartitionKey> upperByLower = new TreeMap<>();
        for (PartitionDefinition definition : definitions) {
            if (definition instanceof RangePartition rangePartition) {
                upperByLower.put(
                        PartitionKey.ofStored(rangePartition.lowerBounds(), types),
                        PartitionKey.ofStored(rangePartition.upperBounds(), types));
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
}
