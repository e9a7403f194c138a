package dev.cairn.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Migrator;
import dev.cairn.Status.DatabaseState;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.spring.shop.Orders;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Tests that ten instances of an application can start at the same time. */
class TenInstancesTest {
    private static final int INSTANCE_COUNT = 10;

    @Test
    void allStartAndEachMigrationRunsOnce() throws Exception {
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start()) {
            server.createDatabase("shop");
            ExecutorService executor = Executors.newFixedThreadPool(INSTANCE_COUNT);
            CyclicBarrier startBarrier = new CyclicBarrier(INSTANCE_COUNT);
            List<Future<?>> instances = new ArrayList<>();
            for (int i = 0; i < INSTANCE_COUNT; i++) {
                instances.add(executor.submit(() -> {
                    startBarrier.await();
                    assertStarts(server);
                    return null;
                }));
            }
            executor.shutdown();
            for (Future<?> instance : instances) {
                instance.get();
            }

            assertThat(server.log().all())
                    .filteredOn(statement -> statement.text().startsWith("CREATE TABLE `orders`"))
                    .hasSize(1);
            assertThat(server.log().all())
                    .filteredOn(statement -> statement.text().startsWith("CREATE MATERIALIZED VIEW `city_total`"))
                    .hasSize(1);
        }
    }

    private static void assertStarts(EmbeddedStarRocks server) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(CairnAutoConfiguration.class))
                .withPropertyValues("cairn.url=" + server.jdbcUrl("shop"), "cairn.user=root")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(Migrator.class).status().databaseState())
                            .isEqualTo(DatabaseState.CURRENT);
                    assertThat(context.getBean(Orders.class).cities()).isEmpty();
                });
    }
}
