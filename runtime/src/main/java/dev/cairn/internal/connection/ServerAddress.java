package dev.cairn.internal.connection;

import java.io.PrintWriter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The address of a server, given as a URL. As a data source, it opens a new connection each time.
 *
 * <pre>{@code
 * Address.parse("starrocks://root:secret@localhost:9030/shop")
 * Address.parse("jdbc:mysql://localhost:9030/shop?user=root")
 * Address.parse("jdbc:mariadb://localhost:9030/shop?user=root")
 * }</pre>
 *
 * <p>The short form works with any of the supported drivers on the class path. Its user and password are
 * percent-encoded, may also be the options {@code user} and {@code password}, and are passed to the driver separately
 * from the URL. Unless the option {@code sslMode} says otherwise, the connection is encrypted if the server offers TLS:
 * MariaDB's driver from 4.0 on would refuse another server. No message and no {@code toString} shows a password.
 */
public final class ServerAddress implements DataSource {
    static final String SHORT_SCHEME = "starrocks://";
    static final String EXAMPLE = "starrocks://root@localhost:9030/shop";

    /** A sentence, without its period, on how a URL begins. */
    public static final String URL_FORMS_HINT =
            "The URL of a server begins with " + SHORT_SCHEME + ", jdbc:mysql:// or jdbc:mariadb://, as in " + EXAMPLE;

    private static final int DEFAULT_PORT = 9030;
    private static final String USER_OPTION = "user=";
    private static final String PASSWORD_OPTION = "password=";

    /** The timeouts for a silent server: one for accepting a connection, and one for each answer during the login. */
    private static final String CONNECT_MILLIS = "10000";

    private static final String LOGIN_MILLIS = "60000";

    private static final Pattern SHORT_FORM =
            Pattern.compile("starrocks://(?:([^/?]*)@)?([^/?@]*)(/[^?]*)?(?:\\?(.*))?");
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("([^:\\[\\]\\s]+|\\[[0-9A-Fa-f:.%]+])(?::(\\d{1,5}))?");
    private static final Pattern UNENCODED_CHARACTER =
            Pattern.compile("%(?![0-9A-Fa-f]{2})|[^\\x21-\\x7E]|[{}<>\"\\\\^`|]");

    /** A host of a JDBC URL, without parentheses, after an account that contains an @ itself. */
    private static final Pattern SEVERAL_AT_SIGNS = Pattern.compile("jdbc:[\\w:]+//(?:[^(/?,]*,)*[^(/?,@]*@[^(/?,@]*@");

    private static final String SEVERAL_AT_SIGNS_MESSAGE =
            "The URL has more than one @: write %40 for an @ in a user or a password";

    /** Without this option, Connector/J asks before each statement whether the session is read-only. */
    private static final String READ_ONLY_OPTION = "readOnlyPropagatesToServer";

    private static final Pattern DATABASE_PATH = Pattern.compile("[\\w:]*//[^/(]*/([^/]+)");

    private final String url;
    private final @Nullable String user;
    private final @Nullable String password;

    private final OptionalTls optionalTls = new OptionalTls();

    /** In seconds; 0 for the default. Connection pools set it. */
    private volatile int loginTimeout;

