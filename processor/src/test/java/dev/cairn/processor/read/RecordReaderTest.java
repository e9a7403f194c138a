package dev.cairn.processor.read;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a record becomes the statement that a person would write. */
class RecordReaderTest {
    @Test
    void aTableMayHaveAggregates() {
        String ddl = ReadSources.of("""
            @Table(comment = "Page views per page and day")
            @AggregateKey({"page_id", "visit_date"})
            @PartitionBy("date_trunc('day', visit_date)")
            @DistributedByHash(value = "page_id", buckets = 8)
            @Property(name = "replication_num", value = "${replication_num:3}")
            public record PageView(
                int pageId,
                LocalDate visitDate,
                @Aggregate(SUM) long totalViews,
                @Aggregate(REPLACE) @Varchar(64) String lastUser,
                @Aggregate(BITMAP_UNION) Bitmap distinctUsers) {}
            """).ddl();
        assertThat(ddl).isEqualTo("""
            CREATE TABLE `page_view` (
              `page_id` int(11) NOT NULL,
              `visit_date` date NULL,
              `total_views` bigint(20) SUM NOT NULL,
              `last_user` varchar(64) REPLACE NULL,
              `distinct_users` bitmap BITMAP_UNION NULL
            )
            AGGREGATE KEY(`page_id`, `visit_date`)
            COMMENT "Page views per page and day"
            PARTITION BY date_trunc('day', visit_date)
            DISTRIBUTED BY HASH(`page_id`) BUCKETS 8
            PROPERTIES (
            "replication_num" = "${replication_num:3}"
            )\
            """);
    }

    @Test
    void typesMayBeQualified() {
        String ddl = ReadSources.of("""
            @Table
            public record Types(
                    long id,
                    java.math.@Decimal(precision = 10, scale = 2) BigDecimal price,
                    java.lang.@Varchar(20) String name,
                    @NotNull java.lang.@Json String payload,
                    java.util.List<java.lang.@Varchar(5) String> tags,
                    byte @Varbinary(16) [] hash,
                    Address address) {
                public record Address(java.lang.@Varchar(80) String street) {}
            }
            """).ddl();
        assertThat(ddl).isEqualTo("""
            CREATE TABLE `types` (
              `id` bigint(20) NOT NULL,
              `price` decimal(10, 2) NULL,
              `name` varchar(20) NULL,
              `payload` json NOT NULL,
              `tags` array<varchar(5)> NULL,
              `hash` varbinary(16) NULL,
              `address` struct<street varchar(80)> NULL
            )\
            """);
    }

    @Test
    void everyTypeHasItsColumn() {
        String ddl = ReadSources.of("""
            @Table
            public record Types(
                    boolean flag,
                    byte tiny,
                    short little,
                    int number,
                    Long big,
                    float near,
                    Double nearer,
                    BigInteger huge,
                    @Decimal(precision = 10, scale = 2) BigDecimal price,
                    @Decimal(precision = 5) BigDecimal count,
                    String text,
                    @Varchar(20) String name,
                    @Char(2) String country,
                    @Json String payload,
                    @SqlType("varchar(7)") String said,
                    LocalDate day,
                    LocalDateTime moment,
                    byte[] bytes,
                    @Varbinary(16) byte[] hash,
                    Color color,
                    @Varchar(10) Color named,
                    Bitmap users,
                    Hll visits,
                    Percentile latency,
                    List<@Varchar(10) String> tags,
                    List<List<Integer>> matrix,
                    List<@Varbinary(4) byte[]> keys,
                    List<@Json String> documents,
                    Map<String, @Decimal(precision = 5, scale = 1) BigDecimal> prices,
                    @SqlType("array<varchar(3)>") List<String> codes,
                    Point place,
                    List<Point> path) {
                enum Color { RED }
                record Point(double x, @Column(name = "why") Double y, List<@Char(1) Color> colors) {}
            }
            """).ddl();
        assertThat(ddl).isEqualTo("""
            CREATE TABLE `types` (
              `flag` boolean NOT NULL,
              `tiny` tinyint(4) NOT NULL,
              `little` smallint(6) NOT NULL,
              `number` int(11) NOT NULL,
              `big` bigint(20) NULL,
              `near` float NOT NULL,
              `nearer` double NULL,
              `huge` largeint(40) NULL,
              `price` decimal(10, 2) NULL,
              `count` decimal(5, 0) NULL,
              `text` varchar(65533) NULL,
              `name` varchar(20) NULL,
              `country` char(2) NULL,
              `payload` json NULL,
              `said` varchar(7) NULL,
              `day` date NULL,
              `moment` datetime NULL,
              `bytes` varbinary NULL,
              `hash` varbinary(16) NULL,
              `color` varchar(65533) NULL,
              `named` varchar(10) NULL,
              `users` bitmap NULL,
              `visits` hll NULL,
              `latency` percentile NULL,
              `tags` array<varchar(10)> NULL,
              `matrix` array<array<int(11)>> NULL,
              `keys` array<varbinary(4)> NULL,
              `documents` array<json> NULL,
              `prices` map<varchar(65533),decimal(5, 1)> NULL,
              `codes` array<varchar(3)> NULL,
              `place` struct<x double, why double, colors array<char(1)>> NULL,
              `path` array<struct<x double, why double, colors array<char(1)>>> NULL
            )\
            """);
    }

