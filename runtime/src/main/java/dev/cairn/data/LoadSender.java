package dev.cairn.data;

import dev.cairn.internal.Backoff;
import dev.cairn.internal.DurationFormatter;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.SqlLogEntry;
import dev.cairn.internal.http.HttpConnectException;
import dev.cairn.internal.load.LoadRequest;
import dev.cairn.internal.load.LoadResponse;
import dev.cairn.internal.load.StreamLoadClient;
import dev.cairn.internal.polling.ServerPoller;
import dev.cairn.upgrade.HistoryPlace;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends a load repeatedly until its outcome is known. Since the server accepts only one load with a label, the rows of
 * an attempt that seemed lost but was only late are not written twice.
 */
final class LoadSender<R> {
    private static final int MAX_ATTEMPTS = 5;
    private static final String COMMITTED_STATE = "COMMITTED";
    private static final String VISIBLE_STATE = "VISIBLE";
    private static final Set<String> RUNNING_STATES = Set.of("PREPARE", "PREPARED", COMMITTED_STATE);

    /** The time that the server may need, after the timeout of a load, to cancel it. */
    private static final Duration CANCELLATION_GRACE_PERIOD = Duration.ofMinutes(1);

    private final StreamLoadClient client;
    private final LoadRequest request;
    private final Supplier<LoadBody<R>> bodyFactory;
    private final boolean canRereadRows;
    private final Ticker ticker;
    /**
     * The greatest number of rows that an attempt has sent whose response was lost, or reported a failure although the
     * load was committed.
     */
    private long sentRowCount;
    /** Whether the server may have received one of the attempts that ended without a response. */
    private boolean mayHaveArrived;

    /**
     * Creates the sender of one load.
     *
     * @param bodyFactory creates a body with all rows for each attempt that needs another one
     * @param canRereadRows whether the rows can be read a second time
     */
    LoadSender(
            StreamLoadClient client,
            LoadRequest request,
            Supplier<LoadBody<R>> bodyFactory,
            boolean canRereadRows,
            Ticker ticker) {
        this.client = client;
        this.request = request;
        this.bodyFactory = bodyFactory;
        this.canRereadRows = canRereadRows;
        this.ticker = ticker;
    }

    /**
     * Sends the load until its outcome is known, and waits until its rows are visible.
     *
     * @throws LoadException if the load failed
     * @throws ServerUnreachableException if the load can't be sent, or if its state can't be determined in time
     */
    StreamLoad.Outcome run() {
        Backoff backoff = ServerPoller.createBackoff(ticker);
        LoadBody<R> body = bodyFactory.get();
        for (int attemptNumber = 1; ; attemptNumber++) {
            Optional<StreamLoad.Outcome> outcome = tryLoad(body, attemptNumber);
            if (outcome.isPresent()) {
                return outcome.get();
            }
            backoff.pause();
            body = body.hasStartedReading() ? bodyFactory.get() : body;
        }
    }

    /**
     * Sends the load once and returns its outcome; empty if nothing was written and the load can be repeated.
     *
     * @throws LoadException if the load failed, and can't be repeated
     */
    private Optional<StreamLoad.Outcome> tryLoad(LoadBody<R> body, int attemptNumber) {
        SqlLogEntry logEntry = SqlLogEntry.start(request.toString(), ticker);
        try {
            LoadResponse response = client.load(request.databaseName(), request.tableName(), request.headers(), body);
            logResponse(logEntry, response);
            if (response.isSuccess()) {
                return Optional.of(awaitVisible(response));
            }
            if (response.isLabelUsed()) {
                Optional<StreamLoad.Outcome> outcome = awaitEarlierLoad(response);
                if (outcome.isEmpty()) {
                    requireRepeatable(body, attemptNumber, response.message(), null);
                }
                return outcome;
            }
            if (response.isAbortedWithoutRows()) {
                return Optional.of(
                        new StreamLoad.Outcome(request.label(), StreamLoad.Outcome.State.LOADED, 0, 0, List.of()));
            }
            return Optional.of(resolveReportedFailure(response, body));
        } catch (IOException failure) {
            logEntry.logFailure(failure);
            mayHaveArrived |= !(failure instanceof HttpConnectException);
            if (!mayHaveArrived && attemptNumber < MAX_ATTEMPTS) {
                return Optional.empty();
            }
            if (!mayHaveArrived) {
                throw createUnsentLoadException(failure);
            }
            sentRowCount = Math.max(sentRowCount, body.writtenRowCount());
            Optional<StreamLoad.Outcome> outcome = awaitOutcome();
            if (outcome.isEmpty()) {
                requireRepeatable(body, attemptNumber, String.valueOf(failure.getMessage()), failure);
            }
            return outcome;
        }
    }

    /**
     * Requires that a load that was not committed can be sent again.
     *
     * @throws LoadException if this was the last attempt, or if rows were read that can't be read a second time
     */
    private void requireRepeatable(
            LoadBody<R> body, int attemptNumber, String failureMessage, @Nullable IOException cause) {
        if (attemptNumber == MAX_ATTEMPTS || (body.hasStartedReading() && !canRereadRows)) {
            throw new LoadException(
                    request.tableName(), request.label(), failureMessage + "; send it again", List.of(), cause);
        }
    }

    private ServerUnreachableException createUnsentLoadException(IOException failure) {
        return new ServerUnreachableException(
                HistoryPlace.in(request.tableName()),
                String.valueOf(failure.getMessage()),
                "Nothing was loaded: check the address for loads, and send the rows again.",
                failure);
    }

