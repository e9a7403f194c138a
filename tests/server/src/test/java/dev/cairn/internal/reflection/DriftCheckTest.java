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

/** Differences between the objects of a server and the result of the migrations are found and described. */
class DriftCheckTest {
    private static final String CREATE_ORDERS = """
        CREATE TABLE orders (
            id BIGINT NOT NULL, day DATE, price DECIMAL(10, 2) COMMENT "in euros", note VARCHAR(20)
        ) PRIMARY KEY (id) COMMENT "what was ordered" DISTRIBUTED BY HASH (id) BUCKETS 4
        PROPERTIES ("replication_num" = "1", "primary_index_cache_expire_sec" = "60")\
        """;
    private static final String CREATE_CHEAP =
            "CREATE VIEW cheap AS SELECT id, sum(price) AS total FROM orders WHERE price < 10 GROUP BY id";
    private static final String CREATE_DAILY =
            "CREATE MATERIALIZED VIEW daily REFRESH MANUAL AS SELECT day, sum(price) AS total FROM orders GROUP BY day";

    private static final String CREATE_QUOTED = "CREATE TABLE quoted (k INT COMMENT 'a\"b', v INT COMMENT 'c\\\\nd')"
            + " PRIMARY KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 2";

    private static DriftReport checkDrift(ReflectionServer shop, Catalog recorded) {
        LiveSchema live = shop.reflection().readAll(shop.connection, recorded);
        return new DriftCheck(shop.profile, "shop").compare(live, recorded);
    }

