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
    private static final String SHOP_DATABASE = "cairn_sample";
    private static final String COPY_DATABASE = "cairn_sample_copy";

    void run() throws SQLException, IOException, InterruptedException {
        screen.printLine("A shop on " + server + ", in the databases " + SHOP_DATABASE + " and " + COPY_DATABASE + ".");
        try (SampleDatabase shop = SampleDatabase.create(login, SHOP_DATABASE)) {
            upgrade(shop);
            insertRows(Database.of(shop.dataSource()));
            printStatus(shop);
        }
        try (SampleDatabase copy = SampleDatabase.create(login, COPY_DATABASE)) {
            new InterruptedUpgrade(screen, copy).run();
        }
        screen.printLine("");
        screen.printLine("Both databases were dropped.");
    }

    private void upgrade(SampleDatabase shop) {
        screen.printHeading("1. Upgrade of an empty database");
        Outcome outcome = createMigrator(shop, screen).upgrade();
        screen.printLine("    " + outcome.ran().size() + " migrations were run.");
    }

    private void insertRows(Database database) {
        screen.printHeading("2. Inserts and queries");
        ShopRows.insertInto(database);
        screen.printLine("    " + ShopRows.ACCOUNTS.size() + " accounts, " + ShopRows.PRODUCTS.size() + " products, "
                + ShopRows.ORDERS.size() + " orders and " + ShopRows.PAGE_VIEWS.size() + " page views were inserted.");
        new SampleQueries(screen, database, new ReportsQueries(database)).run();
    }

    private void printStatus(SampleDatabase shop) {
        screen.printHeading("3. Status of the database");
        Migrator migrator = createMigrator(shop, screen);
        screen.printParagraph(StatusLines.read(migrator));
        Outcome outcome = migrator.upgrade();
        screen.printLine(
                outcome.isEmpty()
                        ? "    Another upgrade: nothing to do."
                        : "    Another upgrade: " + outcome.ran().size() + " migrations were run.");
    }

    static Migrator createMigrator(SampleDatabase database, ConsoleOutput screen) {
        ProgressPrinter printer =
                ProgressPrinter.of(line -> screen.printLine("    " + line)).width(76);
        MigratorOptions options = MigratorOptions.DEFAULT.author("sample").listener(progress -> {
            printer.accept(progress);
            printer.runningSteps().stream().findFirst().ifPresent(screen::printReplaceableLine);
        });
        return Migrator.of(ShopSchema.SCHEMA, database.dataSource(), options);
    }
}
