package dev.cairn.catalog;

import java.util.List;

/**
 * The layout of an Iceberg table that the statements of the schema create: the properties that statements about rows
 * and materialized views depend on.
 *
 * @param partitionFields the elements of the partitioning of the table
 * @param isRepartitioned whether the partitioning has changed since the creation
 * @param isWritable whether servers can write files in the format of the table
 */
public record IcebergLayout(List<PartitionField> partitionFields, boolean isRepartitioned, boolean isWritable) {
    /**
     * An element of a partitioning.
     *
     * @param transform the text of the element, such as {@code bucket(`id`, 16)}
     * @param isIdentity whether the element is the column itself
     */
    public record PartitionField(String column, String transform, boolean isIdentity) {}

    public IcebergLayout {
        partitionFields = List.copyOf(partitionFields);
    }

    /** Returns the columns that the table is partitioned by. */
    public List<String> partitionColumns() {
        return partitionFields.stream().map(PartitionField::column).toList();
    }

    /**
     * Returns whether each element of the partitioning is a column itself; also true if the table is not partitioned.
     */
    public boolean isPartitionedByIdentity() {
        return partitionFields.stream().allMatch(PartitionField::isIdentity);
    }
}
