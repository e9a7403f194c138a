package dev.cairn.embedded.session;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.PersistentMap;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.account.UserName;
import dev.cairn.embedded.protocol.ClientConnection;
import dev.cairn.embedded.session.Variable.Scope;
import dev.cairn.embedded.words.EmbeddedRule;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The session of one client. Only its own thread changes it; other threads read it for SHOW PROCESSLIST. */
public final class ServerSession {
    private final ClientConnection line;
    private final Instant connected;
    private final SessionVariables variables;
    private volatile UserName user;
    private volatile List<String> roles;
    private volatile @Nullable String database;
    private volatile @Nullable String running;
    private volatile Instant commandStart;
    private volatile Runnable cancelQuery = () -> {};
    private PersistentMap<PersistentMap<Table>> temporaries = PersistentMap.empty();
    private boolean inTransaction;

    public ServerSession(
            ClientConnection line, UserName user, List<String> roles, Variables variables, Instant connected) {
        this.line = line;
        this.user = user;
        this.roles = roles;
        this.variables = new SessionVariables(variables);
        this.connected = connected;
        this.commandStart = connected;
    }

    public ClientConnection line() {
        return line;
    }

    public Instant connected() {
        return connected;
    }

    /** Sets the function that cancels the current query. */
    public void running(Runnable cancellation) {
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

    public void become(UserName newUser, List<String> newRoles) {
        user = newUser;
        roles = newRoles;
        reset();
    }

    void activate(List<String> newRoles) {
        roles = newRoles;
    }

    public @Nullable String database() {
        return database;
    }

    public void use(@Nullable String newDatabase) {
        database = newDatabase;
    }

    /** Returns the current statement; null if none is running. */
    public @Nullable String running() {
        return running;
    }

    public Instant commandStart() {
        return commandStart;
    }

    public void start(String statement, Instant now) {
        running = statement;
        commandStart = now;
    }

    public void finish(Instant now) {
        running = null;
        commandStart = now;
    }

    public boolean inTransaction() {
        return inTransaction;
    }

    public void inTransaction(boolean newState) {
        inTransaction = newState;
    }

    public void reset() {
        variables.reset();
        inTransaction = false;
    }

    /** Returns the catalog as this session sees it, with its temporary tables. */
    public Catalog withTemporaries(Catalog shared) {
        Catalog catalog = shared;
        for (Map.Entry<String, PersistentMap<Table>> entry : temporaries) {
            Database database = shared.database(entry.getKey()).orElse(null);
            if (database != null) {
                catalog = catalog.with(database.withTemporaries(entry.getValue()));
            }
        }
        return catalog;
    }

    /** Extracts the temporary tables of this session from a catalog, and returns the catalog for the other sessions. */
    public Catalog keeping(Catalog changed, @Nullable String changedDatabase) {
        Catalog shared = changed;
        PersistentMap<PersistentMap<Table>> remaining = PersistentMap.empty();
        for (Map.Entry<String, PersistentMap<Table>> entry : temporaries) {
            shared = withoutTemporaries(shared, entry.getKey());
            remaining = keep(remaining, changed, entry.getKey());
        }
        if (changedDatabase != null) {
            shared = withoutTemporaries(shared, changedDatabase);
            remaining = keep(remaining, changed, changedDatabase);
        }
        temporaries = remaining;
        return shared;
    }

    private static Catalog withoutTemporaries(Catalog catalog, String name) {
        Database database = catalog.database(name).orElse(null);
        return database == null || database.temporaries().isEmpty()
                ? catalog
                : catalog.with(database.withTemporaries(PersistentMap.empty()));
    }

    private static PersistentMap<PersistentMap<Table>> keep(
            PersistentMap<PersistentMap<Table>> remaining, Catalog catalog, String name) {
        PersistentMap<Table> tables =
                catalog.database(name).map(Database::temporaries).orElse(PersistentMap.empty());
        return tables.isEmpty() ? remaining.without(name) : remaining.with(name, tables);
    }

    /** The system and user variables of one session. */
    public static final class SessionVariables {
        /** The value of a user variable that was never set. */
        private static final Constant UNSET = new Constant(null, new Type.Text(Type.Text.Kind.VARCHAR, 1 << 20));

        private final Variables server;
        private final Map<String, String> system = new HashMap<>();
        private final Map<String, Constant> user = new HashMap<>();

        SessionVariables(Variables server) {
            this.server = server;
        }

        void reset() {
            system.clear();
            user.clear();
        }

        /** Returns the value of {@code @@name}. */
        public String value(String name) {
            return value(name, false);
        }

        private String value(String name, boolean globally) {
            Variable variable = server.variable(name);
            return globally ? server.global(variable) : system.getOrDefault(variable.name(), server.global(variable));
        }

        /** Returns the value of {@code @@name} with its type. */
        public Constant system(Expression.SystemVariable variable) {
            String name = variable.name().text();
            String value = value(name, "global".equalsIgnoreCase(variable.scope()));
            return switch (server.variable(name).kind()) {
                case BOOLEAN -> new Constant(value.equals("true") ? "1" : "0", TypeConstants.BOOLEAN);
                case INT -> new Constant(value, TypeConstants.INT);
                case BIGINT -> new Constant(value, TypeConstants.BIGINT);
                case FLOAT, DOUBLE -> new Constant(value, TypeConstants.DOUBLE);
                case TEXT -> new Constant(value, TypeConstants.VARCHAR);
            };
        }

        /** Returns the value of {@code @name}, which is NULL if it was never set. */
        public Constant userValue(String name) {
            return user.getOrDefault(name.toLowerCase(Locale.ROOT), UNSET);
        }

        void setUserValue(String name, Constant value) {
            user.put(name.toLowerCase(Locale.ROOT), value);
        }

        /** Sets a variable; null stands for DEFAULT. A global value also applies to this session. */
        void set(String name, boolean globally, @Nullable String value) {
            Variable variable = server.variable(name);
            requireSettable(variable, name, globally);
            String checked = variable.checked(value == null ? variable.defaultValue() : value);
            if (globally) {
                server.setGlobal(variable, checked);
            }
            system.put(variable.name(), checked);
        }

        private static void requireSettable(Variable variable, String name, boolean globally) {
            if (variable.scope() == Scope.READ_ONLY) {
                throw Refusal.execution(Span.NONE, EmbeddedRule.VARIABLE_READ_ONLY, name);
            }
            if (globally && variable.scope() == Scope.SESSION_ONLY) {
                throw Refusal.execution(Span.NONE, EmbeddedRule.VARIABLE_OF_SESSION, name);
            }
            if (!globally && variable.scope() == Scope.GLOBAL) {
                throw Refusal.execution(Span.NONE, EmbeddedRule.VARIABLE_GLOBAL, name);
            }
        }

        /** Returns the values of the variables that SHOW VARIABLES lists, by their names in alphabetical order. */
        public Map<String, String> shown() {
            Map<String, String> values = new LinkedHashMap<>();
            for (Variable variable : server.shown()) {
                values.put(variable.name(), value(variable.name(), variable.scope() == Scope.GLOBAL));
            }
            return values;
        }
    }
}
