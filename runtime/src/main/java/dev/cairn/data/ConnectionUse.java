package dev.cairn.data;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What is done with a connection. */
@FunctionalInterface
public interface ConnectionUse<T extends @Nullable Object> {
    T with(Connection connection) throws SQLException;
}
