package dev.cairn.preservation;

import dev.cairn.catalog.Table;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.preservation.PreservationServer.Outcome;
import dev.cairn.preservation.PreservationServer.Result;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.RecordedMigration;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stops a migration at its statements, one after the other, and reverts it: first the upgrade from the first table of a
 * pair to the second, then the downgrade. After each reversal, the table has to be as before.
 */
final class StatementRefusalTrial {
    private static final String REFUSAL_MESSAGE = "refused by the trial";
    private static final Pattern STEP_NUMBER_PATTERN = Pattern.compile(" step (\\d+)");
    private static final Pattern PARTITION_REPLACEMENT_PATTERN = Pattern.compile("\\bREPLACE PARTITIONS? ");

    private final EmbeddedStarRocks server;
    private final PairDatabase database;
    private final int firstNumber;
    private final int interval;

    /**
     * @param firstNumber the number of the first statement, from 1, at which a migration stops
     * @param interval the difference between the numbers of these statements
     */
    StatementRefusalTrial(EmbeddedStarRocks server, PairDatabase database, int firstNumber, int interval) {
        this.server = server;
        this.database = database;
        this.firstNumber = firstNumber;
        this.interval = interval;
    }

    Result run() throws SQLException {
        try {
            database.recordMigrations();
        } catch (IllegalArgumentException ignored) {
            return Result.REFUSED;
        }
        RecordedMigration change = database.change();
        if (change.irreversible().isPresent()) {
            return Result.REFUSED;
        }
        Table declaredBefore = database.declaredBefore();
        Table declaredAfter = database.declaredAfter();
        database.createFirstTable();
        try (Connection connection = database.openConnection()) {
            database.insertSampleRows(connection);
            TableContent rows = database.readRows(connection);
            boolean isDone = stopAndRevert(connection, change, true, declaredBefore, declaredAfter)
                    && stopAndRevert(connection, change, false, declaredAfter, declaredBefore);
            return new Result(
                    isDone ? Outcome.MIGRATED : Outcome.STOPPED,
                    rows.rows().size(),
                    !AnnouncedLosses.of(change.upgrade()).isEmpty(),
                    database.problems());
        }
    }

    /**
     * Refuses one statement of a migration, then another one, until the last one has been refused and the migration
     * comes to its end. After each refusal, the migration is reverted, so it begins again with its first statement.
     *
     * @return whether the migration came to its end when no statement was refused any more
     */
    private boolean stopAndRevert(
            Connection connection, RecordedMigration migration, boolean isUpgrade, Table tableBefore, Table tableAfter)
            throws SQLException {
        List<String> statements = isUpgrade ? migration.upgrade() : migration.downgrade();
        for (int statementNumber = firstNumber; database.problems().isEmpty(); statementNumber += interval) {
            TableContent rows = database.readRows(connection);
            server.faults()
                    .add(
                            Trigger.matching("(?i)(?:alter|insert|create table|drop table)\\b.*")
                                    .nth(statementNumber),
                            Fault.reject(1064, "42000", REFUSAL_MESSAGE));
            Optional<MigrationException> failure = migrate(isUpgrade);
            server.faults().clear();
            String message = String.valueOf(failure.map(Throwable::getMessage).orElse(""));
            if (!message.contains(REFUSAL_MESSAGE)) {
                return failure.isEmpty(); // a failure without the refusal means that the rows prevent the migration
            }
            String stage = "after the " + (isUpgrade ? "upgrade" : "downgrade") + " stopped (" + message + ")";
            if (isBetweenReplacements(statements, message)) {
                continue; // the partitions have temporary names, so there is only a way forward
            }
            Optional<MigrationException> reversalFailure = migrate(!isUpgrade);
            if (reversalFailure.isPresent()) {
                database.addProblemUnlessUnavoidable(
                        "way back " + stage, reversalFailure.get(), tableAfter, tableBefore);
                return false;
            }
            boolean isLossWarned = database.takeUnannouncedLossWarning();
            if (!isLossWarned
                    && AnnouncedLosses.of(findExecutedStatements(statements, message))
                            .isEmpty()) {
                database.compareUnchangedRows(stage, rows);
            }
            database.compareDefinition(stage, tableBefore, false);
        }
        return false;
    }

    private Optional<MigrationException> migrate(boolean isUpgrade) {
        try {
            if (isUpgrade) {
                database.upgrade();
            } else {
                database.downgrade();
            }
            return Optional.empty();
        } catch (MigrationException failure) {
            return Optional.of(failure);
        }
    }

    private static boolean isBetweenReplacements(List<String> statements, String message) {
        List<String> executedStatements = findExecutedStatements(statements, message);
        return executedStatements.stream().anyMatch(PARTITION_REPLACEMENT_PATTERN.asPredicate())
                && statements.subList(executedStatements.size(), statements.size()).stream()
                        .anyMatch(PARTITION_REPLACEMENT_PATTERN.asPredicate());
    }

    /**
     * Returns the statements before the refused one; all statements if one of these swaps tables, because only the DROP
     * after a swap announces the losses of the swap.
     *
     * @param message the message of the failed migration, which names the step of the refused statement
     */
    private static List<String> findExecutedStatements(List<String> statements, String message) {
        Matcher stepMatcher = STEP_NUMBER_PATTERN.matcher(message);
        int refusedNumber = stepMatcher.find() ? Integer.parseInt(stepMatcher.group(1)) : statements.size();
        List<String> executedStatements = statements.subList(0, refusedNumber - 1);
        boolean isSwapped = executedStatements.stream().anyMatch(statement -> statement.contains(" SWAP WITH "));
        return isSwapped ? statements : executedStatements;
    }
}
