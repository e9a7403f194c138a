package dev.cairn.processor.check.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.MarkedSources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that a finding that quotes the server ends with what to write instead, in the terms of annotations. */
class RefusalRemediesTest {
    private static final String EVENT_TABLE = """
        @Table @DuplicateKey("id")
        @PartitionBy("date_trunc('day', day)")
        record Event(long id, @NotNull LocalDate day, LocalDate booked, double price, long amount) {}

        """;

    private static String verify(String types, String otherMembers) {
        return MarkedSources.of(EVENT_TABLE + types + "\n@Schema(name = \"shop\", value = {Event.class" + otherMembers
                        + "}) interface Shop {}")
                .verify();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        booked                          | LocalDate     | must be base table partition column; let @PartitionBy name the column by which the table is partitioned
        date_add(day, INTERVAL 1 DAY)   | LocalDateTime | a supported function of one: date_add(`day`, INTERVAL 1 DAY); let @PartitionBy name a column that the query takes from a table unchanged or with date_trunc
        CAST(booked AS DATE)            | LocalDate     | must be a column of a base table, or a supported function of one: `d`; let @PartitionBy name a column
        """)
    void aPartitionColumnComesFromATable(String column, String type, String expectedText) {
        String annotations = "@Refresh(mode = MANUAL) @DistributedByHash(\"d\") @PartitionBy(\"d\")";
        assertThat(verify(
                        "%s @MaterializedView(query = \"SELECT %s AS d, sum(amount) AS v FROM event GROUP BY 1\") // [refused]\n"
                                        .formatted(annotations, column)
                                + "record Report(" + type + " d, Long v) {}",
                        ", Report.class"))
                .contains(expectedText);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        SELECT count(*) AS n FROM event                        | count a column that is NOT NULL, as in count(id)
        SELECT day, count(*) AS n FROM event GROUP BY day      | count a column that is NOT NULL, as in count(id)
        SELECT day, sum(1) AS n FROM event GROUP BY day        | count a column that is NOT NULL, as in count(id)
        SELECT sum(amount) AS n FROM event                     | select the columns of GROUP BY before the aggregate functions
        SELECT * FROM event                                    | name the columns
        SELECT day, sum(amount) AS n FROM event GROUP BY day HAVING sum(amount) > 1 | add @DistributedByHash and @Refresh
        """)
    void aSynchronousViewMayBecomeAsynchronous(String query, String expectedText) {
        String dayComponent = query.contains("day,") ? "LocalDate day, " : "";
        String components = query.startsWith("SELECT *")
                ? "long id, LocalDate day, LocalDate booked, double price, long amount"
                : dayComponent + "Long n";
        assertThat(verify(
                        "@MaterializedView(query = \"" + query + "\") // [refused]\nrecord Report(" + components
                                + ") {}",
                        ", Report.class"))
                .contains(expectedText)
                .contains("so that the view is asynchronous");
    }

