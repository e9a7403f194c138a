package dev.cairn.spring;

import static dev.cairn.schema.ValueType.DECIMAL;
import static dev.cairn.spring.shop.CityTotalMv.CITY_TOTAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.cairn.data.Database;
import dev.cairn.data.RefreshRequest;
import dev.cairn.data.Refresher;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.schema.Descriptor;
import dev.cairn.schema.Row;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.schema.SnapshotTableDescriptor;
import dev.cairn.spring.shop.ShopSchema;
import dev.cairn.upgrade.GeneratedClassFormat;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Tests that materialized views and snapshot tables are refreshed according to the properties of the application. */
class RefreshSchedulerTest {
    private static final AtomicInteger DATABASE_COUNT = new AtomicInteger();

    @AutoClose
    private static EmbeddedStarRocks server;

    private final String database = "refreshed_" + DATABASE_COUNT.incrementAndGet();
    private final Outcomes outcomes = new Outcomes(new LinkedBlockingQueue<>());
    private final CountingScheduler scheduler = new CountingScheduler();
    private ApplicationContextRunner application;

    @BeforeAll
    static void startServer() {
        server = EmbeddedStarRocks.start();
    }

    @BeforeEach
    void createDatabase() {
        server.createDatabase(database);
        application = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(CairnAutoConfiguration.class))
                .withBean(Outcomes.class, () -> outcomes)
                .withPropertyValues("cairn.url=" + server.jdbcUrl(database), "cairn.user=root");
    }

    @AfterEach
    void stopScheduler() {
        scheduler.shutdownNow();
    }

    /** The names of the objects whose refreshes have ended. */
    record Outcomes(BlockingQueue<String> names) implements Refresher.Listener {
        @Override
        public void refreshed(RefreshRequest.Outcome outcome) {
            names.add(outcome.name());
        }

        @Override
        public void failed(String name, Throwable failure) {
            names.add(name + " failed");
        }

        /** Waits for the next refresh to end; returns null if it does not. */
        String awaitNext() throws InterruptedException {
            return names.poll(5, TimeUnit.MINUTES);
        }
    }

    /** A thread pool that counts the tasks that it executes. */
    private static final class CountingScheduler extends ScheduledThreadPoolExecutor {
        private final AtomicInteger requestCount = new AtomicInteger();

        CountingScheduler() {
            super(1);
        }

        @Override
        public void execute(Runnable task) {
            requestCount.incrementAndGet();
            super.execute(task);
        }
    }

    private static CairnConfigurationException requireConfigurationFailure(AssertableApplicationContext context) {
        assertThat(context).hasFailed();
        Throwable cause = context.getStartupFailure();
        while (!(cause instanceof CairnConfigurationException failure)) {
            cause = cause.getCause();
        }
        return failure;
    }

    private static List<BigDecimal> readTotals(Database database) {
        return database.query("SELECT amount FROM city_total", row -> row.at(0, DECIMAL));
    }

    @Test
    void aViewIsRefreshedWhenTheSchemaIsReady() {
        application.run(context -> context.getBean(Database.class)
                .execute("INSERT INTO orders (id, city, amount) VALUES (1, 'Oslo', 2.50)"));
        application.withPropertyValues("cairn.refresh.city_total.every=10m").run(context -> {
            assertThat(outcomes.awaitNext()).isEqualTo("city_total");
            assertThat(readTotals(context.getBean(Database.class))).containsExactly(new BigDecimal("2.50"));
        });
    }

    @Test
    void aScheduleContinuesAfterEachInterval() {
        application.withPropertyValues("cairn.refresh.city_total.every=1ns").run(context -> {
            assertThat(outcomes.awaitNext()).isEqualTo("city_total");
            assertThat(outcomes.awaitNext()).isEqualTo("city_total");
            assertThat(outcomes.awaitNext()).isEqualTo("city_total");
        });
    }

    @Test
    void nothingIsRefreshedWithoutProperties() {
        application
                .withBean(Refresher.class, () -> Refresher.startOn(scheduler, outcomes))
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(scheduler.requestCount).hasValue(0);
    }

    @Test
    void aViewIsRefreshedOnlyAfterAMigrationInTheBackground() {
        CountDownLatch release = new CountDownLatch(1);
        application
                .withBean(HeldMigration.class, () -> new HeldMigration(release))
                .withBean(Refresher.class, () -> Refresher.startOn(scheduler, outcomes))
                .withPropertyValues("cairn.background=true", "cairn.refresh.city_total.every=10m")
                .run(context -> {
                    assertThat(context.getBean(CairnInitializer.class).isReady())
                            .isFalse();
                    assertThat(scheduler.requestCount).hasValue(0);
                    release.countDown();
                    assertThat(outcomes.awaitNext()).isEqualTo("city_total");
                });
    }

    @Test
    void aViewOfASchemaInModeNoneIsRefreshedAtOnce() {
        application.run(context -> assertThat(context).hasNotFailed());
        for (String background : List.of("false", "true")) {
            application
                    .withPropertyValues(
                            "cairn.mode=none", "cairn.background=" + background, "cairn.refresh.city_total.every=10m")
                    .run(context -> assertThat(outcomes.awaitNext()).isEqualTo("city_total"));
        }
    }

    @Test
    void theRefresherIsClosedWithTheContext() {
        AtomicReference<Refresher> refresher = new AtomicReference<>();
        application.run(context -> refresher.set(context.getBean("cairnRefresher", Refresher.class)));
        assertThatThrownBy(() -> refresher
                        .get()
                        .onRequest(Database.of(new HikariDataSource()).refresh(CITY_TOTAL)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The refresher is closed");
    }

    @Test
    void aFailureIsReportedToListeners() {
        application
                .withPropertyValues("cairn.mode=none", "cairn.refresh.city_total.every=10m")
                .run(context -> assertThat(outcomes.awaitNext()).isEqualTo("city_total failed"));
    }

    @Test
    void anUnknownNameFailsTheStartBeforeTheMigrations() {
        for (String name : List.of("city_totals", "orders")) {
            application
                    .withPropertyValues("cairn.refresh." + name + ".every=10m")
                    .run(context -> assertThat(requireConfigurationFailure(context))
                            .hasMessage("No schema has a materialized view or a snapshot table " + name
                                    + ", which cairn.refresh names.")
                            .extracting(CairnConfigurationException::remedy)
                            .isEqualTo("These can be refreshed: city_total of the schema shop."));
        }
        assertThat(server.objects(database)).isEmpty();
    }

    @Test
    void aSchemaWithoutTheObjectFailsTheStart() {
        application
                .withPropertyValues("cairn.refresh.city_total.every=10m", "cairn.refresh.city_total.schema=stock")
                .run(context -> assertThat(requireConfigurationFailure(context))
                        .hasMessage("The schema stock does not have a materialized view or a snapshot table city_total,"
                                + " which cairn.refresh names."));
    }

    @Test
    void aNameInSeveralSchemasNeedsTheSchema() {
        ApplicationContextRunner twoSchemas = application
                .withBean("shop", SchemaDescriptor.class, () -> ShopSchema.SCHEMA)
                .withBean("stock", SchemaDescriptor.class, StockSchema::new)
                .withPropertyValues("cairn.schemas.stock.mode=none", "cairn.refresh.city_total.every=10m");
        twoSchemas.run(context -> assertThat(requireConfigurationFailure(context))
                .hasMessage("There are several objects city_total, which cairn.refresh names: city_total of the schema"
                        + " shop, city_total of the schema stock.")
                .extracting(CairnConfigurationException::remedy)
                .isEqualTo("Set cairn.refresh.city_total.schema to the name of one of the schemas."));
        twoSchemas
                .withPropertyValues("cairn.refresh.city_total.schema=shop")
                .run(context -> assertThat(outcomes.awaitNext()).isEqualTo("city_total"));
    }

    @Test
    void theIntervalMustBePositive() {
        application
                .withPropertyValues("cairn.refresh.city_total.schema=shop")
                .run(context -> assertThat(requireConfigurationFailure(context))
                        .hasMessage("cairn.refresh.city_total.every is not set."));
        application
                .withPropertyValues("cairn.refresh.city_total.every=0s")
                .run(context -> assertThat(requireConfigurationFailure(context))
                        .hasMessage("cairn.refresh.city_total.every is not a positive duration: PT0S.")
                        .extracting(CairnConfigurationException::remedy)
                        .isEqualTo(
                                "Set cairn.refresh.city_total.every to the time between two refreshes, such as 10m."));
    }

    @Test
    void aDatabaseOfTheApplicationRefreshesATableThatDiffersByTarget() {
        application
                .withBean("stock", SchemaDescriptor.class, VariedSchema::new)
                .withBean(Database.class, () -> {
                    Database applicationDatabase = Database.of(createPool(server.jdbcUrl(database)));
                    applicationDatabase.execute(CitiesTable.DDL);
                    return applicationDatabase;
                })
                .withPropertyValues("cairn.mode=none", "cairn.refresh.cities.every=10m")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(outcomes.awaitNext()).isEqualTo("cities");
                    assertThat(context.getBean(Database.class).query("SELECT name FROM cities", row -> row.textAt(0)))
                            .containsExactly("Oslo");
                });
    }

    private static HikariDataSource createPool(String url) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setUsername("root");
        return pool;
    }

    /** A schema whose table is filled by another query on some servers. */
    private static final class VariedSchema extends SchemaDescriptor {
        VariedSchema() {
            super(GeneratedClassFormat.CURRENT, "stock", "4.1", "shared_nothing");
            addTarget("3.5", "shared_nothing");
        }

        @Override
        protected void forEachDescriptor(Consumer<Descriptor<?>> members) {
            members.accept(CitiesTable.CITIES);
        }
    }

    private static final class CitiesTable extends SnapshotTableDescriptor<String> {
        static final CitiesTable CITIES = new CitiesTable();
        static final String DDL = "CREATE TABLE `cities` (`name` varchar(20) NULL) DISTRIBUTED BY HASH(`name`)";

        private CitiesTable() {
            super(GeneratedClassFormat.CURRENT, "", "cities", "SELECT 'Oslo' AS name", false, DDL);
            variant("3.5", DDL, "SELECT 'Rome' AS name");
        }

        @Override
        public String read(Row row) {
            return row.textAt(0);
        }
    }

    /** Another schema with the same view. */
    private static final class StockSchema extends SchemaDescriptor {
        StockSchema() {
            super(GeneratedClassFormat.CURRENT, "stock", "4.1", "shared_nothing");
        }

        @Override
        protected void forEachDescriptor(Consumer<Descriptor<?>> members) {
            members.accept(CITY_TOTAL);
        }
    }
}
