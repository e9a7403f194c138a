package dev.cairn.internal.reflection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.RunMode;
import dev.cairn.profile.ServerProfile.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** A drift check finds and describes differences between the objects of a server and the result of the migrations. */
class DriftCheckTest {
    private static final String CREATE_ORDERS = """
        CREATE TABLE orders (
            id BIGINT NOT NULL, day DATE, price DECIMAL(10, 2) COMMENT "in euros", note VARCHAR(20)
        ) PRIMARY KEY (id) COMMENT "what was ordered" DISTRIBUTED BY HASH (id) BUCKETS 4
        PROPERTIES ("replication_num" = "1", "primary_index_cache_expire_sec" = "60")\
        """;
    private static final String CREATE_CHEAP_VIEW =
            "CREATE VIEW cheap AS SELECT id, sum(price) AS total FROM orders WHERE price < 10 GROUP BY id";
    private static final String CREATE_DAILY_VIEW =
            "CREATE MATERIALIZED VIEW daily REFRESH MANUAL AS SELECT day, sum(price) AS total FROM orders GROUP BY day";

    private static final String CREATE_TABLE_WITH_QUOTES =
            "CREATE TABLE quoted (k INT COMMENT 'a\"b', v INT COMMENT 'c\\\\nd')"
                    + " PRIMARY KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 2";

    private static DriftReport checkDrift(ReflectionServer shopServer, Catalog recorded) {
        LiveSchema live = shopServer.reflection().readAll(shopServer.connection, recorded);
        return new DriftCheck(shopServer.profile, "shop").compare(live, recorded);
    }

    private static List<String> findDifferences(DriftReport report) {
        return report.differences().stream()
                .map(DriftReport.PartDifference::toString)
                .toList();
    }

    @Test
    void nothingDiffersAfterTheSameStatementsOnAnyServer() {
        for (ServerProfile profile : List.of(
                ReflectionServer.PROFILE,
                ReflectionServer.PROFILE.with(Version.V3_5),
                ReflectionServer.PROFILE.with(RunMode.SHARED_DATA),
                ReflectionServer.PROFILE.with(Version.V3_5).with(RunMode.SHARED_DATA),
                ReflectionServer.PROFILE.withReplicas(3, 3))) {
            try (ReflectionServer shopServer = new ReflectionServer(profile)
                    .execute(CREATE_ORDERS, CREATE_CHEAP_VIEW, CREATE_DAILY_VIEW, CREATE_TABLE_WITH_QUOTES)) {
                DriftReport report = checkDrift(
                        shopServer,
                        shopServer.applyToCatalog(
                                CREATE_ORDERS, CREATE_CHEAP_VIEW, CREATE_DAILY_VIEW, CREATE_TABLE_WITH_QUOTES));
                assertThat(findDifferences(report)).as("%s", profile).isEmpty();
                assertThat(report.hasNoDifferences()).isTrue();
                assertThat(report.remediationPlan().isEmpty()).isTrue();
            }
        }
    }

    @Test
    void eachDifferenceIsDescribedWithTheStatementThatRemovesIt() {
        try (ReflectionServer shopServer = new ReflectionServer().execute(CREATE_ORDERS, CREATE_CHEAP_VIEW)) {
            shopServer.execute(
                    "ALTER TABLE orders COMMENT = \"by hand\"",
                    "ALTER TABLE orders DROP COLUMN note",
                    "ALTER TABLE orders ADD COLUMN hack INT",
                    "ALTER VIEW cheap AS SELECT id, price AS total FROM orders");
            DriftReport report = checkDrift(shopServer, shopServer.applyToCatalog(CREATE_ORDERS, CREATE_CHEAP_VIEW));
            assertThat(findDifferences(report))
                    .containsExactly(
                            "shop.cheap, query: is SELECT id, price AS total FROM orders, should be"
                                    + " SELECT id, sum(price) AS total FROM orders WHERE price < 10 GROUP BY id",
                            "shop.orders, column hack: is `hack` int(11) NULL COMMENT \"\", should not exist",
                            "shop.orders, column note: is missing, should be `note` varchar(20) NULL COMMENT \"\"",
                            "shop.orders, column order: is `id`, `day`, `price`, `hack`, should be"
                                    + " `id`, `day`, `price`, `note`",
                            "shop.orders, comment: is by hand, should be what was ordered");
            assertThat(report.differences().get(4).remediationStatements())
                    .containsExactly("ALTER TABLE `orders` COMMENT = \"what was ordered\"");
            assertThat(report.differences())
                    .noneMatch(difference -> difference.remediationStatements().isEmpty());
            assertThat(report.remediationPlan().isPossible()).isTrue();
        }
    }

