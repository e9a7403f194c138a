package dev.cairn.internal.reflection;

import com.mysql.cj.jdbc.MysqlDataSource;
import javax.sql.DataSource;

/** Creates data sources of Connector/J for tests. */
final class TestDataSources {
    private TestDataSources() {}

    /** Returns a data source for the user root, who has no password. */
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
