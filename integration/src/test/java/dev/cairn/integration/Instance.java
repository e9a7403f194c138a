package dev.cairn.integration;

import dev.cairn.Migrator;
import dev.cairn.integration.shop.ShopSchema;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A process that upgrades a database, and says which migrations it ran. */
final class Instance {
    private static final Logger LOG = Logger.getLogger("dev.cairn");

    private Instance() {}

    static Process start(String url) throws IOException {
        return new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Instance.class.getName(),
                        url)
                .redirectError(Redirect.INHERIT)
                .start();
    }

    public static void main(String[] arguments) {
        LOG.setLevel(Level.SEVERE);
        Migrator.of(ShopSchema.SCHEMA, arguments[0]).upgrade().ran().forEach(System.out::println);
    }
}
