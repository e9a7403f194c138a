package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.TableState;
import dev.cairn.sql.ast.KeyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A table can't be altered while a job works on it. */
class BusyTablesTest {
    private final Client client = Orders.known(KeyModel.DUPLICATE);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        SCHEMA_CHANGE | A schema change operation is in progress on the table orders. Please wait until the current operation completes.
        ROLLUP        | A materialized view or rollup index is being created on the table orders. Please wait until the current operation completes.
        OPTIMIZE      | The table orders is currently in state OPTIMIZE
        """)
    void alteringABusyTableIsRefusedWithTheNameOfItsJob(TableState state, String words) {
        client.withState("orders", state);
        assertThat(client.messageOf("ALTER TABLE orders ADD COLUMN x INT")).startsWith(words);
        assertThat(client.messageOf("ALTER TABLE orders COMMENT = 'x'")).startsWith(words);
    }

    @Test
    void errorsOfTheAnalysisPrecedeTheBusyError() {
        client.withState("orders", TableState.SCHEMA_CHANGE);
        assertThat(client.messageOf("ALTER TABLE orders RENAME orders")).isEqualTo("Same table name orders.");
        assertThat(client.messageOf("ALTER TABLE orders DROP COLUMN nope")).startsWith("A schema change operation");
    }

    @Test
    void aCancelledJobLeavesTheTableAsItWas() {
        client.withState("orders", TableState.SCHEMA_CHANGE).execute("CANCEL ALTER TABLE COLUMN FROM orders");
        assertThat(client.table("orders").state()).isEqualTo(TableState.NORMAL);
        assertThat(client.messageOf("CANCEL ALTER TABLE COLUMN FROM orders"))
                .isEqualTo("Table[orders] is not under SCHEMA_CHANGE/WAITING_STABLE.");
    }
}
