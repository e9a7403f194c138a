package dev.cairn.tooling.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cases in addition to the examples of docs/lint.md; a rule nearly finds most of them. */
class LintNearMissesTest {
    private static List<String> findMessages(String rule, String script) {
        return LintExample.of(rule, script).lint("harmful").findings().stream()
                .filter(finding -> finding.rule().code().equals(rule))
                .map(LintFinding::message)
                .toList();
    }

    private static List<String> findRemedies(String rule, String script) {
        return LintExample.of(rule, script).lint("harmful").findings().stream()
                .filter(finding -> finding.rule().code().equals(rule))
                .map(LintFinding::remedy)
                .toList();
    }

    private static final String ORDERS =
            "-- before:\nCREATE TABLE orders (id BIGINT NOT NULL, amount INT, code INT) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id);\n-- harmful:\n";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GRANT IMPERSONATE ON ALL USERS TO ROLE loader | 1", // root is one of them
                "GRANT USAGE ON ALL GLOBAL FUNCTIONS TO ROLE loader | 0",
                "GRANT IMPERSONATE ON USER etl TO ROLE loader | 0"
            })
    void impersonationOfAllUsersCountsAsAllPrivileges(String statement, int findings) {
        assertThat(findMessages("all-privileges", "-- before:\nCREATE ROLE loader;\n-- harmful:\n" + statement + ";"))
                .hasSize(findings);
    }

    private static final String ROLES = """
            -- before:
            CREATE TABLE orders (id BIGINT NOT NULL) PRIMARY KEY (id);
            CREATE VIEW ids SECURITY INVOKER AS SELECT id FROM orders;
            CREATE VIEW all_ids AS SELECT id FROM orders;
            CREATE ROLE loader;
            -- harmful:
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "all-databases | GRANT SELECT ON ALL VIEWS IN ALL DATABASES TO USER jane | gives user 'jane'@'%' privileges on ALL VIEWS IN ALL DATABASES, including databases of others and future ones",
                "all-databases | GRANT SELECT ON *.* TO ROLE loader | gives role loader privileges on TABLE *.*, including databases of others and future ones",
                "all-databases | GRANT CREATE TABLE ON ALL DATABASES TO ROLE loader | gives role loader privileges on ALL DATABASES, including databases of others and future ones",
                "all-databases | GRANT SELECT ON shop.* TO ROLE loader | ~~",
                "all-databases | REVOKE SELECT ON ALL TABLES IN ALL DATABASES FROM USER jane | ~~",
                "built-in-role | GRANT root TO USER jane | gives user 'jane'@'%' the role root, which has every privilege",
                "built-in-role | GRANT loader, 'user_admin' TO EXTERNAL GROUP staff | gives EXTERNAL GROUP staff the role user_admin, which creates users and grants every privilege",
                "built-in-role | CREATE USER jane DEFAULT ROLE cluster_admin | gives user 'jane'@'%' the role cluster_admin, which manages the nodes and the warehouses",
                "built-in-role | GRANT SELECT ON TABLE orders TO ROLE public | gives every user of the server privileges on TABLE orders: all users have the role public",
                "built-in-role | GRANT loader TO ROLE other | ~~",
                "built-in-role | REVOKE root FROM USER jane | ~~",
                "built-in-role | CREATE USER root_of_trees | ~~",
                "grant-option | GRANT SELECT ON TABLE orders TO USER jane WITH GRANT OPTION | lets user 'jane'@'%' grant privileges on TABLE orders to anyone",
                "grant-option | GRANT SELECT ON TABLE orders TO USER jane | ~~",
                "security-none | DROP VIEW ids; CREATE VIEW ids AS SELECT id FROM orders | whoever may read the view ids no longer needs privileges on what it reads",
                "security-none | DROP VIEW ids; CREATE VIEW ids SECURITY INVOKER AS SELECT id FROM orders | ~~",
                "security-none | ALTER VIEW all_ids SET SECURITY NONE | ~~",
                "security-none | ALTER VIEW all_ids SET SECURITY INVOKER; ALTER VIEW all_ids SET SECURITY NONE | ~~",
                "gains-access | GRANT root TO USER jane | USER 'jane'@'%' gains the role root, which has every privilege",
                "gains-access | GRANT SELECT ON VIEW all_ids TO ROLE loader | loader gains SELECT on all_ids; loader gains SELECT on orders, through the view all_ids",
                "gains-access | CREATE ROLE other | ~~"
            })
    void broadGrantsAreFound(String rule, String statements, String messages) {
        assertThat(String.join("; ", findMessages(rule, ROLES + statements + ";")))
                .isEqualTo(messages);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE TABLE IF NOT EXISTS orders (id BIGINT NOT NULL, amount INT) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id) | remove IF NOT EXISTS",
                "CREATE TABLE IF NOT EXISTS orders (id BIGINT NOT NULL, amount INT, code INT, city INT) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id) | write instead: ALTER TABLE `orders` ADD COLUMN `city` int(11) NULL.",
                "CREATE VIEW ids AS SELECT id FROM orders; CREATE VIEW IF NOT EXISTS ids AS SELECT id, code FROM orders | write instead: CREATE OR REPLACE VIEW `ids`",
                "CREATE TABLE IF NOT EXISTS orders LIKE orders | ",
                "CREATE VIEW ids AS SELECT id FROM orders; CREATE VIEW IF NOT EXISTS ids AS SELECT id FROM orders | ",
                "CREATE VIEW ids AS SELECT id FROM orders; CREATE OR REPLACE VIEW ids AS SELECT id, code FROM orders | ",
                "DROP TABLE orders; CREATE TABLE IF NOT EXISTS orders (id BIGINT NOT NULL) DUPLICATE KEY (id) | "
            })
    void existingObjectsWithAnotherDefinitionAreFound(String statements, @Nullable String remedyPart) {
        List<String> remedies = findRemedies("keeps-existing-object", ORDERS + statements + ";");

        if (remedyPart == null) {
            assertThat(remedies).isEmpty();
        } else {
            assertThat(remedies).singleElement().asString().contains(remedyPart);
        }
    }

    @Test
    void theRemedyOfARepeatedJobIsTheStatement() {
        assertThat(findRemedies("repeated-job", ORDERS + """
                ALTER TABLE orders MODIFY COLUMN amount BIGINT;
                CREATE TABLE parcels (id BIGINT) DUPLICATE KEY (id);
                ALTER TABLE orders MODIFY COLUMN code BIGINT;
                """))
                .containsExactly("Write one statement: ALTER TABLE `orders` MODIFY COLUMN `amount` bigint(20),"
                        + " MODIFY COLUMN `code` bigint(20).");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // The same column twice, a job and a change without one, and jobs that one statement can't start.
                "ALTER TABLE orders MODIFY COLUMN amount BIGINT; ALTER TABLE orders MODIFY COLUMN amount LARGEINT;",
                "ALTER TABLE orders MODIFY COLUMN amount BIGINT; ALTER TABLE orders ADD COLUMN note VARCHAR(80);",
                "ALTER TABLE orders MODIFY COLUMN amount BIGINT; ALTER TABLE orders ADD ROLLUP by_code (code, id);",
                "ALTER TABLE orders MODIFY COLUMN amount BIGINT; ALTER TABLE orders DISTRIBUTED BY HASH (id) BUCKETS 4;"
            })
    void jobsThatCannotBeMergedAreNotReported(String statements) {
        assertThat(findMessages("repeated-job", ORDERS + statements)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE t (id BIGINT, at DATETIME) DUPLICATE KEY (id, at)",
                "CREATE TABLE t (at DATETIME, id BIGINT) PRIMARY KEY (at)",
                "CREATE TABLE t (day DATE, rate INT) UNIQUE KEY (day) DISTRIBUTED BY HASH (day) BUCKETS 1",
                "CREATE TABLE t (at DATETIME, id BIGINT) DUPLICATE KEY (at) DISTRIBUTED BY HASH (id) ORDER BY (id)"
            })
    void tablesThatAreNoTimeSeriesNeedNoPartitions(String table) {
        assertThat(findMessages("no-partition", ORDERS + table)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE t (id BIGINT, code TINYINT) DUPLICATE KEY (id) DISTRIBUTED BY HASH (code)",
                "CREATE TABLE t (id BIGINT, code CHAR(1), paid BOOLEAN) DUPLICATE KEY (id) DISTRIBUTED BY HASH (code, paid)",
                "CREATE TABLE t (city VARCHAR(20) NOT NULL, id INT) DUPLICATE KEY (city) PARTITION BY (city) DISTRIBUTED BY HASH (city)"
            })
    void columnsWithFewValuesAreFound(String table) {
        assertThat(findMessages("few-bucket-values", ORDERS + table)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE t (id BIGINT, code TINYINT) DUPLICATE KEY (id) DISTRIBUTED BY HASH (code) BUCKETS 1",
                "CREATE TABLE t (id BIGINT, code CHAR(2)) DUPLICATE KEY (id) DISTRIBUTED BY HASH (code)",
                "CREATE TABLE t (at DATETIME NOT NULL, id INT) DUPLICATE KEY (at) PARTITION BY date_trunc('day', at) DISTRIBUTED BY HASH (at)"
            })
    void columnsWithManyValuesAreNotFound(String table) {
        assertThat(findMessages("few-bucket-values", ORDERS + table)).isEmpty();
    }

    @Test
    void aKeyWithoutALimitIsLeftToTheProcessor() {
        assertThat(findMessages("long-key", ORDERS + "CREATE TABLE t (name STRING NOT NULL) PRIMARY KEY (name)"))
                .isEmpty();
        assertThat(findMessages(
                        "long-key", ORDERS + "CREATE TABLE t (a VARCHAR(124) NOT NULL, b INT) PRIMARY KEY (a, b)"))
                .isEmpty();
        assertThat(findMessages(
                        "long-key", ORDERS + "CREATE TABLE t (a VARCHAR(125) NOT NULL, b INT) PRIMARY KEY (a, b)"))
                .hasSize(1);
    }

    @Test
    void aSingleReplicaMattersInProductionOnly() {
        String table = "CREATE TABLE t (id INT) PRIMARY KEY (id) PROPERTIES ('replication_num' = '1')";
        assertThat(findMessages("single-replica", ORDERS + table)).isEmpty();
        assertThat(findMessages("single-replica", "-- lint.production = true\n" + ORDERS + table))
                .containsExactly("with replication_num = 1, the failure of a disk loses rows of t");
    }

    @Test
    void aRebuildIsReversible() {
        assertThat(findMessages("irreversible-migration", "-- lint.reversible = true\n" + ORDERS + """
                CREATE TABLE orders__cairn_new (id BIGINT NOT NULL, amount INT, code INT) DUPLICATE KEY (id, amount);
                INSERT INTO orders__cairn_new SELECT id, amount, code FROM orders;
                ALTER TABLE orders SWAP WITH orders__cairn_new;
                DROP TABLE orders__cairn_new FORCE;
                """))
                .isEmpty();
    }

    private static final String UNCHANGED_TABLES =
            ORDERS + "CREATE TABLE t (id BIGINT NOT NULL, at DATETIME) PRIMARY KEY (id);";

    private static List<String> findMessagesWithStatistics(String rule, String statistics) {
        return findMessages(rule, "-- live: " + statistics.replace("; ", "\n-- live: ") + "\n" + UNCHANGED_TABLES);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            too-many-tablets | t rows=9000 size=900MB partitions=4000 tablets=4000 replicas=1 tablet=1MB | t has 4000 tablets with 230.4 KB on average
            too-many-tablets | t rows=9000 size=9000MB partitions=4000 tablets=4000 replicas=1 tablet=20MB |
            too-many-tablets | t rows=9 size=900KB partitions=99 tablets=999 replicas=1 tablet=20MB |
            small-tablets    | t rows=9 size=9MB partitions=2 tablets=100 replicas=1 tablet=90KB | t has 100 tablets, but even those of its fullest partition have only 90 KB
            small-tablets    | t rows=9 size=9MB partitions=2 tablets=99 replicas=1 tablet=90KB |
            small-tablets    | t rows=9 size=9MB partitions=100 tablets=100 replicas=1 tablet=90KB |
            small-tablets    | t rows=9 size=9GB partitions=2 tablets=100 replicas=1 tablet=90MB |
            small-tablets    | t rows=0 size=0B partitions=2 tablets=100 replicas=1 tablet=0B |
            large-tablets    | t rows=9 size=99GB replicas=3 tablets=3 tablet=11GB | a tablet of t has 11 GB, and one of up to 10 GB is better to balance and to compact
            large-tablets    | t rows=9 size=90GB replicas=3 tablets=3 tablet=10GB |
            no-partition     | t rows=50000000 size=9GB | t has no partitions, but 50,000,000 rows, 9 GB with 3 replicas, 1 partition with the time at
            no-partition     | t rows=49999999 size=9GB |
            no-partition     | orders rows=50000000 size=9GB |
            single-replica   | t rows=9 size=9GB replicas=1; cluster nodes=3 | there are 3 backends, but rows of t are on one of them only: the failure of a disk loses them
            single-replica   | t rows=9 size=9GB replicas=1; cluster nodes=1 |
            single-replica   | t rows=9 size=9GB replicas=2; cluster nodes=3 |
            """)
    void statisticsOfAServerTakePrecedenceOverEstimates(String rule, String statistics, @Nullable String message) {
        assertThat(findMessagesWithStatistics(rule, statistics))
                .isEqualTo(message == null ? List.of() : List.of(message));
    }

    @Test
    void aRewriteNamesTheStatisticsOfItsTable() {
        String statistics =
                "-- live: orders rows=1204000 size=3GB partitions=31 replicas=3\n-- live: cluster nodes=3 free=3GB\n";
        assertThat(findMessages(
                        "rewrites-table", statistics + ORDERS + "ALTER TABLE orders MODIFY COLUMN amount BIGINT"))
                .containsExactly("the server rewrites all rows of orders"
                        + " (1,204,000 rows, 3 GB with 3 replicas, 31 partitions)");
        assertThat(findMessages(
                        "lacks-disk-space", statistics + ORDERS + "ALTER TABLE orders MODIFY COLUMN amount BIGINT"))
                .isEmpty();
        assertThat(findMessages("rewrites-table", statistics + ORDERS + """
                CREATE TABLE orders__cairn_new (id BIGINT NOT NULL, amount INT, code INT) DUPLICATE KEY (id, amount);
                INSERT INTO orders__cairn_new SELECT id, amount, code FROM orders;
                """))
                .containsExactly("the statement copies all rows of orders"
                        + " (1,204,000 rows, 3 GB with 3 replicas, 31 partitions)");
    }

    @Test
    void aTableWithoutLoadsWaitsForNone() {
        assertThat(findMessages(
                        "waits-for-loads",
                        "-- live: loads parcels=hourly\n" + ORDERS + "ALTER TABLE orders MODIFY COLUMN amount BIGINT"))
                .isEmpty();
    }
}
