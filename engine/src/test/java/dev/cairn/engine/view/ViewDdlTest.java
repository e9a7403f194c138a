package dev.cairn.engine.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.engine.EngineClient;
import dev.cairn.engine.ViewScript;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.profile.ServerProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the statements that create, change and drop views. */
class ViewDdlTest {
    private final ViewScript script = new ViewScript();

    @Test
    void aViewIsShownWithAllItsColumnsAndItsQueryAsWritten() {
        script.send(
                "CREATE VIEW v (a COMMENT 'first', b) COMMENT 'both' AS\n  SELECT id, /* which */ city FROM orders ;");

        assertThat(script.showCreate("v"))
                .isEqualTo("CREATE VIEW `v` (`a` COMMENT \"first\", `b`)\nCOMMENT \"both\" SECURITY NONE AS "
                        + "SELECT id, /* which */ city FROM orders;");
    }

    @Test
    void replacingAViewKeepsItsSecurity() {
        script.send("CREATE VIEW v SECURITY INVOKER AS SELECT id FROM orders");
        script.send("CREATE OR REPLACE VIEW v SECURITY NONE AS SELECT city FROM orders");

        assertThat(script.showCreate("v"))
                .isEqualTo("CREATE VIEW `v` (`city`) SECURITY INVOKER AS SELECT city FROM orders;");
    }

    @Test
    void alterViewRemovesTheComment() {
        script.send("CREATE VIEW v COMMENT 'old' AS SELECT id FROM orders");
        script.send("ALTER VIEW v AS SELECT day FROM orders");

        assertThat(script.showCreate("v"))
                .isEqualTo("CREATE VIEW `v` (`day`) SECURITY NONE AS SELECT day FROM orders;");
    }

    @Test
    void aViewThatReadsItselfCanBeCreatedButNotRead() {
        script.send("CREATE VIEW v AS SELECT id FROM orders");
        script.send("ALTER VIEW v AS SELECT * FROM v");

        assertThatThrownBy(() -> script.send("CREATE VIEW w AS SELECT * FROM v"))
                .hasMessageContaining("View shop.v reads itself");
    }

    @Test
    void aViewWhoseQueryIsInvalidIsNotTakenForOneThatReadsItself() {
        script.send("CREATE VIEW v AS SELECT id FROM orders");
        script.send("CREATE MATERIALIZED VIEW m REFRESH MANUAL AS SELECT id FROM v");
        script.send("ALTER TABLE orders RENAME former_orders");

        assertThatThrownBy(() -> script.send("CREATE TABLE w AS SELECT id FROM m UNION ALL SELECT id FROM v"))
                .hasMessageNotContaining("reads itself");
    }

    @Test
    void aViewCanReadOnlyThePartitionsThatItsTableMayHave() {
        script.send(
                "CREATE TABLE part (day DATE) PARTITION BY RANGE (day) (PARTITION p1 VALUES LESS THAN ('2024-01-01'))");
        script.send("CREATE TABLE made (day DATE) PARTITION BY date_trunc('day', day)");
        script.send("CREATE VIEW v AS SELECT day FROM part PARTITION (p1)");
        script.send("CREATE VIEW w AS SELECT day FROM made PARTITION (p20240101)");

        assertThat(script.describeRefusal("CREATE VIEW x AS SELECT day FROM part PARTITION (p2)"))
                .contains("1064 CommonRule.NOT_FOUND_IN");
        assertThat(script.describeRefusal("CREATE VIEW x AS SELECT day FROM part TEMPORARY PARTITION (p1)"))
                .contains("1064 CommonRule.NOT_FOUND_IN");
    }

    @Test
    void theNamesOfTheServersDatabasesAreNotCaseSensitive() {
        script.send("CREATE VIEW v AS SELECT 1 AS one FROM INFORMATION_SCHEMA.tables, Sys.role_edges");

        assertThat(script.showCreate("v")).contains("FROM INFORMATION_SCHEMA.tables, Sys.role_edges");
    }

    @Test
    void tablesAndViewsShareTheirNames() {
        script.send("CREATE VIEW v AS SELECT id FROM orders");
        script.send("CREATE VIEW IF NOT EXISTS v AS SELECT day FROM orders");

        assertThat(script.describeRefusal("CREATE VIEW v AS SELECT 1")).isEqualTo("1050 ServerError.TABLE_EXISTS");
        assertThat(script.describeRefusal("CREATE TABLE v (k INT)")).isEqualTo("1050 ServerError.TABLE_EXISTS");
        assertThat(script.describeRefusal("ALTER TABLE orders RENAME v")).isEqualTo("1064 CommonRule.ALREADY_EXISTS");
        assertThat(script.describeRefusal("CREATE OR REPLACE VIEW orders AS SELECT 1"))
                .isEqualTo("1064 CommonRule.WRONG_KIND");
        assertThat(script.describeRefusal("DROP TABLE v")).isEqualTo("1347 ServerError.WRONG_OBJECT");
        assertThat(script.describeRefusal("DROP VIEW orders")).isEqualTo("1347 ServerError.WRONG_OBJECT");
    }

