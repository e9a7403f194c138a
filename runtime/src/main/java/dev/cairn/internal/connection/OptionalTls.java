package dev.cairn.internal.connection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Connections of MariaDB's driver that are encrypted if the server offers TLS. The driver has no such mode: from 4.0
 * on, it requires TLS unless the option {@code sslMode} disables it. So a server that is known to offer none gets this
 * option.
 */
final class OptionalTls {
    static final String MODE_OPTION = "sslMode";

    /** False once the server is known to offer no TLS. */
    private volatile boolean isOffered = true;

    /** Connects with TLS, and without it if the server offers none. */
    @Nullable
    Connection connect(DriverTarget target, Properties properties) throws SQLException {
        properties.setProperty(MODE_OPTION, isOffered ? "trust" : "disable");
        try {
            return target.driver().connect(target.url(), properties);
        } catch (SQLException failure) {
            if (!isMissing(failure)) {
                throw failure;
            }
            isOffered = false;
            properties.setProperty(MODE_OPTION, "disable");
            return target.driver().connect(target.url(), properties);
        }
    }

    /** Returns whether MariaDB's driver has refused a server because it offers no TLS. */
    static boolean isMissing(SQLException failure) {
        return String.valueOf(failure.getMessage()).contains("ssl not enabled in the server");
    }
}
