package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The help texts of all commands, and rules for them. */
class HelpTextsTest {
    private static final Path GOLDEN_FOLDER = Path.of("src/test/resources/dev/cairn/cli/help");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cairn",
                "baseline",
                "check",
                "test",
                "completion",
                "current",
                "diff",
                "docs",
                "downgrade",
                "fmt",
                "grants",
                "heads",
                "history",
                "init",
                "lineage",
                "lint",
                "man-pages",
                "explain",
                "plan",
                "queries",
                "query",
                "pull",
                "rebase",
                "evolve",
                "checkpoint",
                "record",
                "repair",
                "show",
                "sql",
                "run-sql",
                "stamp",
                "status",
                "unlock",
                "cleanup",
                "upgrade"
            })
    void helpMatchesItsGoldenFile(String command) throws IOException {
        CommandProject project = new CommandProject(folder);
        int exitCode = command.equals("cairn") ? project.cairn("--help") : project.cairn(command, "--help");
        assertThat(exitCode).isZero();
        assertThat(project.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        Path golden = GOLDEN_FOLDER.resolve(command + ".txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN_FOLDER);
            Files.writeString(golden, project.out());
        }
        assertThat(golden).content().isEqualTo(project.out());
    }

    @Test
    void helpOnATerminalHasItsWidth() {
        CommandProject project = new CommandProject(folder);
        project.environment.put("NO_COLOR", "1");
        project.isTerminal = true;
        project.columnCount = 200;
        assertThat(project.cairn("lint", "--help")).isZero();
        assertThat(project.out().lines())
                .anySatisfy(line -> assertThat(line.length()).isGreaterThan(100))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(120));
        project.columnCount = 40;
        assertThat(project.cairn("lint", "--help")).isZero();
    }

    @Test
    void helpOnATerminalHasColoursUnlessTheOptionOmitsThem() {
        CommandProject project = new CommandProject(folder);
        project.isTerminal = true;
        assertThat(project.cairn("status", "--help")).isZero();
        assertThat(project.out()).contains("\u001b[");
        for (List<String> arguments : List.of(
                List.of("--no-color", "status", "--help"),
                List.of("status", "--no-color", "--help"),
                List.of("status", "--help", "--no-color"),
                List.of("--no-color", "--help"))) {
            assertThat(project.cairn(arguments.toArray(String[]::new)))
                    .as("%s", arguments)
                    .isZero();
            assertThat(project.out())
                    .as("%s", arguments)
                    .startsWith("Usage: cairn ")
                    .doesNotContain("\u001b");
        }
    }

    @Test
    void errorsOnATerminalHaveItsWidth() {
        CommandProject project = new CommandProject(folder);
        project.isTerminal = true;
        assertThat(project.cairn("pull", "starrocks://root@127.0.0.1:1/shop", "--package=p"))
                .isEqualTo(1);
        assertThat(project.err().lines())
                .hasSizeGreaterThan(1)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }

    @Test
    void helpBeginsWithTheCommandsOfTheFirstSteps() {
        CommandProject project = new CommandProject(folder);
        assertThat(project.cairn("--help")).isZero();
        assertThat(project.out()
                        .lines()
                        .dropWhile(line -> !line.equals("First steps:"))
                        .skip(1)
                        .takeWhile(line -> !line.isEmpty()))
                .filteredOn(line -> !line.startsWith("   "))
                .extracting(line -> line.strip().replaceFirst(" .*", ""))
                .containsExactly("init", "record", "plan", "upgrade", "status");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "starrocks://root:secret@localhost:9030/shop",
                "jdbc:mysql://localhost:9030/shop?user=root&password=secret"
            })
    void aPasswordInAnArgumentIsRefusedAndNeverPrinted(String url) {
        CommandProject project = new CommandProject(folder);
        assertThat(project.cairn("pull", "--package=p", "--url", url)).isEqualTo(2);
        assertThat(project.err())
                .startsWith("The URL on the command line contains a password, which every user")
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "starrocks://root@localhost:abc/shop",
                "starrocks://localhost:abc",
                "starrocks://localhost:123456/shop",
                "jdbc:mysql://localhost:abc/shop?user=root"
            })
    void aPortThatIsNoNumberIsNotCalledAPassword(String url) {
        CommandProject project = new CommandProject(folder);
        assertThat(project.cairn("pull", "--package=p", "--url", url)).isEqualTo(2);
        assertThat(project.err())
                .startsWith("The port in ")
                .contains("localhost:…")
                .contains("is not a number. If it is a password, set CAIRN_PASSWORD")
                .doesNotContain("abc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sslmode", "ssl-mode", "SSLMODE", "ssl_mode"})
    void aMisspeltOptionForTlsIsRefused(String optionName) {
        CommandProject project = new CommandProject(folder);
        for (String url :
                new String[] {"starrocks://root@127.0.0.1:1/shop?", "jdbc:mysql://127.0.0.1:1/shop?user=root&"}) {
            assertThat(project.cairn("pull", "--package=p", "--url", url + optionName + "=REQUIRED"))
                    .isEqualTo(2);
            assertThat(project.err())
                    .contains("The URL has the option " + optionName + ", which has no effect: write sslMode");
        }
    }

    @Test
    void connectionFailuresDoNotContainThePassword() {
        CommandProject project = new CommandProject(folder);
        project.environment.put("CAIRN_PASSWORD", "secret");
        assertThat(project.cairn("pull", "starrocks://root@127.0.0.1:1/shop", "--package=p"))
                .isEqualTo(1);
        assertThat(project.err())
                .contains("no connection to the server", "Check the address, and whether the frontend is up")
                .doesNotContain("secret");
        project.defaultAnswer = null;
        assertThat(project.cairn("pull", "starrocks://root@127.0.0.1:1/shop", "--package=p", "--ask-password"))
                .isEqualTo(2);
        assertThat(project.err()).startsWith("There is no terminal to ask for a password");
    }
}
