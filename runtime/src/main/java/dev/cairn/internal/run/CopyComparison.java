package dev.cairn.internal.run;

import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.rebuild.CopyStatement;
import dev.cairn.internal.rebuild.CopyUnit;
import dev.cairn.internal.rebuild.RowDigest;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.upgrade.RebuildOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares the rows of a table with their copies, as far as the server can compare them. */
final class CopyComparison {
    private final RunContext context;
    private final OnlineRebuild.Tables tables;
    private final StepErrors errors;
    private final RebuildOptions options;
    private volatile Optional<RowDigest> digest;

    CopyComparison(RunContext context, RunStep.OfStatement step, OnlineRebuild.Tables tables) {
        this.context = context;
        this.tables = tables;
        this.errors = new StepErrors(context, step);
        this.options = context.options().rebuild();
        this.digest = RowDigest.of(tables.old(), tables.replacement(), tables.statement());
    }

    /** Whether the values of rows are compared, and not just their number. */
    boolean comparesValues() {
        return digest.isPresent();
    }

    /** Whether the rows of a unit are equal in both tables, as far as they can be compared. */
    boolean isEqual(StepConnection link, ObjectName from, CopyUnit unit) {
        if (unit.target().isEmpty()) {
            // The server creates the partition with its first row.
            return ask(link, tables.statement().count(from, unit.partitions())).equals(List.of("0"));
        }
        if (unit.isRange()) {
            return isEqualRange(link, from, tables.to(), unit);
        }
        Optional<RowDigest> tried = digest;
        try {
            if (tried.isEmpty()) {
                return true;
            }
            long share = share(link, tried.get(), from, unit);
            return source(link, tried.get(), from, unit, share).equals(target(link, tried.get(), unit, share));
        } catch (ServerRefusalException refusal) {
            simplify(tried, refusal);
            return isEqual(link, from, unit);
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
                "Only numbers, texts and times of " + tables.from() + " are compared with their copies, because the"
                        + " server refuses to compare the other values: " + refusal.getMessage());
        digest = RowDigest.simple(tables.old(), tables.replacement(), tables.statement());
    }

    /** Whether the rows of a range are equal in two tables. */
    boolean isEqualRange(StepConnection link, ObjectName from, ObjectName to, CopyUnit range) {
        return source(link, from, range).equals(target(link, to, range));
    }

    /** Returns the exception for a unit whose rows differ. */
    RuntimeException different(StepConnection link, ObjectName from, CopyUnit unit) {
        RowDigest queries = digest.orElseThrow();
        if (unit.isRange()) {
            return errors.differentRows(unit.toString(), source(link, from, unit), target(link, tables.to(), unit));
        }
        long share = share(link, queries, from, unit);
        return errors.differentRows(
                unit.toString(), source(link, queries, from, unit, share), target(link, queries, unit, share));
    }

    /** Returns 1 if all rows of a unit are compared by their values, or 10 if a tenth of them is. */
    private long share(StepConnection link, RowDigest queries, ObjectName from, CopyUnit unit) {
        long most = options.sampleAbove();
        if (most == 0 || !queries.hasSamples()) {
            return 1;
        }
        long rows = rows(link, from, unit.partitions());
        return Math.max(1, (rows + most - 1) / most);
    }

    private List<String> source(StepConnection link, RowDigest queries, ObjectName from, CopyUnit unit, long share) {
        List<String> values = new ArrayList<>(ask(link, queries.ofSource(from, unit.partitions(), share)));
        if (share > 1) {
            values.addAll(ask(link, tables.statement().count(from, unit.partitions())));
        }
        return values;
    }

    private List<String> target(StepConnection link, RowDigest queries, CopyUnit unit, long share) {
        List<String> values = new ArrayList<>(ask(link, queries.ofTarget(tables.to(), unit.partitions(), share)));
        if (share > 1) {
            values.addAll(ask(
                    link,
                    "SELECT count(*) FROM " + SqlQuoting.name(tables.to())
                            + CopyStatement.restriction(unit.partitions())));
        }
        return values;
    }

    /** Returns the number and the values of the rows of a range. */
    private List<String> source(StepConnection link, ObjectName from, CopyUnit range) {
        return ask(link, digest.orElseThrow().ofSource(from, range));
    }

    private List<String> target(StepConnection link, ObjectName to, CopyUnit range) {
        return ask(link, digest.orElseThrow().ofTarget(to, range));
    }

    /** Requires that both tables have the same number of rows, if their rows can be compared. */
    void requireSameNumber(StepConnection link, ObjectName from) {
        if (digest.isPresent()) {
            List<String> expected = ask(link, tables.statement().count(from, List.of()));
            List<String> actual = ask(link, "SELECT count(*) FROM " + SqlQuoting.name(tables.to()));
            if (!actual.equals(expected)) {
                throw errors.differentRows("all partitions together", expected, actual);
            }
        }
    }

    /** Returns the number of rows of the old table in some of its partitions; of all if the list is empty. */
    long rows(StepConnection link, ObjectName from, List<String> partitions) {
        return Long.parseLong(
                ask(link, tables.statement().count(from, partitions)).get(0));
    }

    private List<String> ask(StepConnection link, String query) {
        return link.ask(context::backoff, open -> open.query(query)).get(0).stream()
                .map(String::valueOf)
                .toList();
    }
}
