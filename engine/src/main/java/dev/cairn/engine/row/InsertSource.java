package dev.cairn.engine.row;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.catalog.Column;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import java.util.List;

/**
 * The rows to insert, from VALUES or from a query. {@link #requireColumnCount} must be called before the methods that
 * get columns, because these read a value for each column.
 */
sealed interface InsertSource permits InsertedValues, InsertedQuery {
    /** Returns the output columns, to which BY NAME assigns; empty for VALUES. Refuses repeated names. */
    List<Name> requireColumnNames(Span span);

    /** Requires one value for each column. */
    void requireColumnCount(int columnCount, Span span);

    /** Requires single values in VALUES, and DEFAULT only for columns that have one. */
    void checkValues(List<Column> columns);

    /** Requires values of types that the columns can store. */
    void requireCompatibleTypes(List<Column> columns);

    /** Records for each value in the text of the statement to which column the value is assigned. */
    void bindValues(List<Column> columns, Bindings bindings);

    static void requireEqualCounts(int columnCount, int valueCount, Span span) {
        if (columnCount != valueCount) {
            throw Refusal.ofAnalysis(span, ServerError.INSERTED_COLUMN_COUNT_DIFFERS, columnCount, valueCount);
        }
    }
}
