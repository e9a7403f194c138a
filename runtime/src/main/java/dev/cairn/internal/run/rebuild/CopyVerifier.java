package dev.cairn.internal.run.rebuild;

import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.copy.CopyStatement;
import dev.cairn.internal.copy.CopyUnit;
import dev.cairn.internal.copy.RowDigestQueries;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.internal.run.step.RunContext;
import dev.cairn.internal.run.step.StepConnection;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.upgrade.RebuildOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares the rows of a table with their copies, by counts and hashes that the server calculates, so no row is
 * transferred. Thread-safe: the workers of a copy share one verifier.
 */
final class CopyVerifier {
    private final RunContext context;
    private final OnlineRebuild.RebuildTables tables;
    private final RebuildErrors errors;
    private final RebuildOptions options;
    private volatile Optional<RowDigestQueries> digestQueries;

    CopyVerifier(RunContext context, StatementStep step, OnlineRebuild.RebuildTables tables) {
        this.context = context;
        this.tables = tables;
        this.errors = new RebuildErrors(context, step);
        this.options = context.rebuildOptions();
        this.digestQueries = RowDigestQueries.createIfComparable(
                tables.sourceTable(), tables.stagingTable(), tables.copyStatement());
    }

    /** Returns whether the values of rows are compared, and not only the number of rows. */
    boolean comparesValues() {
        return digestQueries.isPresent();
    }

    /** Returns whether the rows of a unit are equal in both tables. Rows that can't be compared count as equal. */
    boolean isUnitEqual(StepConnection connection, ObjectName sourceName, CopyUnit unit) {
        if (unit.targetFingerprint().isEmpty()) {
            // The new table does not have the partition, which the server creates with its first row.
            return queryRow(connection, tables.copyStatement().renderCount(sourceName, unit.partitionNames()))
                    .equals(List.of("0"));
        }
        if (unit.isRange()) {
            return isRangeEqual(connection, sourceName, tables.stagingName(), unit);
        }
        Optional<RowDigestQueries> usedDigestQueries = digestQueries;
        try {
            if (usedDigestQueries.isEmpty()) {
                return true;
            }
            long sampleDivisor = computeSampleDivisor(connection, usedDigestQueries.get(), sourceName, unit);
            return readSourceDigest(connection, usedDigestQueries.get(), sourceName, unit, sampleDivisor)
                    .equals(readTargetDigest(connection, usedDigestQueries.get(), unit, sampleDivisor));
        } catch (ServerRefusalException refusal) {
            excludeComplexValues(usedDigestQueries, refusal);
            return isUnitEqual(connection, sourceName, unit);
        }
    }

    /**
     * Compares only numbers, texts and times from now on, because the server refuses to compare the other values.
     * Rethrows the refusal if the refused queries compared no others. Does nothing if another worker was first.
     *
     * @param usedDigestQueries the queries of which the server refused one
     */
    private synchronized void excludeComplexValues(
            Optional<RowDigestQueries> usedDigestQueries, ServerRefusalException refusal) {
        if (!usedDigestQueries.equals(digestQueries)) {
            return;
        }
        if (usedDigestQueries.filter(RowDigestQueries::includesComplexValues).isEmpty()) {
            throw refusal;
        }
        context.warn("Only numbers, texts and times of " + tables.tableName()
                + " are compared with their copies, because the" + " server refuses to compare the other values: "
                + refusal.getMessage());
        digestQueries = RowDigestQueries.createForSimpleColumns(
                tables.sourceTable(), tables.stagingTable(), tables.copyStatement());
    }

    /** Returns whether the rows of a range are equal in two tables. */
    boolean isRangeEqual(StepConnection connection, ObjectName sourceName, ObjectName targetName, CopyUnit range) {
        return readSourceRangeDigest(connection, sourceName, range)
                .equals(readTargetRangeDigest(connection, targetName, range));
    }

