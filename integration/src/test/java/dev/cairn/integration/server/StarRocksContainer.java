package dev.cairn.integration.server;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.rnorth.ducttape.unreliables.Unreliables;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.DockerImageName;

/** StarRocks in a container: a frontend and a backend. It has started when the backend is alive. */
final class StarRocksContainer extends GenericContainer<StarRocksContainer> {
    private static final int QUERY_PORT = 9030;
    private static final int FRONTEND_PORT = 8030;
    private static final int BACKEND_PORT = 8040;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    StarRocksContainer(String image) {
        super(DockerImageName.parse(image));
        withExposedPorts(QUERY_PORT, FRONTEND_PORT, BACKEND_PORT);
        waitingFor(new LivingBackend().withStartupTimeout(PATIENCE));
    }

    int queryPort() {
        return getMappedPort(QUERY_PORT);
    }

    /** Where loads go. */
    URI frontend() {
        return URI.create("http://" + getHost() + ":" + getMappedPort(FRONTEND_PORT));
    }

    /** What an address within the container is from outside. */
    URI outside(URI within) {
        String path = within.toString().substring(within.toString().indexOf(within.getRawPath()));
        return URI.create("http://" + getHost() + ":" + getMappedPort(within.getPort()) + path);
    }

    private boolean hasLivingBackend() throws SQLException {
        String url = "jdbc:mysql://" + getHost() + ":" + queryPort() + "/";
        try (Connection connection = DriverManager.getConnection(url, "root", "");
                Statement statement = connection.createStatement();
                ResultSet backends = statement.executeQuery("SHOW BACKENDS")) {
            boolean alive = false;
            while (backends.next()) {
                alive |= backends.getBoolean("Alive");
            }
            return alive;
        }
    }

    /** The frontend answers long before a table can be made. */
    private final class LivingBackend extends AbstractWaitStrategy {
        @Override
        protected void waitUntilReady() {
            Unreliables.retryUntilTrue(
                    Math.toIntExact(startupTimeout.toSeconds()),
                    TimeUnit.SECONDS,
                    () -> getRateLimiter().getWhenReady(StarRocksContainer.this::hasLivingBackend));
        }
    }
}
