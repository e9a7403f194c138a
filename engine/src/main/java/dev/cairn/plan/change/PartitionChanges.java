package dev.cairn.plan.change;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.engine.partition.PartitionCoverage;
import dev.cairn.engine.property.DynamicPartitioning;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.plan.part.DeclaredPartitions;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.ObjectPart.Kind;
import dev.cairn.plan.step.Action;
import dev.cairn.plan.step.Marker;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.AlterClause.DropPartitions;
import dev.cairn.sql.ast.AlterClause.DropPartitions.Which;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.Every;
import dev.cairn.sql.ast.PartitionDefinition.Fixed;
import dev.cairn.sql.ast.PartitionDefinition.In;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.PartitionNames;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Plans declared partitions that are added, dropped, renamed, or have other values or another number of replicas. */
final class PartitionChanges {
    private static final String REPLICAS = KnownProperty.REPLICATION_NUM.text();

    private final TableDifference difference;
    private final Map<String, PartitionDefinition> now;
    private final Map<String, PartitionDefinition> desired;

    PartitionChanges(TableDifference difference) {
        this.difference = difference;
        this.now = partitions(difference.profile(), difference.now());
        this.desired = partitions(difference.profile(), difference.desired());
    }

    private static Map<String, PartitionDefinition> partitions(ServerProfile profile, Table table) {
        Map<String, PartitionDefinition> partitions = new LinkedHashMap<>();
        PartitionClause clause = ShowCreate.shown(profile, table).partitioning();
        if (clause != null) {
            DeclaredPartitions.of(clause, table)
                    .forEach(partition -> partitions.put(partition.name().text(), partition));
        }
        return partitions;
    }

    List<Change> all() {
        if (!difference.has(Kind.PARTITION) || difference.has(Kind.PARTITIONING)) {
            return List.of();
        }
        if (difference.now().hasDynamicPartitions()) {
            // While the server adds and drops partitions by itself, it refuses other changes of partitions.
            AlterClause off =
                    new AlterClause.SetProperties(List.of(Property.of(DynamicPartitioning.ENABLE, "false")), Span.NONE);
            return List.of(Change.of(ObjectPart.property(DynamicPartitioning.ENABLE), off));
        }
        List<Change> changes = new ArrayList<>();
        List<PartitionDefinition> old = new ArrayList<>();
        for (Map.Entry<String, PartitionDefinition> entry : now.entrySet()) {
            if (difference.has(part(entry.getKey())) && !change(changes, entry.getKey(), entry.getValue())) {
                old.add(entry.getValue());
            }
        }
        moves(old).forEach(move -> {
            changes.add(new Change(part(move.old().get(0).name().text()), List.of(sequence(move))));
            old.removeAll(move.old());
        });
        if (!old.isEmpty()) {
            changes.add(drop(old.stream()
                    .map(partition -> Name.of(partition.name().text()))
                    .toList()));
        }
        changes.addAll(added());
        return changes;
    }

    private static Change.Way sequence(PartitionMove move) {
        return new Change.Way.Sequence(move.actions());
    }

    /**
     * Groups old and new partitions that overlap in values or share names, as far as rows of the old may belong to the
     * new ones.
     */
    private List<PartitionMove> moves(List<PartitionDefinition> old) {
        List<PartitionDefinition> target = desired.values().stream()
                .filter(partition -> difference.has(part(partition.name().text())))
                .filter(partition -> !now.containsKey(partition.name().text())
                        || old.contains(now.get(partition.name().text())))
                .toList();
        List<PartitionMove> moves = new ArrayList<>();
        Set<PartitionDefinition> left = new LinkedHashSet<>(old);
        while (!left.isEmpty()) {
            Set<PartitionDefinition> from =
                    new LinkedHashSet<>(Set.of(left.iterator().next()));
            Set<PartitionDefinition> to = new LinkedHashSet<>();
            boolean more = true;
            while (more) {
                more = target.stream()
                        .anyMatch(each -> from.stream().anyMatch(one -> belong(one, each)) && to.add(each));
                more |= left.stream()
                        .anyMatch(each -> to.stream().anyMatch(one -> belong(each, one)) && from.add(each));
            }
            left.removeAll(from);
            boolean rows = from.stream().anyMatch(one -> to.stream().anyMatch(other -> overlap(one, other)));
            if (rows) {
                moves.add(move(
                        old.stream().filter(from::contains).toList(),
                        target.stream().filter(to::contains).toList()));
            }
        }
        return moves;
    }

