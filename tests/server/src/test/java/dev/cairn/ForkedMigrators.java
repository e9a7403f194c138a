package dev.cairn;

import dev.cairn.Migrator.Repair;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.HistoryMismatchException;
import dev.cairn.upgrade.MigrationException.LedgerHeldException;
import dev.cairn.upgrade.MigrationException.LedgerLostException;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Several migrators in a separate process. Each line of the input of the process is a schema and the URL of its
 * database, which all migrators upgrade at once. When the last one is done, the process writes a line.
 */
final class ForkedMigrators {
    static final String READY = "ready";
    static final String DONE = "done";

    private static final int MIGRATOR_COUNT = 4;
    private static final int ATTEMPT_COUNT = 100;

    private final String name;
    private final Duration lease;
    private final ExecutorService threads = Executors.newFixedThreadPool(MIGRATOR_COUNT);

    private ForkedMigrators(String name, Duration lease) {
        this.name = name;
        this.lease = lease;
    }

    /**
     * Works until its input ends.
     *
     * @param arguments the name of the process, and the lease in milliseconds
     */
    public static void main(String[] arguments) throws Exception {
        ForkedMigrators migrators = new ForkedMigrators(arguments[0], Duration.ofMillis(Long.parseLong(arguments[1])));
        System.out.println(READY);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] schemaAndUrl = line.split(" ", 2);
                System.out.println(migrators.upgradeAll(schemaAndUrl[0], schemaAndUrl[1]));
            }
        }
        migrators.threads.shutdown();
    }

    private String upgradeAll(String schema, String url) throws InterruptedException {
        SchemaDescriptor descriptor = ShortMigrations.of(schema).schema();
        List<Callable<String>> upgrades = new ArrayList<>();
        for (int i = 1; i <= MIGRATOR_COUNT; i++) {
            MigratorOptions options = MigratorOptions.DEFAULT
                    .author(name + "." + i)
                    .lease(lease)
                    .connections(2)
                    .pollIntervals(Duration.ofMillis(10), Duration.ofMillis(100))
                    .patience(Duration.ofMinutes(2));
            upgrades.add(() -> upgradeUntilDone(Migrator.of(descriptor, url, options)));
        }
        for (Future<String> upgrade : threads.invokeAll(upgrades)) {
            String outcome = awaitOutcome(upgrade);
            if (!outcome.equals(DONE)) {
                return outcome;
            }
        }
        return DONE;
    }

    private static String awaitOutcome(Future<String> upgrade) throws InterruptedException {
        try {
            return upgrade.get();
        } catch (ExecutionException failure) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            return toOneLine(trace.toString());
        }
    }

    /** Repeats the upgrade until it succeeds, like a pod that is restarted. */
    private static String upgradeUntilDone(Migrator migrator) {
        int uncertainStep = 0;
        String lastMessage = "";
        for (int attempt = 0; attempt < ATTEMPT_COUNT; attempt++) {
            try {
                if (uncertainStep > 0) {
                    int step = uncertainStep;
                    uncertainStep = 0;
                    // The server does not know the label. If the load still arrives, the server accepts only one of the
                    // two.
                    migrator.repair(step, Repair.AGAIN);
                }
                migrator.upgrade();
                return DONE;
            } catch (UncertainStepException failure) {
                uncertainStep = failure.place().step();
                lastMessage = failure.getMessage();
            } catch (HistoryMismatchException failure) {
                // Another migrator has answered and continued.
                lastMessage = failure.getMessage();
            } catch (LedgerLostException | LedgerHeldException | ServerUnreachableException failure) {
                lastMessage = failure.getMessage();
            } catch (MigrationException failure) {
                return toOneLine(failure.toString());
            }
        }
        return toOneLine("gave up: " + lastMessage);
    }

    private static String toOneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
