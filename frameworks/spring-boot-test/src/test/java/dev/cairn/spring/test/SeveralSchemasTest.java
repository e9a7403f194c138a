package dev.cairn.spring.test;

import static dev.cairn.schema.ValueType.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.cairn.data.Database;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.junit.FreshDatabase;
import dev.cairn.spring.CairnAutoConfiguration;
import dev.cairn.spring.CairnDataSource;
import dev.cairn.spring.shop.Orders;
import dev.cairn.spring.shop.ShopSchema;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.SortedSet;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Tests that schemas have the same database in a test only if the application configures the same one for them. */
class SeveralSchemasTest {
    private static final String SHOP_URL = "cairn.schemas.shop.url=jdbc:mysql://unreachable.invalid/shop";

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(CairnAutoConfiguration.class))
            .withUserConfiguration(Schemas.class, UserConfiguration.class)
            .withInitializer(EmbeddedDatabases::register);

    @Configuration(proxyBeanMethods = false)
    static class Schemas {
        @Bean
        ShopSchema shop() {
            return ShopSchema.SCHEMA;
        }

        @Bean
        AuditLog audit() {
            return AuditLog.SCHEMA;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class UserConfiguration {
        @Bean
        Users users(
                @Qualifier("shop") Database shop,
                @Qualifier("audit") Database audit,
                @Qualifier("shop") FreshDatabase freshShop,
                @Qualifier("audit") FreshDatabase freshAudit) {
            return new Users(shop, audit, freshShop, freshAudit);
        }
    }

    record Users(Database shop, Database audit, FreshDatabase freshShop, FreshDatabase freshAudit) {}

    @Configuration(proxyBeanMethods = false)
    static class AuditDataSource {
        @Bean
        DataSource auditSource() {
            return new HikariDataSource();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(AuditDataSource.class)
    static class MarkedDataSource {
        @Bean
        @CairnDataSource
        DataSource starRocks() {
            return new HikariDataSource();
        }
    }

    private static void assertSeparate(AssertableApplicationContext context) {
        assertThat(context).hasNotFailed();
        Users users = context.getBean(Users.class);
        context.getBean(Orders.class).add(1, "Oslo", BigDecimal.ONE);
        users.audit().execute("INSERT INTO orders VALUES ('login')");
        users.audit().execute("DELETE FROM orders WHERE entry = 'login'");
        assertThat(context.getBean(Orders.class).cities()).containsExactly("Oslo");
        assertThat(findDatabaseName(users.shop())).isEqualTo(users.freshShop().name());
        assertThat(findDatabaseName(users.audit()))
                .isEqualTo(users.freshAudit().name())
                .isNotEqualTo(users.freshShop().name());
    }

    private static String findDatabaseName(Database database) {
        return database.query("SELECT database()", row -> row.at(0, TEXT)).get(0);
    }

    @Test
    void schemasWithoutConfiguredServersHaveTheirOwnDatabases() {
        application.run(SeveralSchemasTest::assertSeparate);
    }

    @Test
    void schemasWithTheirOwnUrlsHaveTheirOwnDatabases() {
        application
                .withPropertyValues(SHOP_URL, "cairn.schemas[audit_log].url=jdbc:mysql://unreachable.invalid/audit")
                .run(SeveralSchemasTest::assertSeparate);
    }

    @Test
    void theSharedServerIsThatOfTheOtherSchemas() {
        application
                .withPropertyValues(
                        "cairn.url=jdbc:mysql://unreachable.invalid/shop",
                        "cairn.schemas[audit_log].url=jdbc:mysql://unreachable.invalid/audit")
                .run(context -> {
                    assertSeparate(context);
                    assertThat(context.getEnvironment().getProperty("local.starrocks.url"))
                            .isEqualTo(context.getBean(Users.class).freshShop().jdbcUrl());
                });
    }

    @Test
    void eachDataSourceIsReplacedByThatOfItsSchema() {
        application
                .withUserConfiguration(MarkedDataSource.class)
                .withPropertyValues("cairn.schemas[audit_log].data-source=auditSource")
                .run(context -> {
                    assertSeparate(context);
                    assertThat(findCatalog(context.getBean("auditSource", DataSource.class)))
                            .isEqualTo(context.getBean(Users.class).freshAudit().name());
                    assertThat(findCatalog(context.getBean("starRocks", DataSource.class)))
                            .isEqualTo(context.getBean(Users.class).freshShop().name());
                });
    }

    private static String findCatalog(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return connection.getCatalog();
        }
    }

    /** Both schemas have a table {@code orders}, so the upgrade fails as it does in production. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "cairn.url=jdbc:mysql://unreachable.invalid/shop",
                "cairn.data-source=auditSource",
                "spring.datasource.url=${local.starrocks.url}",
                "spring.datasource.url=jdbc:mysql://unreachable.invalid/shop",
                SHOP_URL + "?a=b\ncairn.schemas[audit_log].url=jdbc:mysql://unreachable.invalid/shop"
            })
    void schemasWithTheSameServerShareADatabase(String properties) {
        application
                .withUserConfiguration(AuditDataSource.class)
                .withPropertyValues(properties.split("\n"))
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("orders"));
    }

    @Test
    void eachDatabaseReturnsToItsStateAndIsDroppedWithItsContext() {
        EmbeddedStarRocks[] server = new EmbeddedStarRocks[1];
        application.run(context -> {
            server[0] = context.getBean(EmbeddedStarRocks.class);
            EmbeddedDatabases databases = context.getBean(EmbeddedDatabases.class);
            Database audit = context.getBean(Users.class).audit();
            databases.reset();
            audit.execute("INSERT INTO orders VALUES ('login')");
            databases.reset();
            assertThat(audit.query("SELECT count(*) FROM orders", row -> row.at(0, TEXT)))
                    .containsExactly("0");
        });
        SortedSet<String> remainingDatabases = server[0].databases();
        application.run(context -> context.getBean(EmbeddedDatabases.class).reset());
        assertThat(server[0].databases()).isEqualTo(remainingDatabases);
    }

    @Test
    void aFreshDatabaseWithoutAQualifierIsAmbiguous() {
        application.run(context -> assertThatThrownBy(() -> context.getBean("freshDatabase"))
                .rootCause()
                .hasMessage("The schemas audit_log, shop have several databases. Select one by the qualifier of its"
                        + " Database, such as @Qualifier(\"shop\") FreshDatabase."));
    }

    @Test
    void theOnlySchemaHasTheDefaultDatabase() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(CairnAutoConfiguration.class))
                .withPropertyValues(SHOP_URL)
                .withInitializer(EmbeddedDatabases::register)
                .run(context -> {
                    assertThat(context.getBean(FreshDatabase.class).jdbcUrl())
                            .isEqualTo(context.getEnvironment().getProperty("local.starrocks.url"));
                    assertThat(context.getBeansOfType(FreshDatabase.class).values())
                            .containsOnly(context.getBean(FreshDatabase.class));
                });
    }
}
