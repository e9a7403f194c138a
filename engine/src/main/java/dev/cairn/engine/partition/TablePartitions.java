package dev.cairn.engine.partition;

import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.column.ColumnScope;
import dev.cairn.engine.column.RangeExpression;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.ListPartition;
import dev.cairn.sql.ast.PartitionDefinition.RangePartition;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The partitions of a table, including its temporary and dropped partitions. All look-ups by name ignore case, as on
 * the server.
 */
public record TablePartitions(Table table) {
    public static TablePartitions of(Table table) {
        return new TablePartitions(table);
    }

    public boolean isPartitioned() {
        return !(table.partitioning() instanceof Partitioning.None);
    }

    /**
     * Returns whether the table has no partition at all, and so no place for rows. A server does not list the rollups of
     * such a table. A table whose partitions are created automatically always has a hidden partition.
     */
    public boolean isWithoutPartitions() {
        return isPartitioned()
                && !table.partitioning().isAutomatic()
                && definitions().isEmpty();
    }

    public List<PartitionDefinition> definitions() {
        return List.copyOf(table.partitioning().partitions());
    }

    /** Returns the partitions of a table partitioned by range, in the order of their bounds. */
    List<RangePartition> ranges() {
        return table.partitioning().isByRange()
                ? table.partitioning().partitions().stream()
                        .map(RangePartition.class::cast)
                        .toList()
                : List.of();
    }

    /**
     * Returns the types of the partition columns, or of the partition expression of ranges. For a list of expressions,
     * returns the type of the column that each expression reads.
     */
    public List<Type> types() {
        if (table.partitioning() instanceof Partitioning.ExpressionRange expressionRange) {
            Type type = new RangeExpression(expressionRange.expression()).intrinsicType();
            if (type != null) {
                return List.of(type);
            }
        }
        if (table.partitioning() instanceof Partitioning.ExpressionList expressionList) {
            return expressionList.items().stream()
                    .map(item -> columnType(item.collectReferenceNames().get(0)))
                    .toList();
        }
        return table.partitioning().columns().stream().map(this::columnType).toList();
    }

    /**
     * Returns whether both tables are partitioned by the same columns with the same types, so the values of their
     * partitions can be compared. The values of a list of expressions depend on the types of the expressions, and are
     * not comparable.
     */
    public boolean isComparableWith(TablePartitions other) {
        return !(table.partitioning() instanceof Partitioning.ExpressionList)
                && table.partitioning().getClass() == other.table.partitioning().getClass()
                && table.partitioning()
                        .sourceColumns()
                        .equals(other.table.partitioning().sourceColumns())
                && primitiveTypes().equals(other.primitiveTypes());
    }

    private List<PrimitiveType> primitiveTypes() {
        return types().stream().map(PrimitiveType::of).toList();
    }

    /** Returns the types of the values of partitions. For a list of expressions, returns the types of their results. */
    List<Type> valueTypes(ServerProfile profile) {
        return table.partitioning() instanceof Partitioning.ExpressionList expressionList
                ? expressionList.items().stream()
                        .map(item -> itemType(profile, item))
                        .toList()
                : types();
    }

    /** Returns the type of the result of an item; a text type if the type is unknown, so every value is valid. */
    private Type itemType(ServerProfile profile, Expression item) {
        Optional<Name> column = item.findColumnName();
        if (column.isPresent()) {
            return columnType(column.get().text());
        }
        Type type = ColumnScope.of(table).determineStoredType(profile, item);
        return type == null ? Type.Text.STRING : type;
    }

    private Type columnType(String name) {
        return table.findColumn(name).orElseThrow().type();
    }

    /**
     * Returns whether the table has the partition; an unpartitioned table has one partition with the name of the table.
     */
    public boolean hasPartition(String name) {
        return isPartitioned() ? findPartition(name).isPresent() : name.equalsIgnoreCase(table.name());
    }

    public boolean hasTemporaryPartition(String name) {
        return findTemporaryPartition(name).isPresent();
    }

    public Optional<PartitionDefinition> findPartition(String name) {
        return findByName(definitions(), name);
    }

