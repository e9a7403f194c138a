package dev.cairn;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import dev.cairn.internal.connection.ServerAddress;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A data source that knows which of the server's connections it opened. */
final class ConnectionLog implements DataSource {
    private static final String CONNECTION_ID_QUERY = "SELECT CONNECTION_ID()";

    private final ServerAddress address;
    private final Set<Integer> connectionIds = ConcurrentHashMap.newKeySet();

    ConnectionLog(String url) {
        this.address = ServerAddress.parse(url);
    }

    boolean hasOpened(int connectionId) {
        return connectionIds.contains(connectionId);
    }

    /** Returns the number of statements of these connections, without those that the driver sends by itself. */
    long countStatements(EmbeddedStarRocks server) {
        return server.log().all().stream()
                .filter(statement -> hasOpened(statement.connection()))
                .map(LoggedStatement::text)
                .filter(text -> !text.contains("@@session.")
                        && !text.startsWith("SET ")
                        && !text.startsWith("/* mysql-connector")
                        && !text.equals(CONNECTION_ID_QUERY))
                .count();
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = address.getConnection();
        try (Statement statement = connection.createStatement();
                ResultSet idRow = statement.executeQuery(CONNECTION_ID_QUERY)) {
            idRow.next();
            connectionIds.add(idRow.getInt(1));
        }
        return connection;
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return address.getConnection(user, password);
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        address.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) {
        address.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() {
        return address.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("dev.cairn");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return address.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return address.isWrapperFor(type);
    }
}
