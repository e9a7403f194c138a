package dev.cairn.engine.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks comparisons of durations that consist of months and of shorter units. */
class PeriodLengthTest {
    @ParameterizedTest
    @CsvSource({
        "1 month, 1 year, true",
        "5 month, 1 year, false",
        "1 day, 1 month, true",
        "6 hour, 1 month, true",
        "7 hour, 1 month, false",
        "7 hour, 7 day, true",
        "2 day, 1 month 1 day, false",
        "1 month, 31 day, false",
    })
    void aPeriodDividesAnotherOneOnlyIfItDividesEachOfItsParts(String period, String otherPeriod, boolean divides)
            throws InvalidValueException {
        assertThat(PeriodLength.parse(period).divides(PeriodLength.parse(otherPeriod)))
                .isEqualTo(divides);
    }
}
