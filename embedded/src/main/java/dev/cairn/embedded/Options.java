package dev.cairn.embedded;

import dev.cairn.embedded.job.Job;
import dev.cairn.embedded.protocol.ClientLimits;
import dev.cairn.profile.ServerProfile;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The options of an embedded server. They are immutable: each method that sets an option returns a copy. In this
 * example, the comments state the defaults:
 *
 * <pre>{@code
 * Options.DEFAULT
 *         .port(9030)                                               // any free port
 *         .httpPort(8030)                                           // any free port
 *         .profile(ServerProfile.DEFAULT.with(Version.V3_5))        // 4.1, shared-nothing
 *         .jobs(Job.Pace.manual())                                  // jobs take 50 ms
 *         .user("app", "secret")                                    // only root, without a password
 *         .database("shop")                                         // no database
 *         .tls(context)                                             // no TLS
 * }</pre>
 */
public final class Options {
    /** The longest timeout in whole days that a socket can have. */
    private static final Duration MAX_LOGIN_TIMEOUT = Duration.ofDays(24);

    /** The options with all defaults. */
    public static final Options DEFAULT = new Options();

    private String address = "127.0.0.1";
    private int port;
    private int httpPort;
    private ServerProfile profile = ServerProfile.DEFAULT.withReplicas(1, 3);
    private Job.Pace jobPace = Job.Pace.ofDuration(Duration.ofMillis(50));
    private Map<String, String> users = Map.of();
    private List<String> databases = List.of();
    private InstantSource clock = InstantSource.system();
    private int logCapacity = 100_000;
    private ClientLimits limits = ClientLimits.DEFAULT;
    private @Nullable SSLContext tls;

    private Options() {}

    private Options with(Consumer<Options> change) {
        Options copy = new Options();
        copy.address = address;
        copy.port = port;
        copy.httpPort = httpPort;
        copy.profile = profile;
        copy.jobPace = jobPace;
        copy.users = users;
        copy.databases = databases;
        copy.clock = clock;
        copy.logCapacity = logCapacity;
        copy.limits = limits;
        copy.tls = tls;
        change.accept(copy);
        return copy;
    }

    /** Returns the address on which the server listens. */
    public String address() {
        return address;
    }

    /**
     * Sets the address on which the server listens. Default: {@code 127.0.0.1}, which only clients on this machine can
     * reach. Any client that reaches another address can log in as {@code root}, unless {@link #user} sets a password.
     *
     * @param newAddress a host name or an IP address; {@code 0.0.0.0} means all interfaces
     */
    public Options address(String newAddress) {
        return with(copy -> copy.address = newAddress);
    }

    /** Returns the port for MySQL clients; 0 means any free port. */
    public int port() {
        return port;
    }

    /** Sets the port for MySQL clients. Default: 0, which means any free port. */
    public Options port(int newPort) {
        return with(copy -> copy.port = newPort);
    }

    /** Returns the port for loads by HTTP; 0 means any free port. */
    public int httpPort() {
        return httpPort;
    }

    /** Sets the port for loads by HTTP. Default: 0, which means any free port. */
    public Options httpPort(int newPort) {
        return with(copy -> copy.httpPort = newPort);
    }

    /** Returns the version and the settings whose rules the server follows. */
    public ServerProfile profile() {
        return profile;
    }

    /**
     * Sets the version and the settings whose rules the server follows. Default: 4.1, shared-nothing, one replica,
     * three backends.
     */
    public Options profile(ServerProfile newProfile) {
        return with(copy -> copy.profile = newProfile);
    }

    /** Returns how fast schema changes progress. */
    public Job.Pace jobs() {
        return jobPace;
    }

    /** Sets how fast schema changes progress. Default: each takes 50 ms. */
    public Options jobs(Job.Pace newPace) {
        return with(copy -> copy.jobPace = newPace);
    }

    /** Returns the passwords of the added users by user name; an empty password means no password. */
    public Map<String, String> users() {
        return users;
    }

    /**
     * Adds a user with all privileges, or replaces one with the same name. Default: only {@code root}, without a
     * password.
     *
     * @param password an empty string means no password
     */
    public Options user(String name, String password) {
        Map<String, String> newUsers = new LinkedHashMap<>(users);
        newUsers.put(name, password);
        return with(copy -> copy.users = Collections.unmodifiableMap(newUsers));
    }

    /** Returns the databases that are created at startup. */
    public List<String> databases() {
        return databases;
    }

    /** Adds a database that is created at startup. Default: none. */
    public Options database(String name) {
        return with(copy -> copy.databases =
                Stream.concat(databases.stream(), Stream.of(name)).toList());
    }

    /** Returns the server's clock. */
    public InstantSource clock() {
        return clock;
    }

    /**
     * Sets the server's clock, which determines the progress of jobs, dynamic partitions, and the current time of
     * queries. Default: the system clock.
     */
    public Options clock(InstantSource newClock) {
        return with(copy -> copy.clock = newClock);
    }

    /** Returns the maximum number of statements in the server's log. */
    public int logCapacity() {
        return logCapacity;
    }

    /**
     * Sets the maximum number of statements in the server's log. Default: 100,000. The log discards the oldest
     * statements if there are more, or if their texts together have more than 16 million characters. With a capacity of
     * 0, it remains empty.
     */
    public Options logCapacity(int newCapacity) {
        return with(copy -> copy.logCapacity = newCapacity);
    }

    ClientLimits limits() {
        return limits;
    }

    /**
     * Sets the timeout for each read of the server until a client has logged in. Default: ten seconds.
     *
     * @throws IllegalArgumentException if the timeout is shorter than a millisecond, or longer than 24 days
     */
    public Options loginTimeout(Duration timeout) {
        if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(MAX_LOGIN_TIMEOUT) > 0) {
            throw new IllegalArgumentException("The login timeout must be between 1 ms and 24 days: " + timeout);
        }
        return with(copy -> copy.limits = new ClientLimits((int) timeout.toMillis(), limits.maxStatementBytes()));
    }

    /** Sets the maximum size of a statement, in bytes. Default: 256 MiB. */
    public Options maxStatementSize(long bytes) {
        return with(copy -> copy.limits = new ClientLimits(limits.loginReadTimeoutMillis(), bytes));
    }

    /** Returns the context for TLS; null if the server does not offer TLS. */
    public @Nullable SSLContext tls() {
        return tls;
    }

    /**
     * Offers TLS to MySQL clients, with the certificate of this context; clients may still connect without TLS.
     * Default: no TLS.
     */
    public Options tls(SSLContext context) {
        return with(copy -> copy.tls = context);
    }
}
