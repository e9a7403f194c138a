package dev.cairn.sample;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.upgrade.MigrationException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Demonstrates Cairn on a server inside this JVM, or on the server at {@code -Dcairn.url}, as the user
 * {@code -Dcairn.user} with {@code -Dcairn.password}.
 */
public final class Main {
    /**
     * The log of Cairn, which shows warnings only, since the output shows the progress. The field prevents the garbage
     * collection of the logger, which would reset its level.
     */
    static final Logger LOG = Logger.getLogger("dev.cairn");

    private static final int FAILURE_EXIT_CODE = 1;
    private static final int USAGE_EXIT_CODE = 2;

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        LOG.setLevel(Level.WARNING);
        ConsoleOutput console =
                new ConsoleOutput(new PrintStream(System.out, true, StandardCharsets.UTF_8), hasTerminal());
        try {
            Arguments parsedArguments = Arguments.parse(List.of(arguments));
            String url = System.getProperty("cairn.url", "");
            if (url.isEmpty()) {
                EmbeddedStarRocks server = EmbeddedStarRocks.start();
                Login login = new Login(server.jdbcUrl(), "root", "");
                runSample(parsedArguments, console, login, "the embedded StarRocks", server::close);
            } else {
                Login login =
                        new Login(url, System.getProperty("cairn.user", ""), System.getProperty("cairn.password", ""));
                runSample(parsedArguments, console, login, login.serverAddress(), () -> {});
            }
        } catch (IllegalArgumentException failure) {
            exit(failure.getMessage(), USAGE_EXIT_CODE);
        } catch (SQLException failure) {
            exit("The server reported an error: " + failure.getMessage(), FAILURE_EXIT_CODE);
        } catch (IllegalStateException | MigrationException | IOException failure) {
            exit(failure.getMessage(), FAILURE_EXIT_CODE);
        }
    }

    @SuppressWarnings("SystemConsoleNull") // bin/sample selects the console of older JDKs
    private static boolean hasTerminal() {
        return System.console() != null;
    }

    private static void exit(@Nullable String reason, int exitCode) {
        System.err.println(reason);
        System.exit(exitCode);
    }

    /** Runs the tour, or serves the shop; in the latter case, the method does not return before the JVM shuts down. */
    private static void runSample(
            Arguments arguments, ConsoleOutput console, Login login, String serverName, Runnable shutdown)
            throws SQLException, IOException, InterruptedException {
        if (arguments.port().isEmpty()) {
            new SampleTour(console, login, serverName).run();
            shutdown.run();
            return;
        }
        ShopServer shop = ShopServer.open(console, login, arguments.port().getAsInt());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                shop.close();
                console.printLine("");
                console.printLine("The server has stopped, and its database was dropped.");
            } catch (SQLException failure) {
                System.err.println("The database could not be dropped: " + failure.getMessage());
            } finally {
                shutdown.run();
            }
        }));
        Thread.currentThread().join();
    }
}
