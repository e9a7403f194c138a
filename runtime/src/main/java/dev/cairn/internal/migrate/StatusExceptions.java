package dev.cairn.internal.migrate;

import dev.cairn.Status;
import dev.cairn.Status.DatabaseState;
import dev.cairn.internal.ledger.LedgerHead;
import dev.cairn.internal.ledger.UnfinishedMigration;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.MigrationException.DatabaseNotCurrentException;
import dev.cairn.upgrade.MigrationException.HistoryMismatchException;
import dev.cairn.upgrade.MigrationException.OlderReleaseRequiredException;
import dev.cairn.upgrade.RecordedMigration;
import java.util.List;
import java.util.Optional;

/**
 * Creates the exceptions for databases whose history does not fit the migrations of the application, each with its
 * remedy.
 */
final class StatusExceptions {
    private static final String COMPLETE_REMEDY =
            "Complete it with the application that began it; or, if you know its progress, correct the database"
                    + " manually and stamp it.";
    private static final String RESTORE_OR_COMPLETE_REMEDY =
            "Restore the text of these steps, and edit only later ones. Otherwise complete it with the"
                    + " application that began it; or, if you know its progress, correct the database manually and stamp it.";

    private final ApplicationSchema application;

    StatusExceptions(ApplicationSchema application) {
        this.application = application;
    }

    /** Returns the failure for an operation that needs the migrations of a newer release. */
    HistoryMismatchException databaseAhead(LedgerHead head) {
        return new HistoryMismatchException(
                application.place(),
                "the database is at migration " + head.number() + ", but the last migration of this application is "
                        + application.lastNumber(),
                "Use the application that upgraded the database last: only that one contains the later migrations.");
    }

    /**
     * Returns the failure for a database that an older release has to upgrade first, because this one does not have the
     * migrations that it needs.
     *
     * @param position the position of the database, as the first clause of the message
     */
    OlderReleaseRequiredException databaseTooOld(String position) {
        RecordedMigration checkpoint = application.checkpoint().orElseThrow();
        return new OlderReleaseRequiredException(
                application.place(),
                position + ", and the migrations of this application begin with the checkpoint " + checkpoint.name()
                        + ", which replaces those up to migration " + checkpoint.number(),
                describeOlderRelease(checkpoint) + "; then repeat the operation.");
    }

    private static String describeOlderRelease(RecordedMigration checkpoint) {
        return "First upgrade the database to migration " + checkpoint.number() + " with "
                + checkpoint
                        .replacedRelease()
                        .map(release -> release + ", the release that still contains the replaced migrations")
                        .orElse("the last release of the application that still contains the replaced migrations");
    }

    /**
     * Returns the failure for a database whose history has diverged from that of the application.
     *
     * @param divergentMigration the first migration that differs, if the application has one with its number
     */
    HistoryMismatchException divergedHistory(LedgerHead head, Optional<DivergentMigration> divergentMigration) {
        LedgerHead expectedHead = application.head(application.lastNumber());
        return new HistoryMismatchException(
                application.place(),
                "the database is at migration " + head.number() + " (" + head.hash()
                        + "), which is unknown to this application, "
                        + (expectedHead.number() == 0
                                ? "which has no migrations"
                                : "and is not a successor of its last one, " + expectedHead.number() + " ("
                                        + expectedHead.hash() + ")")
                        + divergentMigration
                                .map(divergence -> "; " + divergence.describe())
                                .orElse(""),
                divergentMigration
                        .flatMap(StatusExceptions::describeMove)
                        .orElseGet(() -> divergedHistoryRemedy(divergentMigration
                                .map(DivergentMigration::migration)
                                .map(RecordedMigration::name))));
    }

    /** Returns the remedy for a database that ran a migration before a rebase moved it; empty for others. */
    private static Optional<String> describeMove(DivergentMigration divergence) {
        return divergence
                .movedMigration()
                .map(migration -> "If " + migration.name()
                        + " is the migration that ran, and cairn rebase has moved it, undo the rebase, and move "
                        + divergence.migration().name()
                        + " instead if fewer databases have run that one. If more have, downgrade the database to migration "
                        + (divergence.row().number() - 1)
                        + " with the application that upgraded it last, which removes what the migration added, and repeat"
                        + " the operation. Otherwise deploy that application.");
    }

