package dev.cairn.embedded.rows;

import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.rows.store.DuckDb;
import dev.cairn.embedded.rows.store.DuckDbTable.DuckDbTarget;
import dev.cairn.embedded.rows.store.StorageKey;
import dev.cairn.embedded.rows.table.AutomaticPartitionPlanner;
import dev.cairn.embedded.rows.table.PartitionConditionRenderer;
import dev.cairn.embedded.rows.table.StatementContext;
import dev.cairn.embedded.state.ChangedPartitions;
import dev.cairn.embedded.state.PartitionVersionKey;
import dev.cairn.embedded.state.PartitionVersions;
import dev.cairn.embedded.translate.SqlTranslator;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final SqlTranslator sqlTranslator;
    private final boolean writesTemporaryPartitions;

    /** Creates a finder for a statement that writes to no temporary partitions. */
    TouchedPartitionFinder(DuckDb duckDb, DuckDbTarget target, SqlTranslator sqlTranslator) {
        this(duckDb, target, sqlTranslator, false);
    }

    /**
     * Creates a finder for a statement.
     *
     * @param writesTemporaryPartitions whether the statement writes to temporary partitions
     */
    TouchedPartitionFinder(
            DuckDb duckDb, DuckDbTarget target, SqlTranslator sqlTranslator, boolean writesTemporaryPartitions) {
        this.duckDb = duckDb;
        this.target = target;
        this.sqlTranslator = sqlTranslator;
        this.writesTemporaryPartitions = writesTemporaryPartitions;
    }

    /**
     * The partitions that contain rows of a statement.
     *
     * @param table the table with the partitions that are created for these rows
     * @param partitions the partitions that contain at least one of the rows; empty for an unpartitioned table
     * @param hasRows whether there are any such rows, even if the table is unpartitioned
     */
    record TouchedPartitions(
            Table table,
            List<PartitionDefinition> partitions,
            List<PartitionDefinition> createdPartitions,
            boolean hasRows) {
        /** Returns the condition that a row is in one of these partitions. */
        String renderCondition(SqlTranslator sqlTranslator) {
            if (table.partitioning() instanceof Partitioning.None) {
                return "TRUE";
            }
            PartitionConditionRenderer conditionRenderer = new PartitionConditionRenderer(table, sqlTranslator);
            List<String> alternatives = new ArrayList<>();
            partitions.forEach(partition -> alternatives.add("(" + conditionRenderer.renderPartition(partition) + ")"));
            return alternatives.isEmpty() ? "FALSE" : String.join(" OR ", alternatives);
        }
    }

    /**
     * Returns the partitions that contain rows of a staging table.
     *
     * @param rowCount the number of rows in the staging table
     */
    TouchedPartitions findTouchedPartitions(String stagingTableName, long rowCount) {
        boolean isUnpartitioned = target.table().partitioning() instanceof Partitioning.None;
        return isUnpartitioned
                ? new TouchedPartitions(target.table(), List.of(), List.of(), rowCount > 0)
                : findTouchedPartitions(stagingTableName);
    }

    /**
     * Returns the partitions that contain rows of a relation, and those that would be created for these rows. The
     * relation is the quoted name of a table, or a query in parentheses.
     */
    TouchedPartitions findTouchedPartitions(String relationSql) {
        return findPartitionsOfMatchingRows(relationSql, "TRUE");
    }

    /** Returns the partitions that contain the rows of a table that meet a condition. */
    private TouchedPartitions findPartitionsOfMatchingRows(String relationSql, String condition) {
        Table table = target.table();
        if (table.partitioning() instanceof Partitioning.None) {
            boolean hasRows = duckDb.queryNumber("SELECT count(*) FROM " + relationSql + " WHERE " + condition) > 0;
            return new TouchedPartitions(table, List.of(), List.of(), hasRows);
        }
        List<PartitionDefinition> createdPartitions = writesTemporaryPartitions
                        || !table.partitioning().isAutomatic()
                ? List.of()
                : new AutomaticPartitionPlanner(duckDb, table, sqlTranslator).findMissingPartitions(relationSql);
        Table extendedTable = ChangedPartitions.addPartitions(table, createdPartitions);
        List<PartitionDefinition> touchedPartitions = new ArrayList<>();
        List<PartitionDefinition> candidates = findCandidatePartitions(extendedTable);
        List<Long> counts = countRowsPerPartition(candidates, relationSql, " WHERE " + condition);
        for (int i = 0; i < candidates.size(); i++) {
            if (counts.get(i) > 0) {
                touchedPartitions.add(candidates.get(i));
            }
        }
        return new TouchedPartitions(extendedTable, touchedPartitions, createdPartitions, !touchedPartitions.isEmpty());
    }

    /**
     * Returns the partitions to which a DELETE adds its condition: the named partitions, or else the partitions that
     * are not pruned. A partition to which no statement has written is pruned.
     *
     * @param pruningCondition the part of the condition that is about the partition columns; empty if no part is
     */
    TouchedPartitions findSelectedPartitions(
            DmlStatement.Delete delete, Optional<String> pruningCondition, StatementContext context) {
        Table table = target.table();
        if (delete.partitions() == null) {
            return pruningCondition.isPresent()
                    ? findPartitionsOfMatchingRows(target.storedTable().quotedName(), pruningCondition.get())
                    : findWrittenPartitions(context);
        }
        if (table.partitioning() instanceof Partitioning.None) {
            return new TouchedPartitions(table, List.of(), List.of(), true);
        }
        List<Name> names = delete.partitions().names();
        List<PartitionDefinition> namedPartitions = findCandidatePartitions(table).stream()
                .filter(partition -> names.stream()
                        .anyMatch(name -> name.equalsIgnoreCase(partition.name().text())))
                .toList();
        return new TouchedPartitions(table, namedPartitions, List.of(), true);
    }

    /** Returns the partitions to which a statement has written. They are assumed to have rows. */
    private TouchedPartitions findWrittenPartitions(StatementContext context) {
        Table table = target.table();
        StorageKey storageKey = target.storedTable().key();
        if (table.partitioning() instanceof Partitioning.None) {
            boolean isWritten =
                    context.rowStatistics().mayHaveBeenWritten(storageKey, PartitionVersionKey.UNPARTITIONED);
            return new TouchedPartitions(table, List.of(), List.of(), isWritten);
        }
        List<PartitionDefinition> writtenPartitions = findCandidatePartitions(table).stream()
                .filter(partition ->
                        context.rowStatistics().mayHaveBeenWritten(storageKey, partitionKey(partition.name())))
                .toList();
        return new TouchedPartitions(table, writtenPartitions, List.of(), !writtenPartitions.isEmpty());
    }

    private List<PartitionDefinition> findCandidatePartitions(Table table) {
        return writesTemporaryPartitions
                ? table.temporaryPartitions()
                : List.copyOf(table.partitioning().partitions());
    }

    /** Counts the rows of each partition, with one expression of all conditions: a row is in one partition at most. */
    private List<Long> countRowsPerPartition(
            List<PartitionDefinition> partitions, String relationSql, String whereClause) {
        PartitionConditionRenderer conditionRenderer = new PartitionConditionRenderer(target.table(), sqlTranslator);
        List<Long> counts = new ArrayList<>(Collections.nCopies(partitions.size(), 0L));
        if (counts.isEmpty()) {
            return counts;
        }
        StringBuilder positionCase = new StringBuilder("CASE");
        for (int i = 0; i < partitions.size(); i++) {
            positionCase
                    .append(" WHEN ")
                    .append(conditionRenderer.renderPartition(partitions.get(i)))
                    .append(" THEN ")
                    .append(i);
        }
        for (List<@Nullable String> row :
                duckDb.queryRows("SELECT position, count(*) FROM (SELECT " + positionCase + " END AS position FROM "
                        + relationSql + whereClause + ") WHERE position IS NOT NULL GROUP BY position")) {
            counts.set(Integer.parseInt(String.valueOf(row.get(0))), Long.parseLong(String.valueOf(row.get(1))));
        }
        return counts;
    }

    /** Returns what a statement has changed in the touched partitions. Call it after the rows have been changed. */
    ChangedPartitions collectChanges(TouchedPartitions touchedPartitions, Set<String> replacedKeys) {
        Map<String, Long> rowCountByKey = new HashMap<>();
        String storedTableName = target.storedTable().quotedName();
        if (target.table().partitioning() instanceof Partitioning.None) {
            if (touchedPartitions.hasRows()) {
                rowCountByKey.put(
                        PartitionVersionKey.UNPARTITIONED,
                        duckDb.queryNumber("SELECT count(*) FROM " + storedTableName));
            }
        } else {
            List<Long> counts = countRowsPerPartition(touchedPartitions.partitions(), storedTableName, "");
            for (int i = 0; i < counts.size(); i++) {
                rowCountByKey.put(
                        partitionKey(touchedPartitions.partitions().get(i).name()), counts.get(i));
            }
        }
        return new ChangedPartitions(rowCountByKey, replacedKeys, touchedPartitions.createdPartitions());
    }

    /**
     * Returns the outcome of a statement that has changed an unpartitioned table.
     *
     * @param changedRowCount the number of rows that the statement has added, updated or deleted
     * @param rowCountDifference the number of added rows, minus the number of deleted ones
     * @param context the state before the statement
     */
    WriteResult createUnpartitionedResult(long changedRowCount, long rowCountDifference, StatementContext context) {
        if (changedRowCount == 0) {
            return new WriteResult(0, ChangedPartitions.NONE);
        }
        OptionalLong oldRowCount =
                context.rowStatistics().findRowCount(target.storedTable().key());
        long newRowCount = oldRowCount.isPresent()
                ? oldRowCount.getAsLong() + rowCountDifference
                : duckDb.queryNumber(
                        "SELECT count(*) FROM " + target.storedTable().quotedName());
        return new WriteResult(
                changedRowCount,
                new ChangedPartitions(Map.of(PartitionVersionKey.UNPARTITIONED, newRowCount), Set.of(), List.of()));
    }

    /** Returns the keys of partitions; null stands for all partitions of the table. */
    Set<String> collectPartitionKeys(@Nullable List<Name> names) {
        Set<String> keys = new TreeSet<>();
        if (target.table().partitioning() instanceof Partitioning.None) {
            keys.add(PartitionVersionKey.UNPARTITIONED);
            return keys;
        }
        for (PartitionDefinition partition : findCandidatePartitions(target.table())) {
            boolean isNamed = names == null
                    || names.stream()
                            .anyMatch(name ->
                                    name.equalsIgnoreCase(partition.name().text()));
            if (isNamed) {
                keys.add(partitionKey(partition.name()));
            }
        }
        return keys;
    }

    /** Returns the key of a partition in {@link PartitionVersions}. */
    String partitionKey(Name partitionName) {
        return PartitionVersionKey.format(partitionName.text(), writesTemporaryPartitions);
    }
}
