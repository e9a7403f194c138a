package dev.cairn.embedded.state;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.engine.property.RefreshVariables;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Records refreshes of materialized views: by REFRESH, and by CREATE unless it defers the first refresh. */
final class RefreshRecorder {
    private final Catalog oldCatalog;
    private final Statement statement;
    private final Instant now;
    private final @Nullable String failureMessage;
    private final boolean appliesLimit;

    /**
     * Creates a recorder that applies the limit of a view.
     *
     * @param oldCatalog the catalog before the statement
     * @param failureMessage the error message with which the refresh is to end; null if it is to succeed
     */
    RefreshRecorder(Catalog oldCatalog, Statement statement, Instant now, @Nullable String failureMessage) {
        this(oldCatalog, statement, now, failureMessage, true);
    }

    private RefreshRecorder(
            Catalog oldCatalog,
            Statement statement,
            Instant now,
            @Nullable String failureMessage,
            boolean appliesLimit) {
        this.oldCatalog = oldCatalog;
        this.statement = statement;
        this.now = now;
        this.failureMessage = failureMessage;
        this.appliesLimit = appliesLimit;
    }

    /** Returns a recorder of refreshes of all changed partitions. */
    RefreshRecorder withoutLimit() {
        return new RefreshRecorder(oldCatalog, statement, now, failureMessage, false);
    }

    /** Returns the state with the refresh that the statement starts; unchanged if the statement starts none. */
    ClusterState recordRefresh(ClusterState newState, DatabaseObjectName subjectName) {
        Optional<MaterializedView> view = findView(newState.catalog(), subjectName);
        Optional<MaterializedView> oldView = findView(oldCatalog, subjectName);
        boolean startsRefresh = statement instanceof ViewStatement.RefreshMaterializedView
                || (statement instanceof ViewStatement.CreateMaterializedView
                        && oldView.isEmpty()
                        && view.filter(RefreshRecorder::isRefreshedAtCreation).isPresent())
                || (statement instanceof ViewStatement.AlterMaterializedView
                        && oldView.filter(presentView -> !presentView.isActive())
                                .isPresent()
                        && view.filter(RefreshRecorder::isRefreshedAtActivation).isPresent());
        return startsRefresh && view.isPresent() ? recordRun(newState, subjectName, view.get()) : newState;
    }

    private static Optional<MaterializedView> findView(Catalog catalog, DatabaseObjectName subjectName) {
        return catalog.findMaterializedView(subjectName.databaseName(), subjectName.name());
    }

    private static boolean isRefreshedAtCreation(MaterializedView view) {
        return !Boolean.TRUE.equals(view.refresh().isDeferred())
                && view.refresh().scheme() != ViewStatement.Refresh.Scheme.INCREMENTAL;
    }

    /** A view with a manual refresh keeps its rows; whether the first refresh is deferred does not matter. */
    private static boolean isRefreshedAtActivation(MaterializedView view) {
        return view.isActive() && view.refresh().scheme() == ViewStatement.Refresh.Scheme.ASYNC;
    }

    /**
     * Returns the view with the partitions that its limit selects, and with the versions that it contains afterwards.
     * If the statement names partitions, the versions do not change.
     */
    private static RefreshRun.RefreshTarget applyLimit(
            ClusterState state,
            MaterializedView view,
            RefreshRun.RefreshTarget requestedView,
            BasePartitionVersions containedVersions) {
        BasePartitionVersions current = requestedView.basePartitionVersions();
        if (current == null || RefreshSelection.limit(view) <= 0) {
            return requestedView;
        }
        return requestedView.scope().partitions().equals(ViewStatement.RefreshedPartitions.ALL)
                ? RefreshSelection.select(state, view, containedVersions, current, requestedView.isForced())
                        .map(requestedView::withSelection)
                        .orElse(requestedView)
                : requestedView.withBasePartitionVersions(containedVersions);
    }

    private ClusterState recordRun(ClusterState newState, DatabaseObjectName subjectName, MaterializedView view) {
        long runId = newState.lastId() + 1;
        long viewId = newState.identities()
                .findObject(subjectName.databaseName(), subjectName.name())
                .map(ObjectIdentity::id)
                .orElse(0L);
        RefreshRun.RefreshTarget requestedView = createRequestedView(newState, viewId, subjectName, view);
        Optional<RefreshRun> lastRun = newState.refreshRuns().findLast(viewId);
        boolean isPartitioned = view.partitioningKind() != MaterializedView.PartitioningKind.UNPARTITIONED;
        boolean isRedundant = failureMessage == null
                && lastRun.map(run -> run.makesRedundant(requestedView, isPartitioned))
                        .orElseGet(requestedView::isRedundantAsFirstRefresh);
        RefreshRun.RefreshTarget refreshedView = isRedundant || !appliesLimit
                ? requestedView
                : applyLimit(
                        newState,
                        view,
                        requestedView,
                        lastRun.map(RefreshRun::containedVersions).orElse(BasePartitionVersions.NONE));
        RefreshRun run = new RefreshRun(
                runId,
                new UUID(now.toEpochMilli(), runId).toString(),
                new UUID(now.toEpochMilli(), -runId).toString(),
                refreshedView,
                now,
                isRedundant ? RefreshRun.Outcome.SKIPPED : RefreshRun.Outcome.of(failureMessage));
        ClusterState recordedState =
                newState.withRefreshRuns(newState.refreshRuns().withRun(run)).withLastId(runId);
        // The refresh of a new view begins after CREATE has returned, so its effect on properties is not visible yet.
        return isRedundant || !(statement instanceof ViewStatement.RefreshMaterializedView)
                ? recordedState
                : withCopiedTimeout(recordedState, subjectName.databaseName(), view);
    }

    private RefreshRun.RefreshTarget createRequestedView(
            ClusterState state, long viewId, DatabaseObjectName viewName, MaterializedView view) {
        boolean isForced = statement instanceof ViewStatement.RefreshMaterializedView refresh && refresh.isForced();
        return new RefreshRun.RefreshTarget(
                viewId,
                viewName.databaseName(),
                "insert overwrite `" + view.name() + "` "
                        + view.definition().query().text(),
                new RefreshRun.RefreshScope(
                        statement instanceof ViewStatement.RefreshMaterializedView refresh
                                ? refresh.partitions()
                                : ViewStatement.RefreshedPartitions.ALL,
                        null),
                isForced,
                state.findBasePartitionVersions(view).orElse(null));
    }

    private static ClusterState withCopiedTimeout(ClusterState state, String databaseName, MaterializedView view) {
        Catalog catalog = state.catalog();
        return state.withCatalog(catalog.withDatabase(catalog.findDatabase(databaseName)
                .orElseThrow()
                .withMaterializedView(view.withProperties(RefreshVariables.withCopiedTimeout(view.properties())))));
    }
}
