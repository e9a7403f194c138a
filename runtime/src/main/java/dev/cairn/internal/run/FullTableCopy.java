package dev.cairn.internal.run;

import dev.cairn.internal.Backoff;
import dev.cairn.internal.connection.NamedRow;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.copy.CopyProgress;
import dev.cairn.internal.copy.PartitionSnapshot;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.parse.InsertLabel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the copy and the swap of a rebuild whose writers are stopped: one INSERT copies all rows. A write that comes
 * nevertheless changes the version of a partition, which is detected before the swap, and once more after it.
 *
 * <p>The label of the copy contains a token of all partitions before the copy, and how many copies preceded it:
 * {@code cairn_shop_4_3_17_9f3a01bc_sx5fd0c1d2a3b4e5f6_0}. So a run that resumes this one knows whether the rows that
 * were copied are those that the old table has now. If they are not, it copies them again.
 */
final class FullTableCopy {
    private final RunContext context;
    private final RunStep.StatementStep step;
    private final RunStep.StatementStep load;
    private final ObjectName sourceTable;
    private final ObjectName targetTable;
    private final StepConnection connection;
    private final StepErrors errors;
    private final CopyProgress progress;
    private final Optional<StagingPartitions> partitions;

    FullTableCopy(
            RunContext context,
            RunStep.StatementStep step,
            RunStep.StatementStep load,
            ObjectName from,
            ObjectName to,
            StepConnection connection) {
        this.context = context;
        this.step = step;
        this.load = load;
        this.sourceTable = from;
        this.targetTable = to;
        this.connection = connection;
        this.errors = new StepErrors(context, step);
        this.partitions = OnlineRebuild.table(load, from)
                .flatMap(old -> OnlineRebuild.table(load, to)
                        .map(replacement -> new StagingPartitions(context, step, old, to, replacement)));
        this.progress = context.copies().computeIfAbsent(to, name -> new CopyProgress());
    }

    /** Returns the end of the label of a copy. The labels of copies of single partitions end in another way. */
    private static String labelSuffix(PartitionSnapshot before, int number) {
        return "_s" + before.token() + "_" + number;
    }

    /** Whether a label is that of a copy of all rows by one statement. */
    static boolean isLabel(String label, String plain) {
        return label.equals(plain) || labelPattern(plain).matcher(label).matches();
    }

    private static Pattern labelPattern(String plain) {
        return Pattern.compile(Pattern.quote(plain) + "_s(x[0-9a-f]+)_([0-9]+)");
    }

    /**
     * The copies that have succeeded, according to their labels.
     *
     * @param plainLabel the beginning of the labels
     * @param unlabelled whether there is a copy whose label does not contain the state of the old table
     * @param lastNumber the number of the last copy; -1 if there is none
     * @param tokens the tokens of the copies with this number; several if the statement of an earlier run came late
     */
    private record SucceededCopies(String plainLabel, boolean unlabelled, int lastNumber, List<String> tokens) {
        boolean isUnlabelled() {
            return unlabelled && tokens.isEmpty();
        }

        boolean areOf(PartitionSnapshot now) {
            return tokens.equals(List.of(now.token()));
        }
    }

    /** Returns whether there was anything to do. */
    boolean run() {
        return step.number() == load.number() ? copy() : swap();
    }

    private boolean copy() {
        Optional<PartitionSnapshot> now = readSnapshot(sourceTable);
        now.ifPresent(this::followPartitions);
        if (now.isEmpty()) {
            return new LoadRun(context, load, connection).run();
        }
        if (now.get().partitions().isEmpty()) {
            progress.noteFullCopy(now.get());
            return false;
        }
        boolean interrupted = context.wasInterrupted(load);
        if (!interrupted && context.ledger().completedSteps().isEmpty()) {
            progress.noteFullCopy(now.get());
            return new LoadRun(context, load, connection, labelSuffix(now.get(), 0)).run();
        }
        SucceededCopies copies = findCopies(load);
        if (copies.isUnlabelled()) {
            return new LoadRun(context, load, connection).run();
        }
        if (isCopied(copies, now.get())) {
            return false;
        }
        if (!copies.tokens().isEmpty()) {
            context.publishBegin(load);
            copyAgain(now.get(), copies);
            return true;
        }
        return new LoadRun(context, load, connection, labelSuffix(now.get(), 0)).run();
    }

