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
 * ServerAddress.parse("starrocks://root:secret@localhost:9030/shop")
 * ServerAddress.parse("jdbc:mysql://localhost:9030/shop?user=root")
 * ServerAddress.parse("jdbc:mariadb://localhost:9030/shop?user=root")
 * }</pre>
 *
 * <p>The short form works with any of the supported drivers on the class path. Its user and password are
 * percent-encoded, may be given as the options {@code user} and {@code password} instead, and are passed to the driver
 * separately from the URL. Unless the option {@code sslMode} says otherwise, the connection is encrypted if the server
 * offers TLS: MariaDB's driver from 4.0 on would refuse a server without TLS. No message and no {@code toString} shows
 * a password.
 */
public final class ServerAddress implements DataSource {
    static final String SHORT_SCHEME = "starrocks://";
    static final String EXAMPLE_URL = "starrocks://root@localhost:9030/shop";

    /** A sentence, without its period, that tells users how a URL begins. */
    public static final String URL_FORMS_HINT = "The URL of a server begins with " + SHORT_SCHEME
            + ", jdbc:mysql:// or jdbc:mariadb://, such as " + EXAMPLE_URL;

    private static final int DEFAULT_PORT = 9030;
    private static final String USER_OPTION_PREFIX = "user=";
    private static final String PASSWORD_OPTION_PREFIX = "password=";

    /** The timeouts for a silent server: one for accepting a connection, and one for each answer during the login. */
    private static final String DEFAULT_CONNECT_TIMEOUT_MILLIS = "10000";

    private static final String DEFAULT_LOGIN_TIMEOUT_MILLIS = "60000";

    private static final Pattern SHORT_FORM_PATTERN =
            Pattern.compile("starrocks://(?:([^/?]*)@)?([^/?@]*)(/[^?]*)?(?:\\?(.*))?");
    private static final Pattern HOST_AND_PORT_PATTERN =
            Pattern.compile("([^:\\[\\]\\s]+|\\[[0-9A-Fa-f:.%]+])(?::(\\d{1,5}))?");
    private static final Pattern UNENCODED_CHARACTER_PATTERN =
            Pattern.compile("%(?![0-9A-Fa-f]{2})|[^\\x21-\\x7E]|[{}<>\"\\\\^`|]");

    /**
     * The beginning of a JDBC URL, in a form without parentheses, whose host follows an account that contains an @
     * itself.
     */
    private static final Pattern SEVERAL_AT_SIGNS_PATTERN =
            Pattern.compile("jdbc:[\\w:]+//(?:[^(/?,]*,)*[^(/?,@]*@[^(/?,@]*@");

    private static final String SEVERAL_AT_SIGNS_MESSAGE =
            "The URL has more than one @: write %40 for an @ in a user or a password";

    /** Without this option, Connector/J asks before each statement whether the session is read-only. */
    private static final String READ_ONLY_OPTION = "readOnlyPropagatesToServer";

    private final String url;
    /** The user that is passed to the driver separately from the URL; null if only the URL may name one. */
    private final @Nullable String user;

    private final @Nullable String password;

    private final OptionalTls optionalTls = new OptionalTls();

    /** The timeout that a connection pool may set; 0 for the default. */
    private volatile int loginTimeoutSeconds;

