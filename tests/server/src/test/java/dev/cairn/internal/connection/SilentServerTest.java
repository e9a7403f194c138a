package dev.cairn.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mysql.cj.jdbc.MysqlDataSource;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.option.OptionValues;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server that accepts connections and does not answer is reported in time. */
class SilentServerTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final OptionValues OPTIONS = OptionValues.DEFAULTS;

    @AutoClose
    private final EmbeddedStarRocks server = EmbeddedStarRocks.start();

    private final List<Object> networkTimeouts = new ArrayList<>();

    private MysqlDataSource createSource() {
        MysqlDataSource source = new MysqlDataSource();
        source.setUrl(server.jdbcUrl());
        source.setUser("root");
        return source;
    }

    private ConnectionFactory createConnectionFactory(OptionValues options) {
        return new ConnectionFactory(createSource(), "shop", Ticker.system(), options);
    }

    /** Only the statement that meets the silence has the limit of 50 ms, so a slow machine does not fail the test. */
    @Test
    void aStatementThatIsNotAnsweredInTimeIsALostConnection() {
        try (ServerConnection connection = createConnectionFactory(OPTIONS).open()) {
            server.faults().add(Trigger.matching("SELECT 1"), Fault.silentBefore());
            assertThatThrownBy(() -> connection.fetchRows("SELECT 1", Duration.ofMillis(50)))
                    .isInstanceOf(ConnectionLostException.class)
                    .satisfies(MESSAGES::match);
            assertThat(connection.isBroken()).isTrue();
        }
    }

    @Test
    void aLoginThatIsNotAnsweredInTimeIsNoConnection() {
        server.faults().add(Trigger.connecting(), Fault.silentBefore());
        assertThatThrownBy(() -> createConnectionFactory(
                                OPTIONS.withValue(MigratorOption.CONNECT_TIMEOUT, Duration.ofMillis(50)))
                        .open())
                .isInstanceOf(ServerUnreachableException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aConnectionThatComesTooLateIsClosed() throws Exception {
        CountDownLatch silence = new CountDownLatch(1);
        CompletableFuture<Connection> lateConnection = new CompletableFuture<>();
        MysqlDataSource slowSource = new MysqlDataSource() {
            private static final long serialVersionUID = 1;

            @Override
            public Connection getConnection() throws SQLException {
                try {
                    silence.await();
                } catch (InterruptedException interruption) {
                    throw new SQLException(interruption);
                }
                Connection connection = createSource().getConnection();
                lateConnection.complete(connection);
                return connection;
            }
        };
        OptionValues shortTimeoutOptions = OPTIONS.withValue(MigratorOption.CONNECT_TIMEOUT, Duration.ofMillis(20));
        assertThatThrownBy(() -> new ConnectionFactory(slowSource, "shop", Ticker.system(), shortTimeoutOptions).open())
                .isInstanceOf(ServerUnreachableException.class)
                .satisfies(MESSAGES::match);
        silence.countDown();
        Connection connection = lateConnection.get();
        while (!connection.isClosed()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void eachKindOfStatementHasItsLimitAndAPoolGetsItsConnectionBackAsItWas() throws SQLException {
        Connection pooledConnection = createSource().getConnection();
        pooledConnection.setNetworkTimeout(Runnable::run, 12_345);
        AtomicReference<Integer> lastTimeout = new AtomicReference<>();
        MysqlDataSource source = createSourceOf(createProxy(pooledConnection, (name, arguments) -> {
            if (name.equals("setNetworkTimeout")) {
                networkTimeouts.add(arguments[1]);
                lastTimeout.set((Integer) arguments[1]);
            }
        }));
        try (ServerConnection connection = new ConnectionFactory(source, "shop", Ticker.system(), OPTIONS).open()) {
            connection.fetchRows("SHOW DATABASES");
            connection.execute("CREATE DATABASE shop");
            connection.executeLoad("USE shop");
            connection.query("SELECT 1");
        }
        assertThat(networkTimeouts)
                .containsExactly(
                        (int) OPTIONS.get(MigratorOption.READ_TIMEOUT).toMillis(),
                        (int) OPTIONS.get(MigratorOption.STATEMENT_TIMEOUT).toMillis(),
                        (int) OPTIONS.get(MigratorOption.LOAD_TIMEOUT).toMillis(),
                        12_345);
    }

    @Test
    void aDriverWithoutNetworkTimeoutsIsWatched() throws SQLException {
        Connection oldConnection = createProxy(createSource().getConnection(), (name, arguments) -> {
            if (name.endsWith("NetworkTimeout")) {
                throw new SQLFeatureNotSupportedException(name);
            }
        });
        try (ServerConnection connection =
                new ConnectionFactory(createSourceOf(oldConnection), "shop", Ticker.system(), OPTIONS).open()) {
            connection.execute("CREATE DATABASE shop");
            assertThat(connection.fetchRows("SHOW DATABASES LIKE 'shop'")).hasSize(1);
        }
    }

    @Test
    @SuppressWarnings("try") // The block needs only the end of the wait.
    void aWaitIsOverdueAfterItsLimitAndAGracePeriod() {
        Duration[] now = {Duration.ZERO};
        Watchdog watchdog = new Watchdog(new Ticker() {
            @Override
            public Stopwatch start() {
                Duration start = now[0];
                return () -> now[0].minus(start);
            }

            @Override
            public void sleep(Duration time) {
                now[0] = now[0].plus(time);
            }
        });
        try (Watchdog.Wait wait = watchdog.startWait("the code of V0001", Duration.ofMinutes(10))) {
            now[0] = Duration.ofMinutes(11);
            assertThat(watchdog.describeOverdueWait()).isEmpty();
            now[0] = now[0].plusMillis(1);
            assertThat(watchdog.describeOverdueWait()).contains("the code of V0001 has not ended within 10 min");
        }
        assertThat(watchdog.describeOverdueWait()).isEmpty();
    }

    private static MysqlDataSource createSourceOf(Connection connection) {
        return new MysqlDataSource() {
            private static final long serialVersionUID = 1;

            @Override
            public Connection getConnection() {
                return connection;
            }
        };
    }

    private interface CallListener {
        void beforeCall(String name, Object[] arguments) throws SQLException;
    }

    private static Connection createProxy(Connection target, CallListener callListener) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxyObject, method, nullableArguments) -> {
                    callListener.beforeCall(
                            method.getName(), nullableArguments == null ? new Object[0] : nullableArguments);
                    try {
                        return method.invoke(target, nullableArguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }
}
