package dev.cairn.maven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.job.Job;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands of the tutorials in a shell exactly as their pages print them, with the programs of the checkout.
 * Only the port of the server differs, and questions are answered with yes.
 */
@EnabledOnOs({OS.LINUX, OS.MAC})
@EnabledIfSystemProperty(named = "cairn.offline.repository", matches = ".+")
class DocumentedToursIT {
    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
    private static final Pattern COMMAND = Pattern.compile("(?m)^    (\\S.*)$");

    private static final String INSTALL_COMMAND = "mvn -q -Pcommands install\n";
    private static final String PATH_COMMAND = "export PATH=\"$PWD/bin:$PATH\"\n";
    private static final String SERVER_COMMAND = "bin/embedded --port 9030 --database shop\n";

    private static final String SHELL_FUNCTIONS = """
        set -eu
        cairn() {
            case "$1" in baseline) set -- "$@" --yes;; esac
            command cairn "$@" || test "$1 $?" = "diff 3"
        }
        """;

    /** Starts, on a free port, the server that the page starts in a second terminal. */
    private static final String SERVER_IN_BACKGROUND = """
        bin/embedded --port 0 --database shop > "$TMPDIR/server.txt" &
        server=$!
        trap 'kill $server' EXIT
        until grep -q jdbc: "$TMPDIR/server.txt"; do kill -0 $server; sleep 0.2; done
        address="$(sed 's,.*//\\([^/]*\\).*,\\1,' "$TMPDIR/server.txt")"
        """;

    @TempDir
    private Path folder;

    /** Returns the indented lines between two texts of a page, without their indentation. */
    private static String readCommands(String page, String startText, String endText) throws IOException {
        String text = Files.readString(ROOT.resolve(page));
        int start = text.indexOf(startText);
        assertThat(start).as(startText).isNotNegative();
        int end = text.indexOf(endText, start);
        assertThat(end).as(endText).isNotNegative();
        return COMMAND.matcher(text.substring(start, end))
                .results()
                .map(command -> command.group(1) + "\n")
                .collect(Collectors.joining());
    }

    private static String readTourOfTheReadme() throws IOException {
        String commands = readCommands("README.md", "In a checkout, this installs them", "## Generated classes");
        assertThat(commands).startsWith(INSTALL_COMMAND + PATH_COMMAND + SERVER_COMMAND);
        return commands;
    }

