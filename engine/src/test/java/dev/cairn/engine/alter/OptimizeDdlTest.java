package dev.cairn.engine.alter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.engine.EngineClient;
import dev.cairn.engine.OrdersTable;
import dev.cairn.engine.context.ChangeCost;
import dev.cairn.sql.ast.KeyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks changes of the distribution of an existing table. */
class OptimizeDdlTest {
    private final EngineClient client = OrdersTable.clientWithTable(KeyModel.DUPLICATE);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        DISTRIBUTED BY HASH(code) BUCKETS 5  | DISTRIBUTED BY HASH(`code`) BUCKETS 5
        DISTRIBUTED BY HASH(id, code)        | DISTRIBUTED BY HASH(`id`, `code`)
        DISTRIBUTED BY RANDOM                | DISTRIBUTED BY RANDOM
        DISTRIBUTED BY RANDOM BUCKETS 4      | DISTRIBUTED BY RANDOM BUCKETS 4
        """)
    void theDistributionCanBeChanged(String clause, String shown) {
        assertThat(client.costOf("ALTER TABLE orders " + clause)).isEqualTo(ChangeCost.OPTIMIZE_JOB);
        client.execute("ALTER TABLE orders " + clause);
        assertThat(client.findLine("orders", "DISTRIBUTED BY")).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        PRIMARY   | DISTRIBUTED BY RANDOM          | PartitionRule.RANDOM_DISTRIBUTION_UNSUPPORTED
        AGGREGATE | DISTRIBUTED BY RANDOM          | PartitionRule.RANDOM_DISTRIBUTION_UNSUPPORTED
        DUPLICATE | DISTRIBUTED BY HASH(nope)      | CommonRule.NOT_FOUND
        DUPLICATE | PRIMARY KEY(id)                | CommonRule.UNSUPPORTED
        DUPLICATE | PARTITION BY date_trunc('day', day) | CommonRule.UNSUPPORTED
        """)
    void theKeyModelLimitsTheDistribution(KeyModel model, String clause, String rule) {
        assertThat(OrdersTable.clientWithTable(model).ruleOf("ALTER TABLE orders " + clause))
                .isEqualTo(rule);
    }

    @Test
    void theDefaultNumberOfBucketsCanBeChanged() {
        client.execute("ALTER TABLE orders DISTRIBUTED BY HASH(id) DEFAULT BUCKETS 7");
        assertThat(client.findLine("orders", "DISTRIBUTED BY")).isEqualTo("DISTRIBUTED BY HASH(`id`) BUCKETS 7");
    }
}
