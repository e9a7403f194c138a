package dev.cairn.embedded.rows;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.catalog.ViewDefinition;
import dev.cairn.embedded.query.SessionValues;
import dev.cairn.embedded.rows.store.DuckDb;
import dev.cairn.embedded.rows.store.DuckDbTable;
import dev.cairn.embedded.rows.store.StorageKey;
import dev.cairn.embedded.rows.store.TableStore;
import dev.cairn.embedded.state.ClusterState;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.RefreshRun;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.translate.TranslatedQuery;
import dev.cairn.embedded.translate.Translation;
import dev.cairn.embedded.translate.TranslationMode;
import dev.cairn.embedded.translate.value.CastTranslation;
import dev.cairn.embedded.translate.value.TranslationContext;
import dev.cairn.embedded.translate.value.TranslationTypes;
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
        DuckDb duckDb, TableStore store, ServerProfile profile, LocalDateTime now, Translation expressions) {
    /**
     * Runs the refreshes that a change has recorded.
     *
     * @return the error messages of the refreshes that failed, by the identities of their views
     */
    Map<Long, String> runAfter(ClusterState oldState, ClusterState newState) {
        Map<Long, String> failures = new HashMap<>();
        for (Map.Entry<String, Database> database : newState.catalog().databases()) {
            for (Map.Entry<String, MaterializedView> viewEntry :
                    database.getValue().materializedViews()) {
                DatabaseObject view = new DatabaseObject.DatabaseMaterializedView(viewEntry.getValue());
                StorageKey key = StorageKey.of(newState, database.getKey(), view);
                findDueRefresh(oldState, newState, key)
                        .flatMap(run -> findRepartitioningFailure(database.getKey(), viewEntry.getValue(), newState)
                                .or(() -> refresh(key, view, viewEntry.getValue(), run.partitions(), newState)))
                        .ifPresent(message -> failures.put(key.objectId(), message));
            }
        }
        return failures;
    }

    /** Returns the last refresh of a view if the change has recorded it. */
    private static Optional<RefreshRun> findDueRefresh(ClusterState oldState, ClusterState newState, StorageKey key) {
        return newState.runs()
                .lastOf(key.objectId())
                .filter(lastRun ->
                        lastRun.isEffective() && !findLastRunId(oldState, key).equals(findLastRunId(newState, key)));
    }

    private static Optional<Long> findLastRunId(ClusterState state, StorageKey key) {
        return state.runs().lastOf(key.objectId()).map(RefreshRun::id);
    }

    /** Returns the failure of a view over an Iceberg table whose partitioning has changed; the view keeps its rows. */
    private Optional<String> findRepartitioningFailure(String database, MaterializedView view, ClusterState state) {
        return new IcebergTableReaders(profile, state.catalog())
                .findRepartitionedTable(view)
                .map(table ->
                        "Materialized view " + database + "." + view.name() + " refresh failed: base Iceberg table "
                                + table.name() + " has undergone partition evolution, which is not supported");
    }

    /**
     * Refreshes a view. Returns the error message if its query can't be calculated, and then also reading the view
     * fails; empty if the refresh succeeded.
     */
    private Optional<String> refresh(
            StorageKey key,
            DatabaseObject object,
            MaterializedView view,
            RefreshedPartitions partitions,
            ClusterState state) {
        try {
            RefreshConditions conditions = new RefreshConditions(view, object.columns(), state.catalog(), expressions);
            Optional<String> refreshCondition = conditions.renderCondition(partitions);
            DuckDbTable table = refreshCondition.isPresent()
                    ? store.findOrCreate(key, object.columns())
                    : store.recreate(key, object.columns());
            refreshCondition.ifPresent(
                    condition -> duckDb.run("DELETE FROM " + table.quotedName() + " WHERE " + condition));
            String filter = Stream.of(refreshCondition, conditions.renderAnyPartition())
                    .flatMap(Optional::stream)
                    .reduce((left, right) -> left + " AND " + right)
                    .map(condition -> " WHERE " + condition)
                    .orElse("");
            insert(table, mode -> "FROM (" + translateQuery(view, object, state, mode) + ")" + filter);
            deleteExpiredRows(view, table);
            requireUnlimited(view, table, conditions);
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
                .valueIn(view.properties())
                .filter(condition ->
                        !condition.isBlank() && view.partitioningKind() == MaterializedView.PartitioningKind.LIST)
                .map(Sql::parseExpression)
                .ifPresent(condition -> {
                    String retentionCondition = expressions.translateExpression(
                            condition, DuckDbTableResolver.readableColumns(table.columns()), TranslationTypes.BOOLEAN);
                    duckDb.run("DELETE FROM " + table.quotedName() + " WHERE NOT coalesce(" + retentionCondition
                            + ", FALSE)");
                });
    }

    /**
     * Refuses a view with more partitions than its limit: a server would refresh only the last ones of the changed
     * partitions.
     */
    private void requireUnlimited(MaterializedView view, DuckDbTable table, RefreshConditions conditions) {
        long limit = KnownProperty.AUTO_REFRESH_PARTITIONS_LIMIT
                .valueIn(view.properties())
                .map(Long::parseLong)
                .orElse(0L);
        if (limit > 0
                && duckDb.queryNumber("SELECT count(*) FROM (SELECT DISTINCT " + conditions.renderPartitionItems()
                                + " FROM " + table.quotedName() + ")")
                        > limit) {
            throw Refusal.ofExecution(
                    Span.NONE,
                    EmbeddedRule.UNSUPPORTED,
                    "more partitions than " + KnownProperty.AUTO_REFRESH_PARTITIONS_LIMIT.propertyName());
        }
    }

    /** Inserts the rows of a query; if a value is beyond the range of its type, with arithmetic that wraps around. */
    private void insert(DuckDbTable table, Function<TranslationMode, String> query) {
        String insertPrefix = "INSERT INTO " + table.quotedName() + " ";
        String plainQuery = query.apply(TranslationMode.PLAIN);
        try {
            duckDb.run(insertPrefix + plainQuery);
        } catch (Refusal refusal) {
            String wrappingQuery = query.apply(TranslationMode.WRAPPING);
            if (wrappingQuery.equals(plainQuery) || !refusal.breaksAnyOf(Set.of(EmbeddedRule.CALCULATION_FAILED))) {
                throw refusal;
            }
            duckDb.run(insertPrefix + wrappingQuery);
        }
    }

    private String translateQuery(
            MaterializedView view, DatabaseObject object, ClusterState state, TranslationMode mode) {
        ViewDefinition definition = view.definition();
        SessionSourceResolver sources =
                new SessionSourceResolver(profile, state.catalog(), SessionValues::constantOutsideSession);
        DuckDbTableResolver tables = new DuckDbTableResolver(
                store,
                state.catalog(),
                (database, base) -> StorageKey.of(state, database, base),
                SystemTables.NONE,
                sources,
                expressions);
        Translation translation = new Translation(new TranslationContext(
                profile,
                sources.createAnalysis(definition.database()),
                tables,
                now,
                SessionValues::constantOutsideSession));
        TranslatedQuery query = translation.translateQuery(
                translation.analyse(definition.query().query()), mode);
        List<String> values = new ArrayList<>();
        for (Column column : object.columns()) {
            int position = findPosition(view, column);
            String value = CastTranslation.convert(
                    "c" + position, query.columns().get(position).type(), column.type());
            values.add(value + " AS " + DuckDbTable.columnName(column));
        }
        return "SELECT " + String.join(", ", values) + " FROM (" + query.sql() + ")";
    }

    /** Returns the index of a stored column among the columns of the view's query; -1 if there is none. */
    private static int findPosition(MaterializedView view, Column column) {
        List<String> names = view.columns().stream().map(ViewColumn::name).toList();
        return names.indexOf(column.name());
    }
}
