package dev.cairn.processor.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.MarkedSources;
import org.junit.jupiter.api.Test;

/** Mistakes in data tests, each at the value of its annotation. */
class DataTestFindingsTest {
    private static String verified(String annotations) {
        return MarkedSources.of(annotations + """

                @Table
                @PrimaryKey("id")
                record Payment(long id, @Decimal(precision = 10, scale = 2) BigDecimal amount, @Varchar(10) String state) {}
                @Schema(name = "shop", value = Payment.class) interface Shop {}
                """).verified();
    }

    @Test
    void theConditionsOfAllKindsAreAccepted() {
        assertThat(verified("""
            @Check("amount >= 0")
            @Check("state IN ('NEW', 'PAID') -- and no other")
            @Check(value = "amount >= 0", name = "not negative")
            """)).isEmpty();
    }

    @Test
    void anUnknownColumnIsReportedWithItsPlaceInTheCondition() {
        assertThat(verified("""
            @Check("id > 0")
            @Check("amuont >= 0") // [unknown-column]
            """)).contains("'amuont'", "did you mean 'amount'?", "line 1, column 1:");
    }

    @Test
    void aConditionIsBoolean() {
        assertThat(verified("""
            @Check("amount + 1") // [data-test-condition]
            """))
                .isEqualTo("[data-test-condition] The condition of @Check, amount + 1, is decimal(12, 2), not boolean;"
                        + " compare it with a value\n");
    }

    @Test
    void anAggregateIsNoConditionOfARow() {
        assertThat(verified("""
            @Check("sum(amount) > 0") // [query-refused]
            """)).contains("the data test 'sum(amount) > 0'");
    }

    @Test
    void aConditionThatDoesNotEndIsNoPartOfAnotherQuery() {
        assertThat(verified("""
            @Check("id > 0) OR (id < 0") // [syntax]
            """)).contains("column 7");
    }

    @Test
    void twoTestsOfAnObjectHaveTwoNames() {
        assertThat(verified("""
            @Check("amount >= 0")
            @Check("amount  >=  0") // [data-test-name]
            """)).contains("'payment' has two data tests with the name 'amount >= 0'");
    }
}
