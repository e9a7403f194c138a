package dev.cairn.internal.run.preparation;

import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.HistoryPlace;
import dev.cairn.upgrade.MigrationException.HistoryMismatchException;
import dev.cairn.upgrade.RecordedMigration;
import java.util.Locale;

/**
 * A requirement of one copy on the rows of a table.
 *
 * @param migration the migration that copies the rows
 * @param tableName the table that has the rows now
 * @param columnName the column into which the value is copied
 * @param unfitRowSource the clauses FROM and WHERE of a query that returns the rows that do not fit
 */
public record RowRequirement(
        RecordedMigration migration, ObjectName tableName, String columnName, Reason reason, String unfitRowSource) {
    /**
     * Why a row does not fit.
     *
     * @param rowProblem the problem of a row, as the end of a sentence about the row: {@code has no value for it}
     * @param resultsFromLiveType whether the row would fit if the copied column had its recorded type
     * @param losesValue whether the copy stores NULL, or another value, instead of failing
     */
    public record Reason(String rowProblem, boolean resultsFromLiveType, boolean losesValue) {}

    /**
     * Requires that all rows fit.
     *
     * @param assurance says what is unchanged, as a sentence for the message
     * @throws HistoryMismatchException if a row does not fit
     */
    public void requireMet(ServerConnection connection, HistoryPlace place, Direction direction, String assurance) {
        String query = "SELECT 1" + unfitRowSource + " LIMIT 1";
        if (connection.query(query).isEmpty()) {
            return;
        }
        String directionName = direction.name().toLowerCase(Locale.ROOT);
        String unqualifiedName = tableName.name();
        throw new HistoryMismatchException(
                place,
                "the " + directionName + (reason.losesValue() ? " would lose values" : " would fail")
                        + ", because it copies the rows of " + unqualifiedName + " into a table whose column "
                        + columnName
                        + " does not hold them all: "
                        + (reason.losesValue()
                                ? "the column has another type in the database than the migration was recorded for, and a row of "
                                        + unqualifiedName + " " + reason.rowProblem() + " ("
                                        + connection
                                                .query("SELECT count(*)" + unfitRowSource)
                                                .get(0)
                                                .get(0)
                                        + " in all)"
                                : "a row of " + unqualifiedName + " " + reason.rowProblem()),
                assurance + " Change these rows, which this query finds: " + query + "; or edit the " + directionName
                        + " of the migration, so that it copies another value.");
    }
}
