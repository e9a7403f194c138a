package dev.cairn.internal.run.preparation;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.migration.ChainPosition;
import dev.cairn.migration.FormerExternalObjects;
import dev.cairn.migration.SentStatementParser;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.HistoryPlace;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.RecordedMigration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Prepares the steps of recorded migrations: it resolves placeholders, and derives the properties of each statement
 * from the catalogs before and after it.
 *
 * <pre>{@code
 * var preparation = MigrationPreparation.forPlan("shop", engine, new Session("shop"), placeholders);
 * PreparedMigration first = preparation.prepare(migrations.get(0), Direction.UPGRADE, empty);
 * PreparedMigration second = preparation.prepare(migrations.get(1), Direction.UPGRADE, first.catalogAfter());
 * first.steps().forEach(step -> System.out.println(step.text()));
 * }</pre>
 *
 * <p>All migrations of a run have to be prepared for this run, by {@link #forRun} with the sequence at which it
 * acquired the ledger, because the names of staging tables contain this sequence.
 */
public final class MigrationPreparation {
    private final Destination destination;
    private final RecordedMigrationParser parser;
    private final List<RecordedMigration> allMigrations;

    private MigrationPreparation(
            Destination destination, RecordedMigrationParser parser, List<RecordedMigration> allMigrations) {
        this.destination = destination;
        this.parser = parser;
        this.allMigrations = allMigrations;
    }

    /**
     * The server and the database in which migrations run.
     *
     * @param target the target of the schema; statements that are meant for other targets are ignored
     */
    private record Destination(Engine engine, Session session, ServerProfile target) {
        Destination(Engine engine, Session session) {
            this(engine, session, engine.profile());
        }
    }

    /** Returns a preparation for plans and offline SQL: staging and retired objects keep their recorded names. */
    public static MigrationPreparation forPlan(
            String schemaName, Engine engine, Session session, Placeholders placeholders) {
        return new MigrationPreparation(
                new Destination(engine, session),
                new RecordedMigrationParser(schemaName, placeholders, SentStatementParser.RECORDED),
                List.of());
    }

    /**
     * Returns a preparation for a run: the names of staging and retired objects contain the sequence at which the run
     * acquired the ledger.
     */
    public static MigrationPreparation forRun(
            String schemaName, Engine engine, Session session, Placeholders placeholders, long acquiredSequence) {
        return new MigrationPreparation(
                new Destination(engine, session),
                new RecordedMigrationParser(
                        schemaName, placeholders, SentStatementParser.forSequence(acquiredSequence)),
                List.of());
    }

    /**
     * Returns a copy for one of the targets of the schema: statements that are meant for other targets are ignored.
     * Default: the profile of the engine.
     */
    public MigrationPreparation forTarget(ServerProfile newTarget) {
        return forDestination(new Destination(destination.engine, destination.session, newTarget));
    }

    /**
     * Returns a copy that knows all migrations of the schema: an external object that only earlier migrations read need
     * not be declared. Default: every object that is read must be declared.
     */
    public MigrationPreparation withMigrations(List<RecordedMigration> migrations) {
        return new MigrationPreparation(destination, parser, List.copyOf(migrations));
    }

    /**
     * Returns a copy that caches parsed upgrades, which do not depend on the server. Its copies for
     * {@linkplain #forDestination other servers} share the cache, even across threads.
     */
    public MigrationPreparation withCache() {
        return new MigrationPreparation(destination, parser.withCache(), allMigrations);
    }

    /** Returns a copy for another server or database. */
    public MigrationPreparation forDestination(Engine newEngine, Session newSession) {
        return forDestination(new Destination(newEngine, newSession));
    }

    private MigrationPreparation forDestination(Destination newDestination) {
        return new MigrationPreparation(newDestination, parser, allMigrations);
    }

    /** Returns the catalog before the first migration of a schema. */
    public Catalog createInitialCatalog(SchemaDescriptor descriptor) {
        return InitialCatalog.create(
                descriptor, destination.engine.profile(), Objects.requireNonNull(destination.session.databaseName()));
    }

    /**
     * Prepares a migration, given the catalog before it.
     *
     * @throws dev.cairn.upgrade.MigrationException.PlaceholderException if a placeholder has no value
     * @throws StepFailedException if a statement can't be parsed, or would be refused
     */
    public PreparedMigration prepare(RecordedMigration migration, Direction direction, Catalog catalogBefore) {
        return prepare(migration, direction, catalogBefore, Set.of());
    }

    /**
     * Prepares a migration, given a catalog that contains the effects of some of its steps. Markers that stand alone
     * are numbered like statements, but only markers of transfers become steps.
     *
     * @param appliedStepNumbers the steps whose effects the catalog contains
     * @throws dev.cairn.upgrade.MigrationException.PlaceholderException if a placeholder has no value
     * @throws StepFailedException if a statement can't be parsed, or would be refused
     */
    public PreparedMigration prepare(
            RecordedMigration migration, Direction direction, Catalog catalogBefore, Set<Integer> appliedStepNumbers) {
        Simulation simulation = new Simulation(destination.engine, destination.session, catalogBefore);
        List<Session> sessions = new ArrayList<>();
        List<Catalog> catalogs = new ArrayList<>(List.of(catalogBefore));
        for (MigrationAction action : parseActions(migration, direction)) {
            sessions.add(simulation.session());
            if (appliedStepNumbers.contains(sessions.size())) {
                simulation.recordSkippedAction(action);
            } else {
                simulate(simulation, migration, action, sessions.size());
            }
            catalogs.add(simulation.catalog());
        }
        List<RunStep> steps =
                new RunStepFactory(simulation.steps(), sessions, catalogs).createSteps(migration, direction);
        return new PreparedMigration(migration, direction, steps, catalogBefore, simulation.catalog());
    }

    /**
     * Returns the catalog after a migration, without preparing its steps.
     *
     * @throws dev.cairn.upgrade.MigrationException.PlaceholderException if a placeholder has no value
     * @throws StepFailedException if a statement can't be parsed, or would be refused
     */
    public Catalog computeCatalogAfter(RecordedMigration migration, Direction direction, Catalog catalogBefore) {
        Simulation simulation = new Simulation(destination.engine, destination.session, catalogBefore);
        int stepNumber = 0;
        for (MigrationAction action : parseActions(migration, direction)) {
            simulate(simulation, migration, action, ++stepNumber);
        }
        return simulation.catalog();
    }

    /**
     * Returns the catalog before the first migration of a schema, followed by the catalogs after each of its
     * migrations, as {@link #computeCatalogAfter} computes them.
     */
    public List<Catalog> computeCatalogs(SchemaDescriptor descriptor, List<RecordedMigration> migrations) {
        List<Catalog> catalogs = new ArrayList<>(List.of(createInitialCatalog(descriptor)));
        for (RecordedMigration migration : migrations) {
            catalogs.add(computeCatalogAfter(migration, Direction.UPGRADE, catalogs.get(catalogs.size() - 1)));
        }
        return catalogs;
    }

    /**
     * Returns the catalog after the finished steps of a migration, followed by the catalogs after each of the other
     * steps, in the order of their numbers.
     *
     * @param completedStepNumbers the finished steps
     * @throws dev.cairn.upgrade.MigrationException.PlaceholderException if a placeholder has no value
     * @throws StepFailedException if a statement can't be parsed, or would be refused in this order
     */
    public List<Catalog> computeIntermediateCatalogs(
            RecordedMigration migration,
            Direction direction,
            Catalog catalogBefore,
            Set<Integer> completedStepNumbers) {
        List<MigrationAction> actions = parseActions(migration, direction);
        Simulation simulation = new Simulation(destination.engine, destination.session, catalogBefore);
        for (int i = 0; i < actions.size(); i++) {
            if (completedStepNumbers.contains(i + 1)) {
                simulate(simulation, migration, actions.get(i), i + 1);
            }
        }
        List<Catalog> catalogs = new ArrayList<>(List.of(simulation.catalog()));
        for (int i = 0; i < actions.size(); i++) {
            if (!completedStepNumbers.contains(i + 1)) {
                simulate(simulation, migration, actions.get(i), i + 1);
                catalogs.add(simulation.catalog());
            }
        }
        return catalogs;
    }

    private List<MigrationAction> parseActions(RecordedMigration migration, Direction direction) {
        return parser.parse(
                migration, direction, destination.target, Objects.requireNonNull(destination.session.databaseName()));
    }

    /** Applies an action to the simulated catalog. A refusal becomes an exception that names the step. */
    private void simulate(Simulation simulation, RecordedMigration migration, MigrationAction action, int stepNumber) {
        try {
            FormerExternalObjects.applyWithFormerObjects(
                    simulation, action, findPosition(migration), this::createFormerObjects);
        } catch (Refusal refusal) {
            throw createRefusalException(parser.createPlace(migration).step(stepNumber, null), refusal);
        }
    }

    /** Creates the exception for a statement that the server would refuse. */
    public static StepFailedException createRefusalException(HistoryPlace place, Refusal refusal) {
        return new StepFailedException(
                place,
                "the server would refuse the statement after the preceding ones: " + refusal.detail(),
                "Check the statement, the values of its placeholders, and what comes before it; migrations have to be"
                        + " compiled together. If Cairn is wrong, write -- allow: migration-refused above the"
                        + " statement: Cairn then sends it without a check, and leaves out its effect on the recorded"
                        + " state.",
                refusal);
    }

    private FormerExternalObjects createFormerObjects() {
        FormerExternalObjects formerObjects = new FormerExternalObjects(destination.target);
        for (RecordedMigration migration : allMigrations) {
            formerObjects.addMigration(parseActions(migration, Direction.UPGRADE), destination.session);
        }
        return formerObjects;
    }

    /**
     * Returns the position of a migration in the chain. It need not match the declared external objects if a later
     * migration exists, because the declarations may have changed since.
     */
    private ChainPosition findPosition(RecordedMigration migration) {
        int laterCount = migration.isRepeatable()
                ? 0
                : (int) allMigrations.stream()
                        .filter(otherMigration -> otherMigration.number() > migration.number())
                        .count();
        return ChainPosition.of(allMigrations.size() - 1 - laterCount, allMigrations.size());
    }
}
