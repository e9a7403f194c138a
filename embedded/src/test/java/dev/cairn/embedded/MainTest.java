package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.profile.ServerProfile.Version;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line of the standalone server. */
class MainTest {
    private static Options parseOptions(String... arguments) {
        return Main.parseOptions(List.of(arguments).iterator());
    }

    @Test
    void optionsAreRead() {
        Options options = parseOptions(
                "--http-port",
                "0",
                "--port",
                "0",
                "--version",
                "3.5",
                "--shared-data",
                "--any-resources",
                "--replicas",
                "3",
                "--user",
                "a:b:c",
                "--user",
                "d",
                "--database",
                "shop");
        assertThat(options.port()).isZero();
        assertThat(options.profile().version()).isEqualTo(Version.V3_5);
        assertThat(options.profile().isSharedData()).isTrue();
        assertThat(options.profile().defaultReplicaCount()).isEqualTo(3);
        assertThat(options.profile().resources().isKnown()).isFalse();
        assertThat(options.users()).containsEntry("a", "b:c").containsEntry("d", "");
        assertThat(options.databases()).containsExactly("shop");
        assertThat(parseOptions().port()).isEqualTo(9030);
        assertThat(parseOptions("--experimental", "--address", "0.0.0.0", "--job-millis", "5")
                        .address())
                .isEqualTo("0.0.0.0");
    }

    @Test
    void theUrlNamesTheFirstDatabase() {
        Options anyPort = Options.DEFAULT.port(0);
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(anyPort)) {
            assertThat(Main.firstDatabaseUrl(server, anyPort)).isEqualTo(server.jdbcUrl());
            assertThat(Main.firstDatabaseUrl(server, anyPort.database("shop").database("other")))
                    .isEqualTo(server.jdbcUrl("shop"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "--port 0 --help"})
    void helpIsPrintedInsteadOfAStart(String arguments) throws InterruptedException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        PrintStream standardOutput = System.out;
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        try {
            Main.main(arguments.split(" "));
        } finally {
            System.setOut(standardOutput);
        }
        assertThat(output.toString(StandardCharsets.UTF_8)).startsWith("Usage: embedded [options]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--prot 1", "--port", "--port x", "--version 2.0"})
    void theErrorNamesAnInvalidOption(String arguments) {
        assertThatIllegalArgumentException().isThrownBy(() -> parseOptions(arguments.split(" ")));
    }

    @Test
    void aStandaloneServerPrintsOneLineWhenItIsReady() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("java.class.path");
        useAndStop(new ProcessBuilder(java, "-cp", classes, "dev.cairn.embedded.Main", "--port", "0"));
    }

    @Test
    void theServerStartsFromACheckout() throws Exception {
        Path script = Path.of("..", "bin", "embedded").toAbsolutePath().normalize();
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "There is no bash here");
        assumeTrue(
                Files.exists(Path.of("target/classes/dev/cairn/embedded/Main.class")),
                "Maven has not compiled the class Main here");
        useAndStop(new ProcessBuilder(script.toString(), "--port", "0"));
    }

    @Test
    void theErrorNamesAPortInUse() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("java.class.path");
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start()) {
            String port = String.valueOf(server.port());
            Process process = new ProcessBuilder(java, "-cp", classes, "dev.cairn.embedded.Main", "--port", port)
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).isEqualTo(1);
            assertThat(output)
                    .startsWith("Can't listen on 127.0.0.1:" + port + ": ")
                    .endsWith(". Pass another --port, 0 for any free one, or another --address.\n")
                    .doesNotContain("Exception")
                    .hasLineCount(1);
        }
    }

    @Test
    void theErrorNamesAnInvalidDatabase() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("java.class.path");
        Process process = new ProcessBuilder(
                        java, "-cp", classes, "dev.cairn.embedded.Main", "--port", "0", "--database", "a b")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(output)
                .startsWith("Invalid --database: ")
                .contains("a b")
                .doesNotContain("Exception")
                .hasLineCount(1);
    }

    @Test
    void aLoginTimeoutFitsASocket() {
        assertThatIllegalArgumentException().isThrownBy(() -> Options.DEFAULT.loginTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> Options.DEFAULT.loginTimeout(Duration.ofDays(25)));
        assertThat(Options.DEFAULT.loginTimeout(Duration.ofDays(24)).limits().loginReadTimeoutMillis())
                .isEqualTo(24 * 86_400_000);
    }

    private static void useAndStop(ProcessBuilder builder) throws IOException, InterruptedException {
        builder.environment().put("CAIRN_BUILD", "never");
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String url = lines.readLine();
            assertThat(url).startsWith("jdbc:mysql://127.0.0.1:");
            try (Client client = Client.of(url)) {
                assertThat(client.value("SELECT 1")).isEqualTo("1");
            } catch (java.sql.SQLException failure) {
                throw new AssertionError(failure);
            }
            process.toHandle().destroy(); // which leaves its output open
            assertThat(lines.readLine()).isNull();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
