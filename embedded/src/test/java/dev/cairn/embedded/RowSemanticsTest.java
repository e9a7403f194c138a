package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.junit.EmbeddedStarRocksExtension;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What becomes of rows, as StarRocks' documentation or source has it. {@code row-semantics.txt} and {@code
 * scalar-semantics.txt} are lists of cases; each has its page,
 * a database of its own, statements, and expectations behind {@code =>}: rows between semicolons, or a part of an error
 * behind {@code !}.
 */
@ExtendWith(EmbeddedStarRocksExtension.class)
class RowSemanticsTest {
    private static final int LEAST = 200;

    private final List<String> differences = new ArrayList<>();
    private int expectations;

    @Test
    void rowsBehaveAsDocumented(EmbeddedStarRocks server) throws SQLException {
        List<SemanticCase> cases = SemanticCase.all();
        for (int i = 0; i < cases.size(); i++) {
            server.createDatabase("case" + i);
            try (Connection connection = DriverManager.getConnection(server.jdbcUrl("case" + i), "root", "");
                    Statement statement = connection.createStatement()) {
                run(cases.get(i), statement);
            }
        }
        System.out.println("Row semantics: " + cases.size() + " cases, " + expectations + " expectations");
        assertThat(differences).isEmpty();
        assertThat(expectations).isGreaterThanOrEqualTo(LEAST);
    }

    private void run(SemanticCase each, Statement statement) {
        for (SemanticCase.Step step : each.steps()) {
            String found = result(statement, step.sql());
            String expected = step.expected();
            if (expected == null) {
                if (found.startsWith("!")) {
                    differences.add(each.title() + ": " + step.sql() + " gives " + found);
                }
                continue;
            }
            expectations++;
            boolean fits = expected.startsWith("!")
                    ? found.startsWith("!")
                            && found.contains(expected.substring(1).strip())
                    : found.equals(expected);
            if (!fits) {
                differences.add(each.title() + ": " + step.sql() + " gives " + found + " instead of " + expected);
            }
        }
    }

    private static String result(Statement statement, String sql) {
        try {
            if (!statement.execute(sql)) {
                return statement.getUpdateCount() + " rows";
            }
            List<String> rows = new ArrayList<>();
            try (ResultSet result = statement.getResultSet()) {
                while (result.next()) {
                    rows.add(row(result));
                }
            }
            return String.join("; ", rows);
        } catch (SQLException refused) {
            return "! " + refused.getMessage();
        }
    }

    private static String row(ResultSet result) throws SQLException {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            byte[] value = result.getBytes(i);
            values.add(value == null ? "NULL" : new String(value, StandardCharsets.UTF_8));
        }
        return String.join(", ", values);
    }
}
