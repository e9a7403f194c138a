package dev.cairn.processor.check;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.ListPartition;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes definitions of tables that a server accepts, but that are mistakes or probably not intended.
 * {@link TableCheck} reports them, and an import suppresses the report where a live table has such a definition.
 */
public final class AcceptedMistakes {
    private AcceptedMistakes() {}

    /** A value of a list partition that is longer than any value of its column. */
    record OverlongValue(PartitionDefinition partition, String value, ColumnDefinition column, int maxBytes) {}

    static int countBytes(String value) {
        return value.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Returns whether a list partition has a value that is too long for its column, so that no row can have it. */
    public static boolean hasOverlongValues(CreateTable table) {
        return !findOverlongValues(table).isEmpty();
    }

    static List<OverlongValue> findOverlongValues(CreateTable table) {
        List<OverlongValue> overlongValues = new ArrayList<>();
        if (table.partitioning() instanceof PartitionClause.ListPartitioning listPartitioning) {
            List<@Nullable ColumnDefinition> columns = new ArrayList<>();
            listPartitioning
                    .columns()
                    .forEach(name -> columns.add(findColumn(table, name).orElse(null)));
            for (PartitionDefinition partition : listPartitioning.partitions()) {
                if (partition instanceof PartitionDefinition.ListPartition listPartition) {
                    listPartition
                            .values()
                            .forEach(row -> addOverlongValues(columns, listPartition, row, overlongValues));
                }
            }
        }
        return overlongValues;
    }

    private static void addOverlongValues(
            List<@Nullable ColumnDefinition> columns,
            ListPartition partition,
            List<Bound> rowBounds,
            List<OverlongValue> overlongValues) {
        for (int i = 0; i < Math.min(rowBounds.size(), columns.size()); i++) {
            ColumnDefinition column = columns.get(i);
            if (column != null
                    && column.type() instanceof Type.Text textType
                    && textType.length() != Type.Text.UNSPECIFIED_LENGTH
                    && rowBounds.get(i) instanceof Bound.LiteralBound literalBound
                    && countBytes(literalBound.text()) > textType.length()) {
                overlongValues.add(new OverlongValue(partition, literalBound.text(), column, textType.length()));
            }
        }
    }

    /** Returns whether the table is sorted by values without an order, which only DUPLICATE KEY tables can be. */
    public static boolean hasUnorderedSortKey(CreateTable table) {
        return !findUnorderedSortItems(table).isEmpty();
    }

    static List<SortItem> findUnorderedSortItems(CreateTable table) {
        KeyClause keyClause = table.key();
        return keyClause != null && keyClause.model() != KeyModel.DUPLICATE
                ? List.of()
                : table.orderBy().stream()
                        .filter(item -> item.value()
                                .findColumnName()
                                .flatMap(name -> findColumn(table, name))
                                .map(ColumnDefinition::type)
                                .filter(type -> !PrimitiveType.of(type).isOrdered())
                                .isPresent())
                        .toList();
    }

    static Optional<ColumnDefinition> findColumn(CreateTable table, Name name) {
        return table.columns().stream()
                .filter(column -> column.name().equalsIgnoreCase(name.text()))
                .findFirst();
    }

    /** Returns the first column that the distribution names again; empty if it names each column once. */
    public static Optional<Name> findRepeatedDistributionColumn(CreateTable table) {
        if (!(table.distribution() instanceof Distribution.Hash hashDistribution)) {
            return Optional.empty();
        }
        Set<String> seenNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        return hashDistribution.columns().stream()
                .filter(name -> !seenNames.add(name.text()))
                .findFirst();
    }

    /**
     * Returns whether a property limits the age or the number of partitions although the table has no partitions, or
     * only lists of values. The number -1 is no limit.
     */
    public static boolean limitsMissingRanges(Property property, CreateTable table) {
        PartitionClause clause = table.partitioning();
        boolean hasLists = clause instanceof PartitionClause.ListPartitioning
                || (clause instanceof PartitionClause.ExpressionPartitioning partitioning
                        && partitioning.expressions().size() > 1);
        return (clause == null || hasLists)
                && (KnownProperty.PARTITION_TTL.isNamed(property.name())
                        || (KnownProperty.PARTITION_LIVE_NUMBER.isNamed(property.name())
                                && !property.value().strip().equals("-1")));
    }

    /** Returns whether all rows are in one bucket; with partitions, or in a colocation group, this may be intended. */
    public static boolean hasSingleBucket(CreateTable table) {
        return table.distribution() != null
                && table.distribution().buckets() instanceof Buckets.Count bucketCount
                && bucketCount.value() == 1
                && table.partitioning() == null
                && table.properties().stream().map(Property::name).noneMatch(KnownProperty.COLOCATE_WITH::isNamed);
    }

    /**
     * Returns whether a property leaves a single copy of each row. With shared data, this is fine, because object
     * storage replicates the data itself.
     */
    public static boolean setsSingleReplica(Property property, ServerProfile profile) {
        return !profile.isSharedData()
                && KnownProperty.REPLICATION_NUM.isNamed(property.name())
                && property.value().strip().equals("1");
    }

    /** Returns whether the column has the length of STRING, which a text column without a declared length has. */
    public static boolean hasStringLength(ColumnDefinition column) {
        return column.type() instanceof Type.Text textType && textType.length() == Type.Text.STRING_LENGTH;
    }
}
