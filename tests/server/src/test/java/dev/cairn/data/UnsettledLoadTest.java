package dev.cairn.data;

import static dev.cairn.data.SaleTable.SALE;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.polling.ServerPoller;
import dev.cairn.upgrade.MigrationException.UnreachableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wait for the outcome of a load ends, although the frontend never reports it. */
class UnsettledLoadTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private final EmbeddedStarRocks server = EmbeddedStarRocks.start();
    private HttpServer frontend;
    private String loadAnswer = "";
    private String labelState = "";

    @BeforeEach
    void start() throws IOException {
        server.createDatabase("shop");
        frontend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        frontend.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            String json =
                    exchange.getRequestMethod().equals("PUT") ? loadAnswer : "{\"state\": \"" + labelState + "\"}";
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        frontend.start();
    }

    @AfterEach
    void stop() {
        frontend.stop(0);
        server.close();
    }

    /** Returns a ticker whose time passes only in waits. */
    private static Ticker createSkippingTicker() {
        AtomicReference<Duration> now = new AtomicReference<>(Duration.ZERO);
        return new Ticker() {
            @Override
            public Stopwatch start() {
                Duration start = now.get();
                return () -> now.get().minus(start);
            }

            @Override
            public void sleep(Duration time) {
                now.updateAndGet(time::plus);
            }
        };
    }

    private void send() {
        URI uri = URI.create("http://" + frontend.getAddress().getHostString() + ":"
                + frontend.getAddress().getPort());
        ServerPoller poller =
                new ServerPoller(SalesServer.createSource(server.jdbcUrl("shop")), createSkippingTicker());
        new StreamLoad<>(poller, CallObservers.NONE, SALE, () -> "load1")
                .frontend(uri)
                .credentials("root", "")
                .timeout(Duration.ofSeconds(30))
                .send(List.of(Sale.of(1, "Oslo", 10)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PREPARE", "PREPARED"})
    void aLoadIsNotAwaitedLongerThanItsTimeout(String reportedState) {
        loadAnswer = "{\"Status\": \"Label Already Exists\", \"ExistingJobStatus\": \"RUNNING\"}";
        labelState = reportedState;

        assertThatThrownBy(this::send)
                .isInstanceOf(UnreachableException.class)
                .hasMessage("sale: the load load1 is still " + reportedState
                        + " after 90 s. Check its state with SHOW LOAD WHERE LABEL = 'load1', or send the rows"
                        + " again with the same label: the server accepts only one load with it.");
    }

    @Test
    void theMessageWarnsAgainstResendingACommittedLoad() {
        loadAnswer = "{\"Status\": \"Publish Timeout\", \"NumberLoadedRows\": 1, \"NumberFilteredRows\": 0}";
        labelState = "COMMITTED";

        assertThatThrownBy(this::send).isInstanceOf(UnreachableException.class).satisfies(MESSAGES::match);
    }
}
