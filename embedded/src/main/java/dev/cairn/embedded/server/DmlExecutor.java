package dev.cairn.embedded.server;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.DatabaseNameResolver;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.rows.PreparedWrite;
import dev.cairn.embedded.rows.WriteResult;
import dev.cairn.embedded.rows.store.StatementTimeout;
import dev.cairn.embedded.session.ExplicitTransaction;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.session.SqlMode;
import dev.cairn.embedded.show.SessionSnapshot;
import dev.cairn.embedded.state.ChangedPartitions;
import dev.cairn.embedded.state.Cluster;
import dev.cairn.embedded.state.ClusterState;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.DatabaseObjectName;
import dev.cairn.embedded.state.LoadTransaction;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.engine.context.RowSelection;
import dev.cairn.engine.context.Session;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs INSERT, UPDATE and DELETE, which it records as loads with their labels.
 *
 * <p>A statement is checked and prepared without the lock of the cluster, begins under the lock, evaluates its query
 * without the lock, and is committed under the lock again. If other statements have changed objects, users or roles
 * since the check, it is checked and prepared again when it begins.
 *
 * @param snapshot the state that a statement is checked against before it takes the lock
 * @param pendingWrites the statements of the open transaction
 */
record DmlExecutor(
        Cluster cluster,
        ServerSession session,
        SessionSnapshot snapshot,
        SessionQueryExecutor queryExecutor,
        List<StartedWrite> pendingWrites,
        StatementFaults faults) {
    /** The variables that decide whether a statement is accepted. */
    private static final Set<String> CHECKED_VARIABLES =
            Set.of("partial_update_mode", "enable_insert_partial_update", SqlMode.VARIABLE_NAME);

    /** A statement that has begun. Its query is evaluated by {@link #evaluate}. */
    record StartedWrite(LoadTransaction load, PreparedWrite write) {}

    /** Runs a statement; within a transaction, its rows are written at COMMIT. */
    Answer run(Statement.OpaqueStatement statement) {
        if (statement.target() == null) {
            throw Refusal.ofAnalysis(statement.span(), EmbeddedRule.NOT_A_TABLE);
        }
        DmlStatement dmlStatement = Sql.parseDml(statement.text(), session.pipesMeaning());
        return queryExecutor.runWithHints(QueryHints.of(dmlStatement), () -> runDml(dmlStatement));
    }

    private Answer runDml(DmlStatement dmlStatement) {
        requireValidLabel(dmlStatement);
        checkStatement(dmlStatement, snapshot);
        if (!session.isInTransaction()) {
            StatementTimeout.ofWrite(dmlStatement, session).requireValidForLoad();
        }
        Optional<Answer> answer = tryRunByKey(dmlStatement);
        if (answer.isPresent()) {
            return answer.get();
        }
        StartedWrite startedWrite =
                evaluate(cluster.runPrepared(state -> prepare(dmlStatement, state), (preparedDml, state) -> {
                    if (session.isInTransaction()) {
                        addToTransaction(dmlStatement, session.transaction().orElseThrow(), preparedDml, state);
                    }
                    return begin(dmlStatement, preparedDml.write(), state);
                }));
        return !session.isInTransaction() || startedWrite.write().isConditionalDelete()
                ? commit(startedWrite)
                : addPendingWrite(startedWrite);
    }

    /** Leaves the rows of a statement to the COMMIT of its transaction, and answers with the number of them. */
    private Answer addPendingWrite(StartedWrite startedWrite) {
        try {
            long changedRowCount = cluster.runExclusively(state -> {
                LoadedTable loadedTable = requireLoadedTable(startedWrite.load(), state);
                return queryExecutor
                        .createWriter(state)
                        .countChangedRows(
                                startedWrite.write(), loadedTable.databaseName(), loadedTable.databaseTable());
            });
            pendingWrites.add(startedWrite);
            return new Answer.Ok(changedRowCount, describeOutcome(startedWrite.load(), "PREPARE"));
        } catch (RuntimeException failure) {
            abort(startedWrite, String.valueOf(failure.getMessage()));
            throw failure;
        }
    }

    /**
     * Runs an UPDATE or DELETE by key from its start to its commit under the lock. The result is empty, and nothing has
     * changed, if the statement must begin, be evaluated and be committed in separate phases, because it may take long
     * or other sessions may see it in between.
     */
    private Optional<Answer> tryRunByKey(DmlStatement dmlStatement) {
        if (dmlStatement instanceof DmlStatement.Insert || session.isInTransaction() || faults.isCommitHeld()) {
            return Optional.empty();
        }
        return cluster.runExclusively(state -> {
            recheckIfChanged(dmlStatement, state);
            DatabaseObjectName objectName = resolveTarget(dmlStatement.target());
            DatabaseObject object = requireObject(dmlStatement.target(), objectName, state);
            return queryExecutor
                    .createWriter(state)
                    .tryWriteByKey(dmlStatement, objectName.databaseName(), object)
                    .map(writeResult -> {
                        LoadTransaction load = beginLoad(null, dmlStatement, objectName, object);
                        cluster.commitLoad(load, writeResult.changedPartitions());
                        return new Answer.Ok(writeResult.rowCount(), describeOutcome(load, "VISIBLE"));
                    });
        });
    }

    private void recheckIfChanged(DmlStatement dmlStatement, ClusterState state) {
        if (!state.hasSameDefinitions(snapshot.state())) {
            checkStatement(dmlStatement, new SessionSnapshot(state, cluster.profile(), session));
        }
    }

    /** Checks a statement against the objects and the privileges of a state. */
    private void checkStatement(DmlStatement dmlStatement, SessionSnapshot checkedSnapshot) {
        Map<String, String> variables = CHECKED_VARIABLES.stream()
                .collect(Collectors.toMap(
                        Function.identity(), name -> session.variables().requireValue(name)));
        cluster.engine().check(checkedSnapshot.catalog(), new Session(session.databaseName(), variables), dmlStatement);
        new PrivilegeChecker(checkedSnapshot).requirePrivileges(dmlStatement);
    }

    /**
     * A statement that has been prepared, but has not begun.
     *
     * @param readTables the tables that its query reads; they matter only within a transaction
     */
    private record PreparedDml(PreparedWrite write, Set<ExplicitTransaction.UsedTable> readTables) {}

    private PreparedDml prepare(DmlStatement dmlStatement, ClusterState state) {
        recheckIfChanged(dmlStatement, state);
        Set<ExplicitTransaction.UsedTable> readTables = session.isInTransaction()
                ? findSourceQuery(dmlStatement)
                        .map(query -> queryExecutor.collectTables(query, state))
                        .orElse(Set.of())
                : Set.of();
        return new PreparedDml(prepareWrite(dmlStatement, state), readTables);
    }

    private PreparedWrite prepareWrite(DmlStatement dmlStatement, ClusterState state) {
        DatabaseObject target = requireObject(dmlStatement.target(), resolveTarget(dmlStatement.target()), state);
        return prepareWrite(dmlStatement, target, state);
    }

    /**
     * Prepares a statement, which does not begin yet.
     *
     * @param target the table to which the statement writes; it may be a table yet to be created
     * @param state the state with the tables that the statement reads
     */
    PreparedWrite prepareWrite(DmlStatement dmlStatement, DatabaseObject target, ClusterState state) {
        String databaseName = resolveTarget(dmlStatement.target()).databaseName();
        return queryExecutor.createWriter(state).prepare(dmlStatement, databaseName, target);
    }

    /**
     * Adds the tables of a statement to the transaction, and refuses what a transaction can't contain. Does not add a
     * conditional DELETE, because it is committed immediately.
     */
    private void addToTransaction(
            DmlStatement dmlStatement, ExplicitTransaction transaction, PreparedDml preparedDml, ClusterState state) {
        DatabaseObjectName targetName = resolveTarget(dmlStatement.target());
        DatabaseObject target = requireObject(dmlStatement.target(), targetName, state);
        if (isConditionalDelete(dmlStatement, target)) {
            return;
        }
        if (dmlStatement instanceof DmlStatement.Insert insert) {
            if (insert.isOverwrite()) {
                throw TransactionStatementExecutor.createForbiddenInTransactionRefusal();
            }
            queryExecutor.requireUnmodifiedTables(preparedDml.readTables(), transaction);
        }
        ExplicitTransaction.UsedTable targetTable = new ExplicitTransaction.UsedTable(
                targetName.databaseName(),
                targetName.name(),
                target.isTemporary() ? 0 : state.identities().id(targetName.databaseName(), targetName.name()));
        Set<ExplicitTransaction.UsedTable> tables = new LinkedHashSet<>(Set.of(targetTable));
        tables.addAll(preparedDml.readTables());
        transaction.addStatement(
                targetTable,
                tables,
                dmlStatement instanceof DmlStatement.Insert,
                cluster.profile().isSharedData());
    }

    /** Returns the query that reads the tables of a statement; empty for VALUES. */
    private static Optional<Query> findSourceQuery(DmlStatement dmlStatement) {
        if (dmlStatement instanceof DmlStatement.Insert insert) {
            return insert.rowSource() instanceof DmlStatement.RowSource.QueriedRows queriedRows
                    ? Optional.of(queriedRows.queryText().query())
                    : Optional.empty();
        }
        if (dmlStatement instanceof DmlStatement.Update update) {
            List<Expression> expressions = update.assignments().stream()
                    .map(DmlStatement.Assignment::value)
                    .flatMap(Stream::ofNullable)
                    .toList();
            return Optional.of(RowSelection.of(update).toQuery(expressions));
        }
        DmlStatement.Delete delete = (DmlStatement.Delete) dmlStatement;
        return Optional.of(RowSelection.of(delete).toQuery(List.of()));
    }

    private static boolean isConditionalDelete(DmlStatement dmlStatement, DatabaseObject target) {
        return target instanceof DatabaseObject.DatabaseTable databaseTable
                && PreparedWrite.isConditionalDelete(dmlStatement, databaseTable.table());
    }

    /**
     * Evaluates the query of a statement, if it has one; aborts the load if this fails. The session can cancel the
     * query meanwhile. Called without the lock.
     */
    StartedWrite evaluate(StartedWrite startedWrite) {
        session.setCancelAction(startedWrite.write()::cancel);
        try {
            startedWrite.write().evaluate();
            return startedWrite;
        } catch (RuntimeException failure) {
            abort(startedWrite, String.valueOf(failure.getMessage()));
            throw failure;
        } finally {
            session.setCancelAction(() -> {});
        }
    }

    /**
     * Begins a load, whose query is not evaluated yet. Called under the lock.
     *
     * @throws Refusal if the table does not exist, or the label is in use
     */
    StartedWrite begin(DmlStatement dmlStatement, PreparedWrite preparedWrite, ClusterState state) {
        DatabaseObjectName objectName = resolveTarget(dmlStatement.target());
        DatabaseObject object = requireObject(dmlStatement.target(), objectName, state);
        String label = chooseLabel(dmlStatement, object);
        if (label != null && state.isLabelInUse(objectName.databaseName(), label)) {
            throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.TRANSACTION_LABEL_USED, label);
        }
        queryExecutor.createWriter(state).begin(preparedWrite);
        return new StartedWrite(beginLoad(label, dmlStatement, objectName, object), preparedWrite);
    }

    /**
     * Requires that the label is valid if the table exists: the server begins the transaction before it analyzes the
     * rest of the statement. Within a transaction, the server ignores the label.
     */
    private void requireValidLabel(DmlStatement dmlStatement) {
        String label = findLabel(dmlStatement);
        if (label == null || session.isInTransaction()) {
            return;
        }
        boolean isTargetKnown = DatabaseObjectName.resolve(dmlStatement.target(), session.databaseName())
                .flatMap(objectName -> DatabaseObject.find(
                        session.createVisibleCatalog(snapshot.state().catalog()),
                        objectName.databaseName(),
                        objectName.name()))
                .isPresent();
        if (isTargetKnown) {
            LabelFormat.requireValid(label);
        }
    }

    /**
     * Returns the label of the load of a statement; null if the server generates it. The first load of a transaction
     * has the label of the transaction.
     */
    private @Nullable String chooseLabel(DmlStatement dmlStatement, DatabaseObject target) {
        if (!session.isInTransaction()) {
            return findLabel(dmlStatement);
        }
        boolean isFirstLoad = pendingWrites.isEmpty() && !isConditionalDelete(dmlStatement, target);
        return isFirstLoad ? session.transaction().orElseThrow().label() : null;
    }

    /** Returns the label of an INSERT; null if it has none, so that the server generates one. */
    private static @Nullable String findLabel(DmlStatement dmlStatement) {
        return dmlStatement instanceof DmlStatement.Insert insert
                        && insert.label() != null
                        && !insert.label().text().isEmpty()
                ? insert.label().text()
                : null;
    }

    private LoadTransaction beginLoad(
            @Nullable String label, DmlStatement dmlStatement, DatabaseObjectName objectName, DatabaseObject object) {
        return cluster.beginLoad(
                        label,
                        objectName,
                        object.isTemporary(),
                        new LoadTransaction.LoadOrigin(
                                session.userName().name(),
                                describeLoadKind(dmlStatement),
                                StatementTimeout.ofWrite(dmlStatement, session).seconds()))
                .orElseThrow();
    }

    /** Writes the rows of a load and ends it; aborts it if this fails. Called without the lock. */
    Answer commit(StartedWrite startedWrite) {
        try {
            faults.awaitCommit();
            return cluster.runExclusively(state -> {
                WriteResult writeResult = write(startedWrite, state);
                completeLoad(startedWrite, writeResult.changedPartitions());
                return new Answer.Ok(writeResult.rowCount(), describeOutcome(startedWrite.load(), "VISIBLE"));
            });
        } catch (RuntimeException failure) {
            abort(startedWrite, String.valueOf(failure.getMessage()));
            throw failure;
        }
    }

    /** Makes the rows of a load visible, after they have been written. Called under the lock. */
    void completeLoad(StartedWrite startedWrite, ChangedPartitions changedPartitions) {
        queryExecutor.rowStorage().discard(startedWrite.write());
        cluster.commitLoad(startedWrite.load(), changedPartitions);
    }

    private static String describeOutcome(LoadTransaction load, String status) {
        return "{'label':'" + load.label() + "', 'status':'" + status + "', 'txnId':'" + load.id() + "'}";
    }

    /** Ends a load without writing its rows. Takes the lock. */
    void abort(StartedWrite startedWrite, String reason) {
        cluster.runExclusively(state -> {
            queryExecutor.rowStorage().discard(startedWrite.write());
            cluster.abortLoad(startedWrite.load(), reason);
            return state;
        });
    }

    /** Writes the rows of a load to its table. Called under the lock. */
    WriteResult write(StartedWrite startedWrite, ClusterState state) {
        LoadedTable loadedTable = requireLoadedTable(startedWrite.load(), state);
        return queryExecutor
                .createWriter(state)
                .write(startedWrite.write(), loadedTable.databaseName(), loadedTable.databaseTable());
    }

    private LoadedTable requireLoadedTable(LoadTransaction load, ClusterState state) {
        Catalog sharedCatalog = state.catalog();
        return LoadedTable.require(
                cluster, load, load.tableId() == 0 ? session.createVisibleCatalog(sharedCatalog) : sharedCatalog);
    }

    private DatabaseObjectName resolveTarget(QualifiedName target) {
        DatabaseNameResolver.requireDatabase(
                target, session.databaseName()); // refuses a name without a database if none is selected
        return DatabaseObjectName.resolve(target, session.databaseName()).orElseThrow();
    }

    private DatabaseObject requireObject(QualifiedName target, DatabaseObjectName objectName, ClusterState state) {
        return DatabaseObject.find(
                        session.createVisibleCatalog(state.catalog()), objectName.databaseName(), objectName.name())
                .orElseThrow(() -> Refusal.ofAnalysis(
                        target.span(), ServerError.UNKNOWN_TABLE, objectName.databaseName() + "." + objectName.name()));
    }

    private static String describeLoadKind(DmlStatement dmlStatement) {
        if (dmlStatement instanceof DmlStatement.Insert) {
            return "INSERT";
        }
        return dmlStatement instanceof DmlStatement.Update ? "UPDATE" : "DELETE";
    }
}
