package dev.cairn.embedded.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.Client;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.junit.EmbeddedStarRocksExtension.Preparation;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** How test classes share servers. */
class SharedServersTest {
    @AutoClose
    private final SharedServers servers = new SharedServers();

    private final List<String> preparations = new ArrayList<>();
    private final Preparation teaPreparation = dataSource -> {
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

    @Test
    void oneClassAfterTheOtherUsesTheSameServer() throws Exception {
        TestServer firstServer = servers.lease(null);
        FreshDatabase database = firstServer.createTestDatabase(null);
        run(database.dataSource(), "CREATE DATABASE another");
        database.server().faults().add(Trigger.nextStatement(), Fault.cutBefore());
        servers.release(firstServer);

        TestServer secondServer = servers.lease(null);
        assertThat(secondServer).isSameAs(firstServer);
        assertThat(secondServer.starRocks().databases()).isEmpty();
        assertThat(secondServer.starRocks().log().all()).isEmpty();
        assertThat(secondServer.starRocks().faults().countPending()).isZero();
        servers.release(secondServer);
    }

    @Test
    void rolesEndWithTheTestThatCreatedThem() throws Exception {
        TestServer server = servers.lease(null);
        FreshDatabase firstDatabase = server.createTestDatabase(null);
        run(firstDatabase.dataSource(), "CREATE ROLE analyst");
        run(
                firstDatabase.dataSource(),
                "GRANT SELECT ON ALL TABLES IN DATABASE " + firstDatabase.name() + " TO ROLE analyst");
        server.endTest(firstDatabase);

        FreshDatabase secondDatabase = server.createTestDatabase(null);
        run(secondDatabase.dataSource(), "CREATE ROLE analyst");
        servers.release(server);
        assertThat(server.starRocks().roles()).isEmpty();
    }

    @Test
    void testsThatRunInParallelKeepTheirRoles() throws Exception {
        TestServer server = servers.lease(null);
        FreshDatabase firstDatabase = server.createTestDatabase(null);
        run(firstDatabase.dataSource(), "CREATE ROLE first");
        FreshDatabase secondDatabase = server.createTestDatabase(null);
        run(secondDatabase.dataSource(), "CREATE ROLE second");
        server.endTest(firstDatabase);
        assertThat(server.starRocks().roles()).contains("second");
        server.endTest(secondDatabase);
        assertThat(server.starRocks().roles()).isEmpty();
        servers.release(server);
    }

    @Test
    void preparedRolesRemainOnAServerOfTheirOwn() throws Exception {
        Preparation rolePreparation = dataSource -> run(dataSource, "CREATE ROLE analyst");
        TestServer preparedServer = servers.lease(rolePreparation);
        preparedServer.endTest(preparedServer.createTestDatabase(rolePreparation));
        servers.release(preparedServer);
        assertThat(preparedServer.starRocks().roles()).containsExactly("analyst");

        TestServer otherServer = servers.lease(null);
        assertThat(otherServer).isNotSameAs(preparedServer);
        assertThat(servers.lease(rolePreparation)).isSameAs(preparedServer);
        servers.release(preparedServer);
        servers.release(otherServer);
    }

    @Test
    void classesThatRunInParallelHaveDifferentServers() {
        TestServer firstServer = servers.lease(null);
        TestServer secondServer = servers.lease(null);
        assertThat(firstServer).isNotSameAs(secondServer);
        servers.release(firstServer);
        servers.release(secondServer);
    }

    @Test
    void aDatabaseIsPreparedOnceForAllClasses() throws Exception {
        TestServer parallelServer = servers.lease(null);
        for (int i = 0; i < 2; i++) {
            TestServer server = servers.lease(teaPreparation);
            FreshDatabase database = server.createTestDatabase(teaPreparation);
            assertThat(sales(database)).containsExactly("tea");
            run(database.dataSource(), "INSERT INTO sale (id, product) VALUES (2, 'cup')");
            assertThat(sales(server.createTestDatabase(teaPreparation))).containsExactly("tea");
            assertThat(sales(database)).containsExactly("cup", "tea");
            servers.release(server);
        }
        assertThat(preparations).hasSize(1);
        servers.release(parallelServer);
        assertThat(servers.lease(teaPreparation).hasPreparedDatabase(teaPreparation))
                .isTrue();
    }

    @Test
    void aFailedPreparationLeavesNothing() throws Exception {
        TestServer server = servers.lease(teaPreparation);
        Preparation invalidPreparation = dataSource -> run(dataSource, "CREATE TABLE");
        assertThatThrownBy(() -> server.createTestDatabase(invalidPreparation)).isInstanceOf(SQLException.class);
        assertThat(server.starRocks().databases()).isEmpty();
        servers.release(server);
    }

    @Test
    void aServerOnWhichAStatementMayStillRunIsNotUsedAgain() throws Exception {
        TestServer server = servers.lease(null);
        FreshDatabase database = server.createTestDatabase(null);
        assertThatThrownBy(() -> run(database.dataSource(), "/* cairn:fault late */ CREATE VIEW v AS SELECT 1 AS a"))
                .isInstanceOf(SQLException.class);
        servers.release(server);
        TestServer nextServer = servers.lease(null);
        assertThat(nextServer).isNotSameAs(server);
        servers.release(nextServer);
    }
}
