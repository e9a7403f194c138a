package dev.cairn.testcontainers;

import java.util.Arrays;
import java.util.function.Predicate;
import org.testcontainers.containers.JdbcDatabaseContainer.NoDriverFoundException;

/** The JDBC drivers for the protocol of a frontend, the preferred one first. */
enum ContainerDriver {
    MYSQL("com.mysql.cj.jdbc.Driver", "jdbc:mysql://"),
    MARIADB("org.mariadb.jdbc.Driver", "jdbc:mariadb://");

    private final String className;
    private final String prefix;

    ContainerDriver(String className, String prefix) {
        this.className = className;
        this.prefix = prefix;
    }

    /**
     * Returns the preferred driver on the class path.
     *
     * @throws NoDriverFoundException if the class path has none of the drivers
     */
    static ContainerDriver requireAvailable() {
        return requireAvailable(ContainerDriver::isOnClassPath);
    }

    static ContainerDriver requireAvailable(Predicate<String> isOnClassPath) {
        return Arrays.stream(values())
                .filter(driver -> isOnClassPath.test(driver.className))
                .findFirst()
                .orElseThrow(() -> new NoDriverFoundException(
                        "No JDBC driver for StarRocks is on the class path. Add com.mysql:mysql-connector-j or"
                                + " org.mariadb.jdbc:mariadb-java-client to the test dependencies.",
                        new ClassNotFoundException(MYSQL.className)));
    }

    private static boolean isOnClassPath(String name) {
        try {
            Class.forName(name, false, ContainerDriver.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException ignored) {
            return false;
        }
    }

    String className() {
        return className;
    }

    /**
     * Returns the URL of a database in a container. The frontend of a container offers no TLS, and MariaDB's driver
     * requires TLS from 4.0 on.
     *
     * @param parameters the parameters with the question mark before them; empty for none
     */
    String url(String host, int port, String database, String parameters) {
        boolean disablesTls = this == MARIADB && !parameters.contains("sslMode=");
        String tlsParameter = disablesTls ? (parameters.isEmpty() ? "?" : "&") + "sslMode=disable" : "";
        return prefix + host + ":" + port + "/" + database + parameters + tlsParameter;
    }
}
