package dev.cairn.integration.queries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.data.Database;
import dev.cairn.data.FailedStatementException;
import dev.cairn.integration.data.EverythingTable;
import dev.cairn.integration.data.TypedStatements;
import dev.cairn.integration.data.TypedStatementsQueries;
import dev.cairn.integration.server.DdlTests;
import dev.cairn.integration.server.EachDriver;
import dev.cairn.integration.server.FreshDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A real frontend accepts each statement of the other tests, with and without each optional value, and with lists of
 * no, one and two values. Each statement is sent as EXPLAIN, because the tables have no rows.
 */
@DdlTests
@EachDriver
class ExplainedStatementsTest {
    /** SHOW, TRUNCATE and REFRESH have no plan. */
    private static final Set<String> METHODS_WITHOUT_PLAN = Set.of("tables", "forgetScans", "refreshCities");

    @Test
    void aFrontendPlansTheStatementsThatTheDriverFillsIn(FreshDatabase database) {
        requirePlans(database, "useServerPrepStmts=false");
    }

    @Test
    void aFrontendPlansTheStatementsThatItPrepares(FreshDatabase database) {
        requirePlans(database, "useServerPrepStmts=true");
    }

    private static void requirePlans(FreshDatabase database, String driverOptions) {
        assumeTrue(hasPlans(database), "The embedded server has no plans");
        Database plainDatabase = Database.of(database.dataSource());
        DepotSchema.SCHEMA.statements().forEach(plainDatabase::execute);
        plainDatabase.execute(EverythingTable.EVERYTHING.ddl());
        DataSource dataSource = database.endpoint().with(driverOptions).dataSource(database.name());
        Explanations explanations = new Explanations(dataSource);
        Database explainingDatabase = Database.of(explanations.createDataSource());

        callAllMethods(ParcelStatements.class, new ParcelStatementsQueries(explainingDatabase));
        callAllMethods(TypedStatements.class, new TypedStatementsQueries(explainingDatabase));

        assertThat(explanations.refusals()).isEmpty();
        assertThat(explanations.planCount()).isGreaterThan(200);
    }

    private static boolean hasPlans(FreshDatabase database) {
        try {
            return !database.rows("EXPLAIN SELECT 1").isEmpty();
        } catch (SQLException ignored) {
            return false;
        }
    }

    private static void callAllMethods(Class<?> type, Object statements) {
        Set<String> failures = new TreeSet<>();
        for (Method method : type.getDeclaredMethods()) {
            if (Modifier.isAbstract(method.getModifiers()) && !METHODS_WITHOUT_PLAN.contains(method.getName())) {
                for (List<@Nullable Object> arguments : SampleArguments.of(method)) {
                    callMethod(method, statements, arguments, failures);
                }
            }
        }
        assertThat(failures).isEmpty();
    }

    private static void callMethod(
            Method method, Object statements, List<@Nullable Object> arguments, Set<String> failures) {
        try {
            method.setAccessible(true);
            method.invoke(statements, arguments.toArray());
        } catch (InvocationTargetException failure) {
            if (!(failure.getCause() instanceof FailedStatementException)) {
                failures.add(method.getName() + ": " + failure.getCause());
            }
        } catch (IllegalAccessException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
