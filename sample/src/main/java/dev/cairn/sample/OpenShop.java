package dev.cairn.sample;

import dev.cairn.data.Database;
import dev.cairn.data.Refresher;
import java.io.IOException;
import java.sql.SQLException;

/** A shop for visitors: an upgraded database with a few rows, two pages that show them, and what keeps these fresh. */
final class OpenShop implements AutoCloseable {
    private static final String NAME = "cairn_sample_open";

    private final OwnDatabase own;
    private final Refresher refresher;
    private final ShopPages pages;

    private OpenShop(OwnDatabase own, Refresher refresher, ShopPages pages) {
        this.own = own;
        this.refresher = refresher;
        this.pages = pages;
    }

    /** Tells who looks on where it is. */
    static OpenShop open(Screen screen, Login login, int port) throws SQLException, IOException {
        OwnDatabase own = OwnDatabase.create(login, NAME);
        try {
            return opened(screen, own, port);
        } catch (IOException | RuntimeException failure) {
            own.close();
            throw failure;
        }
    }

    private static OpenShop opened(Screen screen, OwnDatabase own, int port) throws IOException {
        screen.heading("An upgrade from nothing");
        Story.migrator(own, screen).upgrade();
        Database database = Database.of(own.dataSource());
        ShopRows.insertInto(database);
        Refresher refresher = Refresher.start();
        ShopPages pages = ShopPages.open(port, database, refresher);
        screen.heading("The shop is open, until Ctrl-C");
        screen.line("    How each product does   " + pages.address() + "products, refreshed for each request");
        screen.line("    Who spent most          " + pages.address() + "leaderboard, refreshed every "
                + ShopPages.PAUSE.toSeconds() + " s");
        screen.line("    The rows behind them    database " + NAME + " on "
                + own.login().server());
        return new OpenShop(own, refresher, pages);
    }

    @Override
    public void close() throws SQLException {
        pages.close();
        refresher.close();
        own.close();
    }
}
