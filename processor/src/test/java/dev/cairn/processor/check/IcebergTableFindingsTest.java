package dev.cairn.processor.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import dev.cairn.migration.MigrationHash;
import dev.cairn.processor.CairnProcessor;
import dev.cairn.processor.MarkedSources;
import dev.cairn.processor.UserClassPath;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests mistakes in the Iceberg tables of a schema, and where each is reported. */
class IcebergTableFindingsTest {
    private static final String SHOP_SCHEMA = """
            @Schema(name = "shop", value = Customer.class, cluster = Customer.class)
            interface Shop {}
            """;

    private static String verify(String record, String root) {
        return MarkedSources.of("import dev.cairn.annotation.cluster.*;\n" + record + root)
                .verify();
    }

    private static String generateSchema(String record) throws IOException {
        Compilation compilation = UserClassPath.javac()
                .withOptions("-Acairn.pending=off")
                .withProcessors(new CairnProcessor())
                .compile(JavaFileObjects.forSourceString(
                        "shop.Customer",
                        "package shop; import dev.cairn.annotation.*; import dev.cairn.annotation.cluster.*;"
                                + " import java.math.BigDecimal;\n" + record
                                + SHOP_SCHEMA));
        return compilation
                .generatedSourceFile("shop.ShopSchema")
                .orElseThrow(() -> new AssertionError(compilation.diagnostics()))
                .getCharContent(false)
                .toString()
                .translateEscapes();
    }

    @Test
    void eachAttributeIsInTheStatement() throws IOException {
        String source = generateSchema("""
                @External("lake.sales.customer")
                @IcebergTable(
                        partitionBy = {"BUCKET(id, 16)", "day(created)", "city"},
                        orderBy = {"city", "id DESC NULLS LAST"},
                        comment = "all",
                        properties = @Property(name = "write.format.default", value = "orc"))
                record Customer(
                        long id,
                        @Column(comment = "where") @Varchar(20) String city,
                        java.time.LocalDateTime created,
                        @Decimal(precision = 10, scale = 2) BigDecimal amount) {}
                """);
        assertThat(source)
                .contains("addClusterStatements(")
                .contains("CREATE TABLE `lake`.`sales`.`customer` (")
                .contains("`city` varchar(20) NULL COMMENT \"where\"")
                .contains("ORDER BY (`city`, `id` DESC NULLS LAST)")
                .contains("PARTITION BY BUCKET(id, 16), day(created), city");
    }

    @Test
    void aRefusalPointsAtThePart() {
        assertThat(verify("""
                @External("lake.sales.customer")
                @IcebergTable(
                        partitionBy = {
                            "year(id)", // [cluster-refused]
                        })
                record Customer(long id) {}
                """, SHOP_SCHEMA)).contains("Invalid source type long for transform: year");
        assertThat(verify("""
                @External("lake.sales.customer")
                @IcebergTable
                record Customer(
                        long id,
                        @Json String content // [cluster-refused]
                        ) {}
                """, SHOP_SCHEMA)).contains("Iceberg has no type JSON");
        assertThat(verify("""
                @External("lake.sales.customer")
                @IcebergTable(
                        orderBy = "id down") // [cluster-clause]
                record Customer(long id) {}
                """, SHOP_SCHEMA)).contains("a column with ASC or DESC");
    }

    @Test
    void theRecordIsListedAndExternal() {
        assertThat(verify("""
                @External("lake.sales.customer")
                @IcebergTable
                record Customer(long id) {}
                """, """
                @Table
                @DuplicateKey("id")
                record Visit(long id) {}
                @Schema(
                        name = "shop",
                        value = Visit.class,
                        cluster = Customer.class) // [cluster-record]
                interface Shop {}
                """))
                .contains("does not declare a table of an external catalog", "list it in value of @Schema, too");
    }

    @Test
    void theNameOfTheTableHasACatalog() {
        assertThat(verify("""
                @External("sales.customer") // [cluster-record]
                @IcebergTable
                record Customer(long id) {}
                """, SHOP_SCHEMA))
                .contains("'sales.customer' lacks the name of the catalog: write catalog.database.table");
        assertThat(verify("""
                @External("lake.sales.eu.customer") // [illegal-name]
                @IcebergTable
                record Customer(long id) {}
                """, SHOP_SCHEMA)).contains("'lake.sales.eu.customer' is not a valid name of a table");
    }

