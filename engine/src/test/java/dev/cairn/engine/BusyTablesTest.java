package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.TableState;
import dev.cairn.sql.ast.KeyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A table can't be altered while a job works on it. */
class BusyTablesTest {
    private final EngineClient client = OrdersTable.clientWithTable(KeyModel.DUPLICATE);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        SCHEMA_CHANGE | BusyTableRule.SCHEMA_CHANGE_RUNNING
        ROLLUP        | BusyTableRule.ROLLUP_RUNNING
        OPTIMIZE      | BusyTableRule.TABLE_BUSY
        """)
    void alteringABusyTableIsRefusedWithTheNameOfItsJob(TableState state, String rule) {
        client.withState("orders", state);
        assertThat(client.ruleOf("ALTER TABLE orders ADD COLUMN x INT")).startsWith(rule);
        assertThat(client.ruleOf("ALTER TABLE orders COMMENT = 'x'")).startsWith(rule);
    }

    @Test
    void errorsOfTheAnalysisPrecedeTheBusyError() {
        client.withState("orders", TableState.SCHEMA_CHANGE);
        assertThat(client.ruleOf("ALTER TABLE orders RENAME orders")).isEqualTo("CommonRule.RENAMED_TO_ITSELF");
        assertThat(client.ruleOf("ALTER TABLE orders DROP COLUMN nope"))
                .startsWith("BusyTableRule.SCHEMA_CHANGE_RUNNING");
    }

    @Test
    void aCancelledJobLeavesTheTableAsItWas() {
        client.withState("orders", TableState.SCHEMA_CHANGE).execute("CANCEL ALTER TABLE COLUMN FROM orders");
        assertThat(client.findTable("orders").state()).isEqualTo(TableState.NORMAL);
        assertThat(client.ruleOf("CANCEL ALTER TABLE COLUMN FROM orders")).isEqualTo("ObjectRule.NO_JOB_RUNNING");
    }
}
