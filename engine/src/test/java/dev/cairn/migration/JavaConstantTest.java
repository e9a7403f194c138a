package dev.cairn.migration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JavaConstantTest {
    @Test
    void textsAreMeasuredInModifiedUtf8() {
        assertThat(JavaConstant.size("a")).isEqualTo(1);
        assertThat(JavaConstant.size("\0")).isEqualTo(2);
        assertThat(JavaConstant.size("\u00e9")).isEqualTo(2);
        assertThat(JavaConstant.size("\u20ac")).isEqualTo(3);
        assertThat(JavaConstant.size("\ud83d\ude00")).isEqualTo(6);
    }

    @Test
    void aConstantHolds65534Bytes() {
        assertThat(JavaConstant.canHold("a".repeat(65_534))).isTrue();
        assertThat(JavaConstant.canHold("a".repeat(65_535))).isFalse();
        assertThat(JavaConstant.canHold("\ud83d\ude00".repeat(10_923))).isFalse();
    }
}
