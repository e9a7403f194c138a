package dev.cairn.data;

import com.mysql.cj.jdbc.MysqlDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Opens connections to a database, and records them in order to tell whether one of them is still open. */
final class RecordingDataSource extends MysqlDataSource {
    private static final long serialVersionUID = 1;

    private final transient List<Connection> openedConnections = new ArrayList<>();

    RecordingDataSource(String url) {
        setUrl(url);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        openedConnections.add(connection);
        return connection;
    }

    boolean isInUse() throws SQLException {
        for (Connection connection : openedConnections) {
            if (!connection.isClosed()) {
                return true;
            }
        }
        return false;
    }
}
