package dev.cairn.internal.migrate.script;

import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.ledger.HeldLedger;
import dev.cairn.internal.ledger.HistoryRow;
import dev.cairn.internal.ledger.Ledger;
import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.internal.ledger.LedgerTransition;
import dev.cairn.internal.ledger.NumberedLedgerState;
import dev.cairn.internal.run.preparation.MigratorSettings;
import dev.cairn.internal.script.LedgerMarker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Records, in the ledger of their schema, what a script does with the migrations from which it was generated. */
final class ScriptSourceMigrations {
    private final ConnectionFactory connectionFactory;
    private final MigratorSettings settings;
    private final LedgerMarker marker;
    private final Ledger ledger;

    ScriptSourceMigrations(ConnectionFactory connectionFactory, MigratorSettings settings, LedgerMarker marker) {
        this.connectionFactory = connectionFactory;
        this.settings = settings;
        this.marker = marker;
        this.ledger = ScriptLedgerFactory.createForSchema(connectionFactory, settings, marker.schemaName());
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
