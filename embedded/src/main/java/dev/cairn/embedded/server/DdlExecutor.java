package dev.cairn.embedded.server;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.protocol.ResultColumnType;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.show.ClusterListings;
import dev.cairn.embedded.show.SessionSnapshot;
import dev.cairn.embedded.state.Cluster;
import dev.cairn.embedded.state.ClusterState;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.DatabaseObjectName;
import dev.cairn.embedded.state.RefreshRun;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs the DDL statements of one session: changes the definitions, the counters of AUTO_INCREMENT, and the rows of
 * temporary tables.
 */
record DdlExecutor(Cluster cluster, ServerSession session, SessionQueryExecutor queryExecutor) {
    private static final String DEPENDENCY_CHECK_VARIABLE = "enable_drop_table_check_mv_dependency";

    /** Runs a statement if the user has the required privileges. */
    Answer run(Statement statement, StatementFaults faults) {
        ClusterState newState = cluster.runPrepared(
                state -> prepare(new PartitionConditionResolver(queryExecutor).resolve(statement, state), state),
                (preparedDdl, state) -> apply(preparedDdl, faults.jobFailureMessage()));
        return createAnswer(statement, newState);
    }

    private Cluster.PreparedDdl prepare(Statement statement, ClusterState state) {
        new PrivilegeChecker(new SessionSnapshot(state, cluster.profile(), session)).requirePrivileges(statement);
        requireNoDependentViews(statement, state.catalog());
        return cluster.prepare(session, statement, state);
    }

    /** Refuses to drop what a materialized view reads, if the session checks this. */
    private void requireNoDependentViews(Statement statement, Catalog catalog) {
        boolean isCheckedDrop = statement instanceof Statement.DropTable
                || statement instanceof ViewStatement.DropView
                || (statement instanceof ViewStatement.DropMaterializedView drop && !drop.isForced());
        if (!isCheckedDrop
                || !session.variables().requireValue(DEPENDENCY_CHECK_VARIABLE).equals("true")) {
            return;
        }
        DatabaseObjectName.findChangedObject(statement, session.databaseName()).ifPresent(droppedName -> {
            List<String> viewNames = new ArrayList<>();
            for (Map.Entry<String, Database> databaseEntry : catalog.databases()) {
                for (Map.Entry<String, MaterializedView> viewEntry :
                        databaseEntry.getValue().materializedViews()) {
                    MaterializedView view = viewEntry.getValue();
                    if (view.definition().dependsOn(droppedName.databaseName(), droppedName.name())) {
                        viewNames.add(databaseEntry.getKey() + "." + view.name());
                    }
                }
            }
            if (!viewNames.isEmpty()) {
                throw Refusal.ofAnalysis(
                        statement.span(),
                        EmbeddedRule.DEPENDENT_VIEWS_EXIST,
                        droppedName.name(),
                        String.join(", ", viewNames));
            }
        });
    }

    /** Runs a statement like {@link #run}, but checks no privileges and resolves no conditions of partitions. */
    void runUnchecked(Statement statement) {
        cluster.runExclusively(state -> apply(cluster.prepare(session, statement, state), null));
    }

    /** Applies a statement. Called under the lock. */
    private ClusterState apply(Cluster.PreparedDdl preparedDdl, @Nullable String jobFailureMessage) {
        ClusterState newState = cluster.apply(preparedDdl, jobFailureMessage);
        if (preparedDdl.statement() instanceof Statement.DropTable drop) {
            dropTemporaryRows(drop);
        }
        if (preparedDdl.statement() instanceof Statement.AlterTable alter) {
            applyAutoIncrementClauses(alter, newState);
        }
        return newState;
    }

    private Answer createAnswer(Statement statement, ClusterState newState) {
        if (statement instanceof ClusterStatement.CreateClusterObject create) {
            return ClusterListings.answerCreation(create);
        }
        return statement instanceof ViewStatement.RefreshMaterializedView refresh
                ? createRefreshAnswer(refresh, newState)
                : Answer.OK;
    }

    /** Returns the id of the refresh, or the failure of a refresh for which the server has waited. */
    private Answer createRefreshAnswer(ViewStatement.RefreshMaterializedView refresh, ClusterState newState) {
        return DatabaseObjectName.findChangedObject(refresh, session.databaseName())
                .flatMap(view -> newState.identities().findObject(view.databaseName(), view.name()))
                .flatMap(identity -> newState.refreshRuns().findLast(identity.id()))
                .<Answer>map(
                        refreshRun -> createRefreshAnswer(refreshRun, Boolean.TRUE.equals(refresh.isSynchronous())))
                .orElse(Answer.OK);
    }

    private static Answer createRefreshAnswer(RefreshRun refreshRun, boolean isSynchronous) {
        if (isSynchronous && refreshRun.failureMessage() != null) {
            return Answer.Failure.of("execute task " + RefreshRun.taskName(refreshRun.viewId()) + " failed: "
                    + refreshRun.failureMessage());
        }
        return new Answer.ResultRows(
                List.of(new Answer.ResultColumn("QUERY_ID", ResultColumnType.varchar(60))),
                List.of(List.of(refreshRun.queryId())));
    }

    /** Drops the rows of a temporary table, which DROP TABLE prefers to another table with the same name. */
    private void dropTemporaryRows(Statement.DropTable drop) {
        DatabaseObjectName.findChangedObject(drop, session.databaseName())
                .ifPresent(tableName -> queryExecutor
                        .rowStorage()
                        .dropTemporaryRows(session, tableName.databaseName(), tableName.name()));
    }

    /** Sets the next values of AUTO_INCREMENT that clauses of the statement specify. */
    private void applyAutoIncrementClauses(Statement.AlterTable alter, ClusterState newState) {
        for (AlterClause clause : alter.clauses()) {
            if (clause instanceof AlterClause.SetAutoIncrement setAutoIncrement) {
                DatabaseObjectName.findChangedObject(alter, session.databaseName())
                        .ifPresent(tableName -> setCounter(tableName, setAutoIncrement.value(), newState));
            }
        }
    }

    private void setCounter(DatabaseObjectName objectName, long nextValue, ClusterState state) {
        session.createVisibleCatalog(state.catalog())
                .findDatabase(objectName.databaseName())
                .flatMap(database -> DatabaseObject.find(database, objectName.name()))
                .filter(DatabaseObject.DatabaseTable.class::isInstance)
                .ifPresent(object -> queryExecutor
                        .createWriter(state)
                        .setCounter(objectName.databaseName(), (DatabaseObject.DatabaseTable) object, nextValue));
    }
}
