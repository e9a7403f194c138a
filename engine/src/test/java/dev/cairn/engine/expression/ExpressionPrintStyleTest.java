package dev.cairn.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.engine.ShownTexts;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The three styles in which the server prints expressions. */
class ExpressionPrintStyleTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        v+1                                   | `v` + 1
        (k * v)                               | `k` * `v`
        original * original + 10              | (`original` * `original`) + 10
        (v + 1) * 2                           | (`v` + 1) * 2
        cast(v as int)                        | CAST(`v` AS INT)
        CONCAT(CAST(id AS STRING), "_abc")    | concat(CAST(`id` AS VARCHAR(65533)), '_abc')
        cast(cast(id + 10 as string) as char) | CAST((CAST((`id` + 10) AS VARCHAR(65533))) AS CHAR)
        CAST(f->'t' AS VARCHAR)               | CAST((`f`->'t') AS VARCHAR)
        cast(v as decimal(10, 2))             | CAST(`v` AS DECIMAL64(10,2))
        v > 3 and d is not null               | (`v` > 3) AND (`d` IS NOT NULL)
        date_add(d, interval 1 day)           | date_add(`d`, INTERVAL 1 DAY)
        date_add(d, 1)                        | date_add(`d`, INTERVAL 1 DAY)
        d + interval 1 day                    | `d` + INTERVAL 1 DAY
        if(v>0, v, -v)                        | if(`v` > 0, `v`, -1 * `v`)
        -1                                    | -1
        - -1                                  | 1
        v + -0                                | `v` + 0
        v mod 2                               | `v` % 2
        a <> b                                | `a` != `b`
        a && !b                               | `a` AND (NOT `b`)
        s not like 'x%'                       | NOT (`s` LIKE 'x%')
        s rlike 'x'                           | `s` REGEXP 'x'
        a not in (1, b + 1)                   | `a` NOT IN (1, (`b` + 1))
        a between 1 and b + 1                 | `a` BETWEEN 1 AND (`b` + 1)
        case when a > 1 then 2 else b end     | CASE WHEN (`a` > 1) THEN 2 ELSE `b` END
        case a when 1 then b end              | CASE `a` WHEN 1 THEN `b` END
        t.a + 1                               | `t`.`a` + 1
        array_map(x -> x + 1, a)              | array_map(x -> `x` + 1, `a`)
        extract(year from d)                  | year(`d`)
        time_slice(d, interval 5 minute)      | time_slice(`d`, INTERVAL 5 minute, floor)
        element_at(a, 1)                      | `a`[1]
        isnull(a)                             | `a` IS NULL
        multiply(a, 2)                        | `a` * 2
        subtract(a, 2, b)                     | `a` - 2
        array_generate(d, e, interval 1 day)  | array_generate(`d`, `e`, 1, 'day')
        encode_row_id(a)                      | encode_fingerprint_sha256(`a`)
        lpad(s, 3)                            | lpad(`s`, 3, ' ')
        current_date                          | current_date()
        true                                  | TRUE
        1.50                                  | 1.50
        .5                                    | 0.5
        1e3                                   | 1000E0
        timestampdiff(day, a, b)              | TIMESTAMPDIFF(DAY, `a`, `b`)
        "it's"                                | 'it\\'s'
        date '2024-01-01'                     | '2024-01-01'
        """)
    void generatedColumnsHaveAllNamesInBackquotes(String written, String shown) {
        assertThat(storeAndShow(KeyModel.DUPLICATE, written)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        v+1                                | v + 1
        (v1 + 1)                           | v1 + 1
        `c1` + `c2`                        | `c1` + `c2`
        cast(v1 + 1 as int)                | CAST(v1 + 1 AS INT)
        json_string(json_query(j, "$.a"))  | json_string(json_query(j, '$.a'))
        [k5, k6, k7]                       | [k5,k6,k7]
        v > 3 and d is not null            | (v > 3) AND (d IS NOT NULL)
        not a                              | NOT (a)
        time_slice(d, interval 5 minute)   | time_slice(d, 5, 'minute', 'floor')
        DATE_TRUNC("DAY", D)               | DATE_TRUNC('DAY', D)
        IF(a, b, c)                        | if(a, b, c)
        """)
    void generatedColumnsOfPrimaryKeyTablesKeepTheQuotesAsWritten(String written, String shown) {
        assertThat(storeAndShow(KeyModel.PRIMARY, written)).isEqualTo(shown);
    }

    @Test
    void generatedColumnsOfPrimaryKeyTablesLoseTheirParentheses() {
        Expression stored = ExpressionPrintStyle.ofColumn(KeyModel.PRIMARY)
                .toStored(ServerProfile.DEFAULT, Sql.parseExpression("(v + 1) * 2"));
        assertThat(ShownTexts.ofExpression(ExpressionPrintStyle.BARE.show(stored)))
                .isEqualTo("v + 1 * 2");
        assertThat(Sql.render(ExpressionPrintStyle.QUOTED.show(stored))).isEqualTo("(`v` + 1) * 2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        mod(k6, 5)                             | mod(k6, 5)
        DATE_TRUNC("week", `d`)                | date_trunc('week', `d`)
        day(`dt`)                              | day(`dt`)
        time_slice(b, interval 1 SECOND)       | time_slice(b, INTERVAL 1 second, floor)
        substring(`t`.k4, 1, 5)                | substring(`t`.`k4`, 1, 5)
        """)
    void itemsOfAPartitionListKeepTheirBackquotes(String written, String shown) {
        Expression stored =
                ExpressionPrintStyle.SERIALIZED.toStored(ServerProfile.DEFAULT, Sql.parseExpression(written));
        assertThat(ShownTexts.ofExpression(ExpressionPrintStyle.SERIALIZED.show(stored)))
                .isEqualTo(shown);
    }

    @Test
    void aServerBefore4MakesNamesOfFunctionsLowerCase() {
        Expression written = Sql.parseExpression("DATE_TRUNC('DAY', D)");
        Expression storedExpression =
                ExpressionPrintStyle.BARE.toStored(ServerProfile.DEFAULT.with(Version.V3_5), written);
        assertThat(ShownTexts.ofExpression(ExpressionPrintStyle.BARE.show(storedExpression)))
                .isEqualTo("date_trunc('DAY', D)");
    }

    /** Returns an expression as it is shown, and requires that the shown expression is stored as the same one. */
    private static String storeAndShow(KeyModel model, String written) {
        Expression stored =
                ExpressionPrintStyle.ofColumn(model).toStored(ServerProfile.DEFAULT, Sql.parseExpression(written));
        String shown =
                ShownTexts.ofExpression(ExpressionPrintStyle.ofColumn(model).show(stored));
        assertThat(ExpressionPrintStyle.ofColumn(model).toStored(ServerProfile.DEFAULT, Sql.parseExpression(shown)))
                .isEqualTo(stored);
        return shown;
    }
}
