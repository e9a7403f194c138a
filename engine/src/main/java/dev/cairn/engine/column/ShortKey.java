package dev.cairn.engine.column;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeText;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;

/** The short key: the first columns of the sort order, for which the server keeps a sparse index. */
public record ShortKey(List<Column> columns) {
    static final int MOST_COLUMNS = 3;
    static final int MOST_BYTES = 36;

    /**
     * Determines the short key.
     *
     * @param columns all columns of the table or rollup
     * @param sorted the columns of the sort key, in order
     */
    public static ShortKey of(List<Column> columns, List<Column> sorted, Span at) {
        List<Column> chosen = new ArrayList<>(MOST_COLUMNS);
        int bytes = 0;
        for (Column column : sorted.subList(0, Math.min(sorted.size(), MOST_COLUMNS))) {
            PrimitiveType primitive = PrimitiveType.of(column.type());
            bytes += PrimitiveType.indexSize(column.type());
            if (bytes > MOST_BYTES) {
                if (primitive.isCharacters()) {
                    chosen.add(column);
                }
                break;
            }
            if (primitive.isFloatingPoint() || column.type().isComplex()) {
                break;
            }
            chosen.add(column);
            if (primitive == PrimitiveType.VARCHAR) {
                break;
            }
        }
        if (chosen.isEmpty()) {
            throw Refusal.execution(
                    at,
                    ColumnRule.FIRST_COLUMN_TYPE,
                    TypeText.named(columns.get(0).type()));
        }
        return new ShortKey(chosen);
    }

    public boolean hasSameTypes(ShortKey other) {
        boolean same = columns.size() == other.columns.size();
        for (int i = 0; same && i < columns.size(); i++) {
            same = columns.get(i).is(other.columns.get(i).name())
                    && columns.get(i).type().equals(other.columns.get(i).type());
        }
        return same;
    }
}
