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

        private final String urlPrefix;
        private final String mavenArtifact;

        DriverProduct(String urlPrefix, String mavenArtifact) {
            this.urlPrefix = urlPrefix;
            this.mavenArtifact = mavenArtifact;
        }
    }

    /**
     * Finds the driver of a JDBC URL.
     *
     * @throws MissingDriverException if no driver on the class path accepts the URL
     */
    static DriverTarget requireForJdbcUrl(String jdbcUrl) throws SQLException {
        return find(jdbcUrl).orElseThrow(() -> createMissingDriverException(jdbcUrl));
    }

    /**
     * Finds a driver for a URL in the short form, the preferred one if there are several.
     *
     * @throws MissingDriverException if no driver on the class path accepts the URL
     */
    static DriverTarget requireForShortUrl(String url) throws SQLException {
        String hostsAndOptions = url.substring(ServerAddress.SHORT_SCHEME.indexOf("//"));
        for (DriverProduct product : DriverProduct.values()) {
            Optional<DriverTarget> target = find(product.urlPrefix + hostsAndOptions);
            if (target.isPresent()) {
                return target.get();
            }
        }
        throw createMissingDriverException(url);
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
        return url.startsWith(DriverProduct.MARIADB.urlPrefix);
    }

    static MissingDriverException createMissingDriverException(String url) {
        String problem = "no JDBC driver on the class path accepts " + UrlSecrets.redactWithScheme(url);
        for (DriverProduct product : DriverProduct.values()) {
            if (url.startsWith(product.urlPrefix)) {
                return new MissingDriverException(problem, "Add " + product.mavenArtifact + ".");
            }
        }
        return new MissingDriverException(
                problem,
                url.startsWith(ServerAddress.SHORT_SCHEME)
                        ? "Add " + DriverProduct.MYSQL.mavenArtifact + " or " + DriverProduct.MARIADB.mavenArtifact
                                + "."
                        : "Name a StarRocks server, such as " + ServerAddress.EXAMPLE_URL + ".");
    }
}
