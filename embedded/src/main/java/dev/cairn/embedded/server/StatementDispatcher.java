package dev.cairn.embedded.server;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.embedded.account.Access;
import dev.cairn.embedded.account.AccountChanges;
import dev.cairn.embedded.account.GrantTarget;
import dev.cairn.embedded.account.ObjectKind;
import dev.cairn.embedded.account.Privilege;
import dev.cairn.embedded.look.ColumnShows;
import dev.cairn.embedded.look.InformationSchema;
import dev.cairn.embedded.look.OpaqueShows;
import dev.cairn.embedded.look.SessionSnapshot;
import dev.cairn.embedded.look.ShowStatements;
import dev.cairn.embedded.look.SnapshotNames;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.protocol.ResultColumn;
import dev.cairn.embedded.protocol.ResultColumnType;
import dev.cairn.embedded.query.Evaluator;
import dev.cairn.embedded.query.SessionFunctions;
import dev.cairn.embedded.query.SystemQueries;
import dev.cairn.embedded.rows.ServerRows;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.session.SetStatement;
import dev.cairn.embedded.session.Variables;
import dev.cairn.embedded.state.Cluster;
import dev.cairn.embedded.state.ClusterState;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.StatementObject;
import dev.cairn.embedded.words.WordReader;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Manipulation;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.ViewStatement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Dispatches statements to the classes that answer them. */
final class StatementDispatcher {
    private final Cluster cluster;
    private final ServerSession session;
    private final Sessions sessions;
    private final ServerRows rows;
    private final Evaluator evaluator;

    StatementDispatcher(Cluster cluster, ServerRows rows, ServerSession session, Sessions sessions) {
        this.cluster = cluster;
        this.rows = rows;
        this.session = session;
        this.sessions = sessions;
        String version = Variables.versionComment(cluster.profile());
        this.evaluator = new Evaluator(session, new SessionFunctions(session, cluster.clock(), version));
    }

    Answer answer(Statement statement, @Nullable String failingJob) {
        if (statement instanceof Statement.Opaque opaque) {
            return opaque(opaque);
        }
        if (statement instanceof Statement.Select select) {
            return select(select.query());
        }
        if (session.inTransaction()) {
            throw Transactions.notWithin();
        }
        if (statement instanceof Statement.Show show) {
            return new ShowStatements(snapshot(), evaluator).answer(show);
        }
        new Permissions(snapshot()).require(statement);
        if (statement instanceof Statement.CreateTableAsSelect create) {
            return new TableFromRows(cluster, session, manipulations()).answer(create, failingJob);
        }
        ClusterState after = cluster.apply(session, statement, failingJob);
        if (statement instanceof Statement.DropTable drop) {
            new SessionRows(cluster, rows, session, evaluator).forget(drop);
        }
        if (statement instanceof Statement.AlterTable alter) {
            new SessionRows(cluster, rows, session, evaluator).count(alter);
        }
        return statement instanceof ViewStatement.RefreshMaterializedView refresh
                ? refreshed(after, refresh)
                : Answer.OK;
    }

    /** Runs a query. Constants and system tables do not need the stored rows. */
    private Answer select(QueryText query) {
        SessionRows ofSession = new SessionRows(cluster, rows, session, evaluator);
        return SystemQueries.cover(query.query()) && !ofSession.isRead(query.query())
                ? new SystemQueries(evaluator, new InformationSchema(snapshot())).answer(query)
                : cluster.exclusively(state -> ofSession.select(query.query(), snapshot(state)))
                        .get();
    }

    /** Answers COM_FIELD_LIST. */
    Answer fields(String table) {
        return new ColumnShows(snapshot()).fields(table);
    }

    private Answer refreshed(ClusterState after, ViewStatement.RefreshMaterializedView refresh) {
        return StatementObject.of(refresh, session.database())
                .flatMap(view -> after.identities().object(view.database(), view.name()))
                .flatMap(identity -> after.runs().lastOf(identity.id()))
                .<Answer>map(run -> new Answer.Rows(
                        List.of(new ResultColumn("QUERY_ID", ResultColumnType.varchar(60))),
                        List.of(List.of(run.queryId()))))
                .orElse(Answer.OK);
    }

    private SessionSnapshot snapshot() {
        return snapshot(cluster.look());
    }

    private SessionSnapshot snapshot(ClusterState state) {
        Catalog seen = session.seeing(state.catalog());
        Access access = Access.of(state.accounts(), session.user(), session.roles());
        return new SessionSnapshot(state, seen, cluster.profile(), session, access);
    }

    private Answer opaque(Statement.Opaque statement) {
        String first = statement.keywords().get(0);
        if (session.inTransaction() && !Transactions.allow(first)) {
            throw Transactions.notWithin();
        }
        return switch (first) {
            case "SET" -> set(statement.text());
            case "SHOW" ->
                new OpaqueShows(snapshot(), sessions.all(), cluster.clock().instant()).answer(statement.text());
            case "CREATE", "ALTER", "DROP", "GRANT", "REVOKE" ->
                account(statement.text()).orElseThrow(() -> unknown(statement));
            case "BEGIN", "START", "COMMIT", "ROLLBACK" ->
                new Transactions(session).answer(first, held -> manipulations().answer(held));
            case "INSERT", "UPDATE", "DELETE", "WITH" -> manipulations().answer(statement);
            default ->
                new ServerCommands(session, sessions, snapshot())
                        .answer(statement)
                        .orElseThrow(() -> unknown(statement));
        };
    }

    private Manipulations manipulations() {
        return new Manipulations(cluster, session, snapshot(), new SessionRows(cluster, rows, session, evaluator));
    }

    private static Refusal unknown(Statement.Opaque statement) {
        String words = String.join(" ", statement.keywords());
        return Refusal.analysis(statement.span(), "The embedded server does not run '" + words + "' statements");
    }

