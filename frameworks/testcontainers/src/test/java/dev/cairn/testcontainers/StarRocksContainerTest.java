package dev.cairn.testcontainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.containers.JdbcDatabaseContainer;
import org.testcontainers.containers.JdbcDatabaseContainer.NoDriverFoundException;
import org.testcontainers.containers.JdbcDatabaseContainerProvider;
import org.testcontainers.jdbc.ConnectionUrl;
import org.testcontainers.utility.DockerImageName;

/** Tests what a container does before its start and without Docker. */
class StarRocksContainerTest {
    /** A container that maps each port to the port number plus 20,000. */
    private static final class MappedContainer extends StarRocksContainer {
        @Override
        public String getHost() {
            return "docker.local";
        }

        @Override
        public Integer getMappedPort(int port) {
            return port + 20_000;
        }
    }

    @Test
    void aSeriesStandsForItsNewestRelease() {
        assertThat(StarRocksContainer.createImageName("4.1")).hasToString("starrocks/allin1-ubuntu:4.1-latest");
        assertThat(StarRocksContainer.createImageName("3.5.2")).hasToString("starrocks/allin1-ubuntu:3.5.2");
        assertThat(StarRocksContainer.createImageName("latest")).hasToString("starrocks/allin1-ubuntu:latest");
        assertThat(StarRocksContainer.createImageName("4.1.0-rc01")).hasToString("starrocks/allin1-ubuntu:4.1.0-rc01");
        assertThat(StarRocksContainer.createImageName("4.0-latest")).hasToString("starrocks/allin1-ubuntu:4.0-latest");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "", "4", "v4.1", "4.1 ", "4.1:latest"})
    void aTextThatIsNoVersionIsRefused(String version) {
        assertThatThrownBy(() -> StarRocksContainer.of(version))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Not a version of StarRocks, such as 4.1 or 4.1.2: '" + version + "'. For an image with"
                        + " another tag, write new StarRocksContainer(\"starrocks/allin1-ubuntu:tag\").");
    }

    @Test
    void imagesOfTheFamilyAndDeclaredSubstitutesAreAccepted() {
        new StarRocksContainer("starrocks/allin1-ubuntu:4.1-latest");
        new StarRocksContainer("starrocks/allin1-ubi:3.5.2");
        new StarRocksContainer(
                DockerImageName.parse("acme/warehouse:7").asCompatibleSubstituteFor("starrocks/allin1-ubuntu"));

        assertThatThrownBy(() -> new StarRocksContainer("mysql:8"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("compatible substitute for 'starrocks/allin1-ubuntu'");
    }

    @Test
    void theUrlIsThatOfTheDatabaseForTheDriver() {
        StarRocksContainer container = new MappedContainer();

        assertThat(container.getDriverClassName()).isEqualTo("com.mysql.cj.jdbc.Driver");
        assertThat(container.getJdbcUrl()).isEqualTo("jdbc:mysql://docker.local:29030/test");
        assertThat(container
                        .withDatabaseName("shop")
                        .withUrlParam("connectTimeout", "5")
                        .getJdbcUrl())
                .isEqualTo("jdbc:mysql://docker.local:29030/shop?connectTimeout=5");
    }

    @Test
    void anotherDatabaseHasAUrlWithTheSameOptions() {
        assertThat(new MappedContainer().withUrlParam("connectTimeout", "5").getJdbcUrl("audit"))
                .isEqualTo("jdbc:mysql://docker.local:29030/audit?connectTimeout=5");
    }

    @Test
    void eitherDriverIsUsed() {
        ContainerDriver mariaDb = ContainerDriver.requireAvailable(name -> name.startsWith("org.mariadb"));

        assertThat(mariaDb.className()).isEqualTo(org.mariadb.jdbc.Driver.class.getName());
        assertThat(mariaDb.createUrl("localhost", 9030, "shop", ""))
                .isEqualTo("jdbc:mariadb://localhost:9030/shop?sslMode=disable");
        assertThat(mariaDb.createUrl("localhost", 9030, "shop", "?a=b"))
                .isEqualTo("jdbc:mariadb://localhost:9030/shop?a=b&sslMode=disable");
        assertThat(mariaDb.createUrl("localhost", 9030, "shop", "?sslMode=trust"))
                .isEqualTo("jdbc:mariadb://localhost:9030/shop?sslMode=trust");
        assertThat(ContainerDriver.requireAvailable(name -> true)).isEqualTo(ContainerDriver.MYSQL);
        assertThat(ContainerDriver.MYSQL.className()).isEqualTo(com.mysql.cj.jdbc.Driver.class.getName());
        assertThatThrownBy(() -> ContainerDriver.requireAvailable(name -> false))
                .isInstanceOf(NoDriverFoundException.class)
                .hasMessage("No JDBC driver for StarRocks is on the class path. Add com.mysql:mysql-connector-j or"
                        + " org.mariadb.jdbc:mariadb-java-client to the test dependencies.");
    }

    @Test
    void addressesOfNodesAreTranslated() {
        StarRocksContainer container = new MappedContainer();

        assertThat(container.getHttpUrl()).hasToString("http://docker.local:28030");
        assertThat(container.translate(URI.create("http://127.0.0.1:8040/api/shop/orders/_stream_load")))
                .hasToString("http://docker.local:28040/api/shop/orders/_stream_load");
        assertThat(container.translate(URI.create("http://root:@127.0.0.1:8040/api/_load_error_log?file=a%20b&c=d")))
                .hasToString("http://docker.local:28040/api/_load_error_log?file=a%20b&c=d");
        assertThat(container.translate(URI.create("http://localhost:8030"))).hasToString("http://docker.local:28030");
    }

    @Test
    void theDatabaseAndTheUserAreCreated() {
        StarRocksContainer container = new MappedContainer().withDatabaseName("shop");

        assertThat(container.preparation().renderStatements()).containsExactly("CREATE DATABASE IF NOT EXISTS `shop`");
        assertThat(container.withPassword("it's").preparation().renderStatements())
                .containsExactly("CREATE DATABASE IF NOT EXISTS `shop`", "ALTER USER 'root' IDENTIFIED BY 'it\\'s'");
        assertThat(container.withUsername("app").preparation().renderStatements())
                .containsExactly(
                        "CREATE DATABASE IF NOT EXISTS `shop`",
                        "CREATE USER IF NOT EXISTS 'app' IDENTIFIED BY 'it\\'s'",
                        "GRANT db_admin, cluster_admin, user_admin TO USER 'app'",
                        "SET DEFAULT ROLE ALL TO 'app'");
    }

    @Test
    void sharedDataNeedsAStorageVolumeBeforeTheDatabase() {
        StarRocksContainer container = new MappedContainer()
                .withSharedData(
                        "s3://tables/test", Map.of("aws.s3.endpoint", "http://minio:9000", "aws.s3.region", "us"));

        assertThat(container.getEnvMap()).containsEntry("RUN_MODE", "shared_data");
        assertThat(container.preparation().renderStatements())
                .containsExactly(
                        "CREATE STORAGE VOLUME IF NOT EXISTS test_volume TYPE = S3 LOCATIONS = ('s3://tables/test')"
                                + " PROPERTIES ('aws.s3.endpoint' = 'http://minio:9000', 'aws.s3.region' = 'us',"
                                + " 'enabled' = 'true')",
                        "SET test_volume AS DEFAULT STORAGE VOLUME",
                        "CREATE DATABASE IF NOT EXISTS `test`");
        assertThatThrownBy(() -> container.withSharedData("/var/tables", Map.of()))
                .hasMessage("Not a location of a storage volume, such as s3://bucket/path: /var/tables");
    }

    @Test
    void aUrlOfTestcontainersSetsTheVersionDatabaseAndUser() {
        JdbcDatabaseContainerProvider provider = ServiceLoader.load(JdbcDatabaseContainerProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(candidate -> candidate.supports("starrocks"))
                .findFirst()
                .orElseThrow();

        JdbcDatabaseContainer<?> defaultContainer =
                provider.newInstance(ConnectionUrl.newInstance("jdbc:tc:starrocks:///shop"));
        JdbcDatabaseContainer<?> configuredContainer = provider.newInstance(
                ConnectionUrl.newInstance("jdbc:tc:starrocks:3.5://any/shop?user=app&password=secret"));

        assertThat(provider.newInstance(ConnectionUrl.newInstance("jdbc:tc:starrocks:main:///shop")))
                .isInstanceOf(StarRocksContainer.class);
        assertThat(defaultContainer).isInstanceOf(StarRocksContainer.class);
        assertThat(defaultContainer.getDatabaseName()).isEqualTo("shop");
        assertThat(defaultContainer.getUsername()).isEqualTo("root");
        assertThat(defaultContainer.getPassword()).isEmpty();
        assertThat(configuredContainer.getDatabaseName()).isEqualTo("shop");
        assertThat(configuredContainer.getUsername()).isEqualTo("app");
        assertThat(configuredContainer.getPassword()).isEqualTo("secret");
    }
}
