package dev.cairn.engine.materialized;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.engine.ViewScript;
import dev.cairn.engine.context.ChangeCost;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.RunMode;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the statements that create and change materialized views. */
class MaterializedViewDdlTest {
    private static final String DAILY_QUERY = "SELECT day, sum(price) AS total FROM orders GROUP BY day";

    private final ViewScript script = new ViewScript();

    private void createView(String clauses) {
        script.send("CREATE MATERIALIZED VIEW m " + clauses + " AS " + DAILY_QUERY);
    }

    private String describeRefusal(String clauses) {
        return script.describeRefusal("CREATE MATERIALIZED VIEW m " + clauses + " AS " + DAILY_QUERY);
    }

    @Test
    void shownMaterializedViewsIncludeDefaults() {
        createView("PARTITION BY day REFRESH IMMEDIATE ASYNC EVERY(INTERVAL 2 hour)");

        assertThat(script.showCreate("m"))
                .isEqualTo("CREATE MATERIALIZED VIEW `m` (`day`, `total`)\n"
                        + "PARTITION BY (`day`)\n"
                        + "DISTRIBUTED BY RANDOM\n"
                        + "REFRESH ASYNC EVERY(INTERVAL 2 HOUR)\n"
                        + "PROPERTIES (\n"
                        + "\"replicated_storage\" = \"true\",\n"
                        + "\"replication_num\" = \"1\",\n"
                        + "\"storage_medium\" = \"HDD\"\n"
                        + ")\n"
                        + "AS " + DAILY_QUERY + ";");
    }

    @Test
    void writtenMaterializedViewsOmitDefaults() {
        createView("COMMENT 'c' DISTRIBUTED BY RANDOM ORDER BY (`day`) PROPERTIES ('replication_num' = '1')");

        assertThat(Sql.render(ShowCreate.writtenStatement(ServerProfile.DEFAULT, script.findMaterializedView("m"))))
                .isEqualTo("CREATE MATERIALIZED VIEW `m` (`day`, `total`)\nCOMMENT \"c\"\nORDER BY (`day`)\n"
                        + "REFRESH MANUAL\nPROPERTIES (\n\"replication_num\" = \"1\"\n)\nAS " + DAILY_QUERY);
    }

    @Test
    void columnsWhoseNamesCanNotBeDeclaredAreOmitted() {
        script.send("CREATE MATERIALIZED VIEW m REFRESH MANUAL AS SELECT day, count(*) FROM orders GROUP BY day");
        script.send("CREATE MATERIALIZED VIEW m2 REFRESH MANUAL AS SELECT day, sum(price) FROM orders GROUP BY day");

        assertThat(script.showCreate("m")).startsWith("CREATE MATERIALIZED VIEW `m` (`day`, `count(*)`)");
        assertThat(Sql.render(ShowCreate.writtenStatement(ServerProfile.DEFAULT, script.findMaterializedView("m"))))
                .startsWith("CREATE MATERIALIZED VIEW `m`\nREFRESH MANUAL");
        assertThat(Sql.render(ShowCreate.writtenStatement(ServerProfile.DEFAULT, script.findMaterializedView("m2"))))
                .startsWith("CREATE MATERIALIZED VIEW `m2` (`day`, `sum(price)`)\nREFRESH MANUAL");
    }

    @Test
    void aServerKnowsTheRateOfBloomFiltersOnlyBesideTheirColumns() {
        assertThat(describeRefusal("REFRESH MANUAL PROPERTIES ('bloom_filter_fpp' = '${rate}')"))
                .contains("6013 PropertyRule.UNKNOWN_PROPERTIES");
        assertThat(describeRefusal(
                        "REFRESH MANUAL PROPERTIES ('bloom_filter_fpp' = '0.9', 'bloom_filter_columns' = '')"))
                .contains("CommonRule.OUT_OF_RANGE");
        createView("REFRESH MANUAL PROPERTIES ('bloom_filter_fpp' = '0.01', 'bloom_filter_columns' = '${columns}')");
        script.send("ALTER MATERIALIZED VIEW m SET ('bloom_filter_columns' = 'day', 'bloom_filter_fpp' = '0.01')");
        assertThat(script.describeRefusal(
                        "ALTER MATERIALIZED VIEW m SET ('bloom_filter_columns' = '', 'bloom_filter_fpp' = '0.9')"))
                .contains("CommonRule.OUT_OF_RANGE");
        assertThat(script.describeRefusal(
                        "ALTER TABLE m SET ('bloom_filter_fpp' = '0.02', 'bloom_filter_columns' = 'day')"))
                .contains("AlterRule.SEVERAL_PROPERTIES");
    }

