package dev.cairn.internal.migrate;

import dev.cairn.Status;
import dev.cairn.catalog.Catalog;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.internal.ledger.NumberedLedgerState;
import dev.cairn.internal.ledger.UnfinishedMigration;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.reflection.AccessControl;
import dev.cairn.internal.reflection.DriftCheck;
import dev.cairn.internal.reflection.DriftReport;
import dev.cairn.internal.reflection.ExpectedObjects;
import dev.cairn.internal.reflection.ExternalObjectCheck;
import dev.cairn.internal.reflection.IntermediateCatalogs;
import dev.cairn.internal.reflection.LiveSchema;
import dev.cairn.internal.reflection.ReflectionGap;
import dev.cairn.internal.reflection.SchemaReflection;
import dev.cairn.internal.reflection.SeedReflection;
import dev.cairn.internal.reflection.ShowCreateFetcher;
import dev.cairn.internal.reflection.ViewBindingReader;
import dev.cairn.internal.run.preparation.InitialCatalog;
import dev.cairn.internal.run.preparation.MigrationPreparation;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.Plan;
import dev.cairn.profile.ServerProfile;
import dev.cairn.schema.ExternalDescriptor;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.MigrationException.PlaceholderException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.RecordedMigration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares the objects of a server with the objects that the migrations or the records define. It changes nothing. A
 * comparison before changes also reads the defaults of the server, which a plan needs.
 */
public final class SchemaComparator {
    private final MigratorContext context;
    private final ApplicationSchema application;
    private final boolean isReadOnly;

    /**
     * The result of a comparison.
     *
     * @param status the position of the database when it was compared
     */
    public record ComparisonResult(Status status, DriftReport report) {}

    /** Creates a comparator for a comparison before changes, on a server that may be changed. */
    SchemaComparator(MigratorContext context) {
        this(context, false);
    }

    private SchemaComparator(MigratorContext context, boolean isReadOnly) {
        this.context = context;
        this.application = context.application();
        this.isReadOnly = isReadOnly;
    }

    /** Returns a comparator for a comparison without changes, on any server that can be read. */
    public static SchemaComparator forReading(MigratorContext context) {
        return new SchemaComparator(context, true);
    }

    /**
     * Returns the differences from the schema that the migrations in the ledger produce. The objects that the last
     * check expected are read in parallel with the ledger: probably no migration has run since.
     */
    public ComparisonResult compare() {
        Optional<ExpectedObjects> latestObjects = context.migratedObjects().findLatest();
        if (latestObjects.isEmpty()) {
            context.migratedObjects()
                    .startComputation(context.connectionFactory().guessDatabaseName());
            return compareWithPendingRead(null);
        }
        ComparisonResult result;
        try (ShowCreateFetcher pendingRead =
                createReflection(latestObjects.get().profile()).beginRead(latestObjects.get())) {
            result = compareWithPendingRead(pendingRead);
        }
        // An object may have been read before the ledger, and changed between the two.
        return result.report().hasNoDifferences() ? result : compareWithPendingRead(null);
    }

    private ComparisonResult compareWithPendingRead(@Nullable ShowCreateFetcher pendingRead) {
        return context.read(connection -> {
            Optional<NumberedLedgerState> entry = context.ledger().read(connection);
            LedgerState state = NumberedLedgerState.stateOrInitial(entry);
            StatusReader statusReader = new StatusReader(context);
            if (!application.isKnown(state.head())) {
                throw statusReader.createUnknownHeadException(connection, state.head());
            }
            Status status = statusReader.readStatus(connection, entry);
            if (state.unfinishedMigration().isPresent()) {
                statusReader.requireResumable(state);
            }
            if (!status.pending().isEmpty() && entry.isPresent()) {
                context.ledger().requireExplainedHistory(connection, entry.get(), application.numbersWithoutSteps());
            }
            ComparedDatabase comparedDatabase = readComparedDatabase(connection);
            DriftReport report = state.unfinishedMigration().isEmpty()
                    ? compare(connection, comparedDatabase, state.head().number(), pendingRead)
                    : compareDuringMigration(
                            connection,
                            comparedDatabase,
                            state,
                            state.unfinishedMigration().get());
            return new ComparisonResult(status, withExternalDifferences(connection, comparedDatabase, report));
        });
    }

    /**
     * Returns the other migrations after which the schema has the live definitions; empty while a migration is in
     * progress.
     */
    public List<RecordedMigration> findMatchingMigrations() {
        return context.read(connection -> {
            LedgerState state = context.readState(connection);
            return state.unfinishedMigration().isPresent()
                    ? List.of()
                    : findMatchingMigrations(
                            connection,
                            readComparedDatabase(connection),
                            state.head().number());
        });
    }

    /**
     * Returns the migrations after which the schema has exactly the live definitions, if the given migration is not one
     * of them: a comparison with it may find no difference although the objects of later migrations exist.
     */
    List<RecordedMigration> findBetterMatches(ServerConnection connection, int number) {
        return findMatchingMigrations(connection, readComparedDatabase(connection), number);
    }

