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
 * An upgrade in another process, which halts during the upgrade without any cleanup, as if it had been killed. If the
 * server shows whether a step is done, the ledger records the end of the step only when the next step begins.
 * Therefore, the ledger does not contain the end of the step after which the process halts.
 */
final class UpgradeProcess {
    /** The exit code of a process that was killed. */
    private static final int KILLED_EXIT_CODE = 137;

    private UpgradeProcess() {}

    /**
     * Upgrades the database in another process, which halts after the given step of the given migration. Returns when
     * that process has ended.
     *
     * @throws IllegalStateException if the process ends in another way, for example because the upgrade fails
     */
    static void run(SampleDatabase database, int migrationNumber, int stepNumber)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(requireProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                requireProperty("java.class.path"),
                UpgradeProcess.class.getName(),
                database.name(),
                Integer.toString(migrationNumber),
                Integer.toString(stepNumber)));
        builder.environment().putAll(database.login().environment());
        int exitCode = builder.inheritIO().start().waitFor();
        if (exitCode != KILLED_EXIT_CODE) {
            throw new IllegalStateException("The upgrade ended with exit code " + exitCode + " before it was killed");
        }
    }

    private static String requireProperty(String name) {
        return Objects.requireNonNull(System.getProperty(name), name);
    }

    /**
     * Runs in the other process.
     *
     * @param arguments the name of the database, the number of the migration, and the number of the step
     */
    public static void main(String[] arguments) {
        Main.LOG.setLevel(Level.WARNING);
        SampleDatabase database = new SampleDatabase(Login.from(System.getenv()), arguments[0]);
        int migrationNumber = Integer.parseInt(arguments[1]);
        int stepNumber = Integer.parseInt(arguments[2]);
        MigratorOptions options = MigratorOptions.DEFAULT.listener(progress -> {
            if (progress instanceof Progress.StepEnded stepEnded
                    && stepEnded.migration().number() == migrationNumber
                    && stepEnded.step().number() == stepNumber) {
                Runtime.getRuntime().halt(KILLED_EXIT_CODE);
            }
        });
        Migrator.of(ShopSchema.SCHEMA, database.createDataSource(), options).upgrade();
    }
}
