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
 * Shows Cairn at work, on a server inside this JVM, or on the one that {@code -Dcairn.url} names, as
 * {@code -Dcairn.user} with {@code -Dcairn.password}.
 */
public final class Main {
    /**
     * Of the log, only warnings: what happens is on the screen. The field keeps the logger, which would be forgotten with
     * its level.
     */
    static final Logger LOG = Logger.getLogger("dev.cairn");

    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private Main() {}

    public static void main(String[] words) throws InterruptedException {
        LOG.setLevel(Level.WARNING);
        Screen screen = new Screen(new PrintStream(System.out, true, StandardCharsets.UTF_8), hasTerminal());
        try {
            Arguments arguments = Arguments.of(List.of(words));
            String url = System.getProperty("cairn.url", "");
            if (url.isEmpty()) {
                EmbeddedStarRocks server = EmbeddedStarRocks.start();
                Login login = new Login(server.jdbcUrl(), "root", "");
                work(arguments, screen, login, "the embedded StarRocks", server::close);
            } else {
                Login login =
                        new Login(url, System.getProperty("cairn.user", ""), System.getProperty("cairn.password", ""));
                work(arguments, screen, login, login.server(), () -> {});
            }
        } catch (IllegalArgumentException wrong) {
            end(wrong.getMessage(), WRONG_USAGE);
        } catch (SQLException refused) {
            end("The server: " + refused.getMessage(), FAILED);
        } catch (IllegalStateException | MigrationException | IOException failure) {
            end(failure.getMessage(), FAILED);
        }
    }

    @SuppressWarnings("SystemConsoleNull") // bin/sample asks for the console of older JDKs
    private static boolean hasTerminal() {
        return System.console() != null;
    }

    private static void end(@Nullable String reason, int status) {
        System.err.println(reason);
        System.exit(status);
    }

    private static void work(Arguments arguments, Screen screen, Login login, String name, Runnable end)
            throws SQLException, IOException, InterruptedException {
        if (arguments.port().isEmpty()) {
            new Story(screen, login, name).tell();
            end.run();
            return;
        }
        OpenShop shop = OpenShop.open(screen, login, arguments.port().getAsInt());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                shop.close();
                screen.line("");
                screen.line("The shop is closed, and its database is dropped.");
            } catch (SQLException left) {
                System.err.println("The shop's database is still there: " + left.getMessage());
            } finally {
                end.run();
            }
        }));
        Thread.currentThread().join();
    }
}
