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
 * @param newTable the new table as it was created; empty if it is unknown
 * @param oldTableName the name that the old table has now
 * @param partitionNames the partitions of the old table with such rows; if empty, any partition may have them
 * @param newTableName the name that the new table has now
 */
public record UncopiedRows(
        Optional<CopyStatement> copyStatement,
        Optional<Table> newTable,
        ObjectName oldTableName,
        List<String> partitionNames,
        ObjectName newTableName) {
    public UncopiedRows {
        partitionNames = List.copyOf(partitionNames);
    }

    /**
     * Describes how an operator copies these rows to the new table. The remedy contains a statement only if that
     * statement can neither overwrite nor duplicate a row, however often it is run.
     */
    public String describeRemedy() {
        return renderInsertOfMissingRows()
                .map(statement -> "Add the rows of " + describeSource() + " whose keys " + newTableName
                        + " lacks. Rows whose keys are in both"
                        + " tables are not merged, because an INSERT of all rows would overwrite newer rows: compare the"
                        + " ones that were changed in both. A row that was deleted from " + newTableName
                        + " since the swap would be added again. " + statement)
                .orElseGet(() -> "Select the rows that were written to " + describeSource()
                        + " after their copy, for example by the time"
                        + " of their load, and insert only these into " + newTableName
                        + ": an INSERT of all rows would "
                        + describeRisk());
    }

    private String describeSource() {
        return oldTableName + (partitionNames.isEmpty() ? "" : CopyStatement.renderPartitionClause(partitionNames));
    }

    private Optional<String> renderInsertOfMissingRows() {
        return newTable.filter(UncopiedRows::hasUniqueKey)
                .flatMap(presentTable ->
                        copyStatement.flatMap(presentStatement -> presentStatement.renderInsertOfMissingRows(
                                oldTableName, partitionNames, newTableName, presentTable.keyColumnNames())));
    }

    private static boolean hasUniqueKey(Table table) {
        return table.model() == KeyModel.PRIMARY || table.model() == KeyModel.UNIQUE;
    }

    private String describeRisk() {
        return newTable.map(Table::model)
                .map(model -> switch (model) {
                    case DUPLICATE -> "duplicate those that were copied";
                    case AGGREGATE -> "aggregate those that were copied a second time";
                    case PRIMARY, UNIQUE -> "overwrite newer rows";
                })
                .orElse("overwrite newer rows, or duplicate those that were copied");
    }
}
