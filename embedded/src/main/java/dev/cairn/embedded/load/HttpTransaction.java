package dev.cairn.embedded.load;

import dev.cairn.embedded.http.HttpExchange;
import dev.cairn.embedded.rows.LoadMapping;
import dev.cairn.embedded.rows.LoadOutcome;
import dev.cairn.embedded.server.ReceivedLoad;
import dev.cairn.embedded.server.StartedLoad;
import dev.cairn.embedded.server.StreamLoadExecutor;
import dev.cairn.refusal.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A transaction of the HTTP interface: the rows of several requests are written together when the client commits them,
 * with or without preparing them before. Only one request at a time may use the object: it reserves the transaction,
 * or a {@link MultiTableTransaction} serializes the requests.
 */
final class HttpTransaction {
    /** The failure of a load whose client stops sending before the end of the rows. */
    static final String INCOMPLETE_ROWS_MESSAGE = "The client has not sent all rows";

    /** The server's default of {@code prepared_transaction_default_timeout_second}. */
    private static final int DEFAULT_PREPARED_TIMEOUT_SECONDS = 86_400;

    private final StreamLoadExecutor loadExecutor;
    private final StartedLoad startedLoad;
    private final TimeLimits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Instant preparationDeadline;
    private volatile Instant lastUse;
    /** The time at which a prepared transaction is aborted; null as long as the transaction is not prepared. */
    private volatile @Nullable Instant commitDeadline;

    /** The rows of all requests; the headers of the first request define their mapping. */
    private @Nullable ReceivedLoad receivedLoad;

    HttpTransaction(StreamLoadExecutor loadExecutor, StartedLoad startedLoad, TimeLimits limits) {
        this.loadExecutor = loadExecutor;
        this.startedLoad = startedLoad;
        this.limits = limits;
        this.lastUse = loadExecutor.now();
        this.preparationDeadline = lastUse.plus(limits.timeout());
    }

    /**
     * The time limits of a transaction until it is prepared.
     *
     * @param timeout the time from its start
     * @param idleTimeout the time between two requests; empty without a limit
     */
    record TimeLimits(Duration timeout, Optional<Duration> idleTimeout) {
        /** Creates limits from the headers of a request; an idle timeout of 0 means no limit. */
        static TimeLimits ofSeconds(int timeoutSeconds, OptionalInt idleTimeoutSeconds) {
            return new TimeLimits(
                    Duration.ofSeconds(timeoutSeconds),
                    idleTimeoutSeconds.stream()
                            .filter(seconds -> seconds > 0)
                            .mapToObj(Duration::ofSeconds)
                            .findFirst());
        }
    }

    StartedLoad startedLoad() {
        return startedLoad;
    }

    boolean isPrepared() {
        return commitDeadline != null;
    }

    /** Runs an action, unless another request uses the transaction; the result is empty if one does. */
    <T> Optional<T> tryRun(Supplier<T> action) {
        if (!lock.tryLock()) {
            return Optional.empty();
        }
        try {
            return Optional.of(action.get());
        } finally {
            lastUse = loadExecutor.now();
            lock.unlock();
        }
    }

    /** Returns the reason why the transaction must be aborted; empty if it has not exceeded its time limits. */
    Optional<String> findExpiryReason() {
        Instant now = loadExecutor.now();
        Instant deadline = commitDeadline == null ? preparationDeadline : commitDeadline;
        if (now.isAfter(deadline)) {
            return Optional.of("transaction is aborted by timeout.");
        }
        return limits.idleTimeout()
                .filter(idleTimeout -> !isPrepared() && now.isAfter(lastUse.plus(idleTimeout)))
                .map(idleTimeout -> "transaction is aborted by idle timeout " + idleTimeout.toSeconds() + " seconds.");
    }

    /**
     * Receives the rows of a request.
     *
     * @throws InvalidLoadException if the request is invalid
     * @throws Refusal with the server's error
     */
    void receiveRows(HttpExchange exchange) throws IOException {
        StreamLoadRequest request = new StreamLoadRequest(exchange);
        request.checkHeaders();
        ReceivedLoad load = receivedLoad;
        if (load == null) {
            LoadMapping mapping = new LoadMappingParser(request, startedLoad.tableAtStart()).parse();
            load = new ReceivedLoad(
                    startedLoad,
                    loadExecutor.createIncomingRows(
                            startedLoad, mapping.fieldNames().size()),
                    mapping);
            receivedLoad = load;
        }
        new LoadBodyReader(request, load.mapping(), startedLoad.tableAtStart(), load.incomingRows()).readRows();
    }

    boolean hasReceivedRows() {
        return receivedLoad != null;
    }

    /** Checks the rows, which {@link #commit} writes later; {@link #hasReceivedRows} must hold. */
    LoadOutcome prepare(OptionalInt preparedTimeoutSeconds) {
        ReceivedLoad load = requireReceivedLoad();
        LoadOutcome outcome = loadExecutor.prepare(startedLoad, load.incomingRows(), load.mapping());
        if (outcome.isAccepted()) {
            commitDeadline =
                    loadExecutor.now().plusSeconds(preparedTimeoutSeconds.orElse(DEFAULT_PREPARED_TIMEOUT_SECONDS));
        }
        return outcome;
    }

    /** Writes the rows, whether they have been prepared or not; {@link #hasReceivedRows} must hold. */
    LoadOutcome commit() {
        ReceivedLoad load = requireReceivedLoad();
        return loadExecutor.run(startedLoad, load.incomingRows(), load.mapping());
    }

    /** Returns the rows; {@link #hasReceivedRows} must hold. */
    ReceivedLoad requireReceivedLoad() {
        if (receivedLoad == null) {
            throw new IllegalStateException("The transaction has received no rows");
        }
        return receivedLoad;
    }

    /** Ends the transaction. If it has not been committed, it is aborted, and its label can be used again. */
    void end(String message) {
        loadExecutor.abortIfRunning(startedLoad, message);
        if (receivedLoad != null) {
            receivedLoad.incomingRows().close();
        }
    }
}
