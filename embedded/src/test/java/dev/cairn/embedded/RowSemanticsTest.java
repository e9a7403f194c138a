package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.junit.EmbeddedStarRocksExtension;
import dev.cairn.random.Breadth;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Statements have the effects and results that StarRocks' documentation or source describes. {@code row-semantics.txt}
 * and {@code scalar-semantics.txt} list the cases. Each case has a page of the documentation, and statements that are
 * run in a database of their own. The expected answer follows {@code =>}: rows that are separated by semicolons, or
 * {@code !} and a part of an error.
 */
@ExtendWith(EmbeddedStarRocksExtension.class)
@Tag(Breadth.LONG)
class RowSemanticsTest {
    /** The number of cases of which the short form includes one. */
    private static final int SAMPLE_INTERVAL = 4;

    private static final int MIN_EXPECTATIONS = 200;

    private final List<String> differences = new ArrayList<>();
    private int expectationCount;

    @Test
    void rowsBehaveAsDocumented(EmbeddedStarRocks server) throws SQLException {
        List<SemanticCase> cases = SemanticCase.all().stream()
                .filter(semanticCase -> Breadth.includes(semanticCase.title(), SAMPLE_INTERVAL))
                .toList();
        for (int i = 0; i < cases.size(); i++) {
            server.createDatabase("case" + i);
            try (Connection connection = DriverManager.getConnection(server.jdbcUrl("case" + i), "root", "");
                    Statement statement = connection.createStatement()) {
                run(server, cases.get(i), statement);
            }
        }
        System.out.println("Row semantics: " + cases.size() + " cases, " + expectationCount + " expectations");
        assertThat(differences).isEmpty();
        assertThat(expectationCount).isGreaterThanOrEqualTo(MIN_EXPECTATIONS);
    }

    private void run(EmbeddedStarRocks server, SemanticCase semanticCase, Statement statement) {
        for (SemanticCase.Step step : semanticCase.steps()) {
            String actual = answer(statement, step.sql());
            server.jobs().finish();
            String expected = step.expected();
            if (expected == null) {
                if (actual.startsWith("!")) {
                    differences.add(semanticCase.title() + ": " + step.sql() + " gives " + actual);
                }
                continue;
            }
            expectationCount++;
            boolean isExpected = expected.startsWith("!")
                    ? actual.startsWith("!")
                            && actual.contains(expected.substring(1).strip())
                    : actual.equals(expected);
            if (!isExpected) {
                differences.add(
                        semanticCase.title() + ": " + step.sql() + " gives " + actual + " instead of " + expected);
            }
        }
    }

    private static String answer(Statement statement, String sql) {
        try {
            if (!statement.execute(sql)) {
                return statement.getUpdateCount() + " rows";
            }
            List<String> rows = new ArrayList<>();
            try (ResultSet resultSet = statement.getResultSet()) {
                while (resultSet.next()) {
                    rows.add(formatRow(resultSet));
                }
            }
            return String.join("; ", rows);
        } catch (SQLException refusal) {
            return "! " + refusal.getMessage();
        }
    }

    private static String formatRow(ResultSet resultSet) throws SQLException {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= resultSet.getMetaData().getColumnCount(); i++) {
            byte[] value = resultSet.getBytes(i);
            values.add(value == null ? "NULL" : new String(value, StandardCharsets.UTF_8));
        }
        return String.join(", ", values);
    }
}
