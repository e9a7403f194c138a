package dev.cairn.sample;

import static dev.cairn.sample.shop.OrderTable.ORDER;

import dev.cairn.Migrator;
import dev.cairn.data.Database;
import dev.cairn.sample.shop.ShopSchema;
import java.io.IOException;
import java.util.List;

/**
 * An upgrade that is killed while it runs, and the next one, which continues with the step at which the first one
 * stopped.
 */
record InterruptedUpgradeChapter(ConsoleOutput console, SampleDatabase shopCopy) {
    /** The migration that rebuilds the table of orders. */
    private static final int REBUILD_MIGRATION_NUMBER = 6;
    /** The step of this migration that replaces the old table with the new one. */
    private static final int SWAP_STEP_NUMBER = 4;

    void run() throws IOException, InterruptedException {
        Database database = Database.of(shopCopy.createDataSource());
        Reports reports = new ReportsQueries(database);
        Migrator.of(ShopSchema.SCHEMA, shopCopy.createDataSource()).upgradeTo(REBUILD_MIGRATION_NUMBER - 1);
        database.insert(ORDER, ShopRows.ORDERS);
        console.printParagraph(List.of(
                "A copy of the shop, at migration " + (REBUILD_MIGRATION_NUMBER - 1) + ", has " + reports.orders()
                        + " orders.",
                "A process that upgrades it is killed right after it has sent step " + SWAP_STEP_NUMBER
                        + " of migration " + REBUILD_MIGRATION_NUMBER + ".",
                ""));
        UpgradeProcess.run(shopCopy, REBUILD_MIGRATION_NUMBER, SWAP_STEP_NUMBER);
        Migrator migrator = SampleTour.createMigrator(shopCopy, console);
        console.printParagraph(StatusLines.read(migrator));
        migrator.unlock();
        console.printParagraph(List.of(
                "",
                "The next migrator would wait for half a minute, until the lease of the dead one expires. Here, the",
                "ledger is released by a call, and the upgrade begins at once:",
                ""));
        migrator.upgrade();
        console.printLine("");
        console.printParagraph(StatusLines.read(migrator));
        console.printParagraph(List.of("The copy has " + reports.orders() + " orders, as before."));
    }
}