    @Test
    void everyClauseOfATableIsInTheStatement() {
        String ddl = ReadSources.of("""
            @Table(name = "Orders", database = "shop", comment = "all \\"orders\\"")
            @PrimaryKey({"id", "day"})
            @PartitionByRange(value = "day", partitions = {
                @Partition(name = "p1", values = "LESS THAN ('2025-01-01')",
                    properties = @Property(name = "storage_medium", value = "SSD")),
                @Partition(name = "p2", values = "[('2025-01-01'), ('2026-01-01'))"),
                @Partition(batch = "START ('2026-01-01') END ('2027-01-01') EVERY (INTERVAL 1 MONTH)")
            })
            @DistributedByHash(value = {"id"}, bucketsFrom = "${buckets:8}")
            @OrderBy({"city", "day"})
            @BloomFilter(value = {"city", "note"}, falsePositives = "0.03")
            @ColocateWith("group")
            @Index(name = "by_city", columns = "city", comment = "c")
            @Index(name = "words", columns = "note", using = GIN,
                properties = @Property(name = "parser", value = "english"))
            @Rollup(name = "r", columns = {"id", "day"}, duplicateKey = "id", from = "b",
                properties = @Property(name = "a", value = "b"))
            @Property(name = "replication_num", value = "${replicas}")
            @Property(name = "compression", value = "zstd")
            public record Order(
                    @AutoIncrement Long id,
                    LocalDate day,
                    @Default("Oslo") @Varchar(20) String city,
                    @Default(sql = "CURRENT_TIMESTAMP") LocalDateTime created,
                    @Default("") String note,
                    @Index(name = "by_mark") int mark,
                    @GeneratedAs("mark * 2") Long twice) {}
            """).ddl();
        assertThat(ddl).isEqualTo("""
            CREATE TABLE `shop`.`Orders` (
              `id` bigint(20) AUTO_INCREMENT,
              `day` date,
              `city` varchar(20) NULL DEFAULT "Oslo",
              `created` datetime NULL DEFAULT CURRENT_TIMESTAMP,
              `note` varchar(65533) NULL DEFAULT "",
              `mark` int(11) NOT NULL,
              `twice` bigint(20) NULL AS mark * 2,
              INDEX by_city (`city`) USING BITMAP COMMENT 'c',
              INDEX words (`note`) USING GIN("parser" = "english"),
              INDEX by_mark (`mark`) USING BITMAP
            )
            PRIMARY KEY(`id`, `day`)
            COMMENT "all \\"orders\\""
            PARTITION BY RANGE(`day`)
            (PARTITION p1 VALUES LESS THAN ("2025-01-01")("storage_medium" = "SSD"),
            PARTITION p2 VALUES [("2025-01-01"), ("2026-01-01")),
            START ("2026-01-01") END ("2027-01-01") EVERY (INTERVAL 1 MONTH))
            DISTRIBUTED BY HASH(`id`) BUCKETS ${buckets:8}
            ORDER BY(`city`, `day`)
            ROLLUP (
              `r` (`id`, `day`) DUPLICATE KEY(`id`) FROM `b` PROPERTIES ("a" = "b")
            )
            PROPERTIES (
            "replication_num" = "${replicas}",
            "compression" = "zstd",
            "bloom_filter_columns" = "city, note",
            "bloom_filter_fpp" = "0.03",
            "colocate_with" = "group"
            )\
            """);
    }

