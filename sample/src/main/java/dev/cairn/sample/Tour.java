package dev.cairn.sample;

import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.Outcome;
import dev.cairn.data.Database;
import dev.cairn.sample.shop.ShopSchema;
import java.io.IOException;
import java.sql.SQLException;

/**
 * Demonstrates the features one by one, in databases that it creates and drops.
 *
 * @param server the name of the server in the output
 */
record Tour(Screen screen, Login login, String server) {
    private static final String SHOP = "cairn_sample";
    private static final String COPY = "cairn_sample_copy";

    void run() throws SQLException, IOException, InterruptedException {
        screen.line("A shop on " + server + ", in the databases " + SHOP + " and " + COPY + ".");
        try (SampleDatabase shop = SampleDatabase.create(login, SHOP)) {
            upgradeFromEmpty(shop);
            rows(Database.of(shop.dataSource()));
            status(shop);
        }
        try (SampleDatabase copy = SampleDatabase.create(login, COPY)) {
            new InterruptedUpgrade(screen, copy).show();
        }
        screen.line("");
        screen.line("Both databases are dropped.");
    }

    private void upgradeFromEmpty(SampleDatabase shop) {
        screen.heading("1. Upgrade of an empty database");
        Outcome outcome = migrator(shop, screen).upgrade();
        screen.line("    " + outcome.ran().size() + " migrations are done.");
    }

    private void rows(Database database) {
        screen.heading("2. Rows and queries");
        ShopRows.insertInto(database);
        screen.line("    " + ShopRows.ACCOUNTS.size() + " accounts, " + ShopRows.PRODUCTS.size() + " products, "
                + ShopRows.ORDERS.size() + " orders and " + ShopRows.PAGE_VIEWS.size() + " page views are inserted.");
        new ExampleQueries(screen, database, new ReportsQueries(database)).run();
    }

    private void status(SampleDatabase shop) {
        screen.heading("3. Status and drift");
        Migrator migrator = migrator(shop, screen);
        screen.paragraph(StatusSummary.of(migrator));
        Outcome outcome = migrator.upgrade();
        screen.line(
                outcome.isNothing()
                        ? "    A second upgrade has nothing to do."
                        : "    A second upgrade had something to do.");
    }

    static Migrator migrator(SampleDatabase database, Screen screen) {
        MigratorOptions options = MigratorOptions.DEFAULT.author("sample").listener(new UpgradeProgress(screen));
        return Migrator.of(ShopSchema.SCHEMA, database.dataSource(), options);
    }
}
