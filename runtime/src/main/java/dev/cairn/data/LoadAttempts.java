package dev.cairn.data;

import dev.cairn.internal.Ticker;
import dev.cairn.internal.link.SqlLog;
import dev.cairn.internal.load.LoadReply;
import dev.cairn.internal.load.LoadRequest;
import dev.cairn.internal.load.StreamLoadClient;
import dev.cairn.internal.poll.Pause;
import dev.cairn.internal.poll.ServerPoller;
import dev.cairn.upgrade.UnreachableException;
import dev.cairn.upgrade.Where;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Sends a load until it is known what became of it. The server takes but one load with a label: whatever was thought lost and
 * is only late is not written twice.
 */
final class LoadAttempts<R> {
    private static final int MOST = 5;
    private static final String COMMITTED = "COMMITTED";
    private static final Set<String> UNDER_WAY = Set.of("PREPARE", "PREPARED", COMMITTED);

    /** The server ends a load at its timeout; this is for what it does afterwards, and for what its clock is late. */
    private static final Duration MORE_THAN_THE_SERVER = Duration.ofMinutes(1);

    private final StreamLoadClient door;
    private final LoadRequest request;
    private final Supplier<LoadBody<R>> bodies;
    private final boolean repeatable;
    private final Ticker ticker;
    private long sent;

    /** @param repeatable whether the rows can be had again */
    LoadAttempts(
            StreamLoadClient door,
            LoadRequest request,
            Supplier<LoadBody<R>> bodies,
            boolean repeatable,
            Ticker ticker) {
        this.door = door;
        this.request = request;
        this.bodies = bodies;
        this.repeatable = repeatable;
        this.ticker = ticker;
    }

    StreamLoad.Outcome run() {
        Pause pause = new Pause(ticker);
        LoadBody<R> body = bodies.get();
        for (int attempt = 1; ; attempt++) {
            Optional<StreamLoad.Outcome> outcome = tried(body, attempt);
            if (outcome.isPresent()) {
                return outcome.get();
            }
            pause.take();
            body = body.begun() ? bodies.get() : body;
        }
    }

    /** Empty where it is certain that nothing was written, and it may be tried again. */
    private Optional<StreamLoad.Outcome> tried(LoadBody<R> body, int attempt) {
        SqlLog log = SqlLog.sending(request.toString(), ticker);
        try {
            LoadReply reply = door.load(request.database(), request.table(), request.headers(), body);
            log(log, reply);
            return switch (reply.status()) {
                case "Success", "Publish Timeout" -> Optional.of(loaded(reply));
                case "Label Already Exists" -> reply.isOfFinished() ? Optional.of(known()) : whenSettled();
                default -> throw failed(reply);
            };
        } catch (IOException lost) {
            log.failed(lost);
            sent = Math.max(sent, body.sent());
            Optional<StreamLoad.Outcome> outcome = whenSettled();
            if (outcome.isEmpty() && (attempt == MOST || (body.begun() && !repeatable))) {
                String words = lost.getMessage() + "; send it again";
                throw new LoadException(request.table(), request.label(), words, List.of(), lost);
            }
            return outcome;
        }
    }

    private static void log(SqlLog log, LoadReply reply) {
        if (reply.isSuccess()) {
            log.answered(reply.number("NumberLoadedRows"));
        } else {
            log.failed(reply.status() + ": " + reply.message());
        }
    }

    private Optional<StreamLoad.Outcome> whenSettled() {
        return settled().equals("VISIBLE") ? Optional.of(known()) : Optional.empty();
    }

    /** What was committed is there in a moment, and can't fail any more. */
    private StreamLoad.Outcome loaded(LoadReply reply) {
        if (!reply.status().equals("Success")) {
            settled();
        }
        long refused = reply.number("NumberFilteredRows");
        return new StreamLoad.Outcome(
                request.label(),
                StreamLoad.Outcome.State.LOADED,
                reply.number("NumberLoadedRows"),
                refused,
                problems(reply));
    }

    /** Of a load whose answer was lost the server tells no numbers: if no row may be wrong, all are there. */
    private StreamLoad.Outcome known() {
        return sent == 0
                ? new StreamLoad.Outcome(request.label(), StreamLoad.Outcome.State.LOADED_BEFORE, 0, 0, List.of())
                : new StreamLoad.Outcome(request.label(), StreamLoad.Outcome.State.LOADED, sent, 0, List.of());
    }

    private LoadException failed(LoadReply reply) {
        return new LoadException(request.table(), request.label(), reply.message(), problems(reply));
    }

    private List<String> problems(LoadReply reply) {
        return reply.errors().map(URI::create).map(door::problems).orElse(List.of());
    }

    /**
     * What became of the load, when it is no longer under way.
     *
     * @throws UnreachableException if the server does not tell for longer than the load may take
     */
    private String settled() {
        Pause pause = new Pause(ticker);
        Duration longest = request.timeout().plus(MORE_THAN_THE_SERVER);
        Ticker.Stopwatch watch = ticker.start();
        String state = state();
        while (UNDER_WAY.contains(state)) {
            if (watch.elapsed().compareTo(longest) >= 0) {
                throw unsettled(state, longest);
            }
            pause.take();
            state = state();
        }
        return state;
    }

    private UnreachableException unsettled(String state, Duration waited) {
        return new UnreachableException(
                Where.in(request.table()),
                "the load " + request.label() + " is still " + state + " after " + waited.toSeconds() + " s",
                state.equals(COMMITTED)
                        ? "It can no longer fail, and its rows become visible when the server has published it: don't"
                                + " send them with another label."
                        : "Check its state with SHOW LOAD WHERE LABEL = '" + request.label()
                                + "', or send the rows again with the same label: the server accepts only one load"
                                + " with it.");
    }

    private String state() {
        Pause pause = new Pause(ticker);
        for (int attempt = 1; ; attempt++) {
            try {
                return door.state(request.database(), request.label());
            } catch (IOException lost) {
                if (attempt == MOST) {
                    throw ServerPoller.unreachable(request.table(), new IllegalStateException(lost.getMessage(), lost));
                }
                pause.take();
            }
        }
    }
}
