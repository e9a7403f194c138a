package dev.cairn.integration;

import dev.cairn.Migrator;
import dev.cairn.integration.shop.ShopSchema;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A process that upgrades a database, and prints the migrations that it ran. */
final class Instance {
    private static final String URL_VARIABLE = "CAIRN_TEST_DATABASE";
    private static final Logger LOG = Logger.getLogger("dev.cairn");

    private Instance() {}

    static Process start(String url) throws IOException {
        ProcessBuilder processBuilder = new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Instance.class.getName());
        // The URL may contain a password, and all users of the machine can see the arguments of a process.
        processBuilder.environment().put(URL_VARIABLE, url);
        return processBuilder.redirectError(Redirect.INHERIT).start();
    }

    public static void main(String[] arguments) {
        LOG.setLevel(Level.SEVERE);
        Migrator.of(ShopSchema.SCHEMA, System.getenv(URL_VARIABLE))
                .upgrade()
                .migrations()
                .forEach(System.out::println);
    }
}
