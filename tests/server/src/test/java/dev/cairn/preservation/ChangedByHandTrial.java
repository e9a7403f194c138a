package dev.cairn.preservation;

import dev.cairn.catalog.Table;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.preservation.PreservationServer.Outcome;
import dev.cairn.preservation.PreservationServer.Result;
import dev.cairn.preservation.RandomChangesByHand.Kind;
import dev.cairn.random.Dice;
import dev.cairn.upgrade.MigrationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Upgrades a table that a user changes by hand, before the upgrade or after it has stopped at one of its statements.
 * Either the upgrade stops, and the table is as the user has left it, or nothing is lost but what the migration
 * announces.
 */
final class ChangedByHandTrial {
    private static final String REFUSAL_MESSAGE = "refused by the trial";
    private static final int MAX_STOP_NUMBER = 8;

    private final EmbeddedStarRocks server;
    private final PairDatabase database;
    private final RandomChangesByHand changes;
    private final Dice dice;

    ChangedByHandTrial(EmbeddedStarRocks server, PairDatabase database, RandomChangesByHand changes, Dice dice) {
        this.server = server;
        this.database = database;
        this.changes = changes;
        this.dice = dice;
    }

    Result run() throws SQLException {
        try {
            database.recordMigrations();
        } catch (IllegalArgumentException ignored) {
            return Result.REFUSED;
        }
        database.createFirstTable();
        try (Connection connection = database.openConnection()) {
            database.insertSampleRows(connection);
            String stage = "";
            if (dice.coin() && !exchangesNames()) {
                Optional<String> failure = stopUpgrade();
                if (failure.isEmpty()) {
                    return Result.REFUSED; // The upgrade has fewer statements.
                }
                stage = ", which follows " + failure.get();
            }
            Optional<Table> table = database.findLiveTable();
            Kind kind = dice.pick(Kind.values());
            List<String> statements =
                    table.map(liveTable -> changes.choose(liveTable, kind)).orElse(List.of());
            if (statements.isEmpty() || !executeAll(connection, statements)) {
                return Result.REFUSED;
            }
            insertMoreRows(connection);
            return upgradeAndCompare(connection, kind, "upgrade after " + statements + stage);
        }
    }

    /** Returns whether a column gets a name that another column has. After a stop, it is unknown which one has it. */
    private boolean exchangesNames() {
        Map<String, String> newNames = database.findNewNames(false);
        return newNames.values().stream().anyMatch(newNames::containsKey);
    }

    /** Upgrades until one of the statements is refused; returns the message, or nothing if the upgrade is complete. */
    private Optional<String> stopUpgrade() {
        int number = 1 + dice.below(MAX_STOP_NUMBER);
        server.faults()
                .add(
                        Trigger.matching("(?i)(?:alter|insert|create table|drop table)\\b.*")
                                .nth(number),
                        Fault.reject(1064, "42000", REFUSAL_MESSAGE));
        try {
            database.upgradeWithoutConsent();
            return Optional.empty();
        } catch (MigrationException failure) {
            return Optional.of(String.valueOf(failure.getMessage()));
        } finally {
            server.faults().clear();
        }
    }

    private static boolean executeAll(Connection connection, List<String> statements) {
        try {
            for (String statement : statements) {
                PairDatabase.execute(connection, statement);
            }
            return true;
        } catch (SQLException ignored) {
            return false; // The server does not accept the change.
        }
    }

    private void insertMoreRows(Connection connection) {
        try {
            database.insertSampleRows(connection);
        } catch (SQLException ignored) {
            // The change leaves no place for some of the rows.
        }
    }

    private Result upgradeAndCompare(Connection connection, Kind kind, String stage) throws SQLException {
        String changedName = kind == Kind.REPLACE_BY_VIEW ? RandomChangesByHand.NAME : TablePair.TABLE_NAME;
        TableContent rowsBefore = database.readRows(connection, changedName);
        AnnouncedLosses losses = AnnouncedLosses.of(database.change().upgrade());
        TableContent droppedRows = PairDatabase.readDroppedRows(connection, rowsBefore.table(), losses);
        Outcome outcome = Outcome.MIGRATED;
        try {
            database.upgradeWithoutConsent();
        } catch (MigrationException failure) {
            outcome = Outcome.STOPPED;
            stage += ", which stops (" + failure.getMessage() + ")";
        } catch (RuntimeException failure) {
            database.addProblem(stage + ": " + failure);
            return new Result(Outcome.STOPPED, rowsBefore.rows().size(), !losses.isEmpty(), database.problems());
        }
        if (kind == Kind.ADD_TEMPORARY_PARTITION) {
            requireTemporaryRow(connection, stage);
        }
        TableContent rowsAfter = database.readRows(connection, changedName);
        boolean isUnchanged =
                rowsAfter.table().columns().equals(rowsBefore.table().columns());
        if (kind == Kind.REPLACE_BY_VIEW || (outcome == Outcome.STOPPED && isUnchanged)) {
            database.compareUnchangedRows(stage, rowsBefore, rowsAfter);
        } else if (outcome == Outcome.MIGRATED) {
            database.compareRemainingRows(
                    stage,
                    new RowComparison(rowsBefore, rowsAfter, findNewNames(rowsBefore.table()), losses, droppedRows));
        }
        return new Result(outcome, rowsBefore.rows().size(), !losses.isEmpty(), database.problems());
    }

    /** Returns the new names of the columns that the stopped upgrade has not renamed yet. */
    private Map<String, String> findNewNames(Table liveTable) {
        Map<String, String> newNames = database.findNewNames(false);
        newNames.keySet().removeIf(name -> liveTable.findColumn(name).isEmpty());
        return newNames;
    }

    private void requireTemporaryRow(Connection connection, String stage) {
        try {
            PairDatabase.execute(
                    connection,
                    "SELECT * FROM `" + TablePair.TABLE_NAME + "` TEMPORARY PARTITION(" + RandomChangesByHand.NAME
                            + ")");
        } catch (SQLException failure) {
            database.addProblem(stage + ": the temporary partition is gone: " + failure.getMessage());
        }
    }
}
