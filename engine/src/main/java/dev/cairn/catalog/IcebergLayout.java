package dev.cairn.catalog;

import java.util.List;

/**
 * How an Iceberg table that the statements of the schema create stores its rows, as far as statements about rows and
 * materialized views depend on it.
 *
 * @param partitionFields the elements of its partitioning
 * @param isRepartitioned whether the partitioning has changed since the creation
 * @param isWritable whether servers write files of its format
 */
public record IcebergLayout(List<PartitionField> partitionFields, boolean isRepartitioned, boolean isWritable) {
    /**
     * An element of a partitioning.
     *
     * @param element its text, such as {@code bucket(`id`, 16)}
     * @param isIdentity whether it is the column itself
     */
    public record PartitionField(String column, String element, boolean isIdentity) {}

    public IcebergLayout {
        partitionFields = List.copyOf(partitionFields);
    }

    /** Returns the columns that the table is partitioned by. */
    public List<String> partitionColumns() {
        return partitionFields.stream().map(PartitionField::column).toList();
    }

    /** Returns whether the values of all columns that the table is partitioned by are those of its partitions. */
    public boolean isPartitionedByIdentity() {
        return partitionFields.stream().allMatch(PartitionField::isIdentity);
    }
}