    private static void logResponse(SqlLogEntry logEntry, LoadResponse response) {
        if (response.isSuccess() || response.isAbortedWithoutRows()) {
            logEntry.logAnswer(response.loadedRowCount());
        } else {
            logEntry.logFailure(response.status() + ": " + response.message());
        }
    }

    /** Waits until the load has ended, and returns its outcome; empty if its rows were not committed. */
    private Optional<StreamLoad.Outcome> awaitOutcome() {
        return awaitEnd().equals(VISIBLE_STATE) ? Optional.of(createLostResponseOutcome()) : Optional.empty();
    }

    /** Waits for the load that has the label. A load that the server calls finished may not be visible yet. */
    private Optional<StreamLoad.Outcome> awaitEarlierLoad(LoadResponse response) {
        Optional<StreamLoad.Outcome> outcome = awaitOutcome();
        return response.hasEarlierLoadSucceeded() ? Optional.of(createLostResponseOutcome()) : outcome;
    }

    /**
     * Returns the outcome of a load that is reported as failed, but was committed: a backend reports a failure if the
     * frontend does not confirm the commit in time, and a proxy if the backend does not answer in time.
     *
     * @throws LoadException if the load was not committed
     */
    private StreamLoad.Outcome resolveReportedFailure(LoadResponse response, LoadBody<R> body) {
        if (!body.hasStartedReading() || !awaitEnd().equals(VISIBLE_STATE)) {
            throw createLoadException(response);
        }
        sentRowCount = Math.max(sentRowCount, body.writtenRowCount());
        return response.hasRowCounts() ? createLoadedOutcome(response) : createLostResponseOutcome();
    }

    /** Waits until committed rows are visible; a committed load can no longer fail. */
    private StreamLoad.Outcome awaitVisible(LoadResponse response) {
        if (!response.areRowsVisible()) {
            awaitEnd();
        }
        return createLoadedOutcome(response);
    }

    private StreamLoad.Outcome createLoadedOutcome(LoadResponse response) {
        return new StreamLoad.Outcome(
                request.label(),
                StreamLoad.Outcome.State.LOADED,
                response.loadedRowCount(),
                response.filteredRowCount(),
                readProblems(response));
    }

    /**
     * Returns the outcome of a load that succeeded, but whose response was lost. The server reports no numbers for it.
     * If this sender has sent rows, all of them count as loaded, because invalid rows are not tolerated by default.
     * Otherwise, an earlier load with the label has succeeded.
     */
    private StreamLoad.Outcome createLostResponseOutcome() {
        return sentRowCount == 0
                ? new StreamLoad.Outcome(request.label(), StreamLoad.Outcome.State.LOADED_BEFORE, 0, 0, List.of())
                : new StreamLoad.Outcome(request.label(), StreamLoad.Outcome.State.LOADED, sentRowCount, 0, List.of());
    }

    private LoadException createLoadException(LoadResponse response) {
        String reason = response.hasTooLongHeaders()
                ? "the names of its " + request.columns().size() + " columns are too long for the HTTP headers that the"
                        + " frontend accepts (" + response.message()
                        + "); increase http_max_header_size in fe.conf of all"
                        + " frontends and restart them, or use insert"
                : response.message();
        return new LoadException(request.tableName(), request.label(), reason, readProblems(response));
    }

    private List<String> readProblems(LoadResponse response) {
        return response.errorsUrl()
                .map(URI::create)
                .map(client::readErrorMessages)
                .orElse(List.of());
    }

    /**
     * Waits until the load has ended, and returns its state.
     *
     * @throws ServerUnreachableException if the load has not ended after its timeout
     */
    private String awaitEnd() {
        Backoff backoff = ServerPoller.createBackoff(ticker);
        Duration maxWaitTime = request.timeout().plus(CANCELLATION_GRACE_PERIOD);
        Ticker.Stopwatch stopwatch = ticker.start();
        String loadState = readState();
        while (RUNNING_STATES.contains(loadState)) {
            if (stopwatch.elapsed().compareTo(maxWaitTime) >= 0) {
                throw createRunningLoadException(loadState, maxWaitTime);
            }
            backoff.pause();
            loadState = readState();
        }
        return loadState;
    }

    private ServerUnreachableException createRunningLoadException(String loadState, Duration maxWaitTime) {
        return new ServerUnreachableException(
                HistoryPlace.in(request.tableName()),
                "the load " + request.label() + " is still " + loadState + " after "
                        + DurationFormatter.format(maxWaitTime),
                loadState.equals(COMMITTED_STATE)
                        ? "It can no longer fail, and its rows become visible when the server has published it: don't"
                                + " send them with another label."
                        : "Check its state with SHOW LOAD WHERE LABEL = '" + request.label()
                                + "', or send the rows again with the same label: the server accepts only one load"
                                + " with it.");
    }

    /**
     * Reads the state of the load, and repeats a request that fails.
     *
     * @throws ServerUnreachableException if the requests fail repeatedly
     */
    private String readState() {
        Backoff backoff = ServerPoller.createBackoff(ticker);
        for (int attemptNumber = 1; ; attemptNumber++) {
            try {
                return client.readState(request.databaseName(), request.label());
            } catch (IOException failure) {
                if (attemptNumber == MAX_ATTEMPTS) {
                    throw ServerPoller.createConnectionLossException(request.tableName(), failure);
                }
                backoff.pause();
            }
        }
    }
}
