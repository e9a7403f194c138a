package dev.cairn.internal.run.preparation;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.property.ConstraintTableNames;
import dev.cairn.internal.run.preparation.RunStep.GrantStep;
import dev.cairn.migration.RecordedExternalObjects;
import dev.cairn.migration.SentStatementParser;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.Step;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.PlaceholderResolver;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.HistoryPlace;
import dev.cairn.upgrade.MigrationException.PlaceholderException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.MigrationStep;
import dev.cairn.upgrade.RecordedMigration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

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
    private final String schemaName;
    private final Destination destination;
    private final Placeholders placeholders;
    private final SentStatementParser sentStatementParser;
    private final List<RecordedMigration> allMigrations;
    private final @Nullable ConcurrentMap<RecordedMigration, List<MigrationAction>> upgradeActionsByMigration;

    private MigrationPreparation(
            String schemaName,
            Destination destination,
            Placeholders placeholders,
            SentStatementParser sentStatementParser,
            List<RecordedMigration> allMigrations,
            @Nullable ConcurrentMap<RecordedMigration, List<MigrationAction>> upgradeActionsByMigration) {
        this.schemaName = schemaName;
        this.destination = destination;
        this.placeholders = placeholders;
        this.sentStatementParser = sentStatementParser;
        this.allMigrations = allMigrations;
        this.upgradeActionsByMigration = upgradeActionsByMigration;
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
                schemaName,
                new Destination(engine, session),
                placeholders,
                SentStatementParser.RECORDED,
                List.of(),
                null);
    }

    /**
     * Returns a preparation for a run: the names of staging and retired objects contain the sequence at which the run
     * acquired the ledger.
     */
    public static MigrationPreparation forRun(
            String schemaName, Engine engine, Session session, Placeholders placeholders, long acquiredSequence) {
        return new MigrationPreparation(
                schemaName,
                new Destination(engine, session),
                placeholders,
                SentStatementParser.forSequence(acquiredSequence),
                List.of(),
                null);
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
        return new MigrationPreparation(
                schemaName,
                destination,
                placeholders,
                sentStatementParser,
                List.copyOf(migrations),
                upgradeActionsByMigration);
    }

    /**
     * Returns a copy that caches parsed upgrades, which do not depend on the server. Its copies for
     * {@linkplain #forDestination other servers} share the cache, even across threads.
     */
    public MigrationPreparation withCache() {
        return new MigrationPreparation(
                schemaName, destination, placeholders, sentStatementParser, allMigrations, new ConcurrentHashMap<>());
    }

    /** Returns a copy for another server or database. */
    public MigrationPreparation forDestination(Engine newEngine, Session newSession) {
        return forDestination(new Destination(newEngine, newSession));
    }

    private MigrationPreparation forDestination(Destination newDestination) {
        return new MigrationPreparation(
                schemaName,
                newDestination,
                placeholders,
                sentStatementParser,
                allMigrations,
                upgradeActionsByMigration);
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
     * Prepares a migration, given a catalog that contains the effects of some of its steps.
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
        List<Step> simulatedSteps = simulation.steps();
        List<RunStep> steps = new ArrayList<>();
        boolean isUpgrade = direction == Direction.UPGRADE;
        createCodeStep(
                        migration,
                        isUpgrade ? MigrationStep.Moment.BEFORE_UPGRADE : MigrationStep.Moment.BEFORE_DOWNGRADE,
                        0)
                .ifPresent(steps::add);
        for (int i = 0; i < simulatedSteps.size(); i++) {
            boolean isMarkerOnly = simulatedSteps.get(i).action().statement() == null
                    && simulatedSteps.get(i).action().findTransfer().isEmpty();
            if (!isMarkerOnly) {
                steps.add(createStep(
                        i + 1, simulatedSteps.get(i), sessions.get(i), catalogs.get(i), catalogs.get(i + 1)));
            }
        }
        createCodeStep(
                        migration,
                        isUpgrade ? MigrationStep.Moment.AFTER_UPGRADE : MigrationStep.Moment.AFTER_DOWNGRADE,
                        simulatedSteps.size() + 1)
                .ifPresent(steps::add);
        deferTransferCompletions(steps);
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
     * @throws StepFailedException if the steps can't run in this order
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

    private HistoryPlace createPlace(RecordedMigration migration) {
        return HistoryPlace.in(schemaName).migration(migration.name());
    }

    private List<MigrationAction> parseActions(RecordedMigration migration, Direction direction) {
        List<MigrationAction> actions = upgradeActionsByMigration == null || direction != Direction.UPGRADE
                ? parseForAllTargets(migration, direction)
                : upgradeActionsByMigration.computeIfAbsent(migration, key -> parseForAllTargets(key, direction));
        return actions.stream()
                .map(action -> resolveDatabase(action.forServer(destination.target)))
                .toList();
    }

    /**
     * Replaces references to the schema's database with the database in which the migration runs, because parsed
     * actions are cached for all databases.
     */
    private MigrationAction resolveDatabase(MigrationAction action) {
        String databaseName = Objects.requireNonNull(destination.session.databaseName());
        Statement statement = action.statement();
        boolean mentionsDatabase = statement instanceof AccessStatement
                ? action.text().contains(Placeholder.DATABASE.toString())
                : statement != null
                        && !databaseName.equals(schemaName)
                        && ConstraintTableNames.mentionsDatabase(statement, schemaName);
        return mentionsDatabase
                ? MigrationAction.parse(action.text(), new DatabaseResolver(schemaName, databaseName))
                : action;
    }

    /**
     * Resolves the placeholder of the database, and keeps all others. In constraints, the name of the schema stands for
     * the database, because migrations are recorded as in a database with that name.
     */
    private record DatabaseResolver(String schemaName, String databaseName) implements PlaceholderResolver {
        @Override
        public String resolveProperty(String name, String value) {
            return ConstraintTableNames.isConstraintProperty(name)
                    ? ConstraintTableNames.renameDatabase(value, schemaName, databaseName)
                    : value;
        }

        @Override
        public Buckets resolveBuckets(Placeholder placeholder) {
            return new Buckets.PlaceholderBuckets(placeholder);
        }

        @Override
        public String resolveName(Placeholder placeholder) {
            return placeholder.equals(Placeholder.DATABASE) ? databaseName : placeholder.toString();
        }
    }

    /** Returns the actions for all kinds of servers, with the placeholder of the database. */
    private List<MigrationAction> parseForAllTargets(RecordedMigration migration, Direction direction) {
        List<MigrationAction> actions = new ArrayList<>();
        for (String statementText : direction == Direction.UPGRADE ? migration.upgrade() : migration.downgrade()) {
            HistoryPlace place = createPlace(migration).step(actions.size() + 1, null);
            try {
                // A repeatable migration runs again after an interruption, so each of its statements may be sent twice.
                String markedText = migration.isRepeatable() ? "-- repeatable\n" + statementText : statementText;
                actions.add(sentStatementParser.parse(markedText, new ValueResolver(place)));
            } catch (SqlSyntaxException failure) {
                throw new StepFailedException(
                        place,
                        "the statement can't be parsed: " + failure.problem(),
                        "Compile the migration with the version of Cairn that runs it.",
                        failure);
            }
        }
        return actions;
    }

    private void simulate(Simulation simulation, RecordedMigration migration, MigrationAction action, int stepNumber) {
        try {
            RecordedExternalObjects.applyWithFormerObjects(
                    simulation, action, mustMatchDeclarations(migration), this::createFormerObjects);
        } catch (Refusal refusal) {
            throw createRefusalException(createPlace(migration).step(stepNumber, null), refusal);
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

    private RecordedExternalObjects createFormerObjects() {
        RecordedExternalObjects formerObjects = new RecordedExternalObjects(destination.target);
        for (RecordedMigration migration : allMigrations) {
            formerObjects.addSchemaObjects(parseActions(migration, Direction.UPGRADE), destination.session);
        }
        return formerObjects;
    }

    /**
     * Returns whether a migration has to match the declared external objects. It need not match them if a later
     * migration exists, because the declarations may have changed since.
     */
    private boolean mustMatchDeclarations(RecordedMigration migration) {
        return allMigrations.isEmpty()
                || migration.isRepeatable()
                || allMigrations.get(allMigrations.size() - 1).number() <= migration.number();
    }

    private RunStep createStep(
            int stepNumber, Step step, Session session, Catalog catalogBefore, Catalog catalogAfter) {
        Statement statement = step.action().statement();
        if (statement != null) {
            return new StatementStep(stepNumber, step, session, catalogBefore, catalogAfter);
        }
        Marker.Transfer transfer = step.action().findTransfer().orElseThrow();
        ObjectName source = ObjectName.parse(transfer.source(), session);
        ObjectName target = ObjectName.parse(transfer.target(), session);
        if (transfer instanceof Marker.TransfersCounter) {
            Optional<String> counterColumnName = findAutoIncrementColumnName(catalogBefore, target);
            return new RunStep.CounterStep(
                    stepNumber,
                    source,
                    target,
                    counterColumnName.orElse(""),
                    findAutoIncrementColumnName(catalogBefore, source).isPresent());
        }
        boolean isLossAccepted = step.action().markers().stream().anyMatch(Marker.AcceptsGrantLoss.class::isInstance);
        SecuredKind kind = SchemaObject.find(catalogAfter, target)
                .map(object -> object.toSecuredObject(target).kind())
                .orElse(SecuredKind.TABLE);
        return new RunStep.GrantStep(stepNumber, source, target, kind, isLossAccepted, GrantCompletion.NONE);
    }

    /**
     * Assigns each transfer of grants to the later statement that replaces its object, so the transfer is completed
     * right before this statement. A transfer without such a statement remains unchanged.
     */
    private static void deferTransferCompletions(List<RunStep> steps) {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i) instanceof GrantStep grantStep) {
                deferTransferCompletion(steps, i, grantStep);
            }
        }
    }

    private static void deferTransferCompletion(List<RunStep> steps, int grantStepIndex, GrantStep grantStep) {
        for (int i = grantStepIndex + 1; i < steps.size(); i++) {
            if (steps.get(i) instanceof StatementStep laterStep) {
                GrantStep deferredGrantStep = grantStep.withCompletion(GrantCompletion.of(grantStep, laterStep));
                if (deferredGrantStep.isCompletedLater()) {
                    steps.set(grantStepIndex, deferredGrantStep);
                    steps.set(i, laterStep.withGrantStep(deferredGrantStep));
                    return;
                }
            }
        }
    }

    /** Returns the name of the AUTO_INCREMENT column of a table; empty if it has none. */
    private static Optional<String> findAutoIncrementColumnName(Catalog catalog, ObjectName tableName) {
        return catalog.findTable(tableName.database(), tableName.name()).stream()
                .flatMap(table -> table.columns().stream())
                .filter(Column::isAutoIncrement)
                .map(Column::name)
                .findFirst();
    }

    private static Optional<RunStep> createCodeStep(
            RecordedMigration migration, MigrationStep.Moment moment, int stepNumber) {
        if (!migration.hasCode(moment)) {
            return Optional.empty();
        }
        boolean isRepeatable = migration.step().map(MigrationStep::repeatable).orElse(false);
        return Optional.of(new RunStep.CodeStep(stepNumber, moment, isRepeatable));
    }

    /**
     * Replaces placeholders with their values. In names, the placeholder of the database remains: it is resolved for
     * each server.
     */
    private final class ValueResolver implements PlaceholderResolver {
        private final HistoryPlace place;

        ValueResolver(HistoryPlace place) {
            this.place = place;
        }

        @Override
        public String resolveProperty(String name, String value) {
            return Placeholder.isPlaceholder(value)
                    ? resolveValue(Placeholder.parse(value))
                    : Placeholder.unescape(value);
        }

        @Override
        public Buckets resolveBuckets(Placeholder placeholder) {
            String value = resolveValue(placeholder).strip();
            try {
                return Placeholder.isPlaceholder(value)
                        ? new Buckets.PlaceholderBuckets(placeholder)
                        : new Buckets.Count(Integer.parseInt(value));
            } catch (NumberFormatException failure) {
                throw new PlaceholderException(
                        place,
                        placeholder + " must be a number of buckets, but its value is '" + value + "'",
                        "Set it to a number.",
                        failure);
            }
        }

        @Override
        public String resolveName(Placeholder placeholder) {
            return placeholder.equals(Placeholder.DATABASE) ? placeholder.toString() : resolveValue(placeholder);
        }

        @Override
        public String resolveNames(String statementText) {
            return Placeholder.unescape(PlaceholderResolver.super.resolveNames(statementText));
        }

        /** Returns the value; the placeholder itself if it has no value and may remain. */
        private String resolveValue(Placeholder placeholder) {
            @Nullable
            String value = placeholders.valueByName().getOrDefault(placeholder.name(), placeholder.fallback());
            if (value != null) {
                return value;
            }
            if (placeholders.keepsUnresolvedPlaceholders()) {
                return placeholder.toString();
            }
            throw new PlaceholderException(
                    place,
                    placeholder + " has no value",
                    "Pass one on the command line with --placeholder " + placeholder.name() + "=…, set placeholder."
                            + placeholder.name() + " in cairn.properties, or set it in the options of the migrator.");
        }
    }
}