    @Test
    void otherKeysPartitionsAndDistributionsAreInTheStatement() {
        String uniqueKeyDdl = ReadSources.of("""
            @Table
            @UniqueKey("id")
            @PartitionByList(value = {"city"}, partitions = {
                @Partition(name = "north", values = "IN ('Oslo', 'Bergen')")
            })
            @DistributedByHash("id")
            public record Place(@NotNull Integer id, @NotNull @Varchar(9) String city) {}
            """).ddl();
        assertThat(uniqueKeyDdl).isEqualTo("""
            CREATE TABLE `place` (
              `id` int(11) NOT NULL,
              `city` varchar(9) NOT NULL
            )
            UNIQUE KEY(`id`)
            PARTITION BY LIST(`city`)(
              PARTITION north VALUES IN ('Oslo', 'Bergen')
            )
            DISTRIBUTED BY HASH(`id`)\
            """);
        String duplicateKeyDdl = ReadSources.of("""
            @Table
            @DuplicateKey("id")
            @PartitionBy({"city", "date_trunc('day', created)"})
            @DistributedByRandom(buckets = 3)
            public record Visit(int id, @Varchar(9) String city, LocalDateTime created) {}
            """).ddl();
        assertThat(duplicateKeyDdl)
                .endsWith("PARTITION BY `city`, date_trunc('day', created)\nDISTRIBUTED BY RANDOM BUCKETS 3");
        String columnPartitionDdl = ReadSources.of("""
            @Table
            @PartitionBy({"city", "created"})
            public record Visit(int id, @Varchar(9) String city, LocalDateTime created) {}
            """).ddl();
        assertThat(columnPartitionDdl).endsWith("PARTITION BY (`city`,`created`)");
    }

    @Test
    void statesOfFunctionsAreTypes() {
        String ddl = ReadSources.of("""
            @Table
            @AggregateKey("id")
            public record Totals(long id, @StateOf("avg(bigint)") State average) {}
            """).ddl();
        assertThat(ddl).contains("  `average` avg(bigint(20))\n");
    }

    @Test
    void embeddedColumnsAreInTheirPlaceWithTheirPrefix() {
        ReadSources readSources = ReadSources.of("""
            @Table
            @PrimaryKey({"id", "home_zip"})
            public record Person(
                    long id,
                    @Embedded(prefix = "home_") Address home,
                    @Embedded Audit audit,
                    String note) {
                record Address(@Varchar(9) String zip, @RenamedFrom("town") @Index(name = "by_city") String city) {}
                record Audit(LocalDateTime at, @Embedded(prefix = "by_") Author by) {}
                record Author(String name) {}
            }
            """);
        assertThat(readSources.ddl()).isEqualTo("""
            CREATE TABLE `person` (
              `id` bigint(20) NOT NULL,
              `home_zip` varchar(9),
              `home_city` varchar(65533) NULL,
              `at` datetime NULL,
              `by_name` varchar(65533) NULL,
              `note` varchar(65533) NULL,
              INDEX by_city (`home_city`) USING BITMAP
            )
            PRIMARY KEY(`id`, `home_zip`)\
            """);
        assertThat(readSources
                        .declarations
                        .get(0)
                        .columns()
                        .get(2)
                        .previousName()
                        .name())
                .isEqualTo("home_town");
        assertThat(readSources.declarations.get(0).shape())
                .hasToString(
                        "RecordShape[recordName=shop.Person, components=[Leaf[accessor=id, columnIndex=0], Group[accessor=home,"
                                + " shape=RecordShape[recordName=shop.Person.Address, components=[Leaf[accessor=zip, columnIndex=1],"
                                + " Leaf[accessor=city, columnIndex=2]]]], Group[accessor=audit,"
                                + " shape=RecordShape[recordName=shop.Person.Audit, components=[Leaf[accessor=at, columnIndex=3],"
                                + " Group[accessor=by, shape=RecordShape[recordName=shop.Person.Author, components=[Leaf[accessor=name,"
                                + " columnIndex=4]]]]]]], Leaf[accessor=note, columnIndex=5]]]");
    }