    @Test
    void aTimeDriftConstraintComparesColumnsOfThePartitionedView() {
        script.send("CREATE MATERIALIZED VIEW m PARTITION BY day REFRESH MANUAL"
                + " AS SELECT day, date_add(day, INTERVAL 1 DAY) AS later FROM orders");
        script.send("ALTER MATERIALIZED VIEW m SET"
                + " ('time_drift_constraint' = 'later BETWEEN days_sub(day, 1) AND days_add(day, 1)')");

        assertThat(script.showCreate("m")).contains("\"time_drift_constraint\" = \"later BETWEEN");
        assertThat(script.describeRefusal("ALTER MATERIALIZED VIEW m SET"
                        + " ('time_drift_constraint' = 'day BETWEEN days_sub(later, 1) AND days_add(later, 1)')"))
                .contains("TableRule.TIME_DRIFT_TYPE_UNSUPPORTED");
    }

    @Test
    void propertiesWithPlaceholdersAreNotChecked() {
        assertThat(describeRefusal("REFRESH MANUAL PROPERTIES ('nope' = '${x}')"))
                .contains("6013 PropertyRule.UNKNOWN_PROPERTIES");
        createView(
                "REFRESH MANUAL PROPERTIES ('replication_num' = '${replicas:3}', 'session.query_timeout' = '${seconds}')");
        script.send("ALTER MATERIALIZED VIEW m SET ('mv_rewrite_staleness_second' = '${stale}')");

        assertThat(script.showCreate("m"))
                .contains("\"replication_num\" = \"${replicas:3}\"", "\"session.query_timeout\" = \"${seconds}\"")
                .contains("\"mv_rewrite_staleness_second\" = \"${stale}\"");
        assertThat(script.describeRefusal("ALTER MATERIALIZED VIEW m SET ('nope' = '${x}')"))
                .contains("1064 PropertyRule.UNKNOWN_PROPERTIES");
    }

    @Test
    void aSharedDataServerShowsStorageVolumeAndWarehouse() {
        ViewScript sharedDataScript = new ViewScript(ServerProfile.DEFAULT.with(RunMode.SHARED_DATA));
        sharedDataScript.send("CREATE MATERIALIZED VIEW m REFRESH MANUAL AS " + DAILY_QUERY);

        assertThat(sharedDataScript.showCreate("m"))
                .contains("COMMENT \"MATERIALIZED_VIEW\"", "\"storage_volume\" = \"builtin_storage_volume\"")
                .contains("\"warehouse\" = \"default_warehouse\"\n)");
    }

    @Test
    void aSharedDataServerOf35ShowsAStorageMediumInPlaceOfItsVolume() {
        ServerProfile oldProfile =
                ServerProfile.DEFAULT.with(RunMode.SHARED_DATA).with(Version.V3_5);
        ViewScript sharedDataScript = new ViewScript(oldProfile);
        sharedDataScript.send(
                "CREATE MATERIALIZED VIEW m REFRESH MANUAL PROPERTIES ('storage_medium' = 'HDD') AS " + DAILY_QUERY);

        assertThat(sharedDataScript.showCreate("m"))
                .contains("\"storage_cooldown_time\" = \"9999-12-31 23:59:59\"", "\"storage_medium\" = \"SSD\"")
                .contains("\"warehouse\" = \"default_warehouse\"\n)")
                .doesNotContain("storage_volume", "datacache.enable", "enable_async_write_back");
    }

