package dev.cairn.internal.link;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;

/** The network timeout of a connection. It may be one of a pool, and goes back with the timeout that it had. */
final class NetworkLimit {
    private static final Logger LOG = System.getLogger("dev.cairn");

    private final Connection connection;
    private boolean unsupported;
    private int original = -1;
    private int current = -1;

    NetworkLimit(Connection connection) {
        this.connection = connection;
    }

    void set(Duration limit) throws SQLException {
        int millis = ConnectionOptions.millis(limit);
        if (unsupported || millis == current) {
            return;
        }
        try {
            if (original < 0) {
                original = connection.getNetworkTimeout();
            }
            apply(millis);
        } catch (SQLFeatureNotSupportedException | AbstractMethodError old) {
            // The watchdog still finds a statement that does not end.
            unsupported = true;
            LOG.log(Level.DEBUG, "The driver has no network timeouts", old);
        }
    }

    void restore() throws SQLException {
        if (original >= 0) {
            apply(original);
        }
    }

    /** Connector/J throws what goes wrong in the executor, wrapped. */
    private void apply(int millis) throws SQLException {
        try {
            connection.setNetworkTimeout(Runnable::run, millis);
            current = millis;
        } catch (RuntimeException wrapped) {
            if (wrapped.getCause() instanceof SQLException failure) {
                throw failure;
            }
            throw wrapped;
        }
    }
}
