package dev.cairn.internal.migrate.script;

import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.ledger.HeldLedger;
import dev.cairn.internal.ledger.HistoryRow;
import dev.cairn.internal.ledger.Ledger;
import dev.cairn.internal.ledger.LedgerHead;
import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.internal.ledger.LedgerTransition;
import dev.cairn.internal.ledger.NumberedLedgerState;
import dev.cairn.internal.run.LedgerLossDetector;
import dev.cairn.internal.run.preparation.MigratorSettings;
import dev.cairn.internal.script.LedgerMarker;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.upgrade.HistoryPlace;
import dev.cairn.upgrade.MigrationException.HistoryMismatchException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Checks and records, in the ledger of their schema, the migrations from which a script was generated. A script that
 * was generated for another position of the database is refused before its first statement.
 */
final class ScriptSourceMigrations {
    private final ConnectionFactory connectionFactory;
    private final MigratorSettings settings;
    private final LedgerMarker marker;
    private final HistoryPlace place;
    private final Set<ObjectName> createdTableNames;
    private final Ledger ledger;

    /**
     * @param place the script, for messages
     * @param createdTableNames the tables that the script creates
     */
    ScriptSourceMigrations(
            ConnectionFactory connectionFactory,
            MigratorSettings settings,
            LedgerMarker marker,
            HistoryPlace place,
            Set<ObjectName> createdTableNames) {
        this.connectionFactory = connectionFactory;
        this.settings = settings;
        this.marker = marker;
        this.place = place;
        this.createdTableNames = createdTableNames;
        this.ledger = ScriptLedgerFactory.createForSchema(connectionFactory, settings, marker.schemaName());
    }

    /**
     * Returns whether the migrations are recorded as done.
     *
     * @throws HistoryMismatchException if a migration is in progress; if the database has lost its ledger; if its head
     *     is neither the start nor the end of the script; or if its head is the end, but repeatable migrations have not
     *     run. The last case is permitted for a script of repeatable migrations alone, whose start is also its end
     */
    boolean areMigrationsDone() {
        Optional<NumberedLedgerState> entry = connectionFactory.read(ledger::read);
        if (marker.startHead().number() == 0 && marker.endHead().number() > 0) {
            requireNoLedgerLoss(entry);
        }
        if (entry.isEmpty() && marker.startHead().number() == 0) {
            return false;
        }
        LedgerState state = NumberedLedgerState.stateOrInitial(entry);
        if (state.unfinishedMigration().isPresent()) {
            throw new HistoryMismatchException(
                    place,
                    "a migration of " + marker.schemaName() + " is in progress in the database",
                    "Complete or revert it with cairn upgrade or cairn downgrade, and then run the script.");
        }
        if (!state.head().equals(marker.startHead()) && !state.head().equals(marker.endHead())) {
            throw new HistoryMismatchException(
                    place,
                    "the script migrates from " + describeHead(marker.startHead()) + " to "
                            + describeHead(marker.endHead()) + ", but the database is at " + describeHead(state.head()),
                    "Generate a script that begins at the database's migration, which cairn status shows.");
        }
        return state.head().equals(marker.endHead()) && areRepeatablesDone(state);
    }

    private void requireNoLedgerLoss(Optional<NumberedLedgerState> entry) {
        Set<String> databaseNames =
                createdTableNames.stream().map(ObjectName::database).collect(Collectors.toCollection(TreeSet::new));
        LedgerLossDetector ledgerLossDetector =
                new LedgerLossDetector(ledger, place, marker.endHead().number());
        connectionFactory
                .read(connection ->
                        ledgerLossDetector.findLedgerLoss(connection, entry, databaseNames, () -> createdTableNames))
                .ifPresent(ledgerLoss -> {
                    throw ledgerLoss;
                });
    }

    /**
     * Returns whether the repeatable migrations of the script have run in a database that is at the end of the script.
     *
     * @throws HistoryMismatchException if they have not, unless the start of the script is also its end
     */
    private boolean areRepeatablesDone(LedgerState state) {
        List<String> dueNames = marker.repeatableRows().stream()
                .filter(row -> !state.repeatableMigrationState().isDone(row.title(), row.hash()))
                .map(HistoryRow::title)
                .toList();
        if (!dueNames.isEmpty() && !marker.startHead().equals(marker.endHead())) {
            int endNumber = marker.endHead().number();
            throw new HistoryMismatchException(
                    place,
                    "the database is at " + describeHead(marker.endHead())
                            + ", where the script ends, but repeatable migrations"
                            + " of the script have not run with this text: " + String.join(", ", dueNames),
                    "Generate a script with the repeatable migrations alone: cairn sql " + endNumber + ":" + endNumber
                            + ".");
        }
        return dueNames.isEmpty();
    }

    private static String describeHead(LedgerHead head) {
        return head.number() == 0 ? "migration 0" : "migration " + head.number() + " (" + head.hash() + ")";
    }

    /**
     * Records that a script runs the migrations, so that no migrator runs them until the script has ended.
     *
     * @param profile the version and run mode of the server, such as {@code 4.1/shared-nothing}
     */
    void recordStart(String scriptName, String profile) {
        if (!isScriptUnfinished(scriptName)) {
            writeState(profile, (state, sequence) -> state.withStartedScript(scriptName));
        }
    }

    /** Records that the script no longer runs the migrations; does nothing if it is not recorded as running them. */
    void recordAbandonment(String scriptName, String profile) {
        if (isScriptUnfinished(scriptName)) {
            writeState(profile, (state, sequence) -> state.withoutScript());
        }
    }

    private boolean isScriptUnfinished(String scriptName) {
        return NumberedLedgerState.stateOrInitial(connectionFactory.read(ledger::read))
                .unfinishedScript()
                .equals(Optional.of(scriptName));
    }

    private void writeState(String profile, LedgerTransition transition) {
        try (ServerConnection connection = connectionFactory.open();
                HeldLedger heldLedger = ledger.acquire(connection, profile)) {
            heldLedger.release(transition);
        }
    }

    /** Records the migrations as applied or reverted, and that no script runs them any more. */
    void recordCompletion(String profile) {
        try (ServerConnection connection = connectionFactory.open();
                HeldLedger heldLedger = ledger.acquire(connection, profile)) {
            createRowGroups(marker.numberedRows())
                    .forEach(rows ->
                            heldLedger.write((state, sequence) -> state.withStampedHead(marker.endHead(), rows)));
            // Without numbered rows, only this writes the head.
            heldLedger.write((state, sequence) -> state.withStampedHead(marker.endHead(), List.of()));
            createRowGroups(marker.repeatableRows())
                    .forEach(rows -> heldLedger.write((state, sequence) -> {
                        LedgerState newState = state;
                        for (HistoryRow row : rows) {
                            newState = newState.withCompletedRepeatable(row.title(), row);
                        }
                        return newState;
                    }));
            heldLedger.release();
        }
    }

    /** Returns new rows of the history for these migrations. Each group fits into one state of the ledger. */
    private List<List<HistoryRow>> createRowGroups(List<HistoryRow> rows) {
        List<List<HistoryRow>> rowGroups = new ArrayList<>();
        for (int startIndex = 0; startIndex < rows.size(); startIndex += LedgerState.MAX_ROWS_PER_WRITE) {
            rowGroups.add(
                    rows
                            .subList(startIndex, Math.min(startIndex + LedgerState.MAX_ROWS_PER_WRITE, rows.size()))
                            .stream()
                            .map(row -> settings.createHistoryRow(row.number(), row.title(), row.hash(), 0))
                            .toList());
        }
        return rowGroups;
    }
}
