package dev.cairn.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Migrator;
import dev.cairn.data.Database;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.spring.shop.ShopApplication;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** Tests the endpoint of the actuator for the state of schemas. */
class CairnEndpointTest {
    @AutoClose
    private static EmbeddedStarRocks server;

    @BeforeAll
    static void startServer() {
        server = EmbeddedStarRocks.start();
        server.createDatabase("shop");
    }

    @Test
    void anOperatorFollowsAMigration() {
        try (ActuatorClient actuator = ActuatorClient.start(
                ShopApplication.webBuilderFor(server.jdbcUrl("shop"), "cairn.mode=none", "cairn.author=deploy@ci"))) {
            actuator.assertGet("cairn", 200, "{\"schemas\":{\"shop\":{\"state\":{\"status\":\"OUT_OF_SERVICE\"");
            actuator.assertGet("cairn/shop", 200, "\"position\":\"behind\"", "\"history\":[]");
            actuator.assertGet(
                    "cairn/shop/plan",
                    200,
                    "{\"migrations\":[{\"name\":\"V0001Orders\",\"direction\":\"upgrade\",\"steps\":[{\"number\":1,"
                            + "\"text\":\"CREATE TABLE `orders`",
                    "V0002TotalsOfCities");

            actuator.application().getBean(Migrator.class).upgrade();
            actuator.assertGet(
                    "cairn/shop",
                    200,
                    "\"position\":\"current\"",
                    "\"number\":2,\"title\":\"Totals of cities\",\"hash\":\"h1:",
                    "\"by\":\"deploy@ci\"");
            assertThat(actuator.get("cairn/shop/plan").body()).isEqualTo("{\"migrations\":[]}");
            actuator.assertGet("cairn/shop/drift", 200, "\"differences\":[]");

            actuator.application().getBean(Database.class).execute("ALTER TABLE orders COMMENT = 'x'");
            actuator.assertGet(
                    "cairn/shop/drift",
                    200,
                    "{\"differences\":[{\"object\":\"shop.orders\",\"part\":\"comment\",\"is\":\"x\"",
                    "\"remediation\":[\"ALTER TABLE");
            actuator.assertGet("health/cairn", 200, "\"status\":\"UP\"");

            assertThat(actuator.statusCode("cairn/club")).isEqualTo(404);
            assertThat(actuator.statusCode("cairn/club/plan")).isEqualTo(404);
            assertThat(actuator.statusCode("cairn/shop/secrets")).isEqualTo(404);
        }
    }

    @Test
    void theErrorOfAServerThatIsDownIsInTheResults() {
        try (ConfigurableApplicationContext application = ShopApplication.builderFor(
                        "jdbc:mysql://127.0.0.1:1/shop",
                        "cairn.mode=none",
                        "spring.jmx.enabled=true",
                        "management.endpoints.jmx.exposure.include=cairn")
                .run()) {
            CairnEndpoint endpoint = application.getBean(CairnEndpoint.class);
            assertThat(endpoint.schemas().toString())
                    .contains("no connection to the server")
                    .contains("history=null");
            assertThat(endpoint.topic("shop", "plan").toString()).contains("no connection to the server");
            assertThat(endpoint.topic("shop", "drift").toString()).contains("no connection to the server");
        }
    }

    @Test
    void aSilentServerIsReportedAfterTheTimeoutOfTheHealth() {
        try (ConfigurableApplicationContext application = ShopApplication.builderFor(
                        server.jdbcUrl("shop"),
                        "cairn.mode=none",
                        "management.health.cairn.timeout=50ms",
                        "spring.jmx.enabled=true",
                        "management.endpoints.jmx.exposure.include=cairn")
                .run()) {
            server.faults().add(Trigger.connecting(), Fault.silentBefore());
            CairnEndpoint endpoint = application.getBean(CairnEndpoint.class);
            String error = "The server has not answered for 50 ms.";
            assertThat(endpoint.topic("shop", "plan")).hasToString("PlanBody[migrations=null, error=" + error + "]");
            assertThat(endpoint.topic("shop", "drift").toString()).contains("error=" + error);
            assertThat(endpoint.schema("shop").toString()).contains("error=" + error, "history=null");
            assertThat(endpoint.schema("club")).isNull();
        } finally {
            server.faults().clear();
            server.closeSilentConnections();
        }
    }

    @Test
    void anEndpointThatIsNotExposedIsNotCreated() {
        try (ConfigurableApplicationContext application = ShopApplication.builderFor(
                        server.jdbcUrl("shop"), "cairn.mode=none", "management.health.cairn.enabled=false")
                .run()) {
            assertThat(application.getBeansOfType(CairnEndpoint.class)).isEmpty();
            assertThat(application.containsBean("cairnHealthIndicator")).isFalse();
        }
    }
}
