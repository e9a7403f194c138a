package dev.cairn.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import dev.cairn.Migrator;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.spring.shop.ShopApplication;
import dev.cairn.spring.shop.ShopVersion;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Tests the message and the exit code of an application that does not start. */
@ExtendWith(OutputCaptureExtension.class)
class StartFailureTest {
    @AutoClose
    private static EmbeddedStarRocks server;

    @BeforeAll
    static void startServer() {
        server = EmbeddedStarRocks.start(Options.DEFAULT.user("app", "secret"));
    }

    @BeforeEach
    void createDatabase() {
        server.dropDatabase("shop");
        server.createDatabase("shop");
    }

    private static SpringApplicationBuilder application(String... properties) {
        return ShopApplication.builderFor(server.jdbcUrl("shop"), properties);
    }

    private static void assertFails(
            SpringApplicationBuilder application,
            CapturedOutput output,
            int exitCode,
            String description,
            String action) {
        Throwable failure = catchThrowable(application::run);
        assertThat(findExitCode(failure)).isEqualTo(exitCode);
        String text = output.getAll().replace(System.lineSeparator(), "\n");
        assertThat(text).contains("APPLICATION FAILED TO START");
        assertThat(text.substring(text.indexOf("Description:")).strip())
                .matches("(?s)Description:\n\n" + description + "\n\nAction:\n\n" + action);
    }

