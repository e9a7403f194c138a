package dev.cairn.internal.ledger;

import dev.cairn.internal.DurationFormatter;
import dev.cairn.internal.connection.ErrorNumbers;
import dev.cairn.internal.connection.TransientError;
import dev.cairn.upgrade.HistoryPlace;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.HistoryMismatchException;
import dev.cairn.upgrade.MigrationException.LedgerHeldException;
import dev.cairn.upgrade.MigrationException.LedgerLostException;
import dev.cairn.upgrade.MigrationException.MissingGrantException;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.MigrationException.WrongServerException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Creates the exceptions that the ledger throws. Each remedy says whether to repeat the operation, since that is what
 * an operator has to know at once.
 */
final class LedgerExceptions {
    private final String schemaName;
    private final String databaseName;
    private final LedgerNames names;

    LedgerExceptions(String schemaName, String databaseName, LedgerNames names) {
        this.schemaName = schemaName;
        this.databaseName = databaseName;
        this.names = names;
    }

    LedgerHeldException ledgerHeld(NumberedLedgerState entry, Duration waitTime) {
        return new LedgerHeldException(
                place(),
                "the ledger is held by " + entry.state().ownerName() + ", and was not released within "
                        + DurationFormatter.format(waitTime) + " (its state is "
                        + names.stateViewName(entry.sequenceNumber())
                        + ")",
                "Wait until that migrator is done, and repeat the operation; if it is dead, repeat it with a patience of more than"
                        + " its lease of "
                        + DurationFormatter.format(entry.state().lease())
                        + ", or unlock the ledger.");
    }

    StepFailedException waitInterrupted(InterruptedException cause) {
        return new StepFailedException(
                place(),
                "the thread was interrupted while it waited for the ledger",
                "Repeat the operation: it resumes where it stopped.",
                cause);
    }

    LedgerLostException ledgerLost(NumberedLedgerState writtenEntry, String currentOwnership) {
        return new LedgerLostException(
                place(),
                "the ledger was taken over: this migrator wrote " + names.stateViewName(writtenEntry.sequenceNumber())
                        + ", and " + currentOwnership,
                "The progress is recorded: repeat the operation, and it resumes where the other migrator ends. Unless the"
                        + " ledger was unlocked by a command, this process was suspended for longer than its lease.");
    }

    /** The ledger is empty, although this migrator has written a state that only a later one replaces. */
    LedgerLostException ledgerGone(NumberedLedgerState writtenEntry) {
        return new LedgerLostException(
                place(),
                "the ledger is gone: this migrator wrote " + names.stateViewName(writtenEntry.sequenceNumber())
                        + ", and the database " + databaseName + " no longer has a state of the ledger",
                "Either its views were dropped, or the database was created again, or the server has lost its data; the recorded"
                        + " progress is lost with them. Restore the database from a backup; if it is meant to be"
                        + " empty, repeat the operation, which begins with the first migration; if its tables are still there,"
                        + " write a new ledger (cairn baseline or cairn stamp).");
    }

    /** @param historyRows the rows of the history view */
    HistoryMismatchException damagedState(long sequence, LedgerFormatException cause, List<HistoryRow> historyRows) {
        return new HistoryMismatchException(
                place(),
                "the state " + names.stateViewName(sequence) + " of the ledger has " + cause.getMessage(),
                cause.isOfNewerFormat()
                        ? "Use the version of Cairn that wrote it, or a newer one."
                        : "Restore that view from a backup, or write the state again: " + stampRemedy(historyRows),
                cause);
    }

    /**
     * The ledger has a history, so it had a state that is missing now.
     *
     * @param historyRows the rows of the history view, at least one
     */
    HistoryMismatchException missingState(List<HistoryRow> historyRows) {
        return new HistoryMismatchException(
                place(),
                "the ledger has a history, the view " + names.historyViewName() + ", but no state: in the database "
                        + databaseName + ", no view is named " + names.stateViewName(1) + " or with another number",
                "An upgrade would run all migrations again. Restore the views of the ledger from a backup, or write the"
                        + " state again: " + stampRemedy(historyRows));
    }

    /**
     * The history has migrations that are neither done nor in progress according to the state.
     *
     * @param historyRows the rows of the history view, at least one
     */
    HistoryMismatchException outdatedState(NumberedLedgerState entry, List<HistoryRow> historyRows) {
        return new HistoryMismatchException(
                place(),
                "the state " + names.stateViewName(entry.sequenceNumber()) + " of the ledger is at migration "
                        + entry.state().head().number() + ", but the history, the view " + names.historyViewName()
                        + ", ends with migration " + lastMigrationNumber(historyRows),
                "One of the two views is older than the other. Nothing was run. If the history is right, write the state"
                        + " again: " + stampRemedy(historyRows) + " If the state is right, cairn stamp "
                        + entry.state().head().number() + " writes the history again.");
    }

