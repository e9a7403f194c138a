package dev.cairn.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.cairn.Migrator;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.junit.FreshDatabase;
import dev.cairn.spring.CairnAutoConfiguration;
import dev.cairn.spring.CairnDataSource;
import dev.cairn.spring.shop.Orders;
import java.math.BigDecimal;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;

/** Tests application contexts with an embedded database. */
class EmbeddedDatabasesTest {
    private final AtomicLong statementCountBefore = new AtomicLong();
    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(CairnAutoConfiguration.class))
            .withInitializer(context -> {
                EmbeddedDatabases.register(context);
                statementCountBefore.set(context.getBeanFactory()
                        .getBean(EmbeddedStarRocks.class)
                        .log()
                        .count());
            });

    /** Starts a context and returns the number of tables that migrations have created for it. */
    private long countCreatedTables(String property) {
        AtomicLong tableCount = new AtomicLong();
        application.withPropertyValues(property).run(context -> {
            assertThat(context).hasNotFailed();
            Orders orders = context.getBean(Orders.class);
            assertThat(orders.cities()).isEmpty();
            orders.add(1, "Oslo", BigDecimal.ONE);
            tableCount.set(context.getBean(EmbeddedStarRocks.class).log().findSince(statementCountBefore.get()).stream()
                    .filter(statement -> statement.text().startsWith("CREATE TABLE"))
                    .count());
        });
        return tableCount.get();
    }

    @Test
    void migrationsRunOnceForAllContextsWithTheSameSettings() {
        assertThat(countCreatedTables("cairn.patience=1234s")).isPositive();
        assertThat(countCreatedTables("cairn.patience=1234s")).isZero();
        assertThat(countCreatedTables("cairn.patience=1235s")).isPositive();
    }

    @Test
    void aDatabaseIsDroppedWithItsContext() {
        EmbeddedStarRocks[] server = new EmbeddedStarRocks[1];
        String[] databaseName = new String[1];
        application.run(context -> {
            EmbeddedDatabases databases = context.getBean(EmbeddedDatabases.class);
            databases.reset();
            databases.reset();
            server[0] = context.getBean(EmbeddedStarRocks.class);
            databaseName[0] = context.getBean(FreshDatabase.class).name();
            assertThat(context.getBean(Migrator.class).upgrade().isEmpty()).isTrue();
            assertThat(server[0].databases()).contains(databaseName[0]);
        });
        assertThat(server[0].databases()).doesNotContain(databaseName[0]);
    }

    @Configuration
    @EnableAutoConfiguration
    static class WholeApplication {}

    /** Without Spring's JDBC, Spring Boot configures no DataSource. */
    @Test
    void anApplicationWithStarRocksAloneNeedsNoDataSource() {
        new ApplicationContextRunner()
                .withClassLoader(new FilteredClassLoader("org.springframework.jdbc"))
                .withUserConfiguration(WholeApplication.class)
                .withInitializer(EmbeddedDatabases::register)
                .run(context -> {
                    assertThat(context).hasNotFailed().doesNotHaveBean(DataSource.class);
                    assertThat(context.getBean(Orders.class).cities()).isEmpty();
                });
    }

    @Configuration
    static class TwoDataSources {
        @Bean
        @Primary
        DataSource primary() {
            return createPool("jdbc:h2:mem:primary");
        }

        @Bean
        @CairnDataSource
        DataSource starRocks() {
            return createPool("jdbc:mysql://unreachable.invalid/shop");
        }

        private static DataSource createPool(String url) {
            HikariDataSource pool = new HikariDataSource();
            pool.setJdbcUrl(url);
            return pool;
        }
    }

    @Test
    void theDataSourceOfStarRocksIsReplacedAndThePrimaryOneIsNot() {
        application.withUserConfiguration(TwoDataSources.class).run(context -> {
            context.getBean(Orders.class).add(1, "Oslo", BigDecimal.ONE);
            JdbcTemplate starRocks = new JdbcTemplate(context.getBean("starRocks", DataSource.class));
            assertThat(starRocks.queryForList("SELECT city FROM orders", String.class))
                    .containsExactly("Oslo");
            assertThat(context.getBean(DataSource.class)).isInstanceOf(HikariDataSource.class);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"cairn.data-source=primary", "cairn.schemas.shop.data-source=primary"})
    void aDataSourceIsReplacedByItsName(String property) {
        application
                .withUserConfiguration(TwoDataSources.class)
                .withPropertyValues(property)
                .run(context -> assertThat(new JdbcTemplate(context.getBean(DataSource.class))
                                .queryForList("SELECT city FROM orders", String.class))
                        .isEmpty());
    }

    @Test
    void propertiesCanNameTheDatabase() {
        application.run(context -> {
            FreshDatabase database = context.getBean(FreshDatabase.class);
            assertThat(context.getEnvironment().resolvePlaceholders("${local.starrocks.url}"))
                    .isEqualTo(database.jdbcUrl());
        });
    }
}
