package dev.cairn.plan.step;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StagingNameTest {
    @Test
    void stagingTablesAreSentWithANumberInTheirName() {
        assertThat(StagingName.numberedName("orders__cairn_new", 17)).isEqualTo("orders__cairn_17");
        assertThat(StagingName.numberedName("orders__cairn_old", 17)).isEqualTo("orders__cairn_17");
        assertThat(StagingName.numberedName("orders", 17)).isEqualTo("orders");
    }

    @Test
    void theNumberIsParsedFromTheStagingName() {
        assertThat(StagingName.parseNumber("orders__cairn_17")).hasValue(17);
        assertThat(StagingName.parseNumber("orders__cairn_new")).isEmpty();
        assertThat(StagingName.parseNumber("__cairn_17")).isEmpty();
    }
}
