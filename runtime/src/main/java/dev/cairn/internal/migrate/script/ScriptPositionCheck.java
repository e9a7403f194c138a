package dev.cairn.internal.migrate.script;

import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.ledger.HistoryRow;
import dev.cairn.internal.ledger.Ledger;
import dev.cairn.internal.ledger.LedgerHead;
import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.internal.ledger.NumberedLedgerState;
import dev.cairn.internal.run.LedgerLossDetector;
import dev.cairn.internal.script.LedgerMarker;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.upgrade.HistoryPlace;
import dev.cairn.upgrade.MigrationException.HistoryMismatchException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Compares the position of a database in the migrations of a schema with the positions at which a script starts and
 * ends. A script that was generated for another position is refused before its first statement.
 */
final class ScriptPositionCheck {
    private final ConnectionFactory connectionFactory;
    private final Ledger ledger;
    private final LedgerMarker marker;
    private final HistoryPlace place;
    private final Set<ObjectName> createdTableNames;

    /**
     * @param ledger the ledger of the schema
     * @param place the script, for messages
     * @param createdTableNames the tables that the script creates
     */
    ScriptPositionCheck(
            ConnectionFactory connectionFactory,
            Ledger ledger,
            LedgerMarker marker,
            HistoryPlace place,
            Set<ObjectName> createdTableNames) {
        this.connectionFactory = connectionFactory;
        this.ledger = ledger;
        this.marker = marker;
        this.place = place;
        this.createdTableNames = createdTableNames;
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
}
