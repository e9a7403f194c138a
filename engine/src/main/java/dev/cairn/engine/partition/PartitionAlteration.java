package dev.cairn.engine.partition;

import dev.cairn.catalog.CommonRule;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.RuleSubject;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyRule;
import dev.cairn.engine.property.PropertyUse;
import dev.cairn.engine.property.PropertyUse.Holder;
import dev.cairn.engine.property.PropertyValue;
import dev.cairn.engine.property.PropertyValue.Origin;
import dev.cairn.engine.property.Replicas;
import dev.cairn.engine.property.StorageMedium;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.engine.value.Periods;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.AlterClause.DropPartitions;
import dev.cairn.sql.ast.AlterClause.DropPartitions.PartitionSelection;
import dev.cairn.sql.ast.AlterClause.ModifyPartitions;
import dev.cairn.sql.ast.AlterClause.ReplacePartitions;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.FixedRange;
import dev.cairn.sql.ast.PartitionDefinition.In;
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
 * Applies the clauses of ALTER TABLE that drop, replace, modify or empty partitions.
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
        new PartitionAlteration(alteration).partitionNames(clause);
    }

    public static StatementResult apply(AlterTableContext alteration, DropPartitions clause) {
        return new PartitionAlteration(alteration).drop(clause);
    }

    private StatementResult drop(DropPartitions clause) {
        if (!clause.temporary()) {
            PartitionAddition.requireManualPartitioning(table, clause.span());
        }
        if (clause.selection() instanceof PartitionSelection.All) {
            return alteration.resultOf(table.withTemporaryPartitions(List.of()));
        }
        if (!partitions.isPartitioned()) {
            throw Refusal.execution(clause.span(), CommonRule.REQUIRES, "REPLACE PARTITION", "partitions");
        }
        List<String> names = partitionNames(clause);
        List<String> missing = names.stream().filter(name -> !has(clause, name)).toList();
        if (!missing.isEmpty() && !clause.ifExists()) {
            throw Refusal.execution(clause.span(), ServerError.NO_PARTITION_TO_DROP, missing);
        }
        Set<String> droppedNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        droppedNames.addAll(names);
        return alteration.resultOf(
                clause.temporary()
                        ? partitions.withoutTemporary(droppedNames::contains)
                        : recycle(clause, droppedNames));
    }

    /**
     * Moves the dropped partitions to the recycle bin. With FORCE they cannot be recovered, but they still remove
     * recycled partitions of the same name.
     */
    private Table recycle(DropPartitions clause, Set<String> droppedNames) {
        List<PartitionDefinition> recycled = new ArrayList<>(table.recycledPartitions());
        recycled.removeIf(partition -> droppedNames.contains(partition.name().text()));
        if (!clause.force()) {
            partitions.definitions().stream()
                    .filter(partition -> droppedNames.contains(partition.name().text()))
                    .forEach(recycled::add);
        }
        return partitions.removePartitions(droppedNames::contains).withRecycledPartitions(recycled);
    }

    private boolean has(DropPartitions clause, String name) {
        return clause.temporary() ? partitions.hasTemporary(name) : partitions.has(name);
    }

    private List<String> partitionNames(DropPartitions clause) {
        PartitionSelection which = clause.selection();
        if (which instanceof PartitionSelection.One one) {
            return List.of(one.name().text());
        }
        if (which instanceof PartitionSelection.Listed listed) {
            return listed.names().stream().map(Name::text).toList();
        }
        if (which instanceof PartitionSelection.Every every) {
            return PartitionAddition.batch(alteration, every.range(), clause.temporary()).stream()
                    .map(partition -> partition.name().text())
                    .toList();
        }
        if (which instanceof PartitionSelection.Where where) {
            requireCondition(clause, where.condition().span());
            return PartitionCondition.findMatching(table, where.condition());
        }
        return List.of();
    }

    private void requireCondition(DropPartitions clause, Span span) {
        if (!partitions.isPartitioned()) {
            throw Refusal.analysis(span, CommonRule.REQUIRES, "DROP PARTITIONS WHERE", "partitions");
        }
        if (clause.temporary()) {
            throw Refusal.analysis(span, CommonRule.UNSUPPORTED, "DROP PARTITIONS WHERE", "TEMPORARY");
        }
        if (clause.ifExists()) {
            throw Refusal.analysis(span, CommonRule.UNSUPPORTED, "DROP PARTITIONS WHERE", "IF EXISTS");
        }
    }

    // REPLACE PARTITION (…) WITH TEMPORARY PARTITION (…)

    public static void check(AlterTableContext alteration, ReplacePartitions clause) {
        if (clause.partitions().temporary() || !clause.replacement().temporary()) {
            throw Refusal.analysis(clause.span(), PartitionRule.REPLACED_BY_NOT_TEMPORARY);
        }
        String unknown = clause.properties().stream()
                .filter(property -> !property.name().equals("strict_range")
                        && !property.name().equals("use_temp_partition_name"))
                .map(property -> property.name() + "=" + property.value())
                .collect(Collectors.joining(", ", "{", "}"));
        if (unknown.length() > 2) {
            throw Refusal.analysis(clause.span(), PropertyRule.UNKNOWN_PROPERTIES, unknown);
        }
    }

    public static StatementResult apply(AlterTableContext alteration, ReplacePartitions clause) {
        return alteration.resultOf(new PartitionAlteration(alteration).replace(clause));
    }

    private Table replace(ReplacePartitions clause) {
        List<PartitionDefinition> replaced = find(clause.partitions().names(), partitions::find);
        List<Name> temporaryNames =
                clause.replacement().names().stream().distinct().toList();
        List<PartitionDefinition> replacements = find(temporaryNames, partitions::findTemporary);
        boolean strict = isTrue(clause, "strict_range", true);
        if (strict) {
            requireSameValues(clause, replaced, replacements);
        }
        List<PartitionDefinition> all = new ArrayList<>(partitions.definitions());
        all.removeAll(replaced);
        boolean renamed = !isTrue(clause, "use_temp_partition_name", false) && replaced.size() == replacements.size();
        for (int i = 0; i < replacements.size(); i++) {
            Name name = renamed ? replaced.get(i).name() : replacements.get(i).name();
            all.add(replacements.get(i).withName(name));
        }
        List<PartitionDefinition> temporary = new ArrayList<>(table.temporaryPartitions());
        temporary.removeAll(replacements);
        return partitions.withPartitions(inOrder(clause, all)).withTemporaryPartitions(temporary);
    }

    private List<PartitionDefinition> find(List<Name> names, Function<String, Optional<PartitionDefinition>> source) {
        List<PartitionDefinition> named = new ArrayList<>();
        for (Name name : names) {
            named.add(source.apply(name.text())
                    .orElseThrow(
                            () -> Refusal.execution(name.span(), CommonRule.NOT_FOUND, RuleSubject.PARTITION, name)));
        }
        return named;
    }

    private static boolean isTrue(ReplacePartitions clause, String property, boolean otherwise) {
        return clause.properties().stream()
                .filter(candidate -> candidate.name().equals(property))
                .map(candidate -> Boolean.parseBoolean(candidate.value()))
                .findFirst()
                .orElse(otherwise);
    }

    private List<? extends PartitionDefinition> inOrder(ReplacePartitions clause, List<PartitionDefinition> all) {
        if (!table.partitioning().isByRange()) {
            return all;
        }
        PartitionRanges ranges = new PartitionRanges(partitions.types());
        try {
            all.forEach(partition -> ranges.add(partition, partition.properties()));
        } catch (Refusal overlap) {
            throw Refusal.execution(clause.span(), PartitionRule.RANGE_CONFLICTS, overlap.detail());
        }
        return ranges.inOrder();
    }

    private void requireSameValues(
            ReplacePartitions clause, List<PartitionDefinition> replaced, List<PartitionDefinition> replacements) {
        if (table.partitioning().isByRange()) {
            requireSameRanges(clause, replaced, replacements);
            return;
        }
        Set<List<Bound>> before = values(replaced);
        Set<List<Bound>> after = values(replacements);
        if (!before.equals(after)) {
            throw Refusal.execution(clause.span(), PartitionRule.REPLACED_VALUES_DIFFER, before, after);
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
    private void requireSameRanges(
            ReplacePartitions clause, List<PartitionDefinition> replaced, List<PartitionDefinition> replacements) {
        List<PartitionKey> before = coveredBounds(replaced);
        List<PartitionKey> after = coveredBounds(replacements);
        for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
            if (before.get(i).compareTo(after.get(i)) != 0) {
                throw Refusal.execution(
                        clause.span(), PartitionRule.REPLACED_VALUES_DIFFER, before.get(i), after.get(i));
            }
        }
        if (before.size() != after.size()) {
            throw Refusal.execution(clause.span(), PartitionRule.REPLACED_VALUES_DIFFER, before, after);
        }
    }

    /** The bounds of the covered ranges; adjacent partitions form a single range. */
    private List<PartitionKey> coveredBounds(List<PartitionDefinition> ranges) {
        List<Type> types = partitions.types();
        TreeMap<PartitionKey, PartitionKey> byLower = new TreeMap<>();
        for (PartitionDefinition range : ranges) {
            if (range instanceof FixedRange fixed) {
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

    // MODIFY PARTITION … SET; of the properties that it sets, only the number of replicas is visible

    public static void check(AlterTableContext alteration, ModifyPartitions clause) {
        Map<String, String> declared = new HashMap<>();
        for (Property property : clause.properties()) {
            if (!property.isPlaceholder()) {
                declared.put(property.name(), property.value());
            }
        }
        if (!alteration.profile().sharedData()) {
            checkMedium(alteration, declared, clause.span());
        } else if (declared.containsKey(KnownProperty.IN_MEMORY.propertyName())
                && !alteration.profile().atLeast(Version.V4_0)) {
            throw Refusal.analysis(clause.span(), CommonRule.NOT_IN_SHARED_DATA, "in_memory");
        }
        String replicas = declared.get(KnownProperty.REPLICATION_NUM.propertyName());
        if (replicas != null) {
            Replicas.checkAltered(alteration.profile(), replicas, clause.span());
        }
        checkTabletType(alteration, declared, clause.span());
    }

    private static void checkMedium(AlterTableContext alteration, Map<String, String> declared, Span span) {
        StorageMedium.check(
                alteration.profile(), declared, (property, rule, arguments) -> Refusal.analysis(span, rule, arguments));
    }

    private static void checkTabletType(AlterTableContext alteration, Map<String, String> declared, Span span) {
        String name = KnownProperty.TABLET_TYPE.propertyName();
        String value = declared.get(name);
        if (value == null) {
            return;
        }
        PropertyUse use = KnownProperty.TABLET_TYPE.use(Holder.PARTITION).orElseThrow();
        try {
            use.checkCreated(alteration.profile(), new PropertyValue(name, value, Origin.PARTITION, span));
        } catch (Refusal refusal) {
            throw Refusal.analysis(span, CommonRule.NOT_ONE_OF, "tablet_type", "MEMORY, DISK", value);
        }
    }

    public static StatementResult apply(AlterTableContext alteration, ModifyPartitions clause) {
        return new PartitionAlteration(alteration).modify(clause);
    }

    private StatementResult modify(ModifyPartitions clause) {
        for (Name name : clause.partitions()) {
            if (!partitions.has(name.text())) {
                throw Refusal.execution(
                        name.span(), CommonRule.NOT_FOUND_IN, RuleSubject.PARTITION, name, table.name());
            }
        }
        if (value(clause, KnownProperty.STORAGE_COOLDOWN_TTL).isPresent()
                && !table.partitioning().isByRange()) {
            throw Refusal.execution(clause.span(), CommonRule.REQUIRES, "storage_cooldown_ttl", "range partitions");
        }
        value(clause, KnownProperty.STORAGE_COOLDOWN_TTL).ifPresent(text -> checkCooldown(text, clause));
        Optional<String> replicas = value(clause, KnownProperty.REPLICATION_NUM);
        if (replicas.isEmpty()) {
            return alteration.unchangedResult();
        }
        if (KnownProperty.COLOCATE_WITH.isIn(table.properties())) {
            throw Refusal.execution(
                    clause.span(), CommonRule.UNSUPPORTED, "A colocated table", "another replication_num");
        }
        return alteration.resultOf(withReplicas(clause, replicas.get()));
    }

    /** Requires a period that can be added to the upper bounds of the partitions, unless they are unlimited. */
    private void checkCooldown(String period, ModifyPartitions clause) {
        if (period.isBlank() || Placeholder.isWhole(period)) {
            return;
        }
        try {
            Periods.normalize(period);
        } catch (InvalidValueException e) {
            throw Refusal.execution(clause.span(), e.rule(), e.arguments());
        }
        boolean dated = PrimitiveType.of(partitions.types().get(0)).isDate();
        for (PartitionDefinition partition : partitions.definitions()) {
            if (!dated
                    && isModified(clause, partition)
                    && partition instanceof FixedRange fixed
                    && !(fixed.upper().get(0) instanceof Bound.Maximum)) {
                throw Refusal.analysis(
                        clause.span(), CommonRule.REQUIRES, "storage_cooldown_ttl", "partitions of dates");
            }
        }
    }

    private static boolean isModified(ModifyPartitions clause, PartitionDefinition partition) {
        return clause.partitions().isEmpty()
                || clause.partitions().stream()
                        .anyMatch(name -> name.is(partition.name().text()));
    }

    private static Optional<String> value(ModifyPartitions clause, KnownProperty knownProperty) {
        return clause.properties().stream()
                .filter(property -> knownProperty.is(property.name()))
                .map(Property::value)
                .findFirst();
    }

    private Table withReplicas(ModifyPartitions clause, String number) {
        if (!partitions.isPartitioned()) {
            return table.withProperties(table.properties().with(KnownProperty.REPLICATION_NUM.propertyName(), number));
        }
        String usual = partitions.isTableDefault(number) ? number : "";
        return partitions.withPartitions(partitions.definitions().stream()
                .map(partition -> isModified(clause, partition)
                        ? TablePartitions.withReplicas(partition, number, usual)
                        : partition)
                .toList());
    }

    /** The result of a clause that requires partitions and changes only their rows. */
    public static StatementResult unchangedResult(AlterTableContext alteration, List<Name> partitions) {
        for (Name name : partitions) {
            if (!TablePartitions.of(alteration.table()).has(name.text())) {
                throw Refusal.execution(name.span(), CommonRule.NOT_FOUND, RuleSubject.PARTITION, name);
            }
        }
        return alteration.unchangedResult();
    }
}
