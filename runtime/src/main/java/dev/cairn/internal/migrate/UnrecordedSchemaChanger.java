package dev.cairn.internal.migrate;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Table;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.ledger.HeldLedger;
import dev.cairn.internal.ledger.LedgerTransition;
import dev.cairn.internal.reflection.LiveSchema;
import dev.cairn.internal.reflection.RoleOwnership;
import dev.cairn.internal.reflection.SchemaReflection;
import dev.cairn.internal.reflection.SeedReflection;
import dev.cairn.internal.run.MigrationRun;
import dev.cairn.internal.run.preparation.MigrationPreparation;
import dev.cairn.internal.run.preparation.MigratorSettings;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.internal.run.preparation.RunLabel;
import dev.cairn.internal.run.preparation.RunLedger;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.plan.part.GlobalParts;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.Objection;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.AccessStatement.CreateRole;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.MigrationException.MissingConsentException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Creates or changes the objects of a database to match the records, without migrations. It is meant for
 * databases of tests and of development: nothing proves that the next change continues from the same state.
 */
public final class UnrecordedSchemaChanger {
    private final MigratorContext context;
    private final ApplicationSchema application;

    public UnrecordedSchemaChanger(MigratorContext context) {
        this.context = context;
        this.application = context.application();
    }

    /**
     * Creates the declared objects that do not exist, and returns the statements that were sent. Migrations are marked
     * as done if they lead to the same schema.
     */
    public List<String> createAll() {
        return context.callOperation(MutatingOperation.CREATE_ALL, connection -> {
            String databaseName = context.connectionFactory().requireDatabaseName(connection);
            ServerProfile profile = new SchemaComparator(context).readProfile(connection);
            PreparedMigration creationMigration =
                    new DeclaredObjectPreparer(context).prepareCreation(profile, databaseName);
            LiveSchema liveSchema = SeedReflection.readSeedRows(
                    connection,
                    new SchemaReflection(context.connectionFactory(), profile)
                            .readAll(connection, creationMigration.catalogAfter()),
                    creationMigration.catalogAfter());
            new SchemaComparator(context).requireReadable(liveSchema);
            List<String> sentStatements = new ArrayList<>();
            for (RunStep step : creationMigration.steps()) {
                boolean isAlreadyCreated = step instanceof StatementStep statementStep
                        && isAlreadyCreated(
                                statementStep.simulatedStep(), liveSchema.catalog(), creationMigration.catalogAfter());
                if (isAlreadyCreated) {
                    requireOwnRole(connection, step, creationMigration.catalogAfter());
                } else {
                    connection.execute(step.text());
                    sentStatements.add(step.text());
                }
            }
            new LedgerMaintenance(context).stampIfMigrationsMatch(connection);
            return List.copyOf(sentStatements);
        });
    }

    /**
     * Returns whether a step need not be sent. A role or a cluster object must have the parts that the step gives it,
     * and a table the declared rows if the step inserts them. Otherwise, the object need only exist.
     */
    private static boolean isAlreadyCreated(Step step, Catalog liveCatalog, Catalog declaredCatalog) {
        ObjectName object = step.object();
        if (object == null) {
            return false;
        }
        if (object.isGlobal()) {
            return hasDeclaredParts(liveCatalog, declaredCatalog, step);
        }
        return step.action().isSeed()
                ? hasDeclaredRows(liveCatalog, declaredCatalog, object)
                : SchemaObject.find(liveCatalog, object).isPresent();
    }

    /** Returns whether the role or cluster object of a step already has the declared parts that the step would set. */
    private static boolean hasDeclaredParts(Catalog liveCatalog, Catalog declaredCatalog, Step step) {
        return step.touchedParts().stream().allMatch(touchedPart -> {
            GlobalParts declaredParts = GlobalParts.find(declaredCatalog, touchedPart.object());
            return GlobalParts.find(liveCatalog, touchedPart.object()).hasSamePart(declaredParts, touchedPart.part());
        });
    }

