package dev.cairn.sample;

import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.Outcome;
import dev.cairn.data.Database;
import dev.cairn.sample.shop.ShopSchema;
import dev.cairn.upgrade.ProgressPrinter;
import java.io.IOException;
import java.sql.SQLException;

/**
 * Demonstrates Cairn chapter by chapter, in databases that the sample creates and drops.
 *
 * @param server the name of the server in the output
 */
record SampleTour(ConsoleOutput screen, Login login, String server) {
    private static final String SHOP = "cairn_sample";
    private static final String COPY = "cairn_sample_copy";

    void run() throws SQLException, IOException, InterruptedException {
        screen.line("A shop on " + server + ", in the databases " + SHOP + " and " + COPY + ".");
        try (SampleDatabase shop = SampleDatabase.create(login, SHOP)) {
            upgrade(shop);
            rows(Database.of(shop.dataSource()));
            status(shop);
        }
        try (SampleDatabase copy = SampleDatabase.create(login, COPY)) {
            new InterruptedUpgrade(screen, copy).run();
        }
        screen.line("");
        screen.line("Both databases were dropped.");
    }

    private void upgrade(SampleDatabase shop) {
        screen.heading("1. Upgrade of an empty database");
        Outcome outcome = migrator(shop, screen).upgrade();
        screen.line("    " + outcome.ran().size() + " migrations were run.");
    }

    private void rows(Database database) {
        screen.heading("2. Inserts and queries");
        ShopRows.insertInto(database);
        screen.line("    " + ShopRows.ACCOUNTS.size() + " accounts, " + ShopRows.PRODUCTS.size() + " products, "
                + ShopRows.ORDERS.size() + " orders and " + ShopRows.PAGE_VIEWS.size() + " page views were inserted.");
        new SampleQueries(screen, database, new ReportsQueries(database)).run();
    }

    private void status(SampleDatabase shop) {
        screen.heading("3. Status of the database");
        Migrator migrator = migrator(shop, screen);
        screen.paragraph(StatusLines.of(migrator));
        Outcome outcome = migrator.upgrade();
        screen.line(
                outcome.isEmpty()
                        ? "    Another upgrade: nothing to do."
                        : "    Another upgrade: " + outcome.ran().size() + " migrations were run.");
    }

    static Migrator migrator(SampleDatabase database, ConsoleOutput screen) {
        ProgressPrinter printer =
                ProgressPrinter.of(line -> screen.line("    " + line)).width(76);
        MigratorOptions options = MigratorOptions.DEFAULT.author("sample").listener(progress -> {
            printer.accept(progress);
            printer.runningSteps().stream().findFirst().ifPresent(screen::replaceableLine);
        });
        return Migrator.of(ShopSchema.SCHEMA, database.dataSource(), options);
    }
}
