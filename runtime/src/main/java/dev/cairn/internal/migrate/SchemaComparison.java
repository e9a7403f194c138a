package dev.cairn.internal.migrate;

import dev.cairn.Status;
import dev.cairn.catalog.Catalog;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.ledger.LedgerEntry;
import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.internal.ledger.UnfinishedMigration;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.reflection.AccessControl;
import dev.cairn.internal.reflection.DriftCheck;
import dev.cairn.internal.reflection.DriftReport;
import dev.cairn.internal.reflection.ExpectedObjects;
import dev.cairn.internal.reflection.ExternalObjectCheck;
import dev.cairn.internal.reflection.IntermediateCatalogs;
import dev.cairn.internal.reflection.LiveSchema;
import dev.cairn.internal.reflection.ParallelShowCreate;
import dev.cairn.internal.reflection.ReflectionGap;
import dev.cairn.internal.reflection.SchemaReflection;
import dev.cairn.internal.reflection.SeedReflection;
import dev.cairn.internal.run.preparation.InitialCatalog;
import dev.cairn.internal.run.preparation.MigrationPreparation;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.Plan;
import dev.cairn.profile.ServerProfile;
import dev.cairn.schema.ExternalDescriptor;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.MigrationException.StepException;
import dev.cairn.upgrade.RecordedMigration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares the objects of a server with those that the migrations or the records define. It changes nothing; before
 * changes it also reads what a plan needs of the server.
 */
public final class SchemaComparison {
    private final MigratorContext context;
    private final ApplicationSchema application;
    private final boolean isReadOnly;

    /**
     * The result of a check.
     *
     * @param status the position of the database when it was compared
     */
    public record CheckResult(Status status, DriftReport report) {}

    /** A comparison before changes, on a server that may be changed. */
    SchemaComparison(MigratorContext context) {
        this(context, false);
    }

    private SchemaComparison(MigratorContext context, boolean isReadOnly) {
        this.context = context;
        this.application = context.application();
        this.isReadOnly = isReadOnly;
    }

    /** Returns a comparison after which nothing is changed, on any server that can be read. */
    public static SchemaComparison readOnly(MigratorContext context) {
        return new SchemaComparison(context, true);
    }

    /**
     * Returns the differences from the schema that the migrations in the ledger produce. The objects that the last
     * check expected are read while the ledger is: it is probable that nothing was applied since.
     */
    public CheckResult check() {
        Optional<ExpectedObjects> likelyObjects = context.migratedObjects().findLatest();
        if (likelyObjects.isEmpty()) {
            context.migratedObjects().startFold(context.connections().guessDatabase());
            return checkWithPendingReads(null);
        }
        CheckResult result;
        try (ParallelShowCreate pendingCreate =
                createReflection(likelyObjects.get().profile()).begin(likelyObjects.get())) {
            result = checkWithPendingReads(pendingCreate);
        }
        // An object may have been read before the ledger, and changed between the two.
        return result.report().isEmpty() ? result : checkWithPendingReads(null);
    }

    private CheckResult checkWithPendingReads(@Nullable ParallelShowCreate pendingCreate) {
        return context.read(connection -> {
            Optional<LedgerEntry> entry = context.ledger().read(connection);
            LedgerState state = MigratorContext.stateOf(entry);
            StatusReader reader = new StatusReader(context);
            if (!application.isKnown(state.head())) {
                throw reader.unknownHead(connection, state.head());
            }
            Status status = reader.readStatus(connection, entry);
            if (state.run().isPresent()) {
                reader.requireResumable(state);
            }
            LiveTarget target = readTarget(connection);
            DriftReport report = state.run().isEmpty()
                    ? check(connection, target, state.head().number(), pendingCreate)
                    : checkInProgress(connection, target, state, state.run().get());
            return new CheckResult(status, withExternalObjects(connection, target, report));
        });
    }

    /** The server and the database that are compared, which is read once for a comparison. */
    private record LiveTarget(String database, ServerProfile profile) {}

    private LiveTarget readTarget(ServerConnection connection) {
        String database = context.connections().readDatabase(connection);
        return new LiveTarget(database, readProfile(connection));
    }

    /** Adds the differences of the objects that the schema declares and others own. */
    private DriftReport withExternalObjects(ServerConnection connection, LiveTarget target, DriftReport report) {
        boolean declaresExternals =
                application.schema().descriptors().stream().anyMatch(ExternalDescriptor.class::isInstance);
        if (!declaresExternals) {
            return report;
        }
        return ExternalObjectCheck.complete(
                connection,
                target.profile,
                report,
                InitialCatalog.create(application.schema(), target.profile, target.database),
                findManagedTables(application.schema()));
    }

    /** Returns the full names of the tables of external catalogs that a schema manages. */
    private static Set<String> findManagedTables(SchemaDescriptor schema) {
        Set<String> names = new TreeSet<>();
        for (String text : schema.clusterStatements()) {
            if (Sql.parse(text) instanceof ClusterStatement statement
                    && statement.kind().findColumnClause().isPresent()) {
                names.add(statement.name().toString());
            }
        }
        return names;
    }

    /** Returns the drift while a migration is in progress. */
    private DriftReport checkInProgress(
            ServerConnection connection, LiveTarget target, LedgerState state, UnfinishedMigration run) {
        IntermediateCatalogs expectedCatalogs = computeIntermediateCatalogs(
                context.migratedObjects().createPreparation(target.profile, target.database), state, run);
        LiveSchema liveSchema = SeedReflection.complete(
                connection,
                createReflection(target.profile).readAll(connection, expectedCatalogs.possibleObjects()),
                expectedCatalogs.reachedCatalog());
        return new DriftCheck(target.profile, target.database).compare(liveSchema, expectedCatalogs);
    }

