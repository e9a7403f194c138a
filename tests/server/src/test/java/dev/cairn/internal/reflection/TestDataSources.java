package dev.cairn.internal.reflection;

import com.mysql.cj.jdbc.MysqlDataSource;
import javax.sql.DataSource;

/** Connections for tests, by Connector/J. */
final class TestDataSources {
    private TestDataSources() {}

    /** Root's, who has no password. */
    static DataSource of(String url) {
        return of(url, "root", "");
    }

    static DataSource of(String url, String user, String password) {
        MysqlDataSource source = new MysqlDataSource();
        source.setUrl(url);
        source.setUser(user);
        source.setPassword(password);
        return source;
    }
}
