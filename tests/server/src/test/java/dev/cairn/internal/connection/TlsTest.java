package dev.cairn.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.internal.Ticker;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The TLS options in docs/connections.md decide which certificates of a server a driver accepts. */
class TlsTest {
    private static final String PASSWORD = "changeit";
    private static final Duration MAX_WAIT = Duration.ofMinutes(2);
    private static final String NOT_ACCEPTED_MESSAGE = "The TLS connection was not accepted";

    @TempDir
    private static Path folder;

    @AutoClose
    private static EmbeddedStarRocks server;

    private static Path trustedCertificates;
    private static Path foreignCertificates;

    @BeforeAll
    static void start() throws Exception {
        Path keyStoreFile = createKeyStore("server", "ip:127.0.0.1");
        trustedCertificates = createTrustStore(keyStoreFile);
        foreignCertificates = createTrustStore(createKeyStore("stranger", "ip:127.0.0.1"));
        server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop").tls(createContext(keyStoreFile)));
    }

    @Test
    void aTrustedCertificateOfThisHostIsAccepted() throws SQLException {
        assertThat(queryOne(
                        "starrocks", "127.0.0.1", "sslMode=VERIFY_IDENTITY" + renderStoreOptions(trustedCertificates)))
                .isEqualTo("1");
        assertThat(queryOne(
                        "jdbc:mysql",
                        "127.0.0.1",
                        "user=root&sslMode=VERIFY_CA" + renderStoreOptions(trustedCertificates)))
                .isEqualTo("1");
        assertThat(queryOne(
                        "jdbc:mariadb",
                        "127.0.0.1",
                        "user=root&sslMode=verify-full" + renderMariaDbStoreOptions(trustedCertificates)))
                .isEqualTo("1");
    }

    @Test
    void anotherCertificateIsRefused() {
        assertThatThrownBy(() -> openConnection(
                        "starrocks", "127.0.0.1", "sslMode=VERIFY_CA" + renderStoreOptions(foreignCertificates)))
                .isInstanceOf(ServerUnreachableException.class)
                .hasMessageContaining(NOT_ACCEPTED_MESSAGE);
        assertThatThrownBy(() -> openConnection("starrocks", "127.0.0.1", "sslMode=VERIFY_IDENTITY"))
                .isInstanceOf(ServerUnreachableException.class)
                .hasMessageContaining(NOT_ACCEPTED_MESSAGE);
        assertThatThrownBy(() -> openConnection(
                        "jdbc:mariadb",
                        "127.0.0.1",
                        "user=root&sslMode=verify-full" + renderMariaDbStoreOptions(foreignCertificates)))
                .isInstanceOf(ServerUnreachableException.class)
                .hasMessageContaining(NOT_ACCEPTED_MESSAGE);
    }

    @Test
    void aCertificateOfAnotherHostIsRefused() throws SQLException {
        assertThatThrownBy(() -> openConnection(
                        "starrocks", "localhost", "sslMode=VERIFY_IDENTITY" + renderStoreOptions(trustedCertificates)))
                .isInstanceOf(ServerUnreachableException.class)
                .hasMessageContaining("identity verification failed");
        assertThat(queryOne("starrocks", "localhost", "sslMode=VERIFY_CA" + renderStoreOptions(trustedCertificates)))
                .isEqualTo("1");
    }

    @Test
    void aServerWithoutTlsIsRefusedOnlyWhereItIsRequired() {
        try (EmbeddedStarRocks serverWithoutTls = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"))) {
            String host = "127.0.0.1:" + serverWithoutTls.port() + "/shop";
            for (String url : List.of(
                    "starrocks://root@" + host + "?sslMode=REQUIRED",
                    "starrocks://root@" + host + "?sslMode=VERIFY_IDENTITY",
                    "jdbc:mariadb://" + host + "?user=root&sslMode=trust")) {
                assertThatThrownBy(
                                () -> new ConnectionFactory(ServerAddress.parse(url), "shop", Ticker.system()).open())
                        .as(url)
                        .isInstanceOf(ServerUnreachableException.class);
            }
            for (String url : List.of("starrocks://root@" + host, "jdbc:mariadb://" + host + "?user=root")) {
                new ConnectionFactory(ServerAddress.parse(url), "shop", Ticker.system())
                        .open()
                        .close();
            }
        }
    }

