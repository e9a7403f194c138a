package dev.cairn.engine.materialized;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.engine.ViewScript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks which inactive materialized views ACTIVE activates, and on what an activated view depends. */
class MaterializedViewActivatorTest {
    private final ViewScript script = new ViewScript();

    @ParameterizedTest
    @ValueSource(strings = {"ALTER TABLE days RENAME dates", "CREATE TABLE dates LIKE days"})
    void aPartitionedViewOverAViewStaysInactiveOverATableOfAnotherName(String change) {
        script.send(
                "CREATE TABLE days (id INT, day DATE) PARTITION BY date_trunc('day', day) DISTRIBUTED BY HASH (id)");
        script.send("CREATE VIEW v AS SELECT id, day FROM days");
        String query = " REFRESH DEFERRED MANUAL AS SELECT id, day FROM v";
        script.send("CREATE MATERIALIZED VIEW p PARTITION BY day" + query);
        script.send("CREATE MATERIALIZED VIEW q" + query);
        script.send(change);
        script.send("CREATE OR REPLACE VIEW v AS SELECT id, day FROM dates");
        script.send("ALTER MATERIALIZED VIEW p ACTIVE");
        script.send("ALTER MATERIALIZED VIEW q ACTIVE");
        assertThat(script.findMaterializedView("p").inactiveReason())
                .isEqualTo("reload failed: Can not find partition column map for mv:p on base tables:"
                        + "default_catalog.shop.dates");
        assertThat(script.findMaterializedView("q").isActive()).isTrue();
        script.send("ALTER MATERIALIZED VIEW p ACTIVE");
        assertThat(script.findMaterializedView("p").isActive()).isFalse();
    }

    /** A server activates the same views after the table of their view is renamed. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "false | SELECT a.id, a.day FROM v a JOIN other b ON a.id = b.id",
                "false | SELECT a.id, a.day FROM v a JOIN other b ON a.id = b.id WHERE a.day = b.day",
                "false | SELECT a.id, a.day FROM v a, other b WHERE a.day = b.day",
                "false | SELECT a.id, a.day FROM v a JOIN other b ON a.day = b.day OR a.id = b.id",
                "false | SELECT a.id, a.day FROM v a JOIN other b ON date_trunc('day', a.day) = date_trunc('day', b.day)",
                "true | SELECT a.id, date_trunc('day', a.day) AS day FROM v a JOIN other b"
                        + " ON date_trunc('day', a.day) = date_trunc('day', b.day)",
                "true | SELECT a.id, date_trunc('month', a.day) AS day FROM v a JOIN other b ON a.day = b.day",
                "true | SELECT a.id, a.day FROM v a JOIN other b ON a.day = b.day",
                "true | SELECT a.id, a.day FROM other b JOIN v a ON b.id = a.id AND b.day = a.day",
                "true | SELECT a.id, a.day FROM v a JOIN other b ON a.day < b.day",
                "true | SELECT a.id, a.day FROM v a LEFT JOIN other b ON a.day <=> b.day",
                "true | SELECT a.id, a.day FROM v a JOIN other b USING (day)",
                "false | SELECT a.id, a.day FROM v a JOIN other b ON a.day = date_trunc('day', a.day)",
                "true | SELECT a.id, a.day FROM v a JOIN plain c ON a.day = c.day JOIN other b ON c.day = b.day",
                "true | SELECT a.id, a.day FROM v a JOIN (SELECT id, day AS d FROM other) b ON a.day = b.d",
                "true | WITH b AS (SELECT id, day AS d FROM other) SELECT a.id, a.day FROM v a JOIN b ON a.day = b.d",
                "true | SELECT w.id, w.day FROM w JOIN plain c ON w.id = c.id",
                "true | SELECT id, day FROM v UNION ALL SELECT id, day FROM other",
                "true | SELECT b.id, b.day FROM v a JOIN other b ON a.id = b.id"
            })
    void aPartitionedViewIsActiveAgainIfItReadsATableThatItsPartitionsFollow(boolean isActive, String query) {
        String createTemplate = "CREATE TABLE %s (id INT, day DATE) %s DISTRIBUTED BY HASH (id)";
        script.send(createTemplate.formatted("days", "PARTITION BY date_trunc('day', day)"));
        script.send(createTemplate.formatted("other", "PARTITION BY date_trunc('day', day)"));
        script.send(createTemplate.formatted("plain", ""));
        String viewTemplate = "CREATE OR REPLACE VIEW v AS SELECT id, day FROM %s";
        String joinedViewTemplate =
                "CREATE OR REPLACE VIEW w AS SELECT x.id, x.day FROM %s x JOIN other y ON x.day = y.day";
        script.send(viewTemplate.formatted("days"));
        script.send(joinedViewTemplate.formatted("days"));
        script.send("CREATE MATERIALIZED VIEW p PARTITION BY day REFRESH DEFERRED MANUAL AS " + query);
        script.send("ALTER TABLE days RENAME dates");
        script.send(viewTemplate.formatted("dates"));
        script.send(joinedViewTemplate.formatted("dates"));
        script.send("ALTER MATERIALIZED VIEW p ACTIVE");
        assertThat(script.findMaterializedView("p").isActive()).isEqualTo(isActive);
    }

    @Test
    void onlyAnActivatedViewIsRefreshedAfterEachLoadOfARebuiltTable() {
        script.send("CREATE TABLE sales (day DATE) DISTRIBUTED BY HASH(day)");
        script.send("CREATE MATERIALIZED VIEW m REFRESH MANUAL AS SELECT day FROM sales");
        script.send("CREATE TABLE rebuilt LIKE sales");
        script.send("ALTER TABLE sales SWAP WITH rebuilt");
        script.send("DROP TABLE rebuilt");

        assertThat(script.describeRefusal("ALTER MATERIALIZED VIEW m REFRESH ASYNC"))
                .contains("1064 CommonRule.NOT_FOUND");
        script.send("ALTER MATERIALIZED VIEW m REFRESH ASYNC EVERY(INTERVAL 1 DAY)");
        script.send("ALTER MATERIALIZED VIEW m ACTIVE");
        script.send("ALTER MATERIALIZED VIEW m REFRESH ASYNC");
    }

    @Test
    void anActivatedViewStaysDependentOnWhatItReadBefore() {
        script.send("CREATE TABLE sales (day DATE) DISTRIBUTED BY HASH(day)");
        script.send("CREATE VIEW v AS SELECT day FROM orders");
        script.send("CREATE MATERIALIZED VIEW m REFRESH MANUAL AS SELECT day FROM v");
        script.send("CREATE OR REPLACE VIEW v AS SELECT day FROM sales");
        script.send("ALTER MATERIALIZED VIEW m ACTIVE");
        assertThat(script.findMaterializedView("m").isActive()).isTrue();

        script.send("DROP TABLE orders");
        assertThat(script.findMaterializedView("m").isActive()).isFalse();
        script.send("ALTER MATERIALIZED VIEW m ACTIVE");
    }

    @Test
    void anActivatedViewDoesNotDependOnATableThatWasSwapped() {
        script.send("CREATE TABLE sales (day DATE) DISTRIBUTED BY HASH(day)");
        script.send("CREATE MATERIALIZED VIEW m REFRESH MANUAL AS SELECT day FROM sales");
        script.send("CREATE TABLE other (day DATE) DISTRIBUTED BY HASH(day)");
        script.send("ALTER TABLE sales SWAP WITH other");
        script.send("ALTER MATERIALIZED VIEW m ACTIVE");

        script.send("DROP TABLE other");
        assertThat(script.findMaterializedView("m").isActive()).isTrue();
    }
}
