package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.junit.EmbeddedStarRocksExtension;
import dev.cairn.embedded.junit.FreshDatabase;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.RunMode;
import dev.cairn.profile.ServerProfile.Version;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The results of SHOW and of information_schema. */
@ExtendWith(EmbeddedStarRocksExtension.class)
class ShowTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private String database;

    @AutoClose
    private Client client;

    @BeforeEach
    void fill(FreshDatabase freshDatabase) throws SQLException {
        database = freshDatabase.name();
        client = Client.of(freshDatabase.jdbcUrl());
        client.run(
                "CREATE TABLE orders (id BIGINT, d DATE, price DECIMAL(10,2) DEFAULT '0' COMMENT 'say \"no\"', INDEX"
                        + " by_price (price) USING BITMAP COMMENT 'i') PRIMARY KEY(id, d) COMMENT 'all \"orders\"'"
                        + " PARTITION BY RANGE(d) (START ('2024-01-01') END ('2024-03-01') EVERY (INTERVAL 1 MONTH))"
                        + " DISTRIBUTED BY HASH(id) BUCKETS 4",
                "CREATE TABLE visits (page INT, at DATETIME DEFAULT CURRENT_TIMESTAMP, n BIGINT SUM) DISTRIBUTED BY"
                        + " HASH(page)");
    }

    @Test
    void databasesAreListedAndFiltered() throws SQLException {
        assertThat(client.column("SHOW DATABASES")).contains(database, "information_schema", "sys");
        assertThat(client.column("SHOW DATABASES LIKE 'information%'")).containsExactly("information_schema");
        assertThat(client.column("SHOW DATABASES WHERE `Database` = 'sys'")).containsExactly("sys");
        assertThat(client.rows("SHOW CREATE DATABASE " + database))
                .containsExactly(List.of(database, "CREATE DATABASE `" + database + "`"));
    }

    @Test
    void tablesAreListedAndFiltered() throws SQLException {
        assertThat(client.column("SHOW TABLES")).containsExactly("orders", "visits");
        assertThat(client.column("SHOW TABLES LIKE 'v%'")).containsExactly("visits");
        assertThat(client.column("SHOW TABLES LIKE 'V%'")).isEmpty();
        assertThat(client.rows("SHOW FULL TABLES FROM " + database + " LIKE '_rders'"))
                .containsExactly(List.of("orders", "BASE TABLE"));
        assertThat(client.columnNames("SHOW TABLES")).containsExactly("Tables_in_" + database);
        assertThat(client.rows("SHOW TABLE STATUS LIKE 'orders'").get(0))
                .contains("orders", "StarRocks", "all \\\"orders\\\"");
        assertThat(client.refusal("SHOW TABLES FROM nope").errno()).isEqualTo(5501);
    }

    @Test
    void patternsAreRegularExpressions() throws SQLException {
        client.run("CREATE TABLE `a$b` (k INT) DISTRIBUTED BY HASH(k)");
        assertThat(client.column("SHOW TABLES LIKE 'a$b'")).isEmpty();
        assertThat(client.column("SHOW TABLES LIKE 'a$b%'")).isEmpty();
        assertThat(client.column("SHOW TABLES LIKE 'a_b'")).containsExactly("a$b");
        assertThat(client.column("SHOW TABLES LIKE 'a[$]b'")).containsExactly("a$b");
        assertThat(client.column("SHOW TABLES LIKE 'vis.ts'")).isEmpty();
        assertThat(client.column("SHOW TABLES LIKE 'vi\\\\sits'")).containsExactly("visits");
        assertThat(client.column("SHOW TABLES LIKE 'visit\\\\_'")).isEmpty();
        assertThat(client.refusal("SHOW TABLES LIKE 'a(b'").message()).contains("Bad pattern in SQL");
        assertThat(client.rows("SHOW VARIABLES LIKE 'SQL_SELECT%'")).isEmpty();
        assertThat(client.column("SHOW COLUMNS FROM visits LIKE 'ID'"))
                .isEqualTo(client.column("SHOW COLUMNS FROM visits LIKE 'id'"));
    }

    @Test
    void likeFiltersTheHiddenColumnsOfPartitions() throws SQLException {
        client.run("CREATE TABLE hits (k INT, s BIGINT) PARTITION BY from_unixtime(s)");
        assertThat(client.column("SHOW COLUMNS FROM hits LIKE 'k'")).containsExactly("k");
        assertThat(client.column("SHOW COLUMNS FROM hits LIKE '%partition%'"))
                .containsExactly("__generated_partition_column_0");
    }

    @Test
    void sizesAreThoseOfThePartitions() throws SQLException {
        assertThat(client.rows("SHOW DATA FROM orders"))
                .containsExactly(row("orders", "orders", "0.000 B", "8", "0"), row("", "Total", "0.000 B", "8", ""));
        client.run("INSERT INTO orders (id, d) VALUES (1, '2024-01-05'), (2, '2024-01-06'), (3, '2024-02-07')");
        String size = client.rows("SHOW DATA FROM orders").get(0).get(2);
        assertThat(size).endsWith(" B").isNotEqualTo("0.000 B");
        assertThat(client.rows("SHOW DATA FROM orders"))
                .containsExactly(row("orders", "orders", size, "8", "3"), row("", "Total", size, "8", ""));
        assertThat(client.rows("SHOW DATA"))
                .contains(row("orders", size, "8"), row("visits", "0.000 B", "16"), row("Total", size, "24"));
        String byteCount = size.replace(".000 B", "");
        String rowLength = String.valueOf(Integer.parseInt(byteCount) / 3);
        assertThat(client.rows("SELECT TABLE_ROWS, AVG_ROW_LENGTH, DATA_LENGTH FROM information_schema.tables"
                        + " WHERE TABLE_SCHEMA = '" + database + "' AND TABLE_NAME = 'orders'"))
                .containsExactly(row("3", rowLength, byteCount));
        assertThat(client.rows("SHOW TABLE STATUS LIKE 'orders'").get(0))
                .containsSubsequence("3", rowLength, byteCount);
    }

    @Test
    void columnsAreShownAsTheServerPrintsThem() throws SQLException {
        assertThat(client.rows("SHOW FULL COLUMNS FROM orders"))
                .containsExactly(
                        row("id", "bigint", "", "NO", "YES", null, "", "", ""),
                        row("d", "date", "", "NO", "YES", null, "", "", ""),
                        row("price", "decimal(10,2)", "", "YES", "NO", "0", "", "", "say \\\"no\\\""));
        assertThat(client.rows("DESC visits"))
                .containsExactly(
                        row("page", "int", "YES", "true", null, ""),
                        row("at", "datetime", "YES", "true", "CURRENT_TIMESTAMP", "DEFAULT_GENERATED"),
                        row("n", "bigint", "YES", "false", null, ""));
        assertThat(client.rows("DESC visits ALL"))
                .extracting(row -> row.get(7))
                .containsExactly("", "DEFAULT_GENERATED", "SUM");
        assertThat(client.rows("DESC orders ALL").get(0)).startsWith("orders", "PRIMARY_KEYS", "id");
        assertThat(client.column("SHOW COLUMNS FROM orders LIKE 'p%'")).containsExactly("price");
        assertThat(client.column("SHOW FULL COLUMNS FROM orders LIKE 'PRI%'")).containsExactly("price");
        assertThat(client.refusal("DESC nope"))
                .isEqualTo(new Client.Refusal(
                        5502, "42602", "Getting analyzing error. Detail message: Unknown table 'nope'."));
        assertThat(client.refusal("SHOW COLUMNS FROM nope").message()).contains("'" + database + ".nope'");
    }

    @Test
    void indexesAreListed() throws SQLException {
        assertThat(client.rows("SHOW INDEX FROM orders"))
                .containsExactly(
                        row(database + ".orders", "", "by_price", "", "price", "", "", "", "", "", "BITMAP", "i"));
        assertThat(client.rows("SHOW INDEX FROM visits")).isEmpty();
    }

    @Test
    void partitionsAreListedWithTheirRanges() throws SQLException {
        List<List<String>> partitions = client.rows("SHOW PARTITIONS FROM orders");
        assertThat(partitions.stream().map(partition -> partition.get(1))).containsExactly("p202401", "p202402");
        assertThat(partitions.get(0).subList(5, 11))
                .containsExactly(
                        "NORMAL",
                        "d",
                        "[types: [DATE]; keys: [2024-01-01]; ..types: [DATE]; keys: [2024-02-01]; )",
                        "id",
                        "4",
                        "1");
        assertThat(client.column("SHOW PARTITIONS FROM orders WHERE PartitionName = 'p202402'"))
                .hasSize(1);
        assertThat(client.rows("SHOW PARTITIONS FROM visits").get(0)).contains("visits");
        client.run("CREATE MATERIALIZED VIEW all_visits REFRESH MANUAL AS SELECT * FROM visits");
        assertThat(client.column("SHOW PARTITIONS FROM all_visits WHERE PartitionName = 'all_visits'"))
                .hasSize(1);
    }

    @Test
    void informationSchemaListsTheCatalog() throws SQLException {
        String whereInDatabase = " WHERE TABLE_SCHEMA = '" + database + "'";
        assertThat(client.rows("SELECT TABLE_NAME, TABLE_TYPE, ENGINE, TABLE_COMMENT FROM information_schema.tables"
                        + whereInDatabase))
                .containsExactly(
                        row("orders", "BASE TABLE", "StarRocks", "all \"orders\""),
                        row("visits", "BASE TABLE", "StarRocks", ""));
        assertThat(client.rows("SELECT COLUMN_NAME, DATA_TYPE, COLUMN_TYPE, COLUMN_KEY FROM information_schema.columns"
                        + whereInDatabase + " AND TABLE_NAME = 'orders' ORDER BY ORDINAL_POSITION DESC LIMIT 2"))
                .containsExactly(row("price", "decimal", "decimal(10, 2)", ""), row("d", "date", "date", "PRI"));
        assertThat(client.value("SELECT COUNT(*) FROM information_schema.columns" + whereInDatabase))
                .isEqualTo("6");
        assertThat(client.column("SELECT schema_name FROM INFORMATION_SCHEMA.SCHEMATA WHERE schema_name LIKE 'test%'"))
                .contains(database);
        assertThat(client.rows("SELECT TABLE_MODEL, PRIMARY_KEY, PARTITION_KEY, DISTRIBUTE_KEY, DISTRIBUTE_BUCKET"
                        + " FROM information_schema.tables_config" + whereInDatabase + " AND TABLE_NAME IN ('orders')"))
                .containsExactly(row("PRIMARY_KEYS", "`id`, `d`", "`d`", "`id`", "4"));
        assertThat(client.column("SELECT PARTITION_NAME FROM information_schema.partitions_meta WHERE DB_NAME = '"
                        + database + "' AND NOT IS_TEMP ORDER BY 1"))
                .containsExactly("p202401", "p202402", "visits");
        assertThat(client.rows("SELECT * FROM information_schema.views" + whereInDatabase))
                .isEmpty();
        assertThat(client.rows("SELECT * FROM information_schema.materialized_views" + whereInDatabase))
                .isEmpty();
        assertThat(client.rows("SELECT * FROM information_schema.task_runs")).isEmpty();
    }

    @Test
    void viewsAndMaterializedViews() throws SQLException {
        client.run(
                "CREATE VIEW cheap AS SELECT id FROM orders WHERE price < 1",
                "ALTER TABLE orders ADD COLUMN n INT",
                "CREATE MATERIALIZED VIEW daily PARTITION BY d REFRESH DEFERRED MANUAL AS SELECT d, max(price) AS top"
                        + " FROM orders GROUP BY d",
                "CREATE MATERIALIZED VIEW idle REFRESH DEFERRED MANUAL PROPERTIES ('enable_query_rewrite' = 'false') AS"
                        + " SELECT id FROM orders",
                "CREATE TABLE logs (d DATE, n INT) DUPLICATE KEY(d) PARTITION BY RANGE(d) (PARTITION p VALUES LESS THAN ('2030-01-01')) DISTRIBUTED BY HASH(d) ROLLUP (short (d))",
                "CREATE MATERIALIZED VIEW stale REFRESH DEFERRED MANUAL AS SELECT n FROM logs",
                "ALTER MATERIALIZED VIEW stale INACTIVE",
                "CREATE TABLE empty (d DATE, n INT) DUPLICATE KEY(d) PARTITION BY RANGE(d) () DISTRIBUTED BY HASH(d) ROLLUP (unlisted (d))");

        assertThat(client.rows("SELECT TABLE_NAME, PARTITION_TYPE, LAST_REFRESH_STATE,"
                        + " LAST_REFRESH_FORCE_REFRESH, QUERY_REWRITE_STATUS FROM information_schema.materialized_views"
                        + " WHERE TABLE_SCHEMA = '" + database + "' ORDER BY 1"))
                .containsExactly(
                        row("daily", "RANGE", "", "false", "VALID"),
                        row("idle", "UNPARTITIONED", "", "false", "INVALID: enable_query_rewrite=FALSE"),
                        row("short", "RANGE", "", "false", ""),
                        row("stale", "UNPARTITIONED", "", "false", "INVALID: MV is not active"));
        assertThat(client.columnNames("SHOW PARTITIONS FROM daily")).contains("Range");
        assertThat(client.rows("DESC daily")).extracting(row -> row.get(5)).containsExactly("", "");
        assertThat(client.rows("DESC daily ALL").get(0)).startsWith("daily", "DUP_KEYS", "d");
        assertThat(client.refusal("DESC cheap ALL").errno()).isEqualTo(1286);
        assertThat(client.rows("SHOW TABLE STATUS LIKE 'cheap'").get(0)).contains("-1");
        assertThat(client.rows("SHOW TABLE STATUS LIKE 'orders'").get(0)).doesNotContain("-1");
    }

    @Test
    void oldServersDescribeAggregationsOfSharedData() throws SQLException {
        ServerProfile sharedDataProfile =
                Options.DEFAULT.profile().with(Version.V3_5).with(RunMode.SHARED_DATA);
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.profile(sharedDataProfile));
                Client oldClient = Client.of(server.jdbcUrl())) {
            oldClient.run("CREATE DATABASE shop", "USE shop");
            String tableOptions = " DISTRIBUTED BY HASH(k) PROPERTIES ('bloom_filter_columns' = 'v')";
            oldClient.run(
                    "CREATE TABLE a (k INT, v INT) DUPLICATE KEY(k)" + tableOptions,
                    "CREATE TABLE b (k INT, v INT) PRIMARY KEY(k)" + tableOptions,
                    "CREATE TABLE c (k INT, v INT SUM, w BIGINT SUM) AGGREGATE KEY(k) DISTRIBUTED BY HASH(k)");

            assertThat(oldClient.rows("DESC a")).extracting(row -> row.get(5)).containsExactly("", "NONE");
            assertThat(oldClient.rows("DESC b")).extracting(row -> row.get(5)).containsExactly("", "REPLACE");
            assertThat(oldClient.rows("DESC c")).extracting(row -> row.get(5)).containsExactly("", "SUM", "SUM");
            assertThat(oldClient.rows("DESC a ALL"))
                    .extracting(row -> row.get(7))
                    .containsExactly("", "NONE,BLOOM_FILTER");
        }
    }

    @Test
    void rangesOfAnExpressionHaveItsType() throws SQLException {
        client.run(
                "CREATE TABLE days (s VARCHAR(20), n INT) DUPLICATE KEY(s) PARTITION BY RANGE(str2date(s, '%Y-%m-%d'))"
                        + " (PARTITION p VALUES LESS THAN ('2024-01-01')) DISTRIBUTED BY HASH(n)");

        assertThat(client.rows("SHOW PARTITIONS FROM days").get(0))
                .contains("[types: [DATE]; keys: [0000-01-01]; ..types: [DATE]; keys: [2024-01-01]; )");
    }

    @Test
    void columnsOfSystemTablesAreListed() throws SQLException {
        assertThat(client.rows("DESC information_schema.schemata"))
                .hasSize(5)
                .contains(row("SCHEMA_NAME", "varchar(32)", "YES", "false", null, ""));
        assertThat(client.rows("SHOW COLUMNS FROM tables FROM information_schema LIKE 'TABLE_ROWS'"))
                .containsExactly(row("TABLE_ROWS", "bigint", "YES", "NO", null, ""));
        assertThat(client.refusal("DESC information_schema.nope").errno()).isEqualTo(5502);
    }

    @Test
    void theMetadataOfTheDriverWorks() throws SQLException {
        try (var tables = client.connection().getMetaData().getTables(database, null, "%", new String[] {"TABLE"})) {
            assertThat(tables.next()).isTrue();
            assertThat(tables.getString("TABLE_NAME")).isEqualTo("orders");
        }
        try (var columns = client.connection().getMetaData().getColumns(database, null, "orders", "%")) {
            assertThat(columns.next()).isTrue();
            assertThat(columns.getString("COLUMN_NAME")).isEqualTo("id");
        }
    }

    @Test
    void temporaryTablesBelongToTheirSession(FreshDatabase freshDatabase) throws SQLException {
        client.run("CREATE TEMPORARY TABLE orders (k INT) DISTRIBUTED BY HASH(k)");
        assertThat(client.column("SHOW TEMPORARY TABLES")).containsExactly("orders");
        assertThat(client.rows("DESC orders")).hasSize(1);
        assertThat(client.rows("SHOW COLUMNS FROM orders"))
                .hasSize(3); // like on a server, SHOW COLUMNS ignores temporary tables
        try (Client otherClient = Client.of(freshDatabase.jdbcUrl())) {
            assertThat(otherClient.rows("DESC orders")).hasSize(3);
            assertThat(otherClient.rows("SHOW TEMPORARY TABLES")).isEmpty();
        }
        client.run("DROP TEMPORARY TABLE orders");
        assertThat(client.rows("DESC orders")).hasSize(3);
    }

    @Test
    void droppedObjectsCanBeRecovered() throws SQLException {
        client.run("DROP TABLE visits");
        assertThat(client.column("SHOW TABLES")).containsExactly("orders");
        client.run("RECOVER TABLE visits");
        assertThat(client.column("SHOW TABLES")).containsExactly("orders", "visits");
        client.run("DROP TABLE visits FORCE");
        assertThat(client.refusal("RECOVER TABLE visits").errno()).isEqualTo(5502);
    }

    @Test
    void labelsGoWithTheirDatabase() throws SQLException {
        String createTable = "CREATE TABLE again.numbers (id INT) DISTRIBUTED BY HASH (id)";
        String insert = "INSERT INTO again.numbers WITH LABEL first VALUES (1)";
        client.run(
                "CREATE DATABASE again",
                createTable,
                insert,
                "DROP DATABASE again",
                "CREATE DATABASE again",
                createTable);
        assertThat(client.rows("SHOW LOAD FROM again")).isEmpty();
        client.run(insert, "DROP DATABASE again");
    }

    @Test
    void descListsTheColumnsOfARollup(FreshDatabase freshDatabase) throws SQLException {
        client.run(
                "CREATE TABLE sold (k INT, v BIGINT) DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)",
                "CREATE MATERIALIZED VIEW sold_sums AS SELECT k, sum(v) FROM sold GROUP BY k");
        freshDatabase.server().jobs().finish();

        assertThat(client.rows("DESC SOLD_SUMS"))
                .containsExactly(
                        row("k", "int", "YES", "true", null, ""),
                        row("mv_sum_v", "bigint", "YES", "false", null, "SUM"));
        assertThat(client.rows("DESC " + database + ".sold_sums ALL")).hasSize(2);
        assertThat(client.refusal("SHOW COLUMNS FROM sold_sums").errno()).isEqualTo(5502);
    }

    @Test
    void systemTablesShowTheirNullabilityAndComments() throws SQLException {
        assertThat(client.rows("DESC information_schema.be_bvars"))
                .extracting(column -> column.get(2))
                .containsOnly("NO");
        assertThat(client.rows("SHOW FULL COLUMNS FROM information_schema.column_stats_usage"))
                .extracting(column -> column.get(8))
                .contains("", "use case of this column stats", "create time of this column stats");
    }

    @Test
    void enginesAndCollationsAreListed() throws SQLException {
        assertThat(client.column("SHOW ENGINES")).containsExactly("OLAP", "MySQL", "ELASTICSEARCH", "HIVE", "ICEBERG");
        assertThat(client.column("SHOW COLLATION")).contains("gbk_chinese_ci");
    }

    @Test
    void malformedStatementsOfASessionAreRefused() throws SQLException {
        for (String statement : List.of(
                "SET TRANSACTION",
                "SET TRANSACTION ISOLATION LEVEL nope",
                "SET SESSION TRANSACTION READ nope",
                "USE 'x'",
                "USE 'catalog a b'",
                "KILL 'abc'",
                "KILL CONNECTION 'abc'",
                "SHOW DATA FROM nope")) {
            assertThat(client.refusal(statement).errno()).as(statement).isEqualTo(1064);
        }
        client.run(
                "SET TRANSACTION READ WRITE, ISOLATION LEVEL SERIALIZABLE",
                "SET SESSION TRANSACTION ISOLATION LEVEL READ UNCOMMITTED",
                "USE 'catalog default_catalog'");
    }

    @Test
    void authenticationsAreListed() throws SQLException {
        client.run("DROP USER IF EXISTS 'login_ada'", "CREATE USER 'login_ada' IDENTIFIED BY 'secret'");

        assertThat(client.rows("SHOW AUTHENTICATION"))
                .containsExactly(row("'root'@'%'", "No", "MYSQL_NATIVE_PASSWORD", null));
        assertThat(client.rows("SHOW AUTHENTICATION FOR login_ada"))
                .containsExactly(row("'login_ada'@'%'", "Yes", "MYSQL_NATIVE_PASSWORD", null));
        assertThat(client.column("SHOW ALL AUTHENTICATION")).contains("'root'@'%'", "'login_ada'@'%'");
        assertThat(client.refusal("SHOW AUTHENTICATION FOR nobody_else").errno())
                .isEqualTo(1064);
        client.run("DROP USER 'login_ada'");
    }

    @Test
    void loadsAreSelectedSortedAndLimited() throws SQLException {
        for (String label : List.of("sale_1", "sale_2", "order_1")) {
            client.run("INSERT INTO visits WITH LABEL " + label + " VALUES (1, now(), 1)");
        }
        String selectedLoads = "SHOW LOAD FROM " + database + " WHERE (LABEL LIKE 'sale' AND state = 'finished')";

        assertThat(labels(selectedLoads + " ORDER BY Label DESC")).containsExactly("sale_2", "sale_1");
        assertThat(labels("SHOW LOAD WHERE LABEL LIKE 'ale_2'")).containsExactly("sale_2");
        assertThat(labels("SHOW LOAD WHERE LABEL LIKE 'sale%'")).isEmpty();
        assertThat(labels("SHOW LOAD ORDER BY CreateTime DESC, label LIMIT 1, 1;"))
                .hasSize(1);
        assertThat(labels("SHOW LOAD LIMIT 1 OFFSET 1")).containsExactly("sale_2");
        for (String clause : List.of(
                "WHERE state = 'x'",
                "WHERE nope = 1",
                "WHERE label = ''",
                "WHERE label = 'a' OR label = 'b'",
                "WHERE label NOT LIKE 'a'",
                "WHERE state LIKE 'F%'",
                "ORDER BY nope",
                "ORDER BY 1")) {
            assertThat(client.refusal("SHOW LOAD " + clause).errno()).as(clause).isEqualTo(5064);
        }
        assertThat(client.refusal("SHOW LOAD LIKE 'a'").errno()).isEqualTo(1064);
    }

    @Test
    void aLabelIsSoughtInAllDatabasesUntilOneLacksIt() throws SQLException {
        client.run("INSERT INTO visits WITH LABEL everywhere VALUES (1, now(), 1)");
        assertThat(labels("SHOW LOAD ALL WHERE LABEL = 'everywhere'")).containsExactly("everywhere");
        client.run(
                "CREATE DATABASE other_loads",
                "CREATE TABLE other_loads.t (k INT) DISTRIBUTED BY HASH(k)",
                "INSERT INTO other_loads.t WITH LABEL elsewhere VALUES (1)");
        assertThat(labels("SHOW LOAD ALL WHERE LABEL = 'everywhere'")).isEmpty();
        assertThat(labels("SHOW LOAD ALL WHERE LABEL LIKE 'everywhere'")).containsExactly("everywhere");
        client.run("DROP DATABASE other_loads FORCE");
    }

    private List<String> labels(String showLoad) throws SQLException {
        return client.rows(showLoad).stream().map(load -> load.get(1)).toList();
    }

    @Test
    void clausesOfAShowSelectItsRows() throws SQLException {
        assertThat(client.rows("SHOW CATALOGS LIKE 'x%'")).isEmpty();
        assertThat(client.rows("SHOW CATALOGS LIKE 'default%'")).hasSize(1);
        assertThat(client.rows("SHOW STORAGE VOLUMES LIKE 'x'")).isEmpty();
        assertThat(client.column("SHOW ROLES WHERE Name = 'public'")).containsExactly("public");
        assertThat(client.rows("SHOW ROLES ORDER BY nope LIMIT 2")).hasSize(2);
        assertThat(client.rows("SHOW GRANTS LIMIT 0")).isEmpty();
        assertThat(client.rows("SHOW RESOURCE GROUPS ALL")).isEmpty();
        assertThat(client.rows("SHOW PROCESSLIST FOR 'nobody_else'")).isEmpty();
        assertThat(client.rows("SHOW PROCESSLIST FOR 'root'")).isNotEmpty();
        for (String statement : List.of(
                "SHOW USERS x",
                "SHOW USER PROPERTY",
                "SHOW DATA CACHE RULES",
                "SHOW FRONTENDS x",
                "SHOW PROCESSLIST FOR root",
                "SHOW PROC '/dbs' x")) {
            assertThat(client.refusal(statement).message()).as(statement).contains("syntax error");
        }
    }

    @Test
    void aTransactionIsShownByItsNumber() throws SQLException {
        for (String clause : List.of("", "WHERE nope = 1", "WHERE id = 'a'", "WHERE id > 5")) {
            assertThat(client.refusal("SHOW TRANSACTION " + clause).errno())
                    .as(clause)
                    .isEqualTo(5064);
        }
        assertThat(client.refusal("SHOW TRANSACTION WHERE id = 999999").errno()).isEqualTo(1064);
    }

    @Test
    void conditionsOnJobsAndPartitionsCompareCertainColumns() throws SQLException {
        for (String clause : List.of(
                "WHERE TableName LIKE 'o%'",
                "WHERE TableName = 'a' OR State = 'FINISHED'",
                "WHERE nope = 1",
                "WHERE JobId = 5",
                "WHERE 5 = 5",
                "WHERE CreateTime = 5",
                "WHERE State > 'FINISHED'",
                "ORDER BY nope",
                "ORDER BY 1")) {
            assertThat(client.refusal("SHOW ALTER TABLE COLUMN " + clause).errno())
                    .as(clause)
                    .isEqualTo(5064);
        }
        assertThat(client.rows("SHOW ALTER TABLE COLUMN WHERE (CreateTime > '2024-01-01') AND State = 'nope'"))
                .isEmpty();
        for (String condition : List.of(
                "nope = 1",
                "PartitionName > 'a'",
                "Buckets LIKE '1'",
                "1 = 1",
                "PartitionId IN (5)",
                "PartitionName IS NULL",
                "VisibleVersionTime > '2020-01-01'",
                "PartitionName = 'a' OR Buckets = 1",
                "State = 'NORMAL'",
                "Buckets = '3'",
                "PartitionName = 1",
                "Buckets > 1 AND Buckets < 5",
                "PartitionName LIKE 'P%'",
                "PartitionName LIKE 'p2024__'",
                "PartitionName LIKE '('",
                "LastConsistencyCheckTime > '2020-01-01'")) {
            assertThat(client.refusal("SHOW PARTITIONS FROM orders WHERE " + condition)
                            .errno())
                    .as(condition)
                    .isEqualTo(1064);
        }
        assertThat(client.rows("SHOW PARTITIONS FROM orders WHERE PartitionName LIKE '%02' AND Buckets < 100"))
                .hasSize(1);
        assertThat(client.refusal("SHOW PARTITIONS FROM orders ORDER BY nope").errno())
                .isEqualTo(1166);
        assertThat(client.refusal("SHOW PARTITIONS FROM orders ORDER BY 1").errno())
                .isEqualTo(1064);
    }

    @Test
    void bucketsAreDerivedFromTheNumberOfBackends() throws SQLException {
        client.run(
                "CREATE TABLE hashed (k INT) DISTRIBUTED BY HASH(k)",
                "CREATE TABLE dated (k INT, d DATE) PARTITION BY RANGE(d) (PARTITION p VALUES LESS THAN ('2024-01-01'))"
                        + " DISTRIBUTED BY HASH(k)",
                "CREATE TABLE scattered (k INT) DUPLICATE KEY(k)",
                "CREATE MATERIALIZED VIEW hashed_view REFRESH MANUAL AS SELECT k FROM hashed");

        assertThat(bucketCount("hashed")).isEqualTo("16");
        assertThat(bucketCount("dated")).isEqualTo("6");
        assertThat(bucketCount("scattered")).isEqualTo("3");
        assertThat(bucketCount("hashed_view")).isEqualTo("16");
        assertThat(bucketCount("orders")).isEqualTo("4");
    }

    private String bucketCount(String table) throws SQLException {
        List<String> columnNames = client.columnNames("SHOW PARTITIONS FROM " + table);
        return client.rows("SHOW PARTITIONS FROM " + table).get(0).get(columnNames.indexOf("Buckets"));
    }

    @Test
    void helpAndTheInternalCatalogHaveNoRows() throws SQLException {
        assertThat(client.rows("HELP 'select'")).isEmpty();
        assertThat(client.columnNames("HELP 'select'")).containsExactly("name", "is_it_category");
        assertThat(client.rows("SHOW CREATE CATALOG default_catalog")).isEmpty();
        assertThat(client.refusal("SHOW CREATE CATALOG nope").errno()).isEqualTo(5078);
    }

    @Test
    void loadsAreRecordedByLabel() throws SQLException {
        client.run("INSERT INTO visits WITH LABEL first VALUES (1, now(), 1)", "DELETE FROM orders WHERE id = 1");
        assertThat(client.refusal("INSERT INTO visits WITH LABEL first VALUES (2, now(), 1)")
                        .message())
                .satisfies(MESSAGES::matchText);
        assertThat(client.rows("SELECT LABEL, STATE, TABLE_NAME FROM information_schema.loads WHERE DB_NAME = '"
                        + database + "' AND TYPE = 'INSERT'"))
                .containsExactly(row("first", "FINISHED", "visits"));
        assertThat(client.refusal("INSERT INTO nope VALUES (1)").errno()).isEqualTo(1064);
        assertThat(client.value("SELECT count(*) FROM visits")).isEqualTo("1");
    }

    @Test
    void ddlIsRefusedWithinATransaction() throws SQLException {
        client.run("BEGIN", "INSERT INTO visits VALUES (1, now(), 1)", "SELECT 1");
        assertThat(client.refusal("DROP TABLE visits").errno()).isEqualTo(5305);
        assertThat(client.refusal("SHOW TABLES").sqlState()).isEqualTo("25P01");
        client.run("COMMIT", "SHOW TABLES");
    }

    @Test
    void showListsNodesAndVariables() throws SQLException {
        assertThat(client.rows("SHOW BACKENDS"))
                .hasSize(3)
                .allSatisfy(row -> assertThat(row.get(8)).isEqualTo("true"));
        assertThat(client.rows("SHOW FRONTENDS")).hasSize(1);
        assertThat(client.rows("SHOW COMPUTE NODES")).isEmpty();
        assertThat(client.rows("SHOW VARIABLES LIKE 'query_timeout'")).containsExactly(row("query_timeout", "300"));
        client.run("SET SESSION query_timeout = 5", "SET @x = 3 + 4", "SYNC", "SET NAMES utf8mb4");
        assertThat(client.rows("SELECT @@query_timeout, @@global.query_timeout, @x"))
                .containsExactly(row("5", "300", "7"));
        assertThat(client.rows("SHOW VARIABLES LIKE 'query_timeout'")).containsExactly(row("query_timeout", "5"));
        assertThat(client.rows("SHOW GLOBAL VARIABLES LIKE 'query_timeout'"))
                .containsExactly(row("query_timeout", "300"));
        assertThat(client.rows("SHOW VERBOSE VARIABLES LIKE 'query_timeout'"))
                .containsExactly(row("query_timeout", "5", "300", "1"));
        assertThat(client.refusal("SET nosuch = 1").errno()).isEqualTo(1193);
        assertThat(client.refusal("SET query_timeout = 'long'").errno()).isEqualTo(1064);
        assertThat(client.refusal("SET license = 'none'").errno()).isEqualTo(1621);
        client.run("SET query_timeout = DEFAULT");
        assertThat(client.value("SELECT @@query_timeout")).isEqualTo("300");
    }

    @Test
    void anySelectCanReadInformationSchema() throws SQLException {
        assertThat(client.rows("SELECT table_schema, count(*), max(x.n) FROM information_schema.`COLUMNS` AS c"
                        + " JOIN (SELECT count(*) AS n FROM INFORMATION_SCHEMA.tables WHERE TABLE_SCHEMA = 'shop') AS x"
                        + " WHERE table_name IN (SELECT table_name FROM information_schema.tables) AND"
                        + " table_name = 'orders' GROUP BY table_schema ORDER BY 2 DESC LIMIT 1"))
                .hasSize(1);
        assertThat(client.refusal("SELECT a FROM information_schema.tables").message())
                .satisfies(MESSAGES::matchText);
        assertThat(client.refusal("SELECT * FROM information_schema.nosuch").errno())
                .isEqualTo(5502);
    }

    @Test
    void unsupportedStatementsAreRefusedWithAReason() {
        assertThat(client.refusal("ANALYZE PROFILE FROM 'query'").message()).satisfies(MESSAGES::matchText);
        assertThat(client.refusal("SELEC 1").message()).satisfies(MESSAGES::matchText);
    }

    private static List<String> row(String... values) {
        return Arrays.asList(values);
    }
}
