package dev.cairn.sample;

import com.mysql.cj.jdbc.MysqlDataSource;
import java.net.URI;
import java.util.Map;
import javax.sql.DataSource;

/**
 * The address of a server, and the credentials for it.
 *
 * @param url {@code jdbc:mysql://host:9030/} or {@code starrocks://host:9030/}; a database in it is not used
 */
record Login(String url, String user, String password) {
    private static final String URL_VARIABLE = "CAIRN_URL";
    private static final String USER_VARIABLE = "CAIRN_USER";
    private static final String PASSWORD_VARIABLE = "CAIRN_PASSWORD";

    Login {
        url = url.replaceFirst("^starrocks:", "jdbc:mysql:");
        if (!url.startsWith("jdbc:mysql://")) {
            throw new IllegalArgumentException(
                    "The URL must begin with jdbc:mysql:// or starrocks://, such as jdbc:mysql://localhost:9030/");
        }
    }

    /**
     * Reads the login from the environment variables that {@link #environment} returns.
     *
     * @throws IllegalArgumentException if the variable of the URL is missing, or is not a URL of a server
     */
    static Login from(Map<String, String> environment) {
        return new Login(
                environment.getOrDefault(URL_VARIABLE, ""),
                environment.getOrDefault(USER_VARIABLE, ""),
                environment.getOrDefault(PASSWORD_VARIABLE, ""));
    }

    /**
     * Returns environment variables for another process: all users can list the arguments of processes, but not their
     * environment.
     */
    Map<String, String> environment() {
        return Map.of(URL_VARIABLE, url, USER_VARIABLE, user, PASSWORD_VARIABLE, password);
    }

    /** Returns host and port, such as {@code host:9030}. */
    String serverAddress() {
        return uri().getAuthority().replaceFirst(".*@", "");
    }

    /** Returns the URL of a database for the command line, without the password. */
    String commandLineUrl(String databaseName) {
        return "starrocks://" + (user.isEmpty() ? "" : user + "@") + serverAddress() + "/" + databaseName;
    }

    /** Returns a data source whose connections select a database; no database is selected if the name is empty. */
    DataSource createDataSource(String databaseName) {
        URI uri = uri();
        MysqlDataSource dataSource = new MysqlDataSource();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        dataSource.setUrl("jdbc:mysql://" + uri.getRawAuthority() + "/" + databaseName + query);
        if (!user.isEmpty()) {
            dataSource.setUser(user);
            dataSource.setPassword(password);
        }
        return dataSource;
    }

    private URI uri() {
        return URI.create(url.substring("jdbc:".length()));
    }

    /** Returns the user and the address, without the password. */
    @Override
    public String toString() {
        return user + "@" + serverAddress();
    }
}
