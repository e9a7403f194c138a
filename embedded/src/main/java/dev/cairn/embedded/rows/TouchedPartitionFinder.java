package dev.cairn.embedded.rows;

import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.rows.store.DuckDb;
import dev.cairn.embedded.rows.store.DuckDbTable.DuckDbTarget;
import dev.cairn.embedded.state.ChangedPartitions;
import dev.cairn.embedded.state.PartitionVersions;
import dev.cairn.embedded.translate.Translation;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the partitions that the rows of a statement touch, and what the statement has changed in them. The callers
 * write the rows and create the partitions.
 */
final class TouchedPartitionFinder {
    private final DuckDb duckDb;
    private final DuckDbTarget target;
    private final Translation translation;
    private final boolean isTemporary;

    /** @param isTemporary whether the load writes to temporary partitions */
    TouchedPartitionFinder(DuckDb duckDb, DuckDbTarget target, Translation translation, boolean isTemporary) {
        this.duckDb = duckDb;
        this.target = target;
        this.translation = translation;
        this.isTemporary = isTemporary;
    }

    /**
     * The partitions that contain new rows.
     *
     * @param table the table with the partitions that are created for these rows
     * @param partitions the partitions that contain at least one of the rows
     */
    record TouchedPartitions(
            Table table,
            List<PartitionDefinition> partitions,
            List<PartitionDefinition> createdPartitions,
            boolean hasRows) {
        /** Returns the condition that a row is in one of these partitions. */
        String renderCondition(Translation translation) {
            if (table.partitioning() instanceof Partitioning.None) {
                return "TRUE";
            }
            PartitionConditions conditions = new PartitionConditions(table, translation);
            List<String> alternatives = new ArrayList<>();
            partitions.forEach(partition -> alternatives.add("(" + conditions.renderPartition(partition) + ")"));
            return alternatives.isEmpty() ? "FALSE" : String.join(" OR ", alternatives);
        }
    }

    /**
     * Returns the partitions that contain rows of a staging table.
     *
     * @param rowCount the number of rows in the staging table
     */
    TouchedPartitions findTouchedPartitions(String stagingTable, long rowCount) {
        boolean isUnpartitioned = target.table().partitioning() instanceof Partitioning.None;
        return isUnpartitioned
                ? new TouchedPartitions(target.table(), List.of(), List.of(), rowCount > 0)
                : findTouchedPartitions(stagingTable);
    }

    /** Returns the partitions that contain rows of a table. */
    TouchedPartitions findTouchedPartitions(String sourceTable) {
        return findPartitionsOfMatchingRows(sourceTable, "TRUE");
    }

    /** Returns the partitions that contain the rows of a table that meet a condition. */
    private TouchedPartitions findPartitionsOfMatchingRows(String sourceTable, String condition) {
        Table table = target.table();
        if (table.partitioning() instanceof Partitioning.None) {
            boolean hasRows = duckDb.queryNumber("SELECT count(*) FROM " + sourceTable + " WHERE " + condition) > 0;
            return new TouchedPartitions(table, List.of(), List.of(), hasRows);
        }
        List<PartitionDefinition> createdPartitions =
                isTemporary || !table.partitioning().isAutomatic()
                        ? List.of()
                        : new AutomaticPartitions(duckDb, table, translation).findMissingPartitions(sourceTable);
        Table extendedTable = new ChangedPartitions(Map.of(), Set.of(), createdPartitions).addTo(table);
        List<PartitionDefinition> touchedPartitions = new ArrayList<>();
        List<PartitionDefinition> candidates = candidatePartitions(extendedTable);
        List<Long> counts = countRows(candidates, sourceTable, " WHERE " + condition);
        for (int i = 0; i < candidates.size(); i++) {
            if (counts.get(i) > 0) {
                touchedPartitions.add(candidates.get(i));
            }
        }
        return new TouchedPartitions(extendedTable, touchedPartitions, createdPartitions, !touchedPartitions.isEmpty());
    }

    /**
     * Returns the partitions to which a DELETE adds its condition: the named ones, or else those that are not pruned.
     *
     * @param pruningCondition the part of the condition that is about the partition columns
     */
    TouchedPartitions findSelectedPartitions(DmlStatement.Delete delete, String pruningCondition) {
        Table table = target.table();
        if (table.partitioning() instanceof Partitioning.None) {
            return new TouchedPartitions(table, List.of(), List.of(), true);
        }
        if (delete.partitions() == null) {
            return findPartitionsOfMatchingRows(target.storedTable().quotedName(), pruningCondition);
        }
        List<Name> names = delete.partitions().names();
        List<PartitionDefinition> namedPartitions = candidatePartitions(table).stream()
                .filter(partition -> names.stream()
                        .anyMatch(name -> name.equalsIgnoreCase(partition.name().text())))
                .toList();
        return new TouchedPartitions(table, namedPartitions, List.of(), true);
    }

