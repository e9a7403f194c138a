package dev.cairn.integration.queries;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Creates connections that send each statement as EXPLAIN, and fail each execution, because a plan is not a result. */
final class Explanations {
    /**
     * The messages of a frontend about parameters that it does not support in prepared statements: decimals, whose type
     * in the protocol is 246, and elements of arrays and maps.
     */
    private static final List<String> UNSUPPORTED_MESSAGES =
            List.of("unknown mysql type code 246", "Unknown parameter");

    private final DataSource realDataSource;
    private final List<String> refusals = new ArrayList<>();
    private int planCount;

    Explanations(DataSource realDataSource) {
        this.realDataSource = realDataSource;
    }

    DataSource createDataSource() {
        return createProxy(DataSource.class, (unusedProxy, method, arguments) -> {
            Object result = invoke(method, realDataSource, arguments);
            return result instanceof Connection connection ? wrapConnection(connection) : result;
        });
    }

    /** Returns the statements that the server refused, each with its answer. */
    List<String> refusals() {
        return refusals;
    }

    /** Returns the number of statements that the server planned. */
    int planCount() {
        return planCount;
    }

    private Connection wrapConnection(Connection connection) {
        return createProxy(Connection.class, (unusedProxy, method, arguments) -> {
            if (method.getName().equals("prepareStatement")) {
                String sql = "EXPLAIN " + arguments[0];
                PreparedStatement prepared = connection.prepareStatement(sql);
                return createProxy(
                        PreparedStatement.class,
                        (statement, called, values) -> called.getName().startsWith("execute")
                                ? explain(sql, prepared::execute)
                                : invoke(called, prepared, values));
            }
            Object result = invoke(method, connection, arguments);
            return result instanceof Statement statement ? wrapStatement(statement) : result;
        });
    }

    private Statement wrapStatement(Statement statement) {
        return createProxy(Statement.class, (unusedProxy, method, arguments) -> {
            if (!method.getName().startsWith("execute")) {
                return invoke(method, statement, arguments);
            }
            String sql = "EXPLAIN " + arguments[0];
            return explain(sql, () -> statement.execute(sql));
        });
    }

    /** Sends a statement by one of the methods of JDBC. */
    private interface StatementSender {
        boolean send() throws SQLException;
    }

    private boolean explain(String sql, StatementSender sender) throws SQLException {
        try {
            sender.send();
            planCount++;
        } catch (SQLException refusal) {
            if (isPlanAsText(refusal)) {
                planCount++;
            } else if (UNSUPPORTED_MESSAGES.stream().noneMatch(String.valueOf(refusal.getMessage())::contains)) {
                refusals.add(sql + "\n    " + refusal.getMessage());
            }
        }
        throw new SQLException("This is an EXPLAIN");
    }

    /** Returns whether the driver failed because the frontend sends the plan of a prepared statement as text. */
    private static boolean isPlanAsText(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IndexOutOfBoundsException) {
                return true;
            }
        }
        return false;
    }

    private static <T> T createProxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object invoke(Method method, Object target, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }
}
