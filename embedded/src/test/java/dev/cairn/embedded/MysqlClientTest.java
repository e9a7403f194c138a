package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.embedded.junit.EmbeddedStarRocksExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The command line client {@code mysql} works with the embedded server. */
class MysqlClientTest {
    @RegisterExtension
    static final EmbeddedStarRocksExtension STARROCKS =
            EmbeddedStarRocksExtension.with(Options.DEFAULT.user("app", "secret"));

    @BeforeAll
    static void requireClient() {
        boolean isInstalled;
        try {
            isInstalled = new ProcessBuilder("mysql", "--version").start().waitFor() == 0;
        } catch (IOException failure) {
            isInstalled = false;
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            isInstalled = false;
        }
        assumeTrue(isInstalled, "The command line client `mysql` is not installed");
    }

    private record ClientOutput(int exitCode, String text) {}

    private static ClientOutput runMysql(EmbeddedStarRocks server, List<String> options, String input)
            throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "mysql",
                "--no-defaults",
                "--default-character-set=utf8mb4",
                "-h127.0.0.1",
                "-P" + server.port(),
                "--protocol=tcp",
                "--comments"));
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().retainAll(Set.of("PATH"));
        builder.environment().put("MYSQL_TEST_LOGIN_FILE", "/none"); // which is read even without defaults
        Process process = builder.start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new ClientOutput(process.waitFor(), text);
    }

    @Test
    void theMysqlClientRunsAScript(EmbeddedStarRocks server) throws Exception {
        ClientOutput output = runMysql(server, List.of("-uroot", "-t"), """
                CREATE DATABASE IF NOT EXISTS cli; USE cli;
                CREATE TABLE a (k INT COMMENT 'ключ') DISTRIBUTED BY HASH(k);
                SHOW TABLES; DESC a; SHOW FULL COLUMNS FROM a;
                SELECT 1 AS one, NULL AS nothing, 'x' AS word;
                DROP DATABASE cli FORCE;
                """);
        assertThat(output.exitCode()).as(output.text()).isZero();
        assertThat(output.text())
                .contains("| Tables_in_cli |")
                .contains("ключ")
                .containsPattern("\\| +1 \\|")
                .contains("NULL");
    }

    /** The lines are those that {@code mysqldump} writes, with the text that SHOW CREATE VIEW returns. */
    @Test
    void aDumpWithAViewIsRestored(EmbeddedStarRocks server) throws Exception {
        ClientOutput output = runMysql(server, List.of("-uroot"), """
                CREATE DATABASE restored; USE restored;
                CREATE TABLE a (k INT) DISTRIBUTED BY HASH(k);;
                /*!50001 DROP VIEW IF EXISTS `w`*/;
                /*!50001 CREATE VIEW `w` (`k`) SECURITY NONE AS SELECT k FROM restored.a; */;
                /*!50001 SET character_set_client      = @saved_cs_client */;
                SHOW TABLES;
                DROP DATABASE restored FORCE;
                """);
        assertThat(output.exitCode()).as(output.text()).isZero();
        assertThat(output.text()).contains("Tables_in_restored\na\n");
    }

    @Test
    void theMysqlClientReportsErrors(EmbeddedStarRocks server) throws Exception {
        ClientOutput output = runMysql(server, List.of("-uroot"), "USE nope;");
        assertThat(output.exitCode()).isEqualTo(1);
        assertThat(output.text()).contains("ERROR 5501 (3F000)").contains("Unknown database 'nope'");
    }

    @Test
    void theMysqlClientLogsIn(EmbeddedStarRocks server) throws Exception {
        assertThat(runMysql(server, List.of("-uapp", "-psecret", "-N"), "SELECT CURRENT_USER();")
                        .text())
                .contains("'app'@'%'");
        assertThat(runMysql(server, List.of("-uapp", "-pwrong"), "SELECT 1;").text())
                .contains("ERROR 1045 (28000)")
                .contains("Access denied for user 'app' (using password: YES)");
    }

    @Test
    void aFaultCommentDisconnectsTheMysqlClient(EmbeddedStarRocks server) throws Exception {
        ClientOutput output = runMysql(server, List.of("-uroot"), "SELECT 1 /* cairn:fault cut-before */;");
        assertThat(output.exitCode()).isEqualTo(1);
        assertThat(output.text()).contains("ERROR 2013");
    }
}
