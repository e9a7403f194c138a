package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns that keep intermediate results of aggregate functions. */
class StateColumnsTest {
    private final EngineClient client = EngineClient.ofDefaultServer();

    private static String createTableSql(String column) {
        return "CREATE TABLE a (k INT, s " + column + ") AGGREGATE KEY(k) DISTRIBUTED BY HASH(k)";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            avg(INT)                       | varbinary avg(int(11)) NULL
            sum(TINYINT)                   | bigint(20) sum(tinyint(4)) NULL
            sum(FLOAT)                     | double sum(float) NULL
            sum(DECIMAL(27, 9))            | decimal(38, 9) sum(decimal(27, 9)) NULL
            min(DECIMAL(27, 9))            | decimal(27, 9) min(decimal(27, 9)) NULL
            max(VARCHAR(20))               | varchar(1048576) max(varchar(20)) NULL
            any_value(MAP<INT, CHAR(2)>)   | map<int(11),varchar(1048576)> any_value(map<int(11),char(2)>) NULL
            array_agg(INT)                 | struct<col1 array<int(11)>> array_agg(int(11)) NULL
            array_agg_distinct(DECIMAL(9, 2)) | array<DECIMAL64(9,2)> array_agg_distinct(decimal(9, 2)) NULL
            min_by(VARCHAR, BIGINT)        | varbinary min_by(varchar, bigint(20)) NULL
            count(INT)                     | bigint(20) count(int(11)) NOT NULL
            Sum(INT)                       | bigint(20) sum(int(11)) NULL
            AVG(DECIMAL(9, 2))             | varbinary avg(decimal(9, 2)) NULL
            ANY_VALUE(ARRAY<DECIMAL(9, 2)>) | array<DECIMAL64(9,2)> any_value(array<DECIMAL64(9,2)>) NULL
            count(ARRAY<ARRAY<DECIMAL(9, 2)>>) | bigint(20) count(array<array<DECIMAL64(9,2)>>) NOT NULL
            min_by(ARRAY<INT>, INT)        | varbinary min_by(array<int(11)>, int(11)) NULL
            percentile_disc(BOOLEAN, DOUBLE) | varbinary percentile_disc(boolean, double) NULL
            any_value(ARRAY<DECIMAL(9, 2)>) | array<DECIMAL64(9,2)> any_value(array<DECIMAL64(9,2)>) NULL
            array_agg_distinct(STRING)     | array<varchar(1048576)> array_agg_distinct(varchar(65533)) NULL
            sum(INT NOT NULL)              | bigint(20) sum(int(11)) NULL
            min_by(INT NULL, VARCHAR(20) NOT NULL) | varbinary min_by(int(11), varchar(20)) NULL
            array_agg(ARRAY<VARCHAR(10)> NOT NULL) | struct<col1 array<array<varchar(1048576)>>> array_agg(array<varchar(10)>) NULL
            """)
    void aStateColumnHasTheTypeOfTheFunctionsState(String state, String shown) {
        client.execute(createTableSql(state));
        assertThat(client.findColumnDefinition("a", "s")).isEqualTo("`s` " + shown);
    }

    @Test
    void aShownStateColumnIsReadBack() {
        client.execute(createTableSql("max(VARCHAR(20))"));
        String shown = client.showCreate("a");
        client.execute("DROP TABLE a", shown);
        assertThat(client.showCreate("a")).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            group_concat(STRING)     | FunctionRule.INVALID_STATE_FUNCTION
            sum(BITMAP)              | FunctionRule.INVALID_STATE_FUNCTION
            nosuch(INT, STRING)      | FunctionRule.INVALID_STATE_FUNCTION
            abs(INT)                 | FunctionRule.INVALID_STATE_FUNCTION
            sum(BOOLEAN)             | FunctionRule.INVALID_STATE_FUNCTION
            min(DECIMAL(9, 2), INT)  | FunctionRule.NO_MATCHING_FUNCTION
            Any_Value(DECIMAL(9, 2)) | FunctionRule.INVALID_STATE_FUNCTION
            SUM(DECIMAL(9, 2))       | FunctionRule.INVALID_STATE_FUNCTION
            ARRAY_AGG(INT)           | FunctionRule.INVALID_STATE_FUNCTION
            ARRAY_UNIQUE_AGG(ARRAY<DECIMAL(9, 2)>) | FunctionRule.INVALID_STATE_FUNCTION
            percentile_disc(JSON, DOUBLE) | FunctionRule.INVALID_STATE_FUNCTION
            percentile_disc(VARBINARY, DOUBLE) | FunctionRule.INVALID_STATE_FUNCTION
            count(ARRAY<DECIMAL(9, 2)>) | FunctionRule.INVALID_STATE_FUNCTION
            INT sum(INT)             | ColumnRule.STATE_RESULT_INCOMPATIBLE
            """)
    void anUnsupportedAggregateStateIsRefused(String state, String rule) {
        assertThat(client.ruleOf(createTableSql(state))).isEqualTo(rule);
    }

    @Test
    void maxByAcceptsNestedValuesSince40() {
        EngineClient oldClient = EngineClient.of(EngineClient.SERVER_3_5);
        assertThat(oldClient.ruleOf(createTableSql("max_by(MAP<INT, INT>, INT)")))
                .isEqualTo("FunctionRule.INVALID_STATE_FUNCTION");
        oldClient.execute(createTableSql("max_by(JSON, INT)"));
        assertThat(oldClient.findColumnDefinition("a", "s")).isEqualTo("`s` varbinary max_by(json, int(11)) NULL");
    }

    /** The server ends with an internal error in each of these cases. */
    @ParameterizedTest
    @ValueSource(strings = {"count(d)", "count(d) OVER ()", "percentile_disc(j, 0.5)", "percentile_disc_lc(b, 0.5)"})
    void aggregatesWithoutAStateAreRefusedInQueries(String expression) {
        client.execute("CREATE TABLE t (k INT, d ARRAY<DECIMAL(9, 2)>, j JSON, b VARBINARY)");
        assertThat(client.ruleOf("CREATE VIEW v AS SELECT " + expression + " AS x FROM t"))
                .isEqualTo("FunctionRule.NO_MATCHING_FUNCTION");
        client.execute("CREATE VIEW v AS SELECT count(DISTINCT d) AS x FROM t");
    }
}
