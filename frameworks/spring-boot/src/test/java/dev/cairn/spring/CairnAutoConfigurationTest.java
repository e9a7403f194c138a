package dev.cairn.spring;

import static dev.cairn.schema.ValueType.TEXT;
import static dev.cairn.spring.shop.OrderTable.ORDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.cairn.Migrator;
import dev.cairn.Status;
import dev.cairn.data.Database;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.schema.Descriptor;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.spring.shop.Order;
import dev.cairn.spring.shop.Orders;
import dev.cairn.spring.shop.ShopSchema;
import dev.cairn.upgrade.GeneratedClassFormat;
import dev.cairn.upgrade.MigrationException.DatabaseNotCurrentException;
import dev.cairn.upgrade.MigrationException.WrongServerException;
import dev.cairn.upgrade.Progress;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;

/** Tests that the auto-configuration upgrades the schemas of an application, and creates the beans that use them. */
class CairnAutoConfigurationTest {
    private static final AtomicInteger DATABASE_COUNT = new AtomicInteger();

    @AutoClose
    private static EmbeddedStarRocks server;

    private final String database = "db_" + DATABASE_COUNT.incrementAndGet();
    private final ApplicationContextRunner unconfiguredApplication =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(CairnAutoConfiguration.class));

    /** An application whose only setting is the URL. */
    private ApplicationContextRunner application;

    @BeforeAll
    static void startServer() {
        server = EmbeddedStarRocks.start();
    }

    @BeforeEach
    void createDatabase() {
        server.createDatabase(database);
        application =
                unconfiguredApplication.withPropertyValues("cairn.url=" + server.jdbcUrl(database), "cairn.user=root");
    }

    private static DataSource createStarRocksSource(String database) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(server.jdbcUrl(database));
        pool.setUsername("root");
        return pool;
    }

    private static DataSource createH2Source() {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl("jdbc:h2:mem:test");
        return pool;
    }

    private List<String> listObjects() {
        return server.objects(database).stream()
                .filter(name -> !name.startsWith("__cairn"))
                .toList();
    }

    private void assertUpgraded(AssertableApplicationContext context) {
        assertThat(context).hasNotFailed();
        assertThat(listObjects()).containsExactly("city_total", "orders");
    }

    private static Throwable findFailure(AssertableApplicationContext context) {
        assertThat(context).hasFailed();
        Throwable cause = context.getStartupFailure();
        while (cause.getCause() != null && !(cause instanceof CairnConfigurationException)) {
            cause = cause.getCause();
        }
        return cause;
    }

    @Test
    void theSchemaOfTheClassPathIsUpgradedBeforeItIsUsed() {
        application.run(context -> {
            assertUpgraded(context);
            assertThat(context.getBean(ShopSchema.class)).isSameAs(ShopSchema.SCHEMA);
            assertThat(context.getBean("shopMigrator", Migrator.class).status().databaseState())
                    .isEqualTo(Status.DatabaseState.CURRENT);
            Orders orders = context.getBean(Orders.class);
            orders.add(1, "Oslo", new BigDecimal("2.50"));
            assertThat(orders.cities()).containsExactly("Oslo");
            assertThat(context.getBean("shopDatabase", Database.class)
                            .from(ORDER)
                            .list())
                    .containsExactly(new Order(1, "Oslo", new BigDecimal("2.50")));
        });
    }

    @Test
    void aDisabledStarterCreatesNoBeans() {
        application
                .withPropertyValues("cairn.enabled=false")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(Migrator.class)
                        .doesNotHaveBean(Database.class)
                        .doesNotHaveBean(Orders.class));
        assertThat(listObjects()).isEmpty();
    }

    @Test
    void modesWithoutMigrationsRefuseToStartBeforeTheMigrations() {
        for (String mode : List.of("require", "check")) {
            application
                    .withPropertyValues("cairn.mode=" + mode)
                    .run(context -> assertThat(findFailure(context)).isInstanceOf(DatabaseNotCurrentException.class));
        }
        application
                .withPropertyValues("cairn.mode=await", "cairn.timeout=1ms")
                .run(context -> assertThat(findFailure(context)).isInstanceOf(DatabaseNotCurrentException.class));
        application
                .withPropertyValues("cairn.mode=none")
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(listObjects()).isEmpty();
    }

    @Test
    void modesWithoutMigrationsStartAfterTheMigrations() {
        application.run(this::assertUpgraded);
        for (String mode : List.of("require", "check", "await", "none")) {
            application.withPropertyValues("cairn.mode=" + mode).run(this::assertUpgraded);
        }
    }

    @Test
    void checkRefusesADatabaseThatDiffers() {
        application.run(context -> context.getBean(Database.class).execute("ALTER TABLE orders COMMENT = 'x'"));
        application
                .withPropertyValues("cairn.mode=require")
                .run(context -> assertThat(context).hasNotFailed());
        application
                .withPropertyValues("cairn.mode=check")
                .run(context -> assertThat(findFailure(context))
                        .isInstanceOf(DatabaseNotCurrentException.class)
                        .hasMessageContaining("the database differs from the result of its migrations")
                        .hasMessageContaining("orders"));
    }

    @Test
    void aSchemaOverridesTheSettingsOfAll() {
        unconfiguredApplication
                .withPropertyValues(
                        "cairn.url=jdbc:mysql://127.0.0.1:1/nowhere",
                        "cairn.mode=none",
                        "cairn.schemas.shop.mode=upgrade",
                        "cairn.schemas.shop.url=" + server.jdbcUrl(database),
                        "cairn.schemas.shop.user=root")
                .run(this::assertUpgraded);
    }

    @Test
    void thePrimaryDataSourceIsUsedIfItIsStarRocks() {
        unconfiguredApplication
                .withBean(DataSource.class, () -> createStarRocksSource(database))
                .run(this::assertUpgraded);
    }

    @Test
    void aPrimaryDataSourceOfAnotherProductIsRefused() {
        unconfiguredApplication
                .withBean(DataSource.class, CairnAutoConfigurationTest::createH2Source)
                .run(context -> assertThat(findFailure(context))
                        .isInstanceOf(CairnConfigurationException.class)
                        .hasMessage(
                                "The primary DataSource of the application is H2, not StarRocks, and nothing else names the"
                                        + " server of the schema shop."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cairn.data-source=h2",
                "cairn.schemas.shop.data-source=h2",
                "cairn.url=jdbc:h2:mem:x",
                "cairn.schemas.shop.url=jdbc:h2:mem:x",
                "shop.marked=true"
            })
    void anExplicitServerOfAnotherProductIsRefused(String property) {
        unconfiguredApplication
                .withBean("h2", DataSource.class, CairnAutoConfigurationTest::createH2Source)
                .withUserConfiguration(MarkedH2.class)
                .withPropertyValues(property)
                .run(context -> assertThat(findFailure(context))
                        .isInstanceOf(WrongServerException.class)
                        .hasMessageStartingWith("shop: the database of the connection is H2, not StarRocks. "));
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("shop.marked")
    static class MarkedH2 {
        @Bean
        @CairnDataSource
        DataSource marked() {
            return createH2Source();
        }
    }

    @Test
    void noDataSourceAndNoUrlIsRefused() {
        unconfiguredApplication.run(context -> assertThat(findFailure(context))
                .isInstanceOf(CairnConfigurationException.class)
                .hasMessage("No DataSource bean is known to be the one of the schema shop."));
    }

    @Test
    void aUrlWinsOverThePrimaryDataSource() {
        application
                .withBean(DataSource.class, CairnAutoConfigurationTest::createH2Source)
                .run(this::assertUpgraded);
    }

    @Test
    void aDataSourceIsFoundByItsMark() {
        unconfiguredApplication
                .withBean("server", Server.class, () -> new Server(database))
                .withUserConfiguration(TwoDataSources.class)
                .run(this::assertUpgraded);
    }

    @Test
    void aDataSourceIsFoundByItsName() {
        unconfiguredApplication
                .withBean("first", DataSource.class, CairnAutoConfigurationTest::createH2Source)
                .withBean("second", DataSource.class, () -> createStarRocksSource(database))
                .withPropertyValues("cairn.data-source=second")
                .run(this::assertUpgraded);
        unconfiguredApplication
                .withPropertyValues("cairn.data-source=third")
                .run(context -> assertThat(findFailure(context))
                        .isInstanceOf(CairnConfigurationException.class)
                        .hasMessage("There is no DataSource bean third, which the schema shop is to use."));
    }

    @Test
    void aUrlAndADataSourceContradictEachOther() {
        application
                .withPropertyValues("cairn.data-source=second")
                .run(context -> assertThat(findFailure(context))
                        .isInstanceOf(CairnConfigurationException.class)
                        .hasMessageContaining("has both a URL")
                        .hasMessageNotContaining("root"));
    }

    @Test
    void connectionDetailsReplaceAllSettings() {
        unconfiguredApplication
                .withPropertyValues("cairn.schemas.shop.data-source=nowhere")
                .withBean(CairnConnectionDetails.class, () -> new CairnConnectionDetails() {
                    @Override
                    public String getUrl(String schema) {
                        return "starrocks://root@127.0.0.1:" + server.port() + "/" + database;
                    }

                    @Override
                    public String getUser() {
                        return "root";
                    }

                    @Override
                    public String getPassword() {
                        return "";
                    }
                })
                .run(this::assertUpgraded);
    }

    @Test
    void beansOfJdbcAreCreatedAfterTheUpgrade() {
        unconfiguredApplication
                .withBean("server", Server.class, () -> new Server(database))
                .withUserConfiguration(TwoDataSources.class, EarlyReader.class)
                .run(context -> {
                    assertUpgraded(context);
                    assertThat(context.getBean("rows", Integer.class)).isZero();
                });
    }

    @Test
    void beansOfTheApplicationReplaceTheOnesOfTheStarter() {
        application
                .withBean("mine", SchemaDescriptor.class, () -> ShopSchema.SCHEMA)
                .run(context -> {
                    assertUpgraded(context);
                    assertThat(context)
                            .hasBean("mineMigrator")
                            .hasBean("mineDatabase")
                            .doesNotHaveBean("shopSchema");
                    assertThat(context.getBean(Orders.class).cities()).isEmpty();
                });
        unconfiguredApplication
                .withBean("server", Server.class, () -> new Server(database))
                .withUserConfiguration(OwnMigrator.class)
                .run(context -> {
                    assertUpgraded(context);
                    assertThat(context).hasSingleBean(Migrator.class).hasSingleBean(Database.class);
                    assertThat(context.getBean(Orders.class).cities()).isEmpty();
                });
    }

    @Test
    void customizersAndListenersAreCalled() {
        List<Object> notifications = new ArrayList<>();
        application
                .withBean(
                        MigratorCustomizer.class, () -> (schema, options) -> options.author("me and " + schema.name()))
                .withBean(DatabaseCustomizer.class, () -> (schema, db) -> {
                    notifications.add(schema.name());
                    return db.methodComments(false);
                })
                .withBean(ProgressListener.class, () -> new ProgressListener(notifications))
                .withBean(StartListener.class, () -> new StartListener(notifications))
                .run(context -> {
                    assertThat(context.getBean(Migrator.class).history().rows())
                            .allSatisfy(entry -> assertThat(entry.toString()).contains("me and shop"));
                    assertThat(notifications)
                            .contains("shop")
                            .containsSubsequence(SchemaStartEvent.State.BEGAN, SchemaStartEvent.State.READY)
                            .hasAtLeastOneElementOfType(Progress.StepEnded.class);
                });
    }

    @Test
    void aDatabaseIsFoundByTheNameOfItsSchema() {
        application
                .withUserConfiguration(QualifiedReader.class)
                .run(context -> assertThat(context).hasNotFailed().hasBean("orderCount"));
    }

    /** The listing is that of the annotation processor. */
    @Test
    void aNameWithAnUnderscoreIsTheQualifierAsItIsWritten(@TempDir Path directory) throws IOException {
        Path listing = directory.resolve("META-INF/cairn/schemas/audit_log.json");
        Files.createDirectories(listing.getParent());
        Files.writeString(
                listing,
                "{\"schema\": \"audit_log\", \"descriptor\": \"" + AuditLogSchema.class.getCanonicalName() + "\"}");
        ClassLoader parent = CairnAutoConfigurationTest.class.getClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, parent)) {
            application
                    .withClassLoader(loader)
                    .withPropertyValues("cairn.schemas[audit_log].mode=none")
                    .withUserConfiguration(AuditLogReader.class)
                    .run(context -> assertThat(context)
                            .hasNotFailed()
                            .hasBean("auditLogDatabase")
                            .hasBean("auditLogMigrator")
                            .getBean("schemaName")
                            .isEqualTo("audit_log"));
        }
    }

    static final class AuditLogSchema extends SchemaDescriptor {
        static final AuditLogSchema SCHEMA = new AuditLogSchema();

        private AuditLogSchema() {
            super(GeneratedClassFormat.CURRENT, "audit_log", "4.1", "shared_nothing");
        }

        @Override
        protected void forEachDescriptor(Consumer<Descriptor<?>> members) {}
    }

    @Configuration(proxyBeanMethods = false)
    static class AuditLogReader {
        @Bean
        String schemaName(@Qualifier("audit_log") Migrator migrator, @Qualifier("audit_log") Database database) {
            assertThat(database).isNotNull();
            return migrator.schema().name();
        }
    }

    @Test
    void trafficIsRefusedUntilMigrationsInTheBackgroundAreDone() {
        CountDownLatch release = new CountDownLatch(1);
        application
                .withUserConfiguration(DatabaseUser.class)
                .withConfiguration(AutoConfigurations.of(ApplicationAvailabilityAutoConfiguration.class))
                .withBean(HeldMigration.class, () -> new HeldMigration(release))
                .withPropertyValues("cairn.background=true")
                .run(context -> {
                    ApplicationAvailability availability = context.getBean(ApplicationAvailability.class);
                    AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
                    assertThat(availability.getReadinessState()).isEqualTo(ReadinessState.REFUSING_TRAFFIC);
                    release.countDown();
                    await().atMost(Duration.ofMinutes(5))
                            .until(() -> availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC);
                });
    }

    /** The next start continues the migration. */
    @Test
    void aStopIsNoFailureOfTheMigrationsInTheBackground() {
        application
                .withConfiguration(AutoConfigurations.of(ApplicationAvailabilityAutoConfiguration.class))
                .withBean(HeldMigration.class, () -> new HeldMigration(new CountDownLatch(1)))
                .withPropertyValues("cairn.background=true")
                .run(context -> {
                    CairnInitializer initializer = context.getBean(CairnInitializer.class);
                    AvailabilityChangeEvent.publish(context, LivenessState.CORRECT);
                    initializer.stop();
                    assertThat(initializer.isReady()).isFalse();
                    assertThat(initializer.failure()).isEmpty();
                    assertThat(context.getBean(ApplicationAvailability.class).getLivenessState())
                            .isEqualTo(LivenessState.CORRECT);
                });
    }

    @Test
    void aFailureOfAListenerInTheBackgroundEndsTheStart() {
        application
                .withBean(FailingListener.class)
                .withPropertyValues("cairn.background=true")
                .run(context -> await().atMost(Duration.ofMinutes(5))
                        .untilAsserted(() -> assertThat(
                                        context.getBean(CairnInitializer.class).failure())
                                .hasValueSatisfying(failure -> assertThat(failure)
                                        .hasRootCauseMessage("no notice")
                                        .hasSuppressedException(failure.getCause()))));
    }

    /** A listener that fails at each event. */
    static final class FailingListener implements ApplicationListener<SchemaStartEvent> {
        private final IllegalStateException failure = new IllegalStateException("no notice");

        @Override
        public void onApplicationEvent(SchemaStartEvent event) {
            throw failure;
        }
    }

    @Test
    void eachSchemaHasItsServerAndItsBeans() {
        String otherDatabase = database + "_other";
        server.createDatabase(otherDatabase);
        unconfiguredApplication
                .withBean("shop", ShopSchema.class, () -> ShopSchema.SCHEMA)
                .withBean("stock", SchemaDescriptor.class, EmptySchema::new)
                .withPropertyValues(
                        "cairn.schemas.shop.url=" + server.jdbcUrl(database),
                        "cairn.schemas.shop.user=root",
                        "cairn.schemas.stock.url=" + server.jdbcUrl(otherDatabase),
                        "cairn.schemas.stock.user=root",
                        "cairn.schemas.stock.mode=none")
                .run(context -> {
                    assertUpgraded(context);
                    assertThat(server.objects(otherDatabase)).isEmpty();
                    assertThat(context.getBean("stockMigrator", Migrator.class)
                                    .schema()
                                    .name())
                            .isEqualTo("stock");
                    assertThat(context.getBean("stockDatabase", Database.class)
                                    .query("SELECT database()", row -> row.at(0, TEXT)))
                            .containsExactly(otherDatabase);
                    assertThat(context.getBean(Orders.class).cities()).isEmpty();
                });
    }

    /** A handwritten schema, because all tests would find a second generated one. */
    private static final class EmptySchema extends SchemaDescriptor {
        EmptySchema() {
            super(GeneratedClassFormat.CURRENT, "stock", "4.1", "shared_nothing");
        }

        @Override
        protected void forEachDescriptor(Consumer<Descriptor<?>> members) {}
    }

    record Server(String database) {}

    /** A bean that is created before the beans of auto-configurations, and needs the database. */
    @Configuration(proxyBeanMethods = false)
    static class DatabaseUser {
        @Bean
        Supplier<Long> rows(Database database) {
            return () -> database.from(ORDER).count();
        }
    }

    record ProgressListener(List<Object> notifications) implements Consumer<Progress> {
        @Override
        public void accept(Progress progress) {
            notifications.add(progress);
        }
    }

    record StartListener(List<Object> notifications) implements ApplicationListener<SchemaStartEvent> {
        @Override
        public void onApplicationEvent(SchemaStartEvent event) {
            notifications.add(event.state());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoDataSources {
        @Bean
        @Primary
        DataSource main() {
            return createH2Source();
        }

        @Bean
        @CairnDataSource
        DataSource analytics(Server server) {
            return createStarRocksSource(server.database());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class EarlyReader {
        @Bean
        Integer rows(JdbcTemplate jdbc) {
            return jdbc.queryForObject("SELECT count(*) FROM orders", Integer.class);
        }

        @Bean
        JdbcTemplate jdbc(@CairnDataSource DataSource analytics) {
            return new JdbcTemplate(analytics);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnMigrator {
        @Bean
        DataSource own(Server server) {
            return createStarRocksSource(server.database());
        }

        @Bean
        Migrator migrator(DataSource own) {
            return Migrator.of(ShopSchema.SCHEMA, own);
        }

        @Bean
        Database db(DataSource own) {
            return Database.of(own);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class QualifiedReader {
        @Bean
        Long orderCount(@Qualifier("shop") Database database) {
            return database.from(ORDER).count();
        }
    }
}
