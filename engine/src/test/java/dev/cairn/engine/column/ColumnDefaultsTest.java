package dev.cairn.engine.column;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.engine.EngineClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks which defaults of columns are valid, and in which form the server stores them. */
class ColumnDefaultsTest {
    private final EngineClient client = EngineClient.ofDefaultServer();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        INT DEFAULT '5'                            | int(11) NULL DEFAULT "5"
        INT DEFAULT NULL                           | int(11) NULL
        BOOLEAN DEFAULT 'true'                     | boolean NULL DEFAULT "1"
        BOOLEAN DEFAULT '0'                        | boolean NULL DEFAULT "0"
        DATE DEFAULT '2024-1-2'                    | date NULL DEFAULT "2024-1-2"
        DATETIME DEFAULT CURRENT_TIMESTAMP         | datetime NULL DEFAULT CURRENT_TIMESTAMP
        DATETIME DEFAULT current_timestamp()       | datetime NULL DEFAULT CURRENT_TIMESTAMP
        DATETIME DEFAULT CURRENT_TIMESTAMP(3)      | datetime NULL DEFAULT current_timestamp(3)
        STRING DEFAULT (uuid())                    | varchar(65533) NULL DEFAULT (uuid())
        LARGEINT DEFAULT (UUID_NUMERIC())          | largeint(40) NULL DEFAULT (uuid_numeric())
        ARRAY<INT> DEFAULT [1, 2]                  | array<int(11)> NULL DEFAULT [1,2]
        ARRAY<INT> DEFAULT ['7', '-5', '+3']       | array<int(11)> NULL DEFAULT [7,-5,3]
        ARRAY<TINYINT> DEFAULT [-1.7, 2e0]         | array<tinyint(4)> NULL DEFAULT [-1,2]
        ARRAY<DOUBLE> DEFAULT [1, 0.50, -5, 1e11]  | array<double> NULL DEFAULT [1.0,0.5,-5.0,1.0E11]
        MAP<STRING,ARRAY<FLOAT>> DEFAULT map{'x': [2]} | map<varchar(65533),array<float>> NULL DEFAULT map{'x':[2.0]}
        ARRAY<DECIMAL(9,2)> DEFAULT ['1.50', '-2', '1e2', '1.999'] | array<DECIMAL64(9,2)> NULL DEFAULT [1.50,-2,100,2.00]
        ARRAY<STRUCT<a DOUBLE>> DEFAULT [row(1)]   | array<struct<a double>> NULL DEFAULT [row(1)]
        """)
    void aDefaultIsShownInTheServersOwnForm(String written, String shown) {
        client.execute("CREATE TABLE t1 (k INT, v " + written + ") DUPLICATE KEY(k)");
        assertThat(client.findColumnDefinition("t1", "v")).isEqualTo("`v` " + shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        INT NOT NULL DEFAULT NULL                 | ColumnRule.INVALID_DEFAULT
        INT DEFAULT 'x'                           | ExpressionRule.INVALID_NUMBER
        CHAR(10) DEFAULT '0123456789a'            | ColumnRule.DEFAULT_TOO_LARGE
        DATE DEFAULT '2024-13-01'                 | ValueRule.LITERAL_FORMAT
        DATE DEFAULT current_date                 | ColumnRule.DEFAULT_EXPRESSION_UNSUPPORTED
        BOOLEAN DEFAULT true                      | ColumnRule.DEFAULT_EXPRESSION_UNSUPPORTED
        DECIMAL(10,2) DEFAULT '99999999999'       | ColumnRule.DEFAULT_TOO_LARGE
        ARRAY<INT> DEFAULT '[1]'                  | ColumnRule.DEFAULT_UNSUPPORTED_FOR_TYPE
        VARCHAR(35) DEFAULT (uuid())              | ColumnRule.DEFAULT_UNSUPPORTED_FOR_TYPE
        """)
    void aDefaultMustBeAValueOfTheColumnsType(String written, String rule) {
        assertThat(client.ruleOf("CREATE TABLE t1 (k INT, v " + written + ") DUPLICATE KEY(k)"))
                .isEqualTo(rule);
    }

    @Test
    void nestedDefaultsNeedFastSchemaEvolution() {
        assertThat(client.ruleOf("CREATE TABLE t1 (k INT, v ARRAY<INT> DEFAULT [1])"
                        + " PROPERTIES('fast_schema_evolution' = 'false')"))
                .startsWith("ColumnRule.FAST_SCHEMA_EVOLUTION_REQUIRED");
    }

    @Test
    void version35RefusesNestedDefaults() {
        EngineClient oldClient = EngineClient.of(EngineClient.SERVER_3_5);
        assertThat(oldClient.refusalOf("CREATE TABLE t1 (k INT, v ARRAY<INT> DEFAULT [1])"))
                .hasMessageStartingWith("Getting syntax error");
    }
}
