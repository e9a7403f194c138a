package dev.cairn.preservation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table that is not written down yet. Its parts are what a shrinker may leave out one by one.
 *
 * @param columns the key first
 * @param partitioning what stands behind PARTITION BY, without its partitions; null for none
 * @param partitions in parentheses behind it
 * @param addedPartitions partitions that ALTER TABLE adds
 */
record TableDraft(
        String model,
        List<Field> columns,
        List<String> indexes,
        @Nullable String partitioning,
        List<String> partitions,
        List<String> addedPartitions,
        String distribution,
        List<String> sortKey,
        List<String> rollups,
        List<String> properties,
        List<String> synchronousViews) {
    TableDraft {
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
     * A column.
     *
     * @param origin what it was called when it was made: the same for a column that has another name now
     * @param aggregation empty for none
     * @param suffix DEFAULT, AUTO_INCREMENT, AS or COMMENT; empty for none
     */
    record Field(
            String name,
            String origin,
            String type,
            boolean isKey,
            String aggregation,
            boolean isNullable,
            String suffix) {
        Field withType(String newType) {
            return new Field(name, origin, newType, isKey, aggregation, isNullable, suffix);
        }

        Field withName(String newName) {
            return new Field(newName, origin, type, isKey, aggregation, isNullable, suffix);
        }

        Field withNullable(boolean isNewNullable) {
            return new Field(name, origin, type, isKey, aggregation, isNewNullable, suffix);
        }

        Field withAggregation(String newAggregation) {
            return new Field(name, origin, type, isKey, newAggregation, isNullable, suffix);
        }

        Field withSuffix(String newRest) {
            return new Field(name, origin, type, isKey, aggregation, isNullable, newRest);
        }

        Field withKey(boolean isNewKey) {
            return new Field(name, origin, type, isNewKey, aggregation, isNullable, suffix);
        }

        boolean isGenerated() {
            return suffix.startsWith("AS ");
        }

        String render() {
            String nulls = isGenerated() ? "" : isNullable ? " NULL" : " NOT NULL";
            return name + " " + type + (aggregation.isEmpty() ? "" : " " + aggregation) + nulls
                    + (suffix.isEmpty() ? "" : " " + suffix);
        }
    }

    TableDraft withColumns(List<Field> newColumns) {
        return new TableDraft(
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

    TableDraft withModel(String newModel, List<Field> newColumns) {
        return new TableDraft(
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

    TableDraft withPartitioning(@Nullable String newPartitioning, List<String> newPartitions, List<String> newAdded) {
        return new TableDraft(
                model,
                columns,
                indexes,
                newPartitioning,
                newPartitions,
                newAdded,
                distribution,
                sortKey,
                rollups,
                properties,
                synchronousViews);
    }

    TableDraft withDistribution(String newDistribution) {
        return new TableDraft(
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

    TableDraft laidOut(
            List<String> newIndexes, List<String> newSortKey, List<String> newRollups, List<String> newSynchronous) {
        return new TableDraft(
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
                newSynchronous);
    }

    TableDraft properties(List<String> newProperties) {
        return new TableDraft(
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

    List<String> keys() {
        return columns.stream().filter(Field::isKey).map(Field::name).toList();
    }

    List<String> statements() {
        List<String> items = new ArrayList<>(columns.stream().map(Field::render).toList());
        items.addAll(indexes);
        StringBuilder create = new StringBuilder("CREATE TABLE " + TablePair.TABLE + " (");
        create.append(String.join(", ", items)).append(")\n");
        if (!keys().isEmpty()) {
            create.append(model)
                    .append(" KEY (")
                    .append(String.join(", ", keys()))
                    .append(")\n");
        }
        if (partitioning != null) {
            create.append("PARTITION BY ").append(partitioning);
            create.append(partitions.isEmpty() ? "\n" : " (" + String.join(", ", partitions) + ")\n");
        }
        create.append("DISTRIBUTED BY ").append(distribution);
        create.append(sortKey.isEmpty() ? "" : "\nORDER BY (" + String.join(", ", sortKey) + ")");
        create.append(rollups.isEmpty() ? "" : "\nROLLUP (" + String.join(", ", rollups) + ")");
        create.append(properties.isEmpty() ? "" : "\nPROPERTIES (" + String.join(", ", properties) + ")");
        List<String> statements = new ArrayList<>(List.of(create.toString()));
        addedPartitions.forEach(
                partition -> statements.add("ALTER TABLE " + TablePair.TABLE + " ADD PARTITION " + partition));
        statements.addAll(synchronousViews);
        return statements;
    }

    /** The renames from another one to this one. */
    List<String> renamesFrom(TableDraft other) {
        return columns.stream()
                .flatMap(column -> other.columns.stream()
                        .filter(old -> old.origin().equals(column.origin())
                                && !old.name().equals(column.name()))
                        .map(old -> old.name() + " " + column.name()))
                .collect(Collectors.toList());
    }
}
