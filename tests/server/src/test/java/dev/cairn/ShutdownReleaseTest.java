package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.internal.Ticker;
import dev.cairn.schema.SchemaDescriptor;
import java.io.BufferedReader;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that is asked to end, as by Ctrl-C, releases the ledger before it ends. */
class ShutdownReleaseTest {
    private static final String LEDGER_WAITS_MESSAGE = "The ledger waits for the server";

    private static final SchemaDescriptor SCHEMA = new RecordedHistory(World.DATABASE)
            .version("orders", createTable("orders"), createTable("customers"))
            .statements("first rows", "INSERT INTO orders VALUES (1)", "INSERT INTO customers VALUES (1)")
            .schema();

    @AutoClose
    private final World world = new World();

    private static String createTable(String name) {
        return "CREATE TABLE " + name + " (id INT NOT NULL) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 2"
                + " PROPERTIES ('replication_num' = '1')";
    }

    /** The main class of the process. */
    static final class UpgradeProcess {
        private UpgradeProcess() {}

        public static void main(String[] arguments) {
            MigratorOptions options = MigratorOptions.DEFAULT
                    .releaseOnShutdown(true)
                    .withSettings(settings -> settings.withTicker(new ReportingTicker()));
            Migrator.of(SCHEMA, arguments[0], options).upgrade();
        }
    }

    /** Prints a line when the transport of the ledger waits for the server. */
    private static final class ReportingTicker implements Ticker {
        private final Ticker systemTicker = Ticker.system();

        @Override
        public Stopwatch start() {
            return systemTicker.start();
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
            boolean isLedgerWait = StackWalker.getInstance()
                    .walk(frames ->
                            frames.anyMatch(frame -> frame.getClassName().endsWith("LedgerTransport")));
            if (isLedgerWait) {
                System.out.println(LEDGER_WAITS_MESSAGE);
            }
            systemTicker.sleep(time);
        }
    }

    /** The process waits for the answer to a statement, or between two polls. */
    @ParameterizedTest
    @ValueSource(strings = {"answer", "poll"})
    void theNextRunDoesNotWaitForTheLease(String awaitedEvent) throws Exception {
        CountDownLatch statementLatch = new CountDownLatch(1);
        if (awaitedEvent.equals("answer")) {
            world.server.faults().add(createTrigger("INSERT INTO `?orders.*", statementLatch), Fault.holdCommit());
        } else {
            // The server refuses the statement, so the process waits and tries again.
            world.server
                    .faults()
                    .add(
                            createTrigger("INSERT INTO `?orders.*", statementLatch)
                                    .every(),
                            Fault.reject(1064, "HY000", "Too many connections"));
        }
        Process process = createUpgradeProcess()
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        statementLatch.await();
        process.destroy();
        process.onExit().join();
        assertThat(world.createMigrator(SCHEMA).status().isHeld()).isFalse();
        world.server.faults().clear();
        world.server.faults().runDeferred();
        world.createMigrator(SCHEMA, World.options().lease(Duration.ofDays(1))).upgrade();
        assertThat(world.queryRows("SELECT * FROM orders")).containsExactly("1");
    }

    private ProcessBuilder createUpgradeProcess() {
        return new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        UpgradeProcess.class.getName(),
                        world.url())
                .redirectErrorStream(true);
    }

    /** The process waits for the server for five minutes, in the threads of two steps. */
    @Test
    void anUnreachableServerDoesNotDelayTheShutdown() throws Exception {
        CountDownLatch statementLatch = new CountDownLatch(2);
        world.server
                .faults()
                .add(createTrigger("INSERT INTO .*", statementLatch).every(), Fault.holdCommit());
        Process process = createUpgradeProcess().start();
        try (BufferedReader output = process.inputReader()) {
            statementLatch.await();
            world.server.close();
            String line = output.readLine();
            while (line != null && !line.equals(LEDGER_WAITS_MESSAGE)) {
                line = output.readLine();
            }
            assertThat(line).isNotNull();
            process.destroy();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    private static Trigger createTrigger(String regex, CountDownLatch statementLatch) {
        return Trigger.of(statement -> {
            boolean isMatch = statement.text().matches("(?is)" + regex);
            if (isMatch) {
                statementLatch.countDown();
            }
            return isMatch;
        });
    }
}
