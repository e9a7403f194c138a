package dev.cairn.tooling.definition;

import dev.cairn.catalog.Catalog;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.Address;
import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.ledger.Ledger;
import dev.cairn.internal.ledger.LedgerEntry;
import dev.cairn.internal.option.OptionValues;
import dev.cairn.internal.reflection.AccessControl;
import dev.cairn.internal.reflection.LiveSchema;
import dev.cairn.internal.reflection.LiveServer;
import dev.cairn.internal.reflection.Reflection;
import dev.cairn.internal.run.preparation.EndedDependents;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.RunMode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** Reads the definitions of a live database. */
public final class LiveDatabase {
    private static final Logger LOG = System.getLogger("dev.cairn");

    private final ConnectionFactory connections;
    private boolean readOnlyReported;

    public LiveDatabase(Address address) {
        this(address, OptionValues.DEFAULTS);
    }

    /** @param options the timeouts, and how long to retry */
    public LiveDatabase(Address address, OptionValues options) {
        this.connections = new ConnectionFactory(address, address.toString(), Ticker.system(), options);
    }

    /** Returns the definitions of all objects, except those of Cairn's own ledger. */
    public SourceDefinitions definitions() {
        return definitions(List.of());
    }

    /** Returns the definitions of all objects of this database and of further ones. */
    public SourceDefinitions definitions(List<String> otherDatabases) {
        return definitions(otherDatabases, Catalog.EMPTY);
    }

    /**
     * Returns the definitions of all objects, except those of Cairn's own ledger.
     *
     * @param otherDatabases names of further databases of the server
     * @param expected objects with which the live ones are compared
     */
    SourceDefinitions definitions(List<String> otherDatabases, Catalog expected) {
        return connect((connection, server) -> {
            ServerProfile profile = rules(connection, server).profile();
            String database = connections.database(connection);
            List<String> databases = new ArrayList<>(List.of(database));
            databases.addAll(otherDatabases);
            LiveSchema live = new Reflection(connections, profile).readDatabases(connection, databases, expected);
            List<UnknownDefinition> unknown = live.gaps().stream()
                    .filter(gap -> !gap.object().equals(AccessControl.ROLES))
                    .map(gap -> new UnknownDefinition(
                            "the server", gap.object().toString(), gap.reason(), List.of(gap.object())))
                    .toList();
            List<String> irrelevant = live.gaps().stream()
                    .filter(gap -> gap.object().equals(AccessControl.ROLES))
                    .map(gap -> "the server: " + gap.reason())
                    .toList();
            return SourceDefinitions.withNeededSwitches(profile, database, live.catalog(), unknown, irrelevant);
        });
    }

    /**
     * Returns definitions with the roles that have privileges on objects of their databases, and those from which these inherit.
     * What the user may not read is among the unknown definitions.
     */
    public SourceDefinitions withRoles(SourceDefinitions definitions) {
        return connect((connection, server) -> new LiveRoleReader(connection, definitions, false).addRoles());
    }

    /**
     * Returns the definitions of all objects of this database and of further ones, with the relations of other databases and
     * catalogs that their views read: the types of the columns of these views depend on them.
     */
    public SourceDefinitions definitionsWithExternals(List<String> otherDatabases) {
        SourceDefinitions alone = definitions(otherDatabases);
        Catalog externals = connect((connection, profile) ->
                new LiveExternalReader(connection, alone.profile()).readSources(alone.catalog()));
        return externals.externals().isEmpty() ? alone : definitions(otherDatabases, externals);
    }

    /** Returns the same with the users who have the roles. */
    public SourceDefinitions withRolesAndUsers(SourceDefinitions definitions) {
        return connect((connection, server) -> new LiveRoleReader(connection, definitions, true).addRoles());
    }

    /** Returns the rules of the server. */
    ServerRules rules() {
        return connect(LiveDatabase::rules);
    }

    private static ServerRules rules(ServerConnection connection, LiveServer server) {
        ServerProfile profile = server.profile(ServerProfile.DEFAULT);
        OptionalInt replicas = server.defaultReplicas(connection);
        return new ServerRules(
                server,
                profile.withReplicas(replicas.orElse(profile.defaultReplicas()), profile.backends()),
                replicas.isPresent());
    }

    /**
     * Reads sizes and running work. The user needs no privileges other than those on the tables; what the user may not read is absent.
     *
     * @param schema the name of the database in the schema; its tables are read from the database of the address
     * @param names the tables and materialized views of the schema; those that do not exist on the server have no figures
     */
    public LiveFigures figures(String schema, Collection<ObjectName> names) {
        return connect((connection, server) -> new LiveFigureReader(connection, server.runMode() == RunMode.SHARED_DATA)
                .read(names, schema, connections.database(connection)));
    }

    /**
     * Returns the number of the last migration of a schema that the database has: 0 if it has no tables yet; empty if it has no
     * ledger.
     */
    public OptionalInt lastMigration(String schema) {
        return connect((connection, server) -> {
            Ledger ledger =
                    new Ledger(connections, schema, OptionValues.DEFAULTS, Ticker.system(), () -> "reader", List.of());
            Optional<LedgerEntry> entry = ledger.read(connection);
            if (entry.isPresent()) {
                return OptionalInt.of(entry.get().state().head().number());
            }
            return connection.fetchRows("SHOW TABLES").isEmpty() ? OptionalInt.of(0) : OptionalInt.empty();
        });
    }

    /**
     * Returns what depends on the tables and ends with the steps.
     *
     * @param unread is given what can't be read, with the reason
     */
    List<EndedDependents.EndedDependent> findEnded(EndedDependents steps, Consumer<String> unread) {
        return connect((connection, server) -> steps.read(connection, unread));
    }

    /** Returns the version and the run mode of the server. */
    public ServerProfile profile() {
        return connect((connection, server) -> server.profile(ServerProfile.DEFAULT));
    }

    public String database() {
        return connect((connection, server) -> connections.database(connection));
    }

    private <T> T connect(BiFunction<ServerConnection, LiveServer, T> work) {
        return connections.read(connection -> {
            LiveServer server = LiveServer.ask(connection, connections.database(connection));
            if (server.isReadOnly() && !readOnlyReported) {
                readOnlyReported = true;
                LOG.log(Level.WARNING, server.readOnlyNote());
            }
            return work.apply(connection, server);
        });
    }
}
