package dev.cairn.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.model.DescriptorFormat;
import dev.cairn.upgrade.Format;
import org.junit.jupiter.api.Test;

/** Processor and runtime of one version speak of one format. */
class DescriptorFormatTest {
    @Test
    void processorAndRuntimeHaveTheSameFormat() {
        assertThat(DescriptorFormat.CURRENT).isEqualTo(Format.CURRENT);
    }
}
