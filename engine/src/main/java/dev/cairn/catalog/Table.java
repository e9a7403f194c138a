package dev.cairn.catalog;

import dev.cairn.sql.Distribution;
import dev.cairn.sql.IndexDefinition;
import dev.cairn.sql.KeyModel;
import java.util.List;
import java.util.Optional;

/**
 * A table as the server holds it.
 *
 * @param indexes with kind, all properties and a comment
 * @param sortKey empty unless it was declared
 */
public record Table(
        String name,
        boolean temporary,
        KeyModel model,
        List<Column> columns,
        List<IndexDefinition> indexes,
        String comment,
        Partitioning partitioning,
        Distribution distribution,
        List<String> sortKey,
        List<Rollup> rollups,
        Properties properties,
        TableState state) {
    public Table {
        columns = List.copyOf(columns);
        indexes = List.copyOf(indexes);
        sortKey = List.copyOf(sortKey);
        rollups = List.copyOf(rollups);
    }

    public Optional<Column> column(String columnName) {
        for (Column column : columns) {
            if (column.is(columnName)) {
                return Optional.of(column);
            }
        }
        return Optional.empty();
    }
}