    @Test
    void aSharedDataServerOf35DeactivatesTheReadersOfADroppedColumn() {
        ServerProfile oldProfile =
                ServerProfile.DEFAULT.with(RunMode.SHARED_DATA).with(Version.V3_5);
        ViewScript sharedDataScript = new ViewScript(oldProfile);
        sharedDataScript.send("CREATE MATERIALIZED VIEW m REFRESH MANUAL AS " + DAILY_QUERY);
        sharedDataScript.send("ALTER TABLE orders DROP COLUMN price");

        assertThat(sharedDataScript.findMaterializedView("m").inactiveReason())
                .isEqualTo("base table schema changed for columns: price");
    }

    @Test
    void sortedColumnsAreStoredBeforeTheOthers() {
        createView("REFRESH MANUAL ORDER BY (total)");

        assertThat(script.findMaterializedView("m").storedColumns())
                .extracting("name")
                .containsExactly("total", "day");
        assertThat(script.showCreate("m")).contains("(`day`, `total`)", "ORDER BY (total)");
    }

    @Test
    void aPartitionColumnMustPartitionTheBaseTable() {
        assertThat(describeRefusal("PARTITION BY total REFRESH MANUAL"))
                .isEqualTo("1064 MaterializedViewRule.PARTITION_EXPRESSION_UNSUPPORTED");
        assertThat(describeRefusal("PARTITION BY nope REFRESH MANUAL"))
                .isEqualTo("1064 MaterializedViewRule.PARTITION_EXPRESSION_UNSUPPORTED");
        assertThat(describeRefusal("PARTITION BY date_trunc('hour', day) REFRESH MANUAL"))
                .isEqualTo("1064 FunctionRule.INVALID_DATE_TRUNC_UNIT");
    }

    @Test
    void tooShortRefreshIntervalsAreRefused() {
        assertThat(describeRefusal("REFRESH ASYNC EVERY(INTERVAL 30 SECOND)"))
                .startsWith("1064 MaterializedViewRule.REFRESH_INTERVAL_TOO_SHORT");
    }

    @Test
    void unknownPropertiesAreRefused() {
        assertThat(describeRefusal("REFRESH MANUAL PROPERTIES ('task_priority' = '5')"))
                .startsWith("6013 PropertyRule.UNKNOWN_PROPERTIES");
        assertThat(describeRefusal("REFRESH MANUAL PROPERTIES ('excluded_trigger_tables' = 'orders')"))
                .isEqualTo("1064 CommonRule.SUPPORTED_ONLY_FOR");
        createView("REFRESH MANUAL PROPERTIES ('session.query_timeout' = '9', 'query_rewrite_consistency' = 'loose')");

        assertThat(script.showCreate("m"))
                .contains("\"query_rewrite_consistency\" = \"LOOSE\"", "\"session.query_timeout\" = \"9\"");
    }

    @Test
    void excludedTablesAreBaseTables() {
        String clauses = "REFRESH ASYNC PROPERTIES ('excluded_trigger_tables' = '%s')";
        for (String names : List.of(".", "a.b.shop.orders", "orders,..")) {
            assertThat(describeRefusal(clauses.formatted(names)))
                    .as(names)
                    .isEqualTo("1064 PropertyRule.INVALID_VALUE");
        }
        assertThat(describeRefusal(clauses.formatted("other.orders"))).isEqualTo("1064 CommonRule.WRONG_KIND");
        createView(clauses.formatted("shop . orders"));
    }

    @Test
    void aSynchronousMaterializedViewIsARollupOfItsTable() {
        assertThat(script.send("CREATE MATERIALIZED VIEW m AS SELECT city, sum(price) FROM orders GROUP BY city")
                        .cost())
                .isEqualTo(ChangeCost.ROLLUP_JOB);
        assertThat(script.database().findTable("orders").orElseThrow().rollups())
                .singleElement()
                .extracting("name")
                .isEqualTo("m");

        script.send("DROP MATERIALIZED VIEW m");

        assertThat(script.describeRefusal("DROP MATERIALIZED VIEW m")).isEqualTo("1064 CommonRule.NOT_FOUND");
    }

