package dev.cairn.embedded;

import dev.cairn.catalog.ServerProfile;
import dev.cairn.embedded.job.JobPace;
import dev.cairn.embedded.protocol.Limits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How an embedded server is set up. All have a default:
 *
 * <pre>{@code
 * Options.DEFAULT
 *         .port(9030)                                               // any free one
 *         .httpPort(8030)                                           // any free one
 *         .profile(ServerProfile.DEFAULT.with(Version.V3_5))        // 4.1, shared-nothing
 *         .jobs(JobPace.stepped())                                  // jobs take 50 ms
 *         .user("app", "secret")                                    // only root, without a password
 *         .database("shop")                                         // none
 * }</pre>
 *
 * @param address where it listens: only this machine can reach the default
 * @param users beside root: names and passwords of users who may do everything
 * @param databases that are there from the start
 * @param clock what the server takes for the time
 * @param keptStatements how many statements its log keeps
 */
public record Options(
        String address,
        int port,
        int httpPort,
        ServerProfile profile,
        JobPace jobs,
        Map<String, String> users,
        List<String> databases,
        InstantSource clock,
        int keptStatements,
        Limits limits) {
    public static final Options DEFAULT = new Options(
            "127.0.0.1",
            0,
            0,
            ServerProfile.DEFAULT.withReplicas(1, 3),
            JobPace.taking(Duration.ofMillis(50)),
            Map.of(),
            List.of(),
            InstantSource.system(),
            100_000,
            Limits.DEFAULT);

    public Options {
        users = Map.copyOf(users);
        databases = List.copyOf(databases);
    }

    /** Another address than the loopback: whoever reaches it can log in as root. */
    public Options address(String newAddress) {
        return new Options(newAddress, port, httpPort, profile, jobs, users, databases, clock, keptStatements, limits);
    }

    /** 0 is any free port. */
    public Options port(int newPort) {
        return new Options(address, newPort, httpPort, profile, jobs, users, databases, clock, keptStatements, limits);
    }

    /** The port for loads by HTTP; 0 is any free one. */
    public Options httpPort(int newPort) {
        return new Options(address, port, newPort, profile, jobs, users, databases, clock, keptStatements, limits);
    }

    public Options profile(ServerProfile newProfile) {
        return new Options(address, port, httpPort, newProfile, jobs, users, databases, clock, keptStatements, limits);
    }

    public Options jobs(JobPace newPace) {
        return new Options(address, port, httpPort, profile, newPace, users, databases, clock, keptStatements, limits);
    }

    /** One more user who may do everything. */
    public Options user(String name, String password) {
        Map<String, String> more = new LinkedHashMap<>(users);
        more.put(name, password);
        return new Options(address, port, httpPort, profile, jobs, more, databases, clock, keptStatements, limits);
    }

    /** One more database that is there from the start. */
    public Options database(String name) {
        List<String> more = new ArrayList<>(databases);
        more.add(name);
        return new Options(address, port, httpPort, profile, jobs, users, more, clock, keptStatements, limits);
    }

    public Options clock(InstantSource newClock) {
        return new Options(address, port, httpPort, profile, jobs, users, databases, newClock, keptStatements, limits);
    }

    public Options keptStatements(int newNumber) {
        return new Options(address, port, httpPort, profile, jobs, users, databases, clock, newNumber, limits);
    }

    public Options limits(Limits newLimits) {
        return new Options(address, port, httpPort, profile, jobs, users, databases, clock, keptStatements, newLimits);
    }
}
