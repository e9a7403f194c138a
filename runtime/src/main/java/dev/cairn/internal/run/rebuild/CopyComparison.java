package dev.cairn.internal.run.rebuild;

import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.copy.CopyStatement;
import dev.cairn.internal.copy.CopyUnit;
import dev.cairn.internal.copy.RowDigest;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.step.RunContext;
import dev.cairn.internal.run.step.StepConnection;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.upgrade.RebuildOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares the rows of a table with their copies, by counts and hashes that the server calculates, so no row is
 * transferred.
 */
final class CopyComparison {
    private final RunContext context;
    private final OnlineRebuild.RebuildTables tables;
    private final RebuildErrors errors;
    private final RebuildOptions options;
    private volatile Optional<RowDigest> digest;

    CopyComparison(RunContext context, RunStep.StatementStep step, OnlineRebuild.RebuildTables tables) {
        this.context = context;
        this.tables = tables;
        this.errors = new RebuildErrors(context, step);
        this.options = context.rebuildOptions();
        this.digest =
                RowDigest.createIfComparable(tables.oldTable(), tables.replacementTable(), tables.copyStatement());
    }

    /** Returns whether the values of rows are compared, and not only the number of rows. */
    boolean comparesValues() {
        return digest.isPresent();
    }

    /** Returns whether the rows of a unit are equal in both tables. Rows that can't be compared count as equal. */
    boolean isEqual(StepConnection connection, ObjectName sourceTable, CopyUnit unit) {
        if (unit.targetToken().isEmpty()) {
            // The server creates the partition with its first row.
            return queryRow(connection, tables.copyStatement().renderCount(sourceTable, unit.partitions()))
                    .equals(List.of("0"));
        }
        if (unit.isRange()) {
            return isEqualRange(connection, sourceTable, tables.replacementName(), unit);
        }
        Optional<RowDigest> comparedDigest = digest;
        try {
            if (comparedDigest.isEmpty()) {
                return true;
            }
            long sampleDivisor = computeSampleDivisor(connection, comparedDigest.get(), sourceTable, unit);
            return readSourceDigest(connection, comparedDigest.get(), sourceTable, unit, sampleDivisor)
                    .equals(readTargetDigest(connection, comparedDigest.get(), unit, sampleDivisor));
        } catch (ServerRefusalException refusal) {
            excludeNestedValues(comparedDigest, refusal);
            return isEqual(connection, sourceTable, unit);
        }
    }

    /**
     * Compares only simple columns from now on, because the server can't convert the others to text. Rethrows the
     * refusal if nested values are not compared.
     */
    private synchronized void excludeNestedValues(Optional<RowDigest> comparedDigest, ServerRefusalException refusal) {
        if (!comparedDigest.equals(digest)) {
            return;
        }
        if (comparedDigest.filter(RowDigest::includesNestedValues).isEmpty()) {
            throw refusal;
        }
        context.warn(
                "Only numbers, texts and times of " + tables.oldName() + " are compared with their copies, because the"
                        + " server refuses to compare the other values: " + refusal.getMessage());
        digest = RowDigest.ofSimpleColumns(tables.oldTable(), tables.replacementTable(), tables.copyStatement());
    }

    /** Returns whether the rows of a range are equal in two tables. */
    boolean isEqualRange(StepConnection connection, ObjectName sourceTable, ObjectName targetTable, CopyUnit range) {
        return readSourceRange(connection, sourceTable, range).equals(readTargetRange(connection, targetTable, range));
    }

    /** Returns the exception for a unit whose rows differ. */
    RuntimeException createDifferenceException(StepConnection connection, ObjectName sourceTable, CopyUnit unit) {
        RowDigest rowDigest = digest.orElseThrow();
        if (unit.isRange()) {
            return errors.differentRows(
                    unit.toString(),
                    readSourceRange(connection, sourceTable, unit),
                    readTargetRange(connection, tables.replacementName(), unit));
        }
        long sampleDivisor = computeSampleDivisor(connection, rowDigest, sourceTable, unit);
        return errors.differentRows(
                unit.toString(),
                readSourceDigest(connection, rowDigest, sourceTable, unit, sampleDivisor),
                readTargetDigest(connection, rowDigest, unit, sampleDivisor));
    }

    /** Returns the divisor of the sample whose values are compared: 1 for all rows, 10 for a tenth of them. */
    private long computeSampleDivisor(
            StepConnection connection, RowDigest rowDigest, ObjectName sourceTable, CopyUnit unit) {
        long maxComparedRows = options.sampleAbove();
        if (maxComparedRows == 0 || !rowDigest.canSample()) {
            return 1;
        }
        long rowCount = countRows(connection, sourceTable, unit.partitions());
        return Math.max(1, (rowCount + maxComparedRows - 1) / maxComparedRows);
    }

    private List<String> readSourceDigest(
            StepConnection connection, RowDigest rowDigest, ObjectName sourceTable, CopyUnit unit, long sampleDivisor) {
        List<String> digestValues = new ArrayList<>(
                queryRow(connection, rowDigest.renderSourceQuery(sourceTable, unit.partitions(), sampleDivisor)));
        if (sampleDivisor > 1) {
            digestValues.addAll(
                    queryRow(connection, tables.copyStatement().renderCount(sourceTable, unit.partitions())));
        }
        return digestValues;
    }

    private List<String> readTargetDigest(
            StepConnection connection, RowDigest rowDigest, CopyUnit unit, long sampleDivisor) {
        List<String> digestValues = new ArrayList<>(queryRow(
                connection, rowDigest.renderTargetQuery(tables.replacementName(), unit.partitions(), sampleDivisor)));
        if (sampleDivisor > 1) {
            digestValues.addAll(queryRow(
                    connection,
                    "SELECT count(*) FROM " + SqlQuoting.quoteName(tables.replacementName())
                            + CopyStatement.renderPartitionClause(unit.partitions())));
        }
        return digestValues;
    }

    /** Returns the number of the rows of a range, and a digest of their values. */
    private List<String> readSourceRange(StepConnection connection, ObjectName sourceTable, CopyUnit range) {
        return queryRow(connection, digest.orElseThrow().renderSourceRangeQuery(sourceTable, range));
    }

    private List<String> readTargetRange(StepConnection connection, ObjectName targetTable, CopyUnit range) {
        return queryRow(connection, digest.orElseThrow().renderTargetRangeQuery(targetTable, range));
    }

    /** Requires that both tables have the same number of rows, if their rows can be compared. */
    void requireSameRowCount(StepConnection connection, ObjectName sourceTable) {
        if (digest.isPresent()) {
            List<String> expectedRows =
                    queryRow(connection, tables.copyStatement().renderCount(sourceTable, List.of()));
            List<String> actualRows =
                    queryRow(connection, "SELECT count(*) FROM " + SqlQuoting.quoteName(tables.replacementName()));
            if (!actualRows.equals(expectedRows)) {
                throw errors.differentRows("all partitions together", expectedRows, actualRows);
            }
        }
    }

    /**
     * Returns the number of rows of the old table in some of its partitions, or in all partitions if the list is empty.
     */
    long countRows(StepConnection connection, ObjectName sourceTable, List<String> partitions) {
        return Long.parseLong(queryRow(connection, tables.copyStatement().renderCount(sourceTable, partitions))
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
