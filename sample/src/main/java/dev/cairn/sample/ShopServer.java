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

    /** Starts the server, and prints its addresses. */
    static ShopServer open(ConsoleOutput screen, Login login, int port) throws SQLException, IOException {
        SampleDatabase database = SampleDatabase.create(login, DATABASE_NAME);
        try {
            return start(screen, database, port);
        } catch (IOException | RuntimeException failure) {
            database.close();
            throw failure;
        }
    }

    private static ShopServer start(ConsoleOutput screen, SampleDatabase database, int port) throws IOException {
        screen.printHeading("Upgrade of an empty database");
        SampleTour.createMigrator(database, screen).upgrade();
        Database shopDatabase = Database.of(database.dataSource());
        ShopRows.insertInto(shopDatabase);
        RefreshTimes times = new RefreshTimes(InstantSource.system());
        Refresher refresher = Refresher.start(times);
        ShopPages pages = ShopPages.open(port, shopDatabase, refresher, times);
        screen.printHeading("The shop is served until Ctrl-C");
        screen.printLine("    Start page           " + pages.address());
        screen.printLine("    Product statistics   " + pages.address() + "products, refreshed for each request");
        screen.printLine("    Leaderboard          " + pages.address() + "leaderboard, refreshed every "
                + ShopPages.REFRESH_PAUSE.toSeconds() + " s");
        screen.printLine("    Their database       " + DATABASE_NAME + " on "
                + database.login().server());
        screen.printLine("    Its rows             cairn query account --url "
                + database.login().url(DATABASE_NAME));
        return new ShopServer(database, refresher, pages);
    }

    @Override
    public void close() throws SQLException {
        pages.close();
        refresher.close();
        database.close();
    }
}
