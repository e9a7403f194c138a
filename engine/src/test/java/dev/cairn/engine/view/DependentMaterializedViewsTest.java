package dev.cairn.engine.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.engine.ViewScript;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks how a change of a table affects the materialized views that read it. */
class DependentMaterializedViewsTest {
    private final ViewScript script = new ViewScript();

    @BeforeEach
    void createViewOfDaysAndPrices() {
        script.send("CREATE MATERIALIZED VIEW m REFRESH MANUAL AS"
                + " SELECT day, sum(price) AS total FROM orders GROUP BY day");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ALTER TABLE orders DROP COLUMN price | base table schema changed for columns: price",
                "ALTER TABLE orders MODIFY COLUMN price DECIMAL(20, 2) | base table schema changed for columns: price",
                "ALTER TABLE orders RENAME COLUMN price TO cost | base table schema changed for columns: price",
                "ALTER TABLE orders RENAME sales | base-table renamed: orders",
                "DROP TABLE orders | base-table dropped: orders",
                "ALTER TABLE orders DISTRIBUTED BY HASH(id) BUCKETS 4 | base-table optimized:orders",
                "ALTER TABLE orders ORDER BY (id, day) | base-table reordered columns:orders",
                "ALTER MATERIALIZED VIEW m INACTIVE | user use alter materialized view set status to inactive",
            })
    void anInactiveViewStatesTheReason(String change, String reason) {
        script.send(change);

        assertThat(script.findMaterializedView("m").inactiveReason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ALTER TABLE orders ADD COLUMN more INT",
                "ALTER TABLE orders DROP COLUMN city",
                "ALTER TABLE orders RENAME COLUMN city TO town",
                "ALTER TABLE orders COMMENT = 'x'",
                "TRUNCATE TABLE orders",
            })
    void changesOfUnreadColumnsKeepAViewActive(String change) {
        script.send(change);

        assertThat(script.findMaterializedView("m").isActive()).isTrue();
    }

    @Test
    void aViewOverAnInactiveViewIsInactive() {
        script.send("CREATE MATERIALIZED VIEW n REFRESH MANUAL AS SELECT total FROM m");
        script.send("ALTER TABLE orders DROP COLUMN price");

        assertThat(script.findMaterializedView("n").inactiveReason()).isEqualTo("base-mv inactive: m");
    }

    @Test
    void changingAPlainViewDeactivatesItsMaterializedViews() {
        script.send("CREATE VIEW v AS SELECT day FROM orders");
        script.send("CREATE MATERIALIZED VIEW n REFRESH MANUAL AS SELECT day FROM v");
        script.send("ALTER VIEW v AS SELECT day, city FROM orders");

        assertThat(script.findMaterializedView("n").inactiveReason()).isEqualTo("base-view changed: v");

        script.send("ALTER MATERIALIZED VIEW n ACTIVE");

        assertThat(script.findMaterializedView("n").isActive()).isTrue();
    }

    @Test
    void aTableOfTheSameNameIsAnotherTable() {
        script.send("DROP TABLE orders");
        script.send("CREATE TABLE orders (day DATE, price DECIMAL(10, 2)) DUPLICATE KEY(day)");
        script.send("ALTER TABLE orders DROP COLUMN price");

        assertThat(script.findMaterializedView("m").inactiveReason()).isEqualTo("base-table dropped: orders");
    }

    @Test
    void activatingAViewRequiresTheSameColumns() {
        script.send("ALTER TABLE orders RENAME sales");

        assertThat(script.describeRefusal("ALTER MATERIALIZED VIEW m ACTIVE"))
                .isEqualTo("5502 ServerError.UNKNOWN_TABLE");

        script.send("ALTER TABLE sales RENAME orders");
        script.send("ALTER TABLE orders DROP COLUMN price");
        script.send("ALTER TABLE orders ADD COLUMN price BIGINT");

        assertThat(script.describeRefusal("ALTER MATERIALIZED VIEW m ACTIVE"))
                .contains("1064 MaterializedViewRule.COLUMN_CHANGED");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT day, id, price FROM orders | accepted",
                "SELECT id AS price, price AS day, day AS id FROM orders | 1064 MaterializedViewRule.COLUMN_CHANGED",
                "SELECT price, day FROM orders | accepted",
                "SELECT id, price + 1 AS price FROM orders | 1064 TypeRule.COLUMN_NOT_FOUND",
                "SELECT id, cast(id AS varchar) AS day, price FROM orders | 1064 MaterializedViewRule.COLUMN_CHANGED",
            })
    void activationComparesBaseColumnsRegardlessOfTheirOrder(String query, String answer) {
        script.send("CREATE VIEW v AS SELECT id, day, price FROM orders");
        script.send("CREATE MATERIALIZED VIEW over_v REFRESH MANUAL AS SELECT day, price FROM v");
        script.send("CREATE OR REPLACE VIEW v AS " + query);

        assertThat(script.findMaterializedView("over_v").isActive()).isFalse();
        assertThat(script.describeRefusal("ALTER MATERIALIZED VIEW over_v ACTIVE"))
                .contains(answer);
    }
}
