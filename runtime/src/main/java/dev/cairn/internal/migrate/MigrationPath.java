package dev.cairn.internal.migrate;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.Engine;
import dev.cairn.engine.alter.AlterClauseKind;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.ledger.LedgerHead;
import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.internal.ledger.UnfinishedMigration;
import dev.cairn.internal.run.preparation.MigrationPreparation;
import dev.cairn.internal.run.preparation.MigratorSettings;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.migration.ForbiddenSchemaChange;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.MigrationException.HistoryException;
import dev.cairn.upgrade.MigrationStep;
import dev.cairn.upgrade.RecordedMigration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The migrations that lead from the present head of a database to a target, in the order in which they run.
 *
 * <p>A migration that was started and not finished comes first. It is completed, unless it leads away from the target:
 * then it is reverted, or upgraded again if its downgrade was started. Each step of such a migration is inspected, so
 * the recorded progress does not matter.
 *
 * @param application the application with its migrations
 * @param startNumber the number of the database's last migration; 0 is before the first
 * @param migrations the migrations to run, in their order
 */
public record MigrationPath(ApplicationSchema application, int startNumber, List<DirectedMigration> migrations) {
    /**
     * One migration in one direction.
     *
     * @param migration the migration
     * @param direction the direction in which it runs
     */
    record DirectedMigration(RecordedMigration migration, Direction direction) {}

    /** Returns whether a migration is reverted. */
    boolean hasDowngrade() {
        return migrations.stream().anyMatch(directedMigration -> directedMigration.direction() == Direction.DOWNGRADE);
    }

    /**
     * Returns the migrations that lead from the state of a ledger to a target.
     *
     * @param targetNumber the number of the target migration; 0 is before the first
     */
    static MigrationPath of(ApplicationSchema application, LedgerState state, int targetNumber) {
        int currentNumber = state.head().number();
        List<DirectedMigration> migrations = new ArrayList<>();
        Optional<UnfinishedMigration> unfinishedMigration = state.unfinishedMigration();
        if (unfinishedMigration.isPresent()) {
            int number = unfinishedMigration.get().number();
            if (targetNumber < number || !endsAsUpgrade(application.migration(number), unfinishedMigration.get())) {
                migrations.add(createDowngrade(application, number));
            }
            currentNumber = application.previousNumber(number);
        }
        for (int number = currentNumber; number > targetNumber; number = application.previousNumber(number)) {
            migrations.add(createDowngrade(application, number));
        }
        application
                .migrationsBetween(currentNumber, targetNumber)
                .forEach(migration -> migrations.add(new DirectedMigration(migration, Direction.UPGRADE)));
        return new MigrationPath(application, state.head().number(), migrations);
    }

    /**
     * Returns whether the migration in progress ends with its upgrade: the upgrade continues, or the downgrade turns
     * into an upgrade. Rows may prevent a downgrade from ever reaching its end, so it may turn at any step if an
     * inspection shows which steps are pending.
     */
    private static boolean endsAsUpgrade(RecordedMigration migration, UnfinishedMigration unfinishedMigration) {
        return unfinishedMigration.direction() == Direction.UPGRADE || isReversible(migration);
    }

    /**
     * Returns whether the downgrade of the migration can turn into an upgrade before it has reached its end. An
     * inspection of the server must show whether each step of the upgrade is done, or the step must belong to a rebuild
     * or be idempotent. An UPDATE, for example, would change rows that it has changed already.
     */
    private static boolean isReversible(RecordedMigration migration) {
        boolean hasCode = migration.hasCode(MigrationStep.Moment.BEFORE_UPGRADE)
                || migration.hasCode(MigrationStep.Moment.AFTER_UPGRADE);
        boolean isRepeatable = migration.step().map(MigrationStep::repeatable).orElse(false);
        return (!hasCode || isRepeatable)
                && migration.upgrade().stream().allMatch(MigrationPath::isInspectableOrRepeatable);
    }

    private static boolean isInspectableOrRepeatable(String statementText) {
        try {
            MigrationAction action = MigrationAction.parse(statementText);
            return action.isRepeatable() || isInspectable(action.statement());
        } catch (SqlSyntaxException ignored) {
            return false;
        }
    }

    private static boolean isInspectable(@Nullable Statement statement) {
        if (statement instanceof Statement.OpaqueStatement opaqueStatement) {
            boolean isInsert = !opaqueStatement.keywords().isEmpty()
                    && opaqueStatement.keywords().get(0).equals("INSERT");
            return isInsert && opaqueStatement.target() != null && isStaging(opaqueStatement.target());
        }
        if (statement instanceof Statement.AlterTable alterTable) {
            return alterTable.clauses().stream().allMatch(MigrationPath::isInspectable);
        }
        return !(statement instanceof Statement.CreateTableAsSelect
                || statement instanceof Statement.TruncateTable
                || statement instanceof Statement.Recover);
    }

    private static boolean isInspectable(AlterClause clause) {
        return clause instanceof AlterClause.SwapTable swapClause
                ? TemporaryName.isStaging(swapClause.otherTableName().text())
                : !AlterClauseKind.of(clause).exchangesRows();
    }

