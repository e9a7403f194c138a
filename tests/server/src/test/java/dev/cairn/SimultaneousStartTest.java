package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.schema.SchemaDescriptor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Several pods of an application start together, and each tries to upgrade the database. */
class SimultaneousStartTest {
    private static final int POD_COUNT = 10;

    @Test
    void onlyOneOfSeveralPodsRunsTheMigrations() throws Exception {
        SchemaDescriptor schema = ShortMigrations.of(World.DATABASE).schema();
        try (World world = new World()) {
            List<MigrationResult> outcomes = runAtOnce(
                    () -> world.createMigrator(schema, MigratorOptions.DEFAULT).upgrade());

            assertThat(outcomes).allMatch(outcome -> outcome.to() == ShortMigrations.LAST_NUMBER);
            assertThat(outcomes)
                    .filteredOn(outcome -> !outcome.isEmpty())
                    .singleElement()
                    .satisfies(outcome -> assertThat(outcome.migrations()).isEqualTo(schema.migrations()));
            assertThat(world.countInserts())
                    .containsEntry("orders", ShortMigrations.ORDER_COUNT)
                    .containsEntry("accounts", ShortMigrations.ACCOUNT_COUNT);
            assertThat(world.createMigrator(schema).status().isHeld()).isFalse();
        }
    }

    private static <T> List<T> runAtOnce(Callable<T> operation) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(POD_COUNT);
        CyclicBarrier allReady = new CyclicBarrier(POD_COUNT);
        List<T> results = new ArrayList<>();
        try {
            Callable<T> pod = () -> {
                allReady.await();
                return operation.call();
            };
            for (Future<T> result : threads.invokeAll(Collections.nCopies(POD_COUNT, pod))) {
                results.add(result.get());
            }
        } finally {
            threads.shutdown();
        }
        return results;
    }
}
