package dev.cairn.data;

import com.mysql.cj.jdbc.MysqlDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Gives connections to a database, and remembers them. */
final class RememberingSource extends MysqlDataSource {
    private static final long serialVersionUID = 1;

    private final transient List<Connection> given = new ArrayList<>();

    RememberingSource(String url) {
        setUrl(url);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        given.add(connection);
        return connection;
    }

    boolean isInUse() throws SQLException {
        for (Connection connection : given) {
            if (!connection.isClosed()) {
                return true;
            }
        }
        return false;
    }
}
