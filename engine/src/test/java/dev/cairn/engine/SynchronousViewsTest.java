package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.TypeFormat;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Queries that a synchronous materialized view may have, and the columns that the server derives from them. */
class SynchronousViewsTest {
    private static final String CREATE_DUPLICATE_KEY_TABLE =
            "CREATE TABLE s (k INT, d DATE, t TINYINT, q INT, f FLOAT, n DECIMAL(10, 2),"
                    + " v VARCHAR(20), b BOOLEAN, j JSON, st STRUCT<a INT>) DUPLICATE KEY (k)"
                    + " PARTITION BY RANGE (d) (PARTITION p VALUES LESS THAN ('2024-01-01'))"
                    + " DISTRIBUTED BY HASH (k) BUCKETS 1";
    private static final String CREATE_AGGREGATE_KEY_TABLE =
            "CREATE TABLE s (k INT, d DATE, q INT SUM, m INT MAX, r INT REPLACE,"
                    + " bm BITMAP BITMAP_UNION) AGGREGATE KEY (k, d) DISTRIBUTED BY HASH (k) BUCKETS 1";
    private static final String CREATE_UNIQUE_KEY_TABLE =
            "CREATE TABLE s (k INT, d DATE, q INT) UNIQUE KEY (k, d) DISTRIBUTED BY HASH (k) BUCKETS 1";

    private static String createViewSql(String query) {
        return "CREATE MATERIALIZED VIEW m AS " + query;
    }

