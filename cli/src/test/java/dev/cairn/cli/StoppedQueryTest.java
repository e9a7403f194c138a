package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A query that is stopped by a signal, as by Ctrl-C, in a process of its own. */
class StoppedQueryTest {
    private static final String ENDLESS_QUERY =
            "SELECT count(*) FROM o a, o b, o c, o d, o e, o f WHERE sqrt(a.id + b.id * c.id"
                    + " + d.id * e.id + f.id) < 0.5 LIMIT 1";

    @TempDir
    private Path folder;

    @Test
    void theServerEndsAStoppedQuery() throws Exception {
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"))) {
            try (Connection connection = DriverManager.getConnection(server.jdbcUrl("shop"), "root", "");
                    Statement statement = connection.createStatement()) {
                statement.execute(
                        "CREATE TABLE o (id BIGINT NOT NULL) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 1");
                statement.execute("INSERT INTO o SELECT generate_series FROM TABLE(generate_series(1, 2000))");
            }
            Path output = folder.resolve("output.txt");
            CountDownLatch queryBegun = new CountDownLatch(1);
            CountDownLatch queryKilled = new CountDownLatch(1);
            server.faults()
                    .add(
                            Trigger.of(statement -> {
                                if (statement.text().startsWith("KILL QUERY")) {
                                    queryKilled.countDown();
                                } else if (statement.text().equals(ENDLESS_QUERY)) {
                                    queryBegun.countDown();
                                }
                                return false;
                            }),
                            Fault.reject(1064, "HY000", "never"));
            Process process = new ProcessBuilder(
                            System.getProperty("java.home") + "/bin/java",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Cairn.class.getName(),
                            "query",
                            ENDLESS_QUERY,
                            "--unchecked",
                            "--url=starrocks://root@127.0.0.1:" + server.port() + "/shop")
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            assertThat(queryBegun.await(5, TimeUnit.MINUTES)).isTrue();
            process.destroy();
            assertThat(queryKilled.await(5, TimeUnit.MINUTES)).isTrue();
            process.onExit().join();
            assertThat(output).content().isEqualTo("Cancelled.\n");
        }
    }
}