    @Test
    void missingObjectsAreCreatedAndUnknownObjectsAreIgnored() {
        try (ReflectionServer shopServer = new ReflectionServer().execute(CREATE_ORDERS)) {
            shopServer.execute("CREATE VIEW strangers AS SELECT id FROM orders");
            DriftReport report = checkDrift(shopServer, shopServer.applyToCatalog(CREATE_ORDERS, CREATE_CHEAP_VIEW));
            assertThat(findDifferences(report)).containsExactly("shop.cheap: is missing, should be a view");
            assertThat(report.differences().get(0).remediationStatements())
                    .singleElement()
                    .asString()
                    .startsWith("CREATE VIEW `cheap`");
            assertThat(report.unmanagedObjects())
                    .extracting(ListedObject::toString)
                    .containsExactly("view shop.strangers");
            assertThat(report.remediationPlan().steps()).hasSize(1);
        }
    }

    @Test
    void anObjectOfAnotherKindIsADifference() {
        try (ReflectionServer shopServer = new ReflectionServer().execute(CREATE_ORDERS)) {
            shopServer.execute("CREATE TABLE cheap (id BIGINT, total DOUBLE) DISTRIBUTED BY HASH (id)");
            assertThat(findDifferences(
                            checkDrift(shopServer, shopServer.applyToCatalog(CREATE_ORDERS, CREATE_CHEAP_VIEW))))
                    .containsExactly("shop.cheap: is a table, should be a view");
        }
    }

    @Test
    void aViewThatBecameInactiveIsMadeActiveAgain() {
        try (ReflectionServer shopServer = new ReflectionServer()
                .execute(CREATE_ORDERS, CREATE_DAILY_VIEW, "ALTER MATERIALIZED VIEW daily INACTIVE")) {
            DriftReport report = checkDrift(shopServer, shopServer.applyToCatalog(CREATE_ORDERS, CREATE_DAILY_VIEW));
            assertThat(findDifferences(report)).containsExactly("shop.daily, activity: is INACTIVE, should be ACTIVE");
            assertThat(report.differences().get(0).remediationStatements())
                    .containsExactly("ALTER MATERIALIZED VIEW `daily` ACTIVE");
            assertThat(findDifferences(checkDrift(
                            shopServer,
                            shopServer.applyToCatalog(
                                    CREATE_ORDERS, CREATE_DAILY_VIEW, "ALTER MATERIALIZED VIEW daily INACTIVE"))))
                    .isEmpty();
        }
    }

    @Test
    void theActivityOfAViewThatAMigrationMadeInactiveIsNoDifference() {
        String rename = "ALTER TABLE orders RENAME orders2";
        String renameBack = "ALTER TABLE orders2 RENAME orders";
        try (ReflectionServer shopServer =
                new ReflectionServer().execute(CREATE_ORDERS, CREATE_DAILY_VIEW, rename, renameBack)) {
            Catalog recorded = shopServer.applyToCatalog(CREATE_ORDERS, CREATE_DAILY_VIEW, rename, renameBack);
            assertThat(findDifferences(checkDrift(shopServer, recorded))).isEmpty();
            shopServer.execute("ALTER MATERIALIZED VIEW daily ACTIVE");
            assertThat(findDifferences(checkDrift(shopServer, recorded))).isEmpty();
        }
    }

