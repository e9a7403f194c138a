package dev.cairn.processor.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.MarkedSources;
import org.junit.jupiter.api.Test;

/** Tests values that are not constants of the enum of their column. */
class EnumFindingsTest {
    private static final String ENUMS = """
        enum Status { OPEN, PAID }
        enum Outcome { PAID, LOST }
        """;

    @Test
    void rowsOfASeedHaveConstants() {
        assertThat(MarkedSources.of(ENUMS + """
            @Table
            @PrimaryKey("id")
            @Seed(columns = {"status", "id"}, rows = {
                "'OPEN', 1",
                "'PAYD', 2" // [unknown-constant]
            })
            record Payment(long id, @Varchar Status status) {}
            @Schema(name = "shop", value = Payment.class) interface Shop {}
            """).verify()).isEqualTo("""
                [unknown-constant] 'PAYD' is not a constant of Status, the enum of 'status'; did you mean 'PAID'?
                """);
    }

    @Test
    void aDefaultIsAConstant() {
        assertThat(MarkedSources.of(ENUMS + """
            @Table
            record Payment(
                    long id,
                    @Default("OPEN") Status first,
                    @Default("GONE") Status last) {} // [unknown-constant]
            """).verify()).isEqualTo("""
                [unknown-constant] 'GONE' is not a constant of Status, the enum of 'last'; the existing ones are 'OPEN' and 'PAID'
                """);
    }

    @Test
    void eachConstantFitsAPartOfAColumn() {
        assertThat(MarkedSources.of("""
            enum State { NEW, A_LONG_NAME }
            record Step(@Varchar(3) State state) {}
            @Table
            record Payment(
                    long id,
                    List<@Varchar(3) State> past, // [enum-length]
                    Map<@Varchar(3) State, Integer> counts, // [enum-length]
                    Step last, // [enum-length]
                    List<@Varchar State> next) {}
            """).verify()).contains("""
                [enum-length] 'past' can have at most 3 bytes, but the constant 'A_LONG_NAME' of 'State' has 11""", """
                [enum-length] 'last.state' can have at most 3 bytes""");
    }

    @Test
    void viewsCompareWithConstantsAndPassThemOn() {
        assertThat(MarkedSources.of(ENUMS + """
            @Table
            @PrimaryKey("id")
            record Payment(long id, @Varchar Status status) {}
            @View(query = "SELECT id, status FROM payment WHERE status <> 'GONE'") // [unknown-constant]
            record Unpaid(long id, Status status) {}
            @View(query = "SELECT id, status FROM unpaid")
            record Ended(
                    long id,
                    Outcome status) {} // [other-enum]
            @View(query = "SELECT id, status, upper(status) AS title FROM unpaid WHERE upper(status) <> 'GONE'")
            record Texts(long id, String status, Outcome title) {}
            @Schema(name = "shop", value = {Payment.class, Unpaid.class, Ended.class, Texts.class}) interface Shop {}
            """).verify())
                .contains(
                        """
                [unknown-constant] 'GONE' is not a constant of Status, the enum of 'status'; the existing ones are 'OPEN' and 'PAID'
                  line 1, column 48:
                """,
                        "[other-enum] 'status' of the query holds constants of Status, but 'status' those of Outcome, which has no OPEN");
    }

    @Test
    void warningsAreAllowedOnTheColumn() {
        assertThat(MarkedSources.of(ENUMS + """
            @Table
            record Payment(
                    long id,
                    @Allow("unknown-constant") @Default("GONE") Status last) {}
            """).verify()).isEmpty();
    }

    @Test
    void onlyAnEnumDeterminesALength() {
        assertThat(MarkedSources.of("""
            @Table
            record Payment(
                    long id,
                    @Varchar String note) {} // [incomplete]
            """).verify()).isEqualTo("""
                [incomplete] @Varchar on 'note' is incomplete; add a length, as in @Varchar(64)
                """);
    }

    @Test
    void aConditionLimitsTheConstantsOfAColumn() {
        assertThat(MarkedSources.of(ENUMS + """
            @Table
            @PrimaryKey("id")
            record Payment(long id, @Varchar Status status) {}
            @View(query = "SELECT id, status FROM payment WHERE id > 5 AND (status = 'PAID')")
            record Paid(long id, Outcome status) {}
            @Queries(Shop.class) interface Payments {
                @Query("SELECT status FROM payment WHERE status IN ('PAID') AND id < 5") List<Outcome> paid();
                @Query("SELECT coalesce(status, 'OPEN') AS status FROM payment") List<Status> all();
                @Query("SELECT if(id > 5, 'PAID', 'OPEN') AS status FROM payment WHERE coalesce(status, 'NONE') = 'NONE'")
                List<Status> calculated();
                @Query("SELECT :status AS status FROM payment WHERE id = 5") Optional<Status> same(Status status);
            }
            @Schema(name = "shop", value = {Payment.class, Paid.class}) interface Shop {}
            """).verify()).isEmpty();
    }

    @Test
    void conditionsOfDataTestsHaveConstantsAndValues() {
        assertThat(MarkedSources.of(ENUMS + """
            @Table
            @PrimaryKey("id")
            @dev.cairn.annotation.datatest.Check("status <> 'GONE'") // [unknown-constant]
            @dev.cairn.annotation.datatest.Check("day < '2026-02-30'") // [literal-value]
            @dev.cairn.annotation.datatest.Check("id > 0 AND day = NULL") // [null-comparison]
            @dev.cairn.annotation.datatest.Check("status = 'OPEN' OR day >= '2026-01-01'")
            record Payment(long id, @Varchar Status status, LocalDate day) {}
            @View(query = "SELECT id FROM payment WHERE day <> '2026-02-30'") // [literal-value]
            record Days(long id) {}
            @Schema(name = "shop", value = {Payment.class, Days.class}) interface Shop {}
            """).verify())
                .contains(
                        "[unknown-constant] 'GONE' is not a constant of Status",
                        "[literal-value] day is a DATE, and '2026-02-30' is not a value of this type",
                        "[null-comparison] day = NULL is never true");
    }

    @Test
    void generatedColumnsAndListPartitionsHaveConstants() {
        assertThat(MarkedSources.of(ENUMS + """
            @Table
            @DuplicateKey("id")
            @PartitionByList(value = "status", partitions = {
                @Partition(name = "p1", values = "IN ('OPEN', 'PAID')"),
                @Partition(name = "p2", values = "IN ('PAYD')")}) // [unknown-constant]
            record Payment(
                    long id,
                    @NotNull @Varchar Status status,
                    LocalDate day,
                    @GeneratedAs("if(status = 'GONE', 1, 0)") Byte gone, // [unknown-constant]
                    @GeneratedAs("day > '2026-02-30'") Boolean late, // [literal-value]
                    @GeneratedAs("if(day > '2026-01-01', 'OPEN', 'LOST')") Status next, // [unknown-constant]
                    @GeneratedAs("status = 'PAID'") Boolean paid) {}
            @Schema(name = "shop", value = Payment.class) interface Shop {}
            """).verify())
                .contains(
                        "[unknown-constant] 'PAYD' is not a constant of Status, the enum of 'status'; did you mean 'PAID'?",
                        "[unknown-constant] 'GONE' is not a constant of Status, the enum of 'status'",
                        "[literal-value] day is a DATE, and '2026-02-30' is not a value of this type",
                        "[unknown-constant] 'LOST' is not a constant of Status, the enum of 'next'");
    }
}
