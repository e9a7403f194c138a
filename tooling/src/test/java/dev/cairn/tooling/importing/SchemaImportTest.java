package dev.cairn.tooling.importing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.processor.SourceTree;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An existing catalog becomes records as a person would write them. */
class SchemaImportTest {
    private static final ServerProfile PROFILE =
            ServerProfile.DEFAULT.withReplicas(1, 3).withExperimental(true);

    private static final ImportedSchemaNames TARGET = new ImportedSchemaNames("com.acme", "Shop", "shop", "shop");

    private static ImportedSchema importCatalog(String... ddl) {
        return new SchemaImporter(PROFILE, createCatalog(ddl), TARGET).write();
    }

    private static Catalog createCatalog(String... ddl) {
        Engine engine = new Engine(PROFILE);
        Catalog catalog = Catalog.EMPTY.withDatabase(Database.of("shop"));
        Session session = new Session("shop");
        for (String statement : ddl) {
            catalog = engine.apply(catalog, session, Sql.parse(statement)).catalog();
        }
        return catalog;
    }

    /** Returns the source of a type without its package and imports. */
    private static String findSource(ImportedSchema importedSchema, String name) {
        String sourceText = importedSchema.sources().stream()
                .filter(source -> source.name().simpleName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " among " + listTypeNames(importedSchema)))
                .text();
        int lastImportStart = sourceText.lastIndexOf("\nimport ");
        return lastImportStart < 0 ? sourceText : sourceText.substring(sourceText.indexOf("\n\n", lastImportStart) + 2);
    }

    private static List<String> listTypeNames(ImportedSchema importedSchema) {
        return importedSchema.sources().stream()
                .map(source -> source.name().simpleName())
                .toList();
    }

    @Test
    void noRecordHasTheNameOfAnAnnotationThatItUses() {
        assertThat(listTypeNames(importCatalog("CREATE TABLE allow (k INT) DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)")))
                .contains("AllowRow");
    }

    /** The database in which the view was created has lost its table since. */
    @Test
    void aViewWhoseQueryHasAnotherMeaningIsOmitted() {
        Engine engine = new Engine(PROFILE);
        Catalog catalog = Catalog.EMPTY.withDatabase(Database.of("shop")).withDatabase(Database.of("other"));
        String createTable = " (id INT) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id)";
        Session otherSession = new Session("other");
        for (String statement : List.of(
                "CREATE TABLE t" + createTable,
                "CREATE VIEW shop.v AS SELECT id FROM t",
                "DROP TABLE t",
                "CREATE TABLE shop.t" + createTable)) {
            catalog = engine.apply(catalog, otherSession, Sql.parse(statement)).catalog();
        }
        ImportedSchema importedSchema = new SchemaImporter(PROFILE, catalog, TARGET).write();
        assertThat(listTypeNames(importedSchema)).contains("T").doesNotContain("V");
        assertThat(importedSchema.omissions())
                .singleElement()
                .asString()
                .contains("its query does not name the database other, in which it was created");
    }

    @Test
    void tablesReadLikeTheirDdl() {
        ImportedSchema importedSchema = importCatalog("""
            CREATE TABLE page_view (
              page_id INT NOT NULL, visit_date DATE COMMENT 'the day',
              total_views BIGINT SUM NOT NULL DEFAULT '0', last_user VARCHAR(64) REPLACE,
              distinct_users BITMAP BITMAP_UNION, price DECIMAL(10, 2) SUM)
            AGGREGATE KEY(page_id, visit_date) COMMENT 'Page views per page and day'
            PARTITION BY date_trunc('day', visit_date)
            DISTRIBUTED BY HASH(page_id) BUCKETS 8
            PROPERTIES ('replication_num' = '1', 'bloom_filter_columns' = 'page_id')\
            """);
        assertThat(importedSchema.omissions()).isEmpty();
        assertThat(importedSchema.sources().get(0).text()).isEqualTo("""
            package com.acme;

            import static dev.cairn.annotation.Aggregate.Function.BITMAP_UNION;
            import static dev.cairn.annotation.Aggregate.Function.REPLACE;
            import static dev.cairn.annotation.Aggregate.Function.SUM;

            import dev.cairn.annotation.Aggregate;
            import dev.cairn.annotation.AggregateKey;
            import dev.cairn.annotation.Allow;
            import dev.cairn.annotation.BloomFilter;
            import dev.cairn.annotation.Column;
            import dev.cairn.annotation.Decimal;
            import dev.cairn.annotation.Default;
            import dev.cairn.annotation.DistributedByHash;
            import dev.cairn.annotation.PartitionBy;
            import dev.cairn.annotation.Property;
            import dev.cairn.annotation.Table;
            import dev.cairn.annotation.Varchar;
            import dev.cairn.type.Bitmap;
            import java.math.BigDecimal;
            import java.time.LocalDate;

            @Table(comment = "Page views per page and day")
            @AggregateKey({"page_id", "visit_date"})
            @PartitionBy("date_trunc('day', visit_date)")
            @DistributedByHash(value = "page_id", buckets = 8)
            @BloomFilter("page_id")
            @Property(name = "replication_num", value = "1")
            @Allow("single-replica")
            public record PageView(
                    int pageId,
                    @Column(comment = "the day") LocalDate visitDate,
                    @Aggregate(SUM) @Default("0") long totalViews,
                    @Aggregate(REPLACE) @Varchar(64) String lastUser,
                    @Aggregate(BITMAP_UNION) Bitmap distinctUsers,
                    @Aggregate(SUM) @Decimal(precision = 38, scale = 2) BigDecimal price) {}
            """);
    }

    @Test
    void propertiesOfViewsLackWhatARefreshCopiesAndDatabases() {
        Catalog catalog = createCatalog(
                "CREATE TABLE account (id BIGINT NOT NULL) PRIMARY KEY(id)",
                "CREATE MATERIALIZED VIEW account_count REFRESH ASYNC EVERY(INTERVAL 1 DAY) PROPERTIES ("
                        + "'session.query_timeout' = '100', 'session.insert_timeout' = '100',"
                        + " 'excluded_trigger_tables' = 'shop.account') AS SELECT count(*) AS number FROM account");

        ImportedSchema importedSchema =
                SchemaImporter.ofServerCatalog(PROFILE, catalog, TARGET).write();

        assertThat(findSource(importedSchema, "AccountCount"))
                .contains("@Property(name = \"session.query_timeout\", value = \"100\")")
                .contains("@Property(name = \"excluded_trigger_tables\", value = \"account\")")
                .doesNotContain("insert_timeout");
        assertThat(importedSchema.omissions()).isEmpty();
    }

    @Test
    void columnsOfViewsFollowFromTheirQueries() {
        ImportedSchema importedSchema = importCatalog(
                "CREATE TABLE account (id BIGINT NOT NULL, name VARCHAR(20), active BOOLEAN) PRIMARY KEY(id)",
                "CREATE VIEW active_account (id COMMENT 'account id', name) COMMENT 'In use'"
                        + " AS SELECT id, name\nFROM account\nWHERE active",
                "CREATE VIEW renamed (a, b) SECURITY INVOKER AS SELECT id, name FROM account",
                "CREATE MATERIALIZED VIEW per_name DISTRIBUTED BY HASH(name) BUCKETS 2"
                        + " REFRESH DEFERRED ASYNC START('2025-01-01 00:00:00') EVERY(INTERVAL 1 DAY)"
                        + " PROPERTIES ('replication_num' = '1')"
                        + " AS SELECT name, count(*) AS n FROM account GROUP BY name");
        assertThat(findSource(importedSchema, "ActiveAccount")).isEqualTo("""
            @View(comment = "In use", query = \"""
                SELECT id, name
                FROM account
                WHERE active\""")
            public record ActiveAccount(@Column(comment = "account id") long id, String name) {}
            """);
        assertThat(findSource(importedSchema, "Renamed")).isEqualTo("""
            @View(security = INVOKER, columns = BY_POSITION, query = "SELECT id, name FROM account")
            public record Renamed(long a, String b) {}
            """);
        assertThat(findSource(importedSchema, "PerName")).isEqualTo("""
            @MaterializedView(query = "SELECT name, count(*) AS n FROM account GROUP BY name")
            @DistributedByHash(value = "name", buckets = 2)
            @Refresh(mode = ASYNC, moment = DEFERRED, start = "2025-01-01 00:00:00", every = "1 DAY")
            @Property(name = "replication_num", value = "1")
            public record PerName(String name, long n) {}
            """);
        assertThat(findSource(importedSchema, "Shop")).isEqualTo("""
            @Schema(name = "shop", experimental = {GIN, VECTOR, ROW_STORE}, value = {
                Account.class, ActiveAccount.class, Renamed.class, PerName.class
            })
            public interface Shop {}
            """);
    }

    @Test
    void synchronousViewsHaveTheirOwnRecords() {
        ImportedSchema importedSchema = importCatalog(
                "CREATE TABLE sale (city VARCHAR(20), price INT) DUPLICATE KEY(city)",
                "CREATE MATERIALIZED VIEW by_city AS SELECT city, sum(price) FROM sale GROUP BY city");
        assertThat(findSource(importedSchema, "ByCity")).isEqualTo("""
            @MaterializedView(query = "SELECT city, sum(price) FROM sale GROUP BY city")
            public record ByCity(String city, @Column(name = "sum(price)") Long sumPrice) {}
            """);
        assertThat(findSource(importedSchema, "Sale")).doesNotContain("Rollup");
    }

    @Test
    void illegalJavaNamesAreReplacedAndDeclared() {
        ImportedSchema importedSchema = importCatalog(
                "CREATE TABLE `string` (`class` INT, `Ärger` INT, `1st` INT, `a b` INT, user_id INT, `userId` INT,"
                        + " hash_code INT, `line_2` INT, `ID` INT, `a_b_c` INT, `$` INT) DUPLICATE KEY(`class`)",
                "CREATE TABLE orders (k INT)",
                "CREATE TABLE ORDERS (k INT)",
                "CREATE TABLE orders_table (k INT)");
        assertThat(listTypeNames(importedSchema))
                .containsExactly("Orders", "Orders2", "OrdersTable2", "StringRow", "Shop");
        assertThat(findSource(importedSchema, "StringRow")).isEqualTo("""
            @Table(name = "string")
            @DuplicateKey("class")
            @DistributedByRandom
            public record StringRow(
                    @Column(name = "class") Integer class_,
                    @Column(name = "Ärger") Integer ärger,
                    @Column(name = "1st") Integer _1st,
                    @Column(name = "a b") Integer aB,
                    Integer userId,
                    @Column(name = "userId") Integer userId2,
                    @Column(name = "hash_code") Integer hashCode_,
                    Integer line_2,
                    @Column(name = "ID") Integer id,
                    @Column(name = "a_b_c") Integer aBC,
                    @Column(name = "$") Integer unnamed) {}
            """);
        assertThat(findSource(importedSchema, "Orders")).startsWith("@Table(name = \"ORDERS\")");
        assertThat(findSource(importedSchema, "Orders2")).startsWith("@Table(name = \"orders\")");
    }

    @Test
    void structsAreNestedRecords() {
        ImportedSchema importedSchema = importCatalog(
                "CREATE TABLE parcel (id INT, address STRUCT<street STRING, `geo point` STRUCT<lat DOUBLE, lon"
                        + " DOUBLE>>, stops ARRAY<STRUCT<at DATETIME, note VARCHAR(10)>>, tags MAP<VARCHAR(10),"
                        + " ARRAY<DECIMAL(9,2)>>, list ARRAY<VARBINARY(4)>)");
        assertThat(findSource(importedSchema, "Parcel")).isEqualTo("""
            @Table
            @DuplicateKey("id")
            @DistributedByRandom
            public record Parcel(
                    Integer id,
                    Address address,
                    List<Stops> stops,
                    Map<@Varchar(10) String, List<@Decimal(precision = 9, scale = 2) BigDecimal>> tags,
                    List<@Varbinary(4) byte[]> list) {
                public record Address(String street, @Column(name = "geo point") GeoPoint geoPoint) {}

                public record GeoPoint(Double lat, Double lon) {}

                public record Stops(LocalDateTime at, @Varchar(10) String note) {}
            }
            """);
    }

    @Test
    void veryWideTablesAreDividedIntoEmbeddedRecords() {
        String columns = IntStream.range(0, 200)
                .mapToObj(i -> "c" + i + " BIGINT NOT NULL")
                .collect(Collectors.joining(", "));
        String source = findSource(importCatalog("CREATE TABLE wide (" + columns + ")"), "Wide");
        assertThat(source)
                .contains("public record Wide(@Embedded Part1 part1, @Embedded Part2 part2) {")
                .contains("            long c99) {}\n\n    public record Part2(\n            long c100,");
    }

    @Test
    void partitionsAreListed() {
        ImportedSchema importedSchema = importCatalog(
                "CREATE TABLE r (k INT, d DATE NOT NULL) PARTITION BY RANGE(d) (PARTITION p0 VALUES LESS THAN"
                        + " ('2024-01-01'), PARTITION p1 VALUES LESS THAN ('2025-01-01'))",
                "CREATE TABLE l (k INT, c VARCHAR(9) NOT NULL) PARTITION BY LIST(c) (PARTITION p VALUES IN ('it''s',"
                        + " 'b'))");
        assertThat(findSource(importedSchema, "R")).contains("""
            @PartitionByRange(value = "d", partitions = {
                @Partition(name = "p0", values = "[('0000-01-01'), ('2024-01-01'))"),
            """);
        assertThat(findSource(importedSchema, "L"))
                .contains("@PartitionByList(value = \"c\", partitions = @Partition(name = \"p\", values = \"IN (");
    }

    @Test
    void undeclarableObjectsAreReported() {
        ImportedSchema importedSchema = importCatalog(
                "CREATE TEMPORARY TABLE scratch (k INT)",
                "CREATE TABLE t (k INT, v INT)",
                "CREATE VIEW gone AS SELECT v FROM t",
                "CREATE VIEW fine AS SELECT k FROM t",
                "ALTER TABLE t DROP COLUMN v");
        assertThat(importedSchema.omissions())
                .extracting(ImportOmission::objectName)
                .containsExactly("shop.scratch", "shop.gone");
        assertThat(importedSchema.omissions().get(1).description()).contains("its query can't be resolved", "'v'");
        assertThat(listTypeNames(importedSchema)).containsExactly("T", "Fine", "Shop");
    }

    @Test
    void readersOfOmittedObjectsAreOmitted() {
        ImportedSchema importedSchema = importCatalog(
                "CREATE TABLE t (k INT, v INT)",
                "CREATE VIEW gone AS SELECT v FROM t",
                "CREATE VIEW above AS SELECT * FROM gone",
                "ALTER TABLE t DROP COLUMN v");
        assertThat(importedSchema.omissions())
                .extracting(ImportOmission::objectName)
                .containsExactly("shop.above", "shop.gone");
    }

    @Test
    void propertiesThatOnlyAlterAcceptsAreReported() {
        ImportedSchema importedSchema = importCatalog(
                "CREATE TABLE o (d DATE NOT NULL, price INT) PARTITION BY date_trunc('day', d)",
                "CREATE MATERIALIZED VIEW m PARTITION BY d REFRESH MANUAL AS SELECT d, sum(price) AS s FROM o GROUP BY"
                        + " d",
                "ALTER MATERIALIZED VIEW m SET ('unique_constraints' = 'm.d')");
        assertThat(importedSchema.omissions())
                .singleElement()
                .satisfies(
                        omission -> assertThat(omission.description()).startsWith("the property unique_constraints: "))
                .matches(omission -> !omission.isWholeObject());
        assertThat(findSource(importedSchema, "M")).doesNotContain("unique_constraints");
    }

    @Test
    void otherDatabasesAreDeclared() {
        ImportedSchema importedSchema = importCatalog(
                "CREATE DATABASE other",
                "CREATE TABLE other.t (k INT)",
                "CREATE VIEW other.v AS SELECT k FROM other.t");
        assertThat(findSource(importedSchema, "T")).contains("@Table(database = \"other\")");
        assertThat(findSource(importedSchema, "V"))
                .contains("@View(database = \"other\", query = \"SELECT k FROM other.t\")");
    }

    private static final String SHOWN_TABLE = """
        CREATE TABLE `%s` (
          `day` date NOT NULL COMMENT "",
          `v` int(11) NULL COMMENT ""
        ) ENGINE=OLAP
        DUPLICATE KEY(`day`)
        %s
        DISTRIBUTED BY HASH(`day`) BUCKETS 2
        PROPERTIES (
        "compression" = "%s",
        %s
        "fast_schema_evolution" = "true",
        "replicated_storage" = "true",
        "replication_num" = "%s"
        )\
        """;

    private static ImportedSchema importShown(ImportedSchemaNames target, ServerProfile profile, String... ddl) {
        Engine engine = new Engine(profile);
        Catalog catalog = Catalog.EMPTY.withDatabase(Database.of("shop"));
        for (String statement : ddl) {
            catalog = engine.apply(catalog, new Session("shop"), Sql.parse(statement))
                    .catalog();
        }
        return SchemaImporter.ofServerCatalog(profile, catalog, target).write();
    }

    @Test
    void assumedPropertiesAreNotWritten() {
        ImportedSchemaNames target = new ImportedSchemaNames("com.acme", "Shop", "shop", "shop");
        assertThat(findSource(
                        importShown(target, PROFILE, SHOWN_TABLE.formatted("sales", "", "LZ4", "", "1")), "Sales"))
                .isEqualTo("""
                    @Table
                    @DuplicateKey("day")
                    @DistributedByHash(value = "day", buckets = 2)
                    public record Sales(@NotNull LocalDate day, Integer v) {}
                    """);
        assertThat(findSource(
                        importShown(target, PROFILE, SHOWN_TABLE.formatted("sales", "", "ZSTD", "", "2")), "Sales"))
                .contains("""
                    @Property(name = "compression", value = "ZSTD")
                    @Property(name = "replication_num", value = "2")
                    public\
                    """);
    }

    @Test
    void dynamicPartitionsAreNotWritten() {
        String partitions = """
            PARTITION BY RANGE(`day`)
            (PARTITION p0 VALUES [("0000-01-01"), ("2020-01-01")),
            PARTITION m202611 VALUES [("2026-11-01"), ("2026-12-01")),
            PARTITION m202612 VALUES [("2026-12-01"), ("2027-01-01")),
            PARTITION m202701 VALUES [("2027-01-01"), ("2028-01-01")))\
            """;
        String dynamicProperties = """
            "dynamic_partition.buckets" = "2",
            "dynamic_partition.enable" = "%s",
            "dynamic_partition.end" = "2",
            "dynamic_partition.history_partition_num" = "0",
            "dynamic_partition.prefix" = "m",
            "dynamic_partition.start" = "-2147483648",
            "dynamic_partition.start_day_of_month" = "1",
            "dynamic_partition.time_unit" = "MONTH",
            "dynamic_partition.time_zone" = "Asia/Shanghai",\
            """;
        ImportedSchemaNames target = new ImportedSchemaNames("com.acme", "Shop", "shop", "shop");
        String sales = SHOWN_TABLE.formatted("sales", partitions, "LZ4", dynamicProperties.formatted("true"), "1");
        assertThat(findSource(importShown(target, PROFILE, sales), "Sales")).isEqualTo("""
            @Table
            @DuplicateKey("day")
            @PartitionByRange(value = "day", partitions = {
                @Partition(name = "p0", values = "[('0000-01-01'), ('2020-01-01'))"),
                @Partition(name = "m202701", values = "[('2027-01-01'), ('2028-01-01'))")
            })
            @DistributedByHash(value = "day", buckets = 2)
            @Property(name = "dynamic_partition.buckets", value = "2")
            @Property(name = "dynamic_partition.enable", value = "true")
            @Property(name = "dynamic_partition.end", value = "2")
            @Property(name = "dynamic_partition.prefix", value = "m")
            @Property(name = "dynamic_partition.time_unit", value = "MONTH")
            public record Sales(@NotNull LocalDate day, Integer v) {}
            """);
        String tableWithDisabledPartitions =
                SHOWN_TABLE.formatted("sales", partitions, "LZ4", dynamicProperties.formatted("false"), "1");
        assertThat(findSource(importShown(target, PROFILE, tableWithDisabledPartitions), "Sales"))
                .contains("m202611", "m202612");
    }

    @Test
    void pulledRecordsCompileWithoutWarnings(@TempDir Path folder) {
        SourceTree sourceTree = new SourceTree(folder);
        ImportedSchema importedSchema = importCatalog(
                "CREATE TABLE one (k STRING NOT NULL, v INT) PRIMARY KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 1"
                        + " PROPERTIES ('replication_num' = '1')",
                "CREATE TABLE two (k INT, v INT) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 1"
                        + " PROPERTIES ('colocate_with' = 'g')",
                "CREATE TABLE three (d DATE) DUPLICATE KEY (d) PARTITION BY date_trunc('day', d)"
                        + " DISTRIBUTED BY HASH (d) BUCKETS 1",
                "CREATE TABLE four (c VARCHAR(2) NOT NULL, j JSON) DUPLICATE KEY (c) PARTITION BY LIST (c)"
                        + " (PARTITION p VALUES IN ('USA')) ORDER BY (c, j)",
                "CREATE MATERIALIZED VIEW five REFRESH MANUAL AS SELECT d FROM three WHERE d > now()");
        importedSchema.sources().forEach(source -> sourceTree.with(source.text()));
        assertThat(sourceTree.compile("-Werror", "-Acairn.pending=off")).isEmpty();
    }

    @Test
    void theRootDeclaresWhatAllRecordsHaveInCommon(@TempDir Path folder) {
        String table = "CREATE TABLE %s (k INT, v INT) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 2"
                + " PROPERTIES ('replication_num' = '1', 'compression' = 'ZSTD'%s)";
        ImportedSchema importedSchema = importCatalog(
                table.formatted("one", ", 'bloom_filter_columns' = 'v'"),
                table.formatted("two", ", 'bloom_filter_columns' = 'v'"),
                "CREATE VIEW plain AS SELECT k FROM one",
                "CREATE MATERIALIZED VIEW refreshed REFRESH MANUAL PROPERTIES ('replication_num' = '1')"
                        + " AS SELECT k FROM one",
                "CREATE MATERIALIZED VIEW rolled AS SELECT k, sum(v) AS s FROM one GROUP BY k");
        assertThat(findSource(importedSchema, "Shop")).isEqualTo("""
            @Schema(
                    name = "shop",
                    experimental = {GIN, VECTOR, ROW_STORE},
                    properties = @Property(name = "replication_num", value = "1"),
                    value = {One.class, Rolled.class, Two.class, Plain.class, Refreshed.class})
            @Allow("single-replica")
            public interface Shop {}
            """);
        assertThat(findSource(importedSchema, "One")).isEqualTo("""
            @Table
            @DuplicateKey("k")
            @DistributedByHash(value = "k", buckets = 2)
            @BloomFilter("v")
            @Property(name = "compression", value = "ZSTD")
            public record One(Integer k, Integer v) {}
            """);
        SourceTree sourceTree = new SourceTree(folder);
        importedSchema.sources().forEach(source -> sourceTree.with(source.text()));
        assertThat(sourceTree.compile("-Werror", "-Acairn.pending=off")).isEmpty();
    }

    @Test
    void aWarningThatOneTableDoesNotHaveStaysAtTheRecords() {
        String table = "CREATE TABLE %s (k INT) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 2"
                + " PROPERTIES ('replication_num' = '%s')";
        ImportedSchema importedSchema =
                importCatalog(table.formatted("one", 1), table.formatted("two", 1), table.formatted("three", 3));
        assertThat(findSource(importedSchema, "Shop")).doesNotContain("@Allow", "@Property");
        assertThat(findSource(importedSchema, "One"))
                .contains("@Allow(\"single-replica\")", "@Property(name = \"replication_num\"");
        assertThat(findSource(importedSchema, "Three"))
                .contains("value = \"3\"")
                .doesNotContain("@Allow");
    }

    @Test
    void warningsAboutQueriesAndGeneratedColumnsAreAllowed(@TempDir Path folder) {
        ImportedSchema importedSchema = importCatalog(
                "CREATE TABLE customer (id BIGINT NOT NULL, kind CHAR(1), big BOOLEAN AS kind = 'big') DUPLICATE KEY (id) DISTRIBUTED BY HASH (id)"
                        + " BUCKETS 8",
                "CREATE VIEW v AS SELECT id FROM customer WHERE kind = 'it''s -- /* */ ;' AND kind <> NULL",
                "CREATE MATERIALIZED VIEW m REFRESH MANUAL AS SELECT id FROM customer WHERE kind = 'long'"
                        + " AND now() > '2024-01-01'");
        assertThat(findSource(importedSchema, "Customer")).contains("@Allow(\"literal-length\")");
        assertThat(findSource(importedSchema, "V")).contains("@Allow({\"literal-length\", \"null-comparison\"})");
        assertThat(findSource(importedSchema, "M")).contains("@Allow({\"literal-length\", \"current-time\"})");
        SourceTree sourceTree = new SourceTree(folder);
        importedSchema.sources().forEach(source -> sourceTree.with(source.text()));
        assertThat(sourceTree.compile("-Werror", "-Acairn.pending=off")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"other", "shop"})
    void theNameOfTheDatabaseIsRemovedFromQueries(String schemaName, @TempDir Path folder) {
        ServerProfile olderProfile = PROFILE.with(ServerProfile.Version.V3_5);
        ImportedSchemaNames target = new ImportedSchemaNames("com.acme", "Other", schemaName, "shop");
        ImportedSchema importedSchema = importShown(
                target,
                olderProfile,
                SHOWN_TABLE.formatted("customer", "", "LZ4", "", "1"),
                "CREATE VIEW v (day) AS SELECT `shop`.`customer`.`day` FROM `shop`.`customer` WHERE 'shop.x' <> 'y'",
                "CREATE MATERIALIZED VIEW m (day) DISTRIBUTED BY HASH (day) BUCKETS 1 REFRESH MANUAL AS SELECT"
                        + " `customer`.`day` FROM `shop`.`customer`");
        assertThat(findSource(importedSchema, "M")).contains("SELECT `customer`.`day` FROM `customer`");
        assertThat(findSource(importedSchema, "V"))
                .contains("SELECT `customer`.`day` FROM `customer` WHERE 'shop.x' <> 'y'");
        SourceTree sourceTree = new SourceTree(folder);
        importedSchema.sources().forEach(source -> sourceTree.with(source.text()));
        assertThat(sourceTree.compile("-Werror", "-Acairn.pending=off")).isEmpty();
    }
}