    @Test
    void viewsHaveTheColumnsOfTheirRecords() {
        String plainDdl = ReadSources.of("""
            @View(comment = "in use", security = INVOKER, query = "SELECT id, name FROM account;")
            public record ActiveAccount(long id, String name) {}
            """).ddl();
        assertThat(plainDdl).isEqualTo("""
            CREATE VIEW `active_account`
            COMMENT "in use" SECURITY INVOKER AS SELECT id, name FROM account\
            """);
        String commentedDdl = ReadSources.of("""
            @View(query = "SELECT a.name, count(*) AS id FROM account a GROUP BY 1 UNION SELECT 'x', 1")
            public record Names(@Column(comment = "how many") long id, String name) {}
            """).ddl();
        assertThat(commentedDdl).startsWith("CREATE VIEW `names` (`name`, `id` COMMENT \"how many\") AS");
        String byPositionDdl = ReadSources.of("""
            @View(query = "SELECT 1, 2", columns = BY_POSITION)
            public record Names(long id, String name) {}
            """).ddl();
        assertThat(byPositionDdl).startsWith("CREATE VIEW `names` (`id`, `name`) AS");
    }

    @Test
    void materializedViewsHaveTheirClauses() {
        String ddl = ReadSources.of("""
            @MaterializedView(query = \"""
                SELECT order_date, sum(price) AS total
                  FROM orders GROUP BY order_date\""")
            @Refresh(mode = ASYNC, moment = DEFERRED, start = "2025-01-01 00:00:00", every = "1 DAY")
            @PartitionBy("order_date")
            @DistributedByHash(value = "order_date", buckets = 8)
            @OrderBy("total")
            @Property(name = "replication_num", value = "1")
            public record DailySales(
                    @Index(name = "by_date") LocalDate orderDate,
                    @Decimal(precision = 38, scale = 2) BigDecimal total) {}
            """).ddl();
        assertThat(ddl).isEqualTo("""
            CREATE MATERIALIZED VIEW `daily_sales` (`order_date`, `total`,
              INDEX by_date (`order_date`) USING BITMAP)
            PARTITION BY `order_date`
            DISTRIBUTED BY HASH(`order_date`) BUCKETS 8
            ORDER BY (`total`)
            REFRESH DEFERRED ASYNC START("2025-01-01 00:00:00") EVERY(INTERVAL 1 DAY)
            PROPERTIES (
            "replication_num" = "1"
            )
            AS SELECT order_date, sum(price) AS total
              FROM orders GROUP BY order_date\
            """);
    }

    /** Class files of older releases contain the former name, UNSAID. */
    @ParameterizedTest
    @ValueSource(strings = {"", ", moment = Refresh.Moment.DEFAULT", ", moment = Refresh.Moment.UNSAID"})
    void theDefaultMomentHasNoClause(String moment) {
        String ddl = ReadSources.of("""
            @MaterializedView(query = "SELECT id FROM orders")
            @Refresh(mode = ASYNC%s)
            @DistributedByHash("id")
            public record Ids(long id) {}
            """.formatted(moment)).ddl();
        assertThat(ddl).contains("\nREFRESH ASYNC\n");
    }

    @Test
    void externalAndSnapshotTablesHaveTheirStatements() {
        String externalDdl = ReadSources.of("""
            @External("lake.`my sales`.customer")
            public record Customer(long id, String name) {}
            """).ddl();
        assertThat(externalDdl).isEqualTo("""
            CREATE TABLE `lake`.`my sales`.`customer` (
              `id` bigint(20) NOT NULL,
              `name` varchar(65533) NULL
            )\
            """);
        ReadSources snapshotSources = ReadSources.of("""
            @SnapshotTable(query = "SELECT city, count(*) AS orders FROM orders GROUP BY city")
            @DistributedByHash("city")
            public record CityOrders(@Varchar(80) String city, long orders) {}
            """);
        assertThat(snapshotSources.ddl()).startsWith("CREATE TABLE `city_orders` (");
        assertThat(snapshotSources.declarations.get(0).query().text()).startsWith("SELECT city,");
    }
}
