package dev.cairn.integration.server;

import dev.cairn.internal.connection.ServerAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * The address of a server, and the user who connects to it.
 *
 * @param scheme the scheme of the URL: the short one, for the preferred driver on the class path, or that of a driver
 * @param options the options of the driver, as after the question mark of a URL; may be empty
 */
public record Endpoint(String scheme, String host, int port, String options, String user, String password) {
    private static final int DEFAULT_PORT = 9030;
    private static final String UNENCRYPTED_OPTION = "sslMode=DISABLED";
    private static final String JDBC_PREFIX = "jdbc:";
    private static final String SHORT_SCHEME = "starrocks://";
    private static final String MARIADB_SCHEME = "jdbc:mariadb://";

    static Endpoint local(int port) {
        return new Endpoint(SHORT_SCHEME, "127.0.0.1", port, "", "root", "");
    }

    /**
     * Parses the URL of a driver.
     *
     * @param url such as {@code jdbc:mysql://host:9030/?connectTimeout=5000}; a database in it is not used
     */
    static Endpoint of(String url, String user, String password) {
        URI uri = URI.create(url.startsWith(JDBC_PREFIX) ? url.substring(JDBC_PREFIX.length()) : url);
        String host = uri.getHost();
        if (host == null) {
            throw new IllegalArgumentException("Not the URL of one server, as in jdbc:mysql://host:9030/: " + url);
        }
        return new Endpoint(
                SHORT_SCHEME,
                host,
                uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                Objects.requireNonNullElse(uri.getRawQuery(), ""),
                user,
                password);
    }

    /** Returns the same server through another address, without encryption, so that a relay can read the packets. */
    public Endpoint by(String otherHost, int otherPort) {
        return new Endpoint(scheme, otherHost, otherPort, options, user, password).with(UNENCRYPTED_OPTION);
    }

    /** Returns the same server with one more option for the driver. */
    public Endpoint with(String option) {
        return new Endpoint(scheme, host, port, options.isEmpty() ? option : options + "&" + option, user, password);
    }

    /** Returns the same server for MariaDB's driver. */
    Endpoint overMariaDb() {
        return new Endpoint(MARIADB_SCHEME, host, port, options, user, password);
    }

    /** Returns the URL for a migrator, with the user and the password. */
    public String url(String database) {
        String name = encode(user);
        String encodedPassword = encode(password);
        return url(name + ":" + encodedPassword, "user=" + name + "&password=" + encodedPassword, database);
    }

    /** Returns the URL for logs and reports. */
    public String urlWithoutPassword(String database) {
        return url(encode(user), "user=" + encode(user), database);
    }

    /** Returns a URL. The short form has the account before the host; the URL of a driver has it among the options. */
    private String url(String account, String accountOptions, String database) {
        boolean isShort = scheme.equals(SHORT_SCHEME);
        String allOptions = isShort ? options : with(accountOptions).options;
        return scheme + (isShort ? account + "@" : "") + host + ":" + port + "/" + database
                + (allOptions.isEmpty() ? "" : "?" + allOptions);
    }

    public DataSource dataSource(String database) {
        return ServerAddress.parse(url(database));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
