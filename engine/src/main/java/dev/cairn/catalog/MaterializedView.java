package dev.cairn.catalog;

import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.ViewStatement.Refresh;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An asynchronous materialized view as the server stores it. A synchronous one is a {@link Rollup} of its table.
 *
 * @param columns the columns in the order of the query
 * @param keys the columns by which its rows are sorted, declared or chosen by the server
 * @param sortKey the same columns if ORDER BY declared them; otherwise empty
 * @param partitionBy columns of the view, or calls that truncate one
 * @param refresh {@code deferred} is true or null
 * @param properties the properties as SHOW CREATE prints them
 * @param inactive why it is no longer refreshed or used; null while it is active
 */
public record MaterializedView(
        String name,
        List<ViewColumn> columns,
        List<String> keys,
        List<String> sortKey,
        List<IndexDefinition> indexes,
        String comment,
        Division division,
        List<Expression> partitionBy,
        Distribution distribution,
        Refresh refresh,
        StoredProperties properties,
        ViewDefinition definition,
        @Nullable String inactive) {
    /** The reason of a view that was deactivated with ALTER MATERIALIZED VIEW. */
    public static final String INACTIVE_BY_HAND = "user use alter materialized view set status to inactive";

    /** The kind of partitioning. */
    public enum Division {
        UNPARTITIONED,
        RANGE,
        LIST
    }

    public MaterializedView {
        columns = List.copyOf(columns);
        keys = List.copyOf(keys);
        sortKey = List.copyOf(sortKey);
        indexes = List.copyOf(indexes);
        partitionBy = List.copyOf(partitionBy);
    }

    public boolean active() {
        return inactive == null;
    }

    public Optional<ViewColumn> column(String column) {
        return columns.stream().filter(each -> each.is(column)).findFirst();
    }

    public boolean isKey(ViewColumn column) {
        return keys.contains(column.name());
    }

    /** Returns the columns as the server stores them and SHOW COLUMNS lists them: the keys first. */
    public List<ViewColumn> stored() {
        List<ViewColumn> stored = new ArrayList<>(columns.size());
        for (String key : keys) {
            columns.stream().filter(column -> column.name().equals(key)).forEach(stored::add);
        }
        columns.stream().filter(column -> !isKey(column)).forEach(stored::add);
        return stored;
    }

    /** Returns its columns as those of a table, for rules that apply to both. */
    public List<Column> tableColumns() {
        return stored().stream()
                .map(column -> column.asTableColumn(isKey(column)))
                .toList();
    }

    public MaterializedView named(String newName) {
        return copy(newName, columns, indexes, refresh, properties, definition, inactive);
    }

    public MaterializedView inactivated(@Nullable String reason) {
        return copy(name, columns, indexes, refresh, properties, definition, reason);
    }

    public MaterializedView refreshed(Refresh newRefresh) {
        return copy(name, columns, indexes, newRefresh, properties, definition, inactive);
    }

    public MaterializedView withProperties(StoredProperties newProperties) {
        return copy(name, columns, indexes, refresh, newProperties, definition, inactive);
    }

    public MaterializedView withIndexes(List<IndexDefinition> newIndexes) {
        return copy(name, columns, newIndexes, refresh, properties, definition, inactive);
    }

    public MaterializedView defined(List<ViewColumn> newColumns, ViewDefinition newDefinition) {
        return copy(name, newColumns, indexes, refresh, properties, newDefinition, inactive);
    }

    private MaterializedView copy(
            String newName,
            List<ViewColumn> newColumns,
            List<IndexDefinition> newIndexes,
            Refresh newRefresh,
            StoredProperties newProperties,
            ViewDefinition newDefinition,
            @Nullable String newInactive) {
        return new MaterializedView(
                newName,
                newColumns,
                keys,
                sortKey,
                newIndexes,
                comment,
                division,
                partitionBy,
                distribution,
                newRefresh,
                newProperties,
                newDefinition,
                newInactive);
    }
}
