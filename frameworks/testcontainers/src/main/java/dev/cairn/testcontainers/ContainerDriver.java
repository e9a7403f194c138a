package dev.cairn.testcontainers;

import java.util.Arrays;
import java.util.function.Predicate;
import org.testcontainers.containers.JdbcDatabaseContainer.NoDriverFoundException;

/** The JDBC drivers that can connect to a frontend, the preferred one first. */
enum ContainerDriver {
    MYSQL("com.mysql.cj.jdbc.Driver", "jdbc:mysql://"),
    MARIADB("org.mariadb.jdbc.Driver", "jdbc:mariadb://");

    private final String className;
    private final String urlPrefix;

    ContainerDriver(String className, String urlPrefix) {
        this.className = className;
        this.urlPrefix = urlPrefix;
    }

    /**
     * Returns the preferred driver on the class path.
     *
     * @throws NoDriverFoundException if the class path has none of the drivers
     */
    static ContainerDriver requireAvailable() {
        return requireAvailable(ContainerDriver::isOnClassPath);
    }

    /**
     * Returns the preferred driver whose class is available.
     *
     * @param isOnClassPath returns whether the class with a name is available
     * @throws NoDriverFoundException if none of the classes is available
     */
    static ContainerDriver requireAvailable(Predicate<String> isOnClassPath) {
        return Arrays.stream(values())
                .filter(driver -> isOnClassPath.test(driver.className))
                .findFirst()
                .orElseThrow(() -> new NoDriverFoundException(
                        "No JDBC driver for StarRocks is on the class path. Add com.mysql:mysql-connector-j or"
                                + " org.mariadb.jdbc:mariadb-java-client to the test dependencies.",
                        new ClassNotFoundException(MYSQL.className)));
    }

    private static boolean isOnClassPath(String driverClassName) {
        try {
            Class.forName(driverClassName, false, ContainerDriver.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException ignored) {
            return false;
        }
    }

    String className() {
        return className;
    }

    /**
     * Returns the URL of a database in a container. For MariaDB's driver, the URL disables TLS unless the parameters
     * set {@code sslMode}: from version 4.0, the driver requires TLS, which the frontend of a container does not offer.
     *
     * @param parameters the parameters with a leading question mark; empty for none
     */
    String createUrl(String host, int port, String databaseName, String parameters) {
        boolean disablesTls = this == MARIADB && !parameters.contains("sslMode=");
        String tlsParameter = disablesTls ? (parameters.isEmpty() ? "?" : "&") + "sslMode=disable" : "";
        return urlPrefix + host + ":" + port + "/" + databaseName + parameters + tlsParameter;
    }
}
