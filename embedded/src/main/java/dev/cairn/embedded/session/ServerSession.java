package dev.cairn.embedded.session;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.PersistentMap;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.account.UserName;
import dev.cairn.embedded.protocol.ClientConnection;
import dev.cairn.sql.token.PipesMeaning;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The session of one client. Only the thread of its connection changes it, except for {@link #cancelQuery}; other
 * threads read it for SHOW PROCESSLIST.
 */
public final class ServerSession {
    private final ClientConnection client;
    private final Instant connectTime;
    private final SessionVariables variables;
    private final UserVariables userVariables = new UserVariables();
    private volatile UserName userName;
    private volatile List<String> roleNames;
    private volatile @Nullable String databaseName;
    private volatile @Nullable String currentStatement;
    private volatile String latestStatement = "";
    private volatile Instant commandStartTime;
    private volatile Runnable cancelAction = () -> {};
    private volatile boolean isCancelled;
    private PersistentMap<PersistentMap<Table>> temporaryTablesByDatabaseName = PersistentMap.empty();
    private @Nullable ExplicitTransaction transaction;

    public ServerSession(
            ClientConnection client,
            UserName userName,
            List<String> roleNames,
            ServerVariables variables,
            Instant connectTime) {
        this.client = client;
        this.userName = userName;
        this.roleNames = roleNames;
        this.variables = new SessionVariables(variables);
        this.connectTime = connectTime;
        this.commandStartTime = connectTime;
    }

    public ClientConnection client() {
        return client;
    }

    /** Returns the value of the function {@code session_id()}. */
    public String id() {
        return new UUID(connectTime.toEpochMilli(), client.id()).toString();
    }

    public Instant connectTime() {
        return connectTime;
    }

    /**
     * Sets the action that cancels the current query, and runs it if the query has been cancelled already. It must be
     * safe to run in any thread, and after the query has ended.
     */
    public void setCancelAction(Runnable newCancelAction) {
        cancelAction = newCancelAction;
        if (isCancelled) {
            newCancelAction.run();
        }
    }

    /** Cancels the current query; does nothing if the session runs no query. May be called from any thread. */
    public void cancelQuery() {
        isCancelled = true;
        cancelAction.run();
    }

    /** Returns whether the current query has been cancelled. */
    public boolean isCancelled() {
        return isCancelled;
    }

    public SessionVariables variables() {
        return variables;
    }

    /** Returns what two pipes mean in the statements of the session. */
    public PipesMeaning pipesMeaning() {
        boolean isConcatenation = SqlMode.PIPES_AS_CONCAT.isEnabledIn(variables.requireValue(SqlMode.VARIABLE_NAME));
        return isConcatenation ? PipesMeaning.CONCAT : PipesMeaning.OR;
    }

    public UserVariables userVariables() {
        return userVariables;
    }

    /** Returns an action that restores the current values of all variables of the session. */
    public Runnable createVariableRestoreAction() {
        Runnable systemRestoreAction = variables.createRestoreAction();
        Runnable userRestoreAction = userVariables.createRestoreAction();
        return () -> {
            systemRestoreAction.run();
            userRestoreAction.run();
        };
    }

    public UserName userName() {
        return userName;
    }

    /** Returns the names of the active roles. */
    public List<String> roleNames() {
        return roleNames;
    }

    /** Changes the user and the active roles, and {@linkplain #reset resets} the session. */
    public void switchUser(UserName newUserName, List<String> newRoleNames) {
        userName = newUserName;
        roleNames = newRoleNames;
        reset();
    }

    /** Replaces the active roles. */
    public void activateRoles(List<String> newRoleNames) {
        roleNames = newRoleNames;
    }

    /** Returns the default database; null if none is selected. */
    public @Nullable String databaseName() {
        return databaseName;
    }

    /** Selects the default database; null deselects it. The database need not exist. */
    public void useDatabase(@Nullable String newDatabaseName) {
        databaseName = newDatabaseName;
    }

    /** Returns the current statement; null if the session runs no statement. */
    public @Nullable String currentStatement() {
        return currentStatement;
    }

    /** Returns the statement that began last; empty before the first one. */
    public String latestStatement() {
        return latestStatement;
    }

    /**
     * Returns when the command that SHOW PROCESSLIST prints began: for Query, the start of the statement; for Sleep,
     * the end of the last statement.
     */
    public Instant commandStartTime() {
        return commandStartTime;
    }

    /** Records that a statement begins. A cancellation of an earlier statement does not affect it. */
    public void startStatement(String statement, Instant now) {
        currentStatement = statement;
        latestStatement = statement;
        commandStartTime = now;
        isCancelled = false;
    }

    public void finishStatement(Instant now) {
        currentStatement = null;
        commandStartTime = now;
    }

    public boolean isInTransaction() {
        return transaction != null;
    }

    /** Returns the open transaction; empty if each statement is committed immediately. */
    public Optional<ExplicitTransaction> transaction() {
        return Optional.ofNullable(transaction);
    }

    /**
     * Begins a transaction.
     *
     * @param label the label of BEGIN; null if it has none
     */
    public void beginTransaction(@Nullable String label) {
        transaction = new ExplicitTransaction(label);
    }

    public void endTransaction() {
        transaction = null;
    }

    /** Resets all variables, and ends the open transaction; the database and the active roles remain. */
    public void reset() {
        variables.reset();
        userVariables.reset();
        endTransaction();
    }

    /**
     * Returns a catalog as this session sees it: the shared one and the temporary tables of the session. Temporary
     * tables of a database that the shared catalog does not contain are ignored.
     */
    public Catalog createVisibleCatalog(Catalog sharedCatalog) {
        Catalog catalog = sharedCatalog;
        for (Map.Entry<String, PersistentMap<Table>> temporaryTablesEntry : temporaryTablesByDatabaseName) {
            Database database =
                    sharedCatalog.findDatabase(temporaryTablesEntry.getKey()).orElse(null);
            if (database != null) {
                catalog = catalog.withDatabase(database.withTemporaryTables(temporaryTablesEntry.getValue()));
            }
        }
        return catalog;
    }

    /**
     * Stores the temporary tables of a changed catalog in this session, and returns the catalog without them, as other
     * sessions see it. Temporary tables are expected in the databases that had some before and in
     * {@code changedDatabaseName}, which is null if no database can have new ones.
     */
    public Catalog storeTemporaryTables(Catalog changedCatalog, @Nullable String changedDatabaseName) {
        Catalog sharedCatalog = changedCatalog;
        PersistentMap<PersistentMap<Table>> newTablesByDatabaseName = PersistentMap.empty();
        for (Map.Entry<String, PersistentMap<Table>> temporaryTablesEntry : temporaryTablesByDatabaseName) {
            sharedCatalog = withoutTemporaryTables(sharedCatalog, temporaryTablesEntry.getKey());
            newTablesByDatabaseName =
                    withTablesOfDatabase(newTablesByDatabaseName, changedCatalog, temporaryTablesEntry.getKey());
        }
        if (changedDatabaseName != null) {
            sharedCatalog = withoutTemporaryTables(sharedCatalog, changedDatabaseName);
            newTablesByDatabaseName =
                    withTablesOfDatabase(newTablesByDatabaseName, changedCatalog, changedDatabaseName);
        }
        temporaryTablesByDatabaseName = newTablesByDatabaseName;
        return sharedCatalog;
    }

    private static Catalog withoutTemporaryTables(Catalog catalog, String databaseName) {
        Database database = catalog.findDatabase(databaseName).orElse(null);
        return database == null || database.temporaryTables().isEmpty()
                ? catalog
                : catalog.withDatabase(database.withTemporaryTables(PersistentMap.empty()));
    }

    /** Returns the map with the temporary tables of a database replaced by its temporary tables in a catalog. */
    private static PersistentMap<PersistentMap<Table>> withTablesOfDatabase(
            PersistentMap<PersistentMap<Table>> tablesByDatabaseName, Catalog catalog, String databaseName) {
        PersistentMap<Table> tableByName = catalog.findDatabase(databaseName)
                .map(Database::temporaryTables)
                .orElse(PersistentMap.empty());
        return tableByName.isEmpty()
                ? tablesByDatabaseName.withoutKey(databaseName)
                : tablesByDatabaseName.withEntry(databaseName, tableByName);
    }
}
