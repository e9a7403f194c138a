package dev.cairn.sample;

import dev.cairn.data.Database;
import dev.cairn.data.Refresher;
import java.io.IOException;
import java.sql.SQLException;

/** An upgraded database with a few rows, two web pages that show them, and the refreshes that keep the pages current. */
final class ServedShop implements AutoCloseable {
    private static final String NAME = "cairn_sample_open";

    private final SampleDatabase own;
    private final Refresher refresher;
    private final ShopPages pages;

    private ServedShop(SampleDatabase own, Refresher refresher, ShopPages pages) {
        this.own = own;
        this.refresher = refresher;
        this.pages = pages;
    }

    /** Creates the database, starts the pages, and prints their addresses. */
    static ServedShop open(Screen screen, Login login, int port) throws SQLException, IOException {
        SampleDatabase own = SampleDatabase.create(login, NAME);
        try {
            return opened(screen, own, port);
        } catch (IOException | RuntimeException failure) {
            own.close();
            throw failure;
        }
    }

    private static ServedShop opened(Screen screen, SampleDatabase own, int port) throws IOException {
        screen.heading("Upgrade of an empty database");
        Tour.migrator(own, screen).upgrade();
        Database database = Database.of(own.dataSource());
        ShopRows.insertInto(database);
        Refresher refresher = Refresher.start();
        ShopPages pages = ShopPages.open(port, database, refresher);
        screen.heading("The shop is served until Ctrl-C");
        screen.line("    Product statistics   " + pages.address() + "products, refreshed for each request");
        screen.line("    Leaderboard          " + pages.address() + "leaderboard, refreshed every "
                + ShopPages.PAUSE.toSeconds() + " s");
        screen.line("    Their rows           database " + NAME + " on "
                + own.login().server());
        return new ServedShop(own, refresher, pages);
    }

    @Override
    public void close() throws SQLException {
        pages.close();
        refresher.close();
        own.close();
    }
}