    private List<RecordedMigration> findMatchingMigrations(
            ServerConnection connection, ComparedDatabase comparedDatabase, int recordedNumber) {
        List<Catalog> catalogs;
        try {
            catalogs = computeCatalogs(comparedDatabase.profile, comparedDatabase.databaseName);
        } catch (PlaceholderException ignored) {
            // The comparison itself does not need the values of later migrations.
            return List.of();
        }
        MatchingMigrationFinder finder =
                new MatchingMigrationFinder(application.migrations(), catalogs.subList(0, catalogs.size() - 1));
        LiveSchema liveSchema =
                createReflection(comparedDatabase.profile).readAll(connection, finder.possibleObjectCatalog());
        Set<ObjectName> liveNames = SchemaObject.collectNames(liveSchema.catalog());
        DriftCheck driftCheck = new DriftCheck(comparedDatabase.profile, comparedDatabase.databaseName);
        Predicate<Catalog> isLive = catalog -> liveNames.equals(SchemaObject.collectNames(catalog))
                && driftCheck
                        .compare(SeedReflection.readSeedRows(connection, liveSchema, catalog), catalog)
                        .hasSameDefinitions();
        return isLive.test(finder.findCatalogAfter(recordedNumber))
                ? List.of()
                : finder.findMatches(recordedNumber, isLive);
    }

    /** The database and the profile of the server, which are read once for a comparison. */
    private record ComparedDatabase(String databaseName, ServerProfile profile) {}

    private ComparedDatabase readComparedDatabase(ServerConnection connection) {
        String databaseName = context.connectionFactory().requireDatabaseName(connection);
        return new ComparedDatabase(databaseName, readProfile(connection));
    }

    /** Returns the report with the differences of the external objects, which the schema declares and others own. */
    private DriftReport withExternalDifferences(
            ServerConnection connection, ComparedDatabase comparedDatabase, DriftReport report) {
        boolean declaresExternals =
                application.schema().descriptors().stream().anyMatch(ExternalDescriptor.class::isInstance);
        if (!declaresExternals) {
            return report;
        }
        return ExternalObjectCheck.withExternalDifferences(
                connection,
                comparedDatabase.profile,
                report,
                InitialCatalog.create(application.schema(), comparedDatabase.profile, comparedDatabase.databaseName),
                findManagedTableNames(application.schema()));
    }

    /** Returns the full names of the tables of external catalogs that a schema manages. */
    private static Set<String> findManagedTableNames(SchemaDescriptor schema) {
        Set<String> tableNames = new TreeSet<>();
        for (String clusterStatement : schema.clusterStatements()) {
            if (Sql.parse(clusterStatement) instanceof ClusterStatement clusterObjectStatement
                    && clusterObjectStatement.kind().findColumnClause().isPresent()) {
                tableNames.add(clusterObjectStatement.name().toString());
            }
        }
        return tableNames;
    }

    /** Returns the drift while a migration is in progress. */
    private DriftReport compareDuringMigration(
            ServerConnection connection,
            ComparedDatabase comparedDatabase,
            LedgerState state,
            UnfinishedMigration unfinishedMigration) {
        IntermediateCatalogs expectedCatalogs = computeIntermediateCatalogs(
                context.migratedObjects().createPreparation(comparedDatabase.profile, comparedDatabase.databaseName),
                state,
                unfinishedMigration);
        LiveSchema liveSchema = SeedReflection.readSeedRows(
                connection,
                createReflection(comparedDatabase.profile)
                        .readAll(connection, expectedCatalogs.possibleObjectCatalog()),
                expectedCatalogs.catalogAfterCompletedSteps());
        return new DriftCheck(comparedDatabase.profile, comparedDatabase.databaseName)
                .compare(liveSchema, expectedCatalogs);
    }

    private IntermediateCatalogs computeIntermediateCatalogs(
            MigrationPreparation preparation, LedgerState state, UnfinishedMigration unfinishedMigration) {
        RecordedMigration migration = application.migration(unfinishedMigration.number());
        boolean isUpgrade = unfinishedMigration.direction() == Direction.UPGRADE;
        Catalog parentCatalog = context.migratedObjects()
                .computeCatalogAfter(preparation, application.previousNumber(unfinishedMigration.number()));
        if (isUpgrade == (unfinishedMigration.number() <= state.head().number())) {
            // The run changed its direction: it is no longer known which steps of the other direction were done.
            List<Catalog> upgradeCatalogs =
                    preparation.computeIntermediateCatalogs(migration, Direction.UPGRADE, parentCatalog, Set.of());
            List<Catalog> downgradeCatalogs = preparation.computeIntermediateCatalogs(
                    migration, Direction.DOWNGRADE, upgradeCatalogs.get(upgradeCatalogs.size() - 1), Set.of());
            List<Catalog> allCatalogs = new ArrayList<>(upgradeCatalogs);
            allCatalogs.addAll(downgradeCatalogs);
            return new IntermediateCatalogs(parentCatalog, allCatalogs);
        }
        Direction direction = unfinishedMigration.direction();
        Catalog catalogBefore = isUpgrade
                ? parentCatalog
                : preparation.computeCatalogAfter(migration, Direction.UPGRADE, parentCatalog);
        List<Catalog> catalogs;
        try {
            catalogs = preparation.computeIntermediateCatalogs(
                    migration, direction, catalogBefore, state.completedStepNumbers());
        } catch (StepFailedException ignored) {
            // A step was marked as done by hand, although a step that it depends on is not done.
            catalogs = preparation.computeIntermediateCatalogs(migration, direction, catalogBefore, Set.of());
        }
        return new IntermediateCatalogs(catalogs.get(0), catalogs.subList(1, catalogs.size()));
    }