    private List<PartitionDefinition> candidatePartitions(Table table) {
        return isTemporary
                ? table.temporaryPartitions()
                : List.copyOf(table.partitioning().partitions());
    }

    /** Counts the rows of each partition, with one expression of all conditions: a row is in one partition at most. */
    private List<Long> countRows(List<PartitionDefinition> partitions, String sourceTable, String whereClause) {
        PartitionConditions conditions = new PartitionConditions(target.table(), translation);
        List<Long> counts = new ArrayList<>(Collections.nCopies(partitions.size(), 0L));
        if (counts.isEmpty()) {
            return counts;
        }
        StringBuilder positionCase = new StringBuilder("CASE");
        for (int i = 0; i < partitions.size(); i++) {
            positionCase
                    .append(" WHEN ")
                    .append(conditions.renderPartition(partitions.get(i)))
                    .append(" THEN ")
                    .append(i);
        }
        for (List<@Nullable String> row :
                duckDb.queryRows("SELECT position, count(*) FROM (SELECT " + positionCase + " END AS position FROM "
                        + sourceTable + whereClause + ") WHERE position IS NOT NULL GROUP BY position")) {
            counts.set(Integer.parseInt(String.valueOf(row.get(0))), Long.parseLong(String.valueOf(row.get(1))));
        }
        return counts;
    }

    /** Returns the partitions that a load has changed; called after its rows were merged. */
    ChangedPartitions collectChanges(TouchedPartitions touchedPartitions, Set<String> replacedPartitions) {
        Map<String, Long> rowCounts = new HashMap<>();
        String storedTable = target.storedTable().quotedName();
        if (target.table().partitioning() instanceof Partitioning.None) {
            if (touchedPartitions.hasRows()) {
                rowCounts.put(
                        PartitionVersions.UNPARTITIONED_KEY, duckDb.queryNumber("SELECT count(*) FROM " + storedTable));
            }
        } else {
            List<Long> counts = countRows(touchedPartitions.partitions(), storedTable, "");
            for (int i = 0; i < counts.size(); i++) {
                rowCounts.put(keyOf(touchedPartitions.partitions().get(i).name()), counts.get(i));
            }
        }
        return new ChangedPartitions(rowCounts, replacedPartitions, touchedPartitions.createdPartitions());
    }

    /**
     * Returns the change of a statement in an unpartitioned table.
     *
     * @param changedRows the number of rows that the statement has added, updated or deleted
     * @param addedRows the number of added rows, minus the number of deleted ones
     * @param context the state before the statement
     */
    WriteResult collectRowChanges(long changedRows, long addedRows, StatementContext context) {
        if (changedRows == 0) {
            return new WriteResult(0, ChangedPartitions.NONE);
        }
        OptionalLong rowsBefore = context.findRowCount(target.storedTable().key());
        long rows = rowsBefore.isPresent()
                ? rowsBefore.getAsLong() + addedRows
                : duckDb.queryNumber(
                        "SELECT count(*) FROM " + target.storedTable().quotedName());
        return new WriteResult(
                changedRows,
                new ChangedPartitions(Map.of(PartitionVersions.UNPARTITIONED_KEY, rows), Set.of(), List.of()));
    }

    /** Returns the keys of partitions; null stands for all partitions of the table. */
    Set<String> keysOf(@Nullable List<Name> names) {
        Set<String> keys = new TreeSet<>();
        if (target.table().partitioning() instanceof Partitioning.None) {
            keys.add(PartitionVersions.UNPARTITIONED_KEY);
            return keys;
        }
        for (PartitionDefinition partition : candidatePartitions(target.table())) {
            boolean isNamed = names == null
                    || names.stream()
                            .anyMatch(name ->
                                    name.equalsIgnoreCase(partition.name().text()));
            if (isNamed) {
                keys.add(keyOf(partition.name()));
            }
        }
        return keys;
    }

    String keyOf(Name partition) {
        return PartitionVersions.key(partition.text(), isTemporary);
    }
}
