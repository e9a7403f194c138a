package dev.cairn.testcontainers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.profile.ServerProfile;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests which rows of backends and compute nodes say that tables can be created. */
class ClusterReadinessTest {
    private static final List<Map<String, String>> NO_NODES = List.of();

    private static Map<String, String> createNodeRow(String... columns) {
        Map<String, String> row = new HashMap<>(Map.of("IP", "127.0.0.1", "HeartbeatPort", "9050", "Alive", "true"));
        for (int index = 0; index < columns.length; index += 2) {
            row.put(columns[index], columns[index + 1]);
        }
        return row;
    }

    @Test
    void aFrontendWithoutNodesIsNotReady() {
        assertThat(ClusterReadiness.findObstacle(NO_NODES, NO_NODES))
                .contains("no backend and no compute node is registered");
    }

    @Test
    void eachNodeHasToBeAlive() {
        assertThat(ClusterReadiness.findObstacle(
                        List.of(
                                createNodeRow("TotalCapacity", "93.492 GB"),
                                createNodeRow(
                                        "Alive", "false", "HeartbeatPort", "9051", "ErrMsg", "connection refused"),
                                createNodeRow("Alive", "false", "HeartbeatPort", "9052")),
                        NO_NODES))
                .contains(
                        "backend 127.0.0.1:9051 is not alive: connection refused; backend 127.0.0.1:9052 is not alive");
        assertThat(ClusterReadiness.findObstacle(NO_NODES, List.of(createNodeRow("Alive", "false", "WorkerId", "1"))))
                .contains("compute node 127.0.0.1:9050 is not alive");
    }

    @Test
    void aBackendHasToReportItsDisks() {
        assertThat(ClusterReadiness.findObstacle(List.of(createNodeRow("TotalCapacity", "0.000 B")), NO_NODES))
                .contains("backend 127.0.0.1:9050 has not reported its disks");
        assertThat(ClusterReadiness.findObstacle(List.of(createNodeRow("TotalCapacity", "0.500 KB")), NO_NODES))
                .isEmpty();
        assertThat(ClusterReadiness.findObstacle(List.of(createNodeRow("TotalCapacity", "93.492 GB")), NO_NODES))
                .isEmpty();
    }

    @Test
    void aNodeOfASharedDataClusterHasToBeAWorker() {
        Map<String, String> unregistered = createNodeRow("TotalCapacity", "0.000 B", "WorkerId", "-1");
        Map<String, String> registered = createNodeRow("TotalCapacity", "0.000 B", "WorkerId", "1");

        assertThat(ClusterReadiness.findObstacle(List.of(unregistered), NO_NODES))
                .contains("backend 127.0.0.1:9050 is not registered as a worker");
        assertThat(ClusterReadiness.findObstacle(NO_NODES, List.of(unregistered)))
                .contains("compute node 127.0.0.1:9050 is not registered as a worker");
        assertThat(ClusterReadiness.findObstacle(List.of(registered), NO_NODES)).isEmpty();
        assertThat(ClusterReadiness.findObstacle(NO_NODES, List.of(registered))).isEmpty();
    }

    @Test
    void theListingsOfServersOfBothModesAreRead() throws SQLException {
        for (ServerProfile.RunMode mode : ServerProfile.RunMode.values()) {
            ServerProfile profile = ServerProfile.DEFAULT.with(mode);
            try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.profile(profile));
                    Connection connection = DriverManager.getConnection(server.jdbcUrl(), "root", "")) {
                assertThat(ClusterReadiness.findObstacle(connection)).isEmpty();
            }
        }
    }
}
