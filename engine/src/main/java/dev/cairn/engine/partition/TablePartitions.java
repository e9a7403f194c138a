package dev.cairn.engine.partition;

import dev.cairn.catalog.CommonRule;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.RuleSubject;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.column.ColumnScope;
import dev.cairn.engine.column.RangeExpression;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.RangePartition;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The partitions of a table, including the temporary ones. */
public record TablePartitions(Table table) {
    public static TablePartitions of(Table table) {
        return new TablePartitions(table);
    }

    public boolean isPartitioned() {
        return !(table.partitioning() instanceof Partitioning.None);
    }

    public List<PartitionDefinition> definitions() {
        return List.copyOf(table.partitioning().partitions());
    }

    /** The partitions of a table partitioned by range, in the order of their bounds. */
    List<RangePartition> ranges() {
        return table.partitioning().isByRange()
                ? table.partitioning().partitions().stream()
                        .map(RangePartition.class::cast)
                        .toList()
                : List.of();
    }

    /** The types of the partition columns or of the partition expression; for a list, the column type of each item. */
    List<Type> types() {
        if (table.partitioning() instanceof Partitioning.RangeBy range) {
            Type type = new RangeExpression(range.expression()).declaredType();
            if (type != null) {
                return List.of(type);
            }
        }
        if (table.partitioning() instanceof Partitioning.ListBy list) {
            return list.items().stream()
                    .map(item -> columnType(item.columnNames().get(0)))
                    .toList();
        }
        return table.partitioning().columns().stream().map(this::columnType).toList();
    }

    /** The types of the values of partitions; those of expressions in a list are the types of their results. */
    List<Type> types(ServerProfile profile) {
        return table.partitioning() instanceof Partitioning.ListBy list
                ? list.items().stream().map(item -> type(profile, item)).toList()
                : types();
    }

    /** The type of an item; a text if it is unknown, so that every value is valid. */
    private Type type(ServerProfile profile, Expression item) {
        Optional<Name> column = item.asColumn();
        if (column.isPresent()) {
            return columnType(column.get().text());
        }
        Type type = ColumnScope.of(table).storedType(profile, item);
        return type == null ? new Type.Text(Type.Text.Kind.VARCHAR, Type.Text.STRING_LENGTH) : type;
    }

    private Type columnType(String name) {
        return table.column(name).orElseThrow().type();
    }

    /** Whether the table has the partition; an unpartitioned table has one partition with the name of the table. */
    public boolean hasPartition(String name) {
        return isPartitioned() ? find(name).isPresent() : name.equalsIgnoreCase(table.name());
    }

    public boolean hasTemporary(String name) {
        return findTemporary(name).isPresent();
    }

    public Optional<PartitionDefinition> find(String name) {
        return find(definitions(), name);
    }

    Optional<PartitionDefinition> findTemporary(String name) {
        return find(table.temporaryPartitions(), name);
    }

    private static Optional<PartitionDefinition> find(List<PartitionDefinition> partitions, String name) {
        return partitions.stream()
                .filter(partition -> partition.name().is(name))
                .findFirst();
    }

    /** The table with other partitions of the same kind; ranges must be in the order of their bounds. */
    public Table withPartitions(List<? extends PartitionDefinition> partitions) {
        return table.withPartitioning(table.partitioning().withPartitions(partitions));
    }

    Table removePartitions(Predicate<String> isRemoved) {
        return withPartitions(filterKept(definitions(), isRemoved));
    }

    Table removeTemporary(Predicate<String> isRemoved) {
        return table.withTemporaryPartitions(filterKept(table.temporaryPartitions(), isRemoved));
    }

    private static List<PartitionDefinition> filterKept(
            List<PartitionDefinition> partitions, Predicate<String> isRemoved) {
        return partitions.stream()
                .filter(partition -> !isRemoved.test(partition.name().text()))
                .toList();
    }

    public Table rename(String oldName, Name newName) {
        List<PartitionDefinition> partitions = new ArrayList<>(definitions());
        partitions.replaceAll(partition -> partition.name().is(oldName) ? partition.withName(newName) : partition);
        return withPartitions(partitions);
    }

    /** The table with a dropped partition restored, if its range is still free. */
    public Table recover(Name name) {
        PartitionDefinition dropped = find(table.recycledPartitions(), name.text())
                .orElseThrow(() -> Refusal.execution(
                        name.span(),
                        CommonRule.NOT_FOUND_IN,
                        RuleSubject.PARTITION,
                        name,
                        "the recycle bin of " + table.name()));
        if (!table.partitioning().isByRange()) {
            throw Refusal.execution(name.span(), CommonRule.UNSUPPORTED, "RECOVER", "list partitions");
        }
        List<PartitionDefinition> recycled = new ArrayList<>(table.recycledPartitions());
        recycled.remove(dropped);
        PartitionRanges ranges = new PartitionRanges(types(), ranges());
        try {
            ranges.add(dropped, dropped.properties());
        } catch (Refusal overlap) {
            throw Refusal.execution(
                    name.span(), PartitionRule.RANGE_CONFLICTS, dropped.name().text());
        }
        return withPartitions(ranges.sortedRanges()).withRecycledPartitions(recycled);
    }

    /** The table with another number of replicas for future partitions; existing partitions keep their number. */
    public Table withReplicas(String number) {
        Optional<String> before = KnownProperty.REPLICATION_NUM.valueIn(table.properties());
        List<PartitionDefinition> partitions = definitions().stream()
                .map(partition -> withReplicas(
                        partition,
                        KnownProperty.REPLICATION_NUM
                                .valueIn(partition.properties())
                                .or(() -> before)
                                .orElse(number),
                        number))
                .toList();
        Table changed = withPartitions(partitions);
        return changed.withProperties(changed.properties().with(KnownProperty.REPLICATION_NUM.propertyName(), number));
    }

    /** Whether the definition of the table specifies this number of replicas, so that a partition need not store it. */
    boolean isTableDefault(String number) {
        StoredProperties.Setting usualSetting =
                table.properties().settings().get(KnownProperty.REPLICATION_NUM.propertyName());
        // A number that the server assumed differs by cluster, so it never counts as equal to a declared number.
        return usualSetting != null
                && !usualSetting.isAssumed()
                && usualSetting.value().equals(number);
    }

    /** The partition with the number of replicas, which is stored only if it differs from the table's. */
    public static PartitionDefinition withReplicas(PartitionDefinition partition, String number, String tableReplicas) {
        List<Property> properties = new ArrayList<>(partition.properties());
        properties.removeIf(property -> KnownProperty.REPLICATION_NUM.is(property.name()));
        if (!number.equals(tableReplicas)) {
            properties.add(Property.of(KnownProperty.REPLICATION_NUM.propertyName(), number));
        }
        return partition.withProperties(properties);
    }
}
