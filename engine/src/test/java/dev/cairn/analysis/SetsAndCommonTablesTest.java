package dev.cairn.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.analysis.source.SourceNameCollector;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Query;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetsAndCommonTablesTest {
    private final Shop shop = new Shop();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    SELECT id FROM customer UNION ALL SELECT id FROM orders       | id bigint NOT NULL
                    SELECT id AS a FROM customer UNION SELECT customer FROM orders | a int
                    SELECT NULL AS x UNION ALL SELECT 'a' UNION ALL SELECT name FROM customer | x varchar
                    (SELECT id FROM customer) EXCEPT (SELECT 1)                   | id int
                    SELECT id FROM customer INTERSECT SELECT 1 ORDER BY id LIMIT 1 | id int NOT NULL
                    SELECT x + 1 AS y FROM (SELECT 1 AS x UNION ALL SELECT 1.5) t | y decimal(11,1)
                    """)
    void aSetOperationHasTheNamesOfItsFirstOperandAndCommonTypes(String query, String columns) {
        assertThat(shop.describeColumns(query)).isEqualTo(columns);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    SELECT 1 UNION SELECT 1, 2                             | QueryRule.COLUMN_COUNTS_DIFFER
                    SELECT 1 EXCEPT ALL SELECT 2                           | CommonRule.UNSUPPORTED
                    SELECT users FROM visit UNION SELECT users FROM visit  | TypeRule.TYPE_UNSUPPORTED
                    SELECT tags FROM orders UNION ALL SELECT 1             | QueryRule.TYPES_INCOMPATIBLE
                    SELECT id FROM customer UNION SELECT 1 ORDER BY name   | TypeRule.COLUMN_NOT_FOUND
                    SELECT 1 UNION SELECT 2 ORDER BY 2                     | QueryRule.UNKNOWN_POSITION
                    SELECT * FROM (VALUES (1, 2), (3)) t                   | QueryRule.ROW_LENGTHS_DIFFER
                    """)
    void operandsOfASetOperationMustBeCompatible(String query, String ruleName) {
        shop.requireRefusal(query, ruleName);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    WITH q AS (SELECT id, day FROM orders) SELECT q.day FROM q               | day date
                    WITH q (a, b) AS (SELECT id, day FROM orders) SELECT z.b FROM q AS z     | b date
                    WITH orders AS (SELECT 1 AS x) SELECT * FROM orders                      | x tinyint
                    WITH orders AS (SELECT 1 AS x) SELECT id FROM shop.orders                | id bigint NOT NULL
                    WITH a AS (SELECT 1 AS x), b AS (SELECT x + 1 AS y FROM a) SELECT y FROM b | y smallint
                    WITH a AS (SELECT 1 AS x) SELECT (SELECT max(x) FROM a) AS m             | m tinyint
                    WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT i FROM n | i tinyint
                    WITH RECURSIVE n (i) AS (SELECT id FROM orders) SELECT i FROM n          | i bigint
                    """)
    void aCommonTableIsFoundBeforeATable(String query, String columns) {
        assertThat(shop.describeColumns(query)).isEqualTo(columns);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    WITH a AS (SELECT 1), a AS (SELECT 2) SELECT * FROM a              | ServerError.NOT_UNIQUE_TABLE
                    WITH a (x, y) AS (SELECT 1) SELECT * FROM a                        | ServerError.VIEW_COLUMN_COUNT_DIFFERS
                    WITH b AS (SELECT * FROM a), a AS (SELECT 1) SELECT * FROM b       | ServerError.UNKNOWN_TABLE
                    WITH n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n) SELECT i FROM n | ServerError.UNKNOWN_TABLE
                    WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i, 2 FROM n) SELECT i FROM n | QueryRule.COLUMN_COUNTS_DIFFER
                    """)
    void aCommonTableMustBeDefinedBeforeItIsRead(String query, String ruleName) {
        shop.requireRefusal(query, ruleName);
    }

    @Test
    void aCommonTableThatDoesNotReadItselfIsResolvedOnce() {
        SourceNameCollector collector = new SourceNameCollector();
        Query query = Sql.parseQuery("WITH RECURSIVE q AS (SELECT a FROM t UNION ALL SELECT 1) SELECT a FROM q");

        new QueryAnalysis(ServerProfile.DEFAULT, collector, "d").analyze(query);

        assertThat(collector.names()).hasSize(1);
    }
}
