package dev.cairn.data;

import com.mysql.cj.jdbc.MysqlDataSource;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.polling.ServerPoller;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A server with orders, from which views and snapshots compute sales. */
final class SalesServer implements AutoCloseable {
    final EmbeddedStarRocks server = EmbeddedStarRocks.start();
    final MysqlDataSource source = createSource(server.jdbcUrl("shop"));
    final ServerPoller poller = new ServerPoller(source, Ticker.system());

    SalesServer() throws SQLException {
        server.createDatabase("shop");
        execute("CREATE TABLE orders (day DATE, amount BIGINT) DUPLICATE KEY(day) PARTITION BY date_trunc('month', day)"
                + " DISTRIBUTED BY HASH(day) BUCKETS 2");
        execute("INSERT INTO orders VALUES ('2026-01-01', 10), ('2026-01-01', 5), ('2026-02-02', 7)");
    }

    static MysqlDataSource createSource(String url) {
        MysqlDataSource source = new MysqlDataSource();
        source.setURL(url);
        source.setUser("root");
        return source;
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    List<String> readTotals(String table) throws SQLException {
        List<String> totals = new ArrayList<>();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT day, total FROM " + table + " ORDER BY day")) {
            while (rows.next()) {
                totals.add(rows.getString(1) + " " + rows.getLong(2));
            }
        }
        return totals;
    }

    /** Returns the sent statements with this beginning. */
    List<String> findStatements(String beginning) {
        return server.log().all().stream()
                .map(LoggedStatement::text)
                .filter(text -> text.startsWith(beginning))
                .toList();
    }

    @Override
    public void close() {
        server.close();
    }
}
