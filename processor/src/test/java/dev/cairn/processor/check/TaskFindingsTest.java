package dev.cairn.processor.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import dev.cairn.processor.CairnProcessor;
import dev.cairn.processor.MarkedSources;
import dev.cairn.processor.UserClassPath;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Tests mistakes in the scheduled tasks of a schema, and where each is reported. */
class TaskFindingsTest {
    private static final String SALE_TABLES = """
            @Table
            @DuplicateKey("id")
            record Sale(long id, int amount) {}

            @View(query = "SELECT id, amount FROM sale WHERE amount > 0")
            record Paid(Long id, Integer amount) {}

            """;
    private static final String SHOP_SCHEMA = """
            @Schema(name = "shop", value = {Sale.class, Paid.class}, cluster = CopySales.class)
            interface Shop {}
            """;

    private static String verify(String task) {
        return MarkedSources.of(SALE_TABLES + "@dev.cairn.annotation.cluster." + task + "\ninterface CopySales {}\n"
                        + SHOP_SCHEMA)
                .verify();
    }

    @Test
    void eachAttributeIsInTheStatement() throws IOException {
        String source =
                "package shop; import dev.cairn.annotation.*; import dev.cairn.annotation.cluster.*;\n" + SALE_TABLES
                        + """
                @Task(start = "2026-01-01 03:00:00", every = "1 day",
                        statement = "INSERT INTO sale SELECT id, amount FROM paid",
                        properties = @Property(name = "session.query_timeout", value = "${timeout:60}"))
                interface CopySales {}
                """ + SHOP_SCHEMA;
        Compilation compilation = UserClassPath.javac()
                .withOptions("-Acairn.pending=off")
                .withProcessors(new CairnProcessor())
                .compile(JavaFileObjects.forSourceString("shop.Sale", source));
        String schemaSource = compilation
                .generatedSourceFile("shop.ShopSchema")
                .orElseThrow(() -> new AssertionError(compilation.diagnostics()))
                .getCharContent(false)
                .toString()
                .translateEscapes();
        assertThat(schemaSource)
                .contains("SUBMIT TASK `copy_sales` SCHEDULE START(\"2026-01-01 03:00:00\") EVERY(INTERVAL 1 day)"
                        + " PROPERTIES (\"session.query_timeout\" = \"${timeout:60}\")"
                        + " AS INSERT INTO sale SELECT id, amount FROM paid");
    }

    @Test
    void theStatementIsCheckedAgainstTheSchema() {
        assertThat(verify("""
                        Task(
                                every = "1 DAY",
                                statement = "INSERT INTO sale SELECT id, amounts FROM paid" // [cluster-refused]
                        )""")).contains("Column 'amounts' cannot be resolved");
        assertThat(verify("""
                        Task(
                                every = "1 DAY",
                                statement = "INSERT INTO sales SELECT id, amount FROM paid" // [cluster-refused]
                        )""")).contains("Table sales is not found");
        assertThat(verify("""
                        Task(
                                every = "1 DAY",
                                statement = "INSERT INTO sale SELECT id, amount FROM paid WHERE id > ?" // [cluster-refused]
                        )""")).contains("prepared statement protocol");
        assertThat(verify("""
                        Task(
                                every = "1 DAY",
                                statement = "CREATE TABLE x AS SELECT id FROM nowhere" // [cluster-refused]
                        )""")).contains("nowhere");
        assertThat(verify("""
                        Task(
                                every = "1 DAY",
                                statement = "INSERT INTO sale SELEKT 1, 2" // [cluster-refused]
                        )""")).contains("SELEKT");
        assertThat(verify("""
                        Task(
                                every = "1 DAY",
                                statement = "DELETE FROM sale WHERE id = 1" // [cluster-refused]
                        )""")).contains("A task runs INSERT, CREATE TABLE AS SELECT or CACHE SELECT");
    }

    @Test
    void aStatementContainsNoSecrets() {
        String task = """
                Task(
                        every = "1 DAY",
                        statement = "INSERT INTO FILES('path' = 's3://acme/', 'format' = 'parquet', 'aws.s3.secret_key' = 'VALUE')" MARK
                                + " SELECT id FROM sale"
                )""";
        assertThat(verify(task.replace("VALUE", "abc").replace("MARK", "// [secret-in-source]")))
                .contains("'aws.s3.secret_key' contains a secret", "_aws_s3_secret_key}");
        assertThat(verify(task.replace("VALUE", "${key:abc}").replace("MARK", "// [secret-in-source]")))
                .contains("'aws.s3.secret_key' contains a secret");
        verify(task.replace("VALUE", "${key}").replace("MARK", ""));
    }

    @Test
    void timesAreRefusedAtTheirAttributes() {
        String statement = ", statement = \"INSERT INTO sale SELECT id, amount FROM paid\")";
        assertThat(verify("Task(every = \"9 SECOND\"" + statement + " // [cluster-refused]"))
                .contains("the minimum value is 10 SECONDS");
        assertThat(verify("Task(every = \"1 WEEK\"" + statement + " // [cluster-refused]"))
                .contains("'1 WEEK' is not a positive number with SECOND, MINUTE, HOUR or DAY");
        assertThat(verify("Task(every = \"${interval}\"" + statement + " // [cluster-clause]"))
                .contains("a number with its unit, such as 1 DAY");
        assertThat(verify("Task(every = \"1 DAY\", start = \"soon\"" + statement + " // [cluster-refused]"))
                .contains("Invalid date literal soon");
    }

    @Test
    void theWarehouseIsNotAProperty() {
        assertThat(verify("""
                        Task(
                                every = "1 DAY",
                                statement = "INSERT INTO sale SELECT id, amount FROM paid",
                                properties = @Property(name = "warehouse", value = "w") // [cluster-refused]
                        )""")).contains("Invalid parameter warehouse");
    }

    /** A table with a mistake is not in the schema, and the task that reads it is not checked. */
    @Test
    void aMistakeOfATableIsReportedAlone() {
        MarkedSources.of("""
                        @Table
                        @DuplicateKey("ids") // [unknown-column]
                        record Sale(long id) {}

                        @dev.cairn.annotation.cluster.Task(every = "1 DAY", statement = "INSERT INTO sale SELECT id FROM sale")
                        interface CopySales {}
                        @Schema(name = "shop", value = Sale.class, cluster = CopySales.class)
                        interface Shop {}
                        """).verify();
    }
}
