package dev.cairn.embedded;

import dev.cairn.embedded.job.Job;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.ClusterResources;
import dev.cairn.profile.ServerProfile.RunMode;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.Refusal;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Runs an embedded server as a standalone program, which prints one line with its JDBC URL when the server is ready.
 */
final class Main {
    private static final String USAGE = """
        Usage: embedded [options]
          --port <n>             port for SQL clients; 0 means any free port (default: 9030)
          --http-port <n>        port for loads over HTTP; SHOW FRONTENDS lists it (default: any free port)
          --address <address>    address to listen on (default: 127.0.0.1)
          --version 3.5|4.0|4.1  version of StarRocks to emulate (default: 4.1)
          --shared-data          emulate a shared-data cluster
          --experimental         enable the experimental index types
          --replicas <n>         default_replication_num (default: 1)
          --any-resources        accept any name of a storage volume, label or resource group
          --job-millis <n>       duration of a schema change job in milliseconds (default: 1000)
          --user <name>[:<password>]  additional user with all privileges; may be repeated
          --database <name>      database to create at the start; may be repeated. The URL names the first one
          -h, --help             print this text\
        """;

    private static final int DEFAULT_PORT = 9030;

    /**
     * The maximum time for closing the server: a statement that can't be cancelled must not keep the process alive.
     */
    private static final long MAX_CLOSE_MILLIS = 1_500;

    private static final int EXIT_FAILED = 1;
    private static final int EXIT_INVALID_USAGE = 2;

    private Main() {}

    /**
     * Starts a server and runs until the process is terminated. The exit code is 1 if the server can't listen on its
     * address, 2 if an argument is invalid, and 0 after the help text.
     *
     * @param arguments the options that the usage text lists
     */
    public static void main(String[] arguments) throws InterruptedException {
        if (requestsHelp(arguments)) {
            System.out.println(USAGE);
            return;
        }
        Options options;
        try {
            options = parseOptions(Arrays.asList(arguments).iterator());
        } catch (IllegalArgumentException failure) {
            System.err.println(failure.getMessage());
            System.err.println(USAGE);
            System.exit(EXIT_INVALID_USAGE);
            return;
        }
        try {
            EmbeddedStarRocks server = EmbeddedStarRocks.start(options);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> closeWithTimeout(server)));
            System.out.println(firstDatabaseUrl(server, options));
        } catch (UncheckedIOException failure) {
            System.err.println(failure.getMessage() + ": " + describeFailure(failure.getCause()));
            System.exit(EXIT_FAILED);
        } catch (Refusal refusal) {
            System.err.println("Invalid --database: " + refusal.getMessage());
            System.exit(EXIT_INVALID_USAGE);
        }
        Thread.currentThread().join();
    }

    /** Closes the server, but waits at most {@link #MAX_CLOSE_MILLIS}. */
    private static void closeWithTimeout(EmbeddedStarRocks server) {
        Thread closingThread = new Thread(server::close);
        closingThread.setDaemon(true);
        closingThread.start();
        try {
            closingThread.join(MAX_CLOSE_MILLIS);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }

    private static String describeFailure(@Nullable Throwable failure) {
        return failure instanceof BindException
                ? failure.getMessage() + ". Pass another --port, 0 for any free one, or another --address."
                : String.valueOf(failure);
    }

    private static boolean requestsHelp(String[] arguments) {
        return Arrays.stream(arguments).anyMatch(argument -> argument.equals("--help") || argument.equals("-h"));
    }

    /**
     * Returns the URL of the first database in the options, or the URL of the server if the options have no databases.
     */
    static String firstDatabaseUrl(EmbeddedStarRocks server, Options options) {
        return options.databases().stream().findFirst().map(server::jdbcUrl).orElseGet(server::jdbcUrl);
    }

    /** @throws IllegalArgumentException if an option is unknown, or its value is missing or malformed */
    static Options parseOptions(Iterator<String> arguments) {
        Options options = Options.DEFAULT.port(DEFAULT_PORT).jobs(Job.Pace.ofDuration(Duration.ofSeconds(1)));
        while (arguments.hasNext()) {
            String option = arguments.next();
            ServerProfile profile = options.profile();
            options = switch (option) {
                case "--port" -> options.port(parseNumber(readOptionValue(option, arguments)));
                case "--http-port" -> options.httpPort(parseNumber(readOptionValue(option, arguments)));
                case "--address" -> options.address(readOptionValue(option, arguments));
                case "--version" -> options.profile(profile.with(parseVersion(readOptionValue(option, arguments))));
                case "--shared-data" -> options.profile(profile.with(RunMode.SHARED_DATA));
                case "--experimental" -> options.profile(profile.withExperimental(true));
                case "--any-resources" -> options.profile(profile.with(ClusterResources.UNKNOWN));
                case "--replicas" ->
                    options.profile(profile.withReplicas(
                            parseNumber(readOptionValue(option, arguments)), profile.backendCount()));
                case "--job-millis" ->
                    options.jobs(
                            Job.Pace.ofDuration(Duration.ofMillis(parseNumber(readOptionValue(option, arguments)))));
                case "--user" -> addUser(options, readOptionValue(option, arguments));
                case "--database" -> options.database(readOptionValue(option, arguments));
                default -> throw new IllegalArgumentException("Unknown option: " + option);
            };
        }
        return options;
    }

    private static String readOptionValue(String option, Iterator<String> arguments) {
        if (!arguments.hasNext()) {
            throw new IllegalArgumentException("Missing value of " + option);
        }
        return arguments.next();
    }

    private static int parseNumber(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException failure) {
            throw new IllegalArgumentException("Not a number: " + text, failure);
        }
    }

    private static Version parseVersion(String text) {
        return Arrays.stream(Version.values())
                .filter(version -> version.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown version: " + text));
    }

    private static Options addUser(Options options, String userText) {
        String[] nameAndPassword = userText.split(":", 2);
        return options.user(nameAndPassword[0], nameAndPassword.length > 1 ? nameAndPassword[1] : "");
    }
}
