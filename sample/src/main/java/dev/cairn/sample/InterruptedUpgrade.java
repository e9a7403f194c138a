package dev.cairn.sample;

import static dev.cairn.sample.shop.OrderTable.ORDER;

import dev.cairn.Migrator;
import dev.cairn.data.Database;
import dev.cairn.sample.shop.ShopSchema;
import java.io.IOException;
import java.util.List;

/** Demonstrates a killed upgrade, and the next one, which continues with the step at which the first one stopped. */
record InterruptedUpgrade(Screen screen, SampleDatabase copy) {
    /** The migration that rebuilds the table of orders; its fourth step swaps the new table with the old one. */
    private static final int REBUILD = 6;

    private static final int SWAP = 4;

    void show() throws IOException, InterruptedException {
        screen.heading("4. A killed upgrade is resumed");
        Database database = Database.of(copy.dataSource());
        Reports reports = new ReportsQueries(database);
        Migrator.of(ShopSchema.SCHEMA, copy.dataSource()).upgradeTo(REBUILD - 1);
        database.insert(ORDER, ShopRows.ORDERS);
        screen.paragraph(List.of(
                "A copy of the shop, at migration " + (REBUILD - 1) + ", has " + reports.orders() + " orders.",
                "A process that upgrades it is killed after it has sent step " + SWAP + " of migration " + REBUILD
                        + ".",
                ""));
        KilledUpgrade.run(copy, REBUILD, SWAP);
        Migrator migrator = Tour.migrator(copy, screen);
        screen.paragraph(StatusSummary.of(migrator));
        migrator.unlock();
        screen.paragraph(List.of(
                "",
                "The next migrator would wait for half a minute, to be sure that the owner of the ledger has died.",
                "Here the ledger is unlocked explicitly, and the upgrade continues at once:",
                ""));
        migrator.upgrade();
        screen.line("");
        screen.paragraph(StatusSummary.of(migrator));
        screen.line("    The copy has " + reports.orders() + " orders, as before.");
    }
}
