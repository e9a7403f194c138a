package dev.cairn.testcontainers;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Decides whether tables can be created on a cluster. A frontend answers queries long before a table can be created.
 * The backends or compute nodes must first be registered, answer the heartbeats of the frontend, and report where they
 * store tablets.
 */
final class ClusterReadiness {
    private static final String SHOW_BACKENDS = "SHOW BACKENDS";
    private static final String SHOW_COMPUTE_NODES = "SHOW COMPUTE NODES";
    /** Matches a capacity of zero with its unit, such as {@code 0.000 B}. */
    private static final Pattern ZERO_CAPACITY_PATTERN = Pattern.compile("[0.]+ .*");

    private ClusterReadiness() {}

    /**
     * Asks a frontend for the reason why no table can be created yet; empty if tables can be created.
     *
     * @throws SQLException if the frontend does not answer
     */
    static Optional<String> findObstacle(Connection connection) throws SQLException {
        return findObstacle(readRows(connection, SHOW_BACKENDS), readRows(connection, SHOW_COMPUTE_NODES));
    }

    /**
     * Returns the reason why no table can be created yet; empty if tables can be created.
     *
     * @param backendRows the rows of SHOW BACKENDS, by the names of their columns
     * @param computeNodeRows the rows of SHOW COMPUTE NODES
     */
    static Optional<String> findObstacle(
            List<Map<String, String>> backendRows, List<Map<String, String>> computeNodeRows) {
        if (backendRows.isEmpty() && computeNodeRows.isEmpty()) {
            return Optional.of("no backend and no compute node is registered");
        }
        List<String> obstacles = new ArrayList<>();
        backendRows.forEach(row -> findNodeObstacle("backend", row).ifPresent(obstacles::add));
        computeNodeRows.forEach(row -> findNodeObstacle("compute node", row).ifPresent(obstacles::add));
        return obstacles.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", obstacles));
    }

    /** Returns why a node can't store tablets yet; empty if it can. Only nodes of a shared-data cluster are workers. */
    private static Optional<String> findNodeObstacle(String nodeKind, Map<String, String> row) {
        String nodeName = nodeKind + " " + row.get("IP") + ":" + row.get("HeartbeatPort");
        if (!Boolean.parseBoolean(row.get("Alive"))) {
            String errorMessage = row.getOrDefault("ErrMsg", "");
            return Optional.of(nodeName + " is not alive" + (errorMessage.isEmpty() ? "" : ": " + errorMessage));
        }
        String workerId = row.get("WorkerId");
        if (workerId != null) { // shared-data: tablets are in the object store, and workers open them
            return workerId.startsWith("-")
                    ? Optional.of(nodeName + " is not registered as a worker")
                    : Optional.empty();
        }
        String capacity = row.get("TotalCapacity");
        return capacity != null && ZERO_CAPACITY_PATTERN.matcher(capacity).matches()
                ? Optional.of(nodeName + " has not reported its disks")
                : Optional.empty();
    }

    private static List<Map<String, String>> readRows(Connection connection, String showStatement) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet resultSet = statement.executeQuery(showStatement)) {
            ResultSetMetaData metaData = resultSet.getMetaData();
            List<Map<String, String>> rows = new ArrayList<>();
            while (resultSet.next()) {
                Map<String, String> row = new HashMap<>();
                for (int columnIndex = 1; columnIndex <= metaData.getColumnCount(); columnIndex++) {
                    row.put(
                            metaData.getColumnLabel(columnIndex),
                            Objects.requireNonNullElse(resultSet.getString(columnIndex), ""));
                }
                rows.add(row);
            }
            return rows;
        }
    }
}
