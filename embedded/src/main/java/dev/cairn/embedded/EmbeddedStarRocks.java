package dev.cairn.embedded;

import dev.cairn.catalog.Role;
import dev.cairn.catalog.SystemDatabases;
import dev.cairn.embedded.account.Accounts;
import dev.cairn.embedded.fault.Faults;
import dev.cairn.embedded.fault.injection.FaultyRequestHandler;
import dev.cairn.embedded.fault.injection.PendingFaults;
import dev.cairn.embedded.job.Jobs;
import dev.cairn.embedded.load.LoadListeners;
import dev.cairn.embedded.log.StatementLog;
import dev.cairn.embedded.protocol.ConnectionListener;
import dev.cairn.embedded.rows.RowStorage;
import dev.cairn.embedded.server.ServerSessionFactory;
import dev.cairn.embedded.server.StreamLoadExecutor;
import dev.cairn.embedded.show.VirtualTables;
import dev.cairn.embedded.state.Cluster;
import dev.cairn.embedded.state.ClusterState;
import dev.cairn.embedded.state.FrontendPorts;
import dev.cairn.plan.cluster.ClusterStatementPlanner;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.sql.DataSource;

/**
 * An embedded substitute for a StarRocks server, which runs inside this JVM.
 *
 * <pre>{@code
 * try (EmbeddedStarRocks server = EmbeddedStarRocks.start();
 *         Connection connection = DriverManager.getConnection(server.jdbcUrl(), "root", "")) {
 *     connection.createStatement().execute("CREATE DATABASE shop");
 * }
 * }</pre>
 *
 * <p>The server executes DDL, answers SHOW statements and queries of {@code information_schema}, runs schema changes as
 * jobs, stores and queries rows, supports users and grants, and injects faults on request. Several threads may use it.
 */
public final class EmbeddedStarRocks implements AutoCloseable {
    private final Cluster cluster;
    private final RowStorage serverRows;
    private final StatementLog statementLog;
    private final PendingFaults pendingFaults;
    private final ConnectionListener clientListener;
    private final LoadListeners loadListeners;
    private final String address;
    private final String rootPassword;
    private final boolean offersTls;
    private final ClientDrivers clientDrivers = new ClientDrivers();
    private volatile boolean isClosed;

    private EmbeddedStarRocks(Options options) throws IOException {
        Accounts accounts = Accounts.initial();
        for (Map.Entry<String, String> userEntry : options.users().entrySet()) {
            accounts = accounts.withAdministrator(userEntry.getKey(), userEntry.getValue());
        }
        address = options.address();
        offersTls = options.tls() != null;
        rootPassword = options.users().getOrDefault("root", "");
        serverRows = new RowStorage(options.profile(), options.clock());
        cluster = new Cluster(
                options.profile(),
                options.jobs(),
                options.clock(),
                accounts,
                VirtualTables.createDatabases(options.profile()),
                serverRows);
        statementLog = new StatementLog(options.clock(), options.logCapacity());
        pendingFaults = new PendingFaults();
        ServerSessionFactory sessionFactory =
                new ServerSessionFactory(cluster, serverRows, statementLog, pendingFaults);
        InetAddress bindAddress = InetAddress.getByName(address);
        loadListeners = LoadListeners.open(
                new StreamLoadExecutor(cluster, serverRows),
                new FaultyRequestHandler(pendingFaults, statementLog),
                bindAddress,
                host(),
                options.httpPort());
        clientListener = openClientListener(sessionFactory, bindAddress, options);
        cluster.setPorts(new FrontendPorts(clientListener.port(), loadListeners.frontendPort()));
    }

    private ConnectionListener openClientListener(
            ServerSessionFactory sessionFactory, InetAddress bindAddress, Options options) throws IOException {
        try {
            return ConnectionListener.open(
                    sessionFactory, bindAddress, options.port(), options.limits(), options.tls());
        } catch (IOException failure) {
            loadListeners.close();
            throw failure;
        }
    }

    /**
     * Starts a server with {@link Options#DEFAULT}: StarRocks 4.1, on a free port of the loopback interface.
     *
     * @throws UncheckedIOException if the server can't listen on the loopback interface
     */
    public static EmbeddedStarRocks start() {
        return start(Options.DEFAULT);
    }

    /**
     * Starts a server.
     *
     * @throws UncheckedIOException if the server can't listen on its address, for example because a port is in use
     * @throws dev.cairn.refusal.Refusal if a database of {@link Options#databases()} can't be created
     */
    public static EmbeddedStarRocks start(Options options) {
        try {
            EmbeddedStarRocks server = new EmbeddedStarRocks(options);
            try {
                options.databases().forEach(server::createDatabase);
            } catch (RuntimeException failure) {
                server.close();
                throw failure;
            }
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException("Can't listen on " + options.address() + ":" + options.port(), failure);
        }
    }

    /** Returns the port for MySQL clients. */
    public int port() {
        return clientListener.port();
    }

    /**
     * Returns the JDBC URL, for example {@code jdbc:mysql://127.0.0.1:9030/}. The user {@code root} has no password by
     * default.
     */
    public String jdbcUrl() {
        return "jdbc:mysql://" + host() + ":" + port() + "/";
    }

    /** Returns the JDBC URL with this database as the default database. */
    public String jdbcUrl(String database) {
        return jdbcUrl() + database;
    }

    /**
     * Returns a data source that opens connections of {@code root} to this database. It requires a MySQL or MariaDB
     * driver on the class path.
     */
    public DataSource dataSource(String database) {
        return new RootDataSource(this, database, rootPassword);
    }