    private static List<String> findDifferences(DriftReport drift) {
        return drift.differences().stream()
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
            try (ReflectionServer shop =
                    new ReflectionServer(profile).execute(CREATE_ORDERS, CREATE_CHEAP, CREATE_DAILY, CREATE_QUOTED)) {
                DriftReport drift =
                        checkDrift(shop, shop.applyToCatalog(CREATE_ORDERS, CREATE_CHEAP, CREATE_DAILY, CREATE_QUOTED));
                assertThat(findDifferences(drift)).as("%s", profile).isEmpty();
                assertThat(drift.isEmpty()).isTrue();
                assertThat(drift.remediation().isEmpty()).isTrue();
            }
        }
    }

    @Test
    void eachDifferenceIsDescribedWithTheStatementThatRemovesIt() {
        try (ReflectionServer shop = new ReflectionServer().execute(CREATE_ORDERS, CREATE_CHEAP)) {
            shop.execute(
                    "ALTER TABLE orders COMMENT = \"by hand\"",
                    "ALTER TABLE orders DROP COLUMN note",
                    "ALTER TABLE orders ADD COLUMN hack INT",
                    "ALTER VIEW cheap AS SELECT id, price AS total FROM orders");
            DriftReport drift = checkDrift(shop, shop.applyToCatalog(CREATE_ORDERS, CREATE_CHEAP));
            assertThat(findDifferences(drift))
                    .containsExactly(
                            "shop.cheap, query: is SELECT id, price AS total FROM orders, should be"
                                    + " SELECT id, sum(price) AS total FROM orders WHERE price < 10 GROUP BY id",
                            "shop.orders, column hack: is `hack` int(11) NULL COMMENT \"\", should not exist",
                            "shop.orders, column note: is missing, should be `note` varchar(20) NULL COMMENT \"\"",
                            "shop.orders, column order: is `id`, `day`, `price`, `hack`, should be"
                                    + " `id`, `day`, `price`, `note`",
                            "shop.orders, comment: is by hand, should be what was ordered");
            assertThat(drift.differences().get(4).remediation())
                    .containsExactly("ALTER TABLE `orders` COMMENT = \"what was ordered\"");
            assertThat(drift.differences())
                    .noneMatch(difference -> difference.remediation().isEmpty());
            assertThat(drift.remediation().isPossible()).isTrue();
        }
    }

    @Test
    void missingObjectsAreCreatedAndUnknownObjectsAreIgnored() {
        try (ReflectionServer shop = new ReflectionServer().execute(CREATE_ORDERS)) {
            shop.execute("CREATE VIEW strangers AS SELECT id FROM orders");
            DriftReport drift = checkDrift(shop, shop.applyToCatalog(CREATE_ORDERS, CREATE_CHEAP));
            assertThat(findDifferences(drift)).containsExactly("shop.cheap: is missing, should be a view");
            assertThat(drift.differences().get(0).remediation())
                    .singleElement()
                    .asString()
                    .startsWith("CREATE VIEW `cheap`");
            assertThat(drift.unmanaged()).extracting(ListedObject::toString).containsExactly("view shop.strangers");
            assertThat(drift.remediation().steps()).hasSize(1);
        }
    }

    @Test
    void anObjectOfAnotherKindIsADifference() {
        try (ReflectionServer shop = new ReflectionServer().execute(CREATE_ORDERS)) {
            shop.execute("CREATE TABLE cheap (id BIGINT, total DOUBLE) DISTRIBUTED BY HASH (id)");
            assertThat(findDifferences(checkDrift(shop, shop.applyToCatalog(CREATE_ORDERS, CREATE_CHEAP))))
                    .containsExactly("shop.cheap: is a table, should be a view");
        }
    }

    @Test
    void aViewThatBecameInactiveIsMadeActiveAgain() {
        try (ReflectionServer shop =
                new ReflectionServer().execute(CREATE_ORDERS, CREATE_DAILY, "ALTER MATERIALIZED VIEW daily INACTIVE")) {
            DriftReport drift = checkDrift(shop, shop.applyToCatalog(CREATE_ORDERS, CREATE_DAILY));
            assertThat(findDifferences(drift)).containsExactly("shop.daily, activity: is INACTIVE, should be ACTIVE");
            assertThat(drift.differences().get(0).remediation())
                    .containsExactly("ALTER MATERIALIZED VIEW `daily` ACTIVE");
            assertThat(findDifferences(checkDrift(
                            shop,
                            shop.applyToCatalog(
                                    CREATE_ORDERS, CREATE_DAILY, "ALTER MATERIALIZED VIEW daily INACTIVE"))))
                    .isEmpty();
        }
    }

    @Test
    void theActivityOfAViewThatAMigrationMadeInactiveIsNoDifference() {
        String rename = "ALTER TABLE orders RENAME orders2";
        String renameBack = "ALTER TABLE orders2 RENAME orders";
        try (ReflectionServer shop = new ReflectionServer().execute(CREATE_ORDERS, CREATE_DAILY, rename, renameBack)) {
            Catalog recorded = shop.applyToCatalog(CREATE_ORDERS, CREATE_DAILY, rename, renameBack);
            assertThat(findDifferences(checkDrift(shop, recorded))).isEmpty();
            shop.execute("ALTER MATERIALIZED VIEW daily ACTIVE");
            assertThat(findDifferences(checkDrift(shop, recorded))).isEmpty();
        }
    }

    @Test
    void automaticChangesOfTheServerAreNoDifference() {
        String events = """
            CREATE TABLE events (id BIGINT, day DATE) DUPLICATE KEY (id) PARTITION BY RANGE (day) ()
            DISTRIBUTED BY HASH (id) BUCKETS 2
            PROPERTIES ("dynamic_partition.enable" = "true", "dynamic_partition.time_unit" = "DAY",
                "dynamic_partition.start" = "-3", "dynamic_partition.end" = "3", "dynamic_partition.prefix" = "p",
                "dynamic_partition.buckets" = "2")\
            """;
        String clicks =
                "CREATE TABLE clicks (id BIGINT, day DATE) DUPLICATE KEY (id) PARTITION BY date_trunc('day', day)"
                        + " DISTRIBUTED BY RANDOM";
        try (ReflectionServer shop = new ReflectionServer().execute(events, clicks)) {
            Catalog recorded = shop.applyToCatalog(events, clicks);
            shop.execute(
                    "ALTER TABLE events SET (\"dynamic_partition.enable\" = \"false\")",
                    "ALTER TABLE events ADD PARTITION p20300101 VALUES [(\"2030-01-01\"), (\"2030-01-02\"))",
                    "ALTER TABLE events SET (\"dynamic_partition.enable\" = \"true\")");
            assertThat(findDifferences(checkDrift(shop, recorded))).isEmpty();
        }
    }

    @Test
    void anUnreadableObjectIsAGapAndNoDifference() {
        try (ReflectionServer shop = new ReflectionServer().execute(CREATE_ORDERS, CREATE_CHEAP)) {
            Catalog recorded = shop.applyToCatalog(CREATE_ORDERS, CREATE_CHEAP);
            shop.execute("CREATE TEMPORARY TABLE orders (k INT) DISTRIBUTED BY HASH (k)");
            DriftReport drift = checkDrift(shop, recorded);
            assertThat(drift.isEmpty()).isTrue();
            assertThat(drift.gaps())
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
        try (ReflectionServer shop = new ReflectionServer().execute(statements)) {
            Catalog recorded = shop.applyToCatalog(statements);
            List<DriftReport> drift = Collections.synchronizedList(new ArrayList<>());
            assertThat(shop.findStatementsOf(() -> {
                        LiveServer.read(shop.connection, "shop");
                        drift.add(checkDrift(shop, recorded));
                    }))
                    .hasSizeLessThanOrEqualTo(statements.length + 5);
            assertThat(drift.get(0).isEmpty()).isTrue();
        }
    }

    @Test
    void aViewOverAChangedTableIsReadAgainAlthoughItsTextIsAsExpected() {
        try (ReflectionServer shop = new ReflectionServer().execute(CREATE_ORDERS, CREATE_CHEAP)) {
            Catalog recorded = shop.applyToCatalog(CREATE_ORDERS, CREATE_CHEAP);
            shop.execute("ALTER TABLE orders MODIFY COLUMN price DECIMAL(20, 2) COMMENT \"in euros\"");

            LiveSchema live = shop.reflection().readAll(shop.connection, recorded);

            assertThat(findTotalColumn(live.catalog()))
                    .isEqualTo(findTotalColumn(
                            shop.applyToCatalog(CREATE_ORDERS.replace("(10, 2)", "(20, 2)"), CREATE_CHEAP)));
            assertThat(findDifferences(new DriftCheck(shop.profile, "shop").compare(live, recorded)))
                    .singleElement(InstanceOfAssertFactories.STRING)
                    .startsWith("shop.orders, column price: is `price` decimal(20, 2)");
        }
    }

    /** Returns the column of the view that is computed from a column of the table. */
    private static ViewColumn findTotalColumn(Catalog catalog) {
        return catalog.database("shop")
                .orElseThrow()
                .view("cheap")
                .orElseThrow()
                .columns()
                .get(1);
    }

    @Test
    void expectedTextsRenderedForAnEarlierCheckShowLaterDifferences() {
        try (ReflectionServer shop = new ReflectionServer().execute(CREATE_ORDERS, CREATE_CHEAP, CREATE_DAILY)) {
            Catalog recorded = shop.applyToCatalog(CREATE_ORDERS, CREATE_CHEAP, CREATE_DAILY);
            ExpectedObjects expected = new ExpectedObjects(shop.profile, recorded);
            DriftCheck check = new DriftCheck(shop.profile, "shop");
            assertThat(findDifferences(check.compare(shop.reflection().readAll(shop.connection, expected), recorded)))
                    .isEmpty();

            shop.execute(
                    "ALTER TABLE orders COMMENT = \"by hand\"",
                    "ALTER MATERIALIZED VIEW daily INACTIVE",
                    "DROP VIEW cheap");

            assertThat(findDifferences(check.compare(shop.reflection().readAll(shop.connection, expected), recorded)))
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
        try (ReflectionServer shop = new ReflectionServer(ReflectionServer.PROFILE.withReplicas(2, 3))
                .execute(createAssumed, createDeclared)) {
            Catalog recorded =
                    shop.applyToCatalog(ReflectionServer.PROFILE.withReplicas(3, 3), createAssumed, createDeclared);
            ExpectedObjects expected = new ExpectedObjects(shop.profile, recorded);
            DriftCheck check = new DriftCheck(shop.profile, "shop");
            LiveSchema live = shop.reflection().readAll(shop.connection, expected);
            assertThat(findDifferences(check.compare(live, recorded))).isEmpty();
            assertThat(live.catalog().table("shop", "assumed")).isEqualTo(recorded.table("shop", "assumed"));

            shop.execute(
                    "ALTER TABLE declared SET ('default.replication_num' = '2')", "ALTER TABLE assumed COMMENT = 'x'");
            assertThat(findDifferences(check.compare(shop.reflection().readAll(shop.connection, expected), recorded)))
                    .containsExactly(
                            "shop.assumed, comment: is x, should not exist",
                            "shop.declared, property replication_num: is 2, should be 1");
        }
    }
}
