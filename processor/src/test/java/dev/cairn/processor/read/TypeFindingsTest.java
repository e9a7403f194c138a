package dev.cairn.processor.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.MarkedSources;
import org.junit.jupiter.api.Test;

/** Tests that the finding about a wrong type of a component says what to write instead. */
class TypeFindingsTest {
    @Test
    void typesWithoutAColumnAreReported() {
        String messages = MarkedSources.of("""
            @Table
            public record Sample<T>(long id) { // [generic-record]
                @Table
                record Types(
                        long id,
                        Instant created, // [no-column-for-type]
                        Object anything, // [no-column-for-type]
                        char letter, // [no-column-for-type]
                        List raw, // [no-column-for-type]
                        List<?> any, // [no-column-for-type]
                        Map<String, ? extends Number> numbers, // [no-column-for-type]
                        Optional<String> maybe, // [no-column-for-type]
                        ZonedDateTime when, // [no-column-for-type]
                        UUID reference, // [no-column-for-type]
                        Date date, // [no-column-for-type]
                        int[] counts, // [no-column-for-type]
                        String[] names, // [no-column-for-type]
                        Set<String> tags, // [no-column-for-type]
                        Thread thread, // [no-column-for-type]
                        Map<@Json String, Integer> keys, // [no-column-for-type]
                        Map<List<String>, Integer> lists) {} // [no-column-for-type]
            }
            """).verify();
        assertThat(messages)
                .contains(
                        "[no-column-for-type] 'created' has the type Instant, which can't be the type of a column; use"
                                + " LocalDateTime in")
                .contains("'letter' has the type char, which can't be the type of a column; use @Varchar(4) String")
                .contains("'raw' has the type List, which can't be the type of a column; add type arguments")
                .contains("'any' has the type List<?>, which can't be the type of a column; write a class instead of ?")
                .contains("'numbers' has the type Map<String, ? extends Number>, which can't be the type of a column;"
                        + " write a class instead of ? extends Number")
                .contains(
                        "'counts' has the type int[], which can't be the type of a column; use List<…> of its elements")
                .contains(
                        "'lists' has the type Map<List<String>, Integer>, which can't be the type of a column; use keys"
                                + " of a simple type")
                .contains("'maybe' has the type Optional<String>, which can't be the type of a column; use the"
                        + " type of its value");
    }

    @Test
    void typesWithoutTheirSizesAreReported() {
        String messages = MarkedSources.of("""
            @Table
            public record Order(
                    long id,
                    BigDecimal price, // [undetermined-type]
                    List<BigDecimal> prices, // [undetermined-type]
                    State average) {} // [undetermined-type]
            """).verify();
        assertThat(messages)
                .contains("'price' has the type BigDecimal, which does not determine its precision and scale; add"
                        + " @Decimal(precision = …,");
    }

    @Test
    void sizesThatAreNotPositiveAreReported() {
        String messages = MarkedSources.of("""
            @Table
            @DuplicateKey("id")
            public record Order(
                    long id,
                    @Varchar(0) String empty, // [text-length]
                    @Char(0) String none, // [text-length]
                    @Varchar(-5) String negative, // [text-length]
                    @Char(-1) String code, // [text-length]
                    @Varbinary(-1) byte[] bytes, // [text-length]
                    @Varbinary(0) byte[] hash, // [text-length]
                    @SqlType("varchar(0)") String written, // [text-length]
                    @SqlType("array<struct<a char(0)>>") List<Line> lines, // [text-length]
                    @Decimal(precision = 0) BigDecimal nothing, // [decimal-digits]
                    @Decimal(precision = -3) BigDecimal below, // [decimal-digits]
                    @Decimal(precision = 10, scale = -2) BigDecimal price, // [decimal-digits]
                    @SqlType("decimal(0)") BigDecimal zero, // [decimal-digits]
                    List<@Varchar(0) String> tags, // [text-length]
                    Map<@Char(-2) String, @Decimal(precision = 4, scale = -1) BigDecimal> prices) { // [text-length]
                public record Line(String a) {}
            }
            """).verify();
        assertThat(messages)
                .contains("'empty' can't be varchar(0); use a length of at least 1 byte")
                .contains("'negative' can't be varchar(-5); use a length of at least 1 byte")
                .contains("'bytes' can't be varbinary(-1); use a length of at least 1 byte")
                .contains("'written' can't be varchar(0)")
                .contains("'below' can't have the precision -3; use a precision of at least 1")
                .contains("'price' can't have the scale -2; use a scale of at least 0")
                .contains("'zero' can't have the precision 0; use a precision of at least 1")
                .contains("'tags' can't be varchar(0)");
    }

