package dev.cairn.internal.run.step;

import dev.cairn.catalog.Table;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The sort key that a table has although it should be sorted by its key. No statement removes a sort key, so a
 * downgrade sets the sort key to the key. From then on, the sort key does not follow changes of the key, and columns of
 * the sort key can't be dropped.
 */
final class KeptSortKey {
    private KeptSortKey() {}

    /**
     * Returns whether a live table has no sort key or one of key columns only, while it is expected to be sorted by its
     * key.
     */
    static boolean isKept(Table liveTable, Table expectedTable) {
        return expectedTable.sortKey().isEmpty()
                && expectedTable.keyColumnNames().containsAll(liveTable.sortKey());
    }

    /**
     * Returns the statement that shortens the kept sort key of a table before a step drops columns that belong to it;
     * empty if none has to be shortened.
     *
     * @param liveTable the table as the server shows it; empty if it shows the expected one
     */
    static Optional<String> findShortening(StatementStep step, Optional<Table> liveTable) {
        ObjectName tableName = step.simulatedStep().object();
        if (tableName == null || !(step.simulatedStep().action().statement() instanceof Statement.AlterTable alter)) {
            return Optional.empty();
        }
        Set<String> droppedNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (AlterClause clause : alter.clauses()) {
            if (clause instanceof AlterClause.DropColumn drop && drop.rollup() == null) {
                droppedNames.add(drop.column().text());
            }
        }
        Optional<Table> tableBefore = step.catalogBefore().findTable(tableName.database(), tableName.name());
        Optional<Table> tableAfter = step.catalogAfter().findTable(tableName.database(), tableName.name());
        return liveTable
                .filter(table -> table.sortKey().stream().anyMatch(droppedNames::contains))
                .filter(table -> tableBefore
                        .filter(expectedTable -> isKept(table, expectedTable))
                        .isPresent())
                .map(table -> {
                    List<String> remainingNames = new ArrayList<>(table.sortKey());
                    remainingNames.removeIf(droppedNames::contains);
                    return remainingNames.isEmpty() ? tableAfter.orElseThrow().keyColumnNames() : remainingNames;
                })
                .map(names -> "ALTER TABLE " + SqlQuoting.quoteName(tableName)
                        + names.stream()
                                .map(SqlQuoting::quoteName)
                                .collect(Collectors.joining(", ", " ORDER BY (", ")")));
    }
}
