package dev.cairn.migration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MigrationNamesTest {
    @ParameterizedTest
    @CsvSource({
        "3, add discount, V0003AddDiscount",
        "12, 'Add  URL, and p95!', V0012AddURLAndP95",
        "1, initial, V0001Initial",
        "10000, x, V10000X",
        "7, SHOP-12 übrig, V0007SHOP12Brig",
        "7, '…', ''"
    })
    void aNameIsDerivedFromTheMessage(int number, String message, String name) {
        assertThat(MigrationNames.of(number, message)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "V0003AddDiscount, Add discount",
        "V0012AddURLAndP95, Add URL and p95",
        "V0001, V0001",
        "Backfill, Backfill"
    })
    void aTitleIsDerivedFromTheName(String name, String title) {
        assertThat(MigrationNames.toTitle(name)).isEqualTo(title);
    }

    @ParameterizedTest
    @CsvSource({
        "V0003Keep30Days, ' Keep 30 days.', Keep 30 days",
        "V0012AddURLAndP95, ' Add  URL, and p95!.', 'Add  URL, and p95!'",
        "V0004AB, 'A &#60; b.', A < b",
        "Accounts, Accounts., Accounts",
        "V0003AddDiscount, ' Add a discount of ten percent.', Add discount",
        "V0003AddDiscount, '', Add discount",
        "V0003Smile, 'Smile \uD83D\uDE00.', Smile"
    })
    void aTitleIsTheFirstSentenceOfTheCommentIfTheNameIsDerivedFromIt(String name, String comment, String title) {
        assertThat(MigrationNames.toTitle(name, comment)).isEqualTo(title);
    }

    @Test
    void aNameBeginsWithItsNumber() {
        assertThat(MigrationNames.parseNumber("V0003AddDiscount")).hasValue(3);
        assertThat(MigrationNames.parseNumber("V3AddDiscount")).isEmpty();
        assertThat(MigrationNames.renumber("V0003AddDiscount", 12)).isEqualTo("V0012AddDiscount");
        assertThat(MigrationNames.renumber("V0003", 12)).isEqualTo("V0012");
        assertThat(MigrationNames.renumber("AddDiscount", 12)).isEqualTo("V0012AddDiscount");
    }
}