    private Answer set(String text) {
        Optional<Answer> account = account(text);
        if (account.isPresent()) {
            return account.get();
        }
        List<String> held = cluster.look()
                .accounts()
                .user(session.user())
                .map(user -> user.roles())
                .orElse(List.of());
        new SetStatement(session, held, evaluator::constant).run(text);
        return Answer.OK;
    }

    /** Runs a statement about users, roles or privileges; empty if the statement is not one of these. */
    private Optional<Answer> account(String text) {
        boolean changed = cluster.replaceAccounts(state -> {
            SessionSnapshot before = snapshot(state);
            SnapshotNames names = new SnapshotNames(before);
            return new AccountChanges(state.accounts(), before.access(), session.user(), names).after(text);
        });
        return changed ? Optional.of(Answer.OK) : Optional.empty();
    }

    /** Runs CREATE TABLE AS SELECT: creates the table and inserts the rows. If this fails, the table is dropped. */
    private static final class TableFromRows {
        private final Cluster cluster;
        private final ServerSession session;
        private final Manipulations manipulations;

        TableFromRows(Cluster cluster, ServerSession session, Manipulations manipulations) {
            this.cluster = cluster;
            this.session = session;
            this.manipulations = manipulations;
        }

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
                Answer answer = manipulations.run(insert);
                filled = true;
                return answer;
            } finally {
                if (!filled) {
                    cluster.apply(
                            session,
                            new Statement.DropTable(create.temporary(), true, create.name(), true, Span.NONE),
                            null);
                }
            }
        }

        private boolean exists(Statement.CreateTableAsSelect create) {
            return StatementObject.of(create.name(), session.database())
                    .flatMap(subject -> session.seeing(cluster.look().catalog())
                            .database(subject.database())
                            .flatMap(database -> DatabaseObject.of(database, subject.name())))
                    .isPresent();
        }
    }

    /** Runs KILL, SYNC, USE of a catalog, and ADMIN SET FRONTEND CONFIG. */
    private static final class ServerCommands {
        private final ServerSession session;
        private final Sessions sessions;
        private final SessionSnapshot snapshot;

        ServerCommands(ServerSession session, Sessions sessions, SessionSnapshot snapshot) {
            this.session = session;
            this.sessions = sessions;
            this.snapshot = snapshot;
        }

        /** Returns the answer; empty if this is another statement. */
        Optional<Answer> answer(Statement.Opaque statement) {
            WordReader words = new WordReader(statement.text());
            if (words.take("KILL")) {
                return Optional.of(kill(words));
            }
            if (words.take("SYNC")) {
                return Optional.of(Answer.OK); // there is only one frontend, so nothing has to be synchronized
            }
            if (words.take("USE")) {
                return Optional.of(useCatalog(words.text()));
            }
            if (words.take("ADMIN", "SET", "FRONTEND", "CONFIG")) {
                requireOperate();
                return Optional.of(Answer.OK); // the server's profile holds the settings of the engine
            }
            return Optional.empty();
        }

        private Answer useCatalog(String text) {
            String catalog = text.strip().replaceFirst("(?i)^catalog\\s+", "");
            if (!catalog.equals("default_catalog")) {
                throw Refusal.analysis(Span.NONE, ServerError.UNKNOWN_CATALOG, catalog);
            }
            return Answer.OK;
        }

        private Answer kill(WordReader words) {
            boolean connection = !words.take("QUERY");
            words.take("CONNECTION");
            if (words.atText()) {
                throw new Refusal(1365, "42000", "Unknown query id: " + words.text(), Span.NONE);
            }
            long id = words.number();
            ServerSession killed = sessions.session(id)
                    .orElseThrow(() -> new Refusal(1094, "HY000", "Unknown thread id: " + id, Span.NONE));
            if (!killed.user().equals(session.user())) {
                requireOperate();
            }
            if (killed == session) {
                return connection ? Answer.CUT : Answer.OK;
            }
            killed.cancelQuery();
            if (connection) {
                killed.line().hangUp();
            }
            return Answer.OK;
        }

        private void requireOperate() {
            if (!snapshot.access().may(Privilege.OPERATE, GrantTarget.SYSTEM)) {
                throw snapshot.access().denied("OPERATE", ObjectKind.SYSTEM, "");
            }
        }
    }

    /** Runs INSERT, UPDATE and DELETE, and records them as loads with their labels. */
    private static final class Manipulations {
        private final Cluster cluster;
        private final ServerSession session;
        private final SessionSnapshot snapshot;
        private final SessionRows rows;

        Manipulations(Cluster cluster, ServerSession session, SessionSnapshot snapshot, SessionRows rows) {
            this.cluster = cluster;
            this.session = session;
            this.snapshot = snapshot;
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
            Database database = session.seeing(cluster.look().catalog())
                    .database(subject.database())
                    .orElseThrow(
                            () -> Refusal.analysis(target.span(), ServerError.UNKNOWN_DATABASE, subject.database()));
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
            String said = manipulation instanceof Manipulation.Insert insert && insert.label() != null
                    ? insert.label().text()
                    : null;
            if (said != null && cluster.look().loads().hasLabel(subject.database(), said)) {
                throw Refusal.analysis(
                        Span.NONE, "fail to begin transaction. Label [" + said + "] has already been used.");
            }
            long changed = rows.write(manipulation, subject.database(), object);
            String label = cluster.load(
                            said,
                            subject.database(),
                            subject.name(),
                            session.user().name(),
                            kind)
                    .orElseThrow();
            cluster.rowsChanged(subject.database(), subject.name());
            return new Answer.Ok(changed, "{'label':'" + label + "', 'status':'VISIBLE', 'txnId':'1'}");
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
    }
}
