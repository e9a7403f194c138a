package dev.cairn.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.MigrationResult;
import dev.cairn.Migrator;
import dev.cairn.integration.server.DdlTests;
import dev.cairn.integration.server.FreshDatabase;
import dev.cairn.integration.shop.ShopSchema;
import dev.cairn.upgrade.RecordedMigration;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Several instances of an application start together, and each of them upgrades the database first. */
@DdlTests
class ConcurrentTest {
    private static final int INSTANCE_COUNT = 8;
    private static final int PROCESS_COUNT = 3;

    @Test
    void threadsRunEachMigrationOnce(FreshDatabase database) throws Exception {
        List<MigrationResult> outcomes = runAtOnce(
                () -> Migrator.of(ShopSchema.SCHEMA, database.dataSource()).upgrade());

        assertThat(outcomes).extracting(MigrationResult::to).containsOnly(6);
        assertThat(outcomes.stream().flatMap(outcome -> outcome.migrations().stream()))
                .containsExactlyInAnyOrderElementsOf(ShopSchema.SCHEMA.migrations());
        assertUpgraded(database);
    }

    @Test
    void processesRunEachMigrationOnce(FreshDatabase database) throws Exception {
        List<Process> processes = new ArrayList<>();
        List<String> ranMigrations = new ArrayList<>();
        try {
            for (int i = 0; i < PROCESS_COUNT; i++) {
                processes.add(Instance.start(database.url()));
            }
            for (Process process : processes) {
                process.inputReader().lines().forEach(ranMigrations::add);
            }
        } finally {
            processes.forEach(Process::destroyForcibly);
        }

        assertThat(ranMigrations)
                .containsExactlyInAnyOrderElementsOf(ShopSchema.SCHEMA.migrations().stream()
                        .map(RecordedMigration::toString)
                        .toList());
        assertUpgraded(database);
    }

    private static void assertUpgraded(FreshDatabase database) throws SQLException {
        Migrator migrator = Migrator.of(ShopSchema.SCHEMA, database.dataSource());
        assertThat(migrator.check().differences()).isEmpty();
        assertThat(migrator.status().isHeld()).isFalse();
        assertThat(migrator.history().rows()).hasSize(6);
    }

    private static <T> List<T> runAtOnce(Callable<T> action) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(INSTANCE_COUNT);
        CyclicBarrier allReady = new CyclicBarrier(INSTANCE_COUNT);
        try {
            Callable<T> instance = () -> {
                allReady.await();
                return action.call();
            };
            List<T> results = new ArrayList<>();
            for (Future<T> instanceResult : threads.invokeAll(Collections.nCopies(INSTANCE_COUNT, instance))) {
                results.add(instanceResult.get());
            }
            return results;
        } finally {
            threads.shutdown();
        }
    }
}
