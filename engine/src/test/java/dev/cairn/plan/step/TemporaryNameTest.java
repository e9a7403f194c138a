package dev.cairn.plan.step;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TemporaryNameTest {
    @Test
    void stagingTablesAreSentWithANumberInTheirName() {
        assertThat(TemporaryName.toSentName("orders__cairn_new", 17)).isEqualTo("orders__cairn_17");
        assertThat(TemporaryName.toSentName("orders__cairn_old", 17)).isEqualTo("orders__cairn_17");
        assertThat(TemporaryName.toSentName("orders", 17)).isEqualTo("orders");
    }

    @Test
    void theNumberIsParsedFromTheStagingName() {
        assertThat(TemporaryName.findSentNumber("orders__cairn_17")).hasValue(17);
        assertThat(TemporaryName.findSentNumber("orders__cairn_new")).isEmpty();
        assertThat(TemporaryName.findSentNumber("__cairn_17")).isEmpty();
    }

    @Test
    void namesOfObjectsThatCairnCreatesAreReserved() {
        assertThat(TemporaryName.isReserved("orders__cairn_new")).isTrue();
        assertThat(TemporaryName.isReserved("__cairn_shop_history")).isTrue();
        assertThat(TemporaryName.isReserved("orders_cairn_new")).isFalse();
    }
}
