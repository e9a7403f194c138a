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
 * An asynchronous materialized view as the server holds it. A synchronous one is a {@link Rollup} of its table.
 *
 * @param columns in the order of the query
 * @param keys the columns that its rows are sorted by: as said, or as the server chose
 * @param sortKey the same where ORDER BY said so, else empty
 * @param partitionBy columns of the view, or calls that cut one
 * @param refresh {@code deferred} is true or null
 * @param properties as SHOW CREATE prints them
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
    /** Why one is inactive that somebody made so with ALTER MATERIALIZED VIEW. */
    public static final String INACTIVE_BY_HAND = "user use alter materialized view set status to inactive";

    /** How it is divided. */
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

    /** The columns as they are stored, and as SHOW COLUMNS lists them: the keys before the others. */
    public List<ViewColumn> stored() {
        List<ViewColumn> stored = new ArrayList<>(columns.size());
        for (String key : keys) {
            columns.stream().filter(column -> column.name().equals(key)).forEach(stored::add);
        }
        columns.stream().filter(column -> !isKey(column)).forEach(stored::add);
        return stored;
    }

    public MaterializedView named(String newName) {
        return new MaterializedView(
                newName,
                columns,
                keys,
                sortKey,
                indexes,
                comment,
                division,
                partitionBy,
                distribution,
                refresh,
                properties,
                definition,
                inactive);
    }

    public MaterializedView inactivated(@Nullable String reason) {
        return new MaterializedView(
                name,
                columns,
                keys,
                sortKey,
                indexes,
                comment,
                division,
                partitionBy,
                distribution,
                refresh,
                properties,
                definition,
                reason);
    }

    public MaterializedView refreshed(Refresh newRefresh) {
        return new MaterializedView(
                name,
                columns,
                keys,
                sortKey,
                indexes,
                comment,
                division,
                partitionBy,
                distribution,
                newRefresh,
                properties,
                definition,
                inactive);
    }

    public MaterializedView withProperties(StoredProperties newProperties) {
        return new MaterializedView(
                name,
                columns,
                keys,
                sortKey,
                indexes,
                comment,
                division,
                partitionBy,
                distribution,
                refresh,
                newProperties,
                definition,
                inactive);
    }

    public MaterializedView withIndexes(List<IndexDefinition> newIndexes) {
        return new MaterializedView(
                name,
                columns,
                keys,
                sortKey,
                newIndexes,
                comment,
                division,
                partitionBy,
                distribution,
                refresh,
                properties,
                definition,
                inactive);
    }

    public MaterializedView defined(List<ViewColumn> newColumns, ViewDefinition newDefinition) {
        return new MaterializedView(
                name,
                newColumns,
                keys,
                sortKey,
                indexes,
                comment,
                division,
                partitionBy,
                distribution,
                refresh,
                properties,
                newDefinition,
                inactive);
    }
}
