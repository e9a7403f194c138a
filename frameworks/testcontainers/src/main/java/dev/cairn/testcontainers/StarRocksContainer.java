package dev.cairn.testcontainers;

import com.github.dockerjava.api.command.InspectContainerResponse;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.JdbcDatabaseContainer;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.DockerImageName;

/**
 * StarRocks in a container, for tests: a frontend and a backend in one image. It has started when tables can be
 * created, which takes about half a minute.
 *
 * <pre>{@code
 * try (StarRocksContainer starRocks = StarRocksContainer.of("4.1").withDatabaseName("shop")) {
 *     starRocks.start();
 *     Connection connection = starRocks.createConnection("");
 * }
 * }</pre>
 *
 * <p>Image: {@code starrocks/allin1-ubuntu}, or {@code starrocks/allin1-ubi}. Exposed ports: 9030 (MySQL protocol),
 * 8030 (HTTP of the frontend) and 8040 (HTTP of the backend). The CPU must support AVX2. JDBC driver: the test
 * dependencies need Connector/J or MariaDB's driver.
 *
 * <p>Call the {@code with} methods before the container is started; later calls do not change the server.
 */
public class StarRocksContainer extends JdbcDatabaseContainer<StarRocksContainer> {
    private static final DockerImageName DEFAULT_IMAGE = DockerImageName.parse("starrocks/allin1-ubuntu");
    private static final DockerImageName ALTERNATIVE_IMAGE = DockerImageName.parse("starrocks/allin1-ubi");
    private static final String DEFAULT_VERSION = "4.1";
    private static final Pattern VERSION_SERIES_PATTERN = Pattern.compile("\\d+\\.\\d+");
    private static final Pattern VERSION_TAG_PATTERN = Pattern.compile("\\d+\\.\\d+(\\.\\d+)?(-[\\w.-]+)?|latest");

    private static final int QUERY_PORT = 9030;
    private static final int FRONTEND_HTTP_PORT = 8030;
    private static final int BACKEND_HTTP_PORT = 8040;
    private static final Duration STARTUP_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(500);

    static final String ROOT_USER = "root";
    private static final int ACCESS_DENIED_ERROR = 1045;

    private String databaseName = "test";
    private String username = ROOT_USER;
    private String password = "";
    private @Nullable DefaultStorageVolume storageVolume;

    /** Creates a container of the newest release of StarRocks 4.1. */
    public StarRocksContainer() {
        this(createImageName(DEFAULT_VERSION));
    }

    /**
     * Creates a container of an image.
     *
     * @param image the name of one of the images that the class comment lists, with any tag
     * @throws IllegalStateException if the image is another one; for such an image, pass a {@link DockerImageName} that
     *     is declared {@linkplain DockerImageName#asCompatibleSubstituteFor(String) compatible}
     */
    public StarRocksContainer(String image) {
        this(DockerImageName.parse(image));
    }

    /**
     * Creates a container of an image.
     *
     * @param image a compatible image; another one needs {@link DockerImageName#asCompatibleSubstituteFor(String)}
     * @throws IllegalStateException if the image is not compatible
     */
    public StarRocksContainer(DockerImageName image) {
        super(image);
        image.assertCompatibleWith(DEFAULT_IMAGE, ALTERNATIVE_IMAGE);
        waitStrategy = new ClusterWaitStrategy().withStartupTimeout(STARTUP_TIMEOUT);
    }

    /**
     * Creates a container of a version.
     *
     * @param version a series such as {@code 4.1}, which stands for its newest release, or a tag of the image such as
     *     {@code 4.1.2}
     * @throws IllegalArgumentException if the version is neither; {@link #StarRocksContainer(String)} accepts any tag
     */
    public static StarRocksContainer of(String version) {
        if (!VERSION_TAG_PATTERN.matcher(version).matches()) {
            throw new IllegalArgumentException("Not a version of StarRocks, such as 4.1 or 4.1.2: '" + version
                    + "'. For an image with another tag, write new StarRocksContainer(\""
                    + DEFAULT_IMAGE.getUnversionedPart() + ":tag\").");
        }
        return new StarRocksContainer(createImageName(version));
    }