    private IntermediateCatalogs computeIntermediateCatalogs(
            MigrationPreparation preparation, LedgerState state, UnfinishedMigration run) {
        RecordedMigration migration = application.migration(run.number());
        boolean isUpgrade = run.direction() == Direction.UPGRADE;
        Catalog parent =
                context.migratedObjects().computeCatalogAfter(preparation, application.numberBefore(run.number()));
        if (isUpgrade == (run.number() <= state.head().number())) {
            // It changed its direction: it is no longer known which steps of the other direction were done.
            List<Catalog> upgradeCatalogs =
                    preparation.computeIntermediateCatalogs(migration, Direction.UPGRADE, parent, Set.of());
            List<Catalog> downgradeCatalogs = preparation.computeIntermediateCatalogs(
                    migration, Direction.DOWNGRADE, upgradeCatalogs.get(upgradeCatalogs.size() - 1), Set.of());
            List<Catalog> allCatalogs = new ArrayList<>(upgradeCatalogs);
            allCatalogs.addAll(downgradeCatalogs);
            return new IntermediateCatalogs(parent, allCatalogs);
        }
        Direction direction = run.direction();
        Catalog before = isUpgrade ? parent : preparation.computeCatalogAfter(migration, Direction.UPGRADE, parent);
        List<Catalog> catalogs;
        try {
            catalogs = preparation.computeIntermediateCatalogs(migration, direction, before, state.completedSteps());
        } catch (StepException ignored) {
            // A step was marked as done by hand, although a step that it depends on is not done.
            catalogs = preparation.computeIntermediateCatalogs(migration, direction, before, Set.of());
        }
        return new IntermediateCatalogs(catalogs.get(0), catalogs.subList(1, catalogs.size()));
    }

    /** Returns the drift from the schema after a migration. */
    DriftReport check(ServerConnection connection, int number) {
        return check(connection, readTarget(connection), number, null);
    }

    /**
     * @param pendingCreate the objects that are being read, which are used if they are those that the migrations
     *     produce
     */
    private DriftReport check(
            ServerConnection connection, LiveTarget target, int number, @Nullable ParallelShowCreate pendingCreate) {
        ExpectedObjects expectedObjects =
                context.migratedObjects().objectsAfter(target.profile, target.database, number);
        SchemaReflection reflection = createReflection(target.profile);
        LiveSchema liveSchema = pendingCreate != null && pendingCreate.expectedObjects() == expectedObjects
                ? reflection.readAll(connection, pendingCreate)
                : reflection.readAll(connection, expectedObjects);
        return new DriftCheck(target.profile, target.database)
                .compare(
                        SeedReflection.complete(connection, liveSchema, expectedObjects.catalog()),
                        expectedObjects.catalog());
    }

    /** Returns the catalogs before the first migration and after each migration, followed by the declared catalog. */
    List<Catalog> computeCatalogs(ServerProfile profile, String database) {
        MigrationPreparation preparation = context.migratedObjects().createPreparation(profile, database);
        List<Catalog> catalogs = new ArrayList<>(List.of(preparation.createInitialCatalog(application.schema())));
        for (RecordedMigration migration : application.migrations()) {
            catalogs.add(
                    preparation.computeCatalogAfter(migration, Direction.UPGRADE, catalogs.get(catalogs.size() - 1)));
        }
        catalogs.add(new DeclaredCatalog(context).computeCatalog(profile, database));
        return catalogs;
    }

    /**
     * The plan that changes the present objects to the declared ones.
     *
     * @param profile the profile of the server
     * @param liveCatalog the present objects
     * @param plan the plan
     */
    record PlannedDifference(ServerProfile profile, Catalog liveCatalog, Plan plan) {}

    /** Returns the plan that changes the present objects to the declared ones. */
    public Plan diff() {
        return context.read(connection -> computeDifference(connection).plan());
    }

    /** Returns the plan that changes the present objects to the declared ones, with these objects. */
    PlannedDifference computeDifference(ServerConnection connection) {
        String database = context.connections().readDatabase(connection);
        ServerProfile profile =
                isReadOnly ? context.readServerWithDefaults(connection) : context.readProfileForChanges(connection);
        Catalog declaredCatalog = new DeclaredCatalog(context).computeCatalog(profile, database);
        LiveSchema liveSchema = SeedReflection.complete(
                connection, createReflection(profile).readAll(connection, declaredCatalog), declaredCatalog);
        requireReadable(liveSchema);
        Plan plan = new DriftCheck(profile, database)
                .compare(liveSchema.withoutMissingCatalogs(), declaredCatalog)
                .remediation();
        return new PlannedDifference(profile, liveSchema.catalog(), plan);
    }

    /** Requires that each existing object can be read: one that can't be read must be neither created nor changed. */
    void requireReadable(LiveSchema liveSchema) {
        String unreadableObjects = liveSchema.gaps().stream()
                .filter(gap ->
                        SchemaObject.find(liveSchema.catalog(), gap.object()).isEmpty())
                .filter(gap -> !gap.object().equals(AccessControl.ROLES))
                .map(ReflectionGap::toString)
                .collect(Collectors.joining("; "));
        if (!unreadableObjects.isEmpty()) {
            throw new StepException(
                    application.where(),
                    "these objects can't be read: " + unreadableObjects,
                    "Grant the user access to these objects, or rename them, so that they don't collide with records.");
        }
    }

    ServerProfile readProfile(ServerConnection connection) {
        return isReadOnly ? context.readServer(connection) : context.readProfileForChanges(connection);
    }

    private SchemaReflection createReflection(ServerProfile profile) {
        return new SchemaReflection(context.connections(), profile)
                .connections(context.settings().get(MigratorOption.CONNECTIONS));
    }
}
