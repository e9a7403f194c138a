package dev.cairn.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.model.DescriptorFormat;
import dev.cairn.upgrade.GeneratedClassFormat;
import org.junit.jupiter.api.Test;

/** Tests that the processor and the runtime of one version have the same format of descriptors. */
class DescriptorFormatTest {
    @Test
    void processorAndRuntimeHaveTheSameFormat() {
        assertThat(DescriptorFormat.CURRENT).isEqualTo(GeneratedClassFormat.CURRENT);
    }
}
