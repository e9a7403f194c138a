package dev.cairn.tooling.definition;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.cluster.ClusterObjectRules;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.connection.ServerAddress;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.ledger.Ledger;
import dev.cairn.internal.ledger.NumberedLedgerState;
import dev.cairn.internal.option.OptionValues;
import dev.cairn.internal.reflection.AccessControl;
import dev.cairn.internal.reflection.ClusterReflection;
import dev.cairn.internal.reflection.LiveSchema;
import dev.cairn.internal.reflection.RetainedTable;
import dev.cairn.internal.reflection.SchemaReflection;
import dev.cairn.internal.reflection.ServerIdentity;
import dev.cairn.internal.run.preparation.BrokenDependentFinder;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.RunMode;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.cluster.ClusterObjectKind;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Reads the definitions, the rules, the sizes, the ledger and the broken dependents of a live database. It never
 * changes the server. A definition that can't be read is not an error: it becomes an {@link UnknownDefinition}, and
 * the caller decides whether it matters.
 */
public final class LiveDatabase {
    private static final Logger LOG = System.getLogger("dev.cairn");

    private final ConnectionFactory connectionFactory;
    private boolean hasWarnedAboutOldServer;

    public LiveDatabase(ServerAddress address) {
        this(address, OptionValues.DEFAULTS);
    }

    /**
     * Creates a reader of the database that an address names.
     *
     * @param options the timeouts, and how long to retry
     */
    public LiveDatabase(ServerAddress address, OptionValues options) {
        this.connectionFactory = new ConnectionFactory(address, address.toString(), Ticker.system(), options);
    }

    /** Returns the definitions of all objects, except the objects of Cairn's own ledger. */
    public SourceDefinitions readDefinitions() {
        return readDefinitions(List.of());
    }

    /** Returns the definitions of all objects of this database and of other databases. */
    public SourceDefinitions readDefinitions(List<String> otherDatabases) {
        return readDefinitions(otherDatabases, Catalog.EMPTY);
    }

    /**
     * Returns the definitions of all objects, except the objects of Cairn's own ledger.
     *
     * @param otherDatabases names of other databases of the server
     * @param knownCatalog objects that are known already, such as functions that views call; if the server prints the
     *     same text for such an object, it is not parsed again
     */
    SourceDefinitions readDefinitions(List<String> otherDatabases, Catalog knownCatalog) {
        return readWithConnection((connection, server) -> {
            ServerProfile profile = readServerRules(connection, server).profile();
            String database = connectionFactory.requireDatabaseName(connection);
            List<String> databases = new ArrayList<>(List.of(database));
            databases.addAll(otherDatabases);
            LiveSchema liveSchema =
                    new SchemaReflection(connectionFactory, profile).readDatabases(connection, databases, knownCatalog);
            List<UnknownDefinition> unknownDefinitions = new ArrayList<>();
            List<String> ignoredParts = new ArrayList<>();
            liveSchema.gaps().forEach(gap -> {
                boolean isRoleReadInPart = gap.object()
                        .findRoleName()
                        .flatMap(liveSchema.catalog()::findRole)
                        .isPresent();
                if (isRoleReadInPart) {
                    ignoredParts.add("the server: " + gap);
                } else if (gap.object().equals(AccessControl.ROLES_OBJECT)) {
                    ignoredParts.add("the server: " + gap.reason());
                } else {
                    unknownDefinitions.add(UnknownDefinition.onServer(gap.object(), gap.reason()));
                }
            });
            liveSchema.temporaryObjects().stream()
                    .filter(object -> RetainedTable.parse(object.name()).isEmpty())
                    .forEach(object ->
                            ignoredParts.add("the server: " + object + ": " + UnknownDefinition.RESERVED_NAME_REASON));
            return SourceDefinitions.createWithNeededSwitches(
                    profile, database, liveSchema.catalog(), unknownDefinitions, ignoredParts);
        });
    }

    /**
     * Adds the roles with privileges on objects in the databases of the definitions, and the roles from which they
     * inherit. Roles that the user may not read are among the unknown definitions.
     */
    public SourceDefinitions extendWithRoles(SourceDefinitions definitions) {
        return readWithConnection(
                (connection, server) -> new LiveRoleReader(connection, definitions, false).extendWithRoles());
    }

    /** Adds the roles, as {@link #extendWithRoles} does, and the users who have these roles. */
    public SourceDefinitions extendWithRolesAndUsers(SourceDefinitions definitions) {
        return readWithConnection(
                (connection, server) -> new LiveRoleReader(connection, definitions, true).extendWithRoles());
    }

    /**
     * Adds the cluster objects of the server. Cluster objects of a database are included if the definitions contain
     * this database. Objects that the user may not read are among the unknown definitions.
     */
    public SourceDefinitions extendWithClusterObjects(SourceDefinitions definitions) {
        return readWithConnection(
                (connection, server) -> new LiveClusterReader(connection, definitions).extendWithObjects());
    }

    /**
     * Adds the tables of some databases of external catalogs. The schema then manages these tables.
     *
     * @param databases the names of the databases, each after the name of its catalog: {@code lake.sales}
     */
    public SourceDefinitions extendWithExternalTables(SourceDefinitions definitions, Collection<String> databases) {
        return readWithConnection((connection, server) ->
                new LiveClusterReader(connection, definitions).extendWithExternalTables(databases));
    }

