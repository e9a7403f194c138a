package dev.cairn.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.internal.Ticker;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A {@link ServerAddress} accepts the documented URLs, explains why it refuses others, and shows no password. */
class ServerAddressTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        starrocks://host/shop                                    | starrocks://host:9030/shop
        starrocks://app:x@host:9031/default_catalog.shop?a=5     | starrocks://host:9031/default_catalog.shop
        starrocks://my_host.internal_net/shop                    | starrocks://my_host.internal_net:9030/shop
        starrocks://fe1,fe2:9031/shop                            | starrocks://fe1:9030,fe2:9031/shop
        starrocks://[::1]:9030/shop                              | starrocks://[::1]:9030/shop
        starrocks://host                                         | starrocks://host:9030/
        jdbc:mysql://host/shop                                   | jdbc:mysql://host/shop
        """)
    void theShortFormUsesTheStarrocksScheme(String url, String shownUrl) {
        assertThat(ServerAddress.parse(url)).hasToString(shownUrl);
    }

    @ParameterizedTest
    @CsvSource({"jdbc:mysql, '', 0", "jdbc:mysql, ?readOnlyPropagatesToServer=true, 1", "starrocks, '', 0"})
    void theDriverDoesNotAskBeforeEachStatementWhetherTheSessionIsReadOnly(
            String scheme, String options, int questionCount) throws SQLException {
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"));
                Connection connection = ServerAddress.parse(
                                scheme + "://127.0.0.1:" + server.port() + "/shop" + options)
                        .withUser("root")
                        .getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE VIEW v AS SELECT 1 AS one");

            assertThat(server.log().findMatching(".*transaction_read_only.*")).hasSize(questionCount);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "starrocks://app:topsecret@127.0.0.1:1/shop",
                "jdbc:mysql://app:topsecret@127.0.0.1:1/shop?password=topsecret",
                "jdbc:mysql://127.0.0.1:1/shop?user=app&PASSWORD1=topsecret",
                "jdbc:mysql://127.0.0.1:1/shop?p%61ssword=topsecret",
                "jdbc:mysql://(host=127.0.0.1,port=1,user=app,password=topsecret)/shop",
                "jdbc:mysql://address=(host=127.0.0.1)(port=1)(user=app)(password=topsecret)/shop",
                "jdbc:mysql://127.0.0.1:1/shop?trustCertificateKeyStorePassword=topsecret",
                "jdbc:mariadb://127.0.0.1:1/shop?keyPassword=topsecret&keyStorePassword=topsecret",
                "jdbc:starrocks://app:topsecret@127.0.0.1:1/shop",
                "jdbc:unknown://app:topsecret@127.0.0.1:1/shop?password=topsecret",
                "jdbc:mysql://app:topsecret@127.0.0.1:none/shop",
            })
    void noFailureShowsAPassword(String url) {
        assertThat(UrlSecrets.containsPassword(url)).isTrue();
        assertThat(ServerAddress.parse(url).toString()).doesNotContain("topsecret");
        assertThatThrownBy(() -> new ConnectionFactory(ServerAddress.parse(url), "shop", Ticker.system()).open())
                .isInstanceOf(ServerUnreachableException.class)
                .satisfies(ServerAddressTest::requireNoSecretInMessages);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://app:topsecret@[fe1:9030,fe2:9030]/shop",
                "jdbc:mysql://fe1:9030,app:topsecret@fe2:9030/shop",
            })
    void severalHostsAreShownWithoutAPassword(String url) {
        assertThat(UrlSecrets.containsPassword(url)).isTrue();
        assertThat(ServerAddress.parse(url).toString())
                .contains("fe1:9030", "fe2:9030", "/shop")
                .doesNotContain("topsecret");
    }

    private static void requireNoSecretInMessages(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            assertThat(cause.toString()).doesNotContain("topsecret");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "starrocks://app@host/shop",
                "jdbc:mysql://host/shop?user=password",
                "jdbc:mysql://host/shop?password="
            })
    void aUrlWithoutPasswordHoldsNone(String url) {
        assertThat(UrlSecrets.containsPassword(url)).isFalse();
    }

    @Test
    void invalidAddressesAreRefused() {
        assertThatThrownBy(() -> ServerAddress.parse("mysql://host/shop"))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> ServerAddress.parse("starrocks:///shop"))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> ServerAddress.parse("starrocks://host:port/shop"))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> ServerAddress.parse("starrocks://app:se{cret@host/shop"))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match)
                .hasNoCause();
        assertThatThrownBy(() -> ServerAddress.parse("starrocks://app:se@cret@host/shop"))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://app:se@cret@host:9030/shop",
                "jdbc:mariadb://app:se@cret@host/shop",
                "jdbc:mysql://app:se@cret@host/shop?connectTimeout=9000"
            })
    void anUnencodedAtSignInTheAccountOfAJdbcUrlIsNamed(String url) {
        assertThatThrownBy(() -> ServerAddress.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aMissingDriverIsReportedWithTheArtifactToAdd() {
        assertThatThrownBy(() -> new ConnectionFactory(
                                ServerAddress.parse("jdbc:starrocks://host/shop"), "shop", Ticker.system())
                        .open())
                .isInstanceOf(ServerUnreachableException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> new ConnectionFactory(
                                ServerAddress.parse("jdbc:postgresql://host/shop"), "shop", Ticker.system())
                        .open())
                .isInstanceOf(ServerUnreachableException.class)
                .satisfies(MESSAGES::match);
    }

    @ParameterizedTest
    @CsvSource({
        "starrocks://host/shop, true",
        "starrocks://host, false",
        "starrocks://host/?a=/b, false",
        "jdbc:mysql://host:9030/, false",
        "jdbc:mysql://host:9030, false",
        "jdbc:mysql:loadbalance://fe1:9030/, false",
        "jdbc:mysql://host:9030/shop?a=b, true",
        "'jdbc:mysql://(host=h,port=9030)/', false",
        "'jdbc:mysql://(host=h,port=9030)/shop', true",
    })
    void anAddressKnowsWhetherItNamesADatabase(String url, boolean namesDatabase) {
        assertThat(ServerAddress.parse(url).hasDatabaseName()).isEqualTo(namesDatabase);
    }

    @Test
    void thePoolsLoginTimeoutReachesTheDriver() throws SQLException {
        PropertyRecorder propertyRecorder = new PropertyRecorder();
        DriverManager.registerDriver(propertyRecorder);
        try {
            ServerAddress address = ServerAddress.parse("jdbc:properties://host/shop");
            address.setLoginTimeout(7);
            assertThatThrownBy(address::getConnection)
                    .isInstanceOf(SQLException.class)
                    .satisfies(MESSAGES::match);
            assertThat(address.getLoginTimeout()).isEqualTo(7);
            assertThat(propertyRecorder.properties)
                    .containsEntry("connectTimeout", "7000")
                    .containsEntry("socketTimeout", "7000");
        } finally {
            DriverManager.deregisterDriver(propertyRecorder);
        }
    }

    /** A driver that opens no connections, and records the properties with which it is asked for one. */
    private static final class PropertyRecorder implements Driver {
        private final Properties properties = new Properties();

        @Override
        public @Nullable Connection connect(String url, Properties info) {
            properties.putAll(info);
            return null;
        }

        @Override
        public boolean acceptsURL(String url) {
            return url.startsWith("jdbc:properties:");
        }

        @Override
        public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
            return new DriverPropertyInfo[0];
        }

        @Override
        public int getMajorVersion() {
            return 1;
        }

        @Override
        public int getMinorVersion() {
            return 0;
        }

        @Override
        public boolean jdbcCompliant() {
            return false;
        }

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"starrocks://app:x@host/shop?password=y", "starrocks://app@host/shop?user=root"})
    void anAccountThatIsWrittenTwiceIsRefused(String url) {
        assertThatThrownBy(() -> ServerAddress.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void userAndPasswordReachTheServer() throws SQLException {
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.user("a@pp", "p@ss:w/r+d"))) {
            server.createDatabase("shop");
            String host = "127.0.0.1:" + server.port();
            ServerAddress address =
                    ServerAddress.parse("starrocks://a%40pp:p%40ss%3Aw%2Fr+d@" + host + "/default_catalog.shop");
            assertThat(readUser(address)).isEqualTo("a@pp");
            assertThat(readUser(address.withUser("root").withPassword(""))).isEqualTo("root");
            assertThat(readUser(ServerAddress.parse("starrocks://a%40pp@" + host + "/shop")
                            .withPassword("p@ss:w/r+d")))
                    .isEqualTo("a@pp");
            for (String scheme : List.of("jdbc:mysql://", "jdbc:mariadb://")) {
                ServerAddress jdbcAddress = ServerAddress.parse(scheme + host + "/shop?user=nobody&password=wrong");
                assertThat(readUser(jdbcAddress.withUser("a@pp").withPassword("p@ss:w/r+d")))
                        .isEqualTo("a@pp");
            }
            for (String url : List.of(
                    "starrocks://" + host + "/shop?user=a%40pp&password=p%40ss%3Aw%2Fr+d",
                    "starrocks://a%40pp@" + host + "/shop?password=p%40ss%3Aw%2Fr+d&connectTimeout=9000")) {
                assertThat(readUser(ServerAddress.parse(url))).isEqualTo("a@pp");
                assertThat(ServerAddress.parse(url)).hasToString("starrocks://" + host + "/shop");
            }
            assertThat(readUser(ServerAddress.parse("jdbc:mysql://nobody:wrong@" + host + "/shop")
                            .withUser("a@pp")
                            .withPassword("p@ss:w/r+d")))
                    .isEqualTo("a@pp");
        }
    }

    private static String readUser(ServerAddress address) {
        try (ServerConnection connection = new ConnectionFactory(address, "shop", Ticker.system()).open()) {
            String user =
                    String.valueOf(connection.fetchRows("SELECT USER()").get(0).get(0));
            return user.substring(1, user.lastIndexOf("'@"));
        }
    }

    @Test
    void theShortFormUsesTheAvailableDriver() throws Exception {
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"))) {
            String url = "starrocks://root@127.0.0.1:" + server.port() + "/shop";
            try (Connection connection = ServerAddress.parse(url).getConnection()) {
                assertThat(connection.getMetaData().getDriverName()).contains("MySQL");
            }
            try (URLClassLoader loaderWithoutMysql = createLoaderWithout(jar -> jar.contains("mysql-connector"))) {
                Class.forName("org.mariadb.jdbc.Driver", true, loaderWithoutMysql);
                try (Connection connection = parseIn(loaderWithoutMysql, url).getConnection()) {
                    assertThat(connection.getMetaData().getDriverName()).contains("MariaDB");
                    assertThat(connection.getCatalog()).endsWith("shop");
                }
            }
            try (URLClassLoader loaderWithoutDrivers =
                    createLoaderWithout(jar -> jar.contains("mysql-connector") || jar.contains("mariadb"))) {
                assertThatThrownBy(() -> parseIn(loaderWithoutDrivers, url).getConnection())
                        .satisfies(MESSAGES::match);
            }
        }
    }

    /** The driver of MariaDB requires TLS from its version 4.0 on, unless a URL of the short form turns that off. */
    @Test
    void theShortFormAcceptsAServerWithoutTls() throws Exception {
        Path newDriver = Path.of("target", "drivers", "mariadb-java-client-4.0.0.jar");
        assumeTrue(Files.exists(newDriver), () -> newDriver + " is missing: Maven puts it there");
        Predicate<String> isDriver = entry -> entry.contains("mysql-connector") || entry.contains("mariadb");
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"));
                URLClassLoader loader = createLoaderWithout(isDriver, newDriver)) {
            Class.forName("org.mariadb.jdbc.Driver", true, loader);
            String host = "127.0.0.1:" + server.port() + "/shop";
            DataSource address = parseIn(loader, "starrocks://" + host);
            for (int i = 0; i < 2; i++) {
                try (Connection connection = address.getConnection()) {
                    assertThat(connection.getMetaData().getDriverVersion()).isEqualTo("4.0.0");
                }
            }
            DataSource strictAddress = parseIn(loader, "starrocks://" + host + "?sslMode=trust");
            assertThatThrownBy(strictAddress::getConnection).satisfies(MESSAGES::match);
        }
    }

    @Test
    void aDriverThatRequiresTlsGetsItsParameterAsAdvice() {
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"))) {
            String url = "jdbc:mariadb://127.0.0.1:" + server.port() + "/shop?user=root&sslMode=trust";
            assertThatThrownBy(() -> new ConnectionFactory(ServerAddress.parse(url), "shop", Ticker.system()).open())
                    .isInstanceOf(ServerUnreachableException.class)
                    .satisfies(MESSAGES::match);
        }
    }

    private static DataSource parseIn(ClassLoader loader, String url) throws ReflectiveOperationException {
        Class<?> addressClass = Class.forName(ServerAddress.class.getName(), true, loader);
        return (DataSource) addressClass.getMethod("parse", String.class).invoke(null, url);
    }

    private static URLClassLoader createLoaderWithout(Predicate<String> isExcluded, Path... addedJars)
            throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (Path jar : addedJars) {
            urls.add(jar.toUri().toURL());
        }
        for (String classPathEntry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!classPathEntry.isEmpty() && !isExcluded.test(classPathEntry)) {
                urls.add(Path.of(classPathEntry).toUri().toURL());
            }
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }
}