    private ServerAddress(String url, @Nullable String user, @Nullable String password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    /**
     * Parses a URL: the short form, or a JDBC URL.
     *
     * @throws IllegalArgumentException if the URL has neither form; the message never shows a password
     */
    public static ServerAddress parse(String url) {
        if (url.startsWith("jdbc:")) {
            if (SEVERAL_AT_SIGNS.matcher(url).lookingAt()) {
                throw new IllegalArgumentException(SEVERAL_AT_SIGNS_MESSAGE);
            }
            return new ServerAddress(url, null, null);
        }
        Matcher parts = SHORT_FORM.matcher(url);
        if (!parts.matches()) {
            throw new IllegalArgumentException(URL_FORMS_HINT);
        }
        if (UNENCODED_CHARACTER.matcher(url).find()) {
            throw new IllegalArgumentException(
                    "The URL contains a character that must be percent-encoded, such as %40 for an @ in a password");
        }
        String account = Objects.requireNonNullElse(parts.group(1), "root");
        if (account.indexOf('@') >= 0) {
            throw new IllegalArgumentException(SEVERAL_AT_SIGNS_MESSAGE);
        }
        if (UrlSecrets.UNENCODED_ACCOUNT
                .matcher(UrlSecrets.ACCOUNT.matcher(url).replaceAll(""))
                .find()) {
            throw new IllegalArgumentException(
                    "The URL has an @ after its host: write %2F, %3F and %40 for /, ? and @ in"
                            + " a user or a password");
        }
        String path = Objects.requireNonNullElse(parts.group(3), "/");
        String[] names = account.split(":", 2);
        List<String> options = new ArrayList<>();
        String user = parts.group(1) == null ? null : names[0];
        String password = names.length > 1 ? names[1] : null;
        for (String option : Objects.requireNonNullElse(parts.group(4), "").split("&", -1)) {
            if (option.startsWith(USER_OPTION)) {
                user = requireSingleValue(user, option.substring(USER_OPTION.length()), "user");
            } else if (option.startsWith(PASSWORD_OPTION)) {
                password = requireSingleValue(password, option.substring(PASSWORD_OPTION.length()), "password");
            } else if (!option.isEmpty()) {
                options.add(option);
            }
        }
        return new ServerAddress(
                SHORT_SCHEME
                        + parseHosts(parts.group(2))
                        + path
                        + (options.isEmpty() ? "" : "?" + String.join("&", options)),
                decode(Objects.requireNonNullElse(user, "root")),
                decode(Objects.requireNonNullElse(password, "")));
    }

    /** The drivers would ignore one of them without a word. */
    private static String requireSingleValue(@Nullable String firstValue, String secondValue, String description) {
        if (firstValue != null) {
            throw new IllegalArgumentException("The URL has two values of the " + description
                    + ": write it before the host or as an option, not as both");
        }
        return secondValue;
    }

    private static String parseHosts(String text) {
        List<String> hosts = new ArrayList<>();
        for (String address : text.split(",", -1)) {
            Matcher host = HOST_AND_PORT.matcher(address);
            if (!host.matches()) {
                throw new IllegalArgumentException(
                        address.isEmpty()
                                ? "The URL has no host. Example: " + EXAMPLE
                                : "'" + address.replaceFirst(":.*", ":…")
                                        + "' in the URL is not a host with a port, as in " + EXAMPLE);
            }
            hosts.add(host.group(1) + ":" + (host.group(2) == null ? DEFAULT_PORT : host.group(2)));
        }
        return String.join(",", hosts);
    }

    static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Returns the same server for another user; the password is kept. */
    public ServerAddress withUser(String newUser) {
        return new ServerAddress(url, newUser, password);
    }

    /** Returns the same server and user with another password. */
    public ServerAddress withPassword(String newPassword) {
        return new ServerAddress(url, user, newPassword);
    }

    /**
     * Returns whether the URL names a database. A URL in a form that only its driver can parse is assumed to name one.
     */
    public boolean hasDatabase() {
        return url.indexOf('(') >= 0 || !url.split("\\?", 2)[0].matches("[\\w:]*//[^/]*/?");
    }

    /**
     * Returns the database in the URL; empty if the URL contains none, or has a form that only its driver can parse.
     */
    public Optional<String> database() {
        Matcher path = DATABASE_PATH.matcher(url.split("\\?", 2)[0]);
        return path.matches() ? Optional.of(UrlSecrets.decodeIfEncoded(path.group(1))) : Optional.empty();
    }

    @Override
    public Connection getConnection() throws SQLException {
        DriverTarget target = url.startsWith(SHORT_SCHEME)
                ? DriverTarget.requireForShortUrl(url)
                : DriverTarget.require(replaceAccount(url));
        Properties properties = new Properties();
        boolean hasSocketTimeout = UrlSecrets.hasParameter(url, "socketTimeout");
        String millis = loginTimeout + "000";
        if (!hasSocketTimeout) {
            properties.setProperty("socketTimeout", loginTimeout == 0 ? LOGIN_MILLIS : millis);
        }
        if (!UrlSecrets.hasParameter(url, "connectTimeout")) {
            properties.setProperty("connectTimeout", loginTimeout == 0 ? CONNECT_MILLIS : millis);
        }
        if (!target.isMariaDb() && !UrlSecrets.hasParameter(url, READ_ONLY_OPTION)) {
            properties.setProperty(READ_ONLY_OPTION, "false");
        }
        if (user != null) {
            properties.setProperty("user", user);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
        try {
            boolean leavesTlsToDriver = !url.startsWith(SHORT_SCHEME)
                    || !target.isMariaDb()
                    || UrlSecrets.hasParameter(url, OptionalTls.MODE_OPTION);
            Connection connection = leavesTlsToDriver
                    ? target.driver().connect(target.url(), properties)
                    : optionalTls.connect(target, properties);
            if (connection == null) {
                throw DriverTarget.missingDriverException(url);
            }
            if (!hasSocketTimeout) {
                connection.setNetworkTimeout(Runnable::run, 0); // each statement has its own timeout
            }
            return connection;
        } catch (SQLException failure) {
            throw UrlSecrets.redactFailure(failure, url, password);
        }
    }

    /** Returns whether a user is named in the URL, or separately from it. */
    boolean hasUser() {
        return user != null || UrlSecrets.ACCOUNT.matcher(url).find() || UrlSecrets.hasParameter(url, "user");
    }

    @Override
    public Connection getConnection(String otherUser, String otherPassword) throws SQLException {
        return withUser(otherUser).withPassword(otherPassword).getConnection();
    }

    /** A user or password that was given separately from the URL replaces the one in it. */
    private String replaceAccount(String jdbcUrl) {
        String strippedUrl = jdbcUrl;
        if (user != null) {
            strippedUrl = UrlSecrets.ACCOUNT.matcher(strippedUrl).replaceAll("");
            strippedUrl = strippedUrl.replaceAll("(?<=[?&])user=[^&]*&?", "");
        }
        return password == null ? strippedUrl : strippedUrl.replaceAll("(?<=[?&])password\\d?=[^&]*&?", "");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException("Logs go to System.Logger");
    }

    /**
     * Limits the time for opening a connection and that for each answer during its login, unless the URL has limits.
     */
    @Override
    public void setLoginTimeout(int seconds) {
        loginTimeout = seconds;
    }

    @Override
    public int getLoginTimeout() {
        return loginTimeout;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("Logs go to System.Logger");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (!type.isInstance(this)) {
            throw new SQLException("This data source wraps no other object");
        }
        return type.cast(this);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    /** Returns hosts and database, without user, password and options, which may contain secrets. */
    @Override
    public String toString() {
        return UrlSecrets.redactWhole(url);
    }
}
