package dev.cairn.internal.migrate;

import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.ledger.NumberedLedgerState;
import dev.cairn.internal.run.LedgerLossDetector;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.profile.ServerProfile;
import dev.cairn.upgrade.MigrationException.HistoryMismatchException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Detects a lost ledger: the database has rows that the migrations of an application may have written, but no record of
 * these migrations.
 */
final class LostLedgerCheck {
    private final MigratorContext context;
    private final ApplicationSchema application;

    LostLedgerCheck(MigratorContext context) {
        this.context = context;
        this.application = context.application();
    }

    /**
     * Requires that the database has not lost its ledger, as far as this can be detected.
     *
     * @throws HistoryMismatchException if it seems to have lost its ledger
     */
    void requireLedger(ServerConnection connection, Optional<NumberedLedgerState> entry) {
        findLedgerLoss(connection, entry).ifPresent(ledgerLoss -> {
            throw ledgerLoss;
        });
    }

    /** Returns the exception for a database that has lost its ledger; empty if it seems to have its ledger. */
    Optional<HistoryMismatchException> findLedgerLoss(
            ServerConnection connection, Optional<NumberedLedgerState> entry) {
        String databaseName = context.connectionFactory().requireDatabaseName(connection);
        Set<String> databaseNames = application.schema().descriptors().stream()
                .flatMap(descriptor -> descriptor.database().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        databaseNames.add(databaseName);
        return new LedgerLossDetector(context.ledger(), application.place(), application.lastNumber())
                .findLedgerLoss(
                        connection,
                        entry,
                        databaseNames,
                        () -> computeProducedNames(context.readProfileForChanges(connection), databaseName));
    }

    private Set<ObjectName> computeProducedNames(ServerProfile profile, String databaseName) {
        return context
                .migratedObjects()
                .createPreparation(profile, databaseName)
                .computeCatalogs(application.schema(), application.migrations())
                .stream()
                .skip(1) // the catalog before the first migration
                .flatMap(catalog -> SchemaObject.collectNames(catalog).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