    private static String stampRemedy(List<HistoryRow> historyRows) {
        return historyRows.isEmpty()
                ? "cairn stamp N (in Java stamp), where N is the last migration that ran, or cairn baseline N, which also"
                        + " verifies the definitions."
                : "cairn stamp " + lastMigrationNumber(historyRows)
                        + " (in Java stamp), because its history ends with migration "
                        + lastMigrationNumber(historyRows) + "; cairn baseline " + lastMigrationNumber(historyRows)
                        + " also verifies the definitions. If a run was interrupted, later migrations may have run, too.";
    }

    private static int lastMigrationNumber(List<HistoryRow> historyRows) {
        return historyRows.stream().mapToInt(HistoryRow::number).max().orElse(0);
    }

    MigrationException unreadableState(long sequence, LedgerResponse.Refused refusal) {
        return explainRefusal(
                "the state " + names.stateViewName(sequence) + " of the ledger exists, but can't be read: ",
                refusal,
                problem -> new HistoryMismatchException(
                        place(), problem, "It should be a view created by Cairn; if it is another object, rename it."));
    }

    MigrationException unwritableHistory(LedgerResponse.Refused refusal) {
        return explainRefusal(
                "the view " + names.historyViewName() + " can't be written: ",
                refusal,
                problem -> new HistoryMismatchException(
                        place(),
                        problem,
                        "If an object of this name is not Cairn's, rename it; then repeat the operation."));
    }

    MigrationException unreadableHistory(LedgerResponse.Refused refusal) {
        return explainRefusal(
                "the ledger has no state, and its view " + names.historyViewName() + " can't be read: ",
                refusal,
                problem ->
                        new ServerUnreachableException(place(), problem, "Repeat the operation: nothing was changed."));
    }

    MissingGrantException missingGrants(String problem) {
        return new MissingGrantException(
                place(),
                problem,
                "The user needs GRANT CREATE VIEW ON DATABASE " + databaseName
                        + " and GRANT DROP ON ALL VIEWS IN DATABASE " + databaseName
                        + "; to read the ledger only, any privilege on all views.");
    }

    MissingGrantException invisibleState(long sequence) {
        return missingGrants(
                "the ledger's state " + names.stateViewName(sequence) + " exists, but is not visible to the user");
    }

    MigrationException failedListing(LedgerResponse.Refused refusal) {
        return explainRefusal(
                "the views of the database " + databaseName + " can't be listed: ",
                refusal,
                problem -> ErrorNumbers.isUnknownDatabase(refusal.errorNumber())
                        ? new WrongServerException(
                                place(), problem, "Check that the database exists, and repeat the operation.")
                        : new ServerUnreachableException(
                                place(),
                                problem,
                                "Correct what the server reports, and repeat the operation: nothing was changed."));
    }

    ServerUnreachableException unwritableState(long sequence, LedgerResponse.Failure failure) {
        return new ServerUnreachableException(
                place(),
                "the ledger's state " + names.stateViewName(sequence) + " can't be written: " + failure.reason(),
                failure.transientError()
                        .map(TransientError::remedy)
                        .orElse("Check that the frontends are alive and have a leader, and repeat the operation."));
    }

    /** The statement of an interrupted transition arrived while the next transition was being written. */
    ServerUnreachableException lateStatement(long sequence) {
        return new ServerUnreachableException(
                place(),
                "an interrupted write of the ledger arrived late, as the state " + names.stateViewName(sequence)
                        + "; the next write was not made",
                "Repeat the operation: it resumes from that state.");
    }

    /**
     * Returns the exception for a refusal. It names the remedy for a missing privilege, and for a transient error that
     * has occurred until the retry timeout elapsed.
     *
     * @param otherRefusal creates the exception for any other refusal from a description of the problem
     */
    private MigrationException explainRefusal(
            String failedAction, LedgerResponse.Refused refusal, Function<String, MigrationException> otherRefusal) {
        if (refusal.isAccessDenied()) {
            return missingGrants(refusal.reason());
        }
        String problem = failedAction + refusal.reason();
        Optional<TransientError> transientError = refusal.transientError();
        return transientError.isPresent()
                ? new ServerUnreachableException(
                        place(), problem, transientError.get().remedy())
                : otherRefusal.apply(problem);
    }

    ServerUnreachableException failedConnection(RuntimeException cause) {
        return new ServerUnreachableException(
                place(),
                "the connection to the ledger was lost, and can't be reopened: " + cause.getMessage(),
                "Check that the frontends are alive, and repeat the operation: it begins with what the ledger then records.",
                cause);
    }

    ServerUnreachableException slowServer(Duration lease) {
        return new ServerUnreachableException(
                place(),
                "one write of the ledger takes longer than half of its lease of " + DurationFormatter.format(lease),
                "Choose a longer lease.");
    }

    private HistoryPlace place() {
        return HistoryPlace.in(schemaName);
    }
}
