package dev.cairn.internal.run.load;

import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.ledger.NumberedLedgerState;
import dev.cairn.internal.reflection.LoadState;
import dev.cairn.internal.run.preparation.RunLabel;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.internal.run.step.RunContext;
import dev.cairn.internal.run.step.StepConnection;
import dev.cairn.internal.run.step.evidence.CompletionEvidence;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Detects, before the first statement of a migration, that the ledger is older than the database: the server remembers
 * a load of the migration from a later state of the same ledger. The server itself refuses a load only if its migration
 * begins in the same state as before, so that it has the same label. This check protects all other loads, and statements
 * that leave no trace: an UPDATE, for example, would run a second time.
 */
public final class OlderLedgerCheck {
    /** The note of the ledger about a step whose load belongs to a later state. */
    private static final String NOTE = "older";

    private final RunContext context;
    private final StepConnection connection;

    public OlderLedgerCheck(RunContext context, StepConnection connection) {
        this.context = context;
        this.connection = connection;
    }

    /** Returns whether the note of a step says that its load belongs to a later state of the ledger. */
    public static boolean isNotedIn(String evidence) {
        return evidence.equals(NOTE);
    }

    /**
     * Notes that a load belongs to a later state of the ledger, and returns the exception that says so. Without the
     * note, the next run would continue the migration, and take the load for one of its own. A script has no such note:
     * its ledger notes definitions instead.
     */
    static StepFailedException refuse(RunContext context, RunStep step, String label) {
        if (!context.ledger().recordsDefinitions()) {
            context.ledger().beginStep(step.number(), NOTE);
        }
        return new LoadErrors(context, step).olderLedger(label);
    }

    /**
     * Requires that the ledger is not older than the loads of the server. If the migration was in progress before this
     * run, only the notes of the earlier run count. The loads are not read if no step may run twice, or if labels do not
     * contain the identifier of the ledger.
     *
     * @param isFirstRun whether this migrator has run no migration of this number since it acquired the ledger. If so, no
     *     load of the migration can belong to a later state than the acquisition, however many states have been written
     *     since
     * @throws StepFailedException if a load of one of these steps ran in a later state of the ledger
     */
    public void requireNoLaterLoads(List<RunStep> steps, boolean isFirstRun) {
        for (RunStep step : steps) {
            if (context.wasInterrupted(step) && isNotedIn(context.ledger().notedEvidence(step.number()))) {
                throw new LoadErrors(context, step).olderLedger("");
            }
        }
        if (context.ledger().isContinued() || steps.stream().noneMatch(OlderLedgerCheck::mayRunTwice)) {
            return;
        }
        NumberedLedgerState entry = context.ledger().heldLedger().entry();
        long lastSequence = isFirstRun ? context.ledger().acquiredSequence() : entry.sequenceNumber();
        String ledgerIdentifier = entry.state().identifier();
        if (ledgerIdentifier.isEmpty()) {
            return;
        }
        String labelPrefix = RunLabel.createLabelPrefix(context.schemaName())
                + context.migration().number() + "_";
        Pattern labelPattern = Pattern.compile(
                Pattern.quote(labelPrefix) + "(\\d{1,9})_(\\d{1,18})_" + Pattern.quote(ledgerIdentifier) + "(?:_.*)?");
        for (String databaseName : collectLoadedDatabaseNames(steps)) {
            for (String label : readCompletedLabels(databaseName, labelPrefix)) {
                Matcher labelMatcher = labelPattern.matcher(label);
                if (labelMatcher.matches() && Long.parseLong(labelMatcher.group(2)) > lastSequence) {
                    findStep(steps, Integer.parseInt(labelMatcher.group(1))).ifPresent(step -> {
                        throw refuse(context, step, label);
                    });
                }
            }
        }
    }

    /** Returns the labels of loads that have succeeded; none if a step of the migration creates the database. */
    private List<String> readCompletedLabels(String databaseName, String labelPrefix) {
        try {
            return connection
                    .runIdempotent(
                            context::createBackoff, server -> LoadState.listLoads(server, databaseName, labelPrefix))
                    .stream()
                    .filter(load -> load.state() == LoadState.FINISHED)
                    .map(LoadState.ListedLoad::label)
                    .toList();
        } catch (ServerRefusalException refusal) {
            if (refusal.isUnknownDatabase()) {
                return List.of();
            }
            throw refusal;
        }
    }

    /**
     * Returns whether a step would run a second time. It leaves no trace, or it is a load that gets another label if its
     * migration now begins in another state than before. The copy of a rebuild fills a new table.
     */
    private static boolean mayRunTwice(RunStep step) {
        if (!(step instanceof StatementStep statementStep)) {
            return step instanceof RunStep.CodeStep;
        }
        CompletionEvidence evidence = CompletionEvidence.of(statementStep);
        ObjectName objectName = statementStep.simulatedStep().object();
        return evidence == CompletionEvidence.NONE
                || (evidence == CompletionEvidence.LABEL
                        && !statementStep.isRepeatable()
                        && objectName != null
                        && TemporaryName.findSentNumber(objectName.name()).isEmpty());
    }

    private static Set<String> collectLoadedDatabaseNames(List<RunStep> steps) {
        return RunStep.selectStatements(steps)
                .filter(step -> CompletionEvidence.of(step) == CompletionEvidence.LABEL)
                .map(step -> step.simulatedStep().object())
                .filter(Objects::nonNull)
                .map(ObjectName::database)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Optional<RunStep> findStep(List<RunStep> steps, int stepNumber) {
        return steps.stream().filter(step -> step.number() == stepNumber).findFirst();
    }
}
