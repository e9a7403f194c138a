package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.junit.EmbeddedStarRocksExtension;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A value that is cast to VARIANT and back to its type is the same, alone and within nested values. */
@ExtendWith(EmbeddedStarRocksExtension.class)
class VariantRoundTripTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "BOOLEAN | true, false",
                "TINYINT | 0, -128, 127",
                "SMALLINT | -32768, 300",
                "INT | 2147483647, -1",
                "BIGINT | 9223372036854775807, -9223372036854775808",
                "LARGEINT | 170141183460469231731687303715884105727, -170141183460469231731687303715884105728",
                "FLOAT | 1.5, -0.1",
                "DOUBLE | 1.5, 0.1, -123456789.123",
                "DECIMAL(9, 2) | 1.50, -9999999.99, 0",
                "DECIMAL(18, 4) | 12345678901234.5678",
                "DECIMAL(38, 10) | 1234567890123456789012345678.1234567890, -0.0000000001",
                "VARCHAR(100) | 'a', '', 'it''s \"q\" \\\\ x', '中文😀', repeat('x', 70)",
                "DATE | '2024-02-29', '0001-01-01', '9999-12-31'",
                "DATETIME | '2024-02-29 23:59:59', '1969-12-31 23:59:59.999999', '0001-01-01 00:00:00',"
                        + " '9999-12-31 23:59:59.999999'",
                "TIME | '10:20:30', '00:00:00'",
            })
    void aValueKeepsItsTypeAndItsContent(String type, String values, EmbeddedStarRocks server) throws SQLException {
        try (Client client = Client.of(server)) {
            for (String value : values.split(", (?!70)", -1)) {
                String typedValue = "CAST(" + value + " AS " + type + ")";
                assertSame(client, typedValue, type);
                assertSame(client, "[" + typedValue + ", NULL]", "ARRAY<" + type + ">");
                assertSame(client, "map{'k': " + typedValue + "}", "MAP<VARCHAR(9), " + type + ">");
                assertSame(
                        client,
                        "named_struct('b', " + typedValue + ", 'a', CAST(1 AS INT))",
                        "STRUCT<b " + type + ", a INT>");
                assertThat(client.rows("SELECT CAST(" + typedValue + " AS VARIANT) = CAST(" + typedValue
                                + " AS VARIANT), variant_typeof(variant_query(CAST([" + typedValue
                                + "] AS VARIANT), '$[0]')) = variant_typeof(CAST(" + typedValue + " AS VARIANT))"))
                        .as(typedValue)
                        .isEqualTo(List.of(List.of("1", "1")));
            }
        }
    }

    private static void assertSame(Client client, String value, String type) throws SQLException {
        List<String> row = client.rows("SELECT " + value + ", CAST(CAST(" + value + " AS VARIANT) AS " + type + ")")
                .get(0);
        assertThat(row.get(1)).as(value).isNotNull().isEqualTo(row.get(0));
    }
}
