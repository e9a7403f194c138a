package dev.cairn.testcontainers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.command.InspectContainerResponse;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.ContainerLaunchException;

/** Tests the start of a container up to the first test, with an embedded server in place of the container. */
class ContainerStartTest {
    @AutoClose
    private final EmbeddedStarRocks server = EmbeddedStarRocks.start();

    private final EmbeddedContainer container = new EmbeddedContainer();

    private final class EmbeddedContainer extends StarRocksContainer {
        private boolean isProcessRunning = true;

        void startProcess() {
            configure();
            waitUntilContainerStarted();
            containerIsStarted(new InspectContainerResponse());
        }

        @Override
        public String getDockerImageName() {
            return "embedded"; // names the logger; the base class would ask Docker
        }

        @Override
        public String getHost() {
            return "localhost"; // the server itself names 127.0.0.1
        }

        @Override
        public Integer getMappedPort(int port) {
            return switch (port) {
                case 9030 -> server.port();
                case 8030 -> URI.create(server.httpUrl()).getPort();
                default -> port;
            };
        }

        @Override
        public boolean isRunning() {
            return isProcessRunning;
        }
    }

    private String readValue(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void theDatabaseExistsAfterTheStart() throws SQLException {
        container.withDatabaseName("shop");
        container.startProcess();

        assertThat(container.getExposedPorts()).containsExactlyInAnyOrder(9030, 8030, 8040);
        try (Connection connection = container.createConnection("")) {
            assertThat(readValue(connection, "SELECT DATABASE()")).isEqualTo("shop");
            assertThat(readValue(connection, "SELECT CURRENT_USER()")).startsWith("'root'");
        }
    }

    @Test
    void rootGetsThePasswordAndAReusedContainerKeepsIt() throws SQLException {
        container.withPassword("sec'ret");
        container.startProcess();
        container.startProcess();

        try (Connection connection = container.createConnection("")) {
            assertThat(readValue(connection, "SELECT DATABASE()")).isEqualTo("test");
        }
    }

    @Test
    void anotherUserMayCreateTablesAndUsers() throws SQLException {
        container.withUsername("app").withPassword("secret");
        container.startProcess();

        try (Connection connection = container.createConnection("");
                Statement statement = connection.createStatement()) {
            assertThat(readValue(connection, "SELECT CURRENT_USER()")).startsWith("'app'");
            statement.execute("CREATE TABLE t (k INT) DISTRIBUTED BY HASH (k)");
            statement.execute("DROP TABLE t");
            statement.execute("CREATE DATABASE other");
            statement.execute("CREATE USER reader");
            statement.execute("GRANT SELECT ON ALL TABLES IN DATABASE test TO USER reader");
            assertThat(readValue(connection, "SHOW FRONTENDS")).isNotEmpty();
        }
    }

    @Test
    void aRedirectedLoadReachesTheBackend() throws Exception {
        container.startProcess();
        try (Connection connection = container.createConnection("");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (k INT NOT NULL) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k)");

            HttpResponse<String> redirectResponse = load(container.getHttpUrl().resolve("/api/test/t/_stream_load"));
            URI internalAddress =
                    URI.create(redirectResponse.headers().firstValue("Location").orElseThrow());
            HttpResponse<String> loadResponse = load(container.translate(internalAddress));

            assertThat(redirectResponse.statusCode()).isEqualTo(307);
            assertThat(internalAddress).hasHost("127.0.0.1");
            assertThat(container.translate(internalAddress)).hasHost("localhost");
            assertThat(loadResponse.body()).contains("Success");
            assertThat(readValue(connection, "SELECT sum(k) FROM t")).isEqualTo("3");
        }
    }

    private static HttpResponse<String> load(URI uri) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString("root:".getBytes(UTF_8)))
                .expectContinue(true)
                .PUT(HttpRequest.BodyPublishers.ofString("1\n2\n"))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void theStartWaitsForTheFrontend() {
        server.faults().add(Trigger.connecting(), Fault.reject(1045, "28000", "not yet"));
        server.faults().add(Trigger.matching("SHOW BACKENDS"), Fault.reject(1064, "42000", "not yet"));

        container.startProcess();

        assertThat(server.log().findMatching("SHOW BACKENDS")).hasSizeGreaterThan(1);
    }

    @Test
    void aTimeoutNamesTheObstacle() {
        server.faults().add(Trigger.matching("SHOW BACKENDS").every(), Fault.reject(1064, "42000", "not yet"));

        container.withStartupTimeout(Duration.ZERO);

        assertThatThrownBy(container::startProcess)
                .isInstanceOf(ContainerLaunchException.class)
                .hasMessageContaining(
                        "StarRocks was not ready within 0 seconds: the frontend does not answer: not yet");
    }

    @Test
    void aStoppedContainerEndsTheWait() {
        container.isProcessRunning = false;
        server.faults().add(Trigger.matching("SHOW BACKENDS").every(), Fault.reject(1064, "42000", "not yet"));

        assertThatThrownBy(container::startProcess)
                .isInstanceOf(ContainerLaunchException.class)
                .hasMessage("The container has stopped before StarRocks was ready.");
    }

    @Test
    void aRefusedPreparationNamesTheDatabase() {
        server.faults().add(Trigger.matching("CREATE DATABASE.*"), Fault.reject(5203, "42000", "Access denied"));

        container.withDatabaseName("shop");

        assertThatThrownBy(container::startProcess)
                .isInstanceOf(ContainerLaunchException.class)
                .hasMessage("StarRocks has started, but shop can't be prepared: Access denied");
    }
}
