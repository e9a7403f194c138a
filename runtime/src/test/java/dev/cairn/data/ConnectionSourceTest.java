package dev.cairn.data;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Tests which failure is reported if a statement and the release of its connection fail. */
class ConnectionSourceTest {
    private final Connection connection = implement(Connection.class, (proxy, method, arguments) -> {
        throw new SQLException("close failed");
    });

    private final ConnectionSource source = new ConnectionSource.DataSourceConnections(
            implement(DataSource.class, (proxy, method, arguments) -> connection));

    @Test
    void aFailedReleaseDoesNotHideTheFailureOfTheStatement() {
        SQLException statementFailure = new SQLException("statement failed");
        assertThatThrownBy(() -> source.use(usedConnection -> {
                    throw statementFailure;
                }))
                .isInstanceOf(FailedStatementException.class)
                .cause()
                .isSameAs(statementFailure)
                .satisfies(failure -> assertThatThrownBy(() -> {
                            throw failure.getSuppressed()[0];
                        })
                        .hasMessage("close failed"));
    }

    @Test
    void aFailedReleaseAloneIsReported() {
        assertThatThrownBy(() -> source.use(usedConnection -> "result"))
                .isInstanceOf(FailedStatementException.class)
                .hasMessageContaining("close failed");
    }

    private static <T> T implement(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(ConnectionSourceTest.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
