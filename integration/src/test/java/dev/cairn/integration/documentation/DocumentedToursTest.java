package dev.cairn.integration.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.job.Job;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of the pages that one types along, run by a shell as they stand there. Only the server is another one, questions
 * are answered with yes, and {@code mvn} compiles with javac and calls {@code cairn}: the goals have tests of their own.
 */
@EnabledOnOs({OS.LINUX, OS.MAC})
class DocumentedToursTest {
    private static final Pattern COMMAND = Pattern.compile("(?m)^    (\\S.*)$");

    private static final String FUNCTIONS = """
        set -eu
        cairn() {
            case "$1" in baseline) set -- "$@" --yes;; esac
            "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC dev.cairn.cli.Cairn "$@"
        }
        compile() {
            mkdir -p target/classes
            "$JAVA_HOME/bin/javac" -J-XX:TieredStopAtLevel=1 $PROCESSING -d target/classes $(find src -name '*.java')
        }
        mvn() {
            local message=
            for word in "$@"; do
                case "$word" in -Dcairn.message=*) message="${word#*=}";; esac
            done
            for word in "$@"; do
                case "$word" in
                    compile) compile;;
                    cairn:record) cairn record "$message";;
                    cairn:*) cairn "${word#cairn:}";;
                esac
            done
        }
        """;

    @TempDir
    private Path folder;

    private EmbeddedStarRocks server;

    @BeforeEach
    void start() {
        server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop").jobs(Job.Pace.atOnce()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** The indented lines between two texts of a page. */
    private String commands(String page, String from, String to) throws IOException {
        String text = Files.readString(Path.of("..").resolve(page));
        int start = text.indexOf(from);
        assertThat(start).as(from).isNotNegative();
        int end = text.indexOf(to, start);
        assertThat(end).as(to).isNotNegative();
        return COMMAND.matcher(text.substring(start, end))
                .results()
                .map(command -> command.group(1))
                .collect(Collectors.joining("\n"))
                .replace("localhost:9030", "127.0.0.1:" + server.port());
    }

    private String run(String commands) throws IOException, InterruptedException {
        Path script = Files.writeString(folder.resolve("tour.sh"), FUNCTIONS + commands + "\n");
        ProcessBuilder builder = new ProcessBuilder("bash", script.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        // Newer compilers run a processor of the class path only when they are told to.
        builder.environment().put("PROCESSING", Runtime.version().feature() < 21 ? "" : "-proc:full");
        builder.environment().put("TMPDIR", folder.toString());
        builder.environment().keySet().removeIf(name -> name.startsWith("CAIRN_"));
        Process shell = builder.start();
        shell.getOutputStream().close();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(commands + "\n\n" + output).isZero();
        return output;
    }

    @Test
    void theTourOfTheReadme() throws IOException, InterruptedException {
        String output = run(commands("README.md", "These commands create a project", "## A build file to copy"));

        assertThat(output)
                .contains("V0001Initial.java", "shop is at migration 1, V0001Initial.")
                .contains("[pending-changes]", "ALTER TABLE `account` ADD COLUMN `points` int(11) NULL")
                .contains("V0002AddPoints.java", "shop is at migration 2, V0002AddPoints: nothing is pending.")
                .contains("1 Initial (", "2 Add points (");
    }

    @Test
    void theImportOfADatabase() throws Exception {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl("shop"), "root", "");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE page_view (day DATE NOT NULL, url VARCHAR(200)) DUPLICATE KEY (day)"
                    + " DISTRIBUTED BY HASH (day) BUCKETS 4");
            statement.execute("CREATE VIEW today AS SELECT url FROM page_view WHERE day = current_date()");
        }
        String output = run(commands("docs/import.md", "**1. Pull it**", "## From Flyway") + "\ncairn check");

        assertThat(output)
                .contains("PageView.java", "Today.java", "No differences.", "V0001AsItWas.java")
                .contains("No drift, and nothing pending.");
    }
}
