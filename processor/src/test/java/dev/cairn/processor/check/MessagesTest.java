package dev.cairn.processor.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.MarkedSources;
import org.junit.jupiter.api.Test;

/** Tests the full text of messages. */
class MessagesTest {
    private static final String ACCOUNT_TABLE = """
        @Table
        @DuplicateKey("id")
        record Account(long id, String name, @Decimal(precision = 10, scale = 2) BigDecimal balance) {}

        """;

    private static String shopWithViews(String views) {
        return ACCOUNT_TABLE + views
                + "\n@Schema(name = \"shop\", value = {Account.class, Report.class}) interface Shop {}";
    }

    @Test
    void aKeyOutOfOrderNamesTheColumnBeforeIt() {
        assertThat(MarkedSources.of("""
            @Table
            @AggregateKey({"page_id", "visit_date"}) // [key-order]
            @DistributedByHash("page_id")
            record PageView(int pageId, @Aggregate(SUM) long totalViews, LocalDate visitDate) {}
            """).verify())
                .isEqualTo("[key-order] 'visit_date' is part of AGGREGATE KEY but follows the value column"
                        + " 'total_views'; key columns come first, in key order: move it before 'total_views'\n");
    }

    @Test
    void anUnknownColumnOfAQueryIsShownInItsLine() {
        assertThat(MarkedSources.of(shopWithViews("""
            @View(query = /* // [unknown-column] */ ""\"
                SELECT id,
                       upper(nam) AS name
                FROM account""\")
            record Report(Long id, String name) {}
            """)).verify()).isEqualTo("""
                                    [unknown-column] There is no column 'nam'; did you mean 'name'?
                                      line 2, column 14:
                                             upper(nam) AS name
                                                   ^
                                    """);
    }

    @Test
    void aTypeMismatchShowsTheOutputInTheQuery() {
        assertThat(MarkedSources.of(shopWithViews("""
            @View(query = "SELECT count(*) AS accounts, sum(balance) AS balance FROM account")
            record Report(
                    int accounts, // [column-type]
                    Double balance) {} // [column-type]
            """)).verify())
                .contains("'accounts' has the type int, which can't hold the BIGINT that the query returns; change the"
                        + " type to long, or CAST")
                .contains("'balance' has the type Double, which can't hold the DECIMAL(38,2) that the query returns;"
                        + " change the type to @Decimal(precision = 38, scale = 2) BigDecimal, or CAST")
                .contains("line 1, column 30:");
    }

    @Test
    void theOrderOfComponentsMayDifferFromTheQuery() {
        assertThat(MarkedSources.of(shopWithViews("""
            @View(query = "SELECT name, id FROM account")
            record Report(Long id, String name) {}
            """)).verify()).isEmpty();
    }

    @Test
    void aWarningIsSilencedOnTheComponentOrTheRecord() {
        assertThat(MarkedSources.of("""
            @Table
            @PrimaryKey({"email", "city"})
            @DistributedByHash(value = "email", buckets = 1)
            @Allow("single-bucket")
            record Account(
                    @Allow("unbounded-key") String email,
                    String city) {} // [unbounded-key]
            """).verify()).contains("'city'");
    }

    @Test
    void anEnumOfUnlimitedLengthInThePrimaryKeyIsReported() {
        MarkedSources.of("""
            @Table
            @PrimaryKey({"kind", "state"})
            @DistributedByHash("kind")
            record Account(
                    Kind kind, // [unbounded-key]
                    @Varchar(10) Kind state) {}

            enum Kind { PRIVATE, COMPANY }
            """).verify();
    }

    @Test
    void errorsInPropertiesOfTheRootAreReportedAtTheRoot() {
        MarkedSources.of("""
            @Table
            @DuplicateKey("id")
            record Account(long id) {}

            @Table
            @DuplicateKey("id")
            record Order(long id) {}

            @Schema(
                    name = "shop",
                    value = {Account.class, Order.class},
                    properties = @Property(name = "compression", value = "BEST")) // [property-value]
            interface Shop {}
            """).verify();
    }

    @Test
    void featuresThatTheServerLacksAreRefused() {
        assertThat(MarkedSources.of("""
            @Table
            @DuplicateKey("id")
            record Account(
                    long id,
                    @Decimal(precision = 50, scale = 2) BigDecimal balance) {} // [decimal-digits]

            @Schema(name = "shop", server = "3.5", value = Account.class)
            interface Shop {}
            """).verify()).contains("on a 3.5 server, use a precision of 1 to 38");
    }

    @Test
    void unreadableRecordsAreNotReportedAsUnknownTables() {
        MarkedSources.of("""
            @Table
            @DuplicateKey("id")
            record Account(
                    long id,
                    Object name) {} // [no-column-for-type]

            @Table
            @DuplicateKey("id")
            record Item(long id) {}

            @View(query = "SELECT id, name FROM account")
            record First(Long id, String name) {}

            @View(query = "SELECT idd FROM item") // [unknown-column]
            record Second(Long id) {}

            @Schema(name = "shop", value = {Account.class, Item.class, First.class, Second.class})
            interface Shop {}
            """).verify();
    }

    @Test
    void anExpressionAsTheTextOfADefaultNamesTheAttributeForSql() {
        assertThat(MarkedSources.of("""
            @Table
            @DuplicateKey("id")
            record Account(
                    long id,
                    @Default("now()") LocalDateTime created, // [default-value]
                    @Default("null") Integer points) {} // [default-value]

            @Schema(name = "shop", value = Account.class)
            interface Shop {}
            """).verify())
                .contains("write @Default(sql = \"CURRENT_TIMESTAMP\"), which the server evaluates for each row")
                .contains("omit @Default: without it, the default of a column that may be NULL is NULL");
    }

    @Test
    void errorsInClausesAreReportedTogether() {
        MarkedSources.of("""
            @Table
            @PrimaryKey("id")
            @PartitionBy("dya") // [unknown-column]
            @DistributedByHash("idd") // [unknown-column]
            @OrderBy("dy") // [unknown-column]
            @Property(name = "compression", value = "BEST") // [property-value]
            record Item(
                    long id,
                    LocalDate day,
                    @Default("x") int quantity) {} // [default-value]

            @MaterializedView(query = "SELECT id, day FROM item")
            @PartitionBy("dya") // [unknown-column]
            @DistributedByHash("idd") // [unknown-column]
            @Refresh(mode = MANUAL)
            @Property(name = "replication_numb", value = "3") // [unknown-property]
            record Days(
                    int id, // [column-type]
                    LocalDate day) {}

            @Schema(name = "shop", value = {Item.class, Days.class})
            interface Shop {}
            """).verify();
    }

    @Test
    void invalidPartitioningIsNotReportedForViews() {
        MarkedSources.of("""
            @Table
            @PrimaryKey("id")
            @PartitionBy("day") // [partition-column]
            @DistributedByHash("id")
            record Item(long id, @NotNull LocalDate day) {}

            @MaterializedView(query = "SELECT id, day FROM item")
            @PartitionBy("day")
            @Refresh(mode = MANUAL)
            record Days(long id, LocalDate day) {}

            @MaterializedView(query = "SELECT id, count(day) AS days FROM item GROUP BY id")
            record Counts(long id, Long days) {}

            @Schema(name = "shop", value = {Item.class, Days.class, Counts.class})
            interface Shop {}
            """).verify();
    }
}
