package dev.cairn.sample;

import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.Outcome;
import dev.cairn.data.Database;
import dev.cairn.sample.shop.ShopSchema;
import java.io.IOException;
import java.sql.SQLException;

/**
 * What the sample shows, one chapter after the other, in databases that it makes and drops.
 *
 * @param server what a person calls it
 */
record Story(Screen screen, Login login, String server) {
    private static final String SHOP = "cairn_sample";
    private static final String COPY = "cairn_sample_copy";

    void tell() throws SQLException, IOException, InterruptedException {
        screen.line("A shop on " + server + ", in the databases " + SHOP + " and " + COPY + ".");
        try (OwnDatabase shop = OwnDatabase.create(login, SHOP)) {
            fromNothing(shop);
            rows(Database.of(shop.dataSource()));
            again(shop);
        }
        try (OwnDatabase copy = OwnDatabase.create(login, COPY)) {
            new HalfWay(screen, copy).tell();
        }
        screen.line("");
        screen.line("Both databases are dropped again.");
    }

    private void fromNothing(OwnDatabase shop) {
        screen.heading("1. An upgrade from nothing");
        Outcome outcome = migrator(shop, screen).upgrade();
        screen.line("    " + outcome.ran().size() + " migrations are done.");
    }

    private void rows(Database database) {
        screen.heading("2. Rows, and what is asked of them");
        ShopRows.insertInto(database);
        screen.line("    " + ShopRows.ACCOUNTS.size() + " accounts, " + ShopRows.PRODUCTS.size() + " products, "
                + ShopRows.ORDERS.size() + " orders and " + ShopRows.PAGE_VIEWS.size() + " page views are inserted.");
        new Questions(screen, database, new ReportsQueries(database)).ask();
    }

    private void again(OwnDatabase shop) {
        screen.heading("3. Where the database stands");
        Migrator migrator = migrator(shop, screen);
        screen.paragraph(StatusWords.of(migrator));
        Outcome outcome = migrator.upgrade();
        screen.line(
                outcome.isNothing() ? "    The upgrade once more: nothing to do." : "    There was something to do.");
    }

    static Migrator migrator(OwnDatabase database, Screen screen) {
        MigratorOptions options = MigratorOptions.DEFAULT.author("sample").listener(new UpgradeProgress(screen));
        return Migrator.of(ShopSchema.SCHEMA, database.dataSource(), options);
    }
}