    /**
     * Returns the remedy for a database whose history is not that of the application.
     *
     * @param editedName the name of the migration that may have run with a different text, if the application has one
     */
    private static String divergedHistoryRemedy(Optional<String> editedName) {
        return editedName
                        .map(name -> "If " + name + " was edited after it had run, restore its text, and record the"
                                + " change as a new migration. Otherwise deploy")
                        .orElse("Deploy")
                + " the application that upgraded the database last. If it was built from an abandoned branch, use"
                + " it to downgrade the database to the last common migration.";
    }

    /** Returns the failure for a database whose ledger is a copy of the ledger of another schema. */
    HistoryMismatchException copiedLedger(String originalSchemaName, LedgerHead head) {
        return new HistoryMismatchException(
                application.place(),
                "the state of its ledger and that of the ledger of " + originalSchemaName
                        + " in the same database are copies of one another, and this application does not know migration "
                        + head.number() + " (" + head.hash() + ")",
                "A state is valid for its own schema only. Write the state of this schema: cairn stamp with the number of"
                        + " its last migration that ran in this database, 0 if none ran.");
    }

    /** Returns the failure for a migration in progress that this application does not have. */
    HistoryMismatchException unknownMigrationInProgress(UnfinishedMigration unfinishedMigration) {
        return new HistoryMismatchException(
                application.place(),
                "migration " + unfinishedMigration.number() + " (" + unfinishedMigration.hash()
                        + ") is in progress, and this application has no migration with that number",
                COMPLETE_REMEDY);
    }

    /** Returns the failure for a database in which a script runs the migrations. */
    HistoryMismatchException scriptInProgress(String scriptName) {
        return new HistoryMismatchException(
                application.place(),
                "the script " + scriptName + " runs migrations in this database and has not ended",
                "Complete it with cairn run-sql " + scriptName
                        + ", or pass --abandon there to discard its progress, and correct the database manually. A migrator"
                        + " would run the statements of the script a second time.");
    }

    /** Returns the failure for a migration in progress whose started steps were edited. */
    HistoryMismatchException editedSteps(RecordedMigration migration, Direction direction, List<String> differences) {
        return new HistoryMismatchException(
                application.place(migration),
                "the migration is " + (direction == Direction.UPGRADE ? "in progress" : "being reverted")
                        + ", and steps that were already begun were edited: " + String.join("; ", differences),
                RESTORE_OR_COMPLETE_REMEDY);
    }

    DatabaseNotCurrentException waitInterrupted(InterruptedException interruption) {
        return new DatabaseNotCurrentException(
                application.place(),
                "the thread was interrupted while it waited for the database",
                "Nothing was changed: wait again.",
                interruption);
    }

    /**
     * Returns the failure for a database that is not ready for the application.
     *
     * @param remedy what to do about pending migrations; if no upgrade can help, the failure says so instead
     */
    DatabaseNotCurrentException notCurrent(Status status, String remedy) {
        if (status.databaseState() == DatabaseState.TOO_OLD) {
            RecordedMigration checkpoint = application.checkpoint().orElseThrow();
            return new DatabaseNotCurrentException(
                    application.place(),
                    "the database is at migration " + status.head().number() + ", and the checkpoint "
                            + checkpoint.name() + " replaces the migrations up to " + checkpoint.number(),
                    describeOlderRelease(checkpoint) + ".");
        }
        if (status.databaseState() == DatabaseState.FOREIGN) {
            Optional<String> editedName = status.editedMigration().map(migration -> migration.name());
            return new DatabaseNotCurrentException(
                    application.place(),
                    "the database is at migration " + status.head().number() + ", and "
                            + editedName
                                    .map(name -> name + " ran with a text that differs from that of this application")
                                    .orElse("this application does not know its migrations"),
                    divergedHistoryRemedy(editedName));
        }
        String position = status.migrationInProgress().isPresent()
                ? "migration " + status.migrationInProgress().get().number() + " is in progress"
                : describePending(status.pending());
        return new DatabaseNotCurrentException(application.place(), position, remedy);
    }

    private static String describePending(List<RecordedMigration> migrations) {
        String firstName = migrations.get(0).name();
        return migrations.size() == 1
                ? "1 migration is pending, " + firstName
                : migrations.size() + " migrations are pending, the first is " + firstName;
    }
}
