package dev.cairn.data;

import dev.cairn.data.CallObserver.Call.Kind;
import dev.cairn.internal.row.BoundStatement;
import dev.cairn.internal.row.TargetColumn;
import dev.cairn.internal.row.TargetTable;
import dev.cairn.internal.row.ValueFragment;
import dev.cairn.internal.row.WhereClause;
import dev.cairn.schema.Condition;
import dev.cairn.schema.PrimaryKeyTableDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Updates rows by their primary keys, and deletes rows by their keys or by a condition. The statements for rows compare
 * only the key columns, so a row that another client has changed in the meantime is also overwritten or deleted.
 */
final class KeyedRowWriter<R> {
    /** The greatest length of a chain of OR, which the server parses as nested expressions. */
    private static final int MAX_KEYS_PER_STATEMENT = 500;

    private final Database database;
    private final TargetTable<R> targetTable;
    private final List<TargetColumn> keyColumns;
    private final List<TargetColumn> updatedColumns;

    KeyedRowWriter(Database database, PrimaryKeyTableDescriptor<R> table) {
        this.database = database;
        this.targetTable = TargetTable.of(table);
        this.keyColumns =
                targetTable.columns().stream().filter(TargetColumn::isKey).toList();
        this.updatedColumns = targetTable.columns().stream()
                .filter(column -> !column.isKey() && !column.isGenerated())
                .toList();
    }

    /** Updates all columns that are not part of the key; a no-op if all columns are part of the key. */
    long update(Iterable<? extends R> rows) {
        if (updatedColumns.isEmpty()) {
            return 0;
        }
        return database.runObserved(Kind.UPDATE, null, targetTable.descriptor(), connection -> {
            long updatedRowCount = 0;
            long rowNumber = 0;
            SqlFragmentSink fragmentSink = SqlFragmentSink.ofExistingRows(targetTable.columns());
            for (R row : rows) {
                fragmentSink.convert(targetTable, BatchInserter.requireRow(row, ++rowNumber));
                updatedRowCount += createUpdateStatement(fragmentSink).execute(connection);
            }
            return updatedRowCount;
        });
    }

    private BoundStatement createUpdateStatement(SqlFragmentSink fragmentSink) {
        List<@Nullable Object> values = new ArrayList<>();
        StringBuilder sql = new StringBuilder("UPDATE ").append(targetTable.quotedName());
        String separator = " SET ";
        for (TargetColumn column : updatedColumns) {
            sql.append(separator).append(renderAssignmentOrComparison(column, fragmentSink, values));
            separator = ", ";
        }
        sql.append(" WHERE ").append(renderKeyCondition(fragmentSink, values));
        return new BoundStatement(sql.toString(), values);
    }

    long delete(Iterable<? extends R> rows) {
        return database.runObserved(Kind.DELETE, null, targetTable.descriptor(), connection -> {
            long deletedRowCount = 0;
            long rowNumber = 0;
            List<String> conditions = new ArrayList<>();
            List<@Nullable Object> values = new ArrayList<>();
            SqlFragmentSink fragmentSink = SqlFragmentSink.ofExistingRows(targetTable.columns());
            for (R row : rows) {
                fragmentSink.convert(targetTable, BatchInserter.requireRow(row, ++rowNumber));
                conditions.add(renderKeyCondition(fragmentSink, values));
                if (conditions.size() == MAX_KEYS_PER_STATEMENT) {
                    deletedRowCount += createDeleteStatement(conditions, values).execute(connection);
                    conditions.clear();
                    values.clear();
                }
            }
            return conditions.isEmpty()
                    ? deletedRowCount
                    : deletedRowCount
                            + createDeleteStatement(conditions, values).execute(connection);
        });
    }

    private BoundStatement createDeleteStatement(List<String> conditions, List<@Nullable Object> values) {
        return new BoundStatement(
                "DELETE FROM " + targetTable.quotedName() + " WHERE " + String.join(" OR ", conditions), values);
    }

    long delete(Condition<R> condition) {
        WhereClause whereClause = WhereClause.of(condition);
        BoundStatement statement =
                new BoundStatement("DELETE FROM " + targetTable.quotedName() + whereClause.sql(), whereClause.values());
        return database.runObserved(Kind.DELETE, null, targetTable.descriptor(), statement::execute);
    }

    /** Renders the condition for the key of the last row, and adds its parameters to {@code values}. */
    private String renderKeyCondition(SqlFragmentSink fragmentSink, List<@Nullable Object> values) {
        return keyColumns.stream()
                .map(column -> renderAssignmentOrComparison(column, fragmentSink, values))
                .collect(Collectors.joining(" AND ", "(", ")"));
    }

    /** Renders an assignment or comparison, and adds the parameters of its value to {@code values}. */
    private static String renderAssignmentOrComparison(
            TargetColumn column, SqlFragmentSink fragmentSink, List<@Nullable Object> values) {
        ValueFragment fragment = fragmentSink.requireFragment(column);
        values.addAll(fragment.values());
        return column.quotedName() + " = " + fragment.sql();
    }
}
