package dev.cairn.internal.run.step;

import dev.cairn.internal.Backoff;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.NamedRow;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.copy.PartitionSnapshot;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.internal.run.step.evidence.RowChangeEvidence;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.ast.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Determines whether an UPDATE, DELETE or TRUNCATE has run, from the note in the ledger before it was sent.
 *
 * <p>Unchanged versions of the rows of all partitions prove that the statement changed no row. Changed versions prove
 * nothing, because other clients may have written. In this case, the load of the statement decides: the server
 * generates its label, but SHOW LOAD also prints the timeout, and Cairn sends each fenced statement with a unique
 * timeout.
 */
public final class RowChangeInspector {
    /** Whether the statement has run; if this is unknown, the reason. */
    enum Outcome {
        RAN,
        DID_NOT_RUN,

        /** The rows have changed, and another client may have changed them. */
        ROWS_CHANGED,

        /** The statement may still arrive over a connection that no longer responds. */
        CONNECTION_OPEN,

        /** The server does not show enough. */
        NOT_SHOWN;

        boolean isUnknown() {
            return this != RAN && this != DID_NOT_RUN;
        }
    }

    /**
     * The maximum number of seconds that are added to the timeout of the session. Cairn's own timeout is longer than
     * the sum of the two.
     */
    private static final int MAX_TIMEOUT_INCREMENT_SECONDS = 1_800;

    /** The greatest value of {@code insert_timeout}. */
    private static final int MAX_TIMEOUT_SECONDS = 259_200;

    /** The time within which the server notices the end of a connection, unless the network does not report it. */
    private static final Duration MAX_SILENCE = Duration.ofSeconds(10);

    private final RunContext context;
    private final StatementStep step;
    private final StepConnection connection;
    private final BooleanSupplier isFenced;

    /**
     * Creates the inspector of a step that changes rows.
     *
     * @param isFenced whether the server refuses the statement once the ledger's state has been replaced
     */
    RowChangeInspector(RunContext context, StatementStep step, StepConnection connection, BooleanSupplier isFenced) {
        this.context = context;
        this.step = step;
        this.connection = connection;
        this.isFenced = isFenced;
    }

    /** Reads the evidence to note before the statement is sent over a connection; empty if the server shows none. */
    Optional<RowChangeEvidence> readEvidence(ServerConnection server) {
        ObjectName tableName = step.simulatedStep().object();
        if (tableName == null || !step.requireStatement().changesOnlyRows()) {
            return Optional.empty();
        }
        try {
            String tableFingerprint = PartitionSnapshot.read(server, tableName).fingerprint();
            List<String> sessionRow = server.fetchRows("SELECT CONNECTION_ID(), @@insert_timeout").get(0).stream()
                    .map(String::valueOf)
                    .toList();
            if (!isFenced.getAsBoolean()) {
                return Optional.of(new RowChangeEvidence(tableFingerprint, sessionRow.get(0), 0, 0));
            }
            long lastLoadId = readLoads(server, tableName)
                    .mapToLong(loadRow -> Long.parseLong(loadRow.text("JobId")))
                    .max()
                    .orElse(0);
            return Optional.of(new RowChangeEvidence(
                    tableFingerprint,
                    sessionRow.get(0),
                    computeUniqueTimeout(Integer.parseInt(sessionRow.get(1))),
                    lastLoadId));
        } catch (ServerRefusalException refusal) {
            refusal.rethrowIfTransient();
            return Optional.empty();
        }
    }

    /**
     * Returns a timeout in seconds by which the load of the statement is recognized: it differs from the timeout of the
     * session, and nearly always from the timeouts of other steps.
     */
    private int computeUniqueTimeout(int sessionTimeoutSeconds) {
        int runHash = Objects.hash(
                context.ledger().acquiredSequence(), context.migration().number(), step.number());
        int incrementSeconds = 1 + Math.floorMod(runHash, MAX_TIMEOUT_INCREMENT_SECONDS);
        return sessionTimeoutSeconds + incrementSeconds <= MAX_TIMEOUT_SECONDS
                ? sessionTimeoutSeconds + incrementSeconds
                : sessionTimeoutSeconds - incrementSeconds;
    }

    /** Returns the loads of statements of the same kind in the database. */
    private Stream<NamedRow> readLoads(ServerConnection server, ObjectName tableName) {
        String labelPrefix =
                ((Statement.OpaqueStatement) step.requireStatement())
                                .firstKeyword()
                                .toLowerCase(Locale.ROOT) + "_";
        return server.fetchNamedRows("SHOW LOAD FROM " + SqlQuoting.quoteName(tableName.database())).stream()
                .filter(loadRow -> loadRow.text("Label").startsWith(labelPrefix));
    }

    /**
     * Waits until the statement no longer runs and can no longer arrive. Returns whether it has run.
     *
     * @throws dev.cairn.upgrade.MigrationException.StepFailedException if the statement runs longer than its timeout
     */
    Outcome determineOutcome(RowChangeEvidence evidence) {
        ObjectName tableName = Objects.requireNonNull(step.simulatedStep().object());
        try {
            if (!awaitEnd(evidence)) {
                return Outcome.CONNECTION_OPEN;
            }
            return connection.runIdempotent(
                    context::createBackoff, server -> determineOutcome(server, tableName, evidence));
        } catch (ServerRefusalException refusal) {
            context.warn("The server does not show whether the statement ran: " + refusal.reason());
            return Outcome.NOT_SHOWN;
        }
    }

