package dev.cairn.internal.run;

import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.copy.PartitionSnapshot;
import dev.cairn.internal.ledger.Ledger;
import dev.cairn.internal.ledger.LedgerEntry;
import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.internal.reflection.SchemaReflection;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.upgrade.HistoryPlace;
import dev.cairn.upgrade.MigrationException.HistoryException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Distinguishes a new database from one that has lost its ledger, in which all migrations would run again: an INSERT
 * would add its rows a second time.
 *
 * <p>The decision depends on whether a row was ever written to a table that the migrations produce. A frontend answers
 * that by the versions of the partitions, without a backend and right after the load; row counts, which backends report
 * later, do not. Tables without a row are safe: they are compared with their definitions.
 *
 * @param where the schema or the script, for messages
 * @param lastNumber the number of the last migration
 */
public record UnrecordedRows(Ledger ledger, HistoryPlace where, int lastNumber) {
    /**
     * Returns the failure for a database with rows in tables that the migrations produce, unless the ledger says that a
     * migration is done or in progress, or an operator has stamped that none is, which writes the history.
     *
     * @param databases the databases with these tables
     * @param producedNames the names of all tables that exist after any of the migrations
     */
    public Optional<HistoryException> findLedgerLoss(
            ServerConnection connection,
            Optional<LedgerEntry> entry,
            Collection<String> databases,
            Supplier<Set<ObjectName>> producedNames) {
        if (isRecorded(connection, entry)) {
            return Optional.empty();
        }
        List<ObjectName> existingTables = databases.stream()
                .flatMap(database -> SchemaReflection.listTables(connection, database).stream())
                .toList();
        if (existingTables.isEmpty()) {
            return Optional.empty();
        }
        Set<ObjectName> ownNames = producedNames.get();
        List<String> writtenTables = existingTables.stream()
                .filter(ownNames::contains)
                .filter(table -> isWritten(connection, table))
                .map(ObjectName::toString)
                .toList();
        // Another migrator may have begun since the ledger was read.
        return writtenTables.isEmpty() || isRecorded(connection, ledger.read(connection))
                ? Optional.empty()
                : Optional.of(lostLedger(writtenTables));
    }

    private boolean isRecorded(ServerConnection connection, Optional<LedgerEntry> entry) {
        return entry.map(LedgerEntry::state).filter(LedgerState::hasBegun).isPresent()
                || (entry.isPresent() && ledger.hasHistory(connection));
    }

    /**
     * Returns whether a row was ever written to a table; false for one that another migrator has dropped or renamed
     * since it was listed.
     */
    private static boolean isWritten(ServerConnection connection, ObjectName table) {
        try {
            return !PartitionSnapshot.read(connection, table).isPristine();
        } catch (ServerRefusalException refusal) {
            if (refusal.transientError().isEmpty()
                    && !SchemaReflection.listTables(connection, table.database())
                            .contains(table)) {
                return false;
            }
            throw refusal;
        }
    }

    private HistoryException lostLedger(List<String> tables) {
        return new HistoryException(
                where,
                "the database has no ledger, which records the migrations that are done, but rows were written to these tables"
                        + " of the schema: " + String.join(", ", tables),
                "An upgrade would run all migrations on them. If the ledger was lost, restore its views from a backup, "
                        + ledger.names().state(1)
                        + " or with a higher number. Otherwise record which migration the"
                        + " database is at, such as " + lastNumber + ", the last one: cairn baseline " + lastNumber
                        + " (in Java baseline) verifies the definitions first, cairn stamp " + lastNumber
                        + " does not. If no migration has run yet, and all of them have to, record that: cairn stamp 0.");
    }
}
