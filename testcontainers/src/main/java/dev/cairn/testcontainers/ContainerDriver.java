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

    /** Returns the preferred driver on the class path. */
    static ContainerDriver available() {
        return available(ContainerDriver::isOnClassPath);
    }

    static ContainerDriver available(Predicate<String> isOnClassPath) {
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
        } catch (ClassNotFoundException missing) {
            return false;
        }
    }

    String className() {
        return className;
    }

    /** @param parameters with the question mark in front of them, or empty */
    String url(String host, int port, String database, String parameters) {
        return prefix + host + ":" + port + "/" + database + parameters;
    }
}
