package dev.cairn.processor.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.MarkedSources;
import org.junit.jupiter.api.Test;

/** Tests mistakes in data tests, each reported at the value of its annotation. */
class DataTestFindingsTest {
    private static String verify(String annotations) {
        return MarkedSources.of(annotations + """

                @Table
                @PrimaryKey("id")
                record Payment(long id, @Decimal(precision = 10, scale = 2) BigDecimal amount, @Varchar(10) String state,
                        Long accountId, LocalDate day, LocalDateTime paidAt, @Json String note) {}
                @Table @PrimaryKey({"tenant", "id"}) record Account(int tenant, long id) {}
                @View(query = "SELECT id FROM account") record AccountId(Long id) {}
                @Schema(name = "shop", value = {Payment.class, Account.class, AccountId.class}) interface Shop {}
                """).verify();
    }

    @Test
    void aRenamedColumnIsNamedLikeInAQuery() {
        assertThat(MarkedSources.of("""
                @Table
                @PrimaryKey("vin") // [unknown-column]
                @DistributedByHash("id")
                @Unique("vin") // [unknown-column]
                record Vehicle(@RenamedFrom("vin") long id, String name) {}

                @Schema(name = "shop", value = Vehicle.class)
                interface Shop {}
                """).verify()).contains("There is no column 'vin'; it was renamed to 'id'");
    }

    @Test
    void theConditionsOfAllKindsAreAccepted() {
        assertThat(verify("""
            @Check("amount >= 0")
            @Check("state IN ('NEW', 'PAID') -- and no other")
            @Check(value = "amount >= 0", name = "not negative")
            @Unique({"account_id", "DAY"})
            @References(column = "account_id", value = AccountId.class, to = "id")
            @References(column = {"id", "account_id"}, value = Account.class)
            @Fresh(column = "day", within = "P1M2D")
            @Fresh(column = "paid_at", within = "P1DT12H")
            """)).isEmpty();
    }

    @Test
    void aColumnOfAnAnnotationExists() {
        assertThat(verify("""
            @Unique({}) // [incomplete]
            @Unique({"id", "dai"}) // [unknown-column]
            @References(column = "acount_id", value = AccountId.class, to = "id") // [unknown-column]
            @Fresh(column = "paidAt", within = "P2D") // [unknown-column]
            """))
                .contains("did you mean 'day'?", "did you mean 'account_id'?", "did you mean 'paid_at'?");
    }

    @Test
    void rowsReferToAnObjectOfTheSchemaByAsManyColumns() {
        assertThat(verify("""
            @References(column = "account_id", value = String.class) // [data-test-reference]
            @References(column = "account_id", value = Account.class) // [data-test-reference]
            @References(column = "account_id", value = AccountId.class) // [data-test-reference]
            @References(column = "account_id", value = AccountId.class, to = "idd") // [unknown-column]
            """))
                .contains(
                        "@References is wrong: java.lang.String declares no table or view;",
                        "'column' has 1 column, and the key of 'account' has 2 columns;",
                        "'account_id' has no key; declare the columns in 'to'",
                        "'account_id.idd'; did you mean 'id'?");
    }

    @Test
    void anObjectOutsideOfTheSchemaIsUnknown() {
        assertThat(MarkedSources.of("""
                @Table
                @PrimaryKey("id")
                @References(column = "id", value = Other.class) // [unknown-table]
                record Payment(long id) {}
                @Table @PrimaryKey("id") record Other(long id) {}
                @Schema(name = "shop", value = Payment.class) interface Shop {}
                """).verify()).contains("'other'");
    }

    @Test
    void freshnessIsADurationOfATime() {
        assertThat(verify("""
            @Fresh(column = "id", within = "P2D") // [data-test-fresh]
            @Fresh(column = "day", within = "2 days") // [data-test-fresh]
            @Fresh(column = "day", within = "PT6H") // [data-test-fresh]
            @Fresh(column = "paid_at", within = "P-1D") // [data-test-fresh]
            """))
                .contains(
                        "the column 'id' is neither DATE nor DATETIME; name another column",
                        "'2 days' is not a duration; write a duration such as P2D, P1M or PT6H",
                        "the column 'day' is a DATE, which has no time of day; write a number of days such as P2D");
    }

    @Test
    void valuesThatCanNotBeComparedAreNotUnique() {
        assertThat(verify("""
            @Unique("note") // [query-refused]
            """)).contains("unique (note)");
    }

    @Test
    void anUnknownColumnIsReportedWithItsPlaceInTheCondition() {
        assertThat(verify("""
            @Check("id > 0")
            @Check("amuont >= 0") // [unknown-column]
            """)).contains("'amuont'", "did you mean 'amount'?", "line 1, column 1:");
    }

    @Test
    void aMissingPartitionIsReported() {
        assertThat(MarkedSources.of("""
                @Table
                @PrimaryKey("id")
                @Check("id IN (SELECT o.id FROM orders PARTITION (missing) o)") // [query-refused]
                record Orders(long id) {}
                @Schema(name = "shop", value = Orders.class) interface Shop {}
                """).verify()).contains("missing");
    }

    @Test
    void aConditionIsBoolean() {
        assertThat(verify("""
            @Check("amount + 1") // [data-test-condition]
            """))
                .isEqualTo("[data-test-condition] The condition of @Check, amount + 1, is decimal(12, 2), not boolean;"
                        + " compare it with a value\n");
    }

    @Test
    void anAggregateIsNotAConditionOfARow() {
        assertThat(verify("""
            @Check("sum(amount) > 0") // [query-refused]
            """)).contains("the data test 'sum(amount) > 0'");
    }

    @Test
    void aConditionCanNotEndItsParentheses() {
        assertThat(verify("""
            @Check("id > 0) OR (id < 0") // [syntax]
            """)).contains("column 7");
    }

    @Test
    void twoTestsOfAnObjectHaveTwoNames() {
        assertThat(verify("""
            @Check("amount >= 0")
            @Check("amount  >=  0") // [data-test-name]
            """)).contains("'payment' has two data tests with the name 'amount >= 0'");
    }
}