    @Test
    void sizesThatAreTooLargeAreReported() {
        String messages = MarkedSources.of("""
            @Table
            @DuplicateKey("id")
            public record Order(
                    long id,
                    @Char(256) String wide, // [text-length]
                    @Varbinary(1_048_577) byte[] file, // [text-length]
                    @Decimal(precision = 80) BigDecimal large, // [decimal-digits]
                    @Decimal(precision = 5, scale = 6) BigDecimal fraction, // [decimal-digits]
                    List<@Varchar(1_048_577) String> tags) {} // [text-length]
            """).verify();
        assertThat(messages)
                .contains("'wide' can't be char(256); use a length of at most 255 bytes, or @Varchar")
                .contains("'fraction' can't have the scale 6; on a ");
    }

    @Test
    void annotationsOfQualifiedTypesAreReported() {
        MarkedSources.of("""
            @Table
            public record Order(
                    long id,
                    java.lang.@Decimal(precision = 3) String price, // [type-mismatch]
                    java.lang.@Char(2) @Varchar(8) String city, // [contradiction]
                    java.math.@SqlType("decimals") BigDecimal total) {} // [syntax]
            """).verify();
    }

    @Test
    void annotationsOfOtherTypesAreReported() {
        String messages = MarkedSources.of("""
            @Table
            public record Order(
                    @Varchar(5) // [type-mismatch]
                    int id,
                    @Decimal(precision = 5) // [type-mismatch]
                    long price,
                    @Json // [type-mismatch]
                    byte[] bytes,
                    @Varbinary(5) // [type-mismatch]
                    String hash,
                    List<@Varchar(5) Integer> tags, // [type-mismatch]
                    @StateOf("avg(bigint)") // [type-mismatch]
                    String average) {}
            """).verify();
        assertThat(messages)
                .contains("[type-mismatch] @Varchar requires a String or an enum, but 'id' has another type; remove the"
                        + " annotation, or change the");
    }

    @Test
    void missingTypesAreReported() {
        String messages = MarkedSources.of("""
            @Table
            public record Order(
                    long id,
                    List<@Varchar(9) Missing> items, // [unresolved-type]
                    String name) {}
            """).verify();
        assertThat(messages).contains("[unresolved-type] The type 'Missing' does not exist");
    }

    @Test
    void sqlInAnnotationsIsReportedAtItsPlace() {
        String messages = MarkedSources.of("""
            @Table
            @PartitionByRange(value = "day", partitions = {
                @Partition(name = "p1", values = "LESS THAN ('2025-01-01')"),
                @Partition(name = "p2", values = "LESS THEN ('2026-01-01')"), // [syntax]
                @Partition(name = "p3"), // [incomplete]
                @Partition(batch = "START ('2026-01-01') END ('2027-01-01')", // [syntax]
                    name = "p4") // [contradiction]
            })
            public record Order(
                    @SqlType("varchr(5)") // [syntax]
                    String name,
                    @NotNull LocalDate day,
                    @GeneratedAs("price *") // [syntax]
                    Long total,
                    @Default // [incomplete]
                    long price,
                    @Default(sql = "1 +") // [syntax]
                    long other,
                    @StateOf("avg") // [syntax]
                    State average,
                    @Index(name = "i") long key) {}
            """).verify();
        assertThat(messages)
                .containsSubsequence(
                        "[syntax] Unexpected input '<EOF>', expected an expression; correct the SQL\n",
                        "  line 1, column 8:\n")
                .contains("PARTITION `p2` VALUES LESS THEN ('2026-01-01')\n");
    }

    @Test
    void mistakesInIndexesAndRefreshesAreReported() {
        MarkedSources.of("""
            public interface Records {
                @Table
                @Index(name = "i") // [incomplete]
                record Order(long id) {}

                @MaterializedView(query = "SELECT id, day FROM orders")
                @PartitionBy(
                    value = "abs(day)", // [syntax]
                    partitions = @Partition(batch = "START")) // [meaningless-value]
                @Refresh(mode = ASYNC, every = "1 MONTH") // [refresh-time]
                record Copy(long id, LocalDate day) {}

                @Table
                @PartitionBy(value = {"id", "day"},
                    partitions = {}) // [meaningless-value]
                record Partitioned(long id, LocalDate day) {}
            }
            """).verify();
    }

    @Test
    void anUnparsableQueryIsAWarning() {
        String messages = MarkedSources.of("""
            public interface Records {
                @View(query = "SELECT 1 AS id FROM t MATCH NEXT GENERATION") // [query-syntax]
                record New(long id) {}

                @Allow("query-syntax")
                @View(query = "SELECT 1 AS id FROM t MATCH NEXT GENERATION")
                record Allowed(long id) {}

                @SnapshotTable(query = "SELECT 1 AS id FROM t MATCH NEXT GENERATION") // [syntax]
                record Copied(long id) {}
            }
            """).verify();
        assertThat(messages).contains("line 1, column ").contains("NEXT GENERATION\n");
    }
}
