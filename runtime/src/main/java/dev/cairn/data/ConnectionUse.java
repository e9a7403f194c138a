package dev.cairn.data;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A function that uses a JDBC connection and returns a result. */
@FunctionalInterface
public interface ConnectionUse<T extends @Nullable Object> {
    /** Uses the connection. The caller releases it; the function must not close it. */
    T with(Connection connection) throws SQLException;
}
