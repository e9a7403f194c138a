package dev.cairn.embedded;

import dev.cairn.catalog.ServerProfile;
import dev.cairn.embedded.job.JobPace;
import dev.cairn.embedded.protocol.Limits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an embedded server. Each has a default, and each method that sets one returns a copy:
 *
 * <pre>{@code
 * Options.DEFAULT
 *         .port(9030)                                               // any free port
 *         .httpPort(8030)                                           // any free port
 *         .profile(ServerProfile.DEFAULT.with(Version.V3_5))        // 4.1, shared-nothing
 *         .jobs(JobPace.stepped())                                  // jobs take 50 ms
 *         .user("app", "secret")                                    // only root, without a password
 *         .database("shop")                                         // no database
 *         .tls(context)                                             // no TLS
 * }</pre>
 */
public final class Options {
    public static final Options DEFAULT = new Options();

    private String address = "127.0.0.1";
    private int port;
    private int httpPort;
    private ServerProfile profile = ServerProfile.DEFAULT.withReplicas(1, 3);
    private JobPace jobs = JobPace.taking(Duration.ofMillis(50));
    private Map<String, String> users = Map.of();
    private List<String> databases = List.of();
    private InstantSource clock = InstantSource.system();
    private int keptStatements = 100_000;
    private Limits limits = Limits.DEFAULT;
    private @Nullable SSLContext tls;

    private Options() {}

    private Options with(Consumer<Options> change) {
        Options copy = new Options();
        copy.address = address;
        copy.port = port;
        copy.httpPort = httpPort;
        copy.profile = profile;
        copy.jobs = jobs;
        copy.users = users;
        copy.databases = databases;
        copy.clock = clock;
        copy.keptStatements = keptStatements;
        copy.limits = limits;
        copy.tls = tls;
        change.accept(copy);
        return copy;
    }

    /** The address at which the server listens. */
    public String address() {
        return address;
    }

    /** The default address can be reached from this machine only. Every client that reaches another one can log in as root. */
    public Options address(String newAddress) {
        return with(copy -> copy.address = newAddress);
    }

    public int port() {
        return port;
    }

    /** The port for MySQL clients; 0 is any free one. */
    public Options port(int newPort) {
        return with(copy -> copy.port = newPort);
    }

    public int httpPort() {
        return httpPort;
    }

    /** The port for loads by HTTP; 0 is any free one. */
    public Options httpPort(int newPort) {
        return with(copy -> copy.httpPort = newPort);
    }

    public ServerProfile profile() {
        return profile;
    }

    /** The version and the settings whose rules the server follows. */
    public Options profile(ServerProfile newProfile) {
        return with(copy -> copy.profile = newProfile);
    }

    public JobPace jobs() {
        return jobs;
    }

    /** How schema changes progress. */
    public Options jobs(JobPace newPace) {
        return with(copy -> copy.jobs = newPace);
    }

    /** Names and passwords of the users besides root. */
    public Map<String, String> users() {
        return users;
    }

    /** Adds a user who has all privileges. */
    public Options user(String name, String password) {
        Map<String, String> more = new LinkedHashMap<>(users);
        more.put(name, password);
        return with(copy -> copy.users = Map.copyOf(more));
    }

    /** The databases that exist from the start. */
    public List<String> databases() {
        return databases;
    }

    /** Adds a database that exists from the start. */
    public Options database(String name) {
        return with(copy -> copy.databases =
                Stream.concat(databases.stream(), Stream.of(name)).toList());
    }

    public InstantSource clock() {
        return clock;
    }

    /** The server's clock. */
    public Options clock(InstantSource newClock) {
        return with(copy -> copy.clock = newClock);
    }

    public int keptStatements() {
        return keptStatements;
    }

    /** The number of statements that the server's log keeps. */
    public Options keptStatements(int newNumber) {
        return with(copy -> copy.keptStatements = newNumber);
    }

    public Limits limits() {
        return limits;
    }

    /** What a client may use of the server. */
    public Options limits(Limits newLimits) {
        return with(copy -> copy.limits = newLimits);
    }

    /** The keys for TLS; null if the server does not offer it. */
    public @Nullable SSLContext tls() {
        return tls;
    }

    /** Offers TLS to MySQL clients, with the certificate of this context. Clients may still connect without. */
    public Options tls(SSLContext context) {
        return with(copy -> copy.tls = context);
    }
}
