package dev.cairn.data;

import static dev.cairn.data.SaleTable.SALE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.polling.ServerPoller;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The answers of a server or a proxy that leave the outcome of a load open. */
class UnsettledLoadTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private final EmbeddedStarRocks server = EmbeddedStarRocks.start();
    private HttpServer frontend;
    private int loadProgress = 200;
    private String loadAnswer = "";
    private final AtomicInteger loadCount = new AtomicInteger();
    private final Deque<String> labelStates = new ArrayDeque<>();

    @BeforeEach
    void start() throws IOException {
        server.createDatabase("shop");
        frontend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        frontend.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            boolean isLoad = exchange.getRequestMethod().equals("PUT");
            if (isLoad) {
                loadCount.incrementAndGet();
            }
            byte[] body = (isLoad ? loadAnswer : readLabelState()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(isLoad ? loadProgress : 200, body.length);
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

    /** Returns the answer with the next state of the label; the last state remains. */
    private String readLabelState() {
        String state = labelStates.size() > 1 ? labelStates.remove() : labelStates.element();
        return state.startsWith("{") ? state : "{\"state\": \"" + state + "\"}";
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

    private StreamLoad.Outcome send() {
        return createLoad().send(List.of(Sale.of(1, "Oslo", 10)));
    }

    private StreamLoad<Sale> createLoad() {
        URI uri = URI.create("http://" + frontend.getAddress().getHostString() + ":"
                + frontend.getAddress().getPort());
        ServerPoller poller =
                new ServerPoller(SalesServer.createSource(server.jdbcUrl("shop")), createSkippingTicker());
        return new StreamLoad<>(poller, CallObservers.NONE, SALE, () -> "load1")
                .frontend(uri)
                .credentials("root", "")
                .timeout(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PREPARE", "PREPARED"})
    void aLoadIsNotAwaitedLongerThanItsTimeout(String reportedState) {
        loadAnswer = "{\"Status\": \"Label Already Exists\", \"ExistingJobStatus\": \"RUNNING\"}";
        labelStates.add(reportedState);

        assertThatThrownBy(this::send)
                .isInstanceOf(ServerUnreachableException.class)
                .hasMessage("sale: the load load1 is still " + reportedState
                        + " after 90 s. Check its state with SHOW LOAD WHERE LABEL = 'load1', or send the rows"
                        + " again with the same label: the server accepts only one load with it.");
    }

    @Test
    void theMessageWarnsAgainstResendingACommittedLoad() {
        loadAnswer = "{\"Status\": \"Publish Timeout\", \"NumberLoadedRows\": 1, \"NumberFilteredRows\": 0}";
        labelStates.add("COMMITTED");

        assertThatThrownBy(this::send)
                .isInstanceOf(ServerUnreachableException.class)
                .satisfies(MESSAGES::match);
    }

    /** A label is finished when its load is committed; its rows become visible later. */
    @Test
    void theRowsOfAnEarlierLoadAreAwaited() {
        loadAnswer = "{\"Status\": \"Label Already Exists\", \"ExistingJobStatus\": \"FINISHED\"}";
        labelStates.addAll(List.of("COMMITTED", "COMMITTED", "VISIBLE"));

        assertThat(send().state()).isEqualTo(StreamLoad.Outcome.State.LOADED_BEFORE);
        assertThat(labelStates).containsExactly("VISIBLE");
    }

    /** The iterator of a stream has no rows left for a second attempt, which would load nothing. */
    @Test
    void partlyReadRowsAreNotSentAgainAfterTheFailureOfTheEarlierLoad() {
        loadAnswer = "{\"Status\": \"Label Already Exists\", \"ExistingJobStatus\": \"RUNNING\","
                + " \"Message\": \"Label [load1] has already been used.\"}";
        labelStates.add("ABORTED");

        assertThatThrownBy(() -> createLoad().send(Stream.of(Sale.of(1, "Oslo", 10))))
                .isInstanceOf(LoadException.class)
                .satisfies(MESSAGES::match);
        assertThat(loadCount).hasValue(1);
    }

    @Test
    void anUnavailableLabelIsSentALimitedNumberOfTimes() {
        loadAnswer = "{\"Status\": \"Label Already Exists\", \"ExistingJobStatus\": \"RUNNING\","
                + " \"Message\": \"Label [load1] has already been used.\"}";
        labelStates.add("ABORTED");

        assertThatThrownBy(this::send)
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("Label [load1] has already been used.; send it again");
        assertThat(loadCount).hasValue(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "504 <html>Gateway Timeout</html>",
                "200 {\"Status\": \"Fail\", \"Message\": \"call frontend timeout\", \"NumberTotalRows\": 1,"
                        + " \"NumberLoadedRows\": 1}",
                "200 {\"Status\": \"Fail\", \"Message\": \"Service is shutting down\"}",
                "200 {\"Status\": \"Success\", \"NumberLoadedRows\": \"many\"}"
            })
    void aFailureDoesNotSayWhetherTheRowsWereCommitted(String answer) {
        loadProgress = Integer.parseInt(answer.substring(0, 3));
        loadAnswer = answer.substring(4);
        labelStates.addAll(List.of("PREPARE", "COMMITTED", "VISIBLE"));
        assertThat(send()).isEqualTo(new StreamLoad.Outcome("load1", StreamLoad.Outcome.State.LOADED, 1, 0, List.of()));

        labelStates.clear();
        labelStates.addAll(List.of("PREPARE", "ABORTED"));
        assertThatThrownBy(this::send).isInstanceOf(LoadException.class);
    }

    /** A frontend that refuses to report the state does not say that nothing was loaded. */
    @Test
    void theOutcomeIsUnknownIfTheStateCannotBeRead() {
        loadProgress = 502;
        labelStates.add("{\"status\": \"FAILED\", \"msg\": \"Access denied for root@127.0.0.1\"}");

        assertThatThrownBy(this::send)
                .isInstanceOf(ServerUnreachableException.class)
                .satisfies(MESSAGES::match);
    }
}
