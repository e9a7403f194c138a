package dev.cairn.internal.migrate;

import dev.cairn.engine.alter.AlterClauseKind;
import dev.cairn.internal.ledger.LedgerHead;
import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.internal.ledger.UnfinishedMigration;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.upgrade.Direction;
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
        return unfinishedMigration.direction() == Direction.UPGRADE || canTurnIntoUpgrade(migration);
    }

    /**
     * Returns whether the downgrade of the migration can turn into an upgrade before it has reached its end. An
     * inspection of the server must show whether each step of the upgrade is done, or the step must belong to a rebuild
     * or be idempotent. An UPDATE, for example, would change rows that it has changed already.
     */
    private static boolean canTurnIntoUpgrade(RecordedMigration migration) {
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
                    && opaqueStatement.firstKeyword().equals("INSERT");
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
}
