package dev.cairn.sample;

import static dev.cairn.sample.shop.OrderTable.ORDER;

import dev.cairn.Migrator;
import dev.cairn.data.Database;
import dev.cairn.sample.shop.ShopSchema;
import java.io.IOException;
import java.util.List;

/** An upgrade that dies on the way, and the next one, which goes on with the step at which it stopped. */
record HalfWay(Screen screen, OwnDatabase copy) {
    /** Makes the orders anew, beside the old ones, and lets the new table take the old one's place: the fourth step. */
    private static final int REBUILD = 6;

    private static final int SWAP = 4;

    void tell() throws IOException, InterruptedException {
        screen.heading("4. An upgrade that was killed on the way");
        Database database = Database.of(copy.dataSource());
        Reports reports = new ReportsQueries(database);
        Migrator.of(ShopSchema.SCHEMA, copy.dataSource()).upgradeTo(REBUILD - 1);
        database.insert(ORDER, ShopRows.ORDERS);
        screen.paragraph(List.of(
                "A copy of the shop, at migration " + (REBUILD - 1) + ", has " + reports.orders() + " orders.",
                "A process that upgrades it further is killed when it has sent step " + SWAP + " of migration "
                        + REBUILD + ".",
                ""));
        KilledUpgrade.run(copy, REBUILD, SWAP);
        Migrator migrator = Story.migrator(copy, screen);
        screen.paragraph(StatusWords.of(migrator));
        migrator.unlock();
        screen.paragraph(List.of(
                "",
                "Whoever comes next would wait for half a minute to be sure that nobody lives there. This one is told,",
                "and upgrades at once:",
                ""));
        migrator.upgrade();
        screen.line("");
        screen.paragraph(StatusWords.of(migrator));
        screen.line("    The copy has " + reports.orders() + " orders, as before.");
    }
}
