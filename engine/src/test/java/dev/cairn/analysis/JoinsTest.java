package dev.cairn.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JoinsTest {
    private final Shop shop = new Shop()
            .addTable("a (k INT NOT NULL, v INT NOT NULL, at DATETIME)")
            .addTable("b (k BIGINT NOT NULL, w INT NOT NULL, at DATETIME, list ARRAY<INT>)");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    SELECT v, w FROM a JOIN b ON a.k = b.k              | v int NOT NULL, w int NOT NULL
                    SELECT v, w FROM a LEFT JOIN b ON a.k = b.k         | v int NOT NULL, w int
                    SELECT v, w FROM a RIGHT OUTER JOIN b ON a.k = b.k  | v int, w int NOT NULL
                    SELECT v, w FROM a FULL JOIN b ON a.k = b.k         | v int, w int
                    SELECT v, w FROM a ASOF LEFT JOIN b ON a.k = b.k AND a.at >= b.at | v int NOT NULL, w int
                    SELECT v, w FROM a, b                               | v int NOT NULL, w int NOT NULL
                    SELECT v, w FROM a JOIN b ON any_match(list, x -> x > v) | v int NOT NULL, w int NOT NULL
                    """)
    void theSideThatMayBeMissingIsNullable(String query, String columns) {
        assertThat(shop.describeColumns(query)).isEqualTo(columns);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    SELECT * FROM a LEFT SEMI JOIN b ON a.k = b.k       | k, v, at
                    SELECT * FROM a LEFT ANTI JOIN b ON a.k = b.k       | k, v, at
                    SELECT * FROM a RIGHT SEMI JOIN b ON a.k = b.k      | k, w, at, list
                    SELECT b.* FROM a JOIN b ON a.k = b.k               | k, w, at, list
                    SELECT * FROM a LEFT SEMI JOIN b USING (at)         | at, k, v
                    SELECT a.* FROM a LEFT SEMI JOIN b USING (at)       | k, v, at
                    SELECT b.* FROM a RIGHT ANTI JOIN b USING (at)      | k, w, at, list
                    """)
    void aSemiJoinReturnsTheColumnsOfOneSide(String query, String names) {
        assertThat(shop.describeColumnNames(query)).isEqualTo(names);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    SELECT * FROM a JOIN b USING (at, k)      | at datetime, k int NOT NULL, v int NOT NULL, w int NOT NULL, list array<int>
                    SELECT k FROM a LEFT JOIN b USING (K)     | k int NOT NULL
                    SELECT k FROM a RIGHT JOIN b USING (k)    | k bigint NOT NULL
                    SELECT k FROM a FULL JOIN b USING (k)     | k bigint
                    SELECT a.k FROM a JOIN b USING (k)        | k int NOT NULL
                    """)
    void aColumnOfUsingIsReturnedOnceAndFirst(String query, String columns) {
        assertThat(shop.describeColumns(query)).isEqualTo(columns);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    SELECT 1 FROM a JOIN b USING (v)                       | TypeRule.COLUMN_NOT_FOUND
                    SELECT a.k FROM a FULL JOIN b USING (k)                | TypeRule.COLUMN_NOT_FOUND
                    SELECT b.* FROM a FULL JOIN b USING (k)                | QueryRule.COMBINATION_UNSUPPORTED
                    SELECT w FROM a LEFT SEMI JOIN b ON a.k = b.k          | TypeRule.COLUMN_NOT_FOUND
                    SELECT 1 FROM a JOIN b ON a.k                          | QueryRule.CONDITION_NOT_BOOLEAN
                    SELECT 1 FROM a JOIN b ON max(a.k) = 1                 | FunctionRule.NOT_ALLOWED_IN_CLAUSE
                    SELECT 1 FROM visit x JOIN visit y ON x.page = y.page  | TypeRule.TYPE_UNSUPPORTED
                    SELECT 1 FROM a FULL JOIN [BROADCAST] b ON a.k = b.k   | CommonRule.UNSUPPORTED
                    SELECT 1 FROM a JOIN [NOSUCH] b ON a.k = b.k           | QueryRule.UNKNOWN_JOIN_HINT
                    SELECT 1 FROM a ASOF JOIN b ON a.k = b.k               | CommonRule.REQUIREMENT_MISSING
                    SELECT 1 FROM a ASOF JOIN b USING (k)                  | CommonRule.REQUIREMENT_MISSING
                    SELECT 1 FROM a ASOF JOIN b ON a.at > b.at             | CommonRule.REQUIREMENT_MISSING
                    """)
    void anInvalidJoinConditionIsRefused(String query, String ruleName) {
        shop.requireRefusal(query, ruleName);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    SELECT k, unnest FROM b, unnest(list)                   | k bigint NOT NULL, unnest int
                    SELECT k, x FROM b CROSS JOIN LATERAL unnest(list) t(x) | k bigint NOT NULL, x int
                    SELECT x FROM b LEFT JOIN unnest(list) AS t (x) ON true | x int
                    SELECT t.x, y FROM b, unnest(list, ['a']) AS t (x, y)   | x int, y varchar
                    SELECT * FROM TABLE(generate_series(1, 3))              | generate_series tinyint
                    SELECT g FROM TABLE(generate_series(start => 1, end => 3)) t (g) | g tinyint
                    SELECT `key`, value FROM visit, LATERAL json_each(page) | key varchar, value json
                    """)
    void aTableFunctionSeesTheRelationsBeforeIt(String query, String columns) {
        assertThat(shop.describeColumns(query)).isEqualTo(columns);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    SELECT * FROM unnest([1])                               | QueryRule.TABLE_FUNCTION_ON_THE_LEFT
                    SELECT * FROM b, unnest(list, NULL)                     | QueryRule.UNKNOWN_TABLE_FUNCTION
                    SELECT * FROM b, unnest(k)                              | QueryRule.UNKNOWN_TABLE_FUNCTION
                    SELECT * FROM b, upper('x')                             | CommonRule.WRONG_KIND
                    SELECT * FROM b, unnest(list) AS t (x, y)               | QueryRule.COLUMN_COUNTS_DIFFER
                    SELECT * FROM b LEFT JOIN unnest(list) ON k = 1         | CommonRule.UNSUPPORTED
                    SELECT * FROM b JOIN LATERAL a ON a.k = b.k             | CommonRule.UNSUPPORTED
                    SELECT * FROM TABLE(unnest(list)), b                    | TypeRule.COLUMN_NOT_FOUND
                    SELECT * FROM TABLE(generate_series(begin => 1, end => 2)) | QueryRule.UNKNOWN_TABLE_FUNCTION
                    """)
    void aTableFunctionIsAllowedOnlyInALateralJoin(String query, String ruleName) {
        shop.requireRefusal(query, ruleName);
    }
}