    private static String describeRollupColumns(String createTableSql, String query) {
        Rollup rollup = EngineClient.ofDefaultServer()
                .execute(createTableSql, createViewSql(query))
                .findTable("s")
                .rollups()
                .get(0);
        return rollup.columns().stream()
                .map(column -> column.name() + " " + TypeFormat.formatForShowCreate(column.type())
                        + (column.isKey() ? " key" : "")
                        + (column.aggregation() == null ? "" : " " + column.aggregation()))
                .collect(Collectors.joining("; "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        SELECT k, sum(t), sum(f), sum(n) FROM s GROUP BY k     | k int(11) key; mv_sum_t bigint(20) SUM; mv_sum_f double SUM; mv_sum_n decimal(10, 2) SUM
        SELECT k, count(q), min(v), max(DISTINCT q) FROM s GROUP BY k | k int(11) key; mv_count_q bigint(20) SUM; mv_min_v varchar(20) MIN; mv_max_q int(11) MAX
        SELECT k, sum(q + 1) AS x FROM s GROUP BY k            | k int(11) key; mv_x bigint(20) SUM
        SELECT k, bitmap_agg(q) FROM s GROUP BY k              | k int(11) key; mv_bitmap_union_q bitmap BITMAP_UNION
        SELECT k, bitmap_agg(b) FROM s GROUP BY k              | k int(11) key; mv_bitmap_union_b bitmap BITMAP_UNION
        SELECT k, hll_union(hll_hash(v)) FROM s GROUP BY k     | k int(11) key; mv_hll_union_v hll HLL_UNION
        SELECT k, q + 1 AS x, j FROM s                         | k int(11) key; mv_x bigint(20) key; j json
        SELECT k, d, sum(q) FROM s GROUP BY k, d ORDER BY k, d | k int(11) key; d date key; mv_sum_q bigint(20) SUM
        SELECT k, grouping(k) AS g, sum(q) FROM s GROUP BY ROLLUP (k) | k int(11) key; mv_g bigint(20) key; mv_sum_q bigint(20) SUM
        SELECT k, grouping_id(k) + 1 AS g FROM s GROUP BY CUBE (k) | k int(11) key; mv_g bigint(20) key
        """)
    void eachColumnHasANameAndAType(String query, String columns) {
        assertThat(describeRollupColumns(CREATE_DUPLICATE_KEY_TABLE, query)).isEqualTo(columns);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        SELECT k, count(*) AS x FROM s GROUP BY k             | MaterializedViewRule.SYNCHRONOUS_CONSTANT
        SELECT k, sum(1) AS x, count(*) AS y FROM s GROUP BY k | MaterializedViewRule.SYNCHRONOUS_CONSTANT
        SELECT k, avg(q) AS x FROM s GROUP BY k               | MaterializedViewRule.SYNCHRONOUS_QUERY
        SELECT k, any_value(q) AS x FROM s GROUP BY k         | MaterializedViewRule.SYNCHRONOUS_QUERY
        SELECT k, array_agg(q) AS x FROM s GROUP BY k         | MaterializedViewRule.SYNCHRONOUS_QUERY
        SELECT k, approx_count_distinct(q) AS x FROM s GROUP BY k | MaterializedViewRule.SYNCHRONOUS_QUERY
        SELECT k, avg_merge(avg_state(q)) AS x FROM s GROUP BY k | MaterializedViewRule.SYNCHRONOUS_QUERY
        SELECT k, sum(v) FROM s GROUP BY k                    | ColumnRule.AGGREGATE_FUNCTION_INVALID
        SELECT k, max(b) FROM s GROUP BY k                    | ColumnRule.AGGREGATE_FUNCTION_INVALID
        SELECT k, count(DISTINCT q) FROM s GROUP BY k         | MaterializedViewRule.SYNCHRONOUS_QUERY
        SELECT k, bitmap_union(bitmap_hash(v)) AS x FROM s GROUP BY k | MaterializedViewRule.SYNCHRONOUS_QUERY
        SELECT k, bitmap_agg(v) FROM s GROUP BY k             | MaterializedViewRule.SYNCHRONOUS_QUERY
        SELECT k, sum(q) + 1 AS x FROM s GROUP BY k           | MaterializedViewRule.SYNCHRONOUS_QUERY
        SELECT k, d, sum(q) FROM s GROUP BY k, d ORDER BY d, k | MaterializedViewRule.SYNCHRONOUS_ORDER
        SELECT f, sum(q) FROM s GROUP BY f                    | MaterializedViewRule.SYNCHRONOUS_QUERY
        SELECT k, max(d) FROM s GROUP BY k                    | MaterializedViewRule.SYNCHRONOUS_QUERY
        WITH x AS (SELECT * FROM s) SELECT k, q FROM x        | MaterializedViewRule.SYNCHRONOUS_QUERY
        SELECT k, sum(Q) FROM s GROUP BY k                    | CommonRule.NOT_FOUND
        SELECT k, q FROM s WHERE V = 'x'                      | CommonRule.NOT_FOUND
        SELECT k, st.a AS x FROM s                            | CommonRule.NOT_FOUND
        SELECT k, grouping(k) AS g FROM s GROUP BY k          | CommonRule.REQUIREMENT_MISSING|rollup|cube] clause.
        SELECT k, sum(q), grouping(k) AS g FROM s GROUP BY ROLLUP (k) | MaterializedViewRule.SYNCHRONOUS_GROUPING
        SELECT k, grouping(q) AS g FROM s GROUP BY ROLLUP (k) | QueryRule.GROUPING_ARGUMENT_NOT_GROUPED
        """)
    void unsupportedQueriesOfSynchronousViewsAreRefused(String query, String rule) {
        assertThat(EngineClient.ofDefaultServer()
                        .execute(CREATE_DUPLICATE_KEY_TABLE)
                        .ruleOf(createViewSql(query)))
                .contains(rule);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        SELECT k, sum(q) FROM s GROUP BY k          | k int(11) key; mv_sum_q bigint(20) SUM
        SELECT k, max(m) FROM s GROUP BY k          | k int(11) key; mv_max_m int(11) MAX
        SELECT k, bitmap_union(bm) FROM s GROUP BY k | k int(11) key; mv_bitmap_union_bm bitmap BITMAP_UNION
        SELECT d FROM s GROUP BY d                  | d date key
        """)
    void aViewOfAnAggregateTableAggregatesAlike(String query, String columns) {
        assertThat(describeRollupColumns(CREATE_AGGREGATE_KEY_TABLE, query)).isEqualTo(columns);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        SELECT k, max(q) FROM s GROUP BY k    | MaterializedViewRule.SYNCHRONOUS_QUERY
        SELECT k, d, max(r) FROM s GROUP BY k, d | MaterializedViewRule.SYNCHRONOUS_QUERY
        SELECT k, r FROM s GROUP BY k, r      | MaterializedViewRule.SYNCHRONOUS_QUERY
        SELECT k, max(d) FROM s GROUP BY k    | MaterializedViewRule.SYNCHRONOUS_QUERY
        SELECT k, count(q) FROM s GROUP BY k  | MaterializedViewRule.SYNCHRONOUS_QUERY
        SELECT k, d FROM s                    | MaterializedViewRule.SYNCHRONOUS_GROUPING
        """)
    void aViewOfAnAggregateTableCannotAggregateDifferently(String query, String rule) {
        assertThat(EngineClient.ofDefaultServer()
                        .execute(CREATE_AGGREGATE_KEY_TABLE)
                        .ruleOf(createViewSql(query)))
                .contains(rule);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        SELECT k, d, max(q) FROM s GROUP BY k, d | MaterializedViewRule.SYNCHRONOUS_QUERY
        SELECT k, sum(q) FROM s GROUP BY k       | MaterializedViewRule.SYNCHRONOUS_QUERY
        """)
    void aViewOfAUniqueKeyTableCannotAggregate(String query, String rule) {
        assertThat(EngineClient.ofDefaultServer()
                        .execute(CREATE_UNIQUE_KEY_TABLE)
                        .ruleOf(createViewSql(query)))
                .contains(rule);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        SELECT k, q + 1 FROM s                     | q + 1
        SELECT k, abs(q) FROM s                    | abs(q)
        SELECT k, sum(q + 1) FROM s GROUP BY k     | sum(q + 1)
        """)
    void aMissingAliasIsReportedWithTheExpression(String query, String expression) {
        assertThatThrownBy(() -> describeRollupColumns(CREATE_DUPLICATE_KEY_TABLE, query))
                .hasMessageEndingWith("should have an alias: " + expression + ".");
    }
}