    private PartitionMove move(List<PartitionDefinition> from, List<PartitionDefinition> to) {
        return new PartitionMove(difference, from, to);
    }

    private boolean belong(PartitionDefinition one, PartitionDefinition other) {
        return one.name().text().equals(other.name().text()) || overlap(one, other);
    }

    private boolean overlap(PartitionDefinition one, PartitionDefinition other) {
        return PartitionCoverage.of(difference.now(), List.of(one))
                .overlaps(PartitionCoverage.of(difference.now(), List.of(other)));
    }

    private static ObjectPart part(String name) {
        return new ObjectPart(Kind.PARTITION, name);
    }

    /** Changes the name or the replicas of a partition whose values stay the same. */
    private boolean change(List<Change> changes, String name, PartitionDefinition partition) {
        PartitionDefinition target = desired.get(name);
        if (target != null && PartitionContents.sameValues(partition, target)) {
            changes.add(Change.of(
                    part(name),
                    new AlterClause.ModifyPartitions(List.of(Name.of(name)), properties(target), Span.NONE)));
            return true;
        }
        for (Map.Entry<String, PartitionDefinition> other : desired.entrySet()) {
            boolean free = !now.containsKey(other.getKey());
            if (target == null && free && PartitionContents.sameValues(partition, other.getValue())) {
                AlterClause rename = new AlterClause.RenamePartition(Name.of(name), Name.of(other.getKey()), Span.NONE);
                // List partitions can't be renamed.
                changes.add(Change.of(part(name), rename)
                        .or(sequence(move(List.of(partition), List.of(other.getValue())))));
                return true;
            }
        }
        return false;
    }

    private List<Property> properties(PartitionDefinition target) {
        List<Property> own = PartitionContents.properties(target);
        return own.isEmpty()
                ? List.of(Property.of(
                        REPLICAS,
                        difference.desired().properties().value(REPLICAS).orElse("")))
                : own;
    }

    private static Change drop(List<Name> names) {
        return Change.of(
                part(names.get(0).text()), new DropPartitions(false, false, Which.of(names), false, Span.NONE));
    }

    private List<Change> added() {
        List<PartitionDefinition> missing = desired.entrySet().stream()
                .filter(entry -> !now.containsKey(entry.getKey()) && difference.has(part(entry.getKey())))
                .map(Map.Entry::getValue)
                .toList();
        List<Change> changes = new ArrayList<>();
        PartitionContents.batches(missing)
                .forEach(every -> changes.add(Change.of(
                        part(missing.get(0).name().text()),
                        new AlterClause.AddPartition(false, every, null, List.of(), Span.NONE))));
        for (PartitionDefinition partition : missing) {
            changes.add(Change.of(
                    part(partition.name().text()),
                    new AlterClause.AddPartition(false, partition, null, List.of(), Span.NONE)));
        }
        return changes;
    }

    /** Compares the values that partitions hold, regardless of the partitions' names. */
    private static final class PartitionContents {
        private static final List<String> UNITS = List.of("DAY", "MONTH", "WEEK", "YEAR", "HOUR");

        private PartitionContents() {}