    /** Returns the name of the image of a version or another tag. */
    static DockerImageName createImageName(String versionOrTag) {
        return DEFAULT_IMAGE.withTag(
                VERSION_SERIES_PATTERN.matcher(versionOrTag).matches() ? versionOrTag + "-latest" : versionOrTag);
    }

    /** Sets the name of the database that is created at the start. Default: {@code test}. */
    @Override
    public StarRocksContainer withDatabaseName(String name) {
        databaseName = name;
        return self();
    }

    /**
     * Sets the user for connections. A user other than {@code root} is created at the start, with all privileges except
     * the ones that only {@code root} has. Default: {@code root}.
     */
    @Override
    public StarRocksContainer withUsername(String name) {
        username = name;
        return self();
    }

    /** Sets the password of the user. Default: no password. */
    @Override
    public StarRocksContainer withPassword(String newPassword) {
        password = newPassword;
        return self();
    }

    /**
     * Starts StarRocks in the shared-data mode, in which an object store contains the tables. The container must be
     * able to reach the object store, such as MinIO in another container of the same network.
     *
     * @param location where the tables are stored, such as {@code s3://bucket/path}; the bucket must exist
     * @param properties the properties of the storage volume, such as {@code aws.s3.endpoint}; {@code enabled} is true
     *     unless they set it
     * @throws IllegalArgumentException if the location is not a URL of one of the schemes {@code s3}, {@code hdfs},
     *     {@code azblob}, {@code adls2} and {@code gs}
     */
    public StarRocksContainer withSharedData(String location, Map<String, String> properties) {
        storageVolume = DefaultStorageVolume.of(location, properties);
        return withEnv("RUN_MODE", "shared_data");
    }

    /**
     * Sets the time limit for the start; the time that Docker needs to pull the image does not count. Default: five
     * minutes.
     */
    @Override
    public StarRocksContainer withStartupTimeoutSeconds(int seconds) {
        return withStartupTimeout(Duration.ofSeconds(seconds));
    }

    @Override
    protected void configure() {
        addExposedPorts(QUERY_PORT, FRONTEND_HTTP_PORT, BACKEND_HTTP_PORT);
    }

    @Override
    public String getDriverClassName() {
        return ContainerDriver.requireAvailable().className();
    }

    /** Returns the URL of the database, for the driver on the class path: Connector/J, or else MariaDB's driver. */
    @Override
    public String getJdbcUrl() {
        return createUrl(databaseName);
    }

    /** Returns the URL of another database of the server, for the driver on the class path. */
    public String getJdbcUrl(String database) {
        return createUrl(database);
    }

    private String createUrl(String database) {
        return ContainerDriver.requireAvailable()
                .createUrl(getHost(), getMappedPort(QUERY_PORT), database, constructUrlParameters("?", "&"));
    }

    @Override
    public String getDatabaseName() {
        return databaseName;
    }

    @Override
    public String getUsername() {
        return username;
    }

    @Override
    public String getPassword() {
        return password;
    }

    @Override
    protected String getTestQueryString() {
        return "SELECT 1";
    }

    /**
     * Returns the HTTP URL of the frontend, for Stream Load, such as {@code http://localhost:32801}.
     *
     * @throws IllegalStateException if the container has not been started
     */
    public URI getHttpUrl() {
        return createMappedAddress(FRONTEND_HTTP_PORT, "");
    }

    /**
     * Translates an HTTP address inside the container, such as {@code http://127.0.0.1:8040/api/…}, into the address
     * under which this JVM can reach it. A frontend redirects a Stream Load to such an address of a backend. With
     * Cairn's runtime: {@code Database.of(dataSource).addressTranslation(container::translate)}.
     *
     * @throws IllegalArgumentException if the container does not expose the port
     * @throws IllegalStateException if the container has not been started
     */
    public URI translate(URI internalAddress) {
        String query = internalAddress.getRawQuery() == null ? "" : "?" + internalAddress.getRawQuery();
        return createMappedAddress(internalAddress.getPort(), internalAddress.getRawPath() + query);
    }

