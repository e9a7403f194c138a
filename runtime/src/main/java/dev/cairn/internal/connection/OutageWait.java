package dev.cairn.internal.connection;

import dev.cairn.upgrade.MigrationException.UnreachableException;
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

    private final Duration waitTime;
    private final Runnable permissionCheck;
    private final Consumer<String> listener;
    private final AtomicBoolean isAnnounced;

    private OutageWait(
            Duration waitTime, Runnable permissionCheck, Consumer<String> listener, AtomicBoolean isAnnounced) {
        this.waitTime = waitTime;
        this.permissionCheck = permissionCheck;
        this.listener = listener;
        this.isAnnounced = isAnnounced;
    }

    /** Returns a wait that ends at once: the first failure is thrown. */
    static OutageWait none(Consumer<String> listener) {
        return new OutageWait(Duration.ZERO, () -> {}, listener, new AtomicBoolean());
    }

    /** @param newPermissionCheck is called after each pause, and throws an exception to end the wait */
    OutageWait withWait(Duration newWaitTime, Runnable newPermissionCheck) {
        return new OutageWait(newWaitTime, newPermissionCheck, listener, isAnnounced);
    }

    /**
     * Opens a connection, for as long as the wait permits after the server could not be reached. Opening one changes
     * nothing, so it may be repeated; the caller decides about statements that were sent on the lost one.
     */
    ServerConnection openWhenReachable(Supplier<ServerConnection> opener, Function<Duration, Retry> retryFactory) {
        Retry retry = retryFactory.apply(waitTime);
        while (true) {
            try {
                ServerConnection connection = opener.get();
                isAnnounced.set(false);
                return connection;
            } catch (UnreachableException | ConnectionLostException | ServerRefusalException failure) {
                if (waitTime.isZero() || !mayPass(failure)) {
                    throw failure;
                }
                announce(failure);
                if (!retry.pauseOrGiveUp()) {
                    throw failure;
                }
                permissionCheck.run();
            }
        }
    }

    private void announce(RuntimeException failure) {
        if (isAnnounced.compareAndSet(false, true)) {
            String reason = Optional.ofNullable(failure.getCause())
                    .map(cause -> DriverMessage.of(cause).firstLine())
                    .orElseGet(() -> String.valueOf(failure.getMessage()));
            listener.accept(reason);
            LOG.log(
                    Level.WARNING,
                    () -> "The server can't be reached, waiting for it for up to " + waitTime.toSeconds() + " s: "
                            + reason);
        }
    }

    /** Returns whether the failure may end by itself, unlike a wrong password or a certificate that is not trusted. */
    private static boolean mayPass(RuntimeException failure) {
        if (failure instanceof ServerRefusalException refusal) {
            return refusal.transientError().isPresent();
        }
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return false;
            }
        }
        return failure instanceof ConnectionLostException
                || (failure.getCause() instanceof SQLException cause
                        && (ConnectionLostException.isReportedBy(cause)
                                || TransientError.classify(cause.getErrorCode(), String.valueOf(cause.getMessage()))
                                        .isPresent()));
    }
}
