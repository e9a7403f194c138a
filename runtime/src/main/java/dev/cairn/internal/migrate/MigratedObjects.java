package dev.cairn.internal.migrate;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
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
 * The objects that the migrations up to a number produce. The latest result is kept, because most checks of a migrator need the
 * same one.
 *
 * <p>Thread-safe.
 */
public final class MigratedObjects {
    private final ApplicationSchema application;
    private final Placeholders placeholders;
    private final AtomicReference<@Nullable BackgroundFold> foldAhead = new AtomicReference<>();
    private final AtomicReference<@Nullable Result> latest = new AtomicReference<>();

    /** The inputs of the objects, in addition to the migrations. */
    private record Key(ServerProfile profile, String database, int number) {}

    private record Result(Key key, ExpectedObjects objects) {}

    MigratedObjects(ApplicationSchema application, Placeholders placeholders) {
        this.application = application;
        this.placeholders = placeholders;
    }

    /**
     * Begins on another thread, for the caller that is about to open a connection, unless there is a result already. Until the
     * server is known, this is for the kind of server that the schema was compiled for.
     *
     * @param database the database that the connection will probably select; if it selects another one, only the parsed
     *     migrations are of use
     */
    void begin(String database) {
        if (latest.get() == null) {
            BackgroundFold begunAhead =
                    new BackgroundFold(new Key(application.schema().profile(), database, application.lastNumber()));
            if (foldAhead.compareAndSet(null, begunAhead)) {
                begunAhead.start();
            }
        }
    }

    /** Returns the latest result; empty before the first one. */
    Optional<ExpectedObjects> latest() {
        return Optional.ofNullable(latest.get()).map(Result::objects);
    }

    /**
     * Returns the objects after a migration.
     *
     * @param profile the profile of the server
     * @param database the database that the connection has selected
     */
    ExpectedObjects objectsAfter(ServerProfile profile, String database, int number) {
        Key key = new Key(profile, database, number);
        Result result = latest.get();
        if (result != null && result.key().equals(key)) {
            return result.objects();
        }
        BackgroundFold begunAhead = foldAhead.getAndSet(null);
        ExpectedObjects objects = Optional.ofNullable(begunAhead)
                .flatMap(fold -> fold.result(key))
                .orElseGet(() -> new ExpectedObjects(profile, catalogAfter(preparation(begunAhead, key), number)));
        latest.set(new Result(key, objects));
        return objects;
    }

    /** Returns a preparation of the migrations as they are recorded. */
    MigrationPreparation preparation(ServerProfile profile, String database) {
        BackgroundFold begunAhead = foldAhead.getAndSet(null);
        if (begunAhead != null) {
            begunAhead.cancel();
        }
        return preparation(begunAhead, new Key(profile, database, 0));
    }

    private MigrationPreparation preparation(@Nullable BackgroundFold begunAhead, Key key) {
        Engine engine = new Engine(key.profile());
        Session session = new Session(key.database());
        MigrationPreparation preparation = begunAhead == null
                ? MigrationPreparation.forPlan(application.schema().name(), engine, session, placeholders)
                : begunAhead.preparation.forDestination(engine, session);
        return preparation.withChain(application.migrations()).forTarget(application.target(key.profile()));
    }

    /** Returns the catalog after a migration. */
    Catalog catalogAfter(MigrationPreparation preparation, int number) {
        Catalog catalog = preparation.initialCatalog(application.schema());
        for (RecordedMigration migration : application.migrationsBetween(0, number)) {
            catalog = preparation.catalogAfter(migration, Direction.UPGRADE, catalog);
        }
        return catalog;
    }

    /** All migrations, folded on a thread of their own. */
    private final class BackgroundFold {
        private static final Logger LOG = System.getLogger("dev.cairn");

        private final Key key;
        private final MigrationPreparation preparation;
        private final CompletableFuture<Optional<ExpectedObjects>> result = new CompletableFuture<>();
        private volatile boolean cancelled;

        BackgroundFold(Key key) {
            this.key = key;
            this.preparation = MigratedObjects.this.preparation(null, key).withCache();
        }

        void start() {
            Thread thread = new Thread(this::run, "cairn-fold");
            thread.setDaemon(true);
            thread.start();
        }

        void cancel() {
            cancelled = true;
        }

        /** Waits for the objects if they are those of the key; otherwise cancels. Empty if there are none. */
        Optional<ExpectedObjects> result(Key requested) {
            if (key.equals(requested)) {
                return result.join();
            }
            cancel();
            return Optional.empty();
        }

        private void run() {
            try {
                Catalog catalog = preparation.initialCatalog(application.schema());
                for (RecordedMigration migration : application.migrations()) {
                    if (cancelled) {
                        return;
                    }
                    catalog = preparation.catalogAfter(migration, Direction.UPGRADE, catalog);
                }
                ExpectedObjects objects = new ExpectedObjects(key.profile(), catalog);
                result.complete(Optional.of(objects));
                objects.render();
            } catch (RuntimeException failure) {
                // The caller folds the migrations again as far as it needs them, and then reports the failure.
                LOG.log(Level.DEBUG, "The migrations can't be folded ahead", failure);
            } finally {
                result.complete(Optional.empty());
            }
        }
    }
}
