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

/** Updates and deletes rows by their primary keys. */
final class KeyedChange<R> {
    /** Limits the length of a chain of OR, which the server parses as nested expressions. */
    private static final int KEYS_AT_ONCE = 500;

    private final Database db;
    private final TargetTable<R> target;
    private final List<TargetColumn> keys;
    private final List<TargetColumn> otherColumns;

    KeyedChange(Database db, PrimaryKeyTableDescriptor<R> table) {
        this.db = db;
        this.target = TargetTable.of(table);
        this.keys = target.columns().stream().filter(TargetColumn::isKey).toList();
        this.otherColumns = target.columns().stream()
                .filter(column -> !column.isKey() && !column.isComputed())
                .toList();
    }

    /** Updates all columns that are not part of the key; a no-op if there are none. */
    long update(Iterable<? extends R> rows) {
        if (otherColumns.isEmpty()) {
            return 0;
        }
        return db.change(Kind.UPDATE, null, target.table(), connection -> {
            long changed = 0;
            FragmentSink sink = new FragmentSink(target.columns(), false);
            for (R row : rows) {
                sink.convert(target, row);
                changed += update(sink).execute(connection);
            }
            return changed;
        });
    }

    private BoundStatement update(FragmentSink row) {
        List<@Nullable Object> values = new ArrayList<>();
        StringBuilder text = new StringBuilder("UPDATE ").append(target.quotedName());
        String before = " SET ";
        for (TargetColumn column : otherColumns) {
            text.append(before).append(equality(column, row, values));
            before = ", ";
        }
        text.append(" WHERE ").append(key(row, values));
        return new BoundStatement(text.toString(), values);
    }

    long delete(Iterable<? extends R> rows) {
        return db.change(Kind.DELETE, null, target.table(), connection -> {
            long deleted = 0;
            List<String> conditions = new ArrayList<>();
            List<@Nullable Object> values = new ArrayList<>();
            FragmentSink sink = new FragmentSink(target.columns(), false);
            for (R row : rows) {
                sink.convert(target, row);
                conditions.add(key(sink, values));
                if (conditions.size() == KEYS_AT_ONCE) {
                    deleted += delete(conditions, values).execute(connection);
                    conditions.clear();
                    values.clear();
                }
            }
            return conditions.isEmpty()
                    ? deleted
                    : deleted + delete(conditions, values).execute(connection);
        });
    }

    private BoundStatement delete(List<String> conditions, List<@Nullable Object> values) {
        return new BoundStatement(
                "DELETE FROM " + target.quotedName() + " WHERE " + String.join(" OR ", conditions), values);
    }

    long delete(Condition<R> condition) {
        WhereClause filter = WhereClause.of(condition);
        BoundStatement statement =
                new BoundStatement("DELETE FROM " + target.quotedName() + filter.clause(), filter.values());
        return db.change(Kind.DELETE, null, target.table(), statement::execute);
    }

    private String key(FragmentSink row, List<@Nullable Object> values) {
        return keys.stream()
                .map(column -> equality(column, row, values))
                .collect(Collectors.joining(" AND ", "(", ")"));
    }

    private static String equality(TargetColumn column, FragmentSink row, List<@Nullable Object> values) {
        ValueFragment value = row.of(column);
        values.addAll(value.values());
        return column.quotedName() + " = " + value.sql();
    }
}
