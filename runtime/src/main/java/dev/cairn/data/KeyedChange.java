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
 * Updates and deletes rows by their primary keys. The conditions of the statements name only the key columns, so a row
 * that another client has changed in the meantime is also overwritten or deleted.
 */
final class KeyedChange<R> {
    /** Limits the length of a chain of OR, which the server parses as nested expressions. */
    private static final int MAX_KEYS_PER_STATEMENT = 500;

    private final Database database;
    private final TargetTable<R> target;
    private final List<TargetColumn> keyColumns;
    private final List<TargetColumn> updatedColumns;

    KeyedChange(Database database, PrimaryKeyTableDescriptor<R> table) {
        this.database = database;
        this.target = TargetTable.of(table);
        this.keyColumns = target.columns().stream().filter(TargetColumn::isKey).toList();
        this.updatedColumns = target.columns().stream()
                .filter(column -> !column.isKey() && !column.isComputed())
                .toList();
    }

    /** Updates all columns that are not part of the key; a no-op if all columns are part of the key. */
    long update(Iterable<? extends R> rows) {
        if (updatedColumns.isEmpty()) {
            return 0;
        }
        return database.change(Kind.UPDATE, null, target.table(), connection -> {
            long changedRowCount = 0;
            FragmentSink sink = new FragmentSink(target.columns(), false);
            for (R row : rows) {
                sink.convert(target, row);
                changedRowCount += createUpdate(sink).execute(connection);
            }
            return changedRowCount;
        });
    }

    private BoundStatement createUpdate(FragmentSink sink) {
        List<@Nullable Object> values = new ArrayList<>();
        StringBuilder sql = new StringBuilder("UPDATE ").append(target.quotedName());
        String separator = " SET ";
        for (TargetColumn column : updatedColumns) {
            sql.append(separator).append(renderEquality(column, sink, values));
            separator = ", ";
        }
        sql.append(" WHERE ").append(renderKeyCondition(sink, values));
        return new BoundStatement(sql.toString(), values);
    }

    long delete(Iterable<? extends R> rows) {
        return database.change(Kind.DELETE, null, target.table(), connection -> {
            long deletedRowCount = 0;
            List<String> conditions = new ArrayList<>();
            List<@Nullable Object> values = new ArrayList<>();
            FragmentSink sink = new FragmentSink(target.columns(), false);
            for (R row : rows) {
                sink.convert(target, row);
                conditions.add(renderKeyCondition(sink, values));
                if (conditions.size() == MAX_KEYS_PER_STATEMENT) {
                    deletedRowCount += createDelete(conditions, values).execute(connection);
                    conditions.clear();
                    values.clear();
                }
            }
            return conditions.isEmpty()
                    ? deletedRowCount
                    : deletedRowCount + createDelete(conditions, values).execute(connection);
        });
    }

    private BoundStatement createDelete(List<String> conditions, List<@Nullable Object> values) {
        return new BoundStatement(
                "DELETE FROM " + target.quotedName() + " WHERE " + String.join(" OR ", conditions), values);
    }

    long delete(Condition<R> condition) {
        WhereClause whereClause = WhereClause.of(condition);
        BoundStatement statement =
                new BoundStatement("DELETE FROM " + target.quotedName() + whereClause.clause(), whereClause.values());
        return database.change(Kind.DELETE, null, target.table(), statement::execute);
    }

    /** Renders the condition for the key of the last row, and adds its parameters to {@code values}. */
    private String renderKeyCondition(FragmentSink sink, List<@Nullable Object> values) {
        return keyColumns.stream()
                .map(column -> renderEquality(column, sink, values))
                .collect(Collectors.joining(" AND ", "(", ")"));
    }

    /** Renders an assignment or comparison, and adds the parameters of its value to {@code values}. */
    private static String renderEquality(TargetColumn column, FragmentSink sink, List<@Nullable Object> values) {
        ValueFragment fragment = sink.fragmentOf(column);
        values.addAll(fragment.values());
        return column.quotedName() + " = " + fragment.sql();
    }
}
