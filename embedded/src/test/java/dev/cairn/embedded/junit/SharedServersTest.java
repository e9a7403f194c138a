package dev.cairn.embedded.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.Client;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.junit.EmbeddedStarRocksExtension.Preparation;
import dev.cairn.embedded.junit.EmbeddedStarRocksExtension.SharedServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How test classes share servers. */
class SharedServersTest {
    private final SharedServers servers = new SharedServers();
    private final List<String> preparations = new ArrayList<>();
    private final Preparation tea = dataSource -> {
        preparations.add("tea");
        run(dataSource, "CREATE TABLE sale (id INT, product VARCHAR(20)) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id)");
        run(dataSource, "INSERT INTO sale (id, product) VALUES (1, 'tea')");
        run(dataSource, "ALTER TABLE sale MODIFY COLUMN product VARCHAR(30)"); // a job, which the extension finishes
    };

    private static void run(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> sales(FreshDatabase database) throws SQLException {
        try (Client client = new Client(database.connection())) {
            return client.column("SELECT product FROM sale ORDER BY product");
        }
    }

    @AfterEach
    void close() {
        servers.close();
    }

    @Test
    void oneClassAfterTheOtherUsesTheSameServer() throws Exception {
        TestServer first = servers.lease(null);
        FreshDatabase database = first.createTestDatabase(null);
        run(database.dataSource(), "CREATE DATABASE another");
        database.server().faults().add(Trigger.nextStatement(), Fault.cutBefore());
        servers.release(first);

        TestServer second = servers.lease(null);
        assertThat(second).isSameAs(first);
        assertThat(second.server().databases()).isEmpty();
        assertThat(second.server().log().all()).isEmpty();
        assertThat(second.server().faults().pending()).isZero();
        servers.release(second);
    }

    @Test
    void rolesEndWithTheTestThatCreatedThem() throws Exception {
        TestServer server = servers.lease(null);
        FreshDatabase first = server.createTestDatabase(null);
        run(first.dataSource(), "CREATE ROLE analyst");
        run(first.dataSource(), "GRANT SELECT ON ALL TABLES IN DATABASE " + first.name() + " TO ROLE analyst");
        server.endTest(first);

        FreshDatabase second = server.createTestDatabase(null);
        run(second.dataSource(), "CREATE ROLE analyst");
        servers.release(server);
        assertThat(server.server().roles()).isEmpty();
    }

    @Test
    void preparedRolesRemainOnAServerOfTheirOwn() throws Exception {
        Preparation roles = dataSource -> run(dataSource, "CREATE ROLE analyst");
        TestServer prepared = servers.lease(roles);
        prepared.endTest(prepared.createTestDatabase(roles));
        servers.release(prepared);
        assertThat(prepared.server().roles()).containsExactly("analyst");

        TestServer other = servers.lease(null);
        assertThat(other).isNotSameAs(prepared);
        assertThat(servers.lease(roles)).isSameAs(prepared);
        servers.release(prepared);
        servers.release(other);
    }

    @Test
    void classesThatRunInParallelHaveDifferentServers() {
        TestServer one = servers.lease(null);
        TestServer other = servers.lease(null);
        assertThat(one).isNotSameAs(other);
        servers.release(one);
        servers.release(other);
    }

    @Test
    void aDatabaseIsPreparedOnceForAllClasses() throws Exception {
        TestServer parallel = servers.lease(null);
        for (int i = 0; i < 2; i++) {
            TestServer server = servers.lease(tea);
            FreshDatabase database = server.createTestDatabase(tea);
            assertThat(sales(database)).containsExactly("tea");
            run(database.dataSource(), "INSERT INTO sale (id, product) VALUES (2, 'cup')");
            assertThat(sales(server.createTestDatabase(tea))).containsExactly("tea");
            assertThat(sales(database)).containsExactly("cup", "tea");
            servers.release(server);
        }
        assertThat(preparations).hasSize(1);
        servers.release(parallel);
        assertThat(servers.lease(tea).isPrepared(tea)).isTrue();
    }

    @Test
    void aFailedPreparationLeavesNothing() throws Exception {
        TestServer server = servers.lease(tea);
        Preparation wrong = dataSource -> run(dataSource, "CREATE TABLE");
        assertThatThrownBy(() -> server.createTestDatabase(wrong)).isInstanceOf(SQLException.class);
        assertThat(server.server().databases()).isEmpty();
        servers.release(server);
    }

    @Test
    void aServerOnWhichAStatementMayStillRunIsNotUsedAgain() throws Exception {
        TestServer server = servers.lease(null);
        FreshDatabase database = server.createTestDatabase(null);
        assertThatThrownBy(() -> run(database.dataSource(), "/* cairn:fault late */ CREATE VIEW v AS SELECT 1 AS a"))
                .isInstanceOf(SQLException.class);
        servers.release(server);
        TestServer next = servers.lease(null);
        assertThat(next).isNotSameAs(server);
        servers.release(next);
    }
}
