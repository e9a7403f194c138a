package dev.cairn.embedded.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** DuckDB's driver in a class loader of its own. */
class DriverLoaderTest {
    /** Only one class loader of a JVM can load the kept library, so the other one unpacks a copy. */
    @Test
    void eachClassLoaderHasTheDriver() throws SQLException {
        DuckDbDriver first = DriverLoader.load();
        DuckDbDriver second = DriverLoader.load();
        assertThat(second.getClass()).isNotEqualTo(first.getClass());
        assertThat(first.getClass().getClassLoader()).isNotEqualTo(getClass().getClassLoader());
        assertThat(answer(first)).isEqualTo("42");
        assertThat(answer(second)).isEqualTo("42");
    }

    private static String answer(DuckDbDriver driver) throws SQLException {
        try (Connection connection = driver.start();
                Connection duplicate = driver.duplicate(connection);
                Statement statement = duplicate.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 6 * 7")) {
            rows.next();
            return rows.getString(1);
        }
    }
}
