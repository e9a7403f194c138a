package dev.cairn.embedded.server;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.embedded.account.GrantTarget;
import dev.cairn.embedded.account.ObjectKind;
import dev.cairn.embedded.account.Privilege;
import dev.cairn.embedded.look.SessionSnapshot;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.rows.WrittenRows;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.state.Cluster;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.StatementObject;
import dev.cairn.embedded.state.WrittenPartitions;
import dev.cairn.embedded.words.EmbeddedRule;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Manipulation;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs INSERT, UPDATE, DELETE and CREATE TABLE AS SELECT, and records them as loads with their labels; runs the
 * transactions that contain them.
 */
record Manipulations(Cluster cluster, ServerSession session, SessionSnapshot snapshot, SessionRows rows) {
    private static final Set<String> ALLOWED_IN_TRANSACTION =
            Set.of("BEGIN", "START", "COMMIT", "ROLLBACK", "INSERT", "UPDATE", "DELETE", "WITH", "SET");

    /** Runs a statement; within a transaction, it is only checked, and deferred until COMMIT. */
    Answer answer(Statement.Opaque statement) {
        QualifiedName target = statement.target();
        if (target == null) {
            throw Refusal.analysis(statement.span(), EmbeddedRule.NOT_A_TABLE);
        }
        Manipulation manipulation = Sql.parseManipulation(statement.text());
        cluster.check(session, manipulation);
        if (!session.inTransaction()) {
            return run(manipulation);
        }
        StatementObject subject = subject(target);
        DatabaseObject object = object(target, subject);
        require(Privilege.valueOf(kind(manipulation)), subject, object);
        long changed = cluster.exclusively(state -> rows.rehearse(manipulation, subject.database(), object));
        session.pending().add(statement);
        return new Answer.Ok(changed, "{'label':'', 'status':'PREPARE', 'txnId':'1'}");
    }

    /** Runs a statement and records it as a load. */
    Answer run(Manipulation manipulation) {
        String kind = kind(manipulation);
        StatementObject subject = subject(manipulation.target());
        DatabaseObject object = object(manipulation.target(), subject);
        require(Privilege.valueOf(kind), subject, object);
        return cluster.exclusively(state -> run(manipulation, kind, subject, object));
    }

    private StatementObject subject(QualifiedName target) {
        return StatementObject.of(target, session.database())
                .orElseThrow(() -> Refusal.analysis(target.span(), ServerError.NO_DATABASE_CHOSEN));
    }

    private DatabaseObject object(QualifiedName target, StatementObject subject) {
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

    private Answer run(Manipulation manipulation, String kind, StatementObject subject, DatabaseObject object) {
        String requestedLabel = manipulation instanceof Manipulation.Insert insert && insert.label() != null
                ? insert.label().text()
                : null;
        if (requestedLabel != null && cluster.state().loads().hasLabel(subject.database(), requestedLabel)) {
            throw Refusal.analysis(Span.NONE, EmbeddedRule.TRANSACTION_LABEL_USED, requestedLabel);
        }
        WrittenRows written = rows.write(manipulation, subject.database(), object);
        String label = cluster.load(
                        requestedLabel,
                        subject.database(),
                        subject.name(),
                        session.user().name(),
                        kind,
                        object.isTemporary() ? WrittenPartitions.NONE : written.partitions())
                .orElseThrow();
        cluster.rowsChanged(subject.database(), subject.name());
        return new Answer.Ok(written.rows(), "{'label':'" + label + "', 'status':'VISIBLE', 'txnId':'1'}");
    }

    private void require(Privilege privilege, StatementObject subject, DatabaseObject object) {
        long database = snapshot.id(subject.database());
        long id = snapshot.id(subject.database(), subject.name());
        boolean may = object.isTemporary()
                || snapshot.access().may(privilege, GrantTarget.of(ObjectKind.TABLE, database, id));
        if (!may) {
            throw snapshot.access().denied(privilege.words(), ObjectKind.TABLE, subject.name());
        }
    }

    /** Runs CREATE TABLE AS SELECT: creates the table and inserts the rows. If this fails, the table is dropped. */
    Answer answer(Statement.CreateTableAsSelect create, @Nullable String failingJob) {
        boolean existed = exists(create);
        cluster.apply(session, create, failingJob);
        if (existed) {
            return Answer.OK;
        }
        Manipulation.Insert insert = new Manipulation.Insert(
                false,
                false,
                create.name(),
                null,
                null,
                List.of(),
                false,
                List.of(),
                new Manipulation.Source.Result(create.query()),
                create.span());
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
    static boolean allowedInTransaction(String keyword) {
        return ALLOWED_IN_TRANSACTION.contains(keyword);
    }

    static Refusal notInTransaction() {
        return Refusal.analysis(Span.NONE, EmbeddedRule.STATEMENT_IN_TRANSACTION);
    }

    /** Runs BEGIN, COMMIT or ROLLBACK. */
    Answer transaction(String keyword) {
        boolean begins = keyword.equals("BEGIN") || keyword.equals("START");
        List<Statement.Opaque> pending = List.copyOf(session.pending());
        if (!begins || !session.inTransaction()) {
            session.pending().clear();
        }
        session.inTransaction(begins);
        if (keyword.equals("COMMIT")) {
            pending.forEach(this::answer);
        }
        return Answer.OK;
    }
}
