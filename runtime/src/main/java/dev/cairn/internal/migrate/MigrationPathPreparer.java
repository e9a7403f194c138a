package dev.cairn.internal.migrate;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.run.preparation.MigrationPreparation;
import dev.cairn.internal.run.preparation.MigratorSettings;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.migration.ForbiddenSchemaChange;
import dev.cairn.profile.ServerProfile;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.MigrationException.HistoryMismatchException;
import dev.cairn.upgrade.RecordedMigration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Prepares the migrations of a path, each for the catalog that the migrations before it produce. */
final class MigrationPathPreparer {
    private final MigrationPath path;
    private final ApplicationSchema application;
    private final MigrationPreparation preparation;
    /** The catalogs before the first migration, and after each migration that is done or prepared. */
    private final List<Catalog> catalogs;

    /**
     * Computes the catalogs before the first migration and after each migration, up to the head of the database.
     *
     * @throws dev.cairn.upgrade.MigrationException if a migration can't be prepared
     */
    MigrationPathPreparer(MigrationPath path, MigrationPreparation preparation) {
        this.path = path;
        this.application = path.application();
        this.preparation = preparation;
        int lastDoneNumber = path.startNumber();
        for (MigrationPath.DirectedMigration directedMigration : path.migrations()) {
            lastDoneNumber = directedMigration.direction() == Direction.DOWNGRADE
                    ? Math.max(lastDoneNumber, directedMigration.migration().number())
                    : lastDoneNumber;
        }
        this.catalogs =
                preparation.computeCatalogs(application.schema(), application.migrationsBetween(0, lastDoneNumber));
    }

    /** Returns the steps of a migration. The migrations must be prepared in the order of the path. */
    PreparedMigration prepare(MigrationPath.DirectedMigration directedMigration) {
        int position = application.position(directedMigration.migration().number());
        boolean isUpgrade = directedMigration.direction() == Direction.UPGRADE;
        PreparedMigration preparedMigration = preparation.prepare(
                directedMigration.migration(),
                directedMigration.direction(),
                catalogs.get(isUpgrade ? position - 1 : position));
        if (isUpgrade && catalogs.size() == position) { // the next upgrade starts from its result
            catalogs.add(preparedMigration.catalogAfter());
        }
        return preparedMigration;
    }

    /**
     * Returns the steps of repeatable migrations, which run after the last migration. That migration may not be
     * prepared yet.
     *
     * @throws HistoryMismatchException if one of them changes what recorded migrations define
     */
    List<PreparedMigration> prepareRepeatables(List<RecordedMigration> repeatables) {
        if (repeatables.isEmpty()) {
            return List.of();
        }
        int lastPosition = application.position(application.lastNumber());
        Catalog lastCatalog = catalogs.get(Math.min(lastPosition, catalogs.size() - 1));
        for (MigrationPath.DirectedMigration directedMigration : path.migrations()) {
            if (application.position(directedMigration.migration().number()) >= catalogs.size()) {
                lastCatalog = preparation.computeCatalogAfter(
                        directedMigration.migration(), directedMigration.direction(), lastCatalog);
            }
        }
        List<PreparedMigration> preparedMigrations = new ArrayList<>();
        for (RecordedMigration migration : repeatables) {
            PreparedMigration preparedMigration = preparation.prepare(migration, Direction.UPGRADE, lastCatalog);
            Optional<ForbiddenSchemaChange> forbiddenChange =
                    ForbiddenSchemaChange.find(lastCatalog, preparedMigration.catalogAfter());
            if (forbiddenChange.isPresent()) {
                throw createForbiddenChangeException(migration, forbiddenChange.get());
            }
            preparedMigrations.add(preparedMigration);
        }
        return preparedMigrations;
    }

    private HistoryMismatchException createForbiddenChangeException(
            RecordedMigration migration, ForbiddenSchemaChange forbiddenChange) {
        return forbiddenChange.roleName() == null
                ? new HistoryMismatchException(
                        application.place(migration),
                        "a repeatable migration changes the definition of an object",
                        "Change the records, and record the change as a migration.")
                : new HistoryMismatchException(
                        application.place(migration),
                        "a repeatable migration changes the role " + forbiddenChange.roleName()
                                + ", which recorded migrations define",
                        "Change the type with @Role, and record the change as a migration.");
    }

    /** Returns the steps of a migration in the other direction. The migration must have been prepared before. */
    List<RunStep> prepareOppositeSteps(MigrationPath.DirectedMigration directedMigration) {
        int position = application.position(directedMigration.migration().number());
        boolean isUpgrade = directedMigration.direction() == Direction.UPGRADE;
        return preparation
                .prepare(
                        directedMigration.migration(),
                        isUpgrade ? Direction.DOWNGRADE : Direction.UPGRADE,
                        catalogs.get(isUpgrade ? position : position - 1))
                .steps();
    }

    /**
     * Prepares all migrations of a path for a server, followed by repeatable migrations. The steps have the names of
     * staging objects as they were recorded, because no run has begun.
     */
    static List<PreparedMigration> prepareAll(
            MigrationPath path,
            MigratorSettings settings,
            ServerProfile profile,
            String databaseName,
            List<RecordedMigration> repeatables) {
        ApplicationSchema application = path.application();
        MigrationPathPreparer migrationPathPreparer = new MigrationPathPreparer(
                path,
                MigrationPreparation.forPlan(
                                application.schema().name(),
                                new Engine(profile),
                                new Session(databaseName),
                                settings.placeholders())
                        .withMigrations(application.migrations())
                        .forTarget(application.chooseTarget(profile)));
        List<PreparedMigration> preparedMigrations = new ArrayList<>();
        path.migrations()
                .forEach(directedMigration -> preparedMigrations.add(migrationPathPreparer.prepare(directedMigration)));
        preparedMigrations.addAll(migrationPathPreparer.prepareRepeatables(repeatables));
        return preparedMigrations;
    }
}
