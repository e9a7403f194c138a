package dev.cairn.internal.run;

import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.copy.CopyStatement;
import dev.cairn.internal.copy.CopyUnit;
import dev.cairn.internal.copy.RowDigest;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.upgrade.RebuildOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares the rows of a table with their copies, as far as the server can compare them. */
final class CopyComparison {
    private final RunContext context;
    private final OnlineRebuild.RebuildTables tables;
    private final StepErrors errors;
    private final RebuildOptions options;
    private volatile Optional<RowDigest> digest;

    CopyComparison(RunContext context, RunStep.StatementStep step, OnlineRebuild.RebuildTables tables) {
        this.context = context;
        this.tables = tables;
        this.errors = new StepErrors(context, step);
        this.options = context.rebuild();
        this.digest = RowDigest.of(tables.old(), tables.replacement(), tables.statement());
    }

    /** Whether the values of rows are compared, and not just their number. */
    boolean comparesValues() {
        return digest.isPresent();
    }

    /** Whether the rows of a unit are equal in both tables, as far as they can be compared. */
    boolean isEqual(StepConnection connection, ObjectName from, CopyUnit unit) {
        if (unit.targetToken().isEmpty()) {
            // The server creates the partition with its first row.
            return ask(connection, tables.statement().count(from, unit.partitions()))
                    .equals(List.of("0"));
        }
        if (unit.isRange()) {
            return isEqualRange(connection, from, tables.replacementName(), unit);
        }
        Optional<RowDigest> tried = digest;
        try {
            if (tried.isEmpty()) {
                return true;
            }
            long share = share(connection, tried.get(), from, unit);
            return readSource(connection, tried.get(), from, unit, share)
                    .equals(readTarget(connection, tried.get(), unit, share));
        } catch (ServerRefusalException refusal) {
            simplify(tried, refusal);
            return isEqual(connection, from, unit);
        }
    }

    /** Goes on without the values that the server can't convert to texts. */
    private synchronized void simplify(Optional<RowDigest> tried, ServerRefusalException refusal) {
        if (!tried.equals(digest)) {
            return;
        }
        if (tried.filter(RowDigest::isNested).isEmpty()) {
            throw refusal;
        }
        context.warn(
                "Only numbers, texts and times of " + tables.oldName() + " are compared with their copies, because the"
                        + " server refuses to compare the other values: " + refusal.getMessage());
        digest = RowDigest.ofSimpleColumns(tables.old(), tables.replacement(), tables.statement());
    }

    /** Whether the rows of a range are equal in two tables. */
    boolean isEqualRange(StepConnection connection, ObjectName from, ObjectName to, CopyUnit range) {
        return readSource(connection, from, range).equals(readTarget(connection, to, range));
    }

    /** Returns the exception for a unit whose rows differ. */
    RuntimeException difference(StepConnection connection, ObjectName from, CopyUnit unit) {
        RowDigest queries = digest.orElseThrow();
        if (unit.isRange()) {
            return errors.differentRows(
                    unit.toString(),
                    readSource(connection, from, unit),
                    readTarget(connection, tables.replacementName(), unit));
        }
        long share = share(connection, queries, from, unit);
        return errors.differentRows(
                unit.toString(),
                readSource(connection, queries, from, unit, share),
                readTarget(connection, queries, unit, share));
    }

    /** Returns 1 if all rows of a unit are compared by their values, or 10 if a tenth of them is. */
    private long share(StepConnection connection, RowDigest queries, ObjectName from, CopyUnit unit) {
        long most = options.sampleAbove();
        if (most == 0 || !queries.hasSamples()) {
            return 1;
        }
        long rows = rows(connection, from, unit.partitions());
        return Math.max(1, (rows + most - 1) / most);
    }

    private List<String> readSource(
            StepConnection connection, RowDigest queries, ObjectName from, CopyUnit unit, long share) {
        List<String> values = new ArrayList<>(ask(connection, queries.ofSource(from, unit.partitions(), share)));
        if (share > 1) {
            values.addAll(ask(connection, tables.statement().count(from, unit.partitions())));
        }
        return values;
    }

    private List<String> readTarget(StepConnection connection, RowDigest queries, CopyUnit unit, long share) {
        List<String> values =
                new ArrayList<>(ask(connection, queries.ofTarget(tables.replacementName(), unit.partitions(), share)));
        if (share > 1) {
            values.addAll(ask(
                    connection,
                    "SELECT count(*) FROM " + SqlQuoting.name(tables.replacementName())
                            + CopyStatement.restriction(unit.partitions())));
        }
        return values;
    }

    /** Returns the number and the values of the rows of a range. */
    private List<String> readSource(StepConnection connection, ObjectName from, CopyUnit range) {
        return ask(connection, digest.orElseThrow().ofSource(from, range));
    }

    private List<String> readTarget(StepConnection connection, ObjectName to, CopyUnit range) {
        return ask(connection, digest.orElseThrow().ofTarget(to, range));
    }

    /** Requires that both tables have the same number of rows, if their rows can be compared. */
    void requireSameNumber(StepConnection connection, ObjectName from) {
        if (digest.isPresent()) {
            List<String> expected = ask(connection, tables.statement().count(from, List.of()));
            List<String> actual = ask(connection, "SELECT count(*) FROM " + SqlQuoting.name(tables.replacementName()));
            if (!actual.equals(expected)) {
                throw errors.differentRows("all partitions together", expected, actual);
            }
        }
    }

    /** Returns the number of rows of the old table in some of its partitions; of all if the list is empty. */
    long rows(StepConnection connection, ObjectName from, List<String> partitions) {
        return Long.parseLong(
                ask(connection, tables.statement().count(from, partitions)).get(0));
    }

    private List<String> ask(StepConnection connection, String query) {
        return connection.runIdempotent(context::backoff, openConnection -> openConnection.query(query)).get(0).stream()
                .map(String::valueOf)
                .toList();
    }
}
