package dev.cairn.internal.connection;

import dev.cairn.internal.DurationFormatter;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/**
 * The wait for a server that could be reached before and can't be reached now: connections are refused or reset, the
 * frontend restarts, or it has no leader. All connections of a factory share the announcement of an outage.
 */
final class OutageWait {
    private static final Logger LOG = System.getLogger("dev.cairn");

    private final Duration maxWaitTime;
    private final Runnable continuationCheck;
    private final Consumer<String> outageListener;
    private final AtomicBoolean isOutageAnnounced;

    private OutageWait(
            Duration maxWaitTime,
            Runnable continuationCheck,
            Consumer<String> outageListener,
            AtomicBoolean isOutageAnnounced) {
        this.maxWaitTime = maxWaitTime;
        this.continuationCheck = continuationCheck;
        this.outageListener = outageListener;
        this.isOutageAnnounced = isOutageAnnounced;
    }

    /** Returns a wait that takes no time: the first failure is thrown. */
    static OutageWait ofZero(Consumer<String> outageListener) {
        return new OutageWait(Duration.ZERO, () -> {}, outageListener, new AtomicBoolean());
    }

    /**
     * Returns a wait with another maximum time, which shares the announcement of an outage with this one.
     *
     * @param newContinuationCheck is called after each pause, and throws an exception to end the wait
     */
    OutageWait withWaitTime(Duration newMaxWaitTime, Runnable newContinuationCheck) {
        return new OutageWait(newMaxWaitTime, newContinuationCheck, outageListener, isOutageAnnounced);
    }

    /**
     * Opens a connection. While the server can't be reached, tries again until the maximum wait time has elapsed, and
     * then throws the last failure. A failure that can't end by itself is thrown at once. Trying again is safe, because
     * opening a connection changes nothing; the caller decides about statements that were sent on a lost connection.
     *
     * @param retryFactory returns the pauses between the attempts for a maximum wait time
     */
    ServerConnection openWhenReachable(Supplier<ServerConnection> opener, Function<Duration, Retry> retryFactory) {
        Retry retry = retryFactory.apply(maxWaitTime);
        while (true) {
            try {
                ServerConnection connection = opener.get();
                isOutageAnnounced.set(false);
                return connection;
            } catch (ServerUnreachableException | ConnectionLostException | ServerRefusalException failure) {
                if (maxWaitTime.isZero() || !mayEndByItself(failure)) {
                    throw failure;
                }
                announce(failure);
                if (!retry.pauseIfTimeLeft()) {
                    throw failure;
                }
                continuationCheck.run();
            }
        }
    }

    private void announce(RuntimeException failure) {
        if (isOutageAnnounced.compareAndSet(false, true)) {
            String reason = Optional.ofNullable(failure.getCause())
                    .map(cause -> DriverMessage.of(cause).firstLine())
                    .orElseGet(() -> String.valueOf(failure.getMessage()));
            outageListener.accept(reason);
            LOG.log(
                    Level.WARNING,
                    () -> "The server can't be reached, waiting for it for up to "
                            + DurationFormatter.format(maxWaitTime) + ": " + reason);
        }
    }

    /** Returns whether the failure may end by itself, unlike a wrong password or a certificate that is not trusted. */
    private static boolean mayEndByItself(RuntimeException failure) {
        if (failure instanceof ServerRefusalException refusal) {
            return refusal.transientError().isPresent();
        }
        return !ConnectionFailure.isCausedBy(failure, SSLException.class)
                && (failure instanceof ConnectionLostException
                        || (failure.getCause() instanceof SQLException cause
                                && (ConnectionLostException.isReportedBy(cause)
                                        || TransientError.classify(cause).isPresent())));
    }
}
