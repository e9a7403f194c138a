package dev.cairn.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.job.Job;
import dev.cairn.spring.shop.ShopApplication;
import dev.cairn.spring.shop.ShopVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Tests that the health of an application shows the results of data tests. */
class DataTestHealthTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final String ENABLING_PROPERTY = "management.health.cairn-data-tests.enabled=true";

    @AutoClose
    private final EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.atOnce()));

    private ActuatorClient startApplication(String... properties) {
        server.createDatabase("shop");
        return ActuatorClient.start(ShopApplication.withVersion(
                ShopVersion.ofMigrations(2), ShopApplication.webBuilderFor(server.jdbcUrl("shop"), properties)));
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = server.dataSource("shop").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void dataTestsAreNotPartOfTheHealthByDefault() {
        try (ActuatorClient application = startApplication()) {
            application.assertGet("health", 200, "\"cairn\"");
            assertThat(application.get("health").body()).doesNotContain("cairnDataTests");
        }
    }

    @Test
    void theHealthShowsTheLastResultsWithoutRows() throws SQLException {
        try (ActuatorClient application =
                startApplication(ENABLING_PROPERTY, "management.health.cairn-data-tests.interval=1ms")) {
            application.assertGet("health/cairnDataTests", 200, "\"status\":\"UNKNOWN\"");
            await().atMost(TIMEOUT)
                    .until(() -> application.get("health/cairnDataTests").body().contains("\"status\":\"UP\""));
            application.assertGet("health/cairnDataTests", 200, "\"tests\":1", "\"failed\":{}", "\"finished\":\"20");

            execute("INSERT INTO orders VALUES (1, 'Oslo', -3)");

            await().atMost(TIMEOUT).until(() -> application.statusCode("health/cairnDataTests") == 503);
            application.assertGet(
                    "health/cairnDataTests",
                    503,
                    "\"status\":\"DOWN\"",
                    "\"failed\":{\"orders: amount >= 0\":\"1 row fails\"}");
            assertThat(application.get("health/cairnDataTests").body()).doesNotContain("Oslo");
            application.assertGet("health/readiness", 200, "UP");
        }
    }

    @Test
    void aProbeSendsNoQueryWithinTheInterval() throws SQLException {
        try (ActuatorClient application = startApplication(ENABLING_PROPERTY)) {
            await().atMost(TIMEOUT)
                    .until(() -> application.get("health/cairnDataTests").body().contains("\"status\":\"UP\""));
            execute("INSERT INTO orders VALUES (1, 'Oslo', -3)");
            server.faults().add(Trigger.matching("(?i)select count.*"), Fault.reject(1064, "HY000", "a second query"));

            for (int probe = 0; probe < 3; probe++) {
                application.assertGet("health/cairnDataTests", 200, "\"status\":\"UP\"");
            }
        }
    }

    @Test
    void aTestThatCanNotRunIsDown() throws SQLException {
        server.faults().add(Trigger.matching("(?i)select count.*"), Fault.reject(1064, "HY000", "no backend is alive"));
        try (ActuatorClient application = startApplication(ENABLING_PROPERTY)) {
            await().atMost(TIMEOUT).until(() -> application.statusCode("health/cairnDataTests") == 503);
            application.assertGet("health/cairnDataTests", 503, "no backend is alive");
        }
    }
}