    @Test
    void aTaskNeedsTheRecordOfItsTable() {
        assertThat(verify("""
                @External("lake.sales.customer")
                record Customer(long id) {}
                """, """
                @Task(
                        every = "1 DAY",
                        statement = "INSERT INTO lake.sales.client SELECT id FROM lake.sales.customer") // [cluster-refused]
                interface Copy {}
                @Schema(name = "shop", value = Customer.class, cluster = Copy.class)
                interface Shop {}
                """)).contains("add the record of the table to it, with @External");
    }

    @Test
    void aRecordWithoutItsNameNeedsExternal() {
        assertThat(verify("""
                @IcebergTable // [no-object]
                record Customer(long id) {}
                """, """
                @Schema(
                        name = "shop",
                        value = Customer.class, // [not-a-member]
                        cluster = Customer.class)
                interface Shop {}
                """))
                .contains("add @External(\"catalog.database.table\"), which it needs in addition to its annotation");
        assertThat(verify("""
                @IcebergTable // [no-object]
                record Customer(long id) {}
                """, "")).contains("add @External").doesNotContain("@Table,");
    }

    @Test
    void twoRecordsOfOneTableAreReportedOnce() {
        assertThat(verify("""
                @External("lake.sales.customer")
                @IcebergTable
                record Customer(long id) {}
                @External("lake.sales.customer")
                @IcebergTable
                record Client(long id) {}
                """, """
                @Schema(
                        name = "shop",
                        value = {
                            Customer.class,
                            Client.class // [same-name]
                        },
                        cluster = {Customer.class, Client.class})
                interface Shop {}
                """))
                .contains("both declare lake.sales.customer")
                .doesNotContain("cluster-record");
    }

    @Test
    void aTableKeepsItsName() {
        assertThat(verify("""
                @External("lake.sales.customer")
                @IcebergTable
                @RenamedFrom("client") // [meaningless]
                record Customer(long id) {}
                """, SHOP_SCHEMA)).contains("an Iceberg table, which keeps its name");
    }

    @Test
    void aRefusalSaysWhatToDeclareInstead() {
        Map<String, String> remediesByComponent = Map.of(
                "@Json String part", "Iceberg has no type JSON: declare a String without @Json",
                "BigInteger part",
                        "Iceberg has no type LARGEINT: declare a BigDecimal with @Decimal(precision = 38, scale = 0)",
                "@Decimal(precision = 50, scale = 2) BigDecimal part",
                        "a decimal of Iceberg has at most 38 digits: declare a lower precision");
        assertThat(verify("""
                import java.math.*;
                @External("lake.sales.customer")
                @IcebergTable
                record Customer(
                        @Json String content, // [cluster-refused]
                        BigInteger big) {} // [cluster-refused]
                """, SHOP_SCHEMA)).contains("JSON", "LARGEINT");
        remediesByComponent.forEach((component, remedy) -> assertThat(
                        verify("""
                import java.math.*;
                @External("lake.sales.customer")
                @IcebergTable
                record Customer(
                        long id,
                """ + component + " // [cluster-refused]\n) {}\n", SHOP_SCHEMA))
                .contains(remedy));
        assertThat(verify("""
                @External("lake.sales.customer")
                @IcebergTable(
                        partitionBy = {
                            "idd", // [cluster-refused]
                            "bucket(nme, 4)", // [cluster-refused]
                        },
                        orderBy = "ids") // [cluster-refused]
                record Customer(long id, String name) {}
                """, SHOP_SCHEMA))
                .contains(
                        "it has no column 'idd'; did you mean 'id'?",
                        "it has no column 'nme'; did you mean 'name'?",
                        "it has no column 'ids'; did you mean 'id'?");
    }

    @Test
    void onlyMigratedColumnsHaveFormerNames() {
        assertThat(verify("""
                @External("lake.sales.customer")
                record Customer(
                        @RenamedFrom("key") // [meaningless]
                        long id) {}
                """, """
                @Schema(name = "shop", value = Customer.class)
                interface Shop {}
                """)).contains("RenamedFrom");
        assertThat(verify("""
                @External("lake.sales.customer")
                @IcebergTable
                record Customer(@RenamedFrom("key") long id) {}
                """, SHOP_SCHEMA)).isEmpty();
    }

    @Test
    void aTableThatClusterDoesNotListIsReported() {
        assertThat(verify("""
                @External("lake.sales.customer")
                @IcebergTable // [cluster-object-without-schema]
                record Customer(long id) {}
                """, """
                @Schema(name = "shop", value = Customer.class)
                interface Shop {}
                """)).contains("so no migration creates it");
    }

