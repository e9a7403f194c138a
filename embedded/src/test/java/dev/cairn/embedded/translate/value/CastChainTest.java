package dev.cairn.embedded.translate.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frontends remove casts between two other types if the result is the same without them. */
class CastChainTest {
    private static final List<String> TYPES = List.of(
            "BOOLEAN",
            "TINYINT",
            "SMALLINT",
            "INT",
            "BIGINT",
            "LARGEINT",
            "FLOAT",
            "DOUBLE",
            "DECIMAL(9, 2)",
            "VARCHAR(20)",
            "DATE",
            "DATETIME",
            "JSON");

    /** The plans of a frontend of version 4.1 for {@code CAST(CAST(value AS cast) AS outer)} of a column. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BOOLEAN | TINYINT | SMALLINT INT BIGINT LARGEINT FLOAT DOUBLE VARCHAR(20)",
                "BOOLEAN | SMALLINT | TINYINT INT BIGINT LARGEINT FLOAT DOUBLE VARCHAR(20)",
                "BOOLEAN | INT | TINYINT SMALLINT BIGINT LARGEINT FLOAT DOUBLE VARCHAR(20)",
                "BOOLEAN | BIGINT | TINYINT SMALLINT INT LARGEINT FLOAT DOUBLE VARCHAR(20)",
                "BOOLEAN | LARGEINT | TINYINT SMALLINT INT BIGINT FLOAT DOUBLE VARCHAR(20)",
                "BOOLEAN | FLOAT | TINYINT SMALLINT INT BIGINT LARGEINT DOUBLE VARCHAR(20)",
                "BOOLEAN | DOUBLE | TINYINT SMALLINT INT BIGINT LARGEINT FLOAT VARCHAR(20)",
                "TINYINT | BOOLEAN | TINYINT SMALLINT INT BIGINT LARGEINT FLOAT DOUBLE VARCHAR(20)",
                "TINYINT | SMALLINT | TINYINT INT BIGINT LARGEINT FLOAT DOUBLE VARCHAR(20)",
                "TINYINT | INT | TINYINT SMALLINT BIGINT LARGEINT FLOAT DOUBLE VARCHAR(20)",
                "TINYINT | BIGINT | TINYINT SMALLINT INT LARGEINT FLOAT DOUBLE VARCHAR(20)",
                "TINYINT | LARGEINT | TINYINT SMALLINT INT BIGINT FLOAT DOUBLE VARCHAR(20)",
                "TINYINT | FLOAT | TINYINT SMALLINT INT BIGINT LARGEINT DOUBLE VARCHAR(20)",
                "TINYINT | DOUBLE | TINYINT SMALLINT INT BIGINT LARGEINT FLOAT VARCHAR(20)",
                "SMALLINT | BOOLEAN | TINYINT",
                "SMALLINT | TINYINT | ''",
                "SMALLINT | INT | TINYINT SMALLINT BIGINT LARGEINT FLOAT DOUBLE VARCHAR(20)",
                "SMALLINT | BIGINT | TINYINT SMALLINT INT LARGEINT FLOAT DOUBLE VARCHAR(20)",
                "SMALLINT | LARGEINT | TINYINT SMALLINT INT BIGINT FLOAT DOUBLE VARCHAR(20)",
                "SMALLINT | FLOAT | TINYINT SMALLINT INT BIGINT LARGEINT DOUBLE VARCHAR(20)",
                "SMALLINT | DOUBLE | TINYINT SMALLINT INT BIGINT LARGEINT FLOAT VARCHAR(20)",
                "INT | BOOLEAN | TINYINT",
                "INT | TINYINT | ''",
                "INT | SMALLINT | TINYINT",
                "INT | BIGINT | TINYINT SMALLINT INT LARGEINT FLOAT DOUBLE VARCHAR(20)",
                "INT | LARGEINT | TINYINT SMALLINT INT BIGINT FLOAT DOUBLE VARCHAR(20)",
                "INT | FLOAT | TINYINT SMALLINT INT BIGINT LARGEINT DOUBLE VARCHAR(20)",
                "INT | DOUBLE | TINYINT SMALLINT INT BIGINT LARGEINT FLOAT VARCHAR(20)",
                "BIGINT | BOOLEAN | TINYINT",
                "BIGINT | SMALLINT | TINYINT",
                "BIGINT | INT | TINYINT SMALLINT",
                "BIGINT | LARGEINT | TINYINT SMALLINT INT BIGINT FLOAT DOUBLE VARCHAR(20)",
                "BIGINT | FLOAT | TINYINT SMALLINT INT BIGINT LARGEINT DOUBLE VARCHAR(20)",
                "BIGINT | DOUBLE | TINYINT SMALLINT INT BIGINT LARGEINT FLOAT VARCHAR(20)",
                "LARGEINT | BOOLEAN | TINYINT",
                "LARGEINT | SMALLINT | TINYINT",
                "LARGEINT | INT | TINYINT SMALLINT",
                "LARGEINT | BIGINT | TINYINT SMALLINT INT FLOAT DOUBLE",
                "LARGEINT | FLOAT | TINYINT SMALLINT INT BIGINT DOUBLE",
                "LARGEINT | DOUBLE | TINYINT SMALLINT INT BIGINT FLOAT",
                "FLOAT | BOOLEAN | TINYINT",
                "FLOAT | SMALLINT | TINYINT",
                "FLOAT | INT | TINYINT SMALLINT",
                "FLOAT | BIGINT | TINYINT SMALLINT INT LARGEINT FLOAT DOUBLE VARCHAR(20)",
                "FLOAT | LARGEINT | TINYINT SMALLINT INT BIGINT FLOAT DOUBLE VARCHAR(20)",
                "FLOAT | DOUBLE | TINYINT SMALLINT INT BIGINT LARGEINT FLOAT VARCHAR(20)",
                "DOUBLE | BOOLEAN | TINYINT",
                "DOUBLE | SMALLINT | TINYINT",
                "DOUBLE | INT | TINYINT SMALLINT",
                "DOUBLE | BIGINT | TINYINT SMALLINT INT LARGEINT FLOAT DOUBLE VARCHAR(20)",
                "DOUBLE | LARGEINT | TINYINT SMALLINT INT BIGINT FLOAT DOUBLE VARCHAR(20)",
                "DOUBLE | FLOAT | TINYINT SMALLINT INT BIGINT LARGEINT DOUBLE VARCHAR(20)",
                "DECIMAL(9, 2) | BIGINT | ''",
                "BIGINT | DECIMAL(9, 2) | ''",
                "DATE | BIGINT | ''",
                "VARCHAR(20) | DOUBLE | ''",
            })
    void frontendsRemoveInnerCasts(String valueType, String castType, String outerTypes) {
        List<String> typesAroundRemovedCast = new ArrayList<>();
        for (String outerType : TYPES) {
            if (!outerType.equals(castType)
                    && CastChain.isRedundant(parseType(castType), parseType(valueType), parseType(outerType))) {
                typesAroundRemovedCast.add(outerType);
            }
        }
        assertThat(String.join(" ", typesAroundRemovedCast)).isEqualTo(outerTypes);
    }

    /** A frontend reduces the outermost cast first. This decides which of two inner casts is removed. */
    @Test
    void theOutermostCastIsReducedFirst() {
        assertThat(castSql("INT", "BOOLEAN", "TINYINT", "VARCHAR(20)"))
                .isEqualTo(castSql("INT", "BOOLEAN", "VARCHAR(20)"));
        assertThat(castSql("INT", "TINYINT", "TINYINT", "BIGINT")).isEqualTo(castSql("INT", "TINYINT", "BIGINT"));
        assertThat(castSql("DOUBLE", "BIGINT", "DOUBLE")).isEqualTo("x");
    }

    private static String castSql(String columnType, String... casts) {
        DuckDbExpression value = new DuckDbExpression("x", parseType(columnType));
        for (String cast : casts) {
            value = value.castTo(parseType(cast));
        }
        return value.sql();
    }

    private static Type parseType(String text) {
        return Sql.parseType(text);
    }
}
