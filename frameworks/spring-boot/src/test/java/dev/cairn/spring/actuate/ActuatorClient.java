package dev.cairn.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Calls the actuator of an application over HTTP. */
record ActuatorClient(ConfigurableApplicationContext application) implements AutoCloseable {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** Starts an application that serves HTTP, with all the health details in its responses. */
    static ActuatorClient start(SpringApplicationBuilder application) {
        return new ActuatorClient(application
                .properties(
                        "management.endpoints.web.exposure.include=health,cairn",
                        "management.endpoint.health.probes.enabled=true",
                        "management.health.cairn.timeout=2m",
                        "management.endpoint.health.show-details=always")
                .run());
    }

    HttpResponse<String> get(String path) {
        String port = application.getEnvironment().getProperty("local.server.port");
        URI uri = URI.create("http://localhost:" + port + "/actuator/" + path);
        try {
            return CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interruption) {
            throw new AssertionError(interruption);
        }
    }

    int statusCode(String path) {
        return get(path).statusCode();
    }

    /** Asserts the status of a response, and that its body contains each of the parts. */
    void assertGet(String path, int expectedStatus, String... parts) {
        HttpResponse<String> response = get(path);
        assertThat(response.body()).contains(parts);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(expectedStatus);
    }

    @Override
    public void close() {
        application.close();
    }
}
