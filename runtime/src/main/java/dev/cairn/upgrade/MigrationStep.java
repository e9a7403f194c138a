package dev.cairn.upgrade;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Code of a migration that runs before or after its statements. The migration is then a class with a constructor
 * without parameters. A method that is not overridden is not a step: it takes no time and is not recorded in the
 * ledger.
 *
 * <pre>{@code
 * @Migration(schema = Shop.class, number = 4, after = "h1:…", upgrade = {…})
 * final class V0004FillRegions implements MigrationStep {
 *     @Override
 *     public void afterUpgrade(Connection connection) throws SQLException {
 *         …
 *     }
 * }
 * }</pre>
 *
 * <p>The connection has the schema's database selected and the migration's session settings applied. The migrator
 * closes it; the code must not. If the migrator dies while code runs, it is unknown whether the code ran to completion:
 * the next upgrade stops at this step, unless the code is {@linkplain #repeatable idempotent}. An exception of the code
 * fails the step with a {@code StepFailedException}. Each method is called on a new instance, so fields do not keep
 * their values between methods.
 */
public interface MigrationStep {
    /** Runs before the first statement of the upgrade. Default: no code. */
    default void beforeUpgrade(Connection connection) throws SQLException {}

    /** Runs after the last statement of the upgrade. Default: no code. */
    default void afterUpgrade(Connection connection) throws SQLException {}

    /** Runs before the first statement of the downgrade. Default: no code. */
    default void beforeDowngrade(Connection connection) throws SQLException {}

    /** Runs after the last statement of the downgrade. Default: no code. */
    default void afterDowngrade(Connection connection) throws SQLException {}

    /** Returns whether the code is idempotent and may therefore run again after an interruption. Default: false. */
    default boolean repeatable() {
        return false;
    }

    /** The point of a migration at which its code runs. */
    enum Moment {
        /** The moment of {@link MigrationStep#beforeUpgrade}. */
        BEFORE_UPGRADE,
        /** The moment of {@link MigrationStep#afterUpgrade}. */
        AFTER_UPGRADE,
        /** The moment of {@link MigrationStep#beforeDowngrade}. */
        BEFORE_DOWNGRADE,
        /** The moment of {@link MigrationStep#afterDowngrade}. */
        AFTER_DOWNGRADE
    }
}
