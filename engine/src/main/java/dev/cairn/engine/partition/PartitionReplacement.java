package dev.cairn.engine.partition;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.sql.ast.AlterClause.ReplacePartitions;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.Fixed;
import dev.cairn.sql.ast.PartitionDefinition.In;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Applies REPLACE PARTITION (…) WITH TEMPORARY PARTITION (…). */
public final class PartitionReplacement {
    private final Table table;
    private final ReplacePartitions clause;
    private final TablePartitions partitions;

    private PartitionReplacement(Table table, ReplacePartitions clause) {
        this.table = table;
        this.clause = clause;
        this.partitions = TablePartitions.of(table);
    }

    public static void check(ReplacePartitions clause) {
        if (clause.partitions().temporary() || !clause.replacement().temporary()) {
            throw Refusal.analysis(clause.span(), PartitionRule.REPLACED_BY_NOT_TEMPORARY);
        }
        String unknown = clause.properties().stream()
                .filter(property -> !property.name().equals("strict_range")
                        && !property.name().equals("use_temp_partition_name"))
                .map(property -> property.name() + "=" + property.value())
                .collect(Collectors.joining(", ", "{", "}"));
        if (unknown.length() > 2) {
            throw Refusal.analysis(clause.span(), PartitionRule.UNKNOWN_PROPERTIES, unknown);
        }
    }

    public static StatementResult apply(AlterTableContext alteration, ReplacePartitions clause) {
        return alteration.to(new PartitionReplacement(alteration.table(), clause).replaced());
    }

    private Table replaced() {
        List<PartitionDefinition> old = find(clause.partitions().names(), partitions::find, "Partition[");
        List<Name> temporaryNames =
                clause.replacement().names().stream().distinct().toList();
        List<PartitionDefinition> replacing = find(temporaryNames, partitions::findTemporary, "Temp partition[");
        boolean strict = isTrue("strict_range", true);
        if (strict) {
            requireSameValues(old, replacing);
        }
        List<PartitionDefinition> all = new ArrayList<>(partitions.list());
        all.removeAll(old);
        boolean renamed = !isTrue("use_temp_partition_name", false) && old.size() == replacing.size();
        for (int i = 0; i < replacing.size(); i++) {
            Name name = renamed ? old.get(i).name() : replacing.get(i).name();
            all.add(replacing.get(i).named(name));
        }
        List<PartitionDefinition> temporary = new ArrayList<>(table.temporaryPartitions());
        temporary.removeAll(replacing);
        return TablePartitions.of(table).with(inOrder(all)).withTemporaryPartitions(temporary);
    }

    private List<PartitionDefinition> find(
            List<Name> names, Function<String, Optional<PartitionDefinition>> source, String prefix) {
        List<PartitionDefinition> named = new ArrayList<>();
        for (Name name : names) {
            named.add(source.apply(name.text())
                    .orElseThrow(() ->
                            Refusal.execution(name.span(), PartitionRule.REPLACED_PARTITION_NOT_FOUND, prefix + name)));
        }
        return named;
    }

    private boolean isTrue(String property, boolean otherwise) {
        return clause.properties().stream()
                .filter(candidate -> candidate.name().equals(property))
                .map(candidate -> Boolean.parseBoolean(candidate.value()))
                .findFirst()
                .orElse(otherwise);
    }

    private List<? extends PartitionDefinition> inOrder(List<PartitionDefinition> all) {
        if (!table.partitioning().byRange()) {
            return all;
        }
        PartitionRanges ranges = new PartitionRanges(TablePartitions.of(table).types());
        try {
            all.forEach(partition -> ranges.add(partition, partition.properties()));
        } catch (Refusal overlap) {
            throw Refusal.execution(clause.span(), PartitionRule.RANGE_CONFLICTS, overlap.detail());
        }
        return ranges.inOrder();
    }

    private void requireSameValues(List<PartitionDefinition> old, List<PartitionDefinition> replacing) {
        if (table.partitioning().byRange()) {
            requireSameRanges(old, replacing);
            return;
        }
        Set<List<Bound>> before = values(old);
        Set<List<Bound>> after = values(replacing);
        if (!before.equals(after)) {
            throw Refusal.execution(clause.span(), PartitionRule.REPLACED_LISTS_DIFFER, before, after);
        }
    }

    private static Set<List<Bound>> values(List<PartitionDefinition> partitions) {
        Set<List<Bound>> values = new LinkedHashSet<>();
        for (PartitionDefinition partition : partitions) {
            if (partition instanceof In in) {
                values.addAll(in.values());
            }
        }
        return values;
    }

    /** Requires that the old and the new partitions cover the same ranges; the division of these ranges may differ. */
    private void requireSameRanges(List<PartitionDefinition> old, List<PartitionDefinition> replacing) {
        List<PartitionKey> before = edges(old);
        List<PartitionKey> after = edges(replacing);
        for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
            if (before.get(i).compareTo(after.get(i)) != 0) {
                throw Refusal.execution(
                        clause.span(), PartitionRule.REPLACED_RANGES_DIFFER, before.get(i), after.get(i));
            }
        }
        if (before.size() != after.size()) {
            throw Refusal.execution(clause.span(), PartitionRule.REPLACED_RANGES_DIFFER, before, after);
        }
    }

    /** The bounds of the covered ranges; adjacent partitions form a single range. */
    private List<PartitionKey> edges(List<PartitionDefinition> ranges) {
        List<Type> types = TablePartitions.of(table).types();
        TreeMap<PartitionKey, PartitionKey> byLower = new TreeMap<>();
        for (PartitionDefinition range : ranges) {
            if (range instanceof Fixed fixed) {
                byLower.put(PartitionKey.ofStored(fixed.lower(), types), PartitionKey.ofStored(fixed.upper(), types));
            }
        }
        List<PartitionKey> edges = new ArrayList<>();
        byLower.forEach((lower, upper) -> {
            boolean touches = !edges.isEmpty() && edges.get(edges.size() - 1).compareTo(lower) == 0;
            if (touches) {
                edges.set(edges.size() - 1, upper);
            } else {
                edges.add(lower);
                edges.add(upper);
            }
        });
        return edges;
    }
}
