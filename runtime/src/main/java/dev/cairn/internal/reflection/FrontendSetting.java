package dev.cairn.internal.reflection;

import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * A setting of the configuration of a frontend. A server shows it only to users with the privilege OPERATE on the
 * system, which migrators do not have in general.
 */
record FrontendSetting(String name) {
    private static final Logger LOG = System.getLogger("dev.cairn");
    private static final int VALUE_COLUMN_INDEX = 2;

    /**
     * Reads the value; empty if the server has no such setting, or if the user may not read it.
     *
     * @throws dev.cairn.internal.connection.ConnectionLostException if the connection is lost
     * @throws ServerRefusalException if a transient error persists
     */
    Optional<String> read(ServerConnection connection) {
        try {
            return connection.fetchRows("ADMIN SHOW FRONTEND CONFIG LIKE '" + name + "'").stream()
                    .findFirst()
                    .map(row -> row.get(VALUE_COLUMN_INDEX));
        } catch (ServerRefusalException refusal) {
            refusal.rethrowIfTransient();
            LOG.log(Level.DEBUG, "The server does not report its " + name, refusal);
            return Optional.empty();
        }
    }
}
