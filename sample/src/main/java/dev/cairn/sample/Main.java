package dev.cairn.sample;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.schema.MigrationException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Shows Cairn at work, on a server inside this JVM, or on the one that {@code -Dcairn.url} names, as
 * {@code -Dcairn.user} with {@code -Dcairn.password}.
 */
public final class Main {
    private Main() {}

    /**
     * Of the log, only warnings: what happens is on the screen. The field keeps the logger, which would be forgotten with
     * its level.
     */
    static final Logger LOG = Logger.getLogger("dev.cairn");

    private static final int FAILED = 1;

    public static void main(String[] arguments) throws Exception {
        LOG.setLevel(Level.WARNING);
        Screen screen = new Screen(new PrintStream(System.out, true, StandardCharsets.UTF_8), hasTerminal());
        try {
            tell(screen);
        } catch (IllegalArgumentException | IllegalStateException | MigrationException | SQLException told) {
            System.err.println(told.getMessage());
            System.exit(FAILED);
        }
    }

    @SuppressWarnings("SystemConsoleNull") // bin/sample asks for the console of older JDKs
    private static boolean hasTerminal() {
        return System.console() != null;
    }

    private static void tell(Screen screen) throws SQLException, IOException, InterruptedException {
        String url = System.getProperty("cairn.url", "");
        if (!url.isEmpty()) {
            Login login =
                    new Login(url, System.getProperty("cairn.user", ""), System.getProperty("cairn.password", ""));
            new Story(screen, login, login.server()).tell();
            return;
        }
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start()) {
            new Story(screen, new Login(server.jdbcUrl(), "root", ""), "the embedded StarRocks").tell();
        }
    }
}
