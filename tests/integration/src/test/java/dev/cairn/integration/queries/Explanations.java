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

/** Connections that send each statement as EXPLAIN. Each execution then fails, because a plan is not a result. */
final class Explanations {
    /**
     * What a frontend answers for parameters that it does not support in statements that it prepares: decimals, whose type in
     * the protocol is 246, and elements of arrays and maps.
     */
    private static final List<String> UNSUPPORTED = List.of("unknown mysql type code 246", "Unknown parameter");

    private final DataSource real;
    private final List<String> refusals = new ArrayList<>();
    private int plans;

    Explanations(DataSource real) {
        this.real = real;
    }

    DataSource dataSource() {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            Object result = call(method, real, arguments);
            return result instanceof Connection connection ? connection(connection) : result;
        });
    }

    /** The statements that the server refused, each with its answer. */
    List<String> refusals() {
        return refusals;
    }

    /** The number of statements that the server planned. */
    int plans() {
        return plans;
    }

    private Connection connection(Connection connection) {
        return proxy(Connection.class, (proxy, method, arguments) -> {
            if (method.getName().equals("prepareStatement")) {
                String sql = "EXPLAIN " + arguments[0];
                PreparedStatement prepared = connection.prepareStatement(sql);
                return proxy(
                        PreparedStatement.class,
                        (statement, called, values) -> called.getName().startsWith("execute")
                                ? explained(sql, prepared::execute)
                                : call(called, prepared, values));
            }
            Object result = call(method, connection, arguments);
            return result instanceof Statement statement ? statement(statement) : result;
        });
    }

    private Statement statement(Statement statement) {
        return proxy(Statement.class, (proxy, method, arguments) -> {
            if (!method.getName().startsWith("execute")) {
                return call(method, statement, arguments);
            }
            String sql = "EXPLAIN " + arguments[0];
            return explained(sql, () -> statement.execute(sql));
        });
    }

    /** Sends a statement. */
    private interface Sending {
        boolean send() throws SQLException;
    }

    private boolean explained(String sql, Sending sending) throws SQLException {
        try {
            sending.send();
            plans++;
        } catch (SQLException refusal) {
            if (isPlanAsText(refusal)) {
                plans++;
            } else if (UNSUPPORTED.stream().noneMatch(String.valueOf(refusal.getMessage())::contains)) {
                refusals.add(sql + "\n    " + refusal.getMessage());
            }
        }
        throw new SQLException("This is an EXPLAIN");
    }

    /** The frontend sends the plans of statements that it prepared as text, where the driver expects binary rows. */
    private static boolean isPlanAsText(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IndexOutOfBoundsException) {
                return true;
            }
        }
        return false;
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object call(Method method, Object target, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }
}