    /** Returns the exception for a unit whose rows differ. */
    RuntimeException createDifferenceException(StepConnection connection, ObjectName sourceName, CopyUnit unit) {
        RowDigestQueries rowDigestQueries = digestQueries.orElseThrow();
        if (unit.isRange()) {
            return errors.differentRows(
                    unit.toString(),
                    readSourceRangeDigest(connection, sourceName, unit),
                    readTargetRangeDigest(connection, tables.stagingName(), unit));
        }
        long sampleDivisor = computeSampleDivisor(connection, rowDigestQueries, sourceName, unit);
        return errors.differentRows(
                unit.toString(),
                readSourceDigest(connection, rowDigestQueries, sourceName, unit, sampleDivisor),
                readTargetDigest(connection, rowDigestQueries, unit, sampleDivisor));
    }

    /** Returns the divisor of the sample whose values are compared: 1 for all rows, 10 for a tenth of them. */
    private long computeSampleDivisor(
            StepConnection connection, RowDigestQueries rowDigestQueries, ObjectName sourceName, CopyUnit unit) {
        long maxComparedRows = options.sampleAbove();
        if (maxComparedRows == 0 || !rowDigestQueries.isSampleable()) {
            return 1;
        }
        long rowCount = countRows(connection, sourceName, unit.partitionNames());
        return Math.max(1, (rowCount + maxComparedRows - 1) / maxComparedRows);
    }

    private List<String> readSourceDigest(
            StepConnection connection,
            RowDigestQueries rowDigestQueries,
            ObjectName sourceName,
            CopyUnit unit,
            long sampleDivisor) {
        List<String> digestValues = new ArrayList<>(queryRow(
                connection, rowDigestQueries.renderSourceQuery(sourceName, unit.partitionNames(), sampleDivisor)));
        if (sampleDivisor > 1) {
            digestValues.addAll(
                    queryRow(connection, tables.copyStatement().renderCount(sourceName, unit.partitionNames())));
        }
        return digestValues;
    }

    private List<String> readTargetDigest(
            StepConnection connection, RowDigestQueries rowDigestQueries, CopyUnit unit, long sampleDivisor) {
        List<String> digestValues = new ArrayList<>(queryRow(
                connection,
                rowDigestQueries.renderTargetQuery(tables.stagingName(), unit.partitionNames(), sampleDivisor)));
        if (sampleDivisor > 1) {
            digestValues.addAll(queryRow(
                    connection,
                    "SELECT count(*) FROM " + SqlQuoting.quoteName(tables.stagingName())
                            + CopyStatement.renderPartitionClause(unit.partitionNames())));
        }
        return digestValues;
    }

    /** Returns the number of the rows of a range, and a digest of their values. */
    private List<String> readSourceRangeDigest(StepConnection connection, ObjectName sourceName, CopyUnit range) {
        return queryRow(connection, digestQueries.orElseThrow().renderSourceRangeQuery(sourceName, range));
    }

    private List<String> readTargetRangeDigest(StepConnection connection, ObjectName targetName, CopyUnit range) {
        return queryRow(connection, digestQueries.orElseThrow().renderTargetRangeQuery(targetName, range));
    }

    /** Requires that both tables have the same number of rows, if their rows can be compared. */
    void requireSameRowCount(StepConnection connection, ObjectName sourceName) {
        if (digestQueries.isPresent()) {
            List<String> expectedCountRow =
                    queryRow(connection, tables.copyStatement().renderCount(sourceName, List.of()));
            List<String> actualCountRow =
                    queryRow(connection, "SELECT count(*) FROM " + SqlQuoting.quoteName(tables.stagingName()));
            if (!actualCountRow.equals(expectedCountRow)) {
                throw errors.differentRows("all partitions together", expectedCountRow, actualCountRow);
            }
        }
    }

    /**
     * Returns the number of rows of the old table in some of its partitions, or in all partitions if the list is empty.
     */
    long countRows(StepConnection connection, ObjectName sourceName, List<String> partitionNames) {
        return Long.parseLong(queryRow(connection, tables.copyStatement().renderCount(sourceName, partitionNames))
                .get(0));
    }

    private List<String> queryRow(StepConnection connection, String query) {
        return connection
                .runIdempotent(context::createBackoff, openConnection -> openConnection.query(query))
                .get(0)
                .stream()
                .map(String::valueOf)
                .toList();
    }
}
