package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** EXPLAIN LOGICAL. The plans of empty tables, of values and without tables are those of a frontend of 4.1. */
class ExplainTest {
    private EmbeddedStarRocks server;
    private Connection connection;

    @BeforeEach
    void start() throws SQLException {
        server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"));
        connection = DriverManager.getConnection(server.jdbcUrl("shop"), "root", "");
        execute("CREATE TABLE account (id BIGINT NOT NULL, name VARCHAR(20), active BOOLEAN) PRIMARY KEY (id)"
                + " DISTRIBUTED BY HASH (id) BUCKETS 2");
        execute("CREATE TABLE orders (id BIGINT NOT NULL, day DATE NOT NULL, city VARCHAR(20), amount INT)"
                + " DUPLICATE KEY (id) PARTITION BY RANGE (day) (PARTITION a VALUES LESS THAN ('2025-01-01'),"
                + " PARTITION b VALUES LESS THAN ('2026-01-01')) DISTRIBUTED BY HASH (id) BUCKETS 4");
        execute("CREATE VIEW active_account AS SELECT id, name FROM account WHERE active");
    }

    @AfterEach
    void stop() throws SQLException {
        connection.close();
        server.close();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String plan(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("EXPLAIN LOGICAL " + sql)) {
            assertThat(answer.getMetaData().getColumnLabel(1)).isEqualTo("Explain String");
            StringBuilder lines = new StringBuilder();
            while (answer.next()) {
                lines.append(answer.getString(1)).append('\n');
            }
            return lines.toString();
        }
    }

    @Test
    void aQueryOfAnEmptyTableReadsNothing() throws SQLException {
        assertThat(plan("SELECT * FROM account")).isEqualTo("""
                EXECUTE IN FE
                - Output => [1:id, 2:name, 3:active]
                    - EMPTY
                            Estimates: {row: 1, cpu: ?, memory: ?, network: ?, cost: ?}
                """);
    }

    @Test
    void aScanShowsItsColumnsRowsPartitionsAndTablets() throws SQLException {
        execute("INSERT INTO orders VALUES (1, '2025-03-01', 'Rome', 5), (2, '2025-03-02', 'Oslo', 7)");
        assertThat(plan("SELECT city, id + 1, day FROM orders")).isEqualTo("""
                - Output => [3:city, 5:expr, 2:day]
                    - SCAN [orders] => [1:id, 2:day, 3:city]
                            Estimates: {row: 2, cpu: ?, memory: ?, network: ?, cost: ?}
                            partitionRatio: 2/2, tabletRatio: 8/8
                            5:expr := id + 1
                """);
    }

    @Test
    void calculatedColumnsArePartOfAScan() throws SQLException {
        execute("INSERT INTO account VALUES (1, 'Ada', true)");
        assertThat(plan("SELECT upper(name) FROM account")).isEqualTo("""
                - Output => [4:upper]
                    - SCAN [account] => [2:name]
                            Estimates: {row: 1, cpu: ?, memory: ?, network: ?, cost: ?}
                            partitionRatio: 1/1, tabletRatio: 2/2
                            4:upper := upper(name)
                """);
        assertThat(plan("SELECT count(*), max(id) + 1 FROM account")).contains("- NOT PLANNED");
    }

    @Test
    void theScansOfOtherQueriesAreListed() throws SQLException {
        execute("INSERT INTO account VALUES (1, 'Ada', true)");
        assertThat(plan("SELECT a.name, o.city FROM orders o JOIN active_account a ON a.id = o.id"))
                .isEqualTo("""
                - Output => [8:name, 3:city]
                    - NOT PLANNED (the embedded server has no optimizer: only the scans are known)
                            Estimates: {row: ?, cpu: ?, memory: ?, network: ?, cost: ?}
                        - SCAN [orders] => [1:id, 3:city]
                                Estimates: {row: 1, cpu: ?, memory: ?, network: ?, cost: ?}
                                partitionRatio: ?/2, tabletRatio: ?/8
                        - SCAN [account] => [5:id, 6:name, 7:active]
                                Estimates: {row: 1, cpu: ?, memory: ?, network: ?, cost: ?}
                                partitionRatio: ?/1, tabletRatio: ?/2
                """);
        assertThat(plan("SELECT count(*) FROM information_schema.tables"))
                .contains("- Output => [", ":count]", "        - SCHEMA-SCAN [tables] => []");
    }

    @Test
    void changesHavePlansToo() throws SQLException {
        assertThat(plan("INSERT INTO account VALUES (1, 'a', true), (2, 'b', false)"))
                .isEqualTo("""
                - Output => [1:column_0, 2:column_1, 3:column_2]
                    - VALUES => {1, 'a', TRUE}, {2, 'b', FALSE}
                            Estimates: {row: 2, cpu: ?, memory: ?, network: ?, cost: ?}
                """);
        assertThat(plan("UPDATE account SET name = 'x' WHERE id = 1")).contains("- SCAN [account]");
        assertThat(plan("DELETE FROM account WHERE id = 1")).contains("- SCAN [account]");
        assertThat(plan("DELETE FROM orders WHERE id = 1")).isEqualTo("PLAN NOT AVAILABLE\n");
    }

    @Test
    void aQueryWithoutTablesHasValues() throws SQLException {
        assertThat(plan("SELECT 1")).isEqualTo("""
                EXECUTE IN FE
                - Output => [1:expr]
                    - VALUES
                            Estimates: {row: 1, cpu: ?, memory: ?, network: ?, cost: ?}
                            1:expr := 1
                """);
    }

    @Test
    void mistakesAndOtherFormsAreRefused() {
        assertThatThrownBy(() -> plan("SELECT nam FROM account")).hasMessageContaining("nam");
        assertThatThrownBy(() -> plan("UPDATE account SET nam = 1 WHERE id = 1"))
                .hasMessageContaining("nam");
        assertThatThrownBy(() -> execute("EXPLAIN SELECT * FROM account"))
                .hasMessageContaining("it supports EXPLAIN LOGICAL only");
    }
}
