package dev.cairn.migration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JavaConstantSizeTest {
    @Test
    void textsAreMeasuredInModifiedUtf8() {
        assertThat(JavaConstantSize.byteLength("a")).isEqualTo(1);
        assertThat(JavaConstantSize.byteLength("\0")).isEqualTo(2);
        assertThat(JavaConstantSize.byteLength("\u00e9")).isEqualTo(2);
        assertThat(JavaConstantSize.byteLength("\u20ac")).isEqualTo(3);
        assertThat(JavaConstantSize.byteLength("\ud83d\ude00")).isEqualTo(6);
    }

    @Test
    void aConstantHolds65534Bytes() {
        assertThat(JavaConstantSize.isWithinLimit("a".repeat(65_534))).isTrue();
        assertThat(JavaConstantSize.isWithinLimit("a".repeat(65_535))).isFalse();
        assertThat(JavaConstantSize.isWithinLimit("\ud83d\ude00".repeat(10_923)))
                .isFalse();
    }
}