    @Test
    void aFunctionHasTheTypeOfThePartitionColumn() {
        assertThat(verify("""
            @Table @DuplicateKey("id")
            @PartitionBy("date_trunc('day', id)") // [refused]
            record Visit(long id) {}
            """, ", Visit.class"))
                .contains("for function date_trunc('day', id); use a function whose result has the type of the column");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        DELETE FROM event WHERE price = 1.5  | compare columns of the key, or of any type but float and double
        DELETE FROM event WHERE id + 1 = 2   | compare columns with values, joined by AND
        UPDATE event SET amount = 1 WHERE id = 2 | declare the table with @PrimaryKey
        """)
    void aStatementThatChangesRowsHasARemedy(String statement, String expectedText) {
        assertThat(verify(
                        "@Queries(Shop.class) interface Changes {\n    @Execute(\"" + statement
                                + "\") // [query-refused]\n    void change();\n}",
                        ""))
                .contains(expectedText);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        @PartitionByRange(value = "day", partitions = @Partition(name = "p", values = "LESS THAN ('soon')"))                       | such as '2024-01-31' for a date
        @PartitionByRange(value = "day", partitions = @Partition(name = "p", values = "LESS THAN ('2024-02-31')"))                 | such as '2024-01-31' for a date
        @PartitionByRange(value = "id", partitions = @Partition(name = "p", values = "LESS THAN ('many')"))                        | write a value of the column's type
        @PartitionByRange(value = "id", partitions = @Partition(name = "p", values = "LESS THAN ('99999999999999999999')"))        | write a value of the column's type
        @PartitionByRange(value = "day", partitions = @Partition(name = "p", values = "[('2024-02-01'), ('2024-01-01'))"))             | let each partition end with a greater value
        @PartitionByRange(value = "day", partitions = @Partition(name = "p", values = "LESS THAN ('2024-02-01', '2024-03-01')"))   | one value for each column
        @PartitionByRange(value = "day", partitions = @Partition(batch = "START ('2024-01-01') END ('2024-03-01') EVERY (5)"))    | EVERY as an interval for dates
        @PartitionByRange(value = "day", partitions = @Partition(batch = "START ('2024-03-01') END ('2024-01-01') EVERY (INTERVAL 1 DAY)")) | end with a greater value
        @PartitionByList(value = "day", partitions = @Partition(name = "p", values = "IN ('soon')"))                               | such as '2024-01-31' for a date
        @PartitionByList(value = "id", partitions = @Partition(name = "p", values = "IN ('many')"))                                | write a value of the column's type
        @PartitionByList(value = {"id", "day"}, partitions = @Partition(name = "p", values = "IN ('1')"))                          | one value for each column
        @PartitionByList(value = "id", partitions = {@Partition(name = "p", values = "IN ('1')"), @Partition(name = "q", values = "IN ('1')")}) | let each value belong to one partition only
        @PartitionByList(value = "id", partitions = @Partition(name = "p", values = "IN (NULL)"))                                  | make the column nullable
        """)
    void aPartitionHasValuesOfItsColumns(String partitioning, String expectedText) {
        assertThat(verify(
                        "@Table @DuplicateKey(\"id\") " + partitioning
                                + " // [refused]\nrecord Visit(long id, @NotNull LocalDate day) {}",
                        ", Visit.class"))
                .contains(expectedText);
    }