    /** Returns the drift from the schema after a migration. */
    DriftReport compare(ServerConnection connection, int number) {
        return compare(connection, readComparedDatabase(connection), number, null);
    }

    /**
     * Like {@link #compare(ServerConnection, int)}, in a database and with a profile that were read before.
     *
     * @param pendingRead the objects that are being read; null if there are none. They are used only if the read
     *     expects the objects that the migrations produce
     */
    private DriftReport compare(
            ServerConnection connection,
            ComparedDatabase comparedDatabase,
            int number,
            @Nullable ShowCreateFetcher pendingRead) {
        ExpectedObjects expectedObjects = context.migratedObjects()
                .computeObjectsAfter(comparedDatabase.profile, comparedDatabase.databaseName, number);
        SchemaReflection reflection = createReflection(comparedDatabase.profile);
        LiveSchema shownSchema = pendingRead != null && pendingRead.expectedObjects() == expectedObjects
                ? reflection.readAll(connection, pendingRead)
                : reflection.readAll(connection, expectedObjects);
        LiveSchema liveSchema = ViewBindingReader.readBoundQueries(
                connection, comparedDatabase.profile, shownSchema, expectedObjects.catalog());
        return new DriftCheck(comparedDatabase.profile, comparedDatabase.databaseName)
                .compare(
                        SeedReflection.readSeedRows(connection, liveSchema, expectedObjects.catalog()),
                        expectedObjects.catalog());
    }

    /** Returns the catalogs before the first migration and after each migration, followed by the declared catalog. */
    List<Catalog> computeCatalogs(ServerProfile profile, String databaseName) {
        List<Catalog> catalogs = context.migratedObjects()
                .createPreparation(profile, databaseName)
                .computeCatalogs(application.schema(), application.migrations());
        catalogs.add(new DeclaredObjectPreparer(context).computeCatalog(profile, databaseName));
        return catalogs;
    }

    /** The live objects, and the plan that changes them to the declared ones. */
    record PlannedDifference(ServerProfile profile, Catalog liveCatalog, Plan plan) {}

    /** Returns the plan that changes the live objects to the declared ones. */
    public Plan diff() {
        return context.read(connection -> computeDifference(connection).plan());
    }

    /** Returns the plan that changes the live objects to the declared ones, with the live objects. */
    PlannedDifference computeDifference(ServerConnection connection) {
        String databaseName = context.connectionFactory().requireDatabaseName(connection);
        ServerProfile profile =
                isReadOnly ? context.readProfileWithDefaults(connection) : context.readProfileForChanges(connection);
        Catalog declaredCatalog = new DeclaredObjectPreparer(context).computeCatalog(profile, databaseName);
        LiveSchema liveSchema = SeedReflection.readSeedRows(
                connection, createReflection(profile).readAll(connection, declaredCatalog), declaredCatalog);
        requireReadable(liveSchema);
        Plan plan = new DriftCheck(profile, databaseName)
                .compare(liveSchema.withoutMissingCatalogs(), declaredCatalog)
                .remediationPlan();
        return new PlannedDifference(profile, liveSchema.catalog(), plan);
    }

    /**
     * Requires that each existing object can be read: an object that can't be read must be neither created nor changed.
     */
    void requireReadable(LiveSchema liveSchema) {
        String joinedGaps = liveSchema.gaps().stream()
                .filter(gap ->
                        SchemaObject.find(liveSchema.catalog(), gap.object()).isEmpty())
                .filter(gap -> !gap.object().equals(AccessControl.ROLES_OBJECT))
                .map(ReflectionGap::toString)
                .collect(Collectors.joining("; "));
        if (!joinedGaps.isEmpty()) {
            throw new StepFailedException(
                    application.place(),
                    "these objects can't be read: " + joinedGaps,
                    "Grant the user access to these objects, or rename them, so that they don't collide with records.");
        }
    }

    ServerProfile readProfile(ServerConnection connection) {
        return isReadOnly ? context.readProfile(connection) : context.readProfileForChanges(connection);
    }

    private SchemaReflection createReflection(ServerProfile profile) {
        return new SchemaReflection(context.connectionFactory(), profile)
                .withMaxConnections(context.settings().get(MigratorOption.CONNECTIONS));
    }
}
