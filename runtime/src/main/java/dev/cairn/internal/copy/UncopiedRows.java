package dev.cairn.internal.copy;

import dev.cairn.catalog.Table;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.ast.KeyModel;
import java.util.List;
import java.util.Optional;

/**
 * Rows that were written to a table after its copy and before its swap, so that only the old table has them. The new
 * table may have been written to as well.
 *
 * @param copyStatement the statement of the copy; empty if it can't be parsed into its parts
 * @param replacement the new table as it was created; empty if it is unknown
 * @param oldTable the name that the old table has now
 * @param partitions the partitions of the old table with such rows; if empty, any partition may have them
 * @param table the name that the new table has now
 */
public record UncopiedRows(
        Optional<CopyStatement> copyStatement,
        Optional<Table> replacement,
        ObjectName oldTable,
        List<String> partitions,
        ObjectName table) {
    public UncopiedRows {
        partitions = List.copyOf(partitions);
    }

    /**
     * Describes how an operator copies these rows to the new table. The remedy contains a statement only if this can
     * neither overwrite nor duplicate a row, however often it is run.
     */
    public String describeRemedy() {
        return renderInsertOfMissingRows()
                .map(statement -> "Add the rows of " + describeSource() + " whose keys " + table
                        + " lacks. Rows whose keys are in both"
                        + " tables are not merged, because an INSERT of all rows would overwrite newer rows: compare the"
                        + " ones that were changed in both. A row that was deleted from " + table
                        + " since the swap would be added again. " + statement)
                .orElseGet(() -> "Select the rows that were written to " + describeSource()
                        + " after their copy, for example by the time"
                        + " of their load, and insert only these into " + table + ": an INSERT of all rows would "
                        + describeRisk());
    }

    private String describeSource() {
        return oldTable + (partitions.isEmpty() ? "" : CopyStatement.renderPartitionClause(partitions));
    }

    private Optional<String> renderInsertOfMissingRows() {
        return replacement
                .filter(UncopiedRows::hasUniqueKey)
                .flatMap(newTable -> copyStatement.flatMap(copyStatement ->
                        copyStatement.renderInsertOfMissing(oldTable, partitions, table, newTable.keyNames())));
    }

    private static boolean hasUniqueKey(Table table) {
        return table.model() == KeyModel.PRIMARY || table.model() == KeyModel.UNIQUE;
    }

    private String describeRisk() {
        return replacement
                .map(Table::model)
                .map(model -> switch (model) {
                    case DUPLICATE -> "duplicate those that were copied";
                    case AGGREGATE -> "aggregate those that were copied a second time";
                    case PRIMARY, UNIQUE -> "overwrite newer rows";
                })
                .orElse("overwrite newer rows, or duplicate those that were copied");
    }
}