    private Outcome determineOutcome(ServerConnection server, ObjectName tableName, RowChangeEvidence evidence) {
        List<NamedRow> laterLoadRows = evidence.timeoutSeconds() == 0
                ? List.of()
                : readLoads(server, tableName)
                        .filter(loadRow -> Long.parseLong(loadRow.text("JobId")) > evidence.lastLoadId())
                        .toList();
        // The loads are checked before the versions, because a committed load may become visible later.
        if (laterLoadRows.stream()
                .anyMatch(loadRow -> hasNotedTimeout(loadRow, evidence)
                        && loadRow.text("State").equals("FINISHED"))) {
            return Outcome.RAN;
        }
        PartitionSnapshot snapshot = PartitionSnapshot.read(server, tableName);
        if (snapshot.fingerprint().equals(evidence.tableFingerprint())) {
            return Outcome.DID_NOT_RUN;
        }
        if (step.requireStatement() instanceof Statement.TruncateTable truncate) {
            // The rows are gone, whether this statement or another one emptied the table.
            boolean isWholeTable =
                    truncate.partitions() == null && truncate.partitionKeys().isEmpty();
            return isWholeTable && snapshot.isPristine() ? Outcome.RAN : Outcome.ROWS_CHANGED;
        }
        if (evidence.timeoutSeconds() == 0) {
            return Outcome.ROWS_CHANGED;
        }
        boolean isKnownToHaveFailed =
                laterLoadRows.stream().allMatch(loadRow -> loadRow.text("State").equals("CANCELLED"))
                        && new LabelRetention(context, connection)
                                .remembersLabelsSince(context.ledger().earliestStepStart());
        return isKnownToHaveFailed ? Outcome.DID_NOT_RUN : Outcome.ROWS_CHANGED;
    }

    /** Returns whether a load has the timeout of the note, which identifies the statement. */
    private static boolean hasNotedTimeout(NamedRow loadRow, RowChangeEvidence evidence) {
        return loadRow.text("TaskInfo").contains("timeout(s):" + evidence.timeoutSeconds() + ";");
    }

    /**
     * Waits for the end of the statement. Returns false if it may still arrive over a connection that no longer
     * responds.
     */
    private boolean awaitEnd(RowChangeEvidence evidence) {
        Ticker.Stopwatch stopwatch = context.ticker().start();
        Backoff backoff = context.createBackoff();
        while (true) {
            RemainingActivity remainingActivity = connection.runIdempotent(
                    context::createBackoff, server -> determineRemainingActivity(server, evidence));
            if (remainingActivity == RemainingActivity.NOTHING) {
                return true;
            }
            if (remainingActivity == RemainingActivity.CONNECTION
                    && stopwatch.elapsed().compareTo(MAX_SILENCE) >= 0) {
                return false;
            }
            if (stopwatch.elapsed().compareTo(connection.loadTimeout()) >= 0) {
                throw new StepErrors(context, step).runningStatement(connection.loadTimeout());
            }
            context.publishWait(
                    step, "the server may still run the statement that was sent before the connection was lost");
            backoff.pause();
        }
    }

    /** What the server still has of a statement whose connection was lost. */
    private enum RemainingActivity {
        NOTHING,
        CONNECTION,
        STATEMENT
    }

    /** Returns whether a connection runs the statement. For an idle connection, the server shows its last statement. */
    private boolean isRunning(NamedRow processRow, RowChangeEvidence evidence) {
        return !processRow.text("Command").equals("Sleep")
                && processRow
                        .text("Info")
                        .replace(evidence.renderHint(), "")
                        .contains(step.text().strip());
    }

    private RemainingActivity determineRemainingActivity(ServerConnection server, RowChangeEvidence evidence) {
        List<NamedRow> processRows = server.fetchNamedRows("SHOW FULL PROCESSLIST");
        if (processRows.stream().anyMatch(processRow -> isRunning(processRow, evidence))) {
            return RemainingActivity.STATEMENT;
        }
        ObjectName tableName = Objects.requireNonNull(step.simulatedStep().object());
        if (evidence.timeoutSeconds() != 0
                && readLoads(server, tableName)
                        .anyMatch(loadRow -> hasNotedTimeout(loadRow, evidence)
                                && Long.parseLong(loadRow.text("JobId")) > evidence.lastLoadId()
                                && !loadRow.text("State").equals("FINISHED")
                                && !loadRow.text("State").equals("CANCELLED"))) {
            return RemainingActivity.STATEMENT;
        }
        String currentConnectionId = StepConnection.readConnectionId(server);
        boolean isConnectionOpen = !isFenced.getAsBoolean()
                && !evidence.connectionId().equals(currentConnectionId)
                && processRows.stream()
                        .anyMatch(processRow -> processRow.text("Id").equals(evidence.connectionId()));
        return isConnectionOpen ? RemainingActivity.CONNECTION : RemainingActivity.NOTHING;
    }
}
