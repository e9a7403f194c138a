package dev.cairn.embedded.session;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.PersistentMap;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.account.UserName;
import dev.cairn.embedded.protocol.ClientConnection;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The session of one client. Only its own thread changes it; other threads read it for SHOW PROCESSLIST. */
public final class ServerSession {
    private final ClientConnection client;
    private final Instant connectTime;
    private final SessionVariables variables;
    private volatile UserName user;
    private volatile List<String> roles;
    private volatile @Nullable String database;
    private volatile @Nullable String currentStatement;
    private volatile Instant commandStart;
    private volatile Runnable cancelQuery = () -> {};
    private PersistentMap<PersistentMap<Table>> temporaryTables = PersistentMap.empty();
    private final Set<Long> modifiedTables = new HashSet<>();
    private boolean inTransaction;

    public ServerSession(
            ClientConnection client, UserName user, List<String> roles, Variables variables, Instant connected) {
        this.client = client;
        this.user = user;
        this.roles = roles;
        this.variables = new SessionVariables(variables);
        this.connectTime = connected;
        this.commandStart = connected;
    }

    public ClientConnection client() {
        return client;
    }

    /** Returns what the function {@code session_id()} returns. */
    public String id() {
        return new UUID(connectTime.toEpochMilli(), client.id()).toString();
    }

    public Instant connectTime() {
        return connectTime;
    }

    /** Sets the function that cancels the current query. */
    public void setCancellation(Runnable cancellation) {
        cancelQuery = cancellation;
    }

    /** Cancels the current query, if there is one. May be called from any thread. */
    public void cancelQuery() {
        cancelQuery.run();
    }

    public SessionVariables variables() {
        return variables;
    }

    public UserName user() {
        return user;
    }

    public List<String> roles() {
        return roles;
    }

    public void switchTo(UserName newUser, List<String> newRoles) {
        user = newUser;
        roles = newRoles;
        reset();
    }

    /** Replaces the active roles. */
    public void activate(List<String> newRoles) {
        roles = newRoles;
    }

    public @Nullable String database() {
        return database;
    }

    public void useDatabase(@Nullable String newDatabase) {
        database = newDatabase;
    }

    /** Returns the current statement; null if none is running. */
    public @Nullable String currentStatement() {
        return currentStatement;
    }

    public Instant commandStart() {
        return commandStart;
    }

    public void startStatement(String statement, Instant now) {
        currentStatement = statement;
        commandStart = now;
    }

    public void finishStatement(Instant now) {
        currentStatement = null;
        commandStart = now;
    }

    public boolean isInTransaction() {
        return inTransaction;
    }

    public void setInTransaction(boolean newState) {
        inTransaction = newState;
        modifiedTables.clear();
    }

    /** Returns the ids of the tables that the open transaction has modified. */
    public Set<Long> modifiedTables() {
        return modifiedTables;
    }

    public void reset() {
        variables.reset();
        setInTransaction(false);
    }

    /** Returns the catalog as this session sees it, with its temporary tables. */
    public Catalog withTemporaries(Catalog shared) {
        Catalog catalog = shared;
        for (Map.Entry<String, PersistentMap<Table>> entry : temporaryTables) {
            Database database = shared.database(entry.getKey()).orElse(null);
            if (database != null) {
                catalog = catalog.withDatabase(database.withTemporaryTables(entry.getValue()));
            }
        }
        return catalog;
    }

    /** Extracts the temporary tables of this session from a catalog, and returns the catalog for the other sessions. */
    public Catalog extractTemporary(Catalog changed, @Nullable String changedDatabase) {
        Catalog shared = changed;
        PersistentMap<PersistentMap<Table>> remaining = PersistentMap.empty();
        for (Map.Entry<String, PersistentMap<Table>> entry : temporaryTables) {
            shared = withoutTemporaries(shared, entry.getKey());
            remaining = withTemporaryTables(remaining, changed, entry.getKey());
        }
        if (changedDatabase != null) {
            shared = withoutTemporaries(shared, changedDatabase);
            remaining = withTemporaryTables(remaining, changed, changedDatabase);
        }
        temporaryTables = remaining;
        return shared;
    }

    private static Catalog withoutTemporaries(Catalog catalog, String name) {
        Database database = catalog.database(name).orElse(null);
        return database == null || database.temporaryTables().isEmpty()
                ? catalog
                : catalog.withDatabase(database.withTemporaryTables(PersistentMap.empty()));
    }

    private static PersistentMap<PersistentMap<Table>> withTemporaryTables(
            PersistentMap<PersistentMap<Table>> remaining, Catalog catalog, String name) {
        PersistentMap<Table> tables =
                catalog.database(name).map(Database::temporaryTables).orElse(PersistentMap.empty());
        return tables.isEmpty() ? remaining.without(name) : remaining.with(name, tables);
    }
}
