package dev.cairn.sample;

import static dev.cairn.sample.shop.OrderTable.ORDER;

import dev.cairn.Migrator;
import dev.cairn.data.Database;
import dev.cairn.sample.shop.ShopSchema;
import java.io.IOException;
import java.util.List;

/** An upgrade that is killed while it runs, and the next one, which continues with the step at which the first one stopped. */
record InterruptedUpgrade(ConsoleOutput screen, SampleDatabase copy) {
    /** The migration that rebuilds the table of orders. Its fourth step replaces the old table by the new one. */
    private static final int REBUILD = 6;

    private static final int SWAP = 4;

    void run() throws IOException, InterruptedException {
        screen.heading("4. A killed upgrade");
        Database database = Database.of(copy.dataSource());
        Reports reports = new ReportsQueries(database);
        Migrator.of(ShopSchema.SCHEMA, copy.dataSource()).upgradeTo(REBUILD - 1);
        database.insert(ORDER, ShopRows.ORDERS);
        screen.paragraph(List.of(
                "A copy of the shop, at migration " + (REBUILD - 1) + ", has " + reports.orders() + " orders.",
                "A process that upgrades it is killed right after it has sent step " + SWAP + " of migration " + REBUILD
                        + ".",
                ""));
        KilledUpgrade.run(copy, REBUILD, SWAP);
        Migrator migrator = SampleTour.migrator(copy, screen);
        screen.paragraph(StatusLines.of(migrator));
        migrator.unlock();
        screen.paragraph(List.of(
                "",
                "The next migrator would wait for half a minute, until the lease of the dead one expires. Here, the",
                "ledger is released by a call, and the upgrade begins at once:",
                ""));
        migrator.upgrade();
        screen.line("");
        screen.paragraph(StatusLines.of(migrator));
        screen.line("    The copy has " + reports.orders() + " orders, as before.");
    }
}
