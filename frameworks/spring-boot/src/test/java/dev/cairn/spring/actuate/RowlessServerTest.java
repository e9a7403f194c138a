package dev.cairn.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.DataTestReport;
import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.job.Job;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.spring.shop.ShopVersion;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Data tests on a frontend that answers every query without rows, because no backend executes it. */
class RowlessServerTest {
    @AutoClose
    private final EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.atOnce()));

    /** Returns a data source whose connections get no rows of counts. */
    private static DataSource createRowlessSource(DataSource dataSource) {
        return proxy(DataSource.class, (method, arguments) -> {
            Object result = method.invoke(dataSource, arguments);
            return result instanceof Connection connection ? createRowlessConnection(connection) : result;
        });
    }

    private static Connection createRowlessConnection(Connection connection) {
        return proxy(Connection.class, (method, arguments) -> {
            Object result = method.invoke(connection, arguments);
            return result instanceof Statement statement
                    ? proxy(Statement.class, (call, values) -> call.invoke(statement, limitCount(values)))
                    : result;
        });
    }

    private static Object[] limitCount(Object[] arguments) {
        return arguments != null && arguments.length > 0 && arguments[0] instanceof String sql
                ? new Object[] {sql.startsWith("SELECT count(*)") ? sql + " LIMIT 0" : sql}
                : arguments;
    }

    private interface Call {
        Object apply(Method method, Object[] arguments) throws ReflectiveOperationException;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                RowlessServerTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return call.apply(method, arguments);
                    } catch (InvocationTargetException wrapper) {
                        throw wrapper.getCause();
                    }
                }));
    }

    @Test
    void aCountWithoutARowIsATestThatCanNotRun() {
        server.createDatabase("shop");
        SchemaDescriptor schema = ShopVersion.ofMigrations(2);
        DataSource dataSource = server.dataSource("shop");
        Migrator.of(schema, dataSource, MigratorOptions.DEFAULT).upgrade();

        DataTestReport report = Migrator.of(schema, createRowlessSource(dataSource), MigratorOptions.DEFAULT)
                .dataTests()
                .run();

        assertThat(report.isPassed()).isFalse();
        assertThat(report.results())
                .singleElement()
                .satisfies(result -> assertThat(result.error())
                        .hasValueSatisfying(error -> assertThat(error).contains("without a row", "backends")));
    }
}
