package dev.cairn.internal.run.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.run.rebuild.CopyLabel.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CopyLabelTest {
    private static final String STEP_LABEL = "cairn_my_table_4_3_17_9f3a01bc";

    @Test
    void labelsAreParsedAsTheyAreRendered() {
        assertThat(CopyLabel.parse(STEP_LABEL + CopyLabel.renderTableSuffix("x5fd0", 12345678901L), STEP_LABEL))
                .contains(new CopyLabel(Scope.TABLE, "x5fd0", 12345678901L));
        for (String fingerprint : new String[] {"10552_7", "x5fd0", "x5fd0_r3"}) {
            assertThat(CopyLabel.parse(STEP_LABEL + CopyLabel.renderUnitSuffix(fingerprint, 21, 3), STEP_LABEL))
                    .contains(new CopyLabel(Scope.UNIT, fingerprint, 0));
        }
    }

    /** A server that does not show the partitions of the table gives such labels to the copies of a rebuild. */
    @Test
    void aCopyOfAllRowsMayHaveNoFingerprint() {
        assertThat(CopyLabel.parse(STEP_LABEL, STEP_LABEL)).contains(new CopyLabel(Scope.TABLE, "", 0));
        assertThat(CopyLabel.parse(STEP_LABEL + "_21", STEP_LABEL)).contains(new CopyLabel(Scope.TABLE, "", 21));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cairn_my_table_4_3_18", STEP_LABEL + "_", STEP_LABEL + "1", STEP_LABEL + "_other"})
    void labelsOfOtherLoadsAreIgnored(String label) {
        assertThat(CopyLabel.parse(label, STEP_LABEL)).isEmpty();
    }
}
