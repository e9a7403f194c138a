package dev.cairn.embedded.server;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.embedded.account.GrantTarget;
import dev.cairn.embedded.account.ObjectKind;
import dev.cairn.embedded.account.Privilege;
import dev.cairn.embedded.look.SessionSnapshot;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.state.Cluster;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.Identity;
import dev.cairn.embedded.state.StatementObject;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Manipulation;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;

/** INSERT, UPDATE and DELETE: run, and noted as loads under their labels. */
final class Manipulations {
    private final Cluster cluster;
    private final ServerSession session;
    private final SessionSnapshot sight;
    private final SessionRows rows;

    Manipulations(Cluster cluster, ServerSession session, SessionSnapshot sight, SessionRows rows) {
        this.cluster = cluster;
        this.session = session;
        this.sight = sight;
        this.rows = rows;
    }

    Answer answer(Statement.Opaque statement) {
        QualifiedName target = statement.target();
        if (target == null) {
            throw Refusal.analysis(statement.span(), "The embedded server writes to tables only");
        }
        Manipulation manipulation = Sql.parseManipulation(statement.text());
        cluster.check(session, manipulation);
        if (!session.inTransaction()) {
            return run(manipulation);
        }
        StatementObject subject = subject(target);
        DatabaseObject holding = holding(target, subject);
        require(Privilege.valueOf(kind(manipulation)), subject, holding);
        long changed = cluster.exclusively(state -> rows.rehearse(manipulation, subject.database(), holding));
        session.pending().add(statement);
        return new Answer.Ok(changed, "{'label':'', 'status':'PREPARE', 'txnId':'1'}");
    }

    /** Runs it, and takes note of it. */
    Answer run(Manipulation manipulation) {
        String kind = kind(manipulation);
        StatementObject subject = subject(manipulation.target());
        DatabaseObject holding = holding(manipulation.target(), subject);
        require(Privilege.valueOf(kind), subject, holding);
        return cluster.exclusively(state -> run(manipulation, kind, subject, holding));
    }

    private StatementObject subject(QualifiedName target) {
        return StatementObject.of(target, session.database())
                .orElseThrow(() -> Refusal.analysis(target.span(), ServerError.NO_DATABASE_CHOSEN));
    }

    private DatabaseObject holding(QualifiedName target, StatementObject subject) {
        Database database = session.seeing(cluster.look().catalog())
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

    private Answer run(Manipulation manipulation, String kind, StatementObject subject, DatabaseObject holding) {
        String said = manipulation instanceof Manipulation.Insert insert && insert.label() != null
                ? insert.label().text()
                : null;
        if (said != null && cluster.look().loads().hasLabel(subject.database(), said)) {
            throw Refusal.analysis(Span.NONE, "fail to begin transaction. Label [" + said + "] has already been used.");
        }
        long changed = rows.write(manipulation, subject.database(), holding);
        String label = cluster.load(
                        said, subject.database(), subject.name(), session.user().name(), kind)
                .orElseThrow();
        cluster.rowsChanged(subject.database(), subject.name());
        return new Answer.Ok(changed, "{'label':'" + label + "', 'status':'VISIBLE', 'txnId':'1'}");
    }

    private void require(Privilege privilege, StatementObject subject, DatabaseObject holding) {
        long database = sight.state()
                .identities()
                .database(subject.database())
                .map(Identity::id)
                .orElse(0L);
        long object = sight.state()
                .identities()
                .object(subject.database(), subject.name())
                .map(Identity::id)
                .orElse(0L);
        boolean may = holding.isTemporary()
                || sight.access().may(privilege, GrantTarget.of(ObjectKind.TABLE, database, object));
        if (!may) {
            throw sight.access().denied(privilege.words(), ObjectKind.TABLE, subject.name());
        }
    }
}
