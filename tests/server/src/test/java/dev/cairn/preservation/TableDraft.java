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
 * @param added partitions that ALTER TABLE adds
 */
record TableDraft(
        String model,
        List<Field> columns,
        List<String> indexes,
        @Nullable String partitioning,
        List<String> partitions,
        List<String> added,
        String distribution,
        List<String> sortKey,
        List<String> rollups,
        List<String> properties,
        List<String> synchronous) {
    TableDraft {
        columns = List.copyOf(columns);
        indexes = List.copyOf(indexes);
        partitions = List.copyOf(partitions);
        added = List.copyOf(added);
        sortKey = List.copyOf(sortKey);
        rollups = List.copyOf(rollups);
        properties = List.copyOf(properties);
        synchronous = List.copyOf(synchronous);
    }

    /**
     * A column.
     *
     * @param origin what it was called when it was made: the same for a column that has another name now
     * @param aggregation empty for none
     * @param rest DEFAULT, AUTO_INCREMENT, AS or COMMENT; empty for none
     */
    record Field(
            String name, String origin, String type, boolean key, String aggregation, boolean nullable, String rest) {
        Field typed(String newType) {
            return new Field(name, origin, newType, key, aggregation, nullable, rest);
        }

        Field named(String newName) {
            return new Field(newName, origin, type, key, aggregation, nullable, rest);
        }

        Field nullable(boolean newNullable) {
            return new Field(name, origin, type, key, aggregation, newNullable, rest);
        }

        Field aggregated(String newAggregation) {
            return new Field(name, origin, type, key, newAggregation, nullable, rest);
        }

        Field with(String newRest) {
            return new Field(name, origin, type, key, aggregation, nullable, newRest);
        }

        Field keyed(boolean newKey) {
            return new Field(name, origin, type, newKey, aggregation, nullable, rest);
        }

        boolean isGenerated() {
            return rest.startsWith("AS ");
        }

        String text() {
            String nulls = isGenerated() ? "" : nullable ? " NULL" : " NOT NULL";
            return name + " " + type + (aggregation.isEmpty() ? "" : " " + aggregation) + nulls
                    + (rest.isEmpty() ? "" : " " + rest);
        }
    }

    TableDraft with(List<Field> newColumns) {
        return new TableDraft(
                model,
                newColumns,
                indexes,
                partitioning,
                partitions,
                added,
                distribution,
                sortKey,
                rollups,
                properties,
                synchronous);
    }

    TableDraft model(String newModel, List<Field> newColumns) {
        return new TableDraft(
                newModel,
                newColumns,
                indexes,
                partitioning,
                partitions,
                added,
                distribution,
                sortKey,
                rollups,
                properties,
                synchronous);
    }

    TableDraft partitioned(@Nullable String by, List<String> newPartitions, List<String> newAdded) {
        return new TableDraft(
                model,
                columns,
                indexes,
                by,
                newPartitions,
                newAdded,
                distribution,
                sortKey,
                rollups,
                properties,
                synchronous);
    }

    TableDraft distributed(String newDistribution) {
        return new TableDraft(
                model,
                columns,
                indexes,
                partitioning,
                partitions,
                added,
                newDistribution,
                sortKey,
                rollups,
                properties,
                synchronous);
    }

    TableDraft laidOut(
            List<String> newIndexes, List<String> newSortKey, List<String> newRollups, List<String> newSynchronous) {
        return new TableDraft(
                model,
                columns,
                newIndexes,
                partitioning,
                partitions,
                added,
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
                added,
                distribution,
                sortKey,
                rollups,
                newProperties,
                synchronous);
    }

    List<String> keys() {
        return columns.stream().filter(Field::key).map(Field::name).toList();
    }

    List<String> statements() {
        List<String> items = new ArrayList<>(columns.stream().map(Field::text).toList());
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
        added.forEach(partition -> statements.add("ALTER TABLE " + TablePair.TABLE + " ADD PARTITION " + partition));
        statements.addAll(synchronous);
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
