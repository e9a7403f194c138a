package dev.cairn.sample;

import dev.cairn.MigrationResult;
import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.data.Database;
import dev.cairn.sample.shop.ShopSchema;
import dev.cairn.upgrade.ProgressPrinter;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/**
 * Demonstrates Cairn chapter by chapter, in databases that the sample creates and drops.
 *
 * @param serverName the name of the server in the output
 */
record SampleTour(ConsoleOutput console, Login login, String serverName) {
    private static final String SHOP_DATABASE = "cairn_sample";
    private static final String INTERRUPTED_DATABASE = "cairn_sample_copy";

    void run() throws SQLException, IOException, InterruptedException {
        console.printLine("A shop on " + serverName + ", in the databases " + SHOP_DATABASE + " and "
                + INTERRUPTED_DATABASE + ".");
        try (SampleDatabase shop = SampleDatabase.create(login, SHOP_DATABASE)) {
            showUpgrade(shop);
            showRows(Database.of(shop.createDataSource()));
            showStatus(shop);
        }
        try (SampleDatabase interruptedDatabase = SampleDatabase.create(login, INTERRUPTED_DATABASE)) {
            console.printHeading("4. A killed upgrade");
            new InterruptedUpgradeChapter(console, interruptedDatabase).run();
        }
        console.printLine("");
        console.printLine("Both databases were dropped.");
    }

    private void showUpgrade(SampleDatabase shop) {
        console.printHeading("1. Upgrade of an empty database");
        MigrationResult result = createMigrator(shop, console).upgrade();
        console.printParagraph(List.of(result.migrations().size() + " migrations were run."));
    }

    private void showRows(Database database) {
        console.printHeading("2. Inserts and queries");
        ShopRows.insertInto(database);
        console.printParagraph(List.of(ShopRows.ACCOUNTS.size() + " accounts, " + ShopRows.PRODUCTS.size()
                + " products, " + ShopRows.ORDERS.size() + " orders and " + ShopRows.PAGE_VIEWS.size()
                + " page views were inserted."));
        new QueriesChapter(console, database, new ReportsQueries(database)).run();
    }

    private void showStatus(SampleDatabase shop) {
        console.printHeading("3. Status of the database");
        Migrator migrator = createMigrator(shop, console);
        console.printParagraph(StatusLines.read(migrator));
        MigrationResult result = migrator.upgrade();
        console.printParagraph(List.of(
                result.isEmpty()
                        ? "Another upgrade: nothing to do."
                        : "Another upgrade: " + result.migrations().size() + " migrations were run."));
    }

    /** Returns a migrator that prints its progress. */
    static Migrator createMigrator(SampleDatabase database, ConsoleOutput console) {
        ProgressPrinter printer = ProgressPrinter.of(line -> console.printParagraph(List.of(line)))
                .width(76);
        MigratorOptions options = MigratorOptions.DEFAULT.author("sample").listener(progress -> {
            printer.accept(progress);
            printer.runningSteps().stream().findFirst().ifPresent(console::printReplaceableLine);
        });
        return Migrator.of(ShopSchema.SCHEMA, database.createDataSource(), options);
    }
}
