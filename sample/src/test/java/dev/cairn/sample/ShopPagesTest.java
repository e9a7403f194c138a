package dev.cairn.sample;

import static dev.cairn.sample.shop.LeaderMv.LEADER;
import static dev.cairn.sample.shop.OrderTable.ORDER;
import static dev.cairn.sample.shop.ProductStatisticsMv.PRODUCT_STATISTICS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Migrator;
import dev.cairn.data.Database;
import dev.cairn.data.RefreshRequest;
import dev.cairn.data.Refresher;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.sample.shop.Order;
import dev.cairn.sample.shop.ShopSchema;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShopPagesTest {
    private static final LocalDateTime NOON = LocalDateTime.of(2026, 3, 1, 12, 0);

    private final EmbeddedStarRocks server = EmbeddedStarRocks.start();
    private final ManualScheduler scheduler = new ManualScheduler();
    private final BlockingQueue<String> refreshEvents = new LinkedBlockingQueue<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private Database database;
    private Refresher refresher;
    private ShopPages pages;

    @BeforeAll
    static void logWarningsOnly() {
        Main.LOG.setLevel(Level.WARNING);
    }

    @BeforeEach
    void openPages() throws SQLException, IOException {
        SampleDatabase sampleDatabase =
                SampleDatabase.create(new Login(server.jdbcUrl(), "root", ""), "cairn_sample_open");
        Migrator.of(ShopSchema.SCHEMA, sampleDatabase.createDataSource()).upgrade();
        database = Database.of(sampleDatabase.createDataSource());
        ShopRows.insertInto(database);
        RefreshTimes refreshTimes =
                new RefreshTimes(() -> NOON.atZone(ZoneId.systemDefault()).toInstant());
        refresher = Refresher.startOn(scheduler, new Refresher.Listener() {
            @Override
            public void refreshed(RefreshRequest.Outcome outcome) {
                refreshTimes.refreshed(outcome);
                refreshEvents.add(outcome.name());
            }

            @Override
            public void failed(String name, Throwable failure) {
                refreshEvents.add("failed: " + name);
            }
        });
        pages = ShopPages.open(0, database, refresher, refreshTimes);
    }

    @AfterEach
    void closePages() {
        pages.close();
        refresher.close();
        scheduler.shutdownNow();
        server.close();
    }

    /** Returns the HTML without the alignment of cells. */
    private String getBody(String page) throws IOException, InterruptedException {
        return get(page).body().replace(" class=\"n\"", "");
    }

    private HttpResponse<String> get(String page) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(pages.address().resolve(page)).build();
        return client.send(request, BodyHandlers.ofString());
    }

    private void sellTo(long account) {
        database.insert(ORDER, new Order(LocalDate.of(2026, 3, 1), 100, account, 4, 100, new BigDecimal("275.00")));
    }

    @Test
    void theStatisticsAreRefreshedForEachRequest() throws IOException, InterruptedException {
        assertThat(getBody("products"))
                .contains("<tr><td>1</td><td>The Art of Tables</td><td>6</td><td>3</td><td>2</td><td>79.80</td></tr>")
                .contains("<tr><td>4</td><td>Stone for a cairn</td><td>-</td><td>-</td><td>-</td><td>-</td></tr>");

        sellTo(1);

        assertThat(getBody("products"))
                .contains(
                        "<tr><td>4</td><td>Stone for a cairn</td><td>-</td><td>-</td><td>100</td><td>275.00</td></tr>");
    }

    @Test
    void theLeaderboardChangesWithTheNextPeriodicRefresh() throws IOException, InterruptedException {
        assertThat(refreshEvents.take()).isEqualTo(LEADER.name());
        assertThat(getBody("leaderboard"))
                .containsSubsequence("<td>Grace</td>", "<td>Ada</td><td>2</td><td>64.40</td>", "<td>Edsger</td>");

        sellTo(1);
        assertThat(getBody("leaderboard")).containsSubsequence("<td>Grace</td>", "<td>Ada</td>");

        scheduler.runNext();
        assertThat(refreshEvents.take()).isEqualTo(LEADER.name());
        assertThat(getBody("leaderboard"))
                .containsSubsequence("<td>Ada</td><td>3</td><td>339.40</td>", "<td>Grace</td>", "<td>Edsger</td>");
    }

    @Test
    void theStartPageShowsBothAndWhenEachWasRefreshed() throws IOException, InterruptedException {
        assertThat(refreshEvents.take()).isEqualTo(LEADER.name());
        assertThat(getBody(""))
                .contains("<a href=\"products\">", "<a href=\"leaderboard\">")
                .contains(
                        "Refreshed every 10 s; last at 12:00:00.",
                        "Refreshed for each request of its page; not refreshed yet.")
                .contains("<td>Ada</td><td>2</td><td>64.40</td>")
                .doesNotContain("The Art of Tables");
        assertThat(getBody("products")).contains("Refreshed for each request of its page; last at 12:00:00.");
        assertThat(getBody("")).contains("The Art of Tables").doesNotContain("not refreshed yet");
        assertThat(get("nowhere").statusCode()).isEqualTo(404);
    }

    @Test
    void anErrorOfTheServerIsShown() throws IOException, InterruptedException {
        database.execute(PRODUCT_STATISTICS.drop());
        HttpResponse<String> response = get("products");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body())
                .contains("<h1>The page could not be created</h1>\nThe refresh of product_statistics failed: ");
    }
}
