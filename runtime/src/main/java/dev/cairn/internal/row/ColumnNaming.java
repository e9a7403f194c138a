package dev.cairn.internal.row;

import dev.cairn.schema.Column;
import dev.cairn.schema.Descriptor;
import java.sql.ResultSet;
import java.sql.SQLException;

/** What a column of an answer is called in messages. */
@FunctionalInterface
public interface ColumnNaming {
    /** As the answer calls it. */
    ColumnNaming LABELS = (answer, position) -> answer.getMetaData().getColumnLabel(position + 1);

    /** As the descriptor does. */
    static ColumnNaming of(Descriptor<?> rows) {
        return (answer, position) -> {
            Column<?> column = rows.columns().get(position);
            return column.toString();
        };
    }

    /** The name of one column; the first is 0. */
    String name(ResultSet answer, int position) throws SQLException;
}
