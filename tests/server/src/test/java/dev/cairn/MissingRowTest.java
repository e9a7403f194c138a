package dev.cairn;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A server returns no row for a query that always has one, as a frontend without backends may. Each message names the
 * step.
 */
class MissingRowTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String CREATE_CLIENTS =
            "CREATE TABLE client (id BIGINT NOT NULL AUTO_INCREMENT, n INT) PRIMARY KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 2"
                    + " PROPERTIES ('replication_num' = '1', 'compression' = 'LZ4')";
    private static final SchemaDescriptor SCHEMA = new RecordedHistory(World.DATABASE)
            .version("before", CREATE_CLIENTS)
            .version("after", CREATE_CLIENTS.replace("LZ4", "ZSTD"))
            .statements("rows", "UPDATE client SET n = 1 WHERE id = 1")
            .schema();

    @AutoClose
    private final World world = new World();

    @Test
    void theMessageOfACounterNamesTheTable() {
        world.createMigrator(SCHEMA).upgradeTo(1);

        assertThatThrownBy(() -> Migrator.of(SCHEMA, createSourceWithoutAnswer("SELECT max("), World.options())
                        .upgrade())
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void eachMissingRowOfAStepIsReportedWithItsStep() {
        world.createMigrator(SCHEMA).upgradeTo(2);

        assertThatThrownBy(
                        () -> Migrator.of(SCHEMA, createSourceWithoutAnswer("SELECT CONNECTION_ID()"), World.options())
                                .upgrade())
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
    }

    /** Returns a data source whose answer to statements that begin with the prefix has no row. */
    private DataSource createSourceWithoutAnswer(String statementPrefix) {
        return (DataSource) createProxy(
                DataSource.class, (method, arguments) -> wrapConnection(statementPrefix, world.openConnection()));
    }

    private static Connection wrapConnection(String statementPrefix, Connection connection) {
        return (Connection) createProxy(Connection.class, (method, arguments) -> {
            Object result = invoke(method, connection, arguments);
            return result instanceof Statement statement ? wrapStatement(statementPrefix, statement) : result;
        });
    }

    private static Statement wrapStatement(String statementPrefix, Statement statement) {
        return (Statement) createProxy(Statement.class, (method, arguments) -> {
            if (arguments != null
                    && arguments.length > 0
                    && String.valueOf(arguments[0]).startsWith(statementPrefix)) {
                return invoke(method, statement, new Object[] {"SELECT 1 FROM (SELECT 1 AS a) t WHERE a = 2"});
            }
            return invoke(method, statement, arguments);
        });
    }

    private interface CallHandler {
        Object handle(Method method, Object[] arguments) throws SQLException;
    }

    private static Object createProxy(Class<?> type, CallHandler handler) {
        return Proxy.newProxyInstance(
                MissingRowTest.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> handler.handle(method, arguments));
    }

    private static Object invoke(Method method, Object target, Object[] arguments) throws SQLException {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failure) {
            if (failure.getCause() instanceof SQLException sqlFailure) {
                throw sqlFailure;
            }
            throw new IllegalStateException(failure);
        } catch (IllegalAccessException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
