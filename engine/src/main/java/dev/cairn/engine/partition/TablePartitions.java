package dev.cairn.engine.partition;

import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Table;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Fixed;
import dev.cairn.sql.ast.PartitionDefinition.In;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The partitions of a table, including the temporary ones. */
public record TablePartitions(Table table) {
    public static TablePartitions of(Table table) {
        return new TablePartitions(table);
    }

    public static String nameOf(PartitionDefinition partition) {
        return name(partition).text();
    }

    static Name name(PartitionDefinition partition) {
        if (partition instanceof Fixed fixed) {
            return fixed.name();
        }
        if (partition instanceof In in) {
            return in.name();
        }
        return partition instanceof PartitionDefinition.LessThan less ? less.name() : Name.of("");
    }

    public boolean isDivided() {
        return !(table.partitioning() instanceof Partitioning.None);
    }

    public boolean byRange() {
        return table.partitioning() instanceof Partitioning.Range
                || table.partitioning() instanceof Partitioning.RangeBy;
    }

    /** Whether the server creates partitions automatically when rows are inserted. */
    public boolean automatic() {
        return table.partitioning() instanceof Partitioning.ListBy
                || (table.partitioning() instanceof Partitioning.RangeBy range && range.automatic());
    }

    public List<PartitionDefinition> list() {
        Partitioning partitioning = table.partitioning();
        if (partitioning instanceof Partitioning.Range range) {
            return List.copyOf(range.partitions());
        }
        if (partitioning instanceof Partitioning.RangeBy range) {
            return List.copyOf(range.partitions());
        }
        if (partitioning instanceof Partitioning.InList list) {
            return List.copyOf(list.partitions());
        }
        return partitioning instanceof Partitioning.ListBy list ? List.copyOf(list.partitions()) : List.of();
    }

    /** The partitions of a table partitioned by range, in the order of their bounds. */
    List<Fixed> ranges() {
        if (table.partitioning() instanceof Partitioning.Range range) {
            return range.partitions();
        }
        return table.partitioning() instanceof Partitioning.RangeBy range ? range.partitions() : List.of();
    }

    /** Whether the table has the partition; an unpartitioned table has one partition with the name of the table. */
    public boolean has(String name) {
        return isDivided() ? find(name).isPresent() : name.equalsIgnoreCase(table.name());
    }

    public boolean hasTemporary(String name) {
        return findTemporary(name).isPresent();
    }

    Optional<PartitionDefinition> find(String name) {
        return find(list(), name);
    }

    Optional<PartitionDefinition> findTemporary(String name) {
        return find(table.temporaryPartitions(), name);
    }

    private static Optional<PartitionDefinition> find(List<PartitionDefinition> partitions, String name) {
        return partitions.stream().filter(partition -> name(partition).is(name)).findFirst();
    }

    /** The table with other partitions of the same kind; ranges must be in the order of their bounds. */
    public Table with(List<? extends PartitionDefinition> partitions) {
        Partitioning partitioning = table.partitioning();
        if (partitioning instanceof Partitioning.Range range) {
            return table.withPartitioning(new Partitioning.Range(range.columns(), ranges(partitions)));
        }
        if (partitioning instanceof Partitioning.RangeBy range) {
            return table.withPartitioning(new Partitioning.RangeBy(range.by(), range.automatic(), ranges(partitions)));
        }
        if (partitioning instanceof Partitioning.InList list) {
            return table.withPartitioning(new Partitioning.InList(list.columns(), lists(partitions)));
        }
        if (partitioning instanceof Partitioning.ListBy list) {
            return table.withPartitioning(new Partitioning.ListBy(list.items(), lists(partitions)));
        }
        return table;
    }

    Table without(Predicate<String> gone) {
        return with(kept(list(), gone));
    }

    Table withoutTemporary(Predicate<String> gone) {
        return table.withTemporaryPartitions(kept(table.temporaryPartitions(), gone));
    }

    private static List<PartitionDefinition> kept(List<PartitionDefinition> partitions, Predicate<String> gone) {
        return partitions.stream()
                .filter(partition -> !gone.test(nameOf(partition)))
                .toList();
    }

    public Table renamed(String from, Name to) {
        List<PartitionDefinition> partitions = new ArrayList<>(list());
        partitions.replaceAll(partition -> name(partition).is(from) ? renamed(partition, to) : partition);
        return with(partitions);
    }

    public static PartitionDefinition renamed(PartitionDefinition partition, Name to) {
        if (partition instanceof Fixed fixed) {
            return new Fixed(fixed.ifNotExists(), to, fixed.lower(), fixed.upper(), fixed.properties(), fixed.span());
        }
        if (partition instanceof In in) {
            return new In(in.ifNotExists(), to, in.values(), in.rows(), in.properties(), in.span());
        }
        return partition;
    }

    private static List<Fixed> ranges(List<? extends PartitionDefinition> partitions) {
        return partitions.stream().map(Fixed.class::cast).toList();
    }

    private static List<In> lists(List<? extends PartitionDefinition> partitions) {
        return partitions.stream().map(In.class::cast).toList();
    }
}