    private String run(MavenCommand maven, Path checkout, String build, String commands)
            throws IOException, InterruptedException {
        Path script = Files.writeString(folder.resolve("tour.sh"), SHELL_FUNCTIONS + commands);
        ProcessBuilder builder = new ProcessBuilder("bash", script.toString())
                .directory(checkout.toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(maven.environment());
        builder.environment().put("CAIRN_BUILD", build);
        Process shell = builder.start();
        shell.getOutputStream().close();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(commands + "\n\n" + output).isZero();
        return output;
    }

    /** Runs commands with the archives of this build, on a server in this JVM. */
    private String runHere(EmbeddedStarRocks server, String commands) throws IOException, InterruptedException {
        return run(
                MavenCommand.createOffline(folder),
                ROOT,
                "never",
                PATH_COMMAND + commands.replace("localhost:9030", "127.0.0.1:" + server.port()));
    }

    private static EmbeddedStarRocks startServer() {
        return EmbeddedStarRocks.start(Options.DEFAULT.database("shop").jobs(Job.Pace.atOnce()));
    }

    private static void checkTourOfTheReadme(String output) {
        assertThat(output)
                .contains("V0001Initial.java", "shop is at migration 1, V0001Initial.")
                .contains("[pending-changes]", "ALTER TABLE `account` ADD COLUMN `points` int(11) NULL")
                .contains("V0002AddPoints.java", "shop is at migration 2, V0002AddPoints: nothing is pending.")
                .containsPattern("(?m)^V0001Initial \\(Initial\\) .*\nV0002AddPoints \\(Add points\\) ");
        assertThat(output.lines().filter(line -> line.startsWith("[WARNING]")))
                .hasSize(1)
                .allMatch(line -> line.contains("[pending-changes]"));
    }

    @Test
    void theTourOfTheReadme() throws IOException, InterruptedException {
        try (EmbeddedStarRocks server = startServer()) {
            checkTourOfTheReadme(runHere(
                    server,
                    readTourOfTheReadme()
                            .replace(INSTALL_COMMAND + PATH_COMMAND + SERVER_COMMAND, "cd \"$TMPDIR\"\n")));
        }
    }

    @Test
    @EnabledIfSystemProperty(
            named = "cairn.tour.download",
            matches = "true",
            disabledReason = "-Dcairn.tour.download=true compiles and downloads everything again")
    void theTourOfTheReadmeFromAnEmptyRepository() throws IOException, InterruptedException {
        Path checkout = folder.resolve("checkout");
        copyCheckout(checkout);
        String commands = readTourOfTheReadme()
                .replace(SERVER_COMMAND, SERVER_IN_BACKGROUND)
                .replace("localhost:9030", "$address");

        checkTourOfTheReadme(run(MavenCommand.createDownloading(folder), checkout, "", commands));
    }

    private static void copyCheckout(Path copy) throws IOException {
        List<String> omitted = List.of(".git", "target");
        try (Stream<Path> files = Files.walk(ROOT)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path relative = ROOT.relativize(file);
                if (Stream.iterate(relative, path -> path != null, Path::getParent)
                        .noneMatch(path -> omitted.contains(path.getFileName().toString()))) {
                    Path target = copy.resolve(relative.toString());
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    @Test
    void theTutorialInSql() throws Exception {
        String page = "docs/sql-tutorial.md";
        String text = Files.readString(ROOT.resolve(page));
        String check = text.substring(text.indexOf("#!/bin/sh"), text.indexOf("```", text.indexOf("#!/bin/sh")));
        Path script = Files.writeString(folder.resolve("check-schema.sh"), check);
        try (EmbeddedStarRocks server = startServer()) {
            String output = runHere(
                    server,
                    "cd \"$TMPDIR\"\nexport GIT_AUTHOR_NAME=Ann GIT_AUTHOR_EMAIL=ann@localhost\n"
                            + "export GIT_COMMITTER_NAME=Ann GIT_COMMITTER_EMAIL=ann@localhost\n"
                            + readCommands(page, "To try it", "## 4. ").replace(SERVER_COMMAND.replace("bin/", ""), "")
                            + "mkdir ci\ncp " + script + " ci\n"
                            + readCommands(page, "Try it:", "Had the branch")
                            + readCommands(page, "## 5. ", "## Where to go"));

            assertThat(output)
                    .containsSubsequence(
                            "The script is done: 3 steps.",
                            "No differences.",
                            "No findings.",
                            "No differences.",
                            "The script is done: 1 step.",
                            "No differences.",
                            "No differences.");
        }
    }

    @Test
    void theImportOfADatabase() throws Exception {
        try (EmbeddedStarRocks server = startServer()) {
            try (Connection connection = DriverManager.getConnection(server.jdbcUrl("shop"), "root", "");
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE page_view (day DATE NOT NULL, url VARCHAR(200)) DUPLICATE KEY (day)"
                        + " DISTRIBUTED BY HASH (day) BUCKETS 4");
                statement.execute("CREATE VIEW today AS SELECT url FROM page_view WHERE day = current_date()");
            }
            String output = runHere(
                    server,
                    "cd \"$TMPDIR\"\n" + readCommands("docs/import.md", "**1. Pull it**", "## From Flyway")
                            + "cairn check\n");

            assertThat(output)
                    .contains("PageView.java", "Today.java", "No differences.", "V0001AsItWas.java")
                    .contains("No drift, and nothing pending.");
        }
    }
}
