package dev.cairn.internal.connection;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;

/**
 * The network timeout of a connection. The connection may belong to a pool, so the original timeout is restored.
 */
final class NetworkTimeout {
    private static final Logger LOG = System.getLogger("dev.cairn");

    private final Connection connection;
    private boolean isUnsupported;
    private int originalMillis = -1;
    private int currentMillis = -1;

    NetworkTimeout(Connection connection) {
        this.connection = connection;
    }

    void set(Duration timeout) throws SQLException {
        int millis = (int) Math.min(timeout.toMillis(), Integer.MAX_VALUE);
        if (isUnsupported || millis == currentMillis) {
            return;
        }
        try {
            if (originalMillis < 0) {
                originalMillis = connection.getNetworkTimeout();
            }
            apply(millis);
        } catch (SQLFeatureNotSupportedException | AbstractMethodError failure) {
            // The watchdog still detects a statement that does not end.
            isUnsupported = true;
            LOG.log(Level.DEBUG, "The driver does not support network timeouts", failure);
        }
    }

    void restore() throws SQLException {
        if (originalMillis >= 0) {
            apply(originalMillis);
        }
    }

    /** Sets the timeout. Connector/J wraps an exception in a runtime exception; this method throws the original. */
    private void apply(int millis) throws SQLException {
        try {
            connection.setNetworkTimeout(Runnable::run, millis);
            currentMillis = millis;
        } catch (RuntimeException wrapper) {
            if (wrapper.getCause() instanceof SQLException failure) {
                throw failure;
            }
            throw wrapper;
        }
    }
}
