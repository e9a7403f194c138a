package dev.cairn.internal.run.load;

import dev.cairn.internal.Backoff;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.copy.PartitionSnapshot;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.internal.run.step.RunContext;
import dev.cairn.internal.run.step.StepConnection;
import dev.cairn.internal.run.step.StepErrors;
import dev.cairn.internal.run.step.evidence.OverwriteEvidence;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.ast.Statement;
import java.time.Duration;
import java.util.Objects;

/**
 * Determines whether the rows of an INSERT OVERWRITE have replaced those of its table, if the answer of the server was
 * lost. The server drops the rows of a finished load if it can't replace the partitions, or if the leader changes before
 * that.
 */
final class OverwriteInspector {
    /** The time within which a server that no longer shows the statement replaces the partitions. */
    private static final Duration MAX_REPLACEMENT_TIME = Duration.ofSeconds(10);

    private final RunContext context;
    private final StatementStep step;
    private final StepConnection connection;
    private final ObjectName tableName;
    private OverwriteEvidence evidence = OverwriteEvidence.ofLabel(0);

    OverwriteInspector(RunContext context, StatementStep step, StepConnection connection) {
        this.context = context;
        this.step = step;
        this.connection = connection;
        this.tableName = Objects.requireNonNull(step.simulatedStep().object());
    }

    /**
     * Returns whether the rows of the load replace the partitions of the table. The server writes them to temporary
     * partitions, and replaces the partitions after the load has finished, so the label does not show whether this
     * succeeded. If not, the server drops the rows, and the label stays in use.
     */
    boolean overwrites() {
        return step.requireStatement() instanceof Statement.OpaqueStatement opaqueStatement
                && opaqueStatement.keywords().contains("OVERWRITE");
    }

    /**
     * Takes the evidence before the statement is sent, and returns the note for the ledger; empty for another INSERT.
     *
     * @param labelNumber the number at the end of the label
     */
    String takeEvidence(long labelNumber) {
        if (!overwrites()) {
            return "";
        }
        try {
            evidence = OverwriteEvidence.of(labelNumber, readSnapshot());
        } catch (ServerRefusalException refusal) {
            refusal.rethrowIfTransient();
            evidence = OverwriteEvidence.ofLabel(labelNumber);
        }
        return evidence.format();
    }

    /** Uses the evidence of an interrupted run, and returns the note for the ledger; empty for another INSERT. */
    String resumeEvidence() {
        if (!overwrites()) {
            return "";
        }
        evidence = OverwriteEvidence.parse(context.ledger().notedEvidence(step.number()))
                .orElse(evidence);
        return evidence.format();
    }

    /** Returns the number at the end of the label; 0 if it has none. */
    long labelNumber() {
        return evidence.labelNumber();
    }

    /**
     * Returns whether the rows of a finished load are in the table. The rows of an INSERT OVERWRITE are not, if the
     * server has dropped them instead of the old ones.
     *
     * @throws dev.cairn.upgrade.MigrationException.UncertainStepException if this can't be determined
     */
    boolean hasReplacedRows(String label) {
        if (!evidence.showsTable()) {
            return true;
        }
        OverwriteEvidence.Outcome outcome = awaitOutcome(label);
        if (outcome == OverwriteEvidence.Outcome.ROWS_CHANGED) {
            throw new StepErrors(context, step)
                    .uncertainStep(
                            "the rows of the load " + label + " replaced those of " + tableName
                                    + ": the answer of the server was lost, and other clients have changed the table since then");
        }
        return outcome == OverwriteEvidence.Outcome.REPLACED;
    }

    /**
     * Requires that the rows of a finished load are in the table. If not, the step stays open: the next run examines the
     * table once more before it loads the rows again.
     */
    void requireReplacedRows(String label) {
        if (!hasReplacedRows(label)) {
            throw new LoadErrors(context, step).droppedRows(label);
        }
    }

    /** Waits until the server no longer runs the statement, and returns the outcome of its finished load. */
    private OverwriteEvidence.Outcome awaitOutcome(String label) {
        Backoff backoff = context.createBackoff();
        Ticker.Stopwatch stopwatch = context.ticker().start();
        while (true) {
            boolean isRunning =
                    connection.runIdempotent(context::createBackoff, server -> isStatementRunning(server, label));
            OverwriteEvidence.Outcome outcome = evidence.determineOutcome(readSnapshot());
            if (outcome == OverwriteEvidence.Outcome.REPLACED
                    || (!isRunning && stopwatch.elapsed().compareTo(MAX_REPLACEMENT_TIME) >= 0)) {
                return outcome;
            }
            if (stopwatch.elapsed().compareTo(connection.loadTimeout()) >= 0) {
                throw new LoadErrors(context, step).runningLoad(label, connection.loadTimeout());
            }
            context.publishWait(step, "the rows of the load " + label + " replace those of " + tableName);
            backoff.pause();
        }
    }

    /** Returns whether a connection runs the statement. For an idle connection, the server shows its last statement. */
    private static boolean isStatementRunning(ServerConnection server, String label) {
        return server.fetchNamedRows("SHOW FULL PROCESSLIST").stream()
                .filter(processRow -> !processRow.text("Command").equals("Sleep"))
                .map(processRow -> processRow.text("Info"))
                .anyMatch(statementText -> statementText.contains(label));
    }

    private PartitionSnapshot readSnapshot() {
        return connection.runIdempotent(context::createBackoff, server -> PartitionSnapshot.read(server, tableName));
    }
}
