package dev.cairn.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.spring.shop.ShopApplication;
import dev.cairn.spring.shop.ShopSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests an application that receives SIGTERM while it starts. */
@Tag("long")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class StoppedStartTest {
    @TempDir
    private Path folder;

    @AutoClose
    private final EmbeddedStarRocks server = EmbeddedStarRocks.start();

    private Migrator createMigrator() {
        return Migrator.of(
                ShopSchema.SCHEMA,
                server.jdbcUrl("shop") + "?user=root",
                MigratorOptions.DEFAULT.lease(Duration.ofDays(1)));
    }

    private Process start(String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ShopApplication.class.getName(),
                "--cairn.url=" + server.jdbcUrl("shop"),
                "--cairn.user=root",
                "--spring.main.web-application-type=none");
        builder.command().addAll(List.of(arguments));
        return builder.redirectErrorStream(true)
                .redirectOutput(outputFile().toFile())
                .start();
    }

    private void assertEnds(Process process) throws IOException, InterruptedException {
        process.destroy();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(Files.readString(outputFile())).doesNotContain("Started ShopApplication");
    }

    private Path outputFile() {
        return folder.resolve("output.txt");
    }

    /** The server refuses a step again and again, as it does while an earlier job runs. */
    @Test
    void aStoppedStartReleasesTheLedger() throws Exception {
        server.createDatabase("shop");
        CountDownLatch statementLatch = new CountDownLatch(1);
        server.faults()
                .add(
                        Trigger.of(statement -> {
                                    boolean isMatch = statement.text().contains("CREATE TABLE `orders`");
                                    if (isMatch) {
                                        statementLatch.countDown();
                                    }
                                    return isMatch;
                                })
                                .every(),
                        Fault.reject(1064, "HY000", "Too many connections"));
        Process process = start();
        statementLatch.await();

        assertEnds(process);

        assertThat(createMigrator().status().isHeld()).isFalse();
        server.faults().clear();
        assertThat(createMigrator().upgrade().to()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"upgrade", "await"})
    void aStartThatWaitsForAnotherMigratorEnds(String mode) throws Exception {
        server.createDatabase("shop");
        CountDownLatch holdLatch = new CountDownLatch(1);
        CountDownLatch releaseLatch = new CountDownLatch(1);
        Thread holder = new Thread(() -> Migrator.of(
                        ShopSchema.SCHEMA,
                        server.jdbcUrl("shop") + "?user=root",
                        MigratorOptions.DEFAULT.beforeUpgrade(connection -> {
                            holdLatch.countDown();
                            awaitUninterruptibly(releaseLatch);
                        }))
                .upgrade());
        holder.start();
        holdLatch.await();
        long statementCount = server.log().all().size();
        Process process = start("--cairn.mode=" + mode);
        while (server.log().all().size() < statementCount + 20) {
            Thread.sleep(50);
        }

        assertEnds(process);

        releaseLatch.countDown();
        holder.join();
        assertThat(createMigrator().plan()).isEmpty();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }
}