    @Test
    void alterTableChangesNothingButItsIndexes() {
        createView("REFRESH MANUAL");
        script.send("ALTER TABLE m ADD INDEX by_day (day) USING BITMAP");

        assertThat(script.showCreate("m")).contains("INDEX by_day (`day`) USING BITMAP");
        assertThat(script.describeRefusal("ALTER TABLE m ADD COLUMN x INT")).startsWith("1064 AlterRule.NOT_ALTERABLE");
        assertThat(script.describeRefusal("DROP TABLE m"))
                .startsWith("1064 NameRule.MATERIALIZED_VIEW_DROPPED_AS_TABLE");
    }

    @Test
    void addingAColumnMakesTheServerRewriteTheQuery() {
        createView("REFRESH MANUAL");
        script.send("ALTER MATERIALIZED VIEW m ADD COLUMN n AS count(id)");

        assertThat(script.showCreate("m"))
                .contains("(`day`, `total`, `n`)")
                .endsWith("AS SELECT `orders`.`day`, sum(`orders`.`price`) AS `total`, count(`orders`.`id`) AS `n`\n"
                        + "FROM `shop`.`orders`\nGROUP BY `orders`.`day`;");
        assertThat(script.describeRefusal("ALTER MATERIALIZED VIEW m DROP COLUMN day"))
                .isEqualTo("1064 MaterializedViewRule.COLUMN_CHANGE_UNSUPPORTED");
    }