        static boolean sameValues(PartitionDefinition one, PartitionDefinition other) {
            if (one instanceof Fixed first && other instanceof Fixed second) {
                return first.lower().equals(second.lower()) && first.upper().equals(second.upper());
            }
            return one instanceof In first
                    && other instanceof In second
                    && new HashSet<>(first.values()).equals(new HashSet<>(second.values()));
        }

        static List<Property> properties(PartitionDefinition partition) {
            if (partition instanceof Fixed fixed) {
                return fixed.properties();
            }
            return partition instanceof In in ? in.properties() : List.of();
        }

        /** Returns batches that might create exactly these partitions: only the server's own arithmetic decides. */
        static List<Every> batches(List<PartitionDefinition> partitions) {
            if (partitions.size() < 2 || !follow(partitions)) {
                return List.of();
            }
            Fixed first = (Fixed) partitions.get(0);
            Fixed last = (Fixed) partitions.get(partitions.size() - 1);
            String start = value(first.lower());
            String end = value(last.upper());
            List<Every> batches = new ArrayList<>();
            if (isNumber(start) && isNumber(value(first.upper()))) {
                BigInteger step = new BigInteger(value(first.upper())).subtract(new BigInteger(start));
                if (step.signum() > 0 && step.bitLength() < Integer.SIZE) {
                    batches.add(new Every(start, end, step.intValue(), null, Span.NONE));
                }
            } else {
                UNITS.forEach(unit -> batches.add(new Every(start, end, 1, unit, Span.NONE)));
            }
            return batches;
        }

        /** Whether the partitions are adjacent ranges: each begins where the one before it ends. */
        private static boolean follow(List<PartitionDefinition> partitions) {
            for (int i = 0; i < partitions.size(); i++) {
                if (!(partitions.get(i) instanceof Fixed fixed)
                        || !isPlain(fixed.lower())
                        || !isPlain(fixed.upper())
                        || !fixed.properties().isEmpty()) {
                    return false;
                }
                if (i > 0 && !fixed.lower().equals(((Fixed) partitions.get(i - 1)).upper())) {
                    return false;
                }
            }
            return true;
        }

        private static boolean isPlain(List<Bound> bounds) {
            return bounds.size() == 1 && bounds.get(0) instanceof Bound.Value;
        }

        private static String value(List<Bound> bounds) {
            return ((Bound.Value) bounds.get(0)).text();
        }

        private static boolean isNumber(String text) {
            return text.matches("-?[0-9]+");
        }
    }

