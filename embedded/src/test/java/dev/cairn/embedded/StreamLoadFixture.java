package dev.cairn.embedded;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A server with an empty table, and a client that sends loads to its HTTP port. */
abstract class StreamLoadFixture {
    static final String[] SUMMARY_MEMBERS = {
        "Status", "Message", "NumberTotalRows", "NumberLoadedRows", "NumberFilteredRows", "NumberUnselectedRows"
    };

    EmbeddedStarRocks server;
    Client client;
    LoadClient loadClient;

    @BeforeEach
    void createTable() throws SQLException {
        server = EmbeddedStarRocks.start();
        server.createDatabase("shop");
        client = Client.of(server.jdbcUrl("shop"));
        client.run("CREATE TABLE city (id INT NOT NULL, name VARCHAR(8), people BIGINT DEFAULT '1', note JSON)"
                + " DUPLICATE KEY(id) DISTRIBUTED BY HASH(id)");
        loadClient = new LoadClient(server.httpUrl(), "root", "");
    }

    @AfterEach
    void close() throws SQLException {
        client.close();
        server.close();
    }

    String rows() throws SQLException {
        return client.rows("SELECT id, name, people, note FROM city ORDER BY id")
                .toString();
    }
}
