package dev.cairn.plan.part;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import java.util.Map;
import java.util.Optional;

/**
 * Determines from which column of the old table a column of the changed table gets its values.
 *
 * @param oldNameByNewName the old names of renamed columns by their new names
 */
public record ColumnOrigins(Table tableBefore, Map<String, String> oldNameByNewName) {
    public ColumnOrigins {
        oldNameByNewName = Map.copyOf(oldNameByNewName);
    }

    /**
     * Returns the old column from which a column gets its values; empty if the column is new. A new column may have the
     * former name of a renamed one.
     */
    public Optional<Column> findOrigin(Column column) {
        String oldName = oldNameByNewName.get(column.name());
        if (oldName != null) {
            return tableBefore.findColumn(oldName);
        }
        return oldNameByNewName.values().stream().anyMatch(column::isNamed)
                ? Optional.empty()
                : tableBefore.findColumn(column.name());
    }
}
