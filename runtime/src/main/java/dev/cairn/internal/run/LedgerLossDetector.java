package dev.cairn.internal.run;

import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.copy.PartitionSnapshot;
import dev.cairn.internal.ledger.Ledger;
import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.internal.ledger.NumberedLedgerState;
import dev.cairn.internal.reflection.SchemaReflection;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.upgrade.HistoryPlace;
import dev.cairn.upgrade.MigrationException.HistoryMismatchException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Distinguishes a new database from one that has lost its ledger. In the latter, all migrations would run again, and an
 * INSERT would add its rows a second time.
 *
 * <p>The decision depends on whether a row was ever written to a table that the migrations produce. A frontend knows
 * this from the versions of the partitions, without a backend and right after the load, whereas backends report row
 * counts later. Tables that never had a row are safe: only their definitions are compared.
 *
 * @param place the schema or the script, for messages
 * @param lastMigrationNumber the number of the last migration
 */
public record LedgerLossDetector(Ledger ledger, HistoryPlace place, int lastMigrationNumber) {
    /**
     * Returns the exception for a database with rows in tables that the migrations produce; empty if there are no such
     * rows. Also returns empty if the ledger records that a migration is done or in progress, or if it has a history,
     * which is written even if an operator has stamped that no migration is done.
     *
     * @param databaseNames the databases with these tables
     * @param producedNameSupplier returns the names of all tables that exist after any of the migrations
     */
    public Optional<HistoryMismatchException> findLedgerLoss(
            ServerConnection connection,
            Optional<NumberedLedgerState> entry,
            Collection<String> databaseNames,
            Supplier<Set<ObjectName>> producedNameSupplier) {
        if (hasRecordedMigrations(connection, entry)) {
            return Optional.empty();
        }
        List<ObjectName> existingTableNames = databaseNames.stream()
                .flatMap(databaseName -> SchemaReflection.listTables(connection, databaseName).stream())
                .toList();
        if (existingTableNames.isEmpty()) {
            return Optional.empty();
        }
        Set<ObjectName> producedNames = producedNameSupplier.get();
        List<String> writtenTableNames = existingTableNames.stream()
                .filter(producedNames::contains)
                .filter(tableName -> hasEverHadRow(connection, tableName))
                .map(ObjectName::toString)
                .toList();
        // Another migrator may have begun since the ledger was read.
        return writtenTableNames.isEmpty() || hasRecordedMigrations(connection, ledger.read(connection))
                ? Optional.empty()
                : Optional.of(createLedgerLossException(writtenTableNames, ledger.readOtherSchemaNames(connection)));
    }

    private boolean hasRecordedMigrations(ServerConnection connection, Optional<NumberedLedgerState> entry) {
        return entry.map(NumberedLedgerState::state)
                        .filter(LedgerState::hasBegun)
                        .isPresent()
                || (entry.isPresent() && ledger.hasHistory(connection));
    }

    /**
     * Returns whether a row was ever written to a table; false for a table that another migrator has dropped or renamed
     * since it was listed.
     */
    private static boolean hasEverHadRow(ServerConnection connection, ObjectName tableName) {
        try {
            return !PartitionSnapshot.read(connection, tableName).isPristine();
        } catch (ServerRefusalException refusal) {
            if (refusal.transientError().isEmpty()
                    && !SchemaReflection.listTables(connection, tableName.database())
                            .contains(tableName)) {
                return false;
            }
            throw refusal;
        }
    }

    private HistoryMismatchException createLedgerLossException(
            List<String> tableNames, Collection<String> otherSchemaNames) {
        String renameRemedy = otherSchemaNames.isEmpty()
                ? ""
                : "The database has a ledger of " + String.join(", ", otherSchemaNames)
                        + ": if the schema was renamed, give it its former name in @Schema. ";
        return new HistoryMismatchException(
                place,
                "the database has no ledger, which records the migrations that are done, but rows were written to these tables"
                        + " of the schema: " + String.join(", ", tableNames),
                "An upgrade would run all migrations on them. " + renameRemedy
                        + "If the ledger was lost, restore its views from a backup, "
                        + ledger.names().stateViewName(1)
                        + " or with a higher number. Otherwise record which migration the"
                        + " database is at, such as " + lastMigrationNumber + ", the last one: cairn baseline "
                        + lastMigrationNumber
                        + " (in Java baseline) verifies the definitions first, cairn stamp " + lastMigrationNumber
                        + " does not. If no migration has run yet, and all of them have to, record that: cairn stamp 0.");
    }
}
