package dev.cairn.embedded;

import dev.cairn.embedded.job.JobPace;
import dev.cairn.profile.ClusterResources;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.RunMode;
import dev.cairn.profile.ServerProfile.Version;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;

/**
 * Runs an embedded server as a standalone program, which prints one line with its JDBC URL when the server is ready.
 */
public final class Main {
    private static final String USAGE = """
        Usage: embedded [options]
          --port <n>             the port (9030; 0 is any free one)
          --http-port <n>        the port for loads by HTTP (any free one: SHOW FRONTENDS)
          --address <address>    where to listen (127.0.0.1)
          --version 3.5|4.0|4.1  which server's rules apply (4.1)
          --shared-data          a shared-data server
          --experimental         with the experimental index types switched on
          --replicas <n>         default_replication_num (1)
          --any-resources        storage volumes, labels and resource groups are there as they are named
          --job-millis <n>       how long schema changes take (1000)
          --user <name>[:<password>]  one more user who may do everything
          --database <name>      one more database that is there from the start\
        """;

    private static final int USUAL_PORT = 9030;
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private Main() {}

    /**
     * Starts a server and runs until the process is terminated. The exit code is 1 if the server can't listen on its
     * address, and 2 if an argument is invalid.
     *
     * @param arguments the options that the usage text lists
     */
    public static void main(String[] arguments) throws InterruptedException {
        Options options;
        try {
            options = options(Arrays.asList(arguments).iterator());
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.err.println(USAGE);
            System.exit(WRONG_USAGE);
            return;
        }
        try {
            EmbeddedStarRocks server = EmbeddedStarRocks.start(options);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            System.out.println(server.jdbcUrl());
        } catch (UncheckedIOException failure) {
            System.err.println(failure.getMessage() + ": " + failure.getCause());
            System.exit(FAILED);
        }
        Thread.currentThread().join();
    }

    static Options options(Iterator<String> words) {
        Options options = Options.DEFAULT.port(USUAL_PORT).jobs(JobPace.taking(Duration.ofSeconds(1)));
        while (words.hasNext()) {
            String word = words.next();
            ServerProfile profile = options.profile();
            options = switch (word) {
                case "--port" -> options.port(number(value(word, words)));
                case "--http-port" -> options.httpPort(number(value(word, words)));
                case "--address" -> options.address(value(word, words));
                case "--version" -> options.profile(profile.with(version(value(word, words))));
                case "--shared-data" -> options.profile(profile.with(RunMode.SHARED_DATA));
                case "--experimental" -> options.profile(profile.withExperimental(true));
                case "--any-resources" -> options.profile(profile.with(ClusterResources.UNKNOWN));
                case "--replicas" ->
                    options.profile(profile.withReplicas(number(value(word, words)), profile.backends()));
                case "--job-millis" -> options.jobs(JobPace.taking(Duration.ofMillis(number(value(word, words)))));
                case "--user" -> user(options, value(word, words));
                case "--database" -> options.database(value(word, words));
                default -> throw new IllegalArgumentException("Unknown option: " + word);
            };
        }
        return options;
    }

    private static String value(String option, Iterator<String> words) {
        if (!words.hasNext()) {
            throw new IllegalArgumentException("Nothing behind " + option);
        }
        return words.next();
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException failure) {
            throw new IllegalArgumentException("Not a number: " + text, failure);
        }
    }

    private static Version version(String text) {
        return Arrays.stream(Version.values())
                .filter(version -> version.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown version: " + text));
    }

    private static Options user(Options options, String text) {
        String[] parts = text.split(":", 2);
        return options.user(parts[0], parts.length > 1 ? parts[1] : "");
    }
}
