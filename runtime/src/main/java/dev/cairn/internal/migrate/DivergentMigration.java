package dev.cairn.internal.migrate;

import dev.cairn.internal.ledger.HistoryRow;
import dev.cairn.internal.ledger.LedgerHistory;
import dev.cairn.upgrade.RecordedMigration;
import java.util.Comparator;
import java.util.Optional;

/**
 * The first migration of a database that differs from the migration of the application with the same number.
 *
 * @param row the migration of the database
 * @param migration the migration of the application
 * @param movedMigration a later migration of the application with the title of the one that ran, as if a rebase had
 *     moved it; empty if the application has no such migration
 */
record DivergentMigration(HistoryRow row, RecordedMigration migration, Optional<RecordedMigration> movedMigration) {
    /** Returns the first difference; empty if the application has none of the migrations that differ. */
    static Optional<DivergentMigration> findFirst(LedgerHistory history, ApplicationSchema application) {
        return history.rows().stream()
                .filter(row -> application.hasMigration(row.number()))
                .filter(row -> !application.head(row.number()).equals(row.head()))
                .min(Comparator.comparing(HistoryRow::number))
                .map(row -> new DivergentMigration(
                        row,
                        application.migration(row.number()),
                        application.migrationsBetween(row.number(), application.lastNumber()).stream()
                                .filter(migration -> migration.title().equals(row.title()))
                                .findFirst()));
    }

    /** Returns the migration of the application if the same migration ran with a different text. */
    Optional<RecordedMigration> findEdited() {
        return Optional.of(migration).filter(edited -> edited.title().equals(row.title()));
    }

    /** Describes the difference, as the end of a sentence. */
    String describe() {
        return findEdited().isPresent()
                ? "the first migration that ran with a different text is " + migration.name()
                : "the first migration that differs has the number " + row.number() + ": \"" + row.title()
                        + "\" ran, and this application has " + migration.name();
    }
}