    Connection connect(String database, Properties properties) throws SQLException {
        return clientDrivers.connect(jdbcUrl(database), offersTls, properties);
    }

    /**
     * Returns the HTTP URL for Stream Load and for the states of loads, for example {@code http://127.0.0.1:8030}. The
     * users and passwords are the same as for {@link #jdbcUrl()}.
     */
    public String httpUrl() {
        return "http://" + host() + ":" + loadListeners.frontendPort();
    }

    /** Returns the host in URLs; the loopback address if the server listens on all interfaces. */
    private String host() {
        return switch (address) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::" -> "[::1]";
            default -> address.contains(":") ? "[" + address + "]" : address;
        };
    }

    /** Returns the pending faults of this server, to which tests add faults. */
    public Faults faults() {
        return pendingFaults;
    }

    /** Returns the log of the statements that clients have sent. */
    public StatementLog log() {
        return statementLog;
    }

    /** Returns the asynchronous schema changes of this server, which tests can advance. */
    public Jobs jobs() {
        return new ClusterJobs(cluster);
    }

    /** Returns the names of all databases except the system databases. */
    public SortedSet<String> databases() {
        SortedSet<String> databaseNames = new TreeSet<>();
        state().catalog().databases().forEach(databaseEntry -> databaseNames.add(databaseEntry.getKey()));
        databaseNames.removeAll(SystemDatabases.NAMES);
        return databaseNames;
    }

    /**
     * Returns the names of the tables, views and materialized views of a database; an empty set if the database does
     * not exist.
     */
    public SortedSet<String> objects(String database) {
        SortedSet<String> objectNames = new TreeSet<>();
        state().catalog().findDatabase(database).ifPresent(catalogDatabase -> {
            catalogDatabase.tables().forEach(tableEntry -> objectNames.add(tableEntry.getKey()));
            catalogDatabase.views().forEach(viewEntry -> objectNames.add(viewEntry.getKey()));
            catalogDatabase.materializedViews().forEach(viewEntry -> objectNames.add(viewEntry.getKey()));
        });
        return objectNames;
    }

    /** Returns the current state of the cluster. */
    ClusterState state() {
        return cluster.state();
    }

    /**
     * Creates a database without a connection.
     *
     * @throws dev.cairn.refusal.Refusal if a database with this name exists, or the name is invalid
     * @throws IllegalStateException if the server is closed
     */
    public void createDatabase(String name) {
        requireOpen();
        cluster.apply(new Statement.CreateDatabase(false, QualifiedName.of(name), List.of(), Span.NONE));
    }

    /**
     * Copies a database without a connection: its tables, views and materialized views with their rows and
     * AUTO_INCREMENT counters, the labels of its loads, and the grants on it and on its objects. In queries and
     * constraints of the copy, references to the source database are replaced by references to the copy. Objects of
     * other databases are not copied.
     *
     * @throws dev.cairn.refusal.Refusal if the database does not exist, a database with the name of the copy exists, or
     *     that name is invalid
     * @throws IllegalStateException if a schema change of the database is running, or the server is closed
     */
    public void copyDatabase(String source, String target) {
        requireOpen();
        cluster.copyDatabase(source, target);
    }

    private void requireOpen() {
        if (isClosed) {
            throw new IllegalStateException("The embedded server on port " + port() + " is closed");
        }
    }

    /**
     * Drops a database without a connection; the database can't be recovered. Does nothing if the database does not
     * exist, or the server is closed, whose data is gone.
     */
    public void dropDatabase(String name) {
        cluster.apply(new Statement.DropDatabase(true, QualifiedName.of(name), true, Span.NONE));
    }

    /** Returns the names of the roles that are not built in. */
    public SortedSet<String> roles() {
        SortedSet<String> roleNames = new TreeSet<>();
        state().access().catalog().roles().values().forEach(role -> roleNames.add(role.name()));
        roleNames.removeIf(Role::isBuiltIn);
        return roleNames;
    }

    /**
     * Returns the titles of the cluster objects. A title consists of the kind and the name of the object:
     * {@code resource group etl}.
     */
    public SortedSet<String> clusterObjects() {
        SortedSet<String> titles = new TreeSet<>();
        state().catalog().clusterObjects().objects().forEach(objectEntry -> titles.add(objectEntry.getKey()));
        return titles;
    }

    /**
     * Drops a cluster object without a connection. Does nothing if the object does not exist.
     *
     * @param title the kind and the name of the object, such as {@code resource group etl}
     */
    public void dropClusterObject(String title) {
        state().catalog()
                .clusterObjects()
                .find(title)
                .ifPresent(object -> cluster.apply(ClusterStatementPlanner.createDropStatement(object)));
    }

    /** Drops a role without a connection. Does nothing if the role does not exist. */
    public void dropRole(String name) {
        cluster.dropRole(name);
    }

    /**
     * Closes the connections of MySQL clients that a silent fault has left without an answer, as a client does when its
     * timeout expires.
     *
     * @return the number of connections closed
     */
    public int closeSilentConnections() {
        return clientListener.closeSilentConnections();
    }

    /** Returns the number of MySQL clients that are connected or about to log in. */
    public int connectionCount() {
        return clientListener.connectionCount();
    }

    /** Stops the server: closes all connections and deletes all data. Deferred statements are discarded. */
    @Override
    public void close() {
        isClosed = true;
        pendingFaults.close();
        loadListeners.close();
        serverRows.cancelQueries();
        clientListener.close();
        cluster.runExclusively(state -> {
            serverRows.close();
            return state;
        });
    }
}
