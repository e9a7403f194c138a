package dev.cairn.schema;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Code of a migration, before or after its statements. The migration is then a class, with a constructor without
 * parameters; what it does not override takes no time and no note in the ledger.
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
 * The connection has the schema's database selected and the migration's session settings; it is lent, and must not be
 * closed. If the migrator dies while code runs, nobody can see whether it ran to its end: the next upgrade stops there,
 * unless the code is {@link #repeatable}.
 */
public interface MigrationStep {
    /** Before the first statement of the upgrade. */
    default void beforeUpgrade(Connection connection) throws SQLException {}

    /** After the last statement of the upgrade. */
    default void afterUpgrade(Connection connection) throws SQLException {}

    /** Before the first statement of the downgrade. */
    default void beforeDowngrade(Connection connection) throws SQLException {}

    /** After the last statement of the downgrade. */
    default void afterDowngrade(Connection connection) throws SQLException {}

    /** Whether to run once more is as good as to run once. Nothing is, where nothing is said. */
    default boolean repeatable() {
        return false;
    }
}
