package dev.cairn.embedded.server;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.account.User;
import dev.cairn.embedded.account.UserAccess;
import dev.cairn.embedded.protocol.ClientConnection;
import dev.cairn.embedded.rows.LoadMapping;
import dev.cairn.embedded.rows.LoadOutcome;
import dev.cairn.embedded.rows.RowStorage;
import dev.cairn.embedded.rows.RowWriter;
import dev.cairn.embedded.rows.store.IncomingRows;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.session.ServerVariables;
import dev.cairn.embedded.state.ChangedPartitions;
import dev.cairn.embedded.state.Cluster;
import dev.cairn.embedded.state.ClusterState;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.DatabaseObjectName;
import dev.cairn.embedded.state.LoadTransaction;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.engine.privilege.RequiredPrivilege;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.Span;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs Stream Loads: checks the user and the table, and ensures that each label is used only once, so that a client
 * whose answer was lost can repeat the load. Requests may use an executor concurrently.
 */
public final class StreamLoadExecutor {
    /** The server's default of {@code stream_load_default_timeout_second}. */
    public static final int DEFAULT_TIMEOUT_SECONDS = 600;

    /** The server's default of {@code max_stream_load_timeout_second}. */
    private static final int MAX_TIMEOUT_SECONDS = 259_200;

    private final Cluster cluster;
    private final RowStorage rowStorage;
    private final ServerVariables serverVariables;

    public StreamLoadExecutor(Cluster cluster, RowStorage rowStorage) {
        this.cluster = cluster;
        this.rowStorage = rowStorage;
        this.serverVariables = new ServerVariables(cluster.profile());
    }

    /**
     * Returns the user; empty if the name is unknown or the password is wrong.
     *
     * @param remoteHost the address of the client without its port
     */
    public Optional<User> authenticate(String userName, String password, String remoteHost) {
        return cluster.state()
                .accounts()
                .findUserForLogin(userName, remoteHost)
                .filter(user -> user.passwordHash().matches(password));
    }

    /**
     * Requires that the user may write to a table. As on the server, an unknown table needs no privilege, and neither
     * does a view: a load into one of them fails at the backend.
     *
     * @throws Refusal with the server's error
     */
    public void requireInsertPrivilege(User user, String databaseName, String tableName) {
        requireInsertPrivilege(cluster.state(), user, databaseName, tableName);
    }

    private static void requireInsertPrivilege(ClusterState state, User user, String databaseName, String tableName) {
        boolean isTable = state.catalog()
                .findDatabase(databaseName)
                .flatMap(database -> DatabaseObject.find(database, tableName))
                .flatMap(DatabaseObject::findTable)
                .isPresent();
        if (isTable) {
            UserAccess.of(state.access(), user.name(), user.defaultRoleNames())
                    .requirePrivileges(List.of(RequiredPrivilege.of(
                            new SecuredObject(SecuredKind.TABLE, databaseName, tableName), Privilege.INSERT)));
        }
    }

    private static Table requireLoadableTable(ClusterState state, String databaseName, String tableName) {
        Database database = state.catalog()
                .findDatabase(databaseName)
                .orElseThrow(() -> Refusal.ofExecution(Span.NONE, EmbeddedRule.LOADED_DATABASE_UNKNOWN, databaseName));
        DatabaseObject object = DatabaseObject.find(database, tableName)
                .orElseThrow(() ->
                        Refusal.ofExecution(Span.NONE, EmbeddedRule.LOADED_TABLE_UNKNOWN, databaseName, tableName));
        if (object instanceof DatabaseObject.DatabaseMaterializedView) {
            throw Refusal.ofExecution(Span.NONE, EmbeddedRule.LOADED_MATERIALIZED_VIEW, object.name(), object.name());
        }
        return object.findTable()
                .orElseThrow(() -> Refusal.ofExecution(Span.NONE, EmbeddedRule.LOADED_OBJECT_NOT_A_TABLE));
    }

    private static void requireValidTimeout(int timeoutSeconds) {
        if (timeoutSeconds < 1 || timeoutSeconds > MAX_TIMEOUT_SECONDS) {
            throw Refusal.ofExecution(
                    Span.NONE, EmbeddedRule.LOAD_TIMEOUT_INVALID, timeoutSeconds, MAX_TIMEOUT_SECONDS);
        }
    }

    /** Returns whether a transaction over HTTP may write to several tables. */
    public boolean mayWriteToSeveralTables() {
        return cluster.profile().isAtLeast(Version.V4_1);
    }

    public Instant now() {
        return cluster.clock().instant();
    }

    public boolean hasDatabase(String databaseName) {
        return cluster.state().catalog().findDatabase(databaseName).isPresent();
    }

    /** Returns the latest load with a label; empty if the label has not been used. */
    public Optional<LoadTransaction> findLoad(String databaseName, String label) {
        return cluster.state().findLoad(databaseName, label);
    }

    /** Returns whether a label is in use by a load that is running. */
    public boolean isRunning(String databaseName, String label) {
        return findLoad(databaseName, label).filter(LoadTransaction::isRunning).isPresent();
    }

