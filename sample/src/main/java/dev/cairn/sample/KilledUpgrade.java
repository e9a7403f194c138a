package dev.cairn.sample;

import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.sample.shop.ShopSchema;
import dev.cairn.upgrade.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.logging.Level;

/**
 * An upgrade in a process of its own, which dies on the way as if it had been killed: at once, and with nothing put in
 * order. A step that everybody can see is written down as done only with the next one, so the ledger does not know yet that
 * the last one is.
 */
final class KilledUpgrade {
    /** What the system says of a process that was killed. */
    private static final int KILLED = 137;

    private KilledUpgrade() {}

    /** Upgrades the database, and dies after this step of this migration. */
    static void run(OwnDatabase database, int migration, int step) throws IOException, InterruptedException {
        ProcessBuilder process = new ProcessBuilder(List.of(
                Path.of(property("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                property("java.class.path"),
                KilledUpgrade.class.getName(),
                database.name(),
                Integer.toString(migration),
                Integer.toString(step)));
        process.environment().putAll(database.login().environment());
        int exit = process.inheritIO().start().waitFor();
        if (exit != KILLED) {
            throw new IllegalStateException("The upgrade ended with " + exit + " before it was killed");
        }
    }

    private static String property(String name) {
        return Objects.requireNonNull(System.getProperty(name), name);
    }

    /** In the process of its own. */
    public static void main(String[] arguments) {
        Main.LOG.setLevel(Level.WARNING);
        OwnDatabase database = new OwnDatabase(Login.from(System.getenv()), arguments[0]);
        int migration = Integer.parseInt(arguments[1]);
        int step = Integer.parseInt(arguments[2]);
        MigratorOptions options = MigratorOptions.DEFAULT.listener(progress -> {
            if (progress instanceof Progress.StepEnds ends
                    && ends.migration().number() == migration
                    && ends.step().number() == step) {
                Runtime.getRuntime().halt(KILLED);
            }
        });
        Migrator.of(ShopSchema.SCHEMA, database.dataSource(), options).upgrade();
    }
}