    private static boolean isStaging(QualifiedName name) {
        return TemporaryName.isStaging(name.lastPart().text());
    }

    private static DirectedMigration createDowngrade(ApplicationSchema application, int number) {
        return new DirectedMigration(application.migration(number), Direction.DOWNGRADE);
    }

    /** Returns the head of the database when a migration is done. */
    LedgerHead headAfter(DirectedMigration directedMigration) {
        int number = directedMigration.migration().number();
        return application.head(
                directedMigration.direction() == Direction.UPGRADE ? number : application.previousNumber(number));
    }

    /**
     * Returns the catalogs before the first migration and after each migration, up to the head of the database. The
     * catalog after a migration that is still to be run is added when that migration is prepared.
     */
    List<Catalog> computeCatalogs(MigrationPreparation preparation) {
        List<Catalog> catalogs = new ArrayList<>(List.of(preparation.createInitialCatalog(application.schema())));
        int lastDoneNumber = startNumber;
        for (DirectedMigration directedMigration : migrations) {
            lastDoneNumber = directedMigration.direction() == Direction.DOWNGRADE
                    ? Math.max(lastDoneNumber, directedMigration.migration().number())
                    : lastDoneNumber;
        }
        for (RecordedMigration migration : application.migrationsBetween(0, lastDoneNumber)) {
            Catalog catalogBefore = catalogs.get(catalogs.size() - 1);
            catalogs.add(preparation.computeCatalogAfter(migration, Direction.UPGRADE, catalogBefore));
        }
        return catalogs;
    }

    /**
     * Returns the steps of a migration. If the catalogs end before the result of an upgrade, the result is added to
     * them, because the next upgrade starts from it.
     */
    PreparedMigration prepare(
            DirectedMigration directedMigration, MigrationPreparation preparation, List<Catalog> catalogs) {
        int position = application.position(directedMigration.migration().number());
        boolean isUpgrade = directedMigration.direction() == Direction.UPGRADE;
        PreparedMigration preparedMigration = preparation.prepare(
                directedMigration.migration(),
                directedMigration.direction(),
                catalogs.get(isUpgrade ? position - 1 : position));
        if (isUpgrade && catalogs.size() == position) {
            catalogs.add(preparedMigration.catalogAfter());
        }
        return preparedMigration;
    }

    /**
     * Returns the steps of repeatable migrations, which run after the last migration. That migration may not be
     * prepared yet.
     *
     * @throws HistoryException if one of them changes what recorded migrations define
     */
    List<PreparedMigration> prepareRepeatables(
            List<RecordedMigration> repeatables, MigrationPreparation preparation, List<Catalog> catalogs) {
        if (repeatables.isEmpty()) {
            return List.of();
        }
        int lastPosition = application.position(application.lastNumber());
        Catalog lastCatalog = catalogs.get(Math.min(lastPosition, catalogs.size() - 1));
        for (DirectedMigration directedMigration : migrations) {
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

    private HistoryException createForbiddenChangeException(
            RecordedMigration migration, ForbiddenSchemaChange forbiddenChange) {
        return forbiddenChange.roleName() == null
                ? new HistoryException(
                        application.place(migration),
                        "a repeatable migration changes the definition of an object",
                        "Change the records, and record the change as a migration.")
                : new HistoryException(
                        application.place(migration),
                        "a repeatable migration changes the role " + forbiddenChange.roleName()
                                + ", which recorded migrations define",
                        "Change the type with @Role, and record the change as a migration.");
    }

    /** Returns the steps of a migration in the other direction. */
    List<RunStep> prepareOppositeSteps(
            DirectedMigration directedMigration, MigrationPreparation preparation, List<Catalog> catalogs) {
        int position = application.position(directedMigration.migration().number());
        boolean isUpgrade = directedMigration.direction() == Direction.UPGRADE;
        return preparation
                .prepare(
                        directedMigration.migration(),
                        isUpgrade ? Direction.DOWNGRADE : Direction.UPGRADE,
                        catalogs.get(isUpgrade ? position : position - 1))
                .steps();
    }

    /** Returns the steps of all migrations on a server, as they were recorded. */
    List<PreparedMigration> prepareAll(MigratorSettings settings, ServerProfile profile, String databaseName) {
        return prepareAll(settings, profile, databaseName, List.of());
    }

    /**
     * Returns the steps of all migrations, and of the repeatable migrations that run after the last one, on a server,
     * as they were recorded.
     */
    List<PreparedMigration> prepareAll(
            MigratorSettings settings,
            ServerProfile profile,
            String databaseName,
            List<RecordedMigration> repeatables) {
        MigrationPreparation preparation = MigrationPreparation.forPlan(
                        application.schema().name(),
                        new Engine(profile),
                        new Session(databaseName),
                        settings.placeholders())
                .withMigrations(application.migrations())
                .forTarget(application.chooseTarget(profile));
        List<Catalog> catalogs = computeCatalogs(preparation);
        List<PreparedMigration> preparedMigrations = new ArrayList<>();
        migrations.forEach(
                directedMigration -> preparedMigrations.add(prepare(directedMigration, preparation, catalogs)));
        preparedMigrations.addAll(prepareRepeatables(repeatables, preparation, catalogs));
        return preparedMigrations;
    }
}
