package dev.cairn.internal.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.plan.part.ObjectName;
import org.junit.jupiter.api.Test;

class JobWaitTest {
    private static final ObjectName ORDERS = new ObjectName("shop", "orders");

    @Test
    void jobsOfColumnsAreSelectedByTheServer() {
        assertThat(new JobWait(JobWait.Kind.COLUMN, ORDERS, false).renderLines())
                .isEqualTo("""
                        -- wait: ALTER TABLE shop.orders
                        --   until State is FINISHED: SHOW ALTER TABLE COLUMN FROM `shop` WHERE TableName = 'orders'\
                         ORDER BY JobId DESC LIMIT 1;
                        """);
    }

    /** A server accepts the clauses of SHOW ALTER TABLE ROLLUP, and lists all jobs all the same. */
    @Test
    void jobsOfRollupsAreSelectedByTheReader() {
        assertThat(new JobWait(JobWait.Kind.ROLLUP, ORDERS, true).renderLines()).isEqualTo("""
                        -- wait: ALTER TABLE orders
                        --   until State is FINISHED in the last row of table orders: SHOW ALTER TABLE ROLLUP;
                        """);
    }
}