    /**
     * Moves rows to partitions with other values. Temporary partitions with the new values are filled with the rows,
     * and then replace the old ones at once. A temporary partition that an aborted attempt left behind is dropped
     * first.
     *
     * @param old the partitions whose values change, or that are dropped
     * @param target the partitions that receive their rows
     */
    private record PartitionMove(
            TableDifference difference, List<PartitionDefinition> old, List<PartitionDefinition> target) {
        private static final String SUFFIX = "__cairn_tmp";
        private static final int LONGEST_NAME = 64;

        PartitionMove {
            old = List.copyOf(old);
            target = List.copyOf(target);
        }

        private Table now() {
            return difference.now();
        }

        /** Returns the values that no new partition covers. */
        private PartitionCoverage lost() {
            return PartitionCoverage.of(now(), old).without(PartitionCoverage.of(now(), target));
        }

        List<Action> actions() {
            List<Action> actions = new ArrayList<>();
            List<Name> temporary =
                    target.stream().map(this::temporaryName).map(Name::of).toList();
            AlterClause clear = new DropPartitions(true, true, Which.of(temporary), false, Span.NONE);
            actions.add(Action.of(altered(clear)));
            for (int i = 0; i < target.size(); i++) {
                PartitionDefinition definition = named(target.get(i), temporary.get(i));
                actions.add(
                        Action.of(altered(new AlterClause.AddPartition(true, definition, null, List.of(), Span.NONE))));
            }
            actions.add(Action.of(copy(temporary)));
            actions.add(replacement(temporary));
            return actions;
        }

        /** Returns the partition's final name if it is free; otherwise a temporary one. */
        private String temporaryName(PartitionDefinition partition) {
            String desired = partition.name().text();
            if (!keepsNames() && !isTaken(desired)) {
                return desired;
            }
            return desired.substring(0, Math.min(desired.length(), LONGEST_NAME - SUFFIX.length())) + SUFFIX;
        }

        /** Whether the new partitions have the names of the old ones, so that each can take over one of them. */
        private boolean keepsNames() {
            return old.size() == target.size()
                    && old.stream().allMatch(each -> sameName(each).isPresent());
        }

        private Optional<PartitionDefinition> sameName(PartitionDefinition partition) {
            return target.stream()
                    .filter(each ->
                            each.name().text().equalsIgnoreCase(partition.name().text()))
                    .findFirst();
        }

        private boolean isTaken(String partition) {
            return now().partitioning().partitions().stream()
                    .anyMatch(each -> each.name().text().equalsIgnoreCase(partition));
        }

        private static PartitionDefinition named(PartitionDefinition partition, Name name) {
            return partition instanceof Fixed fixed
                    ? new Fixed(true, name, fixed.lower(), fixed.upper(), fixed.properties(), Span.NONE)
                    : named((In) partition, name);
        }

        private static PartitionDefinition named(In partition, Name name) {
            return new In(true, name, partition.values(), partition.rows(), partition.properties(), Span.NONE);
        }

        private Statement altered(AlterClause clause) {
            return difference.simulation().statements().alter(difference.name(), clause);
        }

        private Statement copy(List<Name> temporary) {
            String columns = now().writableColumns().stream()
                    .map(Column::name)
                    .map(column -> Sql.render(QualifiedName.of(column)))
                    .collect(Collectors.joining(", "));
            String table = Sql.render(difference.inSession(difference.name()));
            String where = lost().isEmpty()
                    ? ""
                    : "\nWHERE " + PartitionCoverage.of(now(), target).condition();
            return Sql.parse("INSERT INTO " + table + " TEMPORARY PARTITION (" + names(temporary) + ") (" + columns
                    + ")\nSELECT " + columns + "\nFROM " + table + " PARTITION (" + names(oldNames()) + ")" + where);
        }

        private List<Name> oldNames() {
            return old.stream()
                    .map(partition -> Name.of(partition.name().text()))
                    .toList();
        }

        private static String names(List<Name> names) {
            return names.stream()
                    .map(each -> Sql.render(new QualifiedName(List.of(each))))
                    .collect(Collectors.joining(", "));
        }

        /**
         * If there are as many new partitions as old ones, the server gives each the name of the old one at its
         * position.
         */
        private Action replacement(List<Name> temporary) {
            List<Name> replacing = temporary;
            if (keepsNames()) {
                replacing = old.stream()
                        .map(each -> Name.of(temporaryName(sameName(each).orElseThrow())))
                        .toList();
            }
            Statement replace = altered(new AlterClause.ReplacePartitions(
                    new PartitionNames(false, oldNames(), Span.NONE),
                    new PartitionNames(true, replacing, Span.NONE),
                    List.of(
                            Property.of("strict_range", "false"),
                            Property.of("use_temp_partition_name", Boolean.toString(!keepsNames()))),
                    Span.NONE));
            Marker rebuild = new Marker.Rebuild(why());
            return lost().isEmpty()
                    ? Action.of(replace, rebuild)
                    : Action.of(
                            replace,
                            rebuild,
                            new Marker.Destructive("drops rows of " + now().name() + " with " + lost()));
        }

        private String why() {
            String partitions =
                    old.stream().map(partition -> partition.name().text()).collect(Collectors.joining(", "));
            String subject = old.size() == 1 ? " partition " : " partitions ";
            return now().name() + subject + partitions
                    + ": rows are copied to partitions of the new values; rows written meanwhile are lost";
        }
    }
}