    @Test
    void theRewrittenQueryNamesCalculatedItemsByFullNamesAndKeepsNumbersAndAliasesInGroupBy() {
        script.send("CREATE MATERIALIZED VIEW m REFRESH MANUAL AS SELECT x.day AS d, city, sum(price) + 1, count(*)"
                + " FROM orders x GROUP BY d, 2");
        script.send("ALTER MATERIALIZED VIEW m ADD COLUMN n AS count(id)");
        assertThat(script.showCreate("m"))
                .contains("(`d`, `city`, `(sum(price)) + 1`, `count(*)`, `n`)")
                .endsWith("AS SELECT `x`.`day` AS `d`, `x`.`city`, (sum(`x`.`price`)) + 1 AS `(sum(shop.x.price)) + 1`,"
                        + " count(*) AS `count(*)`, count(`x`.`id`) AS `n`\n"
                        + "FROM `shop`.`orders` AS `x`\nGROUP BY `d`, 2;");
        assertThat(script.describeRefusal("ALTER MATERIALIZED VIEW m DROP COLUMN city"))
                .isEqualTo("1064 MaterializedViewRule.COLUMN_CHANGE_UNSUPPORTED");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        SELECT day, sum(price) s, city FROM orders GROUP BY day, 3 HAVING s > 3 | DROP COLUMN s \
        | GROUP BY position 3 is not in select list.
        SELECT day, sum(price) s, count(*) c FROM orders GROUP BY day HAVING s > 3 AND max(id) < 9 | DROP COLUMN c \
        | SELECT `orders`.`day`, sum(`orders`.`price`) AS `s`#FROM `shop`.`orders`#GROUP BY `orders`.`day`\
        #HAVING (`s` > 3) AND ((max(`orders`.`id`)) < 9);
        SELECT DISTINCT id, day, city FROM orders | DROP COLUMN day \
        | SELECT DISTINCT `orders`.`id`, `orders`.`city`#FROM `shop`.`orders`;
        SELECT id, day d, city FROM orders ORDER BY d DESC, 3, price NULLS LAST LIMIT 5 | DROP COLUMN id \
        | SELECT `orders`.`day` AS `d`, `orders`.`city`#FROM `shop`.`orders` ORDER BY `d` DESC, `orders`.`city` ASC,\
         `orders`.`price` ASC NULLS LAST  LIMIT 5;
        SELECT id, day FROM orders ORDER BY id LIMIT 5 OFFSET 2 | ADD COLUMN c AS city \
        | SELECT `orders`.`id`, `orders`.`day`, `orders`.`city` AS `c`#FROM `shop`.`orders` ORDER BY `orders`.`id` ASC\
          LIMIT 2, 5;
        SELECT day, count(*) c, sum(price) s FROM orders GROUP BY ROLLUP(day) | DROP COLUMN c \
        | SELECT `orders`.`day`, sum(`orders`.`price`) AS `s`#FROM `shop`.`orders`#GROUP BY ROLLUP (`orders`.`day`);
        SELECT day x, price + 1 y, sum(id) s FROM orders GROUP BY CUBE(x, y) | ADD COLUMN m AS max(id) \
        | SELECT `orders`.`day` AS `x`, `orders`.`price` + 1 AS `y`, sum(`orders`.`id`) AS `s`, max(`orders`.`id`) AS\
         `m`#FROM `shop`.`orders`#GROUP BY CUBE (`x`, `y`);
        SELECT day, sum(price) s FROM orders GROUP BY CUBE(day) | ADD COLUMN k AS city \
        | SELECT `orders`.`day`, sum(`orders`.`price`) AS `s`, `orders`.`city` AS `k`#FROM `shop`.`orders`\
        #GROUP BY CUBE (`orders`.`day`, `orders`.`city`);
        SELECT day FROM orders GROUP BY ROLLUP(day) | ADD COLUMN k AS city \
        | must be an aggregate expression or appear in GROUP BY clause.
        SELECT day x, sum(price) s FROM orders GROUP BY ROLLUP(day) | DROP COLUMN x | its query has x in GROUP BY.
        SELECT day, count(*) c, sum(price) s FROM orders GROUP BY GROUPING SETS ((day)) | DROP COLUMN c \
        | its query has GROUPING SETS.
        WITH o AS (SELECT 1) SELECT id, day FROM orders | DROP COLUMN id | its query has a form other than SELECT.
        """)
    void theRewrittenQueryKeepsItsOtherClauses(String query, String change, String expectedEnd) {
        script.send("CREATE MATERIALIZED VIEW m REFRESH MANUAL AS " + query);
        String result;
        try {
            script.send("ALTER MATERIALIZED VIEW m " + change);
            result = script.showCreate("m").replace('\n', '#');
        } catch (Refusal refusal) {
            result = String.valueOf(refusal.getMessage());
        }
        assertThat(result).endsWith(expectedEnd);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        -id                      | -1 * `orders`.`id` AS `-1 * shop.orders.id`
        1e3 + id                 | 1000E0 + `orders`.`id` AS `1000E0 + shop.orders.id`
        (id + 1) * 2             | (`orders`.`id` + 1) * 2 AS `(shop.orders.id + 1) * 2`
        day + INTERVAL 1 day     | `orders`.`day` + INTERVAL 1 DAY AS `shop.orders.day + INTERVAL 1 DAY`
        concat(city, "x'y")      | concat(`orders`.`city`, 'x\\'y') AS `concat(shop.orders.city, 'x\\'y')`
        shop.orders.id           | `orders`.`id`
        """)
    void theRewrittenQueryIsInTheSpellingOfTheServer(String expression, String printedItem) {
        script.send("CREATE MATERIALIZED VIEW m REFRESH MANUAL AS SELECT price, " + expression + " FROM orders");
        script.send("ALTER MATERIALIZED VIEW m ADD COLUMN n AS city");
        assertThat(script.showCreate("m"))
                .endsWith("AS SELECT `orders`.`price`, " + printedItem
                        + ", `orders`.`city` AS `n`\nFROM `shop`.`orders`;");
    }

