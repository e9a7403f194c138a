package dev.cairn.plan.part;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import java.util.Map;
import java.util.Optional;

/**
 * The columns of a table before a change from which the columns after it have their values.
 *
 * @param oldNamesByNewName the old names of renamed columns by their new names
 */
public record ColumnOrigins(Table tableBefore, Map<String, String> oldNamesByNewName) {
    public ColumnOrigins {
        oldNamesByNewName = Map.copyOf(oldNamesByNewName);
    }

    /**
     * Returns the column from which a column has its values; empty if it is new. A new column may have the name that a
     * renamed one had.
     */
    public Optional<Column> findOrigin(Column column) {
        String oldName = oldNamesByNewName.get(column.name());
        if (oldName != null) {
            return tableBefore.column(oldName);
        }
        return oldNamesByNewName.values().stream().anyMatch(column::isNamed)
                ? Optional.empty()
                : tableBefore.column(column.name());
    }
}