    @Test
    void automaticChangesOfTheServerAreNoDifference() {
        String createEvents = """
            CREATE TABLE events (id BIGINT, day DATE) DUPLICATE KEY (id) PARTITION BY RANGE (day) ()
            DISTRIBUTED BY HASH (id) BUCKETS 2
            PROPERTIES ("dynamic_partition.enable" = "true", "dynamic_partition.time_unit" = "DAY",
                "dynamic_partition.start" = "-3", "dynamic_partition.end" = "3", "dynamic_partition.prefix" = "p",
                "dynamic_partition.buckets" = "2")\
            """;
        String createClicks =
                "CREATE TABLE clicks (id BIGINT, day DATE) DUPLICATE KEY (id) PARTITION BY date_trunc('day', day)"
                        + " DISTRIBUTED BY RANDOM";
        try (ReflectionServer shopServer = new ReflectionServer().execute(createEvents, createClicks)) {
            Catalog recorded = shopServer.applyToCatalog(createEvents, createClicks);
            shopServer.execute(
                    "ALTER TABLE events SET (\"dynamic_partition.enable\" = \"false\")",
                    "ALTER TABLE events ADD PARTITION p20300101 VALUES [(\"2030-01-01\"), (\"2030-01-02\"))",
                    "ALTER TABLE events SET (\"dynamic_partition.enable\" = \"true\")");
            assertThat(findDifferences(checkDrift(shopServer, recorded))).isEmpty();
        }
    }

    @Test
    void anUnreadableObjectIsAGapAndNoDifference() {
        try (ReflectionServer shopServer = new ReflectionServer().execute(CREATE_ORDERS, CREATE_CHEAP_VIEW)) {
            Catalog recorded = shopServer.applyToCatalog(CREATE_ORDERS, CREATE_CHEAP_VIEW);
            shopServer.execute("CREATE TEMPORARY TABLE orders (k INT) DISTRIBUTED BY HASH (k)");
            DriftReport report = checkDrift(shopServer, recorded);
            assertThat(report.hasNoDifferences()).isTrue();
            assertThat(report.gaps())
                    .extracting(ReflectionGap::toString)
                    .containsExactly("shop.orders: a temporary table of the same session hides it");
        }
    }

    @Test
    void aCheckTakesNoMoreStatementsThanObjectsAndFive() {
        String[] statements = new String[30];
        for (int i = 0; i < statements.length; i++) {
            statements[i] = "CREATE TABLE t" + i + " (k INT) DISTRIBUTED BY HASH (k)";
        }
        try (ReflectionServer shopServer = new ReflectionServer().execute(statements)) {
            Catalog recorded = shopServer.applyToCatalog(statements);
            List<DriftReport> reports = Collections.synchronizedList(new ArrayList<>());
            assertThat(shopServer.findStatementsOf(() -> {
                        ServerIdentity.read(shopServer.connection, "shop");
                        reports.add(checkDrift(shopServer, recorded));
                    }))
                    .hasSizeLessThanOrEqualTo(statements.length + 5);
            assertThat(reports.get(0).hasNoDifferences()).isTrue();
        }
    }

