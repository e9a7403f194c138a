package dev.cairn.embedded.rows;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.catalog.ViewDefinition;
import dev.cairn.embedded.query.SessionExpressionEvaluator;
import dev.cairn.embedded.rows.store.DuckDb;
import dev.cairn.embedded.rows.store.DuckDbTable;
import dev.cairn.embedded.rows.store.StorageKey;
import dev.cairn.embedded.rows.store.TableStore;
import dev.cairn.embedded.rows.table.DuckDbTableResolver;
import dev.cairn.embedded.rows.table.RefreshConditionRenderer;
import dev.cairn.embedded.rows.table.SessionSourceResolver;
import dev.cairn.embedded.rows.table.StatementContext;
import dev.cairn.embedded.rows.table.SystemTableReader;
import dev.cairn.embedded.state.ClusterState;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.RefreshRun;
import dev.cairn.embedded.state.RefreshSelection;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.translate.SqlTranslator;
import dev.cairn.embedded.translate.query.TranslatedQuery;
import dev.cairn.embedded.translate.query.TranslationMode;
import dev.cairn.embedded.translate.value.CastTranslator;
import dev.cairn.embedded.translate.value.TranslationContext;
import dev.cairn.engine.materialized.IcebergTableReaders;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.ViewStatement.RefreshedPartitions;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Recalculates the rows of materialized views whose refresh the server has recorded. A failed refresh does not stop the
 * others. If the query of a view can't be calculated, each later read of the view fails with the same error.
 */
