package dev.cairn.analysis.source;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.sql.ast.Expression;
import java.util.List;

/**
 * A call of {@code dict_mapping}, which looks up the row with a key.
 *
 * @param keyValues the values of the key columns in their order
 * @param valueColumn the column whose value is returned
 * @param isNullIfMissing whether the result is NULL if there is no such row; otherwise this is an error
 */
public record DictionaryLookup(
        DictionaryTable dictionary, List<Expression> keyValues, Column valueColumn, boolean isNullIfMissing) {
    public DictionaryLookup {
        keyValues = List.copyOf(keyValues);
    }

    /** The table of a dictionary, which has a PRIMARY KEY. */
    public record DictionaryTable(String databaseName, Table table) {
        public List<Column> keyColumns() {
            return table.keyColumns();
        }
    }
}