    /** A mistake that no other server accepts has a remedy of its own. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        @AggregateKey("id") @DistributedByHash("id") | @StateOf("avgg(bigint)") State v             | name an aggregate function of StarRocks
        @AggregateKey("id") @DistributedByHash("id") | @StateOf("upper(varchar)") State v           | name an aggregate function of StarRocks
        @DuplicateKey("id") | @GeneratedAs("sum(id)") Long v                                        | remove it here, and compute it in a view
        @DuplicateKey("id") | @SqlType("array<hll>") List<Long> v                                   | as the type of a whole column only
        @DuplicateKey("id") | @SqlType("array<bitmap>") List<Long> v                                | as the type of a whole column only
        @DuplicateKey("id") | @Index(name = "i", using = NGRAMBF, properties = @Property(name = "gram_num", value = "0")) String v   | change the value
        @DuplicateKey("id") | @Index(name = "i", using = NGRAMBF, properties = @Property(name = "gram_num", value = "two")) String v | change the value
        """)
    void aMistakeHasARemedyOfItsOwn(String annotations, String component, String expectedText) {
        assertThat(verify(
                        "@Table " + annotations + "\nrecord Visit(long id,\n" + component + " // [refused]\n) {}\n",
                        ", Visit.class"))
                .contains(expectedText)
                .doesNotContain("the features of your servers");
    }

    @Test
    void aTextHasNoRanges() {
        assertThat(verify("""
                        @Table @DuplicateKey("name") @PartitionByRange(value = "name", partitions = @Partition(name = "p", values = "LESS THAN ('m')")) // [refused]
                        record Visit(@NotNull @Varchar(10) String name, long id) {}
                        """, ", Visit.class"))
                .contains("partition by a date or an integer, or list the values with @PartitionByList");
    }

    /** The condition is an SQL text of its own: positions in it are not positions in the sources. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        other > now()                    | must compare columns of the partitioning
        missing > now()                  | missing
        1 > 0                            | partition
        day >                            | day >
        """)
    void aRetentionConditionIsReportedAtItsProperty(String condition, String expectedText) {
        assertThat(verify("""
                @Table @DuplicateKey("id") @PartitionBy("date_trunc('day', day)")
                @Property(name = "partition_retention_condition", value = "%s") // [property-value]
                record Visit(long id, @NotNull LocalDate day, LocalDate other) {}
                """.formatted(condition), ", Visit.class"))
                .contains("The property 'partition_retention_condition'", expectedText);
    }

    @Test
    void aTableOfAGroupDeclaresItsDistribution() {
        assertThat(verify("""
            @Table @DuplicateKey("id") @ColocateWith("near") // [refused]
            record Visit(long id) {}
            """, ", Visit.class"))
                .contains("Colocate table must specify distribution column; add @DistributedByHash")
                .contains("@ColocateWith");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        SELECT count(*) AS n FROM note GROUP BY body
        SELECT DISTINCT body AS n FROM note
        SELECT id AS n FROM note ORDER BY body LIMIT 1
        SELECT a.id AS n FROM note a JOIN note b ON a.body = b.body
        SELECT row_number() OVER (PARTITION BY id ORDER BY body) AS n FROM note
        SELECT row_number() OVER (PARTITION BY body ORDER BY id) AS n FROM note
        SELECT max(body) AS n FROM note
        """)
    void aPartOfAJsonValueCanBeComparedAndSorted(String query) {
        assertThat(verify(
                        "@Table @DuplicateKey(\"id\") record Note(long id, @Json String body) {}\n@View(query = \""
                                + query + "\") // [query-refused]\nrecord Report(Long n) {}",
                        ", Note.class, Report.class"))
                .contains("such as get_json_string(document, '$.name') of JSON");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        date_trunc('fortnight', day)                   | use one of these units, or cast the date to DATETIME
        date_trunc('fortnight', CAST(day AS DATETIME)) | use one of these units
        date_trunc(CAST(id AS STRING), day)            | write the unit as a literal
        array_map([1, 2])                              | add a lambda function
        array_map([1, 2], [3, 4])                      | add a lambda function
        """)
    void aFunctionHasTheArgumentsThatItRequires(String call, String expectedText) {
        assertThat(verify(
                        "@View(query = \"SELECT " + call
                                + " AS n FROM event\") // [query-refused]\nrecord Report(LocalDate n) {}",
                        ", Report.class"))
                .contains(expectedText);
    }

    @Test
    void anIntervalIsAtLeastAMinute() {
        assertThat(verify("""
            @MaterializedView(query = "SELECT id, day FROM event") @DistributedByHash("id")
            @Refresh(mode = ASYNC, every = "59 SECOND") // [refused]
            record Report(long id, LocalDate day) {}
            """, ", Report.class"))
                .contains("(60s); use at least 60 seconds, as in @Refresh(mode = ASYNC, every = \"1 MINUTE\")\n");
    }

    @Test
    void aRefusedQueryHasARemedyOfItsOwn() {
        assertThat(verify(
                        "@View(query = \"SELECT id FROM event UNION ALL SELECT id, amount FROM event\") //"
                                + " [query-refused]\n"
                                + "record Report(long id) {}",
                        ", Report.class"))
                .contains("; select as many columns in each query");
    }

    @Test
    void theRowsOfValuesHaveOneLength() {
        assertThat(verify(
                        "@View(query = \"SELECT v.a AS id FROM (VALUES (1, 2), (3)) AS v(a, b)\") // [query-refused]\n"
                                + "record Report(long id) {}",
                        ", Report.class"))
                .contains("; write as many values in each row");
    }

    @Test
    void nothingFollowsFromAColumnWithoutType() {
        assertThat(MarkedSources.of("""
            @Table @DuplicateKey("id")
            record Visit(long id, Instant at, long amount) {} // [no-column-for-type]

            @View(query = "SELECT id, at, amount FROM visit")
            record AllVisits(long id, LocalDateTime at, long amount) {}

            @View(query = "SELECT id, max(amount) AS amount, count(*) AS n FROM visit GROUP BY id")
            record Visits(long id, long amount, long n) {}

            @View(query = "SELECT v.id, upper(v.at) AS at FROM visit v JOIN all_visits a ON v.id = a.id")
            record Joined(long id, @NotNull String at) {}

            @Schema(name = "shop", value = {Visit.class, AllVisits.class, Visits.class, Joined.class})
            interface Shop {}
            """).verify()).startsWith("[no-column-for-type] 'at'");
    }
}
