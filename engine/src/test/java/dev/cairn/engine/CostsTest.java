package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.engine.context.ChangeCost;
import dev.cairn.sql.ast.KeyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cost of a change on the server: metadata only, a check of the data, or a rewrite of each row. */
class CostsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        ADD COLUMN x INT                                 | METADATA_JOB
        DROP COLUMN units                                | METADATA_JOB
        MODIFY COLUMN units BIGINT                       | REWRITE_JOB
        MODIFY COLUMN units INT                          | IMMEDIATE
        MODIFY COLUMN units COMMENT 'c'                  | IMMEDIATE
        ADD COLUMN x INT KEY DEFAULT '0'                 | REWRITE_JOB
        ORDER BY (code, id, units, note, day, price)     | REWRITE_JOB
        ADD INDEX i (units)                              | REWRITE_JOB
        SET ('bloom_filter_columns' = 'code')            | REWRITE_JOB
        ADD ROLLUP r (code)                              | ROLLUP_JOB
        DISTRIBUTED BY HASH(id) BUCKETS 5                | OPTIMIZE_JOB
        RENAME COLUMN units TO amount                    | IMMEDIATE
        SET ('write_quorum' = 'ONE')                     | IMMEDIATE
        """)
    void fastSchemaEvolutionMakesColumnChangesCheap(String clause, ChangeCost cost) {
        assertThat(OrdersTable.clientWithTable(KeyModel.DUPLICATE).costOf("ALTER TABLE orders " + clause))
                .isEqualTo(cost);
    }

    @Test
    void withoutFastSchemaEvolutionANewColumnNeedsARewriteJob() {
        EngineClient client = EngineClient.ofDefaultServer()
                .execute(OrdersTable.createTableSql(KeyModel.DUPLICATE)
                        + " PROPERTIES('fast_schema_evolution' = 'false')");
        assertThat(client.costOf("ALTER TABLE orders ADD COLUMN x INT")).isEqualTo(ChangeCost.REWRITE_JOB);
    }

    @Test
    void aSharedDataServerChangesSomePropertiesByHiddenJobs() {
        EngineClient client =
                EngineClient.of(EngineClient.SHARED_DATA).execute(OrdersTable.createTableSql(KeyModel.PRIMARY));
        assertThat(client.costOf("ALTER TABLE orders SET ('enable_persistent_index' = 'false')"))
                .isEqualTo(ChangeCost.HIDDEN_JOB);
        assertThat(client.costOf("ALTER TABLE orders ADD COLUMN x INT")).isEqualTo(ChangeCost.METADATA_JOB);
    }

    @Test
    void aSharedDataServerOf35ChangesAllColumnsByJobs() {
        EngineClient client =
                EngineClient.of(EngineClient.SHARED_DATA_3_5).execute(OrdersTable.createTableSql(KeyModel.PRIMARY));
        assertThat(client.costOf("ALTER TABLE orders ADD COLUMN x INT")).isEqualTo(ChangeCost.REWRITE_JOB);
    }

    @Test
    void aPersistentIndexThatIsAlreadyOffIsSwitchedOffAtNoCost() {
        EngineClient client =
                EngineClient.of(EngineClient.SHARED_DATA).execute(OrdersTable.createTableSql(KeyModel.DUPLICATE));
        assertThat(client.costOf("ALTER TABLE orders SET ('enable_persistent_index' = 'false')"))
                .isEqualTo(ChangeCost.IMMEDIATE);
    }
}
