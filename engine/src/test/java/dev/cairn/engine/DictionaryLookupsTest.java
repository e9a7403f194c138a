package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls of {@code dict_mapping} name their table in a string literal. */
class DictionaryLookupsTest {
    private static final String[] TABLES = {
        "CREATE TABLE dict (k INT, name VARCHAR(10), price DECIMAL(10, 2), n BIGINT NOT NULL AUTO_INCREMENT)"
                + " PRIMARY KEY (k, name) DISTRIBUTED BY HASH (k)",
        "CREATE TABLE dated (k DATE, v INT) PRIMARY KEY (k) DISTRIBUTED BY HASH (k)",
        "CREATE TABLE fact (k INT, v INT) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k)",
        "CREATE VIEW names AS SELECT k FROM dict"
    };

    private static EngineClient createClient() {
        return EngineClient.ofDefaultServer().execute(TABLES);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        dict_mapping('dict', k, 'a')                    | bigint(20)
        dict_mapping('t.dict', k, 'a', 'k')             | int(11)
        dict_mapping('dict', k, 'a', true)              | bigint(20)
        dict_mapping('dated', '2024-01-01', 'v', false) | int(11)
        """)
    void theResultHasTheTypeOfTheValueColumn(String call, String type) {
        EngineClient client = createClient().execute("CREATE TABLE copy AS SELECT " + call + " AS value FROM fact");
        assertThat(client.findLine("copy", "`value`")).contains(type);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        dict_mapping()                              | FunctionRule.INVALID_ARGUMENTS
        dict_mapping(k, 'v')                        | FunctionRule.INVALID_ARGUMENTS
        dict_mapping('dict', k)                     | FunctionRule.INVALID_ARGUMENTS
        dict_mapping('dict', k, 'a', 'k', true, 1)  | FunctionRule.INVALID_ARGUMENTS
        dict_mapping('dict', k, 'a', 1)             | FunctionRule.INVALID_ARGUMENTS
        dict_mapping('dict', k, 'a', 'k', 1)        | FunctionRule.INVALID_ARGUMENTS
        dict_mapping('dict', k, 'a', lower('k'))    | FunctionRule.INVALID_ARGUMENTS
        dict_mapping('dict', k, 'a', 'none')        | CommonRule.NOT_FOUND_IN
        dict_mapping('dated', '2024-01-01')         | FunctionRule.INVALID_ARGUMENTS
        dict_mapping('dated', [1], 'v')             | FunctionRule.INVALID_ARGUMENTS
        dict_mapping('fact', k)                     | CommonRule.REQUIREMENT_MISSING
        dict_mapping('names', k)                    | CommonRule.NOT_FOUND
        dict_mapping('none', k)                     | CommonRule.NOT_FOUND
        dict_mapping('none.dict', k)                | CommonRule.NOT_FOUND
        dict_mapping('a.b.c', k)                    | CommonRule.WRONG_KIND
        """)
    void invalidLookupsAreRefused(String call, String rule) {
        assertThat(createClient().ruleOf("CREATE VIEW v AS SELECT " + call + " AS x FROM fact"))
                .isEqualTo(rule);
    }

    /** A missing table is accepted, because it may be declared later or read from a server. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        BIGINT      | dict_mapping('dict', k, name)         | ''
        INT         | dict_mapping('dict', k, name)         | ColumnRule.GENERATED_TYPE_MISMATCH
        BIGINT      | dict_mapping('dict', k, name, 'k')    | ColumnRule.GENERATED_TYPE_MISMATCH
        VARCHAR(10) | dict_mapping('t.dict', k, 'a', 'name')| ''
        BIGINT      | dict_mapping('dict', k, name, name)   | FunctionRule.INVALID_ARGUMENTS
        BIGINT      | dict_mapping('dict', k)               | FunctionRule.INVALID_ARGUMENTS
        INT         | dict_mapping('fact', k)               | CommonRule.REQUIREMENT_MISSING
        BIGINT      | dict_mapping('later', k)              | ''
        """)
    void aGeneratedColumnIsCheckedAgainstTheTablesThatAreThere(String type, String call, String rule) {
        String createSql = "CREATE TABLE g (k INT, name VARCHAR(10), v " + type + " AS (" + call
                + ")) DUPLICATE KEY (k)" + " DISTRIBUTED BY HASH (k)";
        String addSql = "ALTER TABLE fact ADD COLUMN x " + type + " AS (" + call.replace("name)", "'a')") + ")";
        if (rule.equals("''")) {
            createClient().execute(createSql);
            createClient().execute(addSql);
        } else {
            assertThat(createClient().ruleOf(createSql)).isEqualTo(rule);
        }
    }

    @Test
    void lookupsInLambdasAreChecked() {
        assertThat(createClient().ruleOf("CREATE VIEW v AS SELECT array_map(x -> dict_mapping('none', x), [1]) AS x"))
                .isEqualTo("CommonRule.NOT_FOUND");
    }

    @Test
    void aPartitionExpressionNamesTheDatabase() {
        String createTemplate = "CREATE TABLE %s (k INT, name VARCHAR(10)) PARTITION BY (dict_mapping('%s', k, name))";
        EngineClient client = createClient();
        assertThat(client.ruleOf(createTemplate.formatted("t", "dict"))).isEqualTo("ServerError.NO_DATABASE_SELECTED");
        client.execute(createTemplate.formatted("t", "t.dict"));
    }

    @Test
    void sharedDataServersHaveNoDictionaryLookups() {
        EngineClient client = EngineClient.of(EngineClient.SHARED_DATA)
                .execute("CREATE DATABASE shop", "USE shop")
                .execute(TABLES);
        assertThat(client.ruleOf("CREATE VIEW v AS SELECT dict_mapping('dict', k, 'a') AS x FROM fact"))
                .isEqualTo("CommonRule.NOT_IN_SHARED_DATA");
        assertThat(client.ruleOf("CREATE TABLE t (k INT, n BIGINT AS dict_mapping('dict', k, 'a')) PRIMARY KEY (k)"))
                .isEqualTo("CommonRule.NOT_IN_SHARED_DATA");
    }
}