    /**
     * Begins a load into a table to which the user may write; empty if the label is in use by a load that is running or
     * has finished.
     *
     * @param label the label; empty if the server generates one
     * @throws Refusal with the server's error
     */
    public Optional<StartedLoad> begin(
            User user, String databaseName, String tableName, String label, int timeoutSeconds) {
        cluster.updateDynamicPartitions();
        return cluster.runExclusively(state -> {
            requireInsertPrivilege(state, user, databaseName, tableName);
            Table tableAtStart = requireLoadableTable(state, databaseName, tableName);
            requireValidTimeout(timeoutSeconds);
            LabelFormat.requireValid(label);
            return cluster.beginLoad(
                            label.isEmpty() ? null : label,
                            new DatabaseObjectName(databaseName, tableName),
                            false,
                            new LoadTransaction.LoadOrigin(
                                    user.name().name(), LoadTransaction.STREAM_LOAD_KIND, timeoutSeconds))
                    .map(load -> new StartedLoad(load, user, tableAtStart));
        });
    }

    /** Creates the storage for the incoming rows of a load. */
    public IncomingRows createIncomingRows(StartedLoad startedLoad, int fieldCount) {
        return cluster.runExclusively(
                state -> rowStorage.createIncomingRows(state, startedLoad.transactionId(), fieldCount));
    }

    /**
     * Writes the rows of a load, unless too many of them are filtered out.
     *
     * @throws Refusal with the server's error
     */
    public LoadOutcome run(StartedLoad startedLoad, IncomingRows incomingRows, LoadMapping mapping) {
        return runWithTable(startedLoad, (writer, loadedTable) -> {
            LoadOutcome outcome = writer.load(
                    incomingRows,
                    mapping,
                    loadedTable.databaseName(),
                    loadedTable.databaseTable(),
                    startedLoad.tableAtStart());
            if (outcome.isAccepted()) {
                cluster.commitLoad(startedLoad.load(), outcome.changedPartitions());
            }
            return outcome;
        });
    }

    /**
     * Prepares a load, unless too many of its rows are filtered out: {@link #run} writes its rows later.
     *
     * @throws Refusal with the server's error
     */
    public LoadOutcome prepare(StartedLoad startedLoad, IncomingRows incomingRows, LoadMapping mapping) {
        return runWithTable(startedLoad, (writer, loadedTable) -> {
            LoadOutcome outcome = writer.simulateLoad(
                    incomingRows,
                    mapping,
                    loadedTable.databaseName(),
                    loadedTable.databaseTable(),
                    startedLoad.tableAtStart());
            if (outcome.isAccepted()) {
                cluster.prepareLoad(startedLoad.load());
            }
            return outcome;
        });
    }

    /**
     * Writes the rows of several loads together. If too many rows of one of them are filtered out, writes none, and
     * returns the message of this failure.
     *
     * @throws Refusal with the server's error
     */
    public Optional<String> runAll(List<ReceivedLoad> receivedLoads) {
        return cluster.runExclusively(state -> {
            Map<StartedLoad, ChangedPartitions> changedPartitionsByLoad = new LinkedHashMap<>();
            try {
                rowStorage.runInTransaction(state, () -> {
                    for (ReceivedLoad receivedLoad : receivedLoads) {
                        LoadOutcome outcome = runWithTable(
                                receivedLoad.startedLoad(),
                                (writer, loadedTable) -> writer.load(
                                        receivedLoad.incomingRows(),
                                        receivedLoad.mapping(),
                                        loadedTable.databaseName(),
                                        loadedTable.databaseTable(),
                                        receivedLoad.startedLoad().tableAtStart()));
                        if (!outcome.isAccepted()) {
                            throw new FailedLoadException(outcome.failureMessage());
                        }
                        changedPartitionsByLoad.put(receivedLoad.startedLoad(), outcome.changedPartitions());
                    }
                    return state;
                });
            } catch (FailedLoadException failure) {
                return Optional.of(String.valueOf(failure.getMessage()));
            }
            changedPartitionsByLoad.forEach(
                    (startedLoad, partitions) -> cluster.commitLoad(startedLoad.load(), partitions));
            return Optional.empty();
        });
    }

    /** Thrown to roll back the loads of a transaction if one of them fails. */
    private static final class FailedLoadException extends RuntimeException {
        private static final long serialVersionUID = 1;

        FailedLoadException(String message) {
            super(message);
        }
    }

    /** Accesses the current table of a load under the lock. */
    @FunctionalInterface
    private interface TableAction {
        LoadOutcome run(RowWriter writer, LoadedTable loadedTable);
    }

    private LoadOutcome runWithTable(StartedLoad startedLoad, TableAction tableAction) {
        ServerSession session = new ServerSession(
                new StreamLoadConnection(startedLoad.transactionId()),
                startedLoad.user().name(),
                startedLoad.user().defaultRoleNames(),
                serverVariables,
                cluster.clock().instant());
        SessionQueryExecutor queryExecutor = SessionQueryExecutor.of(cluster, rowStorage, session);
        return cluster.runExclusively(state -> {
            LoadedTable loadedTable = LoadedTable.require(cluster, startedLoad.load(), state.catalog());
            return tableAction.run(queryExecutor.createWriter(state), loadedTable);
        });
    }

    /**
     * Aborts a load that is running or prepared, so that its label can be used again; does nothing if it has ended.
     *
     * @param message the message of the answer, which becomes the reason; empty if the client gets no answer
     */
    public void abortIfRunning(StartedLoad startedLoad, String message) {
        if (isRunning(startedLoad.databaseName(), startedLoad.label())) {
            cluster.abortLoad(startedLoad.load(), message);
        }
    }

    /** The connection of a load's session, which receives no statements. Its id is negative, as no client's is. */
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
