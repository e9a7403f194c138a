package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.golden.GoldenMessages;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tools, drivers and ORMs find in {@code information_schema} what they query when they connect. */
class InformationSchemaTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    @AutoClose
    private static EmbeddedStarRocks server;

    @AutoClose
    private static Client client;

    @BeforeAll
    static void start() throws SQLException {
        server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"));
        client = Client.of(server.jdbcUrl("shop"));
    }

    @Test
    void eachTableOfAServerIsThere() throws SQLException {
        List<String> tables = client.column("SHOW TABLES FROM information_schema");
        assertThat(tables)
                .hasSize(58)
                .contains("keywords", "engines", "user_privileges", "session_variables", "be_tablets", "pipes");
        List<String> wrongTables = new ArrayList<>();
        assertThat(tables).contains("column_stats_usage"); // its rows are refused
        for (String table : tables) {
            if (table.equals("column_stats_usage")) {
                continue;
            }
            int columnCount = client.rows("DESC information_schema." + table).size();
            if (client.columnNames("SELECT * FROM information_schema." + table).size() != columnCount
                    || columnCount == 0) {
                wrongTables.add(table);
            }
        }
        assertThat(wrongTables).isEmpty();
    }

    /** Hibernate asks for the keywords when it starts. */
    @Test
    void driversGetTheKeywords() throws SQLException {
        assertThat(client.connection().getMetaData().getSQLKeywords()).contains("INDEX", "VIEW");
        assertThat(client.column("SELECT word FROM information_schema.keywords WHERE reserved = 0 ORDER BY word"))
                .containsExactly("PASSWORD", "USER");
    }

    @Test
    void variablesAreThoseOfTheSession() throws SQLException {
        try (Client otherClient = Client.of(server.jdbcUrl("shop"))) {
            otherClient.run("SET query_timeout = 17");
            String selectValue =
                    "SELECT variable_value FROM information_schema.%s WHERE variable_name = 'query_timeout'";

            assertThat(otherClient.value(String.format(selectValue, "session_variables")))
                    .isEqualTo("17");
            assertThat(otherClient.value(String.format(selectValue, "global_variables")))
                    .isEqualTo("300");
            assertThat(otherClient.column(
                            "SELECT variable_name FROM information_schema.verbose_session_variables WHERE is_changed"))
                    .contains("query_timeout");
        }
    }

    @Test
    void temporaryTablesAreThoseOfTheSession() throws SQLException {
        try (Client otherClient = Client.of(server.jdbcUrl("shop"))) {
            otherClient.run("CREATE TEMPORARY TABLE passing (k INT) DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)");
            String query = "SELECT table_schema, table_name, table_type, session = session_id()"
                    + " FROM information_schema.temp_tables";

            assertThat(otherClient.rows(query)).containsExactly(List.of("shop", "passing", "TEMPORARY TABLE", "1"));
            assertThat(client.rows(query)).isEmpty();
        }
    }

    /** mysqldump locks the tables that it reads, and SQL editors choose a catalog. */
    @Test
    void statementsOfToolsWithoutEffectAreAccepted() throws SQLException {
        client.run(
                "LOCK TABLES `a` READ /*!32311 LOCAL */, b AS c LOW_PRIORITY WRITE",
                "UNLOCK TABLES",
                "SET CATALOG default_catalog",
                "SET CATALOG 'default_catalog'");
        assertThat(client.refusal("SET CATALOG other").message()).satisfies(MESSAGES::matchText);
        assertThat(client.refusal("LOCK TABLES a").message()).satisfies(MESSAGES::matchText);
        for (String statement :
                List.of("SET CATALOG default_catalog x", "USE 'CATALOG default_catalog' x", "KILL QUERY 5 6")) {
            assertThat(client.refusal(statement).message()).as(statement).startsWith("Getting syntax error");
        }
    }
}
