package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The embedded server refuses to show plans: it has no optimizer, so any plan would be invented. */
class ExplainTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EXPLAIN SELECT 1",
                "EXPLAIN LOGICAL SELECT 1",
                "explain logical select * from t",
                "EXPLAIN VERBOSE INSERT INTO t VALUES (1)",
                "EXPLAIN ANALYZE SELECT 1",
                "DESC SELECT 1"
            })
    void noFormOfExplainIsAnswered(String sql) throws SQLException {
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"));
                Connection connection = DriverManager.getConnection(server.jdbcUrl("shop"), "root", "");
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute(sql)).satisfies(MESSAGES::match);
        }
    }
}