    /** Requires that a step does not take over a role of the server that others use, too. */
    private void requireOwnRole(ServerConnection connection, RunStep step, Catalog declaredCatalog) {
        if (step instanceof StatementStep statementStep
                && statementStep.simulatedStep().action().statement() instanceof CreateRole createRole) {
            List<String> undeclaredParts =
                    RoleOwnership.forConnection(connection).describeExcess(createRole, declaredCatalog);
            if (!undeclaredParts.isEmpty()) {
                throw new StepFailedException(
                        application.place(),
                        "a role of the server has more than is declared: " + String.join("; ", undeclaredParts),
                        "Drop that role, declare another name, or declare it with shared = true.");
            }
        }
    }

    private static boolean hasDeclaredRows(Catalog liveCatalog, Catalog declaredCatalog, ObjectName tableName) {
        Table declaredTable = declaredCatalog
                .findTable(tableName.database(), tableName.name())
                .orElseThrow();
        return liveCatalog
                .findTable(tableName.database(), tableName.name())
                .filter(liveTable -> declaredTable
                        .seedRows()
                        .findRowsNotIn(liveTable.seedRows(), declaredTable.keyColumnNames())
                        .isEmpty())
                .isPresent();
    }

    /**
     * Changes the database to match the records, and returns the plan that was run. Migrations are marked as done if
     * they lead to the same schema.
     *
     * @throws StepFailedException if no statements can make the changes
     * @throws MissingConsentException if the plan destroys data or rebuilds tables without consent
     */
    public Plan apply() {
        return context.callOperation(MutatingOperation.APPLY, connection -> {
            String profile = context.readState(connection).profile();
            Plan appliedPlan = context.ledger()
                    .callWhileHeld(connection, profile, LedgerTransition.UNCHANGED, heldLedger -> {
                        try {
                            Plan plan = applyDifference(connection, heldLedger);
                            heldLedger.release();
                            return plan;
                        } catch (StepFailedException | MissingConsentException failure) {
                            throw heldLedger.releaseAfterFailure(LedgerTransition.UNCHANGED, failure);
                        }
                    });
            new LedgerMaintenance(context).stampIfMigrationsMatch(connection);
            return appliedPlan;
        });
    }

    private Plan applyDifference(ServerConnection connection, HeldLedger heldLedger) {
        SchemaComparator.PlannedDifference difference = new SchemaComparator(context).computeDifference(connection);
        Plan plan = difference.plan();
        checkPlan(plan);
        MigrationPreparation preparation = MigrationPreparation.forRun(
                application.schema().name(),
                new Engine(difference.profile()),
                new Session(context.connectionFactory().requireDatabaseName(connection)),
                context.settings().placeholders(),
                heldLedger.acquiredSequence());
        PreparedMigration preparedMigration = preparation.prepare(
                DeclaredObjectPreparer.createUnrecordedMigration(
                        plan.steps().stream().map(Step::text).toList()),
                Direction.UPGRADE,
                difference.liveCatalog());
        try (MigrationRun run = context.createRun(difference.profile())) {
            run.run(preparedMigration, new UnrecordedRunLedger(heldLedger));
        }
        return plan;
    }

    private void checkPlan(Plan plan) {
        if (!plan.isPossible()) {
            throw new StepFailedException(
                    application.place(),
                    "no statements can make these changes: " + joinReasons(plan.impossibleChanges()),
                    "Drop these objects manually, or declare them as they are.");
        }
        List<Objection> objections = plan.findObjections(context.settings().get(MigratorSettings.ALLOWED_CHANGES));
        if (!objections.isEmpty()) {
            throw new MissingConsentException(
                    application.place(),
                    "the changes would destroy data or rebuild tables: " + joinReasons(objections),
                    "Allow them with MigratorOptions.consent(…).");
        }
    }

    private static String joinReasons(List<Objection> objections) {
        return objections.stream().map(Objection::toString).collect(Collectors.joining("; "));
    }

    /**
     * A run whose progress is not recorded: the difference is computed again each time.
     *
     * @param heldLedger the ledger, which is held during the run
     */
    private record UnrecordedRunLedger(HeldLedger heldLedger) implements RunLedger {
        @Override
        public RunLabel beginStep(int stepNumber, String evidence) {
            heldLedger.requireHeld();
            return new RunLabel(
                    heldLedger.acquiredSequence(), heldLedger.entry().state().identifier());
        }
    }
}
