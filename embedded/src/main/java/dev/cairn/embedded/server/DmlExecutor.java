package dev.cairn.embedded.server;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.rows.PreparedWrite;
import dev.cairn.embedded.rows.ServerRows;
import dev.cairn.embedded.rows.WriteResult;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.show.SessionSnapshot;
import dev.cairn.embedded.state.ChangedPartitions;
import dev.cairn.embedded.state.Cluster;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.Load;
import dev.cairn.embedded.state.StatementObject;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Manipulation;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs INSERT, UPDATE, DELETE and CREATE TABLE AS SELECT, and records them as loads with their labels; runs the
 * transactions that contain them.
 *
 * <p>A statement begins under the lock of the cluster, evaluates its query without it, and is committed under it again.
 *
 * @param pendingWrites the statements of the open transaction
 * @param beforeCommit is run between the begin and the commit of each statement
 */
record DmlExecutor(
        Cluster cluster,
        ServerSession session,
        SessionSnapshot snapshot,
        SessionRows sessionRows,
        List<StartedWrite> pendingWrites,
        Runnable beforeCommit) {
    private static final Set<String> ALLOWED_IN_TRANSACTION =
            Set.of("BEGIN", "START", "COMMIT", "ROLLBACK", "INSERT", "UPDATE", "DELETE", "WITH", "SET");

    /** A statement that has begun and whose query has been evaluated. */
    record StartedWrite(Load load, PreparedWrite write) {}

    /** Runs a statement; within a transaction, its rows are written at COMMIT. */
    Answer answer(Statement.OpaqueStatement statement) {
        if (statement.target() == null) {
            throw Refusal.analysis(statement.span(), EmbeddedRule.NOT_A_TABLE);
        }
        Manipulation manipulation =
                Sql.parseManipulation(statement.text(), ServerStatementHandler.pipesMeaning(session));
        return sessionRows.runWithHints(QueryHints.of(manipulation), () -> answer(manipulation));
    }

    private Answer answer(Manipulation manipulation) {
        cluster.checkManipulation(session, manipulation);
        new Permissions(snapshot).require(manipulation);
        requireAllowedInTransaction(manipulation);
        StartedWrite startedWrite = beginExclusively(manipulation);
        if (!session.isInTransaction()) {
            return commit(startedWrite);
        }
        try {
            long changed = cluster.exclusively(state -> {
                StatementObject table = findTable(startedWrite);
                return sessionRows
                        .rows()
                        .rehearse(
                                startedWrite.write(),
                                table.database(),
                                requireObject(startedWrite, table),
                                sessionRows.context());
            });
            pendingWrites.add(startedWrite);
            session.modifiedTables().add(startedWrite.load().tableId());
            return new Answer.Ok(changed, describeOutcome(startedWrite, "PREPARE"));
        } catch (RuntimeException failure) {
            abort(startedWrite, String.valueOf(failure.getMessage()));
            throw failure;
        }
    }

    private void requireAllowedInTransaction(Manipulation manipulation) {
        if (session.isInTransaction() && manipulation instanceof Manipulation.Insert insert) {
            if (insert.overwrite()) {
                throw notInTransaction();
            }
            if (insert.source() instanceof Manipulation.InsertedRows.QueriedRows result) {
                sessionRows.requireUnmodified(result.query().query());
            }
        }
    }

    /** Runs a statement and records it as a load. */
    Answer run(Manipulation manipulation) {
        return commit(beginExclusively(manipulation));
    }

    private StartedWrite beginExclusively(Manipulation manipulation) {
        StartedWrite startedWrite = cluster.exclusively(state -> begin(manipulation));
        session.setCancellation(startedWrite.write()::cancel);
        try {
            startedWrite.write().evaluate();
            return startedWrite;
        } catch (RuntimeException failure) {
            abort(startedWrite, String.valueOf(failure.getMessage()));
            throw failure;
        } finally {
            session.setCancellation(() -> {});
        }
    }

    private StartedWrite begin(Manipulation manipulation) {
        String kind = kind(manipulation);
        StatementObject subject = resolveTarget(manipulation.target());
        DatabaseObject object = requireObject(manipulation.target(), subject);
        String label = manipulation instanceof Manipulation.Insert insert && insert.label() != null
                ? insert.label().text()
                : null;
        if (label != null && cluster.state().loads().hasLabel(subject.database(), label)) {
            throw Refusal.analysis(Span.NONE, EmbeddedRule.TRANSACTION_LABEL_USED, label);
        }
        PreparedWrite write =
                sessionRows.rows().prepare(manipulation, subject.database(), object, sessionRows.context());
        Load load = cluster.beginLoad(
                        label,
                        subject,
                        object.isTemporary(),
                        new Load.LoadOrigin(
                                session.user().name(),
                                kind,
                                ServerRows.loadSeconds(manipulation, sessionRows.context())))
                .orElseThrow();
        return new StartedWrite(load, write);
    }

    private Answer commit(StartedWrite startedWrite) {
        try {
            beforeCommit.run();
            return cluster.exclusively(state -> {
                WriteResult writtenResult = write(startedWrite);
                sessionRows.rows().discard(startedWrite.write());
                cluster.commitLoad(startedWrite.load(), writtenResult.partitions());
                return new Answer.Ok(writtenResult.rows(), describeOutcome(startedWrite, "VISIBLE"));
            });
        } catch (RuntimeException failure) {
            abort(startedWrite, String.valueOf(failure.getMessage()));
            throw failure;
        }
    }

    private static String describeOutcome(StartedWrite startedWrite, String status) {
        return "{'label':'" + startedWrite.load().label() + "', 'status':'" + status + "', 'txnId':'"
                + startedWrite.load().id() + "'}";
    }

    private void abort(StartedWrite startedWrite, String reason) {
        cluster.exclusively(state -> {
            sessionRows.rows().discard(startedWrite.write());
            cluster.abortLoad(startedWrite.load(), reason);
            return state;
        });
    }

    private WriteResult write(StartedWrite startedWrite) {
        StatementObject table = findTable(startedWrite);
        return sessionRows
                .rows()
                .write(
                        startedWrite.write(),
                        table.database(),
                        requireObject(startedWrite, table),
                        sessionRows.context());
    }

    /**
     * Returns the table by its current name. A real server may also answer that a load into a table that was dropped
     * meanwhile has succeeded, although its rows are lost with the table.
     */
    private StatementObject findTable(StartedWrite startedWrite) {
        Load load = startedWrite.load();
        return cluster.findTable(load)
                .orElseThrow(() ->
                        Refusal.execution(Span.NONE, ServerError.UNKNOWN_TABLE, load.database() + "." + load.table()));
    }

    private DatabaseObject.TableObject requireObject(StartedWrite startedWrite, StatementObject table) {
        Catalog shared = cluster.state().catalog();
        Catalog catalog = startedWrite.load().tableId() == 0 ? session.withTemporaries(shared) : shared;
        return catalog.table(table.database(), table.name())
                .map(DatabaseObject.TableObject::new)
                .orElseThrow(() ->
                        Refusal.execution(Span.NONE, ServerError.UNKNOWN_TABLE, table.database() + "." + table.name()));
    }

    private StatementObject resolveTarget(QualifiedName target) {
        return StatementObject.of(target, session.database())
                .orElseThrow(() -> Refusal.analysis(target.span(), ServerError.NO_DATABASE_CHOSEN));
    }

    private DatabaseObject requireObject(QualifiedName target, StatementObject subject) {
        Database database = session.withTemporaries(cluster.state().catalog())
                .database(subject.database())
                .orElseThrow(() -> Refusal.analysis(target.span(), ServerError.UNKNOWN_DATABASE, subject.database()));
        return DatabaseObject.of(database, subject.name())
                .orElseThrow(() -> Refusal.analysis(
                        target.span(), ServerError.UNKNOWN_TABLE, subject.database() + "." + subject.name()));
    }

    private static String kind(Manipulation manipulation) {
        if (manipulation instanceof Manipulation.Insert) {
            return "INSERT";
        }
        return manipulation instanceof Manipulation.Update ? "UPDATE" : "DELETE";
    }

    /** Runs CREATE TABLE AS SELECT: creates the table and inserts the rows. If this fails, the table is dropped. */
    Answer answer(Statement.CreateTableAsSelect create, @Nullable String failingJob) {
        boolean existed = exists(create);
        cluster.apply(session, create, failingJob);
        if (existed) {
            return Answer.OK;
        }
        Manipulation.Insert insert = Manipulation.Insert.of(
                create.name(), List.of(), new Manipulation.InsertedRows.QueriedRows(create.query()), create.span());
        boolean filled = false;
        try {
            Answer answer = run(insert);
            filled = true;
            return answer;
        } finally {
            if (!filled) {
                cluster.apply(
                        session,
                        new Statement.DropTable(
                                create.lifetime() == Statement.Lifetime.TEMPORARY,
                                true,
                                create.name(),
                                true,
                                Span.NONE),
                        null);
            }
        }
    }

    private boolean exists(Statement.CreateTableAsSelect create) {
        return StatementObject.of(create.name(), session.database())
                .flatMap(subject -> session.withTemporaries(cluster.state().catalog())
                        .database(subject.database())
                        .flatMap(database -> DatabaseObject.of(database, subject.name())))
                .isPresent();
    }

    // Transactions.

    /** Returns whether a statement is allowed within a transaction; the server refuses DDL and SHOW. */
    static boolean isAllowedInTransaction(String keyword) {
        return ALLOWED_IN_TRANSACTION.contains(keyword);
    }

    static Refusal notInTransaction() {
        return Refusal.analysis(Span.NONE, EmbeddedRule.STATEMENT_IN_TRANSACTION);
    }

    /** Runs BEGIN, COMMIT or ROLLBACK. */
    Answer runTransactionStatement(String keyword) {
        boolean begins = keyword.equals("BEGIN") || keyword.equals("START");
        if (begins && session.isInTransaction()) {
            return Answer.OK;
        }
        session.setInTransaction(begins);
        if (keyword.equals("COMMIT")) {
            commit();
        } else {
            rollBack();
        }
        return Answer.OK;
    }

    /** Writes the rows of all pending statements; the versions of partitions grow once for each table. */
    private void commit() {
        try {
            beforeCommit.run();
            cluster.exclusively(state -> {
                Map<Long, ChangedPartitions> written = new HashMap<>();
                sessionRows.rows().runInTransaction(state, () -> {
                    pendingWrites.forEach(startedWrite -> written.merge(
                            startedWrite.load().tableId(), write(startedWrite).partitions(), ChangedPartitions::merge));
                    return state;
                });
                for (StartedWrite startedWrite : pendingWrites) {
                    ChangedPartitions ofTable =
                            written.remove(startedWrite.load().tableId());
                    sessionRows.rows().discard(startedWrite.write());
                    cluster.commitLoad(startedWrite.load(), ofTable == null ? ChangedPartitions.NONE : ofTable);
                }
                pendingWrites.clear();
                return state;
            });
        } catch (RuntimeException failure) {
            abort(String.valueOf(failure.getMessage()));
            throw failure;
        }
    }

    /** Aborts the statements of the open transaction. */
    void rollBack() {
        abort("User rollback");
    }

    private void abort(String reason) {
        pendingWrites.forEach(startedWrite -> abort(startedWrite, reason));
        pendingWrites.clear();
    }
}
