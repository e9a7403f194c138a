package dev.cairn;

import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.Progress;
import dev.cairn.upgrade.RecordedMigration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * The positions of an application and a database in the history of migrations.
 *
 * @param schema the name of the schema
 * @param databaseState the position of the database relative to the application
 * @param sequence the number of the ledger's current state; 0 if there is no ledger yet
 * @param head the last migration that is done
 * @param editedMigration the first migration of the application that ran with a different text; empty if the database
 *     state is not {@link DatabaseState#FOREIGN}, or if another migration ran with its number
 * @param pending the migrations that are not done yet; empty unless the database state is {@link DatabaseState#BEHIND}
 * @param repeatables the repeatable migrations that the next upgrade runs after the pending ones: those whose text has
 *     changed
 * @param migrationInProgress the migration in progress, whether a migrator is working on it or has stopped
 * @param finished the steps of that migration that are done
 * @param unfinished the open steps of that migration: started and not recorded as done
 * @param copies the copies of rebuilds among the open steps, whether a migrator is working on them or has stopped
 * @param ledgerUse the owner of the ledger, and what has begun besides migrations
 * @param hasUnrecordedChanges whether the record classes have changes that no migration contains, or were compiled
 *     {@linkplain dev.cairn.schema.SchemaDescriptor#isStale() without the root of the schema}
 */
public record Status(
        String schema,
        DatabaseState databaseState,
        long sequence,
        Position head,
        Optional<RecordedMigration> editedMigration,
        List<RecordedMigration> pending,
        List<RecordedMigration> repeatables,
        Optional<MigrationInProgress> migrationInProgress,
        SortedSet<Integer> finished,
        SortedSet<Integer> unfinished,
        List<Copy> copies,
        LedgerUse ledgerUse,
        boolean hasUnrecordedChanges) {
    public Status {
        pending = List.copyOf(pending);
        repeatables = List.copyOf(repeatables);
        copies = List.copyOf(copies);
    }

    /** Creates a status without an edited migration, as versions before 0.2 did. */
    public Status(
            String schema,
            DatabaseState databaseState,
            long sequence,
            Position head,
            List<RecordedMigration> pending,
            List<RecordedMigration> repeatables,
            Optional<MigrationInProgress> migrationInProgress,
            SortedSet<Integer> finished,
            SortedSet<Integer> unfinished,
            List<Copy> copies,
            Optional<String> owner,
            boolean hasUnrecordedChanges) {
        this(
                schema,
                databaseState,
                sequence,
                head,
                Optional.empty(),
                pending,
                repeatables,
                migrationInProgress,
                finished,
                unfinished,
                copies,
                new LedgerUse(owner, Optional.empty(), false),
                hasUnrecordedChanges);
    }

    /**
     * The owner of a ledger, and what has begun besides migrations.
     *
     * @param owner the migrator, alive or dead, that holds the ledger: its author and a unique token; empty if the
     *     ledger is free
     * @param unfinishedScript the name of the script that runs migrations in place of a migrator, and has not ended
     * @param isHookDue whether the hooks after the last upgrade have not run to their end
     */
    public record LedgerUse(Optional<String> owner, Optional<String> unfinishedScript, boolean isHookDue) {}

    /**
     * A position in the history of migrations.
     *
     * @param number the number of a migration; 0 is before the first
     * @param hash the hash of the migration; empty before the first
     */
    public record Position(int number, String hash) {}

    /**
     * A migration that was begun and is not finished.
     *
     * @param direction the direction in which it runs
     * @param number the number of the migration
     * @param hash the hash of the migration, because another application may have another migration of the same number
     */
    public record MigrationInProgress(Direction direction, int number, String hash) {}

    /**
     * The first copy of the rows of a table that is rebuilt.
     *
     * @param step the number of the step that copies the rows
     * @param table the name of the table, with its database
     * @param done the partitions that have rows in the new table, as the backends last reported
     * @param all the partitions with rows in the old table
     */
    public record Copy(int step, String table, Progress.CopiedAmount done, Progress.CopiedAmount all) {}

    /** Returns the migrator, alive or dead, that holds the ledger; empty if the ledger is free. */
    public Optional<String> owner() {
        return ledgerUse.owner();
    }

    /** Returns whether a migrator, alive or dead, holds the ledger. */
    public boolean isHeld() {
        return owner().isPresent();
    }

    /** Returns the name of the script that runs migrations in place of a migrator; empty if there is no such script. */
    public Optional<String> unfinishedScript() {
        return ledgerUse.unfinishedScript();
    }

    /** Returns whether the hooks after the last upgrade have not run to their end. */
    public boolean isHookDue() {
        return ledgerUse.isHookDue();
    }

    /**
     * Returns whether the database is ready for the application: all migrations of the application are done. Later
     * migrations, done or in progress, are those of a newer version, beside which the application keeps working.
     * Repeatable migrations do not matter.
     */
    public boolean isUsable() {
        return (databaseState == DatabaseState.CURRENT || databaseState == DatabaseState.AHEAD)
                && (migrationInProgress.isEmpty() || isMigratedByNewerVersion());
    }

    /** Returns whether the migration in progress comes after the last migration of the application. */
    public boolean isMigratedByNewerVersion() {
        return migrationInProgress
                .filter(migration -> databaseState == DatabaseState.AHEAD
                        || (databaseState == DatabaseState.CURRENT && migration.number() > head.number()))
                .isPresent();
    }

    /**
     * A step of the migration in progress that was started and is not recorded as done.
     *
     * @param migration the number of the migration
     * @param direction whether the migration is being upgraded or downgraded
     * @param step the number of the step in the migration
     * @param text the statement as it was recorded; empty if the application does not have this step
     */
    public record OpenStep(int migration, Direction direction, int step, String text) {}

    /** The position of a database relative to the migrations of an application. */
    public enum DatabaseState {
        /** All migrations of the application are done, and no others. */
        CURRENT,
        /** Some migrations are pending. */
        BEHIND,
        /**
         * All migrations of the application are done, and later ones too: a newer version of the application upgraded
         * the database.
         */
        AHEAD,
        /**
         * The database has only some of the migrations that a checkpoint of the application replaces: a release that
         * still contains them has to upgrade it first.
         */
        TOO_OLD,
        /** The histories have diverged: the database has migrations other than those of the application. */
        FOREIGN
    }
}
