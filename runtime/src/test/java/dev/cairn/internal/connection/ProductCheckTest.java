package dev.cairn.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.internal.Ticker;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class ProductCheckTest {
    @Test
    void aConnectionThatDoesNotNameItsProductIsClosed() {
        AtomicInteger closeCount = new AtomicInteger();
        Connection connection = createProxy(Connection.class, methodName -> {
            if (methodName.equals("close")) {
                closeCount.incrementAndGet();
                return null;
            }
            throw new SQLException("no metadata");
        });
        DataSource dataSource = createProxy(DataSource.class, methodName -> connection);
        ConnectionFactory factory = new ConnectionFactory(dataSource, "shop", Ticker.system());

        assertThatThrownBy(factory::open)
                .isInstanceOf(ServerUnreachableException.class)
                .hasMessageContaining("no metadata");
        assertThat(closeCount).hasValue(1);
    }

    @FunctionalInterface
    private interface Answers {
        Object answer(String methodName) throws SQLException;
    }

    private static <T> T createProxy(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.answer(method.getName())));
    }
}