    private static int findExitCode(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ExitCodeGenerator generator) {
                return generator.getExitCode();
            }
        }
        return 1;
    }

    @Test
    void aWrongPassword(CapturedOutput output) {
        assertFails(
                application("cairn.user=app", "cairn.password=not-the-secret"),
                output,
                1,
                "shop: no connection to the server: Access denied for user 'app'[^\n]*\\.",
                "Check the user and the password\\.");
        assertThat(output).doesNotContain("not-the-secret");
    }

    @Test
    void anUnreachableHost(CapturedOutput output) {
        assertFails(
                ShopApplication.builderFor("jdbc:mysql://127.0.0.1:1/shop"),
                output,
                1,
                "shop: no connection to the server: Communications link failure \\(Connection refused\\)\\.",
                "Check the address, and whether the frontend is up; then repeat the operation\\.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "localhost:9130/shop|The URL of a server begins with starrocks://, ",
                "starrocks://root:p@ss@localhost/shop|The URL has more than one @: write %40 "
            })
    void anInvalidUrl(String url, String reason, CapturedOutput output) {
        assertFails(
                ShopApplication.builderFor(url),
                output,
                1,
                "The URL of the schema shop is invalid\\. " + reason.strip() + "[^\n]*\\.",
                "Correct cairn\\.url, or cairn\\.schemas\\.shop\\.url, [^\n]*");
        assertThat(output).doesNotContain("p@ss");
    }

    /** A variable that is not set has an empty value in {@code cairn.url=${SHOP_URL:}}. */
    @Test
    void anEmptyUrlIsAbsent(CapturedOutput output) {
        assertFails(
                ShopApplication.builderFor(""),
                output,
                1,
                "No DataSource bean is known to be the one of the schema shop\\.",
                "Set cairn\\.url, cairn\\.user and cairn\\.password; or add spring-boot-starter-jdbc and set spring\\.datasource\\.url, [^\n]*; or mark [^\n]*");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cairn.lease=0s|cairn.lease must be at least 100ms, but was ",
                "cairn.lease=-1s|cairn.lease must be at least 100ms",
                "cairn.connections=0|cairn.connections must be ",
                "cairn.connections=-3|cairn.connections must be ",
                "cairn.connect-timeout=0s|cairn.connect-timeout must be at least 1ms",
                "cairn.timeout=-1s|cairn.timeout must not be negative",
                "cairn.schemas.shop.timeout=-1s|cairn.schemas.shop.timeout must not be negative",
                "cairn.schemas.shop.patience=-1s|cairn.schemas.shop.patience must ",
            })
    void anInvalidValue(String property, String description, CapturedOutput output) {
        assertFails(
                application(property, "cairn.mode=none"),
                output,
                1,
                Pattern.quote(description.strip()) + "[^\n]*\\.",
                "Correct cairn\\.[\\w.-]+, or remove it to use the default\\.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "management.health.cairn.timeout=0s",
                "management.health.cairn.timeout=-1s",
                "management.health.cairn-data-tests.interval=-1s",
                "management.health.cairn-data-tests.timeout=0s",
                "management.health.cairn-data-tests.partitions=-1"
            })
    void anInvalidValueOfTheHealth(String property, CapturedOutput output) {
        assertFails(
                application(property),
                output,
                1,
                "Failed to bind properties under '" + property.replaceAll("\\.\\w+=.*", "") + "' (?s:.*) must .*",
                "Update your application's configuration");
    }

    @Test
    void aPlaceholderThatNoMigrationHasIsReported(CapturedOutput output) {
        application("cairn.placeholders.x=1", "cairn.schemas.shop.placeholders.y=2")
                .run()
                .close();
        assertThat(output)
                .contains("cairn.placeholders.x has no effect: no migration has a placeholder of this name.")
                .contains("cairn.schemas.shop.placeholders.y has no effect");
    }

    @Test
    void settingsOfAnUnknownSchema(CapturedOutput output) {
        assertFails(
                application("cairn.schemas.shpo.mode=require"),
                output,
                1,
                "There is no schema shpo, which cairn\\.schemas names\\.",
                "These are the schemas: shop\\.[^\n]*");
    }

    @Test
    void theUrlOfAnUnknownSchema(CapturedOutput output) {
        assertFails(
                ShopApplication.builderFor("").properties("cairn.schemas.shpo.url=" + server.jdbcUrl("shop")),
                output,
                1,
                "There is no schema shpo, which cairn\\.schemas names\\.",
                "These are the schemas: shop\\.[^\n]*");
    }

    @Test
    void aForeignHistory(CapturedOutput output) {
        Migrator.of(
                        ShopVersion.ofMigrations(1)
                                .withMigration("Another branch", "ALTER TABLE `orders` COMMENT = 'x'"),
                        server.dataSource("shop"))
                .upgrade();
        assertFails(
                application(),
                output,
                1,
                "shop: the database is at migration 2 \\(h1:\\w+\\), which is unknown to this application, and is not a"
                        + " successor of its last one, 2 \\(h1:\\w+\\); the first migration that differs has the number 2:"
                        + " \"Another branch\" ran, and this application has V0002\\w+\\.",
                "If V0002\\w+ was edited after it had run, restore its text, and record the change as a new migration\\."
                        + " Otherwise deploy the application that upgraded the database last\\..*");
    }

    @Test
    void changesThatNoMigrationRecords(CapturedOutput output) {
        assertFails(
                ShopApplication.withVersion(ShopVersion.withUnrecordedChanges(), application()),
                output,
                1,
                "shop: the records have changes that are not recorded as a migration\\.",
                "[^\n]*cairn record[^\n]*");
    }

    @Test
    void pendingMigrationsOfAnApplicationThatRunsNone(CapturedOutput output) {
        assertFails(
                application("cairn.mode=require"),
                output,
                3,
                "shop: 2 migrations are pending, the first is V0001Orders\\.",
                "Upgrade the database, or configure the application to wait for the upgrade\\. With cairn\\.mode=upgrade,"
                        + " the application runs pending migrations itself; with cairn\\.mode=await, it waits until another"
                        + " process has run them\\.");
    }

    @Test
    void anotherDatabaseAsTheOnlyDataSource(CapturedOutput output) {
        assertFails(
                new SpringApplicationBuilder(ShopApplication.StarterAlone.class, H2.class)
                        .web(WebApplicationType.NONE)
                        .properties("spring.main.banner-mode=off"),
                output,
                1,
                "The primary DataSource of the application is H2, not StarRocks, and nothing else names the server of the"
                        + " schema shop\\.",
                "Set cairn\\.url, cairn\\.user and cairn\\.password; or mark [^\n]*");
    }

    @Test
    void aMissingDriver(CapturedOutput output) {
        assertFails(
                ShopApplication.builderFor("jdbc:starrocks://127.0.0.1:1/shop"),
                output,
                1,
                "shop: no connection to the server: no JDBC driver on the class path accepts [^\n]*\\.",
                "Add com\\.starrocks:starrocks-connector-j[^\n]*");
    }

    @Configuration(proxyBeanMethods = false)
    static class H2 {
        @Bean
        DataSource main() {
            HikariDataSource pool = new HikariDataSource();
            pool.setJdbcUrl("jdbc:h2:mem:test");
            return pool;
        }
    }
}
