package dev.cairn.embedded.server;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.account.Access;
import dev.cairn.embedded.account.GrantTarget;
import dev.cairn.embedded.account.ObjectKind;
import dev.cairn.embedded.account.Privilege;
import dev.cairn.embedded.account.User;
import dev.cairn.embedded.protocol.ClientConnection;
import dev.cairn.embedded.query.SessionValues;
import dev.cairn.embedded.rows.LoadCounts;
import dev.cairn.embedded.rows.LoadMapping;
import dev.cairn.embedded.rows.LoadStage;
import dev.cairn.embedded.rows.ServerRows;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.session.Variables;
import dev.cairn.embedded.state.Cluster;
import dev.cairn.embedded.state.ClusterState;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.Load;
import dev.cairn.embedded.words.EmbeddedRule;
import dev.cairn.sql.ast.Span;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Runs Stream Loads: checks the user and the table, and ensures that each label is used only once. */
public final class StreamLoads {
    private final Cluster cluster;
    private final ServerRows rows;
    private final Variables variables;
    private final Map<String, LoadPhase> phases = new HashMap<>();
    private final AtomicLong transactions = new AtomicLong();

    public StreamLoads(Cluster cluster, ServerRows rows) {
        this.cluster = cluster;
        this.rows = rows;
        this.variables = new Variables(cluster.profile());
    }

    /** The state of a load as a frontend names it. */
    public enum LoadPhase {
        PREPARE,
        VISIBLE,
        ABORTED,
        UNKNOWN
    }

    /** A load that has begun. */
    public record Begun(long transaction, String label, User user, String database, String table) {}

    /** Returns the user, if the password is correct. */
    public Optional<User> user(String name, String password, String peer) {
        return cluster.state()
                .accounts()
                .match(name, peer.substring(0, peer.lastIndexOf(':')))
                .filter(user -> user.password().is(password));
    }

    /**
     * Returns a table to which the user may write.
     *
     * @throws Refusal with the server's error
     */
    public Table table(User user, String database, String table) {
        ClusterState state = cluster.state();
        DatabaseObject object = object(state, database, table);
        Access access = Access.of(state.accounts(), user.name(), user.defaultRoles());
        GrantTarget target = GrantTarget.of(
                ObjectKind.TABLE,
                state.identities().id(database),
                state.identities().id(database, table));
        if (!access.may(Privilege.INSERT, target)) {
            throw access.denied(Privilege.INSERT.words(), ObjectKind.TABLE, table);
        }
        if (object instanceof DatabaseObject.OfTable of) {
            return of.table();
        }
        throw Refusal.execution(Span.NONE, EmbeddedRule.LOAD_INTO_OTHER_OBJECT, object.kind());
    }

    private static DatabaseObject object(ClusterState state, String database, String table) {
        Database owner = state.catalog()
                .database(database)
                .orElseThrow(() -> Refusal.execution(Span.NONE, ServerError.UNKNOWN_DATABASE, database));
        return DatabaseObject.of(owner, table)
                .orElseThrow(() -> Refusal.execution(Span.NONE, ServerError.UNKNOWN_TABLE, database + "." + table));
    }

    /** Returns the state of the load with a label. */
    public synchronized LoadPhase phase(String database, String label) {
        if (cluster.state().loads().hasLabel(database, label)) {
            return LoadPhase.VISIBLE;
        }
        return phases.getOrDefault(database + "." + label, LoadPhase.UNKNOWN);
    }

    /**
     * Begins a load; empty if the label is in use by a load that is running or has finished.
     *
     * @param label the label; empty if the server generates one
     */
    public synchronized Optional<Begun> begin(User user, String database, String table, String label) {
        long transaction = transactions.incrementAndGet();
        String used = label.isEmpty() ? new UUID(cluster.clock().millis(), transaction).toString() : label;
        LoadPhase phase = phase(database, used);
        if (phase == LoadPhase.VISIBLE || phase == LoadPhase.PREPARE) {
            return Optional.empty();
        }
        phases.put(database + "." + used, LoadPhase.PREPARE);
        return Optional.of(new Begun(transaction, used, user, database, table));
    }

    /** Creates a stage for the rows of a load. */
    public LoadStage stage(Begun load, int fields) {
        return cluster.exclusively(state -> rows.stage(state, load.transaction(), fields));
    }

    /**
     * Writes the rows of a load, unless too many of them are filtered out.
     *
     * @throws Refusal with the server's error
     */
    public LoadCounts run(Begun load, LoadStage stage, LoadMapping mapping) {
        ServerSession session = new ServerSession(
                new NoLine(load.transaction()),
                load.user().name(),
                load.user().defaultRoles(),
                variables,
                cluster.clock().instant());
        SessionValues values = new SessionValues(session, cluster.clock(), Variables.versionComment(cluster.profile()));
        SessionRows ofSession = new SessionRows(cluster, rows, session, values);
        return cluster.exclusively(state -> {
            DatabaseObject.OfTable object = (DatabaseObject.OfTable) object(state, load.database(), load.table());
            if (state.loads().hasLabel(load.database(), load.label())) {
                throw Refusal.execution(Span.NONE, EmbeddedRule.LABEL_USED, load.label());
            }
            LoadCounts counts = ofSession.load(stage, mapping, load.database(), object);
            if (counts.accepted()) {
                cluster.load(
                        load.label(),
                        load.database(),
                        load.table(),
                        load.user().name().name(),
                        Load.STREAM_LOAD,
                        counts.partitions());
                cluster.rowsChanged(load.database(), load.table());
            }
            return counts;
        });
    }

    /** Ends a load. If it has not written its rows, its label can be used again. */
    public synchronized void end(Begun load) {
        phases.put(load.database() + "." + load.label(), LoadPhase.ABORTED);
    }

    /** The connection of a load's session, by which no statements arrive. */
    private record NoLine(long transaction) implements ClientConnection {
        @Override
        public int id() {
            return (int) -transaction;
        }

        @Override
        public String peer() {
            return "";
        }

        @Override
        public void hangUp() {}
    }
}
