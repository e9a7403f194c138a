package dev.cairn.internal.connection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections with MariaDB's driver, and encrypts them if the server offers TLS, like the mode PREFERRED of
 * Connector/J. MariaDB's driver has no such mode: from 4.0 on, it requires TLS unless the option {@code sslMode}
 * disables it. Therefore TLS is disabled for a server that is known not to offer it.
 */
final class OptionalTls {
    static final String SSL_MODE_OPTION = "sslMode";

    /** False as soon as the server is known not to offer TLS. */
    private volatile boolean mayServerOfferTls = true;

    /**
     * Connects with TLS, or without it if the server does not offer TLS. Like Connector/J in its default mode, this
     * does not check the server's certificate. Sets the option {@code sslMode} in the properties. Returns null if the
     * driver does not accept the URL.
     */
    @Nullable
    Connection connect(DriverTarget target, Properties properties) throws SQLException {
        properties.setProperty(SSL_MODE_OPTION, mayServerOfferTls ? "trust" : "disable");
        try {
            return target.driver().connect(target.url(), properties);
        } catch (SQLException failure) {
            if (!isMissingTlsFailure(failure)) {
                throw failure;
            }
            mayServerOfferTls = false;
            properties.setProperty(SSL_MODE_OPTION, "disable");
            return target.driver().connect(target.url(), properties);
        }
    }

    /** Returns whether MariaDB's driver has rejected a server because the server does not offer TLS. */
    static boolean isMissingTlsFailure(SQLException failure) {
        return String.valueOf(failure.getMessage()).contains("ssl not enabled in the server");
    }
}