    @Test
    void aStatementEndsWithItsConnection() throws SQLException {
        String url = "jdbc:mysql://127.0.0.1:" + server.port() + "/shop?user=root&sslMode=REQUIRED";
        Connection connection = DriverManager.getConnection(url);
        CompletableFuture<Boolean> statementResult = CompletableFuture.supplyAsync(
                () -> {
                    try (Statement sleepingStatement = connection.createStatement()) {
                        return sleepingStatement.execute("SELECT sleep(3)")
                                && sleepingStatement.execute("SELECT sleep(100000)");
                    } catch (SQLException ignored) {
                        return false;
                    }
                },
                task -> new Thread(task).start());
        await().atMost(MAX_WAIT)
                .untilAsserted(() -> assertThat(server.log().findMatching("SELECT sleep\\(100000\\)"))
                        .hasSize(1));
        connection.abort(Runnable::run);

        assertThat(statementResult).succeedsWithin(MAX_WAIT).isEqualTo(false);
        await().atMost(MAX_WAIT)
                .untilAsserted(() -> assertThat(server.log().answers())
                        .anySatisfy(answer -> assertThat(answer.message()).contains("Cancelled")));
    }

    private static ServerConnection openConnection(String scheme, String host, String options) {
        String account = scheme.equals("starrocks") ? "root@" : "";
        String url = scheme + "://" + account + host + ":" + server.port() + "/shop?" + options;
        return new ConnectionFactory(ServerAddress.parse(url), "shop", Ticker.system()).open();
    }

    private static String queryOne(String scheme, String host, String options) throws SQLException {
        try (ServerConnection connection = openConnection(scheme, host, options);
                Connection userConnection = connection.unwrapForUserCode();
                Statement statement = userConnection.createStatement();
                ResultSet result = statement.executeQuery("SELECT 1")) {
            result.next();
            return result.getString(1);
        }
    }

    private static String renderStoreOptions(Path file) {
        return "&trustCertificateKeyStoreUrl=" + encode(file.toUri().toString())
                + "&trustCertificateKeyStoreType=PKCS12&trustCertificateKeyStorePassword=" + PASSWORD;
    }

    private static String renderMariaDbStoreOptions(Path file) {
        return "&trustStore=" + file.toUri() + "&trustStoreType=PKCS12&trustStorePassword=" + PASSWORD;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Creates a key store with one key and its self-signed certificate. */
    private static Path createKeyStore(String alias, String host) throws IOException, InterruptedException {
        Path file = folder.resolve(alias + ".p12");
        runKeytool(
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + alias,
                "-ext",
                "san=" + host,
                "-startdate",
                "-1d",
                "-validity",
                "3650",
                "-keystore",
                file.toString());
        return file;
    }

    private static void runKeytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD));
        command.addAll(1, List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private static KeyStore readStore(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    /** Creates a trust store with the certificate of a key store, without the key. */
    private static Path createTrustStore(Path keyStoreFile) throws IOException, GeneralSecurityException {
        KeyStore keyStore = readStore(keyStoreFile);
        KeyStore trustStore = KeyStore.getInstance("PKCS12");
        trustStore.load(null, null);
        String alias = keyStore.aliases().nextElement();
        trustStore.setCertificateEntry(alias, keyStore.getCertificate(alias));
        Path file = keyStoreFile.resolveSibling("trusting-" + keyStoreFile.getFileName());
        try (var output = Files.newOutputStream(file)) {
            trustStore.store(output, PASSWORD.toCharArray());
        }
        return file;
    }

    private static SSLContext createContext(Path keyStoreFile) throws IOException, GeneralSecurityException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(readStore(keyStoreFile), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
