package dev.cairn;

import dev.cairn.upgrade.RecordedMigration;
import java.util.List;

/**
 * The result of an upgrade or a downgrade.
 *
 * @param from the number of the database's last migration before the run; 0 is before the first
 * @param to the number of the database's last migration after the run
 * @param migrations the migrations that were run or reverted, in this order, including a migration that another
 *     migrator had started, and that this run finished
 */
public record MigrationResult(int from, int to, List<RecordedMigration> migrations) {
    public MigrationResult {
        migrations = List.copyOf(migrations);
    }

    /** Returns whether no migration was run or reverted; a hook that was still due may have been called. */
    public boolean isEmpty() {
        return migrations.isEmpty();
    }
}