    private static String verifyAfterRename(String components) {
        MarkedSources sources = MarkedSources.of(
                        "import dev.cairn.annotation.cluster.*;\n" + """
                @External("lake.sales.customer")
                @IcebergTable(properties = @Property(name = "note", value = "new"))
                record Customer(
                """ + components + ") {}\n")
                .and("""
                @Schema(name = "shop", value = Customer.class, cluster = Customer.class, migrations = "shop")
                interface Shop {}
                """);
        List<String> upgrades = List.of(
                "CREATE TABLE lake.sales.customer (id BIGINT NOT NULL, town STRING, seen DATE)",
                "ALTER TABLE lake.sales.customer RENAME COLUMN town TO city",
                "ALTER TABLE lake.sales.customer SET ('note' = 'new')");
        String predecessorHash = "";
        for (int i = 0; i < upgrades.size(); i++) {
            sources = sources.and("""
                    @Migration(schema = Shop.class, number = %d, after = "%s", upgrade = "%s", irreversible = "a test")
                    interface V000%dChange {}
                    """.formatted(i + 1, predecessorHash, upgrades.get(i), i + 1));
            predecessorHash = MigrationHash.of(predecessorHash, List.of(upgrades.get(i)));
        }
        return sources.verify("-Acairn.pending=off");
    }

    @Test
    void aFormerNameWithoutEffectIsReported() {
        assertThat(verifyAfterRename("""
                long id,
                @RenamedFrom("town") // [renamed-from-recorded]
                String city,
                java.time.LocalDate seen""")).contains("'city' was renamed from 'town' by a recorded migration");
        assertThat(verifyAfterRename("""
                long id,
                String city,
                @RenamedFrom("sen") // [renamed-from-unknown]
                java.time.LocalDate sight"""))
                .contains("'sight' can't have been renamed from 'sen'", "did you mean 'seen'?");
        assertThat(verifyAfterRename("""
                long id,
                @RenamedFrom("seen") // [renamed-from-present]
                String city,
                java.time.LocalDate seen""")).contains("'city' can't have been renamed from 'seen', which still exists");
        assertThat(verifyAfterRename("""
                long id,
                @RenamedFrom("city") // [renamed-from-itself]
                String city,
                java.time.LocalDate seen""")).contains("'city' already has this name");
        assertThat(verifyAfterRename("long id, String city, @RenamedFrom(\"seen\") java.time.LocalDate sight"))
                .isEmpty();
        assertThat(
                        verifyAfterRename(
                                "long id, String city, @RenamedFrom(\"seen\") @Column(name = \"Seen\") java.time.LocalDate seen"))
                .isEmpty();
    }

    @Test
    void aCatalogWithoutSuchTablesIsReported() {
        String record = """
                @External("lake.sales.customer")
                @IcebergTable
                record Customer(long id) {} // [cluster-mistake]
                """;
        assertThat(verify(record, """
                @ExternalCatalog(type = "hive")
                interface Lake {}
                @Schema(name = "shop", value = Customer.class, cluster = {Customer.class, Lake.class})
                interface Shop {}
                """))
                .contains(
                        "the Iceberg table lake.sales.customer, but it can't work: its catalog 'lake' has the type 'hive'"
                                + " instead of 'iceberg'; correct it");
        assertThat(verify(record.replace("// [cluster-mistake]", ""), """
                @ExternalCatalog(type = "Iceberg")
                interface Lake {}
                @Schema(name = "shop", value = Customer.class, cluster = {Customer.class, Lake.class})
                interface Shop {}
                """)).isEmpty();
    }

    @Test
    void insertsIntoATableAreCheckedWithItsPartitionsAndItsFormat() {
        String table = """
                @External("lake.sales.customer")
                @IcebergTable(partitionBy = "bucket(id, 4)", properties = @Property(name = "file_format", value = "FORMAT"))
                record Customer(long id, Long visits) {}
                """;
        String task = """
                @Task(
                        every = "1 DAY",
                        statement = "INSERT INTO lake.sales.customer (visits) SELECT id FROM lake.sales.customer") // [cluster-refused]
                interface Copy {}
                @Queries(Shop.class)
                interface Statements {
                    @Execute("INSERT INTO lake.sales.customer (visits) VALUES (:visits)") // [query-refused]
                    void add(long visits);
                }
                @Schema(name = "shop", value = Customer.class, cluster = {Customer.class, Copy.class})
                interface Shop {}
                """;
        assertThat(verify(table.replace("FORMAT", "parquet"), task)).contains("Must include partition column id");
        assertThat(verify(table.replace("FORMAT", "orc"), task.replace("(visits) ", "")))
                .contains("Only support insert into ICEBERG table with parquet file format");
    }
}
