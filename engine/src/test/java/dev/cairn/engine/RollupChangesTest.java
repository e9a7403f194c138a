package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Rollup;
import dev.cairn.sql.ast.KeyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RollupChangesTest {
    @Test
    void aRollupComesAndGoes() {
        Client client = Orders.known(KeyModel.DUPLICATE).execute("ALTER TABLE orders ADD ROLLUP by_code (code, units)");
        assertThat(client.table("orders").rollups().stream().map(Rollup::name)).containsExactly("by_code");
        client.execute("ALTER TABLE orders RENAME ROLLUP by_code codes", "ALTER TABLE orders DROP ROLLUP codes");
        assertThat(client.table("orders").rollups()).isEmpty();
    }

    @Test
    void aColumnMayBeAddedToARollupToo() {
        Client client = Orders.known(KeyModel.DUPLICATE)
                .execute(
                        "ALTER TABLE orders ADD ROLLUP by_code (code, units)",
                        "ALTER TABLE orders ADD COLUMN x INT TO by_code");
        assertThat(client.table("orders").rollups().get(0).columns())
                .extracting("name")
                .containsExactly("code", "units", "x");
        assertThat(client.table("orders").column("x")).isPresent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        PRIMARY   | ADD ROLLUP r (code, units)  | Do not support add rollup on primary key table[orders]
        UNIQUE    | ADD ROLLUP r (id, units)    | Rollup should contains all unique keys in basetable
        AGGREGATE | ADD ROLLUP r (units, id)    | Invalid column order. value should be after key
        DUPLICATE | DROP ROLLUP nope            | Materialized view [nope] does not exist in table [orders]
        DUPLICATE | RENAME ROLLUP nope r        | Rollup index[nope] does not exists
        """)
    void theModelLimitsRollups(KeyModel model, String clause, String words) {
        assertThat(Orders.known(model).messageOf("ALTER TABLE orders " + clause))
                .isEqualTo(words);
    }
}
