package dev.cairn.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Migrator;
import dev.cairn.Outcome;
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

/** Instances of an application that start together, and each of which upgrades first. */
@DdlTests
class ConcurrentTest {
    private static final int INSTANCES = 8;
    private static final int PROCESSES = 3;

    @Test
    void threadsRunEachMigrationOnce(FreshDatabase database) throws Exception {
        List<Outcome> outcomes = atOnce(
                () -> Migrator.of(ShopSchema.SCHEMA, database.dataSource()).upgrade());

        assertThat(outcomes).extracting(Outcome::to).containsOnly(6);
        assertThat(outcomes.stream().flatMap(outcome -> outcome.ran().stream()))
                .containsExactlyInAnyOrderElementsOf(ShopSchema.SCHEMA.migrations());
        assertUpgraded(database);
    }

    @Test
    void processesRunEachMigrationOnce(FreshDatabase database) throws Exception {
        List<Process> processes = new ArrayList<>();
        List<String> ran = new ArrayList<>();
        try {
            for (int i = 0; i < PROCESSES; i++) {
                processes.add(Instance.start(database.url()));
            }
            for (Process process : processes) {
                process.inputReader().lines().forEach(ran::add);
            }
        } finally {
            processes.forEach(Process::destroyForcibly);
        }

        assertThat(ran)
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

    private static <T> List<T> atOnce(Callable<T> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(INSTANCES);
        CyclicBarrier together = new CyclicBarrier(INSTANCES);
        try {
            Callable<T> instance = () -> {
                together.await();
                return work.call();
            };
            List<T> ends = new ArrayList<>();
            for (Future<T> end : threads.invokeAll(Collections.nCopies(INSTANCES, instance))) {
                ends.add(end.get());
            }
            return ends;
        } finally {
            threads.shutdown();
        }
    }
}
