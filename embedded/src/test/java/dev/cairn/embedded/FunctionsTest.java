package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.embedded.junit.EmbeddedStarRocksExtension;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.sql.Sql;
import dev.cairn.sql.token.SqlSyntaxException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Functions return the results in StarRocks' documentation. */
@ExtendWith(EmbeddedStarRocksExtension.class)
class FunctionsTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final double MIN_TESTED_SHARE = 0.6;

    @Test
    void functionsReturnTheDocumentedResults(EmbeddedStarRocks server) throws SQLException {
        List<String> differences = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), "root", "");
                Statement statement = connection.createStatement()) {
            for (FunctionCase functionCase : FunctionCase.all()) {
                String actual = value(statement, "SELECT " + functionCase.expression());
                if (!actual.equals(functionCase.result())) {
                    differences.add(functionCase + " gives " + actual);
                }
            }
        }
        assertThat(differences).isEmpty();
    }

    /** Returns the value as it is sent, because the driver formats numbers in its own way. */
    private static String value(Statement statement, String sql) {
        try (ResultSet resultSet = statement.executeQuery(sql)) {
            resultSet.next();
            byte[] bytes = resultSet.getBytes(1);
            return bytes == null ? "NULL" : new String(bytes, StandardCharsets.UTF_8).strip();
        } catch (SQLException refusal) {
            return String.valueOf(refusal.getMessage());
        }
    }

    @Test
    void theRefusalNamesAnUnsupportedFunction(EmbeddedStarRocks server) throws SQLException {
        try (Client client = Client.of(server)) {
            assertThat(client.refusal("SELECT tokenize('english', 'a')").message())
                    .satisfies(MESSAGES::matchText);
        }
    }

    @Test
    void mostFunctionsOfRecordedQueriesAreTested() throws IOException {
        String folder = System.getenv("CAIRN_CORPUS");
        assumeTrue(folder != null, "CAIRN_CORPUS says where recorded queries are");
        Path queries = Path.of(String.valueOf(folder), "queries.jsonl");
        assumeTrue(Files.exists(queries), queries + " does not exist");
        Set<String> calledNames = new TreeSet<>();
        try (Stream<String> lines = Files.lines(queries)) {
            lines.map(line -> new Gson().fromJson(line, JsonObject.class))
                    .filter(query -> query.get("valid").getAsBoolean())
                    .forEach(query -> addFunctions(query.get("sql").getAsString(), calledNames));
        }
        Set<String> testedNames = new TreeSet<>();
        FunctionCase.all().forEach(functionCase -> addFunctions("SELECT " + functionCase.expression(), testedNames));
        Set<String> untestedNames = new TreeSet<>(calledNames);
        untestedNames.removeAll(testedNames);
        double testedShare = 1 - (double) untestedNames.size() / calledNames.size();
        System.out.printf(
                "Functions in recorded queries: %d, with a checked value: %d (%.1f %%). Without: %s%n",
                calledNames.size(), calledNames.size() - untestedNames.size(), 100 * testedShare, untestedNames);
        assertThat(testedShare).isGreaterThanOrEqualTo(MIN_TESTED_SHARE);
    }

    private static void addFunctions(String sql, Set<String> functions) {
        try {
            CalledFunctions.of(Sql.parse(sql)).stream()
                    .filter(BuiltinFunctions::contains)
                    .forEach(functions::add);
        } catch (SqlSyntaxException failure) {
            assertThat(failure.getMessage()).isNotEmpty(); // the grammar has tests of its own
        }
    }
}
