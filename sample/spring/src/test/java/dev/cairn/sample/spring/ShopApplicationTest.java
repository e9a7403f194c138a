package dev.cairn.sample.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.job.Job;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** Tests the application over HTTP, while a migration runs and afterwards. */
class ShopApplicationTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private String baseUrl = "";

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(baseUrl + path)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(baseUrl + path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
    }

    @Test
    void theShopIsReadyAfterItsMigrations() throws IOException, InterruptedException {
        try (EmbeddedStarRocks server =
                        EmbeddedStarRocks.start(Options.DEFAULT.database("shop").jobs(Job.Pace.manual()));
                ConfigurableApplicationContext context =
                        EmbeddedShop.run(server, "--server.port=0", "--cairn.refresh.city_sales.every=10ms")) {
            baseUrl = "http://localhost:" + context.getEnvironment().getProperty("local.server.port");
            assertIsNotReady();
            await().atMost(Duration.ofMinutes(5))
                    .until(() -> !server.jobs().runningJobs().isEmpty());
            assertIsNotReady();
            assertThat(get("/actuator/health/cairn"))
                    .returns(503, HttpResponse::statusCode)
                    .extracting(HttpResponse::body)
                    .asString()
                    .contains("\"pending\":[\"V0002LargeOrders\"]", "\"inProgress\":{\"migration\":2,");

            server.jobs().finish();
            await().atMost(Duration.ofMinutes(5))
                    .until(() -> get("/actuator/health/readiness").statusCode() == 200);
            assertThat(get("/actuator/health/cairn"))
                    .returns(200, HttpResponse::statusCode)
                    .extracting(HttpResponse::body)
                    .asString()
                    .contains("\"lastMigration\":2");
            assertThat(get("/actuator/cairn").body()).contains("First tables", "Large orders");
            assertOrdersAreAccepted();
            await().atMost(Duration.ofMinutes(5))
                    .until(() -> get("/actuator/health/cairnDataTests").body().contains("\"tests\":1,\"failed\":{}"));
        }
    }

    /**
     * Asserts that the application is alive but not ready, and already answers requests that need only its relational
     * database.
     */
    private void assertIsNotReady() throws IOException, InterruptedException {
        assertThat(get("/actuator/health/readiness"))
                .returns(503, HttpResponse::statusCode)
                .returns("{\"status\":\"OUT_OF_SERVICE\"}", HttpResponse::body);
        assertThat(get("/actuator/health/liveness"))
                .returns(200, HttpResponse::statusCode)
                .returns("{\"status\":\"UP\"}", HttpResponse::body);
        assertThat(get("/"))
                .returns(200, HttpResponse::statusCode)
                .extracting(HttpResponse::body)
                .asString()
                .contains("<h1>The shop</h1>", "'refreshes'");
        assertThat(get("/customers"))
                .returns(200, HttpResponse::statusCode)
                .extracting(HttpResponse::body)
                .asString()
                .contains("\"name\":\"Ada\"");
    }

    private void assertOrdersAreAccepted() throws IOException, InterruptedException {
        assertThat(post("/orders", "{\"customer\": 1, \"amount\": 19.90, \"pieces\": 40000}"))
                .returns(201, HttpResponse::statusCode);
        assertThat(post("/orders", "{\"customer\": 7, \"amount\": 1, \"pieces\": 1}"))
                .returns(404, HttpResponse::statusCode);
        assertThat(get("/customers/1/orders").body())
                .isEqualTo("[{\"id\":1,\"customerId\":1,\"city\":\"Oslo\",\"amount\":19.90,\"pieces\":40000}]");
        await().atMost(Duration.ofMinutes(5))
                .until(() -> get("/sales").body().equals("[{\"city\":\"Oslo\",\"orders\":1,\"amount\":19.90}]"));
        assertThat(get("/refreshes").body()).matches("\\{\"city_sales\":\"20.*Z\"}");
    }
}