    /**
     * Returns the definitions of all objects of this database and of other databases. They include the relations of
     * other databases and catalogs that views read, because the types of the views' columns depend on them.
     *
     * @param mayCallFunctions whether views may call the functions of the server; true if the schema also declares
     *     cluster objects
     */
    public SourceDefinitions readDefinitionsAndExternalObjects(List<String> otherDatabases, boolean mayCallFunctions) {
        Catalog serverFunctions = mayCallFunctions ? readFunctions(otherDatabases) : Catalog.EMPTY;
        SourceDefinitions definitions = readDefinitions(otherDatabases, serverFunctions);
        Catalog catalogWithExternals = readWithConnection(
                (connection, server) -> new LiveExternalObjectReader(connection, definitions.profile())
                        .readExternalObjects(definitions.catalog(), serverFunctions, List.of()));
        return catalogWithExternals.externalObjects().isEmpty()
                ? definitions
                : readDefinitions(otherDatabases, catalogWithExternals);
    }

    /**
     * Returns a catalog of the relations of other databases and catalogs that the views of this database or further
     * queries read.
     */
    Catalog readExternalObjects(Collection<QualifiedName> additionalSourceNames) {
        SourceDefinitions definitions = readDefinitions();
        return readWithConnection(
                (connection, server) -> new LiveExternalObjectReader(connection, definitions.profile())
                        .readExternalObjects(definitions.catalog(), Catalog.EMPTY, additionalSourceNames));
    }

    /**
     * Returns a catalog of the functions of this database and of other databases, and of the global functions.
     * Functions whose types the server does not show are missing.
     */
    private Catalog readFunctions(List<String> otherDatabases) {
        return readWithConnection((connection, server) -> {
            Set<String> databases = new TreeSet<>(otherDatabases);
            databases.add(connectionFactory.requireDatabaseName(connection));
            Catalog functionCatalog = Catalog.EMPTY;
            for (ClusterObjectKind kind : ClusterObjectKind.values()) {
                if (kind.hasFeature(ClusterObjectKind.Feature.OVERLOADED)) {
                    functionCatalog = ClusterObjectRules.publishAll(
                            ClusterReflection.readAll(connection, kind, databases),
                            functionCatalog,
                            readServerRules(connection, server).profile());
                }
            }
            return functionCatalog;
        });
    }

    ServerRules readServerRules() {
        return readWithConnection(LiveDatabase::readServerRules);
    }

    private static ServerRules readServerRules(ServerConnection connection, ServerIdentity server) {
        ServerProfile profile = server.toProfile(ServerProfile.DEFAULT);
        OptionalInt defaultReplicaCount = server.readDefaultReplicaCount(connection);
        return new ServerRules(
                server,
                profile.withReplicas(defaultReplicaCount.orElse(profile.defaultReplicaCount()), profile.backendCount()),
                defaultReplicaCount.isPresent());
    }

    /**
     * Reads the sizes of tables, and running work such as loads. The user only needs privileges on the tables.
     * Statistics that the user may not read are absent.
     *
     * @param schemaName the name that the schema gives the database; the tables are read from the database that the
     *     address names
     * @param names the tables and materialized views of the schema; those that do not exist on the server have no
     *     statistics
     */
    public LiveStatistics readStatistics(String schemaName, Collection<ObjectName> names) {
        return readWithConnection(
                (connection, server) -> new LiveStatisticsReader(connection, server.runMode() == RunMode.SHARED_DATA)
                        .read(names, schemaName, connectionFactory.requireDatabaseName(connection)));
    }

    /**
     * Returns the number of the last migration that the database has completed: 0 if the database has neither a ledger
     * nor tables; empty if it has tables, but no ledger.
     */
    public OptionalInt findLastMigrationNumber(String schemaName) {
        return readWithConnection((connection, server) -> {
            Ledger ledger = new Ledger(
                    connectionFactory,
                    schemaName,
                    connectionFactory.options(),
                    Ticker.system(),
                    () -> "reader",
                    List.of());
            Optional<NumberedLedgerState> numberedLedgerState = ledger.read(connection);
            if (numberedLedgerState.isPresent()) {
                return OptionalInt.of(numberedLedgerState.get().state().head().number());
            }
            return connection.fetchRows("SHOW TABLES").isEmpty() ? OptionalInt.of(0) : OptionalInt.empty();
        });
    }

    /**
     * Returns the dependents of tables that the steps break.
     *
     * @param failureConsumer receives a message for each kind of dependent that can't be read
     */
    List<BrokenDependentFinder.BrokenDependent> findBrokenDependents(
            BrokenDependentFinder brokenDependentFinder, Consumer<String> failureConsumer) {
        return readWithConnection(
                (connection, server) -> brokenDependentFinder.readBrokenDependents(connection, failureConsumer));
    }

    /**
     * Returns the version and the run mode of the server. {@link #readServerRules()} also reads the number of replicas.
     */
    public ServerProfile readProfile() {
        return readWithConnection((connection, server) -> server.toProfile(ServerProfile.DEFAULT));
    }

    public String readDatabaseName() {
        return readWithConnection((connection, server) -> connectionFactory.requireDatabaseName(connection));
    }

    /** Runs an action with a connection. The first call for a server that is too old to be changed logs a warning. */
    private <T> T readWithConnection(BiFunction<ServerConnection, ServerIdentity, T> action) {
        return connectionFactory.read(connection -> {
            ServerIdentity server = ServerIdentity.read(connection, connectionFactory.requireDatabaseName(connection));
            if (server.isTooOldToChange() && !hasWarnedAboutOldServer) {
                hasWarnedAboutOldServer = true;
                LOG.log(Level.WARNING, server.describeOldVersion());
            }
            return action.apply(connection, server);
        });
    }
}