record MaterializedViewRefresher(
        DuckDb duckDb, TableStore store, ServerProfile profile, LocalDateTime now, SqlTranslator expressionTranslator) {
    /**
     * Runs the refreshes that a change has recorded.
     *
     * @return the error messages of the refreshes that failed, by the identities of their views
     */
    Map<Long, String> runDueRefreshes(ClusterState oldState, ClusterState newState) {
        Map<Long, String> failureMessageByViewId = new HashMap<>();
        for (Map.Entry<String, Database> databaseEntry : newState.catalog().databases()) {
            for (Map.Entry<String, MaterializedView> viewEntry :
                    databaseEntry.getValue().materializedViews()) {
                DatabaseObject viewObject = new DatabaseObject.DatabaseMaterializedView(viewEntry.getValue());
                StorageKey key = StorageKey.of(newState, databaseEntry.getKey(), viewObject);
                findDueRefresh(oldState, newState, key)
                        .flatMap(refreshRun -> findRepartitioningFailure(
                                        databaseEntry.getKey(), viewEntry.getValue(), newState)
                                .or(() -> refresh(key, viewObject, viewEntry.getValue(), refreshRun, newState)))
                        .ifPresent(message -> failureMessageByViewId.put(key.objectId(), message));
            }
        }
        return failureMessageByViewId;
    }

    /** Returns the last refresh of a view if the change has recorded it, and it recalculates rows. */
    private static Optional<RefreshRun> findDueRefresh(ClusterState oldState, ClusterState newState, StorageKey key) {
        return newState.refreshRuns()
                .findLast(key.objectId())
                .filter(lastRun -> lastRun.hasRecalculatedRows()
                        && !findLastRunId(oldState, key).equals(findLastRunId(newState, key)));
    }

    private static Optional<Long> findLastRunId(ClusterState state, StorageKey key) {
        return state.refreshRuns().findLast(key.objectId()).map(RefreshRun::id);
    }

    /** Returns the failure of a view over an Iceberg table whose partitioning has changed; the view keeps its rows. */
    private Optional<String> findRepartitioningFailure(String databaseName, MaterializedView view, ClusterState state) {
        return new IcebergTableReaders(profile, state.catalog())
                .findRepartitionedTable(view)
                .map(table ->
                        "Materialized view " + databaseName + "." + view.name() + " refresh failed: base Iceberg table "
                                + table.name() + " has undergone partition evolution, which is not supported");
    }

    /**
     * Refreshes a view; returns the error message if this fails. If the query of the view can't be calculated, reading
     * the view then fails, too, until all its partitions have been refreshed.
     */
    private Optional<String> refresh(
            StorageKey key,
            DatabaseObject viewObject,
            MaterializedView view,
            RefreshRun refreshRun,
            ClusterState state) {
        boolean isComplete = refreshRun.partitions().equals(RefreshedPartitions.ALL)
                && refreshRun.findBasePartitionNames().isEmpty();
        if (store.isUnusable(key) && !isComplete) {
            return Optional.of("The embedded server can't refresh some partitions of " + view.name()
                    + ", because its last refresh failed. Refresh the whole view");
        }
        try {
            RefreshConditionRenderer conditionRenderer =
                    new RefreshConditionRenderer(view, viewObject.columns(), state.catalog(), expressionTranslator);
            Optional<String> refreshCondition = refreshRun
                    .findBasePartitionNames()
                    .map(conditionRenderer::renderBasePartitions)
                    .or(() -> conditionRenderer.renderCondition(refreshRun.partitions()));
            DuckDbTable table = refreshCondition.isPresent()
                    ? store.open(key, viewObject.columns())
                    : store.recreate(key, viewObject.columns());
            refreshCondition.ifPresent(
                    condition -> duckDb.run("DELETE FROM " + table.quotedName() + " WHERE " + condition));
            String whereClause = Stream.of(refreshCondition, conditionRenderer.renderAnyPartition())
                    .flatMap(Optional::stream)
                    .reduce((left, right) -> left + " AND " + right)
                    .map(condition -> " WHERE " + condition)
                    .orElse("");
            insert(table, mode -> "FROM (" + translateQuery(view, viewObject, state, mode) + ")" + whereClause);
            deleteExpiredRows(view, table);
            if (!RefreshSelection.isPossible(state, view)) {
                requirePartitionCountWithinLimit(view, table, conditionRenderer);
            }
            return Optional.empty();
        } catch (Refusal refusal) {
            store.markUnusable(key, refusal);
            return Optional.of(String.valueOf(refusal.getMessage()));
        }
    }

    /**
     * Deletes the rows that the retention condition of a list-partitioned view excludes. A condition on rows suffices,
     * because each partition has one value.
     */
    private void deleteExpiredRows(MaterializedView view, DuckDbTable table) {
        KnownProperty.PARTITION_RETENTION_CONDITION
                .findValueIn(view.properties())
                .filter(condition ->
                        !condition.isBlank() && view.partitioningKind() == MaterializedView.PartitioningKind.LIST)
                .map(Sql::parseExpression)
                .ifPresent(condition -> {
                    String retentionCondition = expressionTranslator.translateExpression(
                            condition, DuckDbTableResolver.toSourceColumns(table.columns()), TypeConstants.BOOLEAN);
                    duckDb.run("DELETE FROM " + table.quotedName() + " WHERE NOT coalesce(" + retentionCondition
                            + ", FALSE)");
                });
    }

    /**
     * Refuses a view with more partitions than its limit: a server would refresh only the last ones of the changed
     * partitions.
     */
    private void requirePartitionCountWithinLimit(
            MaterializedView view, DuckDbTable table, RefreshConditionRenderer conditionRenderer) {
        long limit = RefreshSelection.limit(view);
        if (limit > 0
                && duckDb.queryNumber("SELECT count(*) FROM (SELECT DISTINCT "
                                + conditionRenderer.renderPartitionItems() + " FROM " + table.quotedName() + ")")
                        > limit) {
            throw Refusal.ofExecution(
                    Span.NONE,
                    EmbeddedRule.UNSUPPORTED,
                    KnownProperty.AUTO_REFRESH_PARTITIONS_LIMIT.propertyName()
                            + " of a view whose partitions do not follow from one table");
        }
    }

    /**
     * Inserts the rows of a query. If a value exceeds the range of its type, the query is run again with wrapping
     * arithmetic.
     */
    private void insert(DuckDbTable table, Function<TranslationMode, String> queryRenderer) {
        String insertPrefix = "INSERT INTO " + table.quotedName() + " ";
        String plainQuery = queryRenderer.apply(TranslationMode.PLAIN);
        try {
            duckDb.run(insertPrefix + plainQuery);
        } catch (Refusal refusal) {
            String wrappingQuery = queryRenderer.apply(TranslationMode.WRAPPING);
            if (wrappingQuery.equals(plainQuery) || !refusal.breaksAnyRule(Set.of(EmbeddedRule.CALCULATION_FAILED))) {
                throw refusal;
            }
            duckDb.run(insertPrefix + wrappingQuery);
        }
    }

    /** Returns the query of the view in DuckDB's SQL, with the names and types of the stored columns. */
    private String translateQuery(
            MaterializedView view, DatabaseObject viewObject, ClusterState state, TranslationMode mode) {
        ViewDefinition definition = view.definition();
        SessionSourceResolver sourceResolver = new SessionSourceResolver(profile, state.catalog());
        DuckDbTableResolver tableResolver = new DuckDbTableResolver(
                store::open,
                new StatementContext.VisibleState(state, state.catalog(), profile),
                (databaseName, object) -> StorageKey.of(state, databaseName, object),
                SystemTableReader.REFUSE_ALL,
                sourceResolver,
                expressionTranslator);
        SqlTranslator sqlTranslator = new SqlTranslator(new TranslationContext(
                profile,
                sourceResolver.createAnalysis(definition.defaultDatabaseName()),
                tableResolver,
                now,
                SessionExpressionEvaluator::evaluateOutsideSession));
        TranslatedQuery query = sqlTranslator.translateQuery(
                sqlTranslator.analyze(definition.query().query()), mode);
        List<String> columnNames = view.columns().stream().map(ViewColumn::name).toList();
        List<String> valueSqls = new ArrayList<>();
        for (Column column : viewObject.columns()) {
            int columnIndex = columnNames.indexOf(column.name());
            String valueSql = CastTranslator.convert(
                    "c" + columnIndex, query.columns().get(columnIndex).type(), column.type());
            valueSqls.add(valueSql + " AS " + DuckDbTable.quotedColumnName(column));
        }
        return "SELECT " + String.join(", ", valueSqls) + " FROM (" + query.sql() + ")";
    }
}
