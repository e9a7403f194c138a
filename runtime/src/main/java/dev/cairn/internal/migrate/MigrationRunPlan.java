package dev.cairn.internal.migrate;

import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.RecordedMigration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The migrations of a run, and whether a hook is due after them.
 *
 * @param path the migrations with a number
 * @param repeatables the repeatable migrations, which run after them
 * @param isHookDue whether an earlier run has not called the hook after its upgrade
 */
record MigrationRunPlan(
        MigrationPath path, Direction direction, List<RecordedMigration> repeatables, boolean isHookDue) {
    /**
     * Returns the plan of a run that begins at the state of the ledger.
     *
     * @param targetNumber the number of the last migration; 0 is before the first
     * @param hasHookAfterUpgrade whether the migrator has a hook that is called after an upgrade
     */
    static MigrationRunPlan of(
            ApplicationSchema application,
            LedgerState state,
            Direction direction,
            int targetNumber,
            boolean hasHookAfterUpgrade) {
        boolean isUpgrade = direction == Direction.UPGRADE;
        return new MigrationRunPlan(
                MigrationPath.of(application, state, targetNumber),
                direction,
                isUpgrade ? application.findDueRepeatables(state.repeatableMigrationState(), targetNumber) : List.of(),
                isUpgrade && state.repeatableMigrationState().isHookDue() && hasHookAfterUpgrade);
    }

    /** Returns whether the run has nothing to do: no migration is due, and no hook. */
    boolean isEmpty() {
        return migrations().isEmpty() && !isHookDue;
    }

    /** Returns all migrations in the order in which they run. */
    List<RecordedMigration> migrations() {
        return Stream.concat(
                        path.migrations().stream().map(MigrationPath.DirectedMigration::migration),
                        repeatables.stream())
                .toList();
    }

    /**
     * Returns whether a migration changes rows. A later run may have to look up the result of such a statement by
     * its label.
     */
    boolean hasLoads() {
        return migrations().stream()
                .flatMap(migration -> Stream.concat(migration.upgrade().stream(), migration.downgrade().stream()))
                .anyMatch(MigrationRunPlan::isLoad);
    }

    /** Returns whether a statement changes rows. A text that can't be parsed may do so. */
    private static boolean isLoad(String statementText) {
        try {
            return Statement.OpaqueStatement.mayChangeRows(statementText)
                    && Sql.parse(statementText) instanceof Statement.OpaqueStatement statement
                    && statement.changesRows();
        } catch (SqlSyntaxException ignored) {
            return true;
        }
    }

    boolean isUpgrade() {
        return direction == Direction.UPGRADE;
    }
}
