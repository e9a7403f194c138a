package dev.cairn.embedded.server;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.account.User;
import dev.cairn.embedded.account.UserAccess;
import dev.cairn.embedded.protocol.ClientConnection;
import dev.cairn.embedded.query.SessionValues;
import dev.cairn.embedded.rows.LoadMapping;
import dev.cairn.embedded.rows.LoadOutcome;
import dev.cairn.embedded.rows.ServerRows;
import dev.cairn.embedded.rows.store.LoadStage;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.session.ServerVariables;
import dev.cairn.embedded.state.Cluster;
import dev.cairn.embedded.state.ClusterState;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.LoadTransaction;
import dev.cairn.embedded.state.StatementObject;
import dev.cairn.engine.privilege.RequiredPrivilege;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Optional;

/**
 * Runs Stream Loads: checks the user and the table, and ensures that each label is used only once, so that a client
 * whose answer was lost can repeat the load.
 */
public final class StreamLoadExecutor {
    /** The server's default of {@code stream_load_default_timeout_second}. */
    private static final int TIMEOUT_SECONDS = 600;

    private final Cluster cluster;
    private final ServerRows rows;
    private final ServerVariables variables;

    public StreamLoadExecutor(Cluster cluster, ServerRows rows) {
        this.cluster = cluster;
        this.rows = rows;
        this.variables = new ServerVariables(cluster.profile());
    }

    /**
     * A load that has begun.
     *
     * @param tableAtStart the table as it was at the start; the names in the load refer to its columns
     */
    public record StartedLoad(LoadTransaction load, User user, Table tableAtStart) {
        public long transactionId() {
            return load.id();
        }

        public String label() {
            return load.label();
        }

        public String database() {
            return load.database();
        }

        public String table() {
            return load.table();
        }
    }

    /** Returns the user; empty if the name is unknown or the password is wrong. */
    public Optional<User> authenticate(String name, String password, String remoteAddress) {
        return cluster.state()
                .accounts()
                .findForLogin(name, remoteAddress.substring(0, remoteAddress.lastIndexOf(':')))
                .filter(user -> user.password().matches(password));
    }

    /**
     * Requires a table to which the user may write.
     *
     * @throws Refusal with the server's error
     */
    public void requireTable(User user, String database, String table) {
        requireWritableTable(cluster.state(), user, database, table);
    }

    private static Table requireWritableTable(ClusterState state, User user, String database, String table) {
        DatabaseObject object = requireObject(state, database, table);
        SecuredObject securedTable = new SecuredObject(SecuredKind.TABLE, database, table);
        UserAccess.of(state.access(), user.name(), user.defaultRoles())
                .requirePrivileges(List.of(new RequiredPrivilege(securedTable, List.of(Privilege.INSERT), false)));
        if (object instanceof DatabaseObject.DatabaseTable tableObject) {
            return tableObject.table();
        }
        throw Refusal.ofExecution(Span.NONE, CommonRule.WRONG_KIND, table, "an OLAP table");
    }

    private static DatabaseObject requireObject(ClusterState state, String database, String table) {
        Database owner = state.catalog()
                .database(database)
                .orElseThrow(() -> Refusal.ofExecution(Span.NONE, ServerError.UNKNOWN_DATABASE, database));
        return DatabaseObject.find(owner, table)
                .orElseThrow(() -> Refusal.ofExecution(Span.NONE, ServerError.UNKNOWN_TABLE, database + "." + table));
    }

    /** Returns the latest load with a label; empty if the label has not been used. */
    public Optional<LoadTransaction> find(String database, String label) {
        return cluster.state().findLoad(database, label);
    }

    /**
     * Begins a load into a table to which the user may write; empty if the label is in use by a load that is running or
     * has finished.
     *
     * @param label the label; empty if the server generates one
     * @throws Refusal with the server's error
     */
    public Optional<StartedLoad> begin(User user, String database, String table, String label) {
        return cluster.runExclusively(state -> {
            Table tableAtStart = requireWritableTable(state, user, database, table);
            LabelFormat.requireValid(label);
            return cluster.beginLoad(
                            label.isEmpty() ? null : label,
                            new StatementObject(database, table),
                            false,
                            new LoadTransaction.LoadOrigin(
                                    user.name().name(), LoadTransaction.STREAM_LOAD, TIMEOUT_SECONDS))
                    .map(load -> new StartedLoad(load, user, tableAtStart));
        });
    }

    /** Creates a stage for the rows of a load. */
    public LoadStage openStage(StartedLoad load, int fieldCount) {
        return cluster.runExclusively(state -> rows.createStage(state, load.transactionId(), fieldCount));
    }

    /**
     * Writes the rows of a load, unless too many of them are filtered out.
     *
     * @throws Refusal with the server's error
     */
    public LoadOutcome run(StartedLoad load, LoadStage stage, LoadMapping mapping) {
        ServerSession session = new ServerSession(
                new StreamLoadConnection(load.transactionId()),
                load.user().name(),
                load.user().defaultRoles(),
                variables,
                cluster.clock().instant());
        SessionValues values = new SessionValues(
                session,
                ServerVariables.versionComment(cluster.profile()),
                () -> cluster.state().catalog());
        SessionRows sessionRows = new SessionRows(cluster, rows, session, values);
        return cluster.runExclusively(state -> {
            StatementObject table = cluster.findTable(load.load())
                    .orElseThrow(() -> Refusal.ofExecution(
                            Span.NONE, ServerError.UNKNOWN_TABLE, load.database() + "." + load.table()));
            DatabaseObject.DatabaseTable object =
                    (DatabaseObject.DatabaseTable) requireObject(state, table.database(), table.name());
            LoadOutcome outcome =
                    sessionRows.createWriter(state).load(stage, mapping, table.database(), object, load.tableAtStart());
            if (outcome.isAccepted()) {
                cluster.commitLoad(load.load(), outcome.partitions());
            }
            return outcome;
        });
    }

    /**
     * Ends a load. If it has not written its rows, it is aborted and its label can be used again.
     *
     * @param message the message of the answer, which becomes the reason; empty if the client gets no answer
     */
    public void end(StartedLoad load, String message) {
        if (find(load.database(), load.label())
                .filter(LoadTransaction::isRunning)
                .isPresent()) {
            cluster.abortLoad(load.load(), message);
        }
    }

    /** The connection of a load's session, which receives no statements. */
    private record StreamLoadConnection(long transactionId) implements ClientConnection {
        @Override
        public int id() {
            return (int) -transactionId;
        }

        @Override
        public String remoteAddress() {
            return "";
        }

        @Override
        public void disconnect() {}
    }
}
