package dev.cairn.upgrade;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Work that an upgrade does before its first migration or after its last one, while it holds the ledger.
 *
 * <pre>{@code
 * MigratorOptions.DEFAULT
 *         .beforeUpgrade(connection -> loads.pause())
 *         .afterUpgrade(UpgradeHook.sql("ANALYZE TABLE orders"));
 * }</pre>
 *
 * <p>A hook must be idempotent: if the upgrade is interrupted while the hook runs, the next upgrade calls it again. An
 * exception of a hook fails the upgrade with a {@code StepFailedException}.
 */
@FunctionalInterface
public interface UpgradeHook {
    /**
     * Runs the hook.
     *
     * @param connection a connection that only the hook uses, with the schema's database selected. The migrator closes
     *     it
     * @throws SQLException if the server rejects a statement, or the connection is lost
     */
    void run(Connection connection) throws SQLException;

    /**
     * Returns a hook that sends statements, one after the other. Each takes effect at once: if one fails, the
     * statements before it stay done.
     *
     * @param statements single statements
     */
    static UpgradeHook sql(String... statements) {
        List<String> allStatements = List.of(statements);
        return connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String sql : allStatements) {
                    statement.execute(sql);
                }
            }
        };
    }
}