    private URI createMappedAddress(int port, String path) {
        return URI.create("http://" + getHost() + ":" + getMappedPort(port) + path);
    }

    /** Waits for the cluster; the base class would wait for the database, which does not exist yet. */
    @Override
    protected void waitUntilContainerStarted() {
        getWaitStrategy().waitUntilReady(this);
    }

    /** Creates the database and the user, before the base class runs the scripts of the test. */
    @Override
    protected void containerIsStarted(InspectContainerResponse container) {
        try {
            executeAsRoot(preparation().renderStatements());
        } catch (SQLException failure) {
            throw new ContainerLaunchException(
                    "StarRocks has started, but " + databaseName + " can't be prepared: " + failure.getMessage(),
                    failure);
        }
        super.containerIsStarted(container);
    }

    /**
     * Creates another database of the started server, unless it exists. The user of the container can use it.
     *
     * @throws IllegalStateException if the server does not answer, or refuses the database, for example because of its
     *     name
     */
    public void createDatabase(String name) {
        try {
            executeAsRoot(List.of(ClusterPreparation.renderCreateDatabase(name)));
        } catch (SQLException failure) {
            throw new IllegalStateException(
                    "The database " + name + " can't be created: " + failure.getMessage(), failure);
        }
    }

    ClusterPreparation preparation() {
        return new ClusterPreparation(databaseName, username, password, storageVolume);
    }

    private void executeAsRoot(List<String> statements) throws SQLException {
        try (Connection connection = connectAsRoot();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Connects as root. Its password is empty unless a previous start of a reused container has set it. */
    private Connection connectAsRoot() throws SQLException {
        if (username.equals(ROOT_USER) && !password.isEmpty()) {
            try {
                return connectAsRoot(password);
            } catch (SQLException failure) {
                if (failure.getErrorCode() != ACCESS_DENIED_ERROR) {
                    throw failure;
                }
            }
        }
        return connectAsRoot("");
    }

    private Connection connectAsRoot(String rootPassword) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", ROOT_USER);
        properties.setProperty("password", rootPassword);
        properties.setProperty("connectTimeout", "10000");
        properties.setProperty("socketTimeout", "60000");
        return getJdbcDriverInstance().connect(createUrl(""), properties);
    }

    /** Waits until tables can be created, but no longer than the startup timeout, and only while the container runs. */
    private final class ClusterWaitStrategy extends AbstractWaitStrategy {
        @Override
        protected void waitUntilReady() {
            long startNanos = System.nanoTime();
            Optional<String> obstacle = findObstacle();
            while (obstacle.isPresent()) {
                if (!isRunning()) {
                    throw new ContainerLaunchException("The container has stopped before StarRocks was ready.");
                }
                if (System.nanoTime() - startNanos > startupTimeout.toNanos()) {
                    throw new ContainerLaunchException("StarRocks was not ready within " + startupTimeout.toSeconds()
                            + " seconds: " + obstacle.get() + ". The logs of the container say why.");
                }
                pause();
                obstacle = findObstacle();
            }
        }

        private Optional<String> findObstacle() {
            try (Connection connection = connectAsRoot()) {
                return ClusterReadiness.findObstacle(connection);
            } catch (SQLException failure) {
                return Optional.of("the frontend does not answer: " + failure.getMessage());
            }
        }

        private void pause() {
            try {
                Thread.sleep(POLL_INTERVAL.toMillis());
            } catch (InterruptedException interruption) {
                Thread.currentThread().interrupt();
                throw new ContainerLaunchException("Interrupted while StarRocks started.", interruption);
            }
        }
    }
}
