package dev.cairn.spring.actuate;

import dev.cairn.Status;
import dev.cairn.Status.DatabaseState;
import dev.cairn.Status.MigrationInProgress;
import dev.cairn.upgrade.RecordedMigration;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The state of a schema, as operators see it in JSON, which omits components that are null.
 *
 * @param status whether the application can use the database
 * @param position the position of the database relative to the application: {@code current}, {@code behind},
 *     {@code ahead}, {@code too_old} or {@code foreign}; null if the server does not answer
 * @param lastMigration the number of the last migration that is done
 * @param pending the names of the migrations that are not done yet
 * @param inProgress the migration that was begun and is not finished
 * @param ledgerOwner the migrator that holds the ledger
 * @param unrecordedChanges true if the records contain changes that no migration records, or were compiled without the
 *     root of their schema
 * @param error why the application can't use the database, if that requires an action of the operator
 */
record SchemaState(
        Health status,
        @Nullable String position,
        @Nullable Integer lastMigration,
        @Nullable List<String> pending,
        @Nullable InProgress inProgress,
        @Nullable String ledgerOwner,
        @Nullable Boolean unrecordedChanges,
        @Nullable String error) {

    /** Whether an application can use a database, in the terms of Spring Boot, from best to worst. */
    enum Health {
        UP,
        /** Migrations are pending or in progress. */
        OUT_OF_SERVICE,
        DOWN;

        Health worseOf(Health otherHealth) {
            return compareTo(otherHealth) < 0 ? otherHealth : this;
        }
    }

    /**
     * A migration that was begun and is not finished.
     *
     * @param migration the number of the migration
     * @param direction {@code upgrade} or {@code downgrade}
     * @param finishedSteps the steps that are done
     * @param openSteps the steps that were begun and are not recorded as done
     */
    record InProgress(
            int migration, String direction, SortedSet<Integer> finishedSteps, SortedSet<Integer> openSteps) {}

    /**
     * Describes the status of a database.
     *
     * @param lastMigrationNumber the number of the last migration of the application
     * @param failureMessage why the application failed to prepare the schema; null if it did not fail
     */
    static SchemaState of(Status status, int lastMigrationNumber, @Nullable String failureMessage) {
        String unusableReason = findUnusableReason(status, lastMigrationNumber);
        String error = failureMessage == null ? unusableReason : failureMessage;
        return new SchemaState(
                error == null ? (status.isUsable() ? Health.UP : Health.OUT_OF_SERVICE) : Health.DOWN,
                status.databaseState().name().toLowerCase(Locale.ROOT),
                status.head().number(),
                status.pending().stream().map(RecordedMigration::name).toList(),
                status.migrationInProgress()
                        .map(migrationInProgress -> createInProgress(migrationInProgress, status))
                        .orElse(null),
                status.owner().orElse(null),
                status.hasUnrecordedChanges() ? true : null,
                error);
    }

    /** Describes a database whose status can't be read. */
    static SchemaState ofUnknown(String error) {
        return new SchemaState(Health.DOWN, null, null, null, null, null, null, error);
    }

    private static InProgress createInProgress(MigrationInProgress migrationInProgress, Status status) {
        return new InProgress(
                migrationInProgress.number(),
                migrationInProgress.direction().name().toLowerCase(Locale.ROOT),
                status.finished(),
                status.unfinished());
    }

    /** Describes why the application can neither use nor upgrade the database; null if it can. */
    private static @Nullable String findUnusableReason(Status status, int lastMigrationNumber) {
        if (status.databaseState() == DatabaseState.TOO_OLD) {
            return "The database is at migration " + status.head().number()
                    + ", which a checkpoint of this application replaces. Upgrade it with a release that still contains"
                    + " the replaced migrations first.";
        }
        return status.databaseState() == DatabaseState.FOREIGN
                ? describeForeignState(status, lastMigrationNumber)
                : null;
    }

    /** Describes a database whose history is not that of this application, and what the operator can do. */
    private static String describeForeignState(Status status, int lastMigrationNumber) {
        if (status.editedMigration().isPresent()) {
            return "The migration " + status.editedMigration().get().name()
                    + " ran with a different text than that of this"
                    + " application. If it was edited after it had run, restore its text, and record the change as a new"
                    + " migration; otherwise deploy the application that upgraded the database last.";
        }
        return "The database is at migration " + status.head().number() + " ("
                + status.head().hash() + "), which this application does not have; "
                + (lastMigrationNumber == 0
                        ? "it has no migrations."
                        : "its last one is migration " + lastMigrationNumber + ".")
                + " Deploy the application that upgraded the database last.";
    }
}