    /**
     * Returns the partition whose bounds enclose those of another partition; empty if no partition does, or if the
     * partitions are not ranges.
     */
    public Optional<PartitionDefinition> findEnclosingPartition(PartitionDefinition partition) {
        if (!(partition instanceof RangePartition inner)
                || !table.partitioning().isByRange()) {
            return Optional.empty();
        }
        List<Type> types = types();
        PartitionKey innerLower = PartitionKey.ofStored(inner.lowerBounds(), types);
        PartitionKey innerUpper = PartitionKey.ofStored(inner.upperBounds(), types);
        return ranges().stream()
                .filter(outer ->
                        PartitionKey.ofStored(outer.lowerBounds(), types).compareTo(innerLower) <= 0
                                && innerUpper.compareTo(PartitionKey.ofStored(outer.upperBounds(), types)) <= 0)
                .map(PartitionDefinition.class::cast)
                .findFirst();
    }

    /** Returns whether the values or bounds of a partition of another table are values of these partition columns. */
    public boolean accepts(PartitionDefinition partition) {
        List<Type> types = types();
        try {
            if (partition instanceof RangePartition range) {
                PartitionKey.of(range.lowerBounds(), types);
                PartitionKey.of(range.upperBounds(), types);
            } else if (partition instanceof ListPartition list) {
                for (List<Bound> bounds : list.values()) {
                    for (int i = 0; i < types.size(); i++) {
                        PartitionCoverage.parseValue(bounds.get(i), types.get(i));
                    }
                }
            }
            return true;
        } catch (InvalidValueException ignored) {
            return false;
        }
    }

    /**
     * Returns whether two partitions of this table, or of one that is comparable with it, have the same bounds, or the
     * same values in any order.
     */
    public boolean haveSameValues(PartitionDefinition left, PartitionDefinition right) {
        return canonicalValues(left).equals(canonicalValues(right));
    }

    /**
     * Returns the lower and the upper bound of a range, or the values of a list, with one spelling and one order.
     * Partitions with equal results hold the same rows.
     */
    public List<List<Bound>> canonicalValues(PartitionDefinition partition) {
        PartitionDefinition canonicalPartition = canonicalize(partition);
        return canonicalPartition instanceof RangePartition range
                ? List.of(range.lowerBounds(), range.upperBounds())
                : ((ListPartition) canonicalPartition).values();
    }

    /**
     * Returns an existing partition with one spelling and one order of its values. A server stores the number {@code 020}
     * as a statement writes it, but compares it with others by its value. The values of a list of expressions, which
     * depend on the types of the expressions, remain as they are.
     */
    public PartitionDefinition canonicalize(PartitionDefinition partition) {
        if (table.partitioning() instanceof Partitioning.ExpressionList) {
            return partition;
        }
        List<Type> types = types();
        if (partition instanceof RangePartition range) {
            return new RangePartition(
                    range.ifNotExists(),
                    range.name(),
                    PartitionKey.ofStored(range.lowerBounds(), types).canonicalBounds(),
                    PartitionKey.ofStored(range.upperBounds(), types).canonicalBounds(),
                    range.properties(),
                    range.span());
        }
        if (partition instanceof ListPartition list) {
            return new ListPartition(
                    list.ifNotExists(),
                    list.name(),
                    list.values().stream()
                            .map(bounds -> PartitionKey.ofStoredTuple(bounds, types))
                            .sorted()
                            .map(PartitionKey::canonicalBounds)
                            .distinct()
                            .toList(),
                    list.hasParenthesizedValues(),
                    list.properties(),
                    list.span());
        }
        return partition;
    }

    Optional<PartitionDefinition> findTemporaryPartition(String name) {
        return findByName(table.temporaryPartitions(), name);
    }