    private boolean swap() {
        Optional<PartitionSnapshot> copied = progress.snapshotBeforeFullCopy();
        if (copied.isPresent()) {
            requireUnchanged(copied.get(), false).ifPresent(this::followPartitions);
            return swapAndCompare(copied.get());
        }
        InspectionResult result = connection.runIdempotent(
                context::createBackoff, server -> new StepInspector(context).inspect(server, step));
        boolean unclear = result.hasState(InspectionResult.State.INCONCLUSIVE)
                ? context.wasInterrupted(step)
                : !isDecided(result);
        if (unclear) {
            return new DdlStepRun(context, step, connection).run();
        }
        boolean swapped = result.hasState(InspectionResult.State.AFTER);
        SucceededCopies copies = findCopies(step);
        if (copies.isUnlabelled()) {
            context.warn(describeNoComparison("the label of its copy does not say which rows were copied"));
            endPartitions(swapped);
            return new DdlStepRun(context, step, connection).run();
        }
        Optional<PartitionSnapshot> now = readSnapshot(swapped ? targetTable : sourceTable);
        if (now.isEmpty()) {
            endPartitions(swapped);
            return new DdlStepRun(context, step, connection).run();
        }
        if (swapped) {
            requireNoLateWrites(copies, now.get());
            return false;
        }
        followPartitions(now.get());
        if (!isCopied(copies, now.get())) {
            if (!result.hasState(InspectionResult.State.BEFORE)) {
                // The two tables can't be distinguished, so neither is emptied.
                throw changedTable(List.of("at least one partition"), true);
            }
            CopyThrottle throttle = new CopyThrottle(context, step, connection);
            if (!throttle.isOpen()) {
                throttle.awaitWindow();
                now = Optional.of(readSnapshot(sourceTable).orElse(now.get()));
            }
            copyAgain(now.get(), copies);
            OnlineRebuild.findCounters(context, targetTable, sourceTable)
                    .forEach(counter -> new AutoIncrementStepRun(context, counter, connection).runAgain());
            requireUnchanged(now.get(), true).ifPresent(this::followPartitions);
        }
        return swapAndCompare(now.get());
    }

    private static boolean isDecided(InspectionResult result) {
        return result.hasState(InspectionResult.State.BEFORE) || result.hasState(InspectionResult.State.AFTER);
    }

    /** Prepares the new table for the place of the old one, which it may already have. */
    private void endPartitions(boolean swapped) {
        if (!swapped) {
            partitions.ifPresent(staging -> staging.restoreProperties(connection));
        }
    }

    private boolean swapAndCompare(PartitionSnapshot copied) {
        endPartitions(false);
        boolean ran = new DdlStepRun(context, step, connection).run();
        readSnapshot(targetTable).ifPresent(now -> {
            SortedSet<String> changed = now.partitionsChangedSince(copied);
            if (!changed.isEmpty()) {
                // A partition that was dropped has no rows to merge.
                List<String> left = changed.stream()
                        .filter(name -> now.partition(name).isPresent())
                        .toList();
                throw lateWrites(describePartitions(changed), left);
            }
        });
        return ran;
    }

    private void requireNoLateWrites(SucceededCopies copies, PartitionSnapshot now) {
        if (now.partitions().isEmpty()) {
            return;
        }
        if (copies.tokens().isEmpty()) {
            context.warn(describeNoComparison("the server has forgotten the label of its copy"));
        } else if (!copies.areOf(now)) {
            throw lateWrites(List.of("at least one partition"), List.of());
        }
    }

    /** @param left the partitions that have rows to merge */
    private RuntimeException lateWrites(List<String> parts, List<String> left) {
        boolean quiet = new WriterWatch(context, step, connection, List.of(targetTable, sourceTable))
                .watch(() -> parts)
                .isQuiet();
        return quiet
                ? errors.lateWrites(
                        sourceTable,
                        targetTable,
                        parts,
                        List.of(),
                        Optional.of(OnlineRebuild.lateRows(load, targetTable, left, sourceTable)))
                : errors.continuingLateWrites(sourceTable, targetTable, parts);
    }

    /** Returns the partitions of the old table now, if the server shows them. */
    private Optional<PartitionSnapshot> requireUnchanged(PartitionSnapshot copied, boolean hasBegun) {
        Optional<PartitionSnapshot> foundSnapshot = readSnapshot(sourceTable);
        SortedSet<String> parts =
                foundSnapshot.map(now -> now.partitionsChangedSince(copied)).orElse(new TreeSet<>());
        if (!parts.isEmpty()) {
            throw changedTable(describePartitions(parts), hasBegun);
        }
        return foundSnapshot;
    }

    private RuntimeException changedTable(List<String> parts, boolean hasBegun) {
        if (hasBegun) {
            // The swap was not sent.
            context.ledger().noteUndone(step.number());
        }
        return errors.unstoppedWriters(sourceTable, parts);
    }

    private static List<String> describePartitions(Set<String> partitions) {
        return partitions.stream().map(name -> "partition " + name).toList();
    }

    /** Gives the new table the partitions of the old one, unless it was created with them. */
    private void followPartitions(PartitionSnapshot old) {
        partitions
                .filter(staging -> staging.mayLack(old))
                .ifPresent(staging -> readSnapshot(targetTable)
                        .ifPresent(fresh -> staging.alignPartitions(connection, sourceTable, old, fresh)));
    }

