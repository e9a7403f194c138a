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
class PodsAtOnceTest {
    private static final int PODS = 10;

    @Test
    void onlyOneOfSeveralPodsRunsTheMigrations() throws Exception {
        SchemaDescriptor schema = ShortMigrations.of(World.DATABASE).schema();
        try (World world = new World()) {
            List<Outcome> outcomes = runAtOnce(
                    () -> world.createMigrator(schema, MigratorOptions.DEFAULT).upgrade());

            assertThat(outcomes).allMatch(outcome -> outcome.to() == ShortMigrations.LAST);
            assertThat(outcomes)
                    .filteredOn(outcome -> !outcome.isEmpty())
                    .singleElement()
                    .satisfies(outcome -> assertThat(outcome.ran()).isEqualTo(schema.migrations()));
            assertThat(world.countInserts())
                    .containsEntry("orders", ShortMigrations.ORDERS)
                    .containsEntry("accounts", ShortMigrations.ACCOUNTS);
            assertThat(world.createMigrator(schema).status().isHeld()).isFalse();
        }
    }

    private static <T> List<T> runAtOnce(Callable<T> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(PODS);
        CyclicBarrier together = new CyclicBarrier(PODS);
        List<T> ends = new ArrayList<>();
        try {
            Callable<T> pod = () -> {
                together.await();
                return work.call();
            };
            for (Future<T> end : threads.invokeAll(Collections.nCopies(PODS, pod))) {
                ends.add(end.get());
            }
        } finally {
            threads.shutdown();
        }
        return ends;
    }
}
