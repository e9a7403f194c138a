package dev.cairn.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.internal.Ticker;
import dev.cairn.upgrade.MigrationException.UnreachableException;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The URLs of docs/connections.md against a server with a certificate of its own. */
class TlsTest {
    private static final String PASSWORD = "changeit";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String NOT_ACCEPTED = "The TLS connection was not accepted";

    @TempDir
    private static Path folder;

    private static EmbeddedStarRocks server;
    private static Path trusted;
    private static Path strange;

    @BeforeAll
    static void start() throws Exception {
        Path keys = keys("server", "ip:127.0.0.1");
        trusted = trusting(keys);
        strange = trusting(keys("stranger", "ip:127.0.0.1"));
        server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop").tls(context(keys)));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aTrustedCertificateOfThisHostIsAccepted() throws SQLException {
        assertThat(answer("starrocks", "127.0.0.1", "sslMode=VERIFY_IDENTITY" + store(trusted)))
                .isEqualTo("1");
        assertThat(answer("jdbc:mysql", "127.0.0.1", "user=root&sslMode=VERIFY_CA" + store(trusted)))
                .isEqualTo("1");
        assertThat(answer("jdbc:mariadb", "127.0.0.1", "user=root&sslMode=verify-full" + storeOfMariaDb(trusted)))
                .isEqualTo("1");
    }

    @Test
    void anotherCertificateIsRefused() {
        assertThatThrownBy(() -> open("starrocks", "127.0.0.1", "sslMode=VERIFY_CA" + store(strange)))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining(NOT_ACCEPTED);
        assertThatThrownBy(() -> open("starrocks", "127.0.0.1", "sslMode=VERIFY_IDENTITY"))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining(NOT_ACCEPTED);
        assertThatThrownBy(() ->
                        open("jdbc:mariadb", "127.0.0.1", "user=root&sslMode=verify-full" + storeOfMariaDb(strange)))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining(NOT_ACCEPTED);
    }

    @Test
    void aCertificateOfAnotherHostIsRefused() throws SQLException {
        assertThatThrownBy(() -> open("starrocks", "localhost", "sslMode=VERIFY_IDENTITY" + store(trusted)))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("identity verification failed");
        assertThat(answer("starrocks", "localhost", "sslMode=VERIFY_CA" + store(trusted)))
                .isEqualTo("1");
    }

    @Test
    void aServerWithoutTlsIsRefusedOnlyWhereItIsRequired() {
        try (EmbeddedStarRocks plain = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"))) {
            String host = "127.0.0.1:" + plain.port() + "/shop";
            for (String url : List.of(
                    "starrocks://root@" + host + "?sslMode=REQUIRED",
                    "starrocks://root@" + host + "?sslMode=VERIFY_IDENTITY",
                    "jdbc:mariadb://" + host + "?user=root&sslMode=trust")) {
                assertThatThrownBy(
                                () -> new ConnectionFactory(ServerAddress.parse(url), "shop", Ticker.system()).open())
                        .as(url)
                        .isInstanceOf(UnreachableException.class);
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
        CompletableFuture<Boolean> statement = CompletableFuture.supplyAsync(
                () -> {
                    try (Statement endless = connection.createStatement()) {
                        return endless.execute("SELECT sleep(3)") && endless.execute("SELECT sleep(100000)");
                    } catch (SQLException ignored) {
                        return false;
                    }
                },
                task -> new Thread(task).start());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(server.log().matching("SELECT sleep\\(100000\\)"))
                        .hasSize(1));
        connection.abort(Runnable::run);

        assertThat(statement).succeedsWithin(PATIENCE).isEqualTo(false);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(server.log().answers())
                        .anySatisfy(answer -> assertThat(answer.message()).contains("Cancelled")));
    }

    private static ServerConnection open(String scheme, String host, String options) {
        String account = scheme.equals("starrocks") ? "root@" : "";
        String url = scheme + "://" + account + host + ":" + server.port() + "/shop?" + options;
        return new ConnectionFactory(ServerAddress.parse(url), "shop", Ticker.system()).open();
    }

    private static String answer(String scheme, String host, String options) throws SQLException {
        try (ServerConnection connection = open(scheme, host, options);
                Connection lent = connection.userConnection();
                Statement statement = lent.createStatement();
                ResultSet answer = statement.executeQuery("SELECT 1")) {
            answer.next();
            return answer.getString(1);
        }
    }

    private static String store(Path file) {
        return "&trustCertificateKeyStoreUrl=" + encoded(file.toUri().toString())
                + "&trustCertificateKeyStoreType=PKCS12&trustCertificateKeyStorePassword=" + PASSWORD;
    }

    private static String storeOfMariaDb(Path file) {
        return "&trustStore=" + file.toUri() + "&trustStoreType=PKCS12&trustStorePassword=" + PASSWORD;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A key with a certificate that it signed itself. */
    private static Path keys(String alias, String host) throws IOException, InterruptedException {
        Path file = folder.resolve(alias + ".p12");
        keytool(
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

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD));
        command.addAll(1, List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
    }

    private static KeyStore read(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    /** The certificates of a store, without their keys. */
    private static Path trusting(Path keys) throws IOException, GeneralSecurityException {
        KeyStore from = read(keys);
        KeyStore to = KeyStore.getInstance("PKCS12");
        to.load(null, null);
        String alias = from.aliases().nextElement();
        to.setCertificateEntry(alias, from.getCertificate(alias));
        Path file = keys.resolveSibling("trusting-" + keys.getFileName());
        try (var out = Files.newOutputStream(file)) {
            to.store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    private static SSLContext context(Path keys) throws IOException, GeneralSecurityException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(read(keys), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
