package dev.cairn.processor.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.MarkedSources;
import org.junit.jupiter.api.Test;

/** A type without a column says what to write instead. */
class TypeFindingsTest {
    @Test
    void typesWithoutAColumn() {
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
                        Map<@Json String, Integer> keys) {} // [syntax]
            }
            """).verified();
        assertThat(messages)
                .contains(
                        "[no-column-for-type] 'created' has the type Instant, which can't be the type of a column; use"
                                + " LocalDateTime in")
                .contains("'letter' has the type char, which can't be the type of a column; use @Varchar(4) String")
                .contains("'raw' has the type List, which can't be the type of a column; add type arguments")
                .contains(
                        "'counts' has the type int[], which can't be the type of a column; use List<…> of its elements")
                .contains("'maybe' has the type Optional, which can't be the type of a column; use the"
                        + " type of its value");
    }

    @Test
    void incompleteAnnotations() {
        String messages = MarkedSources.of("""
            @Table
            public record Order(
                    long id,
                    BigDecimal price, // [type-unsaid]
                    List<BigDecimal> prices, // [type-unsaid]
                    State average) {} // [type-unsaid]
            """).verified();
        assertThat(messages)
                .contains("'price' has the type BigDecimal, which does not determine its precision and scale; add"
                        + " @Decimal(precision = …,");
    }

    @Test
    void annotationsOfTypesWithTheirPackages() {
        MarkedSources.of("""
            @Table
            public record Order(
                    long id,
                    java.lang.@Decimal(precision = 3) String price, // [type-mismatch]
                    java.lang.@Char(2) @Varchar(8) String city, // [contradiction]
                    java.math.@SqlType("decimals") BigDecimal total) {} // [syntax]
            """).verified();
    }

    @Test
    void annotationsOfOtherTypes() {
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
            """).verified();
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
                    List<Missing> items, // [unresolved-type]
                    String name) {}
            """).verified();
        assertThat(messages).contains("[unresolved-type] The type 'Missing' does not exist");
    }

    @Test
    void sqlInAnnotationsIsReadWhereItStands() {
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
            """).verified();
        assertThat(messages)
                .containsSubsequence(
                        "[syntax] Unexpected input '<EOF>', expected an expression; correct the SQL\n",
                        "  line 1, column 8:\n")
                .contains("PARTITION `p2` VALUES LESS THEN ('2026-01-01')\n");
    }

    @Test
    void indexesAndRefreshes() {
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
            """).verified();
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
            """).verified();
        assertThat(messages).contains("line 1, column ").contains("NEXT GENERATION\n");
    }
}