    /** Reads the partitions of a table. If the server refuses that, the rebuild goes on without a comparison. */
    private Optional<PartitionSnapshot> readSnapshot(ObjectName table) {
        try {
            return Optional.of(
                    connection.runIdempotent(context::createBackoff, server -> PartitionSnapshot.read(server, table)));
        } catch (ServerRefusalException refusal) {
            context.warn(
                    describeNoComparison("the partitions of " + table + " can't be read: " + refusal.getMessage()));
            return Optional.empty();
        }
    }

    private String describeNoComparison(String reason) {
        return "Whether rows of " + sourceTable + " are written during its rebuild is not checked, because " + reason;
    }

    /** Begins a step in the ledger, waits for copies of an earlier run, and reads which of them succeeded. */
    private SucceededCopies findCopies(RunStep begunStep) {
        String plain = LoadRun.plainLabel(context, load, context.ledger().beginStep(begunStep.number()));
        Pattern pattern = labelPattern(plain);
        Backoff backoff = context.createBackoff();
        while (true) {
            boolean unlabelled = false;
            int last = -1;
            List<String> tokens = new ArrayList<>();
            Optional<String> running = Optional.empty();
            for (NamedRow row : readLoads(plain)) {
                String label = row.text("Label");
                Matcher copy = pattern.matcher(label);
                boolean numbered = copy.matches();
                if (!numbered && !label.equals(plain)) {
                    continue;
                }
                if (!row.text("State").equals("FINISHED")) {
                    running = row.text("State").equals("CANCELLED") ? running : Optional.of(label);
                } else if (numbered) {
                    int number = Integer.parseInt(copy.group(2));
                    if (number > last) {
                        tokens.clear();
                        last = number;
                    }
                    if (number == last) {
                        tokens.add(copy.group(1));
                    }
                } else {
                    unlabelled = true;
                }
            }
            if (running.isEmpty()) {
                return new SucceededCopies(plain, unlabelled, last, List.copyOf(tokens));
            }
            context.publishWait(step, "the load " + running.get() + " is running");
            backoff.pause();
        }
    }

    private List<NamedRow> readLoads(String plain) {
        return connection.runIdempotent(
                context::createBackoff,
                server -> server.fetchNamedRows("SHOW LOAD FROM " + SqlQuoting.quoteName(targetTable.database())
                        + " WHERE LABEL LIKE " + SqlQuoting.quoteText(plain + "%")));
    }

    /** Whether the new table has all rows. A table without partitions has none, and the server refuses to copy them. */
    private boolean isCopied(SucceededCopies copies, PartitionSnapshot now) {
        return now.partitions().isEmpty() || (copies.areOf(now) && !isEmptied(now));
    }

    /** Whether an earlier run emptied the new table, and ended before it copied the rows again. */
    private boolean isEmptied(PartitionSnapshot old) {
        return !old.isPristine()
                && readSnapshot(targetTable)
                        .filter(PartitionSnapshot::isPristine)
                        .isPresent();
    }

    private void copyAgain(PartitionSnapshot now, SucceededCopies copies) {
        context.warn(sourceTable + " may have changed since its rows were copied: " + targetTable
                + " is truncated, and filled again");
        context.ledger().requireHeld();
        try {
            connection.runIdempotent(context::createBackoff, server -> {
                server.execute("TRUNCATE TABLE " + SqlQuoting.quoteName(targetTable));
                return server;
            });
        } catch (ServerRefusalException refusal) {
            throw errors.refusedStatement(refusal);
        }
        context.ledger().requireHeld();
        new LoadRun(context, load, connection)
                .runPart(load.text(), copies.plainLabel() + labelSuffix(now, copies.lastNumber() + 1));
    }

    /**
     * Returns the rebuild that a step belongs to; empty if the step is another one, or if the copy can't be repeated.
     */
    static Optional<FullTableCopy> of(RunContext context, RunStep.StatementStep step, StepConnection connection) {
        Optional<ObjectName> staging = OnlineRebuild.findStaging(context, step);
        if (staging.isEmpty()) {
            return Optional.empty();
        }
        List<RunStep.StatementStep> swaps = OnlineRebuild.findSwaps(context, staging.get());
        List<RunStep.StatementStep> writes = OnlineRebuild.findWrites(context, staging.get());
        if (swaps.isEmpty() || writes.isEmpty()) {
            return Optional.empty();
        }
        ObjectName from = Objects.requireNonNull(swaps.get(0).step().object());
        boolean single = swaps.size() == 1
                && writes.size() == 1
                && OnlineRebuild.isLoad(writes.get(0))
                && InsertLabel.findIn(writes.get(0).text()).isEmpty();
        if (single) {
            return Optional.of(new FullTableCopy(context, step, writes.get(0), from, staging.get(), connection));
        }
        if (!OnlineRebuild.isLoad(step)) {
            context.warn("Whether rows of " + from + " are written during its rebuild is not checked, because "
                    + staging.get() + " is not filled by a single INSERT without a label");
        }
        return Optional.empty();
    }
}