    @Test
    void aViewWhoseColumnsDoNotFitItsQueryIsRefused() {
        assertThat(script.describeRefusal("CREATE VIEW v (a) AS SELECT id, day FROM orders"))
                .isEqualTo("1353 ServerError.VIEW_COLUMN_COUNT_DIFFERS");
        assertThat(script.describeRefusal("CREATE VIEW v AS SELECT id, id FROM orders"))
                .isEqualTo("1064 CommonRule.DUPLICATE");
        assertThat(script.describeRefusal("CREATE VIEW v AS SELECT nope FROM orders"))
                .isEqualTo("1064 TypeRule.COLUMN_NOT_FOUND");
        assertThat(script.describeRefusal("CREATE VIEW v AS SELECT * FROM nope"))
                .isEqualTo("5502 ServerError.UNKNOWN_TABLE");
    }

    @Test
    void aDroppedViewCanBeRecovered() {
        script.send("CREATE VIEW v AS SELECT id FROM orders");
        script.send("DROP VIEW v");

        assertThat(script.describeRefusal("DROP VIEW v")).isEqualTo("5502 ServerError.UNKNOWN_TABLE");

        script.send("RECOVER TABLE v");

        assertThat(script.showCreate("v")).endsWith("AS SELECT id FROM orders;");
    }

    @Test
    void createTableAsSelectTakesTheColumnsOfItsQuery() {
        script.send("CREATE TABLE copy AS SELECT city, day, cast(id AS DOUBLE) AS id FROM orders");

        assertThat(ShowCreate.render(
                        ServerProfile.DEFAULT,
                        script.database().findTable("copy").orElseThrow()))
                .contains("`city` varchar(1048576) NOT NULL", "`day` date NULL", "`id` decimal(38, 9) NULL")
                .contains("DUPLICATE KEY(`city`)");
        assertThat(script.describeRefusal("CREATE TABLE c2 UNIQUE KEY(id) AS SELECT id FROM orders"))
                .startsWith("1064 CommonRule.UNSUPPORTED");
    }

    @Test
    void aDerivedColumnNameCannotContainABackquote() {
        assertThat(script.describeRefusal("CREATE VIEW named_so AS SELECT 'a`b' AS x"))
                .isEqualTo("accepted");
        assertThat(script.describeRefusal("CREATE VIEW v1 AS SELECT 'a`b'"))
                .contains("1064 ViewRule.COLUMN_WITHOUT_NAME");
        assertThat(script.describeRefusal("CREATE VIEW v1 (x) AS SELECT concat('a`', 'b')"))
                .contains("1064 ViewRule.COLUMN_WITHOUT_NAME");
        assertThat(script.describeRefusal("CREATE VIEW v1 AS SELECT * FROM (SELECT 'a`b') t"))
                .contains("1064 ViewRule.COLUMN_WITHOUT_NAME");
        assertThat(script.describeRefusal("CREATE VIEW v1 AS SELECT 1 AS c FROM (SELECT 'a`b') t"))
                .contains("1064 ViewRule.COLUMN_WITHOUT_NAME");
        assertThat(script.describeRefusal("CREATE VIEW quoted AS SELECT 1 AS `a``b`"))
                .isEqualTo("accepted");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        sum(price) FOR `day of sale` IN ('a')           | day of sale
        sum(price) FOR id IN (1 AS `the first`)         | the first
        sum(price) AS `select`, max(id) AS m FOR id IN (1) | select
        """)
    void namesInPivotThatNeedBackquotesAreRefused(String pivot, String name) {
        String query = "SELECT * FROM (SELECT *, day AS `day of sale` FROM orders) o PIVOT (" + pivot + ")";
        assertThatThrownBy(() -> script.send("CREATE VIEW v1 AS " + query)).hasMessageContaining("'" + name + "'");
    }

    @Test
    void aCallMayBeNegated() {
        EngineClient.ofDefaultServer()
                .execute("CREATE TABLE a (k INT) DUPLICATE KEY(k)")
                .execute("CREATE VIEW w AS SELECT -abs(k) x, -sum(k) OVER () y FROM a")
                .execute("CREATE VIEW w2 AS SELECT -count(DISTINCT k) x FROM a");
    }
}
