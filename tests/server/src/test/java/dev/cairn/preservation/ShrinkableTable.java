package dev.cairn.preservation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a CREATE TABLE statement, which a shrinker may leave out one by one.
 *
 * @param columns the columns, of which those of the key come first
 * @param partitioning the text after PARTITION BY, without the partitions; null for none
 * @param partitions the definitions of partitions in parentheses after the partitioning
 * @param addedPartitions partitions that ALTER TABLE adds
 */
record ShrinkableTable(
        String model,
        List<ShrinkableColumn> columns,
        List<String> indexes,
        @Nullable String partitioning,
        List<String> partitions,
        List<String> addedPartitions,
        String distribution,
        List<String> sortKey,
        List<String> rollups,
        List<String> properties,
        List<String> synchronousViews) {
    ShrinkableTable {
        columns = List.copyOf(columns);
        indexes = List.copyOf(indexes);
        partitions = List.copyOf(partitions);
        addedPartitions = List.copyOf(addedPartitions);
        sortKey = List.copyOf(sortKey);
        rollups = List.copyOf(rollups);
        properties = List.copyOf(properties);
        synchronousViews = List.copyOf(synchronousViews);
    }

    /**
     * A column of a draft.
     *
     * @param origin the first name of the column, which stays the same when the column is renamed
     * @param aggregation the aggregate function; empty for none
     * @param suffix DEFAULT, AUTO_INCREMENT, AS or COMMENT; empty for none
     */
    record ShrinkableColumn(
            String name,
            String origin,
            String type,
            boolean isKey,
            String aggregation,
            boolean isNullable,
            String suffix) {
        ShrinkableColumn withType(String newType) {
            return new ShrinkableColumn(name, origin, newType, isKey, aggregation, isNullable, suffix);
        }

        ShrinkableColumn withName(String newName) {
            return new ShrinkableColumn(newName, origin, type, isKey, aggregation, isNullable, suffix);
        }

        ShrinkableColumn withNullable(boolean isNewNullable) {
            return new ShrinkableColumn(name, origin, type, isKey, aggregation, isNewNullable, suffix);
        }

        ShrinkableColumn withAggregation(String newAggregation) {
            return new ShrinkableColumn(name, origin, type, isKey, newAggregation, isNullable, suffix);
        }

        ShrinkableColumn withSuffix(String newSuffix) {
            return new ShrinkableColumn(name, origin, type, isKey, aggregation, isNullable, newSuffix);
        }

        ShrinkableColumn withKey(boolean isNewKey) {
            return new ShrinkableColumn(name, origin, type, isNewKey, aggregation, isNullable, suffix);
        }

        boolean isGenerated() {
            return suffix.startsWith("AS ");
        }

        String render() {
            String nullability = isGenerated() ? "" : isNullable ? " NULL" : " NOT NULL";
            return name + " " + type + (aggregation.isEmpty() ? "" : " " + aggregation) + nullability
                    + (suffix.isEmpty() ? "" : " " + suffix);
        }
    }

    ShrinkableTable withColumns(List<ShrinkableColumn> newColumns) {
        return new ShrinkableTable(
                model,
                newColumns,
                indexes,
                partitioning,
                partitions,
                addedPartitions,
                distribution,
                sortKey,
                rollups,
                properties,
                synchronousViews);
    }

    ShrinkableTable withModel(String newModel, List<ShrinkableColumn> newColumns) {
        return new ShrinkableTable(
                newModel,
                newColumns,
                indexes,
                partitioning,
                partitions,
                addedPartitions,
                distribution,
                sortKey,
                rollups,
                properties,
                synchronousViews);
    }

    ShrinkableTable withPartitioning(
            @Nullable String newPartitioning, List<String> newPartitions, List<String> newAddedPartitions) {
        return new ShrinkableTable(
                model,
                columns,
                indexes,
                newPartitioning,
                newPartitions,
                newAddedPartitions,
                distribution,
                sortKey,
                rollups,
                properties,
                synchronousViews);
    }

    ShrinkableTable withDistribution(String newDistribution) {
        return new ShrinkableTable(
                model,
                columns,
                indexes,
                partitioning,
                partitions,
                addedPartitions,
                newDistribution,
                sortKey,
                rollups,
                properties,
                synchronousViews);
    }

    ShrinkableTable withLayout(
            List<String> newIndexes,
            List<String> newSortKey,
            List<String> newRollups,
            List<String> newSynchronousViews) {
        return new ShrinkableTable(
                model,
                columns,
                newIndexes,
                partitioning,
                partitions,
                addedPartitions,
                distribution,
                newSortKey,
                newRollups,
                properties,
                newSynchronousViews);
    }

    ShrinkableTable withProperties(List<String> newProperties) {
        return new ShrinkableTable(
                model,
                columns,
                indexes,
                partitioning,
                partitions,
                addedPartitions,
                distribution,
                sortKey,
                rollups,
                newProperties,
                synchronousViews);
    }

    List<String> keyNames() {
        return columns.stream()
                .filter(ShrinkableColumn::isKey)
                .map(ShrinkableColumn::name)
                .toList();
    }

    List<String> renderStatements() {
        List<String> items =
                new ArrayList<>(columns.stream().map(ShrinkableColumn::render).toList());
        items.addAll(indexes);
        StringBuilder createSql = new StringBuilder("CREATE TABLE " + TablePair.TABLE_NAME + " (");
        createSql.append(String.join(", ", items)).append(")\n");
        if (!keyNames().isEmpty()) {
            createSql
                    .append(model)
                    .append(" KEY (")
                    .append(String.join(", ", keyNames()))
                    .append(")\n");
        }
        if (partitioning != null) {
            createSql.append("PARTITION BY ").append(partitioning);
            createSql.append(partitions.isEmpty() ? "\n" : " (" + String.join(", ", partitions) + ")\n");
        }
        createSql.append("DISTRIBUTED BY ").append(distribution);
        createSql.append(sortKey.isEmpty() ? "" : "\nORDER BY (" + String.join(", ", sortKey) + ")");
        createSql.append(rollups.isEmpty() ? "" : "\nROLLUP (" + String.join(", ", rollups) + ")");
        createSql.append(properties.isEmpty() ? "" : "\nPROPERTIES (" + String.join(", ", properties) + ")");
        List<String> statements = new ArrayList<>(List.of(createSql.toString()));
        addedPartitions.forEach(
                partition -> statements.add("ALTER TABLE " + TablePair.TABLE_NAME + " ADD PARTITION " + partition));
        statements.addAll(synchronousViews);
        return statements;
    }

    /**
     * Returns the renames from another draft to this one, each as the old and the new name with a space between them.
     */
    List<String> findRenamesFrom(ShrinkableTable earlierDraft) {
        return columns.stream()
                .flatMap(column -> earlierDraft.columns.stream()
                        .filter(earlierColumn -> earlierColumn.origin().equals(column.origin())
                                && !earlierColumn.name().equals(column.name()))
                        .map(earlierColumn -> earlierColumn.name() + " " + column.name()))
                .collect(Collectors.toList());
    }
}
