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

class ClusterReadinessTest {
    private static final List<Map<String, String>> NONE = List.of();

    private static Map<String, String> node(String... columns) {
        Map<String, String> row = new HashMap<>(Map.of("IP", "127.0.0.1", "HeartbeatPort", "9050", "Alive", "true"));
        for (int index = 0; index < columns.length; index += 2) {
            row.put(columns[index], columns[index + 1]);
        }
        return row;
    }

    @Test
    void aFrontendWithoutNodesIsNotReady() {
        assertThat(ClusterReadiness.findObstacle(NONE, NONE)).contains("no backend and no compute node is registered");
    }

    @Test
    void eachNodeHasToBeAlive() {
        assertThat(ClusterReadiness.findObstacle(
                        List.of(
                                node("TotalCapacity", "93.492 GB"),
                                node("Alive", "false", "HeartbeatPort", "9051", "ErrMsg", "connection refused"),
                                node("Alive", "false", "HeartbeatPort", "9052")),
                        NONE))
                .contains(
                        "backend 127.0.0.1:9051 is not alive: connection refused; backend 127.0.0.1:9052 is not alive");
        assertThat(ClusterReadiness.findObstacle(NONE, List.of(node("Alive", "false", "WorkerId", "1"))))
                .contains("compute node 127.0.0.1:9050 is not alive");
    }

    @Test
    void aBackendHasToReportItsDisks() {
        assertThat(ClusterReadiness.findObstacle(List.of(node("TotalCapacity", "0.000 B")), NONE))
                .contains("backend 127.0.0.1:9050 has not reported its disks");
        assertThat(ClusterReadiness.findObstacle(List.of(node("TotalCapacity", "0.500 KB")), NONE))
                .isEmpty();
        assertThat(ClusterReadiness.findObstacle(List.of(node("TotalCapacity", "93.492 GB")), NONE))
                .isEmpty();
    }

    @Test
    void aNodeOfASharedDataClusterHasToBeAWorker() {
        Map<String, String> unregistered = node("TotalCapacity", "0.000 B", "WorkerId", "-1");
        Map<String, String> registered = node("TotalCapacity", "0.000 B", "WorkerId", "1");

        assertThat(ClusterReadiness.findObstacle(List.of(unregistered), NONE))
                .contains("backend 127.0.0.1:9050 is not registered as a worker");
        assertThat(ClusterReadiness.findObstacle(NONE, List.of(unregistered)))
                .contains("compute node 127.0.0.1:9050 is not registered as a worker");
        assertThat(ClusterReadiness.findObstacle(List.of(registered), NONE)).isEmpty();
        assertThat(ClusterReadiness.findObstacle(NONE, List.of(registered))).isEmpty();
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
