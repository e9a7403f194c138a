package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.schema.SchemaDescriptor;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that is asked to end, as by Ctrl-C, releases the ledger before it ends. */
class ShutdownReleaseTest {
    private static final SchemaDescriptor SHOP = new RecordedHistory(World.DATABASE)
            .version(
                    "orders",
                    "CREATE TABLE orders (id INT NOT NULL) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 2"
                            + " PROPERTIES ('replication_num' = '1')")
            .statements("first order", "INSERT INTO orders VALUES (1)")
            .schema();

    private final World world = new World();

    @AfterEach
    void stop() {
        world.close();
    }

    /** The main class of the process. */
    static final class Upgrading {
        private Upgrading() {}

        public static void main(String[] arguments) {
            Migrator.of(SHOP, arguments[0], MigratorOptions.DEFAULT.releaseOnShutdown(true))
                    .upgrade();
        }
    }

    /** The process waits for the answer to a statement, or between two polls. */
    @ParameterizedTest
    @ValueSource(strings = {"answer", "poll"})
    void theNextRunDoesNotWaitForTheLease(String what) throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        if (what.equals("answer")) {
            world.server.faults().on(trigger("INSERT INTO `?orders.*", reached), Fault.hold());
        } else {
            // A table that is busy is polled.
            world.server
                    .faults()
                    .on(
                            trigger("INSERT INTO `?orders.*", reached).every(),
                            Fault.refuse(1064, "HY000", "Too many connections"));
        }
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Upgrading.class.getName(),
                        world.url())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        reached.await();
        process.destroy();
        process.onExit().join();
        assertThat(world.migrator(SHOP).status().held()).isFalse();
        world.server.faults().clear();
        world.server.faults().runLate();
        world.migrator(SHOP, World.options().lease(Duration.ofDays(1))).upgrade();
        assertThat(world.rows("SELECT * FROM orders")).containsExactly("1");
    }

    private static Trigger trigger(String regex, CountDownLatch reached) {
        return Trigger.of(statement -> {
            boolean fits = statement.text().matches("(?is)" + regex);
            if (fits) {
                reached.countDown();
            }
            return fits;
        });
    }
}
