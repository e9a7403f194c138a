package dev.cairn.catalog;

import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.ViewStatement.Refresh;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An asynchronous materialized view as the server stores it. A synchronous one is a {@link Rollup} of its table.
 *
 * @param layout the partitions and the distribution of its rows
 * @param refreshState the refresh, the properties, and whether the view is active
 */
public record MaterializedView(
        String name,
        ViewColumns viewColumns,
        String comment,
        ViewLayout layout,
        RefreshState refreshState,
        ViewDefinition definition) {
    /** The inactive reason of a view that was deactivated with ALTER MATERIALIZED VIEW. */
    public static final String MANUAL_DEACTIVATION_REASON = "user use alter materialized view set status to inactive";

    /** The kind of partitioning. */
    public enum PartitioningKind {
        UNPARTITIONED,
        RANGE,
        LIST
    }

    /**
     * The columns, the order of the rows and the indexes of a materialized view.
     *
     * @param columns the columns in the order of the query
     * @param keyColumnNames the columns that sort the rows, declared or chosen by the server
     * @param declaredSortKey the sort columns that ORDER BY declares; empty if the server chose them
     */
    public record ViewColumns(
            List<ViewColumn> columns,
            List<String> keyColumnNames,
            List<String> declaredSortKey,
            List<IndexDefinition> indexes) {
        public ViewColumns {
            columns = List.copyOf(columns);
            keyColumnNames = List.copyOf(keyColumnNames);
            declaredSortKey = List.copyOf(declaredSortKey);
            indexes = List.copyOf(indexes);
        }
    }

    /**
     * The division of the rows of a materialized view into partitions and buckets.
     *
     * @param partitionBy the partition expressions: a column, or a call that truncates one
     * @param partitionBaseTableNames the tables whose partitions determine the partitions of the view, by the names
     *     that they had when the view was created; empty if they are not known
     */
    public record ViewLayout(
            PartitioningKind partitioningKind,
            List<Expression> partitionBy,
            Set<String> partitionBaseTableNames,
            Distribution distribution) {
        public ViewLayout {
            partitionBy = List.copyOf(partitionBy);
            partitionBaseTableNames = Set.copyOf(partitionBaseTableNames);
        }
    }

    /**
     * The refresh of a materialized view, its properties, and whether it is active.
     *
     * @param refresh the refresh; IMMEDIATE is not stored, so {@code isDeferred} is true or null
     * @param properties the properties as SHOW CREATE prints them
     * @param inactiveReason why the view is no longer refreshed or used; null if it is active
     */
    public record RefreshState(
            Refresh refresh,
            StoredProperties properties,
            @Nullable String inactiveReason) {
        /** Returns the state of an active view. */
        public static RefreshState ofActive(Refresh refresh, StoredProperties properties) {
            return new RefreshState(refresh, properties, null);
        }
    }

    /** Returns the columns in the order of the query. */
    public List<ViewColumn> columns() {
        return viewColumns.columns;
    }

    /** Returns the columns that sort the rows, declared or chosen by the server. */
    public List<String> keyColumnNames() {
        return viewColumns.keyColumnNames;
    }

    /** Returns the columns that sort the rows if ORDER BY declares them; otherwise none. */
    public List<String> declaredSortKey() {
        return viewColumns.declaredSortKey;
    }

    public List<IndexDefinition> indexes() {
        return viewColumns.indexes;
    }

    public PartitioningKind partitioningKind() {
        return layout.partitioningKind;
    }

    /** Returns the partition expressions: a column, or a call that truncates one. */
    public List<Expression> partitionBy() {
        return layout.partitionBy;
    }

    public Distribution distribution() {
        return layout.distribution;
    }

    /** Returns the refresh. IMMEDIATE is not stored, so {@code isDeferred} is true or null. */
    public Refresh refresh() {
        return refreshState.refresh;
    }

    /** Returns the properties as SHOW CREATE prints them. */
    public StoredProperties properties() {
        return refreshState.properties;
    }

    /** Returns why the view is no longer refreshed or used; null if it is active. */
    public @Nullable String inactiveReason() {
        return refreshState.inactiveReason;
    }

    public boolean isActive() {
        return refreshState.inactiveReason == null;
    }

    public Optional<ViewColumn> findColumn(String columnName) {
        return columns().stream().filter(column -> column.isNamed(columnName)).findFirst();
    }

    public boolean isKey(ViewColumn column) {
        return keyColumnNames().contains(column.name());
    }

    /** Returns the columns as the server stores them and SHOW COLUMNS lists them: the keys first. */
    public List<ViewColumn> storedColumns() {
        List<ViewColumn> orderedColumns = new ArrayList<>(columns().size());
        for (String keyName : keyColumnNames()) {
            columns().stream().filter(column -> column.name().equals(keyName)).forEach(orderedColumns::add);
        }
        columns().stream().filter(column -> !isKey(column)).forEach(orderedColumns::add);
        return orderedColumns;
    }

    /** Returns the columns as table columns, for rules that apply to both. */
    public List<Column> toTableColumns() {
        return storedColumns().stream()
                .map(column -> column.toTableColumn(isKey(column)))
                .toList();
    }

    public MaterializedView withName(String newName) {
        return new MaterializedView(newName, viewColumns, comment, layout, refreshState, definition);
    }

    public MaterializedView withInactiveReason(@Nullable String reason) {
        return withRefreshState(new RefreshState(refresh(), properties(), reason));
    }

    public MaterializedView withRefresh(Refresh newRefresh) {
        return withRefreshState(new RefreshState(newRefresh, properties(), inactiveReason()));
    }

    public MaterializedView withProperties(StoredProperties newProperties) {
        return withRefreshState(new RefreshState(refresh(), newProperties, inactiveReason()));
    }

    public MaterializedView withDistribution(Distribution newDistribution) {
        ViewLayout newLayout =
                new ViewLayout(partitioningKind(), partitionBy(), layout.partitionBaseTableNames(), newDistribution);
        return new MaterializedView(name, viewColumns, comment, newLayout, refreshState, definition);
    }

    public MaterializedView withIndexes(List<IndexDefinition> newIndexes) {
        return withViewColumns(new ViewColumns(columns(), keyColumnNames(), declaredSortKey(), newIndexes), definition);
    }

    public MaterializedView withQuery(List<ViewColumn> newColumns, ViewDefinition newDefinition) {
        return withViewColumns(
                new ViewColumns(newColumns, keyColumnNames(), declaredSortKey(), indexes()), newDefinition);
    }

    private MaterializedView withRefreshState(RefreshState newRefreshState) {
        return new MaterializedView(name, viewColumns, comment, layout, newRefreshState, definition);
    }

    private MaterializedView withViewColumns(ViewColumns newViewColumns, ViewDefinition newDefinition) {
        return new MaterializedView(name, newViewColumns, comment, layout, refreshState, newDefinition);
    }
}