    private ServerAddress(String url, @Nullable String user, @Nullable String password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    /**
     * Parses a URL: the short form, or a JDBC URL.
     *
     * @throws IllegalArgumentException if the URL has neither form, is malformed, or contains the user or the password
     *     twice; the message never shows a password
     */
    public static ServerAddress parse(String url) {
        requireTlsOptionName(url);
        if (url.startsWith("jdbc:")) {
            if (SEVERAL_AT_SIGNS_PATTERN.matcher(url).lookingAt()) {
                throw new IllegalArgumentException(SEVERAL_AT_SIGNS_MESSAGE);
            }
            return new ServerAddress(url, null, null);
        }
        Matcher urlMatcher = SHORT_FORM_PATTERN.matcher(url);
        if (!urlMatcher.matches()) {
            throw new IllegalArgumentException(URL_FORMS_HINT);
        }
        if (UNENCODED_CHARACTER_PATTERN.matcher(url).find()) {
            throw new IllegalArgumentException(
                    "The URL contains a character that must be percent-encoded, such as %40 for an @ in a password");
        }
        String account = Objects.requireNonNullElse(urlMatcher.group(1), "root");
        if (account.indexOf('@') >= 0) {
            throw new IllegalArgumentException(SEVERAL_AT_SIGNS_MESSAGE);
        }
        if (UrlSecrets.UNENCODED_ACCOUNT_PATTERN
                .matcher(UrlSecrets.ACCOUNT_PATTERN.matcher(url).replaceAll(""))
                .find()) {
            throw new IllegalArgumentException(
                    "The URL has an @ after its host: write %2F, %3F and %40 for /, ? and @ in"
                            + " a user or a password");
        }
        String databasePath = Objects.requireNonNullElse(urlMatcher.group(3), "/");
        String[] accountParts = account.split(":", 2);
        List<String> options = new ArrayList<>();
        String user = urlMatcher.group(1) == null ? null : accountParts[0];
        String password = accountParts.length > 1 ? accountParts[1] : null;
        for (String option : Objects.requireNonNullElse(urlMatcher.group(4), "").split("&", -1)) {
            if (option.startsWith(USER_OPTION_PREFIX)) {
                user = requireSingleValue(user, option.substring(USER_OPTION_PREFIX.length()), "user");
            } else if (option.startsWith(PASSWORD_OPTION_PREFIX)) {
                password = requireSingleValue(password, option.substring(PASSWORD_OPTION_PREFIX.length()), "password");
            } else if (!option.isEmpty()) {
                options.add(option);
            }
        }
        return new ServerAddress(
                SHORT_SCHEME
                        + normalizeHosts(urlMatcher.group(2))
                        + databasePath
                        + (options.isEmpty() ? "" : "?" + String.join("&", options)),
                decode(Objects.requireNonNullElse(user, "root")),
                decode(Objects.requireNonNullElse(password, "")));
    }

    /** Requires that the option for TLS has its exact name: Connector/J silently ignores any other one. */
    private static void requireTlsOptionName(String url) {
        if (!url.startsWith(SHORT_SCHEME) && !url.startsWith("jdbc:mysql:")) {
            return;
        }
        for (String option : url.substring(url.indexOf('?') + 1).split("&", -1)) {
            String optionName = option.split("=", 2)[0];
            if (optionName.replaceAll("[-_]", "").equalsIgnoreCase(OptionalTls.SSL_MODE_OPTION)
                    && !optionName.equals(OptionalTls.SSL_MODE_OPTION)) {
                throw new IllegalArgumentException("The URL has the option " + optionName
                        + ", which has no effect: write " + OptionalTls.SSL_MODE_OPTION);
            }
        }
    }

    /** Requires that an option has one value: drivers would silently ignore the other. */
    private static String requireSingleValue(@Nullable String firstValue, String secondValue, String optionName) {
        if (firstValue != null) {
            throw new IllegalArgumentException("The URL has two values of the " + optionName
                    + ": write it before the host or as an option, not as both");
        }
        return secondValue;
    }

    private static String normalizeHosts(String joinedHosts) {
        List<String> hosts = new ArrayList<>();
        for (String hostAndPort : joinedHosts.split(",", -1)) {
            Matcher hostMatcher = HOST_AND_PORT_PATTERN.matcher(hostAndPort);
            if (!hostMatcher.matches()) {
                throw new IllegalArgumentException(
                        hostAndPort.isEmpty()
                                ? "The URL has no host. Example: " + EXAMPLE_URL
                                : "'" + hostAndPort.replaceFirst(":.*", ":…")
                                        + "' in the URL is not a host with a port, such as " + EXAMPLE_URL);
            }
            hosts.add(
                    hostMatcher.group(1) + ":" + (hostMatcher.group(2) == null ? DEFAULT_PORT : hostMatcher.group(2)));
        }
        return String.join(",", hosts);
    }

    /**
     * Decodes percent-encoded characters. A plus sign stays, unlike in a form of HTML.
     *
     * @throws IllegalArgumentException if the text has a percent sign without two hexadecimal digits
     */
    static String decode(String encodedText) {
        return URLDecoder.decode(encodedText.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Returns the same server for another user; the password is kept. */
    public ServerAddress withUser(String newUser) {
        return withLogin(newUser, password);
    }

    /** Returns the same server and user with another password. */
    public ServerAddress withPassword(String newPassword) {
        return withLogin(user, newPassword);
    }

    private ServerAddress withLogin(@Nullable String newUser, @Nullable String newPassword) {
        ServerAddress address = new ServerAddress(url, newUser, newPassword);
        address.loginTimeoutSeconds = loginTimeoutSeconds;
        return address;
    }

    /**
     * Returns whether the URL names a database. A URL without {@code //} is assumed to name one, in a form that only
     * its driver knows.
     */
    public boolean hasDatabaseName() {
        return !url.contains("//") || !ServerUrl.parse(url).path().isEmpty();
    }

    /** Returns the database in the URL; empty if the URL contains none, or a path of several parts. */
    public Optional<String> findDatabaseName() {
        String path = ServerUrl.parse(url).path();
        return path.isEmpty() || path.contains("/") ? Optional.empty() : Optional.of(UrlSecrets.decodeIfEncoded(path));
    }

    @Override
    public Connection getConnection() throws SQLException {
        DriverTarget target = url.startsWith(SHORT_SCHEME)
                ? DriverTarget.requireForShortUrl(url)
                : DriverTarget.requireForJdbcUrl(removeSeparateAccount(url));
        Properties properties = new Properties();
        boolean hasSocketTimeout = ServerUrl.hasParameter(url, "socketTimeout");
        String loginTimeoutMillis = loginTimeoutSeconds + "000";
        if (!hasSocketTimeout) {
            properties.setProperty(
                    "socketTimeout", loginTimeoutSeconds == 0 ? DEFAULT_LOGIN_TIMEOUT_MILLIS : loginTimeoutMillis);
        }
        if (!ServerUrl.hasParameter(url, "connectTimeout")) {
            properties.setProperty(
                    "connectTimeout", loginTimeoutSeconds == 0 ? DEFAULT_CONNECT_TIMEOUT_MILLIS : loginTimeoutMillis);
        }
        if (!target.isMariaDb() && !ServerUrl.hasParameter(url, READ_ONLY_OPTION)) {
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
                    || ServerUrl.hasParameter(url, OptionalTls.SSL_MODE_OPTION);
            Connection connection = leavesTlsToDriver
                    ? target.driver().connect(target.url(), properties)
                    : optionalTls.connect(target, properties);
            if (connection == null) {
                throw DriverTarget.createMissingDriverException(url);
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
        return user != null || UrlSecrets.ACCOUNT_PATTERN.matcher(url).find() || ServerUrl.hasParameter(url, "user");
    }

    @Override
    public Connection getConnection(String otherUser, String otherPassword) throws SQLException {
        return withUser(otherUser).withPassword(otherPassword).getConnection();
    }

    /** Removes the user and the password from a URL if they were given separately. */
    private String removeSeparateAccount(String jdbcUrl) {
        String strippedUrl = jdbcUrl;
        if (user != null) {
            strippedUrl = UrlSecrets.ACCOUNT_PATTERN.matcher(strippedUrl).replaceAll("");
            strippedUrl = strippedUrl.replaceAll("(?<=[?&])user=[^&]*&?", "");
        }
        return password == null
                ? strippedUrl
                : strippedUrl.replaceAll("(?<=[?&])" + UrlSecrets.PASSWORD_REGEX + "=[^&]*&?", "");
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
     * Limits the time for opening a connection, and the time for each answer during its login, unless the URL sets
     * these timeouts.
     */
    @Override
    public void setLoginTimeout(int seconds) {
        loginTimeoutSeconds = seconds;
    }

    @Override
    public int getLoginTimeout() {
        return loginTimeoutSeconds;
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
        return UrlSecrets.redactWithScheme(url);
    }
}
