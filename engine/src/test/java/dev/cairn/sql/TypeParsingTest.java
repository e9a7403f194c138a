package dev.cairn.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.Type.Scalar;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeParsingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INTEGER | int(11)",
                "int(5) | int(11)",
                "UNSIGNED INT | int(11)",
                "string | varchar(65533)",
                "TEXT | varchar(65533)",
                "VARCHAR(10) | varchar(10)",
                "binary(8) | varbinary(8)",
                "NUMERIC | decimal(10, 0)",
                "NUMBER(9) | decimal(9, 0)",
                "DECIMAL(9,2) | decimal(9, 2)",
                "DECIMALV2 | decimalv2(9, 0)",
                "DECIMAL32(5) | decimal32(5, 5)",
                "DECIMAL64 | decimal64(18, 18)",
            })
    void typesAreWrittenInTheServersForm(String written, String shown) {
        assertThat(Sql.render(Sql.parseType(written))).isEqualTo(shown);
    }

    @Test
    void nestedTypesMayEndInSeveralGreaterSigns() {
        Type elementType = new Type.Array(new Type.Text(Type.Text.Kind.VARCHAR, 10));
        Type struct = new Type.Struct(
                List.of(new Type.Field("a", new Scalar(Scalar.Kind.INT)), new Type.Field("b", elementType)));
        assertThat(Sql.parseType("array<struct<a int, b array<varchar(10)>>>")).isEqualTo(new Type.Array(struct));
    }

    @Test
    void signedIsNotResolvedByTheParser() {
        assertThat(Sql.parseType("SIGNED INTEGER")).isEqualTo(new Scalar(Scalar.Kind.SIGNED));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "MAP<ARRAY<INT>,INT> | Unsupported type specification: 'ARRAY<INT>' for map's key, which should be"
                        + " base types",
                "STRUCT<a INT, A INT> | Duplicate struct field 'a'",
                "MAP<JSON,INT> | Unsupported type specification: 'JSON' for map's key, which should be base types",
                "DATETIME(6) | Unexpected input '(', expected the end",
                "STRUCT<a INT COMMENT 'x'> | Unexpected input 'COMMENT', expected '(', ',' or '>'",
                "VARCHAR(x) | Unexpected input 'x', expected a number",
                "VARCHAR(99999999999) | Invalid numeric literal 99999999999",
                "foo | Unexpected input 'foo', expected a type",
            })
    void invalidTypesAreRefused(String written, String problem) {
        assertThat(ParserProblem.find(() -> Sql.parseType(written))).isEqualTo(problem);
    }
}
