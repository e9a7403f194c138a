package dev.cairn.internal.connection;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;

/** A JDBC driver on the class path, and the URL of a server in the driver's form. */
record DriverTarget(Driver driver, String url) {
    /** The drivers that speak StarRocks' protocol, the preferred one first. */
    private enum DriverProduct {
        MYSQL("jdbc:mysql:", "com.mysql:mysql-connector-j"),
        STARROCKS("jdbc:starrocks:", "com.starrocks:starrocks-connector-j"),
        MARIADB("jdbc:mariadb:", "org.mariadb.jdbc:mariadb-java-client");

        private final String prefix;
        private final String artifact;

        DriverProduct(String prefix, String artifact) {
            this.prefix = prefix;
            this.artifact = artifact;
        }
    }

    /**
     * Finds the driver of a JDBC URL.
     *
     * @throws MissingDriverException if no driver accepts it
     */
    static DriverTarget require(String jdbcUrl) throws SQLException {
        return find(jdbcUrl).orElseThrow(() -> missingDriverException(jdbcUrl));
    }

    /**
     * Finds a driver for a URL in the short form, the preferred one if there are several.
     *
     * @throws MissingDriverException if no driver on the class path accepts it
     */
    static DriverTarget requireForShortUrl(String url) throws SQLException {
        String hostsAndOptions = url.substring(ServerAddress.SHORT_SCHEME.indexOf("//"));
        for (DriverProduct product : DriverProduct.values()) {
            Optional<DriverTarget> target = find(product.prefix + hostsAndOptions);
            if (target.isPresent()) {
                return target.get();
            }
        }
        throw missingDriverException(url);
    }

    private static Optional<DriverTarget> find(String url) throws SQLException {
        for (Driver driver : DriverManager.drivers().toList()) {
            if (driver.acceptsURL(url)) {
                return Optional.of(new DriverTarget(driver, url));
            }
        }
        return Optional.empty();
    }

    boolean isMariaDb() {
        return url.startsWith(DriverProduct.MARIADB.prefix);
    }

    static MissingDriverException missingDriverException(String url) {
        String problem = "no JDBC driver on the class path accepts " + UrlSecrets.redactWhole(url);
        for (DriverProduct product : DriverProduct.values()) {
            if (url.startsWith(product.prefix)) {
                return new MissingDriverException(problem, "Add " + product.artifact + ".");
            }
        }
        return new MissingDriverException(
                problem,
                url.startsWith(ServerAddress.SHORT_SCHEME)
                        ? "Add " + DriverProduct.MYSQL.artifact + " or " + DriverProduct.MARIADB.artifact + "."
                        : "Name a StarRocks server, as in " + ServerAddress.EXAMPLE + ".");
    }
}
