package dev.cairn.internal.row;

import dev.cairn.schema.Column;
import dev.cairn.schema.Descriptor;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Names the columns of a result in messages. */
@FunctionalInterface
public interface ColumnNaming {
    /** Names columns by the labels of the result. */
    ColumnNaming LABELS = (answer, position) -> answer.getMetaData().getColumnLabel(position + 1);

    /** Names columns as the descriptor does. */
    static ColumnNaming of(Descriptor<?> rows) {
        return (answer, position) -> {
            Column<?> column = rows.columns().get(position);
            return column.toString();
        };
    }

    /** Returns the name of a column, counted from 0. */
    String name(ResultSet answer, int position) throws SQLException;
}