    @Test
    void aViewOverAChangedTableIsReadAgainAlthoughItsTextIsAsExpected() {
        try (ReflectionServer shopServer = new ReflectionServer().execute(CREATE_ORDERS, CREATE_CHEAP_VIEW)) {
            Catalog recorded = shopServer.applyToCatalog(CREATE_ORDERS, CREATE_CHEAP_VIEW);
            shopServer.execute("ALTER TABLE orders MODIFY COLUMN price DECIMAL(20, 2) COMMENT \"in euros\"");

            LiveSchema live = shopServer.reflection().readAll(shopServer.connection, recorded);

            assertThat(findTotalColumn(live.catalog()))
                    .isEqualTo(findTotalColumn(
                            shopServer.applyToCatalog(CREATE_ORDERS.replace("(10, 2)", "(20, 2)"), CREATE_CHEAP_VIEW)));
            assertThat(findDifferences(new DriftCheck(shopServer.profile, "shop").compare(live, recorded)))
                    .singleElement(InstanceOfAssertFactories.STRING)
                    .startsWith("shop.orders, column price: is `price` decimal(20, 2)");
        }
    }

    /** Returns the column of the view that is computed from a column of the table. */
    private static ViewColumn findTotalColumn(Catalog catalog) {
        return catalog.findDatabase("shop")
                .orElseThrow()
                .findView("cheap")
                .orElseThrow()
                .columns()
                .get(1);
    }

    @Test
    void expectedTextsRenderedForAnEarlierCheckShowLaterDifferences() {
        try (ReflectionServer shopServer =
                new ReflectionServer().execute(CREATE_ORDERS, CREATE_CHEAP_VIEW, CREATE_DAILY_VIEW)) {
            Catalog recorded = shopServer.applyToCatalog(CREATE_ORDERS, CREATE_CHEAP_VIEW, CREATE_DAILY_VIEW);
            ExpectedObjects expected = new ExpectedObjects(shopServer.profile, recorded);
            DriftCheck check = new DriftCheck(shopServer.profile, "shop");
            assertThat(findDifferences(
                            check.compare(shopServer.reflection().readAll(shopServer.connection, expected), recorded)))
                    .isEmpty();

            shopServer.execute(
                    "ALTER TABLE orders COMMENT = \"by hand\"",
                    "ALTER MATERIALIZED VIEW daily INACTIVE",
                    "DROP VIEW cheap");

            assertThat(findDifferences(
                            check.compare(shopServer.reflection().readAll(shopServer.connection, expected), recorded)))
                    .containsExactly(
                            "shop.cheap: is missing, should be a view",
                            "shop.daily, activity: is INACTIVE, should be ACTIVE",
                            "shop.orders, comment: is by hand, should be what was ordered");
        }
    }

    @Test
    void onlyAssumedPropertiesMayHaveOtherValues() {
        String createAssumed =
                "CREATE TABLE assumed (id BIGINT) DUPLICATE KEY (id)" + " DISTRIBUTED BY HASH (id) BUCKETS 4";
        String createDeclared =
                "CREATE TABLE declared (id BIGINT) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 4"
                        + " PROPERTIES ('replication_num' = '1', 'compression' = 'LZ4')";
        try (ReflectionServer shopServer = new ReflectionServer(ReflectionServer.PROFILE.withReplicas(2, 3))
                .execute(createAssumed, createDeclared)) {
            Catalog recorded = shopServer.applyToCatalog(
                    ReflectionServer.PROFILE.withReplicas(3, 3), createAssumed, createDeclared);
            ExpectedObjects expected = new ExpectedObjects(shopServer.profile, recorded);
            DriftCheck check = new DriftCheck(shopServer.profile, "shop");
            LiveSchema live = shopServer.reflection().readAll(shopServer.connection, expected);
            assertThat(findDifferences(check.compare(live, recorded))).isEmpty();
            assertThat(live.catalog().findTable("shop", "assumed")).isEqualTo(recorded.findTable("shop", "assumed"));

            shopServer.execute(
                    "ALTER TABLE declared SET ('default.replication_num' = '2')", "ALTER TABLE assumed COMMENT = 'x'");
            assertThat(findDifferences(
                            check.compare(shopServer.reflection().readAll(shopServer.connection, expected), recorded)))
                    .containsExactly(
                            "shop.assumed, comment: is x, should not exist",
                            "shop.declared, property replication_num: is 2, should be 1");
        }
    }
}
