package dev.cairn.data;

import static dev.cairn.data.SaleTable.SALE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mysql.cj.jdbc.MysqlDataSource;
import dev.cairn.embedded.junit.EmbeddedStarRocksExtension;
import dev.cairn.embedded.junit.FreshDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** If a statement fails and its connection can't be released, the exception tells why the statement failed. */
@ExtendWith(EmbeddedStarRocksExtension.class)
class FailedReleaseTest {
    private static final String RELEASE_MESSAGE = "the pool is closed";

    private Database db;

    @BeforeEach
    void start(FreshDatabase fresh) {
        MysqlDataSource dataSource = new MysqlDataSource();
        dataSource.setUrl(fresh.jdbcUrl());
        Database.of(dataSource).execute(SALE.ddl());
        db = Database.of((DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> failOnClose(dataSource.getConnection())));
    }

    private static Connection failOnClose(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                FailedReleaseTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(connection, arguments);
                        if (method.getName().equals("close")) {
                            throw new SQLException(RELEASE_MESSAGE);
                        }
                        return result;
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }

    @Test
    void theFailureOfAStatementIsReported() {
        assertReported(() -> db.execute("DROP TABLE missing"));
    }

    @Test
    void theFailureOfAQueryIsReported() {
        assertReported(() -> db.query("SELECT missing FROM sale", row -> 1));
    }

    @Test
    void theFailureOfAStreamedQueryIsReported() {
        assertReported(() -> {
            try (Stream<Integer> rows = db.stream("SELECT missing FROM sale", row -> 1)) {
                rows.forEach(row -> {});
            }
        });
    }

    @Test
    void aFailedReleaseAfterASuccessIsReported() {
        assertThat(catchThrowableOfType(FailedStatementException.class, () -> db.execute("SELECT 1")))
                .hasRootCauseMessage(RELEASE_MESSAGE);
    }

    private static void assertReported(ThrowingCallable call) {
        Throwable failure = catchThrowableOfType(FailedStatementException.class, call);
        assertThat(failure).hasMessageContaining("missing");
        List<Throwable> suppressed = Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .flatMap(cause -> Stream.of(cause.getSuppressed()))
                .toList();
        assertThat(suppressed)
                .singleElement()
                .satisfies(releaseFailure -> assertThat(releaseFailure).hasStackTraceContaining(RELEASE_MESSAGE));
    }
}
