package dev.cairn.plan.part;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.sql.ast.KeyModel;
import java.util.ArrayList;
import java.util.List;

/**
 * Determines the key of a table whose definition names none. The server then chose the first columns, and an added or
 * dropped column might change that choice; but since the key was not declared, an existing table keeps the one that it
 * has.
 */
public final class AssumedKey {
    private AssumedKey() {}

    /**
     * Returns the wanted table with the key of the present one: the columns up to the last one that is a key column
     * now. A new column becomes a key column only if it has to precede one.
     */
    public static Table of(Table now, Table wanted) {
        if (!wanted.keyAssumed() || now.model() != KeyModel.DUPLICATE || wanted.model() != KeyModel.DUPLICATE) {
            return wanted;
        }
        int keys = 0;
        for (int i = 0; i < wanted.columns().size(); i++) {
            if (now.column(wanted.columns().get(i).name()).filter(Column::key).isPresent()) {
                keys = i + 1;
            }
        }
        return keys == 0 ? wanted : withKey(wanted, keys);
    }

    private static Table withKey(Table table, int keys) {
        List<Column> columns = new ArrayList<>();
        for (Column column : table.columns()) {
            columns.add(column.withKey(columns.size() < keys));
        }
        return table.withColumns(columns);
    }
}
