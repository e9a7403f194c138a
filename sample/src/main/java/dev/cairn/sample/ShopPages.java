package dev.cairn.sample;

import static dev.cairn.sample.shop.LeaderMv.LEADER;
import static dev.cairn.sample.shop.ProductStatisticsMv.PRODUCT_STATISTICS;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cairn.data.Database;
import dev.cairn.data.Refresher;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Serves the pages of the shop at the loopback address. The product statistics are refreshed for each request; requests
 * that arrive during a refresh share the next one. The leaderboard is refreshed periodically, and its page shows the
 * last result. The start page shows the current content of both, and the time of the last refresh of each.
 */
final class ShopPages implements AutoCloseable {
    /** The delay between the end of one refresh of the leaderboard and the next refresh. */
    static final Duration REFRESH_PAUSE = Duration.ofSeconds(10);

    private static final Logger LOG = System.getLogger("dev.cairn");
    private static final String BACK_LINK = "<p>" + Html.renderLink("/", "The shop") + "</p>\n";
    private static final DateTimeFormatter LOCAL_TIME_FORMATTER =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final int THREAD_COUNT = 4;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int INTERNAL_SERVER_ERROR = 500;

    private final Reports reports;
    private final Refresher.Trigger statisticsRefresh;
    private final HttpServer server;
    private final ExecutorService executor = Executors.newFixedThreadPool(THREAD_COUNT);
    private final RefreshTimes refreshTimes;
    private final Map<String, Supplier<String>> rendererByPath =
            Map.of("/", this::renderIndex, "/products", this::renderProducts, "/leaderboard", this::renderLeaderboard);

    private ShopPages(Database database, Refresher refresher, RefreshTimes refreshTimes, HttpServer server) {
        this.refreshTimes = refreshTimes;
        this.reports = new ReportsQueries(database);
        this.server = server;
        statisticsRefresh = refresher.onRequest(database.refresh(PRODUCT_STATISTICS));
        refresher.every(REFRESH_PAUSE, database.refresh(LEADER));
    }

    /**
     * Starts serving the pages.
     *
     * @param port the port; 0 selects any free one
     * @param refresher the refresher, which stays open when the pages are closed
     * @param refreshTimes the times of the refreshes; the refresher must notify it
     */
    static ShopPages open(int port, Database database, Refresher refresher, RefreshTimes refreshTimes)
            throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        ShopPages pages = new ShopPages(database, refresher, refreshTimes, server);
        server.createContext("/", pages::handle);
        server.setExecutor(pages.executor);
        server.start();
        return pages;
    }

    URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/");
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Supplier<String> renderer =
                    rendererByPath.get(exchange.getRequestURI().getPath());
            if (renderer == null) {
                send(exchange, NOT_FOUND, Html.renderPage("Page not found", ""));
                return;
            }
            try {
                send(exchange, OK, renderer.get());
            } catch (RuntimeException failure) {
                LOG.log(Level.WARNING, "A page could not be created", failure);
                send(
                        exchange,
                        INTERNAL_SERVER_ERROR,
                        Html.renderPage(
                                "The page could not be created",
                                Html.escape(describeFailure(failure)
                                        + " Reload the page; if this happens again, see the log.")));
            }
        }
    }

    /** Returns the message of the failure; for a shared refresh, the message of its cause. */
    private static String describeFailure(RuntimeException failure) {
        Throwable cause = failure.getCause();
        return String.valueOf(
                failure instanceof CompletionException && cause != null ? cause.getMessage() : failure.getMessage());
    }

    private static void send(HttpExchange exchange, int status, String page) throws IOException {
        byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(bytes);
        }
    }

    private String renderIndex() {
        return Html.renderPage(
                "The shop",
                Html.renderNote("Two materialized views that the application refreshes, as they are now.")
                        + Html.renderHeading(Html.renderLink("leaderboard", "Leaderboard"))
                        + renderLeaders()
                        + Html.renderHeading(Html.renderLink("products", "Product statistics"))
                        + renderStatistics());
    }

    private String renderProducts() {
        statisticsRefresh.request().join();
        return Html.renderPage("Product statistics", renderStatistics() + BACK_LINK);
    }

    private String renderLeaderboard() {
        return Html.renderPage("Leaderboard", renderLeaders() + BACK_LINK);
    }

    private String renderLeaders() {
        return Html.renderNote("Refreshed every " + REFRESH_PAUSE.toSeconds() + " s; "
                        + describeLastRefresh(LEADER.name()) + ".")
                + Html.renderTable(LeaderReport.COLUMN_TITLES, LeaderReport.queryRows(reports));
    }

    private String renderStatistics() {
        return Html.renderNote("Refreshed for each request of its page; "
                        + describeLastRefresh(PRODUCT_STATISTICS.name()) + ".")
                + Html.renderTable(ProductReport.COLUMN_TITLES, ProductReport.queryRows(reports));
    }

    private String describeLastRefresh(String objectName) {
        return refreshTimes
                .findLastRefreshTime(objectName)
                .map(time -> "last at " + LOCAL_TIME_FORMATTER.format(time))
                .orElse("not refreshed yet");
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdown();
    }
}
