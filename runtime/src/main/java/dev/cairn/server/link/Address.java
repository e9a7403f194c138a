package dev.cairn.server.link;

import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Objects;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Where a server is, as a URL says it. Each connection is a new one.
 *
 * <pre>{@code
 * Address.of("jdbc:mysql://localhost:9030/shop?user=root")
 * Address.of("starrocks://root:secret@localhost:9030/default_catalog.shop")
 * }</pre>
 *
 * A user and a password are percent-encoded; they are given to the driver apart from the URL, so no message shows them.
 */
public final class Address implements DataSource {
    private static final String SHORT = "starrocks://";
    private static final String LONG = "jdbc:mysql://";
    private static final int PORT = 9030;

    private final String url;
    private final @Nullable String user;
    private final @Nullable String password;

    private Address(String url, @Nullable String user, @Nullable String password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    /**
     * Reads a URL.
     *
     * @throws IllegalArgumentException if it is none, and the message never shows a password
     */
    public static Address of(String url) {
        if (url.startsWith("jdbc:")) {
            return new Address(url, null, null);
        }
        if (!url.startsWith(SHORT)) {
            throw new IllegalArgumentException("The URL of a server begins with " + SHORT + " or with " + LONG
                    + ", as in starrocks://root@localhost:9030/shop");
        }
        URI uri = uri(url);
        String host = uri.getHost();
        if (host == null) {
            throw new IllegalArgumentException(
                    "A URL names a host and a database, as in"
                            + " starrocks://root@localhost:9030/shop; what is special in a user or a password is percent-encoded");
        }
        String[] account =
                Objects.requireNonNullElse(uri.getRawUserInfo(), "root").split(":", 2);
        // The driver would ask before each statement whether the session is read-only.
        String options = uri.getRawQuery() == null
                ? "?readOnlyPropagatesToServer=false"
                : "?" + uri.getRawQuery() + "&readOnlyPropagatesToServer=false";
        int port = uri.getPort() < 0 ? PORT : uri.getPort();
        String path = Objects.requireNonNullElse(uri.getRawPath(), "");
        return new Address(
                LONG + host + ":" + port + (path.isEmpty() ? "/" : path) + options,
                decoded(account[0]),
                account.length > 1 ? decoded(account[1]) : "");
    }

    /** The same server, for a user who is not named in the URL. */
    public Address as(String newUser, String newPassword) {
        return new Address(url, newUser, newPassword);
    }

    private static URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException failure) {
            // Its message has the whole text, and the cause would be printed too. Where it found it differs between
            // JDKs.
            throw new IllegalArgumentException(
                    "The URL has a character that has to be percent-encoded, such as %40 for an @ in a password");
        }
    }

    private static String decoded(String text) {
        return Objects.requireNonNullElse(URI.create("x:///" + text).getPath().substring(1), "");
    }

    @Override
    public Connection getConnection() throws SQLException {
        Properties properties = new Properties();
        if (user != null) {
            properties.setProperty("user", user);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
        return DriverManager.getConnection(url, properties);
    }

    @Override
    public Connection getConnection(String otherUser, String otherPassword) throws SQLException {
        return as(otherUser, otherPassword).getConnection();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException("Logs go to System.Logger");
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException("Write it into the URL: connectTimeout");
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("Logs go to System.Logger");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (!type.isInstance(this)) {
            throw new SQLException("It wraps nothing");
        }
        return type.cast(this);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    /** Without user and password, and without options, which may hold them. */
    @Override
    public String toString() {
        String plain = url.split("\\?", 2)[0];
        int account = plain.lastIndexOf('@');
        int host = plain.indexOf("//") + 2;
        return account < 0 ? plain : plain.substring(0, host) + plain.substring(account + 1);
    }
}
