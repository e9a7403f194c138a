package dev.cairn.embedded.server;

import dev.cairn.catalog.Catalog;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.rows.PreparedWrite;
import dev.cairn.embedded.server.DmlExecutor.StartedWrite;
import dev.cairn.embedded.show.SessionSnapshot;
import dev.cairn.embedded.state.Cluster;
import dev.cairn.embedded.state.ClusterState;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.DatabaseObjectName;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Runs CREATE TABLE AS SELECT. The statement is prepared without the lock. Under one lock, the table is created and the
 * INSERT of the rows begins, so that no other statement runs in between. The query is then evaluated and committed like
 * any other load. If the query or the commit fails, the table is dropped.
 *
 * @param dmlExecutor runs the INSERT
 */
record CreateTableAsSelectExecutor(DmlExecutor dmlExecutor) {
    /**
     * Runs a statement.
     *
     * @return the number of inserted rows; {@link Answer#OK} if the target exists and IF NOT EXISTS allows it
     */
    Answer run(Statement.CreateTableAsSelect create) {
        Optional<StartedWrite> startedInsert = dmlExecutor
                .cluster()
                .runPrepared(
                        state -> prepare(create, state), (preparedCreation, state) -> begin(preparedCreation, create));
        return startedInsert
                .map(startedWrite -> runAfterCreation(
                        create,
                        () -> dmlExecutor.commit(dmlExecutor.evaluate(startedWrite)),
                        () -> dmlExecutor.cluster().findTableName(startedWrite.load())))
                .orElse(Answer.OK);
    }

    /**
     * A statement that has been prepared, but has not begun.
     *
     * @param insert the INSERT of the rows; empty if the target exists, so that the statement has no effect
     */
    private record PreparedCreation(Cluster.PreparedDdl creation, Optional<PreparedInsert> insert) {}

    private record PreparedInsert(DmlStatement.Insert statement, PreparedWrite write) {}

    private PreparedCreation prepare(Statement.CreateTableAsSelect create, ClusterState state) {
        new PrivilegeChecker(new SessionSnapshot(state, dmlExecutor.cluster().profile(), dmlExecutor.session()))
                .requirePrivileges(create);
        requireNoRecursion(create.queryText().query());
        Cluster.PreparedDdl creation = dmlExecutor.cluster().prepare(dmlExecutor.session(), create, state);
        if (findTarget(create, creation.catalog()).isPresent()) {
            return new PreparedCreation(creation, Optional.empty());
        }
        DmlStatement.Insert insert = DmlStatement.Insert.of(
                create.name(), List.of(), new DmlStatement.RowSource.QueriedRows(create.queryText()), create.span());
        DatabaseObject createdTable =
                findTarget(create, creation.result().catalog()).orElseThrow();
        return new PreparedCreation(
                creation,
                Optional.of(new PreparedInsert(insert, dmlExecutor.prepareWrite(insert, createdTable, state))));
    }

    /** A frontend replaces recursive tables by temporary tables, and then refuses the columns of the statement. */
    private static void requireNoRecursion(Query createdQuery) {
        createdQuery.visit(new Query.QueryVisitor() {
            @Override
            public void visitQuery(Query query) {
                if (query.isRecursive()) {
                    throw Refusal.ofAnalysis(
                            query.span(), EmbeddedRule.UNSUPPORTED, "WITH RECURSIVE in CREATE TABLE AS SELECT");
                }
            }
        });
    }

    /**
     * Creates the table and begins the INSERT; if the latter fails, drops the table. The result is empty if the target
     * exists. Called under the lock.
     */
    private Optional<StartedWrite> begin(PreparedCreation preparedCreation, Statement.CreateTableAsSelect create) {
        ClusterState newState = dmlExecutor
                .cluster()
                .apply(preparedCreation.creation(), dmlExecutor.faults().jobFailureMessage());
        if (preparedCreation.insert().isEmpty()) {
            return Optional.empty();
        }
        PreparedInsert insert = preparedCreation.insert().get();
        return runAfterCreation(
                create,
                () -> Optional.of(dmlExecutor.begin(insert.statement(), insert.write(), newState)),
                () -> DatabaseObjectName.resolve(
                        create.name(), dmlExecutor.session().databaseName()));
    }

    /**
     * Runs a step after the creation of a table, and returns its result. If the step fails, drops the table under its
     * current name.
     *
     * @param tableFinder finds the current name of the table; empty if it has been dropped
     */
    private <T> T runAfterCreation(
            Statement.CreateTableAsSelect create,
            Supplier<T> step,
            Supplier<Optional<DatabaseObjectName>> tableFinder) {
        boolean hasSucceeded = false;
        try {
            T stepResult = step.get();
            hasSucceeded = true;
            return stepResult;
        } finally {
            if (!hasSucceeded) {
                dmlExecutor.cluster().runExclusively(state -> {
                    tableFinder.get().ifPresent(createdTableName -> dropTable(createdTableName, create.lifetime()));
                    return state;
                });
            }
        }
    }

    private void dropTable(DatabaseObjectName droppedTableName, Statement.TableLifetime lifetime) {
        Statement.DropTable drop = new Statement.DropTable(
                lifetime == Statement.TableLifetime.TEMPORARY,
                true,
                QualifiedName.of(droppedTableName.databaseName(), droppedTableName.name()),
                true,
                Span.NONE);
        new DdlExecutor(dmlExecutor.cluster(), dmlExecutor.session(), dmlExecutor.queryExecutor()).runUnchecked(drop);
    }

    private Optional<DatabaseObject> findTarget(Statement.CreateTableAsSelect create, Catalog catalog) {
        return DatabaseObjectName.resolve(create.name(), dmlExecutor.session().databaseName())
                .flatMap(objectName -> catalog.findDatabase(objectName.databaseName())
                        .flatMap(database -> DatabaseObject.find(database, objectName.name())));
    }
}
