package dev.cairn.embedded;

import dev.cairn.catalog.Catalog;
import dev.cairn.embedded.account.Accounts;
import dev.cairn.embedded.fault.Faults;
import dev.cairn.embedded.fault.FaultyRequest;
import dev.cairn.embedded.job.Jobs;
import dev.cairn.embedded.load.LoadDoors;
import dev.cairn.embedded.log.StatementLog;
import dev.cairn.embedded.protocol.Listener;
import dev.cairn.embedded.rows.Rows;
import dev.cairn.embedded.server.ServerBackend;
import dev.cairn.embedded.server.StreamLoads;
import dev.cairn.embedded.state.Cluster;
import dev.cairn.embedded.state.Doors;
import dev.cairn.sql.QualifiedName;
import dev.cairn.sql.Span;
import dev.cairn.sql.Statement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/**
 * A StarRocks server inside this JVM.
 *
 * <pre>{@code
 * try (EmbeddedStarRocks server = EmbeddedStarRocks.start();
 *         Connection connection = DriverManager.getConnection(server.jdbcUrl(), "root", "")) {
 *     connection.createStatement().execute("CREATE DATABASE shop");
 * }
 * }</pre>
 *
 * <p>It takes DDL, shows what it holds, runs schema changes as jobs, keeps rows and answers queries, knows users and grants,
 * and breaks down on demand.
 */
public final class EmbeddedStarRocks implements AutoCloseable {
    private final Cluster cluster;
    private final Rows rows;
    private final StatementLog log;
    private final Faults faults;
    private final Listener listener;
    private final LoadDoors loadDoors;
    private final String address;

    private EmbeddedStarRocks(Options options) throws IOException {
        Accounts accounts = Accounts.initial();
        for (Map.Entry<String, String> user : options.users().entrySet()) {
            accounts = accounts.withAdministrator(user.getKey(), user.getValue());
        }
        address = options.address();
        rows = new Rows(options.profile(), options.clock());
        cluster = new Cluster(options.profile(), options.jobs(), options.clock(), accounts, rows);
        log = new StatementLog(options.clock(), options.keptStatements());
        faults = new Faults();
        ServerBackend backend = new ServerBackend(cluster, rows, log, faults);
        InetAddress place = InetAddress.getByName(address);
        loadDoors = LoadDoors.open(
                new StreamLoads(cluster, rows), new FaultyRequest(faults, log), place, host(), options.httpPort());
        listener = opened(backend, place, options);
        cluster.open(new Doors(listener.port(), loadDoors.port()));
    }

    private Listener opened(ServerBackend backend, InetAddress place, Options options) throws IOException {
        try {
            return Listener.open(backend, place, options.port(), options.limits(), options.tls());
        } catch (IOException taken) {
            loadDoors.close();
            throw taken;
        }
    }

    /** Starts a 4.1 server on any free port of the loopback. */
    public static EmbeddedStarRocks start() {
        return start(Options.DEFAULT);
    }

    /**
     * Starts a server.
     *
     * @throws UncheckedIOException if the port is taken
     */
    public static EmbeddedStarRocks start(Options options) {
        try {
            EmbeddedStarRocks server = new EmbeddedStarRocks(options);
            options.databases().forEach(server::createDatabase);
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException("Can't listen on " + options.address() + ":" + options.port(), failure);
        }
    }

    public int port() {
        return listener.port();
    }

    /** {@code jdbc:mysql://127.0.0.1:9030/}, for the user root, who has no password. */
    public String jdbcUrl() {
        return "jdbc:mysql://" + host() + ":" + port() + "/";
    }

    /** The URL that uses a database at once. */
    public String jdbcUrl(String database) {
        return jdbcUrl() + database;
    }

    /** {@code http://127.0.0.1:8030}, for Stream Load and for what became of it, by the users of {@link #jdbcUrl()}. */
    public String httpUrl() {
        return "http://" + host() + ":" + loadDoors.port();
    }

    private String host() {
        return address.equals("0.0.0.0") ? "127.0.0.1" : address;
    }

    /** What goes wrong, on demand. */
    public Faults faults() {
        return faults;
    }

    /** What clients have sent. */
    public StatementLog log() {
        return log;
    }

    /** The schema changes under way. */
    public Jobs jobs() {
        return new ClusterJobs(cluster);
    }

    /** What it holds, as all sessions see it. */
    public Catalog catalog() {
        return cluster.look().catalog();
    }

    /** Makes a database, without a connection. */
    public void createDatabase(String name) {
        cluster.apply(new Statement.CreateDatabase(false, QualifiedName.of(name), List.of(), Span.NONE));
    }

    /** Drops a database for good, if it is there. */
    public void dropDatabase(String name) {
        cluster.apply(new Statement.DropDatabase(true, QualifiedName.of(name), true, Span.NONE));
    }

    /**
     * Ends the connections of MySQL clients that are never answered any more, as a client does that has waited for too long; how many
     * they were.
     */
    public int endSilence() {
        return listener.endSilence();
    }

    /** How many clients are connected. */
    public int connections() {
        return listener.connections();
    }

    /** Ends all connections; nothing of the server is left. */
    @Override
    public void close() {
        faults.close();
        loadDoors.close();
        rows.cancelQueries();
        listener.close();
        cluster.exclusively(state -> {
            rows.close();
            return state;
        });
    }
}