    @Test
    void theRewrittenQueryReadsFieldsOfStructs() {
        script.send("CREATE TABLE s (id INT, home STRUCT<city STRING, geo STRUCT<x INT>>)");
        script.send(
                "CREATE MATERIALIZED VIEW m REFRESH MANUAL AS SELECT home.city, s.home.geo.x AS x, s.id AS Id FROM s");
        script.send("ALTER MATERIALIZED VIEW m ADD COLUMN n AS id");
        assertThat(script.showCreate("m"))
                .endsWith(
                        "AS SELECT `s`.`home`.`city`, `s`.`home`.`geo`.`x` AS `x`, `s`.`id`, `s`.`id` AS `n`\nFROM `shop`.`s`;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "(uuid())"})
    void theDefaultOfAnAddedColumnIsAConstantText(String defaultValue) {
        createView("REFRESH MANUAL");
        assertThat(script.describeRefusal(
                        "ALTER MATERIALIZED VIEW m ADD COLUMN n AS count(id) DEFAULT " + defaultValue))
                .isEqualTo("1064 ColumnRule.DEFAULT_EXPRESSION_UNSUPPORTED");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            FROM v           | ADD COLUMN c AS city | MaterializedViewRule.COLUMN_CHANGE_UNSUPPORTED
            FROM v           | DROP COLUMN id       | MaterializedViewRule.COLUMN_CHANGE_UNSUPPORTED
            FROM m           | ADD COLUMN c AS city | MaterializedViewRule.COLUMN_CHANGE_UNSUPPORTED
            FROM gone        | DROP COLUMN id       | MaterializedViewRule.COLUMN_CHANGE_UNSUPPORTED
            FROM gone        | ADD COLUMN c AS city | MaterializedViewRule.COLUMN_CHANGE_UNSUPPORTED
            """)
    void columnsAreChangedOnlyOverOneTableThatExists(String fromClause, String change, String rule) {
        script.send("CREATE VIEW v AS SELECT id, city FROM orders");
        script.send("CREATE MATERIALIZED VIEW m REFRESH DEFERRED MANUAL AS SELECT id, city FROM orders");
        script.send("CREATE TABLE gone (id INT, city STRING) DISTRIBUTED BY HASH (id)");
        script.send("CREATE MATERIALIZED VIEW n REFRESH DEFERRED MANUAL AS SELECT id " + fromClause);
        script.send("DROP TABLE gone");
        assertThat(script.describeRefusal("ALTER MATERIALIZED VIEW n " + change))
                .startsWith("1064 " + rule);
    }

    @Test
    void onlyViewsWithTheSameConstraintsAreSwapped() {
        createView("REFRESH DEFERRED MANUAL PROPERTIES ('unique_constraints' = 'orders.id')");
        script.send("CREATE MATERIALIZED VIEW n REFRESH DEFERRED MANUAL AS SELECT city FROM orders");
        assertThat(script.describeRefusal("ALTER MATERIALIZED VIEW m SWAP WITH n"))
                .isEqualTo("1064 NameRule.SWAPPED_TABLES_DIFFER");
        script.send("ALTER MATERIALIZED VIEW m SET ('unique_constraints' = '')");
        script.send("ALTER MATERIALIZED VIEW m SWAP WITH n");
    }

    @Test
    void aForeignKeyOfAViewRequiresAUniqueConstraintOfTheTableOrOfTheView() {
        script.send("CREATE TABLE lines (id INT, v INT) DISTRIBUTED BY HASH (id)");
        script.send("CREATE TABLE heads (id INT, v INT) DISTRIBUTED BY HASH (id)");
        String createTemplate = "CREATE MATERIALIZED VIEW n REFRESH DEFERRED MANUAL PROPERTIES (%s"
                + "'foreign_key_constraints' = 'lines(id) REFERENCES heads(id)') AS SELECT id FROM lines";
        assertThat(script.describeRefusal(createTemplate.formatted("")))
                .contains("1064 PropertyRule.FOREIGN_KEY_NOT_UNIQUE");
        script.send(createTemplate.formatted("'unique_constraints' = 'heads.id', "));
    }

    @Test
    void aConstraintOfATableWithTheNameOfTheViewConcernsTheTable() {
        script.send("CREATE DATABASE archive");
        script.send("CREATE TABLE archive.m (code INT) DISTRIBUTED BY HASH (code)");
        createView("REFRESH DEFERRED MANUAL");
        script.send("ALTER MATERIALIZED VIEW m SET ('unique_constraints' = 'archive.m.code')");
        assertThat(script.describeRefusal("ALTER MATERIALIZED VIEW m SET ('unique_constraints' = 'archive.m.total')"))
                .startsWith("1064");
    }

    @Test
    void swappedViewsExchangeTheirNames() {
        createView("COMMENT 'one' REFRESH MANUAL");
        script.send("CREATE MATERIALIZED VIEW n COMMENT 'two' REFRESH MANUAL AS SELECT city FROM orders");
        script.send("ALTER MATERIALIZED VIEW m SWAP WITH n");

        assertThat(script.findMaterializedView("m").comment()).isEqualTo("two");
        assertThat(script.describeRefusal("ALTER MATERIALIZED VIEW m SWAP WITH orders"))
                .isEqualTo("1064 NameRule.VIEW_SWAPPED_WITH_TABLE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT day, rand() AS r FROM orders",
                "SELECT day, CAST(uuid() AS VARCHAR) AS u FROM orders",
                "SELECT day FROM orders WHERE price > rand()",
                "SELECT day FROM orders UNION ALL SELECT uuid() FROM orders",
                "SELECT day FROM (SELECT day, uuid() AS u FROM orders) x",
                "SELECT day, row_number() OVER (ORDER BY random()) AS n FROM orders",
                "SELECT day FROM orders WHERE id IN (SELECT id FROM orders WHERE price > rand())",
            })
    void aQueryWithNondeterministicFunctionsIsRefused(String query) {
        assertThat(script.describeRefusal("CREATE MATERIALIZED VIEW m REFRESH MANUAL AS " + query))
                .isEqualTo("1064 MaterializedViewRule.NONDETERMINISTIC_FUNCTION");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT day, abs(rand()) AS r FROM orders", "SELECT day, now() AS r FROM orders"})
    void argumentsOfFunctionsAndTimesMayBeNondeterministic(String query) {
        script.send("CREATE MATERIALIZED VIEW m REFRESH MANUAL AS " + query);

        assertThat(script.findMaterializedView("m").isActive()).isTrue();
    }

    @Test
    void aTimeSliceMustBeShorterThanThePartitions() {
        script.send("CREATE TABLE part (day DATE, id INT) PARTITION BY date_trunc('day', day)");
        String slicedQuery = " REFRESH MANUAL AS SELECT time_slice(day, INTERVAL 1 DAY) AS d, id FROM part";
        script.send("CREATE MATERIALIZED VIEW m PARTITION BY date_trunc('month', d)" + slicedQuery);

        assertThat(script.describeRefusal("CREATE MATERIALIZED VIEW n PARTITION BY date_trunc('day', d)" + slicedQuery))
                .contains("1064 MaterializedViewRule.PARTITION_EXPRESSION_UNSUPPORTED");
        assertThat(script.describeRefusal(
                        "CREATE MATERIALIZED VIEW n PARTITION BY date_trunc('week', d)" + slicedQuery))
                .contains("1064 MaterializedViewRule.PARTITION_EXPRESSION_UNSUPPORTED");
    }

    @Test
    void partitionsMayDivideTheTimeSlicesOfATable() {
        script.send("CREATE TABLE part (day DATE, id INT) PARTITION BY time_slice(day, INTERVAL 7 DAY)");
        script.send(
                "CREATE MATERIALIZED VIEW m PARTITION BY date_trunc('month', day) REFRESH MANUAL AS SELECT day FROM part");
        script.send(
                "CREATE MATERIALIZED VIEW n PARTITION BY date_trunc('day', day) REFRESH MANUAL AS SELECT day FROM part");
        script.send("CREATE MATERIALIZED VIEW o PARTITION BY day REFRESH MANUAL AS SELECT day FROM part");
    }

    @Test
    void aListOfTextsIsPartitionedByTheTextsThemselves() {
        script.send("CREATE TABLE part (city VARCHAR(20) NOT NULL, n INT) PARTITION BY LIST (city)"
                + " (PARTITION p1 VALUES IN ('20240101'))");
        String query = " REFRESH MANUAL AS SELECT city, n FROM part";

        assertThat(script.describeRefusal("CREATE MATERIALIZED VIEW m PARTITION BY str2date(city, '%Y%m%d')" + query))
                .contains("1064 MaterializedViewRule.PARTITION_TRANSFORMED");
        assertThat(script.describeRefusal("CREATE MATERIALIZED VIEW m PARTITION BY str2date(city, '%Y')" + query))
                .contains("1064 MaterializedViewRule.PARTITION_EXPRESSION_UNSUPPORTED");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SELECT x.day, n FROM (SELECT day, row_number() OVER (PARTITION BY id) AS n FROM part) x | refused
            SELECT * FROM (SELECT day, row_number() OVER (PARTITION BY id) AS n FROM part) x ORDER BY day | refused
            SELECT day, n FROM windows                                                          | refused
            WITH q AS (SELECT day, row_number() OVER (PARTITION BY id) AS n FROM part) SELECT day, n FROM q | refused
            SELECT day, 1 AS n FROM part UNION ALL SELECT day, row_number() OVER (PARTITION BY id) FROM part | refused
            SELECT day, n FROM (SELECT day, row_number() OVER (PARTITION BY id, day) AS n FROM part) x | accepted
            SELECT day, n FROM (SELECT day AS day, row_number() OVER (PARTITION BY id) AS n FROM part) x | accepted
            SELECT day, row_number() OVER (PARTITION BY id) AS n FROM (SELECT day, id FROM part) x | accepted
            SELECT x.day, row_number() OVER (PARTITION BY x.id) AS n FROM part x               | accepted
            """)
    void theWindowsBesideThePartitionColumnOfItsTableAreCheckedInEachSubquery(String query, String answer) {
        script.send("CREATE TABLE part (day DATE, id INT) PARTITION BY date_trunc('day', day)");
        script.send("CREATE VIEW windows AS SELECT day, row_number() OVER (PARTITION BY id) AS n FROM part");
        String statement = "CREATE MATERIALIZED VIEW m PARTITION BY day REFRESH MANUAL AS " + query;
        if (answer.equals("accepted")) {
            script.send(statement);
        } else {
            assertThat(script.describeRefusal(statement))
                    .contains("1064 MaterializedViewRule.WINDOW_WITHOUT_PARTITION_COLUMN");
        }
    }

    @Test
    void onlyTheWindowsBesideTheUnnamedPartitionColumnAreChecked() {
        script.send("CREATE TABLE part (day DATE, id INT) PARTITION BY date_trunc('day', day)");
        script.send("CREATE MATERIALIZED VIEW m PARTITION BY day REFRESH MANUAL AS"
                + " SELECT row_number() OVER (ORDER BY id) AS n, part.day AS day FROM part");

        assertThat(script.describeRefusal("CREATE MATERIALIZED VIEW n PARTITION BY day REFRESH MANUAL AS"
                        + " SELECT row_number() OVER (ORDER BY id) AS n, day FROM part"))
                .contains("1064 MaterializedViewRule.WINDOW_WITHOUT_PARTITION_COLUMN");
    }

    @Test
    void onlyCreateAcceptsARefreshAfterEachLoadOverViews() {
        script.send("CREATE VIEW v AS SELECT day FROM orders");
        script.send("CREATE MATERIALIZED VIEW o REFRESH ASYNC AS SELECT day FROM v");
        createView("REFRESH MANUAL");

        assertThat(script.describeRefusal("ALTER MATERIALIZED VIEW o REFRESH ASYNC"))
                .contains("1064 MaterializedViewRule.INTERVAL_REQUIRED");
        script.send("ALTER MATERIALIZED VIEW o REFRESH ASYNC EVERY(INTERVAL 1 DAY)");
        script.send("ALTER MATERIALIZED VIEW m REFRESH ASYNC");
    }

    @Test
    void theLastColumnIsNotDropped() {
        script.send("CREATE MATERIALIZED VIEW m REFRESH MANUAL AS SELECT max(day) AS latest FROM orders");
        assertThat(script.describeRefusal("ALTER MATERIALIZED VIEW m DROP COLUMN latest"))
                .contains("1064 ColumnRule.NO_KEY_COLUMNS");
    }
}
