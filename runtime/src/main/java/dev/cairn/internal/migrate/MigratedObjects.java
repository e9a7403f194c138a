package dev.cairn.internal.migrate;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.DaemonThread;
import dev.cairn.internal.reflection.ExpectedObjects;
import dev.cairn.internal.run.preparation.MigrationPreparation;
import dev.cairn.internal.run.preparation.Placeholders;
import dev.cairn.profile.ServerProfile;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.RecordedMigration;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The objects that the migrations up to a number produce. The latest result is kept, because most checks of a migrator
 * need the same one.
 *
 * <p>Thread-safe.
 */
public final class MigratedObjects {
    private final ApplicationSchema application;
    private final Placeholders placeholders;
    private final AtomicReference<@Nullable BackgroundComputation> backgroundComputation = new AtomicReference<>();
    private final AtomicReference<@Nullable CachedResult> latestResult = new AtomicReference<>();

    /** The inputs of the computation, in addition to the migrations. */
    private record CacheKey(ServerProfile profile, String databaseName, int number) {}

    private record CachedResult(CacheKey key, ExpectedObjects objects) {}

    MigratedObjects(ApplicationSchema application, Placeholders placeholders) {
        this.application = application;
        this.placeholders = placeholders;
    }

    /**
     * Starts to compute the objects on another thread while the caller opens a connection, unless there is a result
     * already. The server is not known yet, so the profile for which the schema was compiled is assumed.
     *
     * @param databaseName the database that the connection will probably select; if it selects another one, only the
     *     parsed migrations can be reused
     */
    void startComputation(String databaseName) {
        if (latestResult.get() == null) {
            BackgroundComputation pendingComputation = new BackgroundComputation(
                    new CacheKey(application.schema().firstTarget(), databaseName, application.lastNumber()));
            if (backgroundComputation.compareAndSet(null, pendingComputation)) {
                pendingComputation.start();
            }
        }
    }

    /** Returns the latest result; empty before the first one. */
    Optional<ExpectedObjects> findLatest() {
        return Optional.ofNullable(latestResult.get()).map(CachedResult::objects);
    }

    /**
     * Returns the objects after a migration.
     *
     * @param profile the profile of the server
     * @param databaseName the database that the connection has selected
     */
    ExpectedObjects computeObjectsAfter(ServerProfile profile, String databaseName, int number) {
        CacheKey key = new CacheKey(profile, databaseName, number);
        CachedResult result = latestResult.get();
        if (result != null && result.key().equals(key)) {
            return result.objects();
        }
        BackgroundComputation pendingComputation = backgroundComputation.getAndSet(null);
        ExpectedObjects objects = Optional.ofNullable(pendingComputation)
                .flatMap(computation -> computation.awaitResult(key))
                .orElseGet(() -> new ExpectedObjects(
                        profile, computeCatalogAfter(createPreparation(pendingComputation, key), number)));
        latestResult.set(new CachedResult(key, objects));
        return objects;
    }

    /**
     * Returns a preparation of the migrations as they are recorded. A background computation is cancelled, and the
     * preparation uses the migrations that it has already parsed.
     */
    MigrationPreparation createPreparation(ServerProfile profile, String databaseName) {
        BackgroundComputation pendingComputation = backgroundComputation.getAndSet(null);
        if (pendingComputation != null) {
            pendingComputation.cancel();
        }
        return createPreparation(pendingComputation, new CacheKey(profile, databaseName, 0));
    }

    private MigrationPreparation createPreparation(@Nullable BackgroundComputation pendingComputation, CacheKey key) {
        Engine engine = new Engine(key.profile());
        Session session = new Session(key.databaseName());
        MigrationPreparation preparation = pendingComputation == null
                ? MigrationPreparation.forPlan(application.schema().name(), engine, session, placeholders)
                : pendingComputation.preparation.forDestination(engine, session);
        return preparation.withMigrations(application.migrations()).forTarget(application.chooseTarget(key.profile()));
    }

    Catalog computeCatalogAfter(MigrationPreparation preparation, int number) {
        Catalog catalog = preparation.createInitialCatalog(application.schema());
        for (RecordedMigration migration : application.migrationsBetween(0, number)) {
            catalog = preparation.computeCatalogAfter(migration, Direction.UPGRADE, catalog);
        }
        return catalog;
    }

    /** The computation of the objects after all migrations, on a separate thread. */
    private final class BackgroundComputation {
        private static final Logger LOG = System.getLogger("dev.cairn");

        private final CacheKey key;
        private final MigrationPreparation preparation;
        private final CompletableFuture<Optional<ExpectedObjects>> result = new CompletableFuture<>();
        private volatile boolean isCancelled;

        BackgroundComputation(CacheKey key) {
            this.key = key;
            this.preparation = MigratedObjects.this.createPreparation(null, key).withCache();
        }

        void start() {
            DaemonThread.create(this::run, "cairn-fold").start();
        }

        void cancel() {
            isCancelled = true;
        }

        /**
         * Waits for the objects if they are computed for this key. Otherwise cancels the computation and returns empty.
         * Also returns empty if the objects could not be computed.
         */
        Optional<ExpectedObjects> awaitResult(CacheKey requestedKey) {
            if (key.equals(requestedKey)) {
                return result.join();
            }
            cancel();
            return Optional.empty();
        }

        private void run() {
            try {
                Catalog catalog = preparation.createInitialCatalog(application.schema());
                for (RecordedMigration migration : application.migrations()) {
                    if (isCancelled) {
                        return;
                    }
                    catalog = preparation.computeCatalogAfter(migration, Direction.UPGRADE, catalog);
                }
                ExpectedObjects objects = new ExpectedObjects(key.profile(), catalog);
                result.complete(Optional.of(objects));
                objects.renderAll();
            } catch (RuntimeException failure) {
                // The caller computes what it needs again, and then reports the failure.
                LOG.log(Level.DEBUG, "The migrations can't be folded ahead", failure);
            } finally {
                result.complete(Optional.empty());
            }
        }
    }
}