    private static Optional<PartitionDefinition> findByName(List<PartitionDefinition> partitions, String name) {
        return partitions.stream()
                .filter(partition -> partition.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** Returns the table with other partitions of the same kind; ranges must be in the order of their bounds. */
    public Table withPartitions(List<? extends PartitionDefinition> partitions) {
        return table.withPartitioning(table.partitioning().withPartitions(partitions));
    }

    Table withoutPartitions(Predicate<String> isRemoved) {
        return withPartitions(selectRemaining(definitions(), isRemoved));
    }

    Table withoutTemporaryPartitions(Predicate<String> isRemoved) {
        return table.withTemporaryPartitions(selectRemaining(table.temporaryPartitions(), isRemoved));
    }

    private static List<PartitionDefinition> selectRemaining(
            List<PartitionDefinition> partitions, Predicate<String> isRemoved) {
        return partitions.stream()
                .filter(partition -> !isRemoved.test(partition.name().text()))
                .toList();
    }

    public Table withRenamedPartition(String oldName, Name newName) {
        List<PartitionDefinition> partitions = new ArrayList<>(definitions());
        partitions.replaceAll(
                partition -> partition.name().equalsIgnoreCase(oldName) ? partition.withName(newName) : partition);
        return withPartitions(partitions);
    }

    /**
     * Returns the table with a dropped partition restored; refuses a partition that is missing or by list, and a range
     * that overlaps another partition.
     */
    public Table withRecoveredPartition(Name name) {
        PartitionDefinition droppedPartition = findByName(table.recycledPartitions(), name.text())
                .orElseThrow(() -> Refusal.ofExecution(
                        name.span(),
                        CommonRule.NOT_FOUND_IN,
                        RuleSubject.PARTITION,
                        name,
                        "the recycle bin of " + table.name()));
        if (!table.partitioning().isByRange()) {
            throw Refusal.ofExecution(name.span(), CommonRule.UNSUPPORTED, "RECOVER", "list partitions");
        }
        List<PartitionDefinition> remainingPartitions = new ArrayList<>(table.recycledPartitions());
        remainingPartitions.remove(droppedPartition);
        PartitionRanges ranges = new PartitionRanges(types(), ranges());
        try {
            ranges.add(droppedPartition, droppedPartition.properties());
        } catch (Refusal refusal) {
            throw Refusal.ofExecution(
                    name.span(),
                    PartitionRule.RANGE_CONFLICTS,
                    droppedPartition.name().text());
        }
        return withPartitions(ranges.sortedRanges()).withRecycledPartitions(remainingPartitions);
    }

    /**
     * Returns the table with another number of replicas for future partitions. Existing partitions keep their number.
     */
    public Table withDefaultReplicaCount(String replicaCount) {
        Optional<String> oldReplicaCount = KnownProperty.REPLICATION_NUM.findValueIn(table.properties());
        List<PartitionDefinition> partitions = definitions().stream()
                .map(partition -> withReplicaCount(
                        partition,
                        KnownProperty.REPLICATION_NUM
                                .findValueIn(partition.properties())
                                .or(() -> oldReplicaCount)
                                .orElse(replicaCount),
                        replicaCount))
                .toList();
        Table changedTable = withPartitions(partitions);
        return changedTable.withProperties(
                changedTable.properties().withProperty(KnownProperty.REPLICATION_NUM.propertyName(), replicaCount));
    }

    /**
     * Returns whether the table declares this number of replicas, so that a partition need not store the number.
     */
    boolean isTableReplicaCount(String replicaCount) {
        StoredProperties.Setting tableSetting =
                table.properties().settingByName().get(KnownProperty.REPLICATION_NUM.propertyName());
        // A number that the server assumed may differ between clusters, so it never counts as equal to a declared
        // number.
        return tableSetting != null
                && !tableSetting.isAssumed()
                && tableSetting.value().equals(replicaCount);
    }

    /** Returns the partition with the number of replicas, which is stored only if it differs from the table's. */
    public static PartitionDefinition withReplicaCount(
            PartitionDefinition partition, String replicaCount, String tableReplicaCount) {
        List<Property> properties = new ArrayList<>(partition.properties());
        properties.removeIf(property -> KnownProperty.REPLICATION_NUM.isNamed(property.name()));
        if (!replicaCount.equals(tableReplicaCount)) {
            properties.add(Property.of(KnownProperty.REPLICATION_NUM.propertyName(), replicaCount));
        }
        return partition.withProperties(properties);
    }
}
