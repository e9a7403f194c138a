package dev.cairn.data;

import dev.cairn.internal.Backoff;
import dev.cairn.internal.DurationFormatter;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.SqlLog;
import dev.cairn.internal.load.LoadRequest;
import dev.cairn.internal.load.LoadResponse;
import dev.cairn.internal.load.StreamLoadClient;
import dev.cairn.internal.polling.ServerPoller;
import dev.cairn.upgrade.MigrationException.UnreachableException;
import dev.cairn.upgrade.Where;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Sends a load repeatedly until its outcome is known. Since the server accepts only one load with a label, a load that
 * seemed lost but was only late is not written twice.
 */
final class LoadAttempts<R> {
    private static final int MAX_ATTEMPTS = 5;
    private static final String COMMITTED = "COMMITTED";
    private static final Set<String> UNDER_WAY = Set.of("PREPARE", "PREPARED", COMMITTED);

    /** The time that the server may need, after the timeout of a load, to cancel it. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    private final StreamLoadClient client;
    private final LoadRequest request;
    private final Supplier<LoadBody<R>> bodies;
    private final boolean repeatable;
    private final Ticker ticker;
    private long sentRows;

    /** @param repeatable whether the rows can be read a second time */
    LoadAttempts(
            StreamLoadClient client,
            LoadRequest request,
            Supplier<LoadBody<R>> bodies,
            boolean repeatable,
            Ticker ticker) {
        this.client = client;
        this.request = request;
        this.bodies = bodies;
        this.repeatable = repeatable;
        this.ticker = ticker;
    }

    StreamLoad.Outcome run() {
        Backoff backoff = ServerPoller.backoff(ticker);
        LoadBody<R> body = bodies.get();
        for (int attempt = 1; ; attempt++) {
            Optional<StreamLoad.Outcome> outcome = attempt(body, attempt);
            if (outcome.isPresent()) {
                return outcome.get();
            }
            backoff.pause();
            body = body.isBegun() ? bodies.get() : body;
        }
    }

    /** Returns the outcome; empty if nothing was written, so that the load can be repeated. */
    private Optional<StreamLoad.Outcome> attempt(LoadBody<R> body, int attempt) {
        SqlLog log = SqlLog.start(request.toString(), ticker);
        try {
            LoadResponse reply = client.load(request.database(), request.table(), request.headers(), body);
            log(log, reply);
            return switch (reply.status()) {
                case "Success", "Publish Timeout" -> Optional.of(awaitVisible(reply));
                case "Label Already Exists" ->
                    reply.isExistingJobFinished() ? Optional.of(outcomeOfLostReply()) : awaitOutcome();
                default -> throw failureOf(reply);
            };
        } catch (IOException lost) {
            log.logFailure(lost);
            sentRows = Math.max(sentRows, body.sentRows());
            Optional<StreamLoad.Outcome> outcome = awaitOutcome();
            if (outcome.isEmpty() && (attempt == MAX_ATTEMPTS || (body.isBegun() && !repeatable))) {
                String message = lost.getMessage() + "; send it again";
                throw new LoadException(request.table(), request.label(), message, List.of(), lost);
            }
            return outcome;
        }
    }

    private static void log(SqlLog log, LoadResponse reply) {
        if (reply.isSuccess()) {
            log.logAnswer(reply.readNumber("NumberLoadedRows"));
        } else {
            log.logFailure(reply.status() + ": " + reply.message());
        }
    }

    private Optional<StreamLoad.Outcome> awaitOutcome() {
        return awaitEnd().equals("VISIBLE") ? Optional.of(outcomeOfLostReply()) : Optional.empty();
    }

    /** Waits until committed rows are visible; a committed load can no longer fail. */
    private StreamLoad.Outcome awaitVisible(LoadResponse reply) {
        if (!reply.status().equals("Success")) {
            awaitEnd();
        }
        long refused = reply.readNumber("NumberFilteredRows");
        return new StreamLoad.Outcome(
                request.label(),
                StreamLoad.Outcome.State.LOADED,
                reply.readNumber("NumberLoadedRows"),
                refused,
                problems(reply));
    }

    /**
     * Returns the outcome of a load that succeeded, but whose response was lost. The server reports no numbers for it; all
     * rows were written, as invalid rows are not tolerated by default.
     */
    private StreamLoad.Outcome outcomeOfLostReply() {
        return sentRows == 0
                ? new StreamLoad.Outcome(request.label(), StreamLoad.Outcome.State.LOADED_BEFORE, 0, 0, List.of())
                : new StreamLoad.Outcome(request.label(), StreamLoad.Outcome.State.LOADED, sentRows, 0, List.of());
    }

    private LoadException failureOf(LoadResponse reply) {
        return new LoadException(request.table(), request.label(), reply.message(), problems(reply));
    }

    private List<String> problems(LoadResponse reply) {
        return reply.errorsUrl().map(URI::create).map(client::readProblems).orElse(List.of());
    }

    /**
     * Waits until the load has ended, and returns its state.
     *
     * @throws UnreachableException if the load has not ended after its timeout
     */
    private String awaitEnd() {
        Backoff backoff = ServerPoller.backoff(ticker);
        Duration longest = request.timeout().plus(GRACE);
        Ticker.Stopwatch watch = ticker.start();
        String state = state();
        while (UNDER_WAY.contains(state)) {
            if (watch.elapsed().compareTo(longest) >= 0) {
                throw stillRunning(state, longest);
            }
            backoff.pause();
            state = state();
        }
        return state;
    }

    private UnreachableException stillRunning(String state, Duration waited) {
        return new UnreachableException(
                Where.in(request.table()),
                "the load " + request.label() + " is still " + state + " after " + DurationFormatter.format(waited),
                state.equals(COMMITTED)
                        ? "It can no longer fail, and its rows become visible when the server has published it: don't"
                                + " send them with another label."
                        : "Check its state with SHOW LOAD WHERE LABEL = '" + request.label()
                                + "', or send the rows again with the same label: the server accepts only one load"
                                + " with it.");
    }

    private String state() {
        Backoff backoff = ServerPoller.backoff(ticker);
        for (int attempt = 1; ; attempt++) {
            try {
                return client.readState(request.database(), request.label());
            } catch (IOException lost) {
                if (attempt == MAX_ATTEMPTS) {
                    throw ServerPoller.unreachable(request.table(), new IllegalStateException(lost.getMessage(), lost));
                }
                backoff.pause();
            }
        }
    }
}
