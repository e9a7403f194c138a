package dev.cairn.sample;

import dev.cairn.data.Database;
import dev.cairn.data.Refresher;
import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;

/** Serves the shop: an upgraded database with a few rows, web pages that show them, and the refreshes of their data. */
final class ShopServer implements AutoCloseable {
    private static final String DATABASE_NAME = "cairn_sample_open";

    private final SampleDatabase database;
    private final Refresher refresher;
    private final ShopPages pages;

    private ShopServer(SampleDatabase database, Refresher refresher, ShopPages pages) {
        this.database = database;
        this.refresher = refresher;
        this.pages = pages;
    }

    /** Creates and fills the database, starts the server, and prints its addresses. A failure drops the database. */
    static ShopServer open(ConsoleOutput console, Login login, int port) throws SQLException, IOException {
        SampleDatabase database = SampleDatabase.create(login, DATABASE_NAME);
        try {
            return start(console, database, port);
        } catch (IOException | RuntimeException failure) {
            database.close();
            throw failure;
        }
    }

    private static ShopServer start(ConsoleOutput console, SampleDatabase database, int port) throws IOException {
        console.printHeading("Upgrade of an empty database");
        SampleTour.createMigrator(database, console).upgrade();
        Database shopDatabase = Database.of(database.createDataSource());
        ShopRows.insertInto(shopDatabase);
        RefreshTimes refreshTimes = new RefreshTimes(InstantSource.system());
        Refresher refresher = Refresher.start(refreshTimes);
        ShopPages pages;
        try {
            pages = ShopPages.open(port, shopDatabase, refresher, refreshTimes);
        } catch (IOException | RuntimeException failure) {
            refresher.close();
            throw failure;
        }
        console.printHeading("The shop is served until Ctrl-C");
        console.printLine("    Start page           " + pages.address());
        console.printLine("    Product statistics   " + pages.address() + "products, refreshed for each request");
        console.printLine("    Leaderboard          " + pages.address() + "leaderboard, refreshed every "
                + ShopPages.REFRESH_PAUSE.toSeconds() + " s");
        console.printLine("    Their database       " + DATABASE_NAME + " on "
                + database.login().serverAddress());
        console.printLine("    Its rows             cairn query account --url "
                + database.login().commandLineUrl(DATABASE_NAME));
        return new ShopServer(database, refresher, pages);
    }

    @Override
    public void close() throws SQLException {
        pages.close();
        refresher.close();
        database.close();
    }
}
